"""A form's tables as the minutes print them: what holds, below it what the unit reported.

The dossier flow T1 has its usual head of two rows; what else the form asks in such a table follows
in a table of its own, and so does what the unit reported: every cell is printed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.report.facts import FlowRow, TableFacts, flow_table
from inspector_app.domain.report.wording import fold_name, whole
from inspector_app.domain.trip.values import Side
from inspector_app.services.disputed_values import DISPUTED
from inspector_app.services.flows import RECEIVED, flow_columns
from inspector_app.services.printed_values import (
    LANGUAGE,
    PrintedValues,
    count_of,
    is_printed,
)
from inspector_app.services.views import QuestionView, TableRow, TableView

_TITLES: Final = (QuestionType.SELECT_ONE, QuestionType.TEXT)
_CODE: Final = " (T1)"
REPORTED: Final = "số đơn vị báo cáo"
FURTHER: Final = "nội dung khác"
TOTAL: Final = "Tổng cộng"
ROW: Final = "Dòng"


@dataclass(frozen=True, slots=True)
class _Reading:
    """One side of the answers."""

    value: Callable[[QuestionView], Value]
    text: Callable[[QuestionView], str]
    is_disputed: Callable[[QuestionView], bool]


def printed_tables(view: TableView, printed: PrintedValues) -> Iterator[TableFacts]:
    """A table and those inside its rows, each of them named after its row."""
    if not view.is_relevant or not view.rows or not is_printed(view.repeat.insp):
        return
    yield from _Printing(view, printed).tables()
    for number, row in enumerate(view.rows, 1):
        about = row_title(row.cells, printed) or f"dòng {number}"
        for inner in row.tables:
            for one in printed_tables(inner, printed):
                yield replace(one, title=f"{one.title}: {about}")


def row_title(cells: Mapping[str, QuestionView], printed: PrintedValues) -> str:
    """What a row is about: its first text or choice, with what that choice asks to be specified."""
    return ": ".join(
        text for name in _title_names(cells, printed) if (text := printed.named_text(cells[name]))
    )


def _title_names(cells: Mapping[str, QuestionView], printed: PrintedValues) -> tuple[str, ...]:
    """The first column of texts or choices, and the text behind it that depends on it."""
    shown = [one for one in cells.values() if printed.shows(one)]
    for place, one in enumerate(shown):
        if one.question.type not in _TITLES:
            continue
        after = shown[place + 1].question if place + 1 < len(shown) else None
        if after and after.type is QuestionType.TEXT and _depends(after, one.question):
            return one.question.name, after.name
        return (one.question.name,)
    return ()


def _depends(question: Question, on: Question) -> bool:
    return on.type is QuestionType.SELECT_ONE and on.name in question.relevant


class _Printing:
    """One table, without those inside its rows."""

    def __init__(self, view: TableView, printed: PrintedValues) -> None:
        self._view = view
        self._printed = printed
        first = view.rows[0].cells
        self._columns = tuple(name for name in view.repeat.questions if self._is_column(name))
        self._title_columns = _title_names(first, printed)
        self._questions = {name: first[name].question for name in self._columns}
        self._label = view.repeat.label.in_(LANGUAGE)

    def tables(self) -> Iterator[TableFacts]:
        """What holds, then what the unit reported."""
        own = self._printed
        held = _Reading(own.settled, own.held_text, own.is_disputed)
        reported = _Reading(
            own.settled_report, own.reported_text, partial(own.is_disputed, side=Side.REPORTED)
        )
        stated = tuple(name for name in self._columns if self._has_any(name, reported))
        flow = flow_columns(self._questions)
        if flow:
            first, *further = self._flow(flow, self._columns, held, "")
            yield replace(first, differing=self._differing(("", *flow)))
            yield from further
        elif self._columns:
            plain = self._plain(self._label, self._columns, held)
            yield replace(plain, differing=self._differing(self._columns))
        if flow and set(flow) <= set(stated):
            yield from self._flow(flow, stated, reported, REPORTED)
        elif stated:
            yield self._titled(f"{self._label} – {REPORTED}", stated, reported)

    def _is_column(self, name: str) -> bool:
        item = self._view.rows[0].cells[name]
        is_note = item.question.type is QuestionType.NOTE
        return self._printed.shows(item) and not (
            is_note and all(row.cells[name].state.value is None for row in self._view.rows)
        )

    def _has_any(self, name: str, side: _Reading) -> bool:
        return any(side.text(row.cells[name]) for row in self._view.rows)

    def _differing(self, columns: Sequence[str]) -> frozenset[tuple[int, int]]:
        """The cells in which something else holds than the unit reported."""
        found = set()
        for number, row in enumerate(self._view.rows):
            for place, name in enumerate(columns):
                held, reported = (
                    (self._printed.held_text(item), self._printed.reported_text(item))
                    if (item := row.cells.get(name))
                    else ("", "")
                )
                if held and reported and fold_name(held) != fold_name(reported):
                    found.add((number, place))
        return frozenset(found)

    # --- the flow of dossiers

    def _flow(
        self, flow: Sequence[str], columns: Sequence[str], side: _Reading, about: str
    ) -> Iterator[TableFacts]:
        label = self._label.removesuffix(_CODE)  # the code is the form's, not the document's
        title = f"{label} – {about}" if about else label
        counts = [
            [count_of(side.value(row.cells[name])) for name in flow] for row in self._view.rows
        ]
        table = flow_table(
            tuple(
                FlowRow(self._about(number, row), tuple(of_row))
                for number, (row, of_row) in enumerate(zip(self._view.rows, counts, strict=True), 1)
            ),
            title,
        )
        yield replace(table, note=" ".join(filter(None, (table.note, self._open(flow, side)))))
        further = tuple(
            name
            for name in columns
            if name not in flow
            and (about or name not in self._title_columns)
            and not self._is_balance(name, side, counts)
        )
        if further:
            yield self._titled(f"{title} – {FURTHER}", further, side)

    def _open(self, columns: Sequence[str], side: _Reading) -> str:
        """The cells in dispute of a table that has no room for two values in a cell."""
        return " ".join(
            f"{self._about(number, row)}, {self._head(name)}: {side.text(row.cells[name])}."
            for number, row in enumerate(self._view.rows, 1)
            for name in columns
            if side.is_disputed(row.cells[name]) and side.text(row.cells[name])
        )

    def _is_balance(
        self, name: str, side: _Reading, counts: Sequence[Sequence[int | None]]
    ) -> bool:
        """Whether a column only computes what the remark below the table says: nothing is left."""
        if not self._questions[name].calculate:
            return False
        for row, of_row in zip(self._view.rows, counts, strict=True):
            value = side.value(row.cells[name])
            known = [count for count in of_row if count is not None]
            difference = sum(known[:RECEIVED]) - sum(known[RECEIVED:])
            is_even = len(known) == len(of_row) and difference == 0 and count_of(value) == 0
            if not is_even and value is not None:
                return False
        return True

    # --- any other table

    def _titled(self, title: str, columns: Sequence[str], side: _Reading) -> TableFacts:
        """A table whose rows are named, for they stand in another table already."""
        plain = self._plain(title, columns, side)
        head = self._head(self._title_columns[0]) if self._title_columns else ROW
        names = (self._about(number, row) for number, row in enumerate(self._view.rows, 1))
        total = self._totals(columns, side)
        return replace(
            plain,
            columns=(head, *plain.columns),
            rows=tuple((name, *row) for name, row in zip(names, plain.rows, strict=True)),
            total=(TOTAL, *total) if any(total) else (),
        )

    def _plain(self, title: str, columns: Sequence[str], side: _Reading) -> TableFacts:
        total = self._totals(columns, side)
        has_total = bool(columns) and not self._is_counted(columns[0]) and any(total)
        return TableFacts(
            title=title,
            columns=tuple(self._head(name) for name in columns),
            rows=tuple(
                tuple(self._text(row.cells[name], side) for name in columns)
                for row in self._view.rows
            ),
            total=(TOTAL, *total[1:]) if has_total else (),
        )

    def _text(self, item: QuestionView, side: _Reading) -> str:
        """A cell; what only the unit has named is called so, for its row must be told from others."""
        is_name = item.question.name in self._title_columns
        return side.text(item) or (self._printed.named_text(item) if is_name else "")

    def _about(self, number: int, row: TableRow) -> str:
        return row_title(row.cells, self._printed) or f"dòng {number}"

    def _head(self, name: str) -> str:
        asked = self._questions[name]
        return asked.insp.get("short", asked.label.in_(LANGUAGE))

    def _is_counted(self, name: str) -> bool:
        return self._questions[name].type is QuestionType.INTEGER

    def _totals(self, columns: Sequence[str], side: _Reading) -> tuple[str, ...]:
        """The sums of whole numbers; empty where a column has none."""
        totals = []
        for name in columns:
            cells = [row.cells[name] for row in self._view.rows]
            if self._is_counted(name) and any(side.is_disputed(cell) for cell in cells):
                totals.append(DISPUTED)
                continue
            values = (side.value(cell) for cell in cells)
            counts = [count for value in values if (count := count_of(value)) is not None]
            totals.append(whole(sum(counts)) if counts and self._is_counted(name) else "")
        return tuple(totals)
