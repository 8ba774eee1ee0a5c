"""The rates of an inspection: what stands behind them, on both sides.

A question is a rate when its form names its numerator and denominator (``insp:numerator``,
``insp:denominator``; ``a + b`` adds questions). A part may be a question of the same row, of a row
around it, of a table inside the row, or a column of a table, which then counts with its total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.form.rates import Rate, sum_of
from inspector_app.domain.form.stored_values import is_number
from inspector_app.domain.scoring.criteria import names_of
from inspector_app.domain.trip.values import Side
from inspector_app.services.backing import rests_on
from inspector_app.services.coverage import Coverage, Coverages
from inspector_app.services.views import InspectionView, QuestionView, TableRow, TableView

Parts = tuple[tuple[str, ...], tuple[str, ...]]
"""The names of the questions whose sums are numerator and denominator."""


def parts_of(question: Question) -> Parts | None:
    """The questions behind a rate; None for a question that is none."""
    above, below = (names_of(question.insp.get(key, "")) for key in ("numerator", "denominator"))
    return (above, below) if above and below else None


class Rates:
    """The rates of one inspection.

    Args:
        view: the inspection as the vault shows it now.
    """

    def __init__(self, view: InspectionView) -> None:
        self._form = view.form
        self._tables: list[TableView] = []
        self._lone: dict[str, QuestionView] = {}
        for section in view.sections:
            for item in section.items:
                if isinstance(item, TableView):
                    self._tables.append(item)
                else:
                    self._lone[item.question.name] = item
        self._answered: dict[Side, frozenset[str]] = {}
        self._coverages = Coverages(view)

    def coverage(self, node: Node, side: Side = Side.VERIFIED) -> Coverage | None:
        """How much of the tables behind a computed figure is filled in; None without a table."""
        return self._coverages.of(node, side)

    def of(self, node: Node, side: Side = Side.VERIFIED) -> Rate | None:
        """The rate of a node on one side; None for a question that is no rate."""
        name, row = node
        question = self._form.questions.get(name)
        parts = parts_of(question) if question is not None else None
        if parts is None:
            return None
        around = self._around(row)
        above, below = (sum_of([self._part(one, side, around) for one in names]) for names in parts)
        return Rate(above, below)

    def _part(self, name: str, side: Side, around: Sequence[TableRow]) -> Decimal | None:
        """One part's number; None when nobody has answered it, or what it is computed from."""
        asked = self._form.questions.get(name)
        if asked is None or (asked.calculate and not self._rests_on_answers(asked, side)):
            return None
        for row in around:  # from the rate's own row outwards
            if name in row.cells:
                return _number(row.cells[name], side)
            if any(_has_column(table, name) for table in row.tables):
                return _total((cell for one in row.tables for cell in _column(one, name)), side)
        if name in self._lone:
            return _number(self._lone[name], side)
        return _total((cell for one in self._tables for cell in _column(one, name)), side)

    def _rests_on_answers(self, asked: Question, side: Side) -> bool:
        """Whether anything that it is computed from is answered: a total of nothing is not zero."""
        if side not in self._answered:
            self._answered[side] = frozenset(self._answers(side))
        return rests_on(self._form, asked, self._answered[side])

    def _answers(self, side: Side) -> Iterator[str]:
        items = list(self._lone.values())
        for table in self._tables:
            items += [cell for row in table.all_rows() for cell in row.cells.values()]
        for item in items:
            if not item.question.calculate and _value(item, side) not in (None, ""):
                yield item.question.name

    def _around(self, row: bytes | None) -> tuple[TableRow, ...]:
        """The row of a rate and those around it, from the inside out."""
        found = (_path(table, row) for table in self._tables) if row is not None else ()
        return next((path for path in found if path), ())


def _path(table: TableView, row: bytes | None) -> tuple[TableRow, ...]:
    for one in table.rows:
        if one.id == row:
            return (one,)
        for inner in one.tables:
            path = _path(inner, row)
            if path:
                return (*path, one)
    return ()


def _has_column(table: TableView, name: str) -> bool:
    return name in table.repeat.questions or any(
        _has_column(inner, name) for row in table.rows for inner in row.tables
    )


def _column(table: TableView, name: str) -> Iterator[QuestionView]:
    if table.is_relevant:
        for row in table.all_rows():
            if name in row.cells:
                yield row.cells[name]


def _total(cells: Iterator[QuestionView], side: Side) -> Decimal | None:
    """The sum of the answered cells; None when none is answered."""
    numbers = [number for cell in cells if (number := _number(cell, side)) is not None]
    return sum_of(list(numbers))


def _number(item: QuestionView, side: Side) -> Decimal | None:
    value = _value(item, side)
    is_given = isinstance(value, int | str) and not isinstance(value, bool)
    return Decimal(str(value)) if is_given and is_number(str(value)) else None


def _value(item: QuestionView, side: Side) -> object:
    """What holds on a side; nothing where the question does not apply."""
    state = item.reported_state if side is Side.REPORTED else item.state
    return state.value if state is not None and item.state.is_relevant else None
