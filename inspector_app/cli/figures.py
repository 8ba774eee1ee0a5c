"""``inspector inspection source|period``: where figures are from and what time they cover; rates."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import SIDES, log_value, text_of
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.form.numbers import plain_decimal
from inspector_app.domain.form.rates import Rate, points_text
from inspector_app.domain.trip.figures import SOURCES, is_two_days
from inspector_app.domain.trip.values import FIGURE_SIDES, Side
from inspector_app.host.i18n import _, language, ngettext
from inspector_app.host.wording import DASH
from inspector_app.services.figures import figures_in
from inspector_app.services.rates import Rates
from inspector_app.services.sides import registers_of
from inspector_app.services.views import InspectionView, QuestionView, TableView, TypedAnswer

_SOURCE: Final = "inspection source"
_PERIOD: Final = "inspection period"
_PLACES: Final = 10


def add(group: Words) -> None:
    """Add the commands."""
    source = group.command(
        "source", _("nguồn của một số liệu hay của cả bảng; rỗng là xóa"), _source
    )
    period = group.command(
        "period", _("kỳ số liệu của một câu hay của cả bảng; rỗng là xóa"), _period
    )
    for parser in (source, period):
        parser.add_argument(
            "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
        )
        parser.add_argument(
            "--section", default="", metavar=_("PHẦN"), help=_("mọi số liệu của phần này")
        )
    known = ", ".join(f"{code} ({_(words)})" for code, words in SOURCES.items())
    source.add_argument(
        "words",
        nargs="+",
        metavar=_("CÂU NGUỒN"),
        help=_("tên câu số liệu hoặc bảng (bỏ khi có --section), rồi nguồn: {known}").format(
            known=known
        )
        + _(", hoặc lời tự ghi"),
    )
    period.add_argument(
        "words",
        nargs="+",
        metavar=_("CÂU TỪ_NGÀY ĐẾN_NGÀY"),
        help=_(
            "tên câu số liệu hoặc bảng (bỏ khi có --section), rồi ngày đầu và ngày cuối,"
            " hoặc một lời tự ghi"
        ),
    )


def _source(context: Context) -> int:
    names, words = _named(context)
    if len(words) != 1:
        raise UsageError(what=_("cần CÂU rồi NGUỒN, hoặc --section PHẦN NGUỒN"), command=_SOURCE)
    return _describe(context, names, Side.SOURCE, words[0])


def _period(context: Context) -> int:
    names, words = _named(context)
    text = " – ".join(words)
    if len(words) not in (1, 2) or (len(words) == 2 and not is_two_days(text)):
        what = _("cần CÂU rồi hai ngày (dd/MM/yyyy), hoặc CÂU rồi một lời tự ghi trong ngoặc kép")
        raise UsageError(what=what, command=_PERIOD)
    return _describe(context, names, Side.PERIOD, text)


def _named(context: Context) -> tuple[list[str], list[str]]:
    """The question that is named, unless a section is; and what is said of it."""
    words = list(context.get("words"))
    return ([], words) if context.text("section") else (words[:1], words[1:])


def _describe(context: Context, names: list[str], side: Side, text: str) -> int:
    wanted = context.text("section")
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        if wanted:
            names = _in_section(services.inspections.show(inspection.id), wanted)
        answers = [TypedAnswer(name, side, None, text) for name in names]
        services.inspections.answer_many(inspection.id, answers)
        view = services.inspections.show(inspection.id)
    items = [item for name in names if (item := _item(view, name)) is not None]
    stored = [registers_of(item)[side].value for item in items]
    data = {
        "inspection": view.inspection.id.hex(),
        "side": str(side),
        "items": names,
        "value": documents.plain(stored[0]) if stored else None,
    }
    lines = [f"{name}: {_line(side, value)}" for name, value in zip(names, stored, strict=False)]
    if wanted:
        count = ngettext("{count} câu, bảng", "{count} câu, bảng", len(names))
        line = _line(side, stored[0] if stored else None)
        lines = [f"{wanted}, {count.format(count=len(names))}: {line}"]
    context.screen.done(data, "\n".join(lines))
    return 0


def _in_section(view: InspectionView, name: str) -> list[str]:
    for section in view.sections:
        if section.section.name == name:
            return list(figures_in(section, view.form))
    raise NotFoundError(kind="phần", name=name)


def _item(view: InspectionView, name: str) -> QuestionView | TableView | None:
    return view.question((name, None)) or view.table(name)


def _line(side: Side, value: object) -> str:
    return f"{_(SIDES[side])} = {text_of(side, value) if isinstance(value, str) else DASH}"


# --- what a listing shows


def marks(item: QuestionView | TableView) -> Iterator[str]:
    """What was said of a figure or of a table's figures: ``nguồn: màn hình phần mềm``."""
    for side in FIGURE_SIDES:
        value = registers_of(item)[side].value
        if isinstance(value, str) and value:
            yield f"{_(SIDES[side])}: {text_of(side, value)}"


def rate_texts(item: QuestionView, rates: Rates, shown: list[str]) -> list[str]:
    """Write a rate's numerator and denominator into the cells of both sides.

    Args:
        item: the question.
        rates: of its inspection.
        shown: the cells of the reported and the verified side; changed for a rate.

    Returns:
        how far the sides lie apart, where they do.
    """
    reported, verified = _sides(item, rates)
    if reported is None or verified is None:
        return []
    if reported.is_begun:
        shown[0] = reported.text(language())
    shown[1] = verified.text(language()) or log_value(None)
    points = verified.points_above(reported)
    if not points:
        return []
    return [_("lệch {points} điểm %").format(points=points_text(points, language()))]


def lacks(item: QuestionView, rates: Rates) -> Iterator[str]:
    """Which side of a computed figure counts some rows of its table only, and how many."""
    if not item.question.calculate:
        return
    for side in (Side.REPORTED, Side.VERIFIED):
        found = rates.coverage(item.node, side)
        if found is not None and found.is_partial:
            text = found.text(_("chưa đủ: {done}/{rows} dòng"))
            yield f"{_(SIDES[side])} {text}"


def figure_document(item: QuestionView, rates: Rates) -> documents.Document:
    """What a computed figure rests on: rows filled in on both sides, and a rate's parts."""
    if not item.question.calculate:
        return {}
    found = {side: rates.coverage(item.node, side) for side in (Side.REPORTED, Side.VERIFIED)}
    rows = {
        str(side): {"done": one.done, "rows": one.rows, "is_partial": one.is_partial}
        for side, one in found.items()
        if one is not None
    }
    return {**_rate_document(item, rates), **({"coverage": rows} if rows else {})}


def _rate_document(item: QuestionView, rates: Rates) -> documents.Document:
    """The rate of a question on both sides; nothing for one that is none."""
    reported, verified = _sides(item, rates)
    if reported is None or verified is None:
        return {}
    return {
        "rate": {
            str(Side.REPORTED): _rate(reported),
            str(Side.VERIFIED): _rate(verified),
            "points": _digits(verified.points_above(reported)),
        }
    }


def _sides(item: QuestionView, rates: Rates) -> tuple[Rate | None, Rate | None]:
    return rates.of(item.node, Side.REPORTED), rates.of(item.node, Side.VERIFIED)


def _rate(rate: Rate) -> documents.Document:
    return {
        "numerator": _digits(rate.numerator),
        "denominator": _digits(rate.denominator),
        "percent": _digits(rate.percent),
        "text": rate.text(language()),
    }


def _digits(number: Decimal | None) -> str | None:
    """A decimal as text, exact as far as ten places go."""
    return None if number is None else plain_decimal(round(number, _PLACES))
