"""How much of the tables behind a figure is filled in, on either side.

A total of two rows out of three is no total: who compares it with the unit's, or gives points for it,
must know. A row is filled in when no cell that the figure counts is lacking: none that must be
answered, and none that the other side has answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.scoring.criteria import names_of
from inspector_app.domain.trip.values import Side
from inspector_app.services.views import InspectionView, QuestionView, TableRow, TableView

_WORD: Final = re.compile(r"[\w.-]+")  # the steps of an expression's paths are names of questions


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many rows of the tables behind a figure are filled in, of how many."""

    done: int
    rows: int
    is_begun: bool
    """Whether any cell is answered; else the figure is not answered, which is another thing."""

    @property
    def is_partial(self) -> bool:
        """Whether the figure counts some of the rows only."""
        return self.is_begun and self.done < self.rows

    def text(self, words: str) -> str:
        """``words`` with ``done`` and ``rows`` where the figure counts some rows only, else empty."""
        return words.format(done=self.done, rows=self.rows) if self.is_partial else ""


class Coverages:
    """The coverage of the computed figures of one inspection.

    Args:
        view: the inspection as the vault shows it now.
    """

    def __init__(self, view: InspectionView) -> None:
        self._form: Form = view.form
        self._tables = [
            item
            for section in view.sections
            for item in section.items
            if isinstance(item, TableView)
        ]
        self._columns: dict[str, frozenset[str]] = {}

    def of(self, node: Node, side: Side) -> Coverage | None:
        """The coverage behind a node on one side; None where no table is behind it."""
        name, row = node
        if name not in self._columns:
            self._columns[name] = frozenset(self._columns_behind(name))
        columns = self._columns[name]
        if not columns:
            return None
        done = rows = answered = 0
        for cells in self._cells(columns, row):
            values = [_value(cell, side) is not None for cell in cells]
            rows += 1
            answered += any(values)
            done += not any(_is_lacking(cell, side) for cell in cells)
        return Coverage(done, rows, answered > 0) if rows else None

    def _columns_behind(self, name: str) -> Iterator[str]:
        """The typed columns that a figure rests on, over however many steps."""
        pending, seen = [name], set[str]()
        while pending:
            asked = self._form.questions.get(pending.pop())
            if asked is None or asked.name in seen:
                continue
            seen.add(asked.name)
            parts = [
                one
                for key in ("numerator", "denominator")
                for one in names_of(asked.insp.get(key, ""))
            ]
            if asked.calculate:
                pending += parts or _WORD.findall(asked.calculate)
            elif asked.repeat and asked.is_answerable:
                yield asked.name

    def _cells(
        self, columns: frozenset[str], row: bytes | None
    ) -> Iterator[Sequence[QuestionView]]:
        """The cells of these columns, row by row; of a figure inside a row, of the tables in it."""
        for one in self._rows(row):
            cells = [
                cell
                for name, cell in one.cells.items()
                if name in columns and cell.state.is_relevant
            ]
            if cells:
                yield cells

    def _rows(self, row: bytes | None) -> Iterator[TableRow]:
        for table in self._tables:
            if table.is_relevant:
                for one in table.all_rows():
                    if row is None:
                        yield one
                    elif one.id == row:
                        for inner in one.tables:
                            yield from inner.all_rows()


def _is_lacking(cell: QuestionView, side: Side) -> bool:
    if _value(cell, side) is not None:
        return False
    if side is Side.REPORTED and not cell.question.is_reported:
        return False
    other = Side.VERIFIED if side is Side.REPORTED else Side.REPORTED
    return cell.state.is_required or _value(cell, other) is not None


def _value(cell: QuestionView, side: Side) -> object:
    state = cell.reported_state if side is Side.REPORTED else cell.state
    value = state.value if state is not None else None
    return None if value in ("", []) else value
