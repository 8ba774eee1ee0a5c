"""The figures that a computed answer was computed from, for showing them beside it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import display_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.items import tables
from inspector_app.services.views import InspectionView, QuestionView

_NAME = re.compile(r"[A-Za-z_][\w.\-]*")


def sources(question: Question, view: InspectionView) -> tuple[Question, ...]:
    """The questions behind a computed value: numerator before denominator, else as it names them."""
    share = [question.insp.get(key, "") for key in ("numerator", "denominator")]
    text = " ".join(share) if all(share) else question.calculate
    names = dict.fromkeys(_NAME.findall(text))
    known = view.form.questions
    return tuple(known[name] for name in names if name in known and name != question.name)


def figures(
    computed: QuestionView, view: InspectionView, side: Side, language: str
) -> tuple[tuple[str, str], ...]:
    """Label and value of each figure; a column of a table is shown as its sum."""
    shown: list[tuple[str, str]] = []
    for source in sources(computed.question, view):
        label = source.label.in_(language)
        if source.repeat and computed.node[1] is None:
            shown.append((label, _sum(source, view, side, language)))
            continue
        node = (source.name, computed.node[1] if source.repeat else None)
        found = view.question(node)
        if found is not None:
            shown.append((label, _value(found, side, language) or "–"))
    return tuple(shown)


def rounded(view: QuestionView, side: Side, language: str) -> str:
    """A computed value, two decimals at most (half up), with its unit."""
    state = view.reported_state if side is Side.REPORTED else view.state
    value = None if state is None else state.value
    if value is None or value == "":
        return "–"
    try:
        number = Decimal(str(value))
        if number.as_tuple().exponent not in (0, -1, -2):
            number = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = f"{number:f}"
        value = text.rstrip("0").rstrip(".") if "." in text else text
    except InvalidOperation:
        pass
    unit = view.question.insp.get("unit", "")
    return f"{display_value(view.question, value, language)} {unit}".rstrip()


def _value(found: QuestionView, side: Side, language: str) -> str:
    state = found.reported_state if side is Side.REPORTED else found.state
    return display_value(found.question, state.value, language) if state is not None else ""


def _sum(source: Question, view: InspectionView, side: Side, language: str) -> str:
    total = Decimal(0)
    for table in tables(view):
        if table.repeat.name == source.repeat:
            for row in table.rows:
                total += _number(row.cells.get(source.name), side)
    value: Value = int(total) if total == total.to_integral() else str(total)
    return display_value(source, value if isinstance(value, int | str) else None, language)


def _number(cell: QuestionView | None, side: Side) -> Decimal:
    state = None if cell is None else cell.state
    if cell is not None and side is Side.REPORTED:
        state = cell.reported_state
    try:
        return Decimal(str(state.value)) if state is not None else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
