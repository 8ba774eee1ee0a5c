"""Where everything stands in a unit's workbook (``docs/formats/self-report.md``).

Every sheet that is filled in has a code in A1; column A (hidden) names the question or table row of
each row, row 1 (hidden) what each column is for. So a cell is found again after rows were sorted
or a sheet renamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from inspector_app.domain.form.definition import Form, Question, QuestionType, Repeat
from inspector_app.domain.form.expression.spreadsheet.cells import Cell, CellKind, cell_kind
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.self_reports import (
    Asked,
    Part,
    SelfReport,
    Target,
    labels_of,
)
from inspector_app.formats.sheet_tables import address

FORMAT: Final = "inspector-self-report"
MAP_SHEET: Final = "inspector"
LIST_SHEET: Final = "Danh mục"
GUIDE_SHEET: Final = "Hướng dẫn"
FIRST_ROW: Final = 5
"""The first question, or row of a table; the headings are above it."""
_LONGEST_NAME: Final = 31
_MARK: Final = re.compile(r"(.+) \(([^()]{1,6})\)")
_NAMES: Final = re.compile(r"[\w.\-]+")
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")

CLAUSE, LABEL, UNIT, VALUE, RATIO, CHECK = 2, 3, 4, 5, 6, 7
"""Columns of a section's sheet that are always there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a section's sheet: a question, the heading of a group, or where a table is."""

    row: int
    question: Question | None = None
    heading: str = ""
    table: Repeat | None = None


@dataclass(frozen=True, slots=True)
class SectionSheet:
    """One section."""

    code: str
    name: str
    title: str
    lines: tuple[Line, ...]
    columns: Mapping[Part, int]
    hint_column: int

    @property
    def last_row(self) -> int:
        """Of the lines."""
        return self.lines[-1].row


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table; its cells begin in column C."""

    code: str
    name: str
    repeat: Repeat
    questions: tuple[Question, ...]
    rows: tuple[EntityId, ...]

    @property
    def last_row(self) -> int:
        """The last row that can be filled."""
        return FIRST_ROW + len(self.rows) - 1

    def column(self, question: str) -> int:
        """The column of a cell's question."""
        return 3 + next(at for at, one in enumerate(self.questions) if one.name == question)

    @property
    def check_column(self) -> int:
        """The last one."""
        return 3 + len(self.questions)


class Layout:
    """The sheets of one workbook, and the addresses in them."""

    def __init__(self, report: SelfReport) -> None:
        self.report = report
        self.form: Form = report.form
        self.asked = Asked(report.form)
        names = SheetNames()
        self.sections: list[SectionSheet] = []
        self.tables: dict[str, TableSheet] = {}
        for section in self.form.sections:
            short = section.insp.get("short") or section.label.in_("vi") or section.name
            lines = tuple(self._lines(section.items))
            if lines:
                name = names.free(short)
                title = section.label.in_("vi") or section.name
                self.sections.append(self._section(f"s:{section.name}", name, title, lines))
            for item in section.items:
                repeat = self.form.repeats.get(item)
                if repeat is not None and self._has_rows(repeat):
                    label = repeat.insp.get("short") or repeat.label.in_("vi") or repeat.name
                    self.tables[item] = self._table(repeat, names.free(label))

    # --- building

    def _section(self, code: str, name: str, title: str, lines: tuple[Line, ...]) -> SectionSheet:
        columns: dict[Part, int] = {Part.VALUE: VALUE}
        wanted: list[Part] = [one for one in (Part.PERIOD, Part.SOURCE) if one in self.report.parts]
        if Part.POINTS in self.report.parts and any(
            line.question and self.asked.maximum(line.question) for line in lines
        ):
            wanted.append(Part.POINTS)
        column = CHECK + 1
        for part in wanted:
            column += part is Part.POINTS  # the maximum stands before it
            columns[part] = column
            column += 1
        return SectionSheet(code, name, title, lines, columns, column)

    def _table(self, repeat: Repeat, name: str) -> TableSheet:
        asked = (self.form.questions[one] for one in repeat.questions)
        shown = tuple(one for one in asked if self.asked.shows(one))
        rows = tuple(row.id for row in self.report.rows.get(repeat.name, ()))
        return TableSheet(f"t:{repeat.name}", name, repeat, shown, rows)

    def _lines(self, items: Iterable[str]) -> Iterable[Line]:
        row, group = FIRST_ROW, None
        for item in items:
            repeat = self.form.repeats.get(item)
            question = self.form.questions.get(item)
            if repeat is not None and self._has_rows(repeat):
                yield Line(row, table=repeat)
                row += 1
            if question is None or not self._is_listed(question):
                continue
            is_inner = question.group.count("/") > 2  # the section's own heading is the title
            heading = self.form.group_labels.get(question.group) if is_inner else None
            if question.group != group and heading:
                yield Line(row, heading=heading.in_("vi"))
                row += 1
            group = question.group
            yield Line(row, question)
            row += 1

    def _has_rows(self, repeat: Repeat) -> bool:
        """Whether there is anything to fill in; a fixed number of rows may be none so far."""
        return self.asked.has_table(repeat) and bool(self.report.rows.get(repeat.name))

    def _is_listed(self, question: Question) -> bool:
        has_points = Part.POINTS in self.report.parts and bool(self.asked.maximum(question))
        if question.calculate and not has_points:
            return self.asked.shows(question) and self._depends_on_unit(question)
        return self.asked.shows(question) or has_points

    def _depends_on_unit(self, question: Question) -> bool:
        """Whether something that the unit sees goes into a computed value."""
        names = set(_NAMES.findall(question.calculate)) - {question.name}
        read = (self.form.questions.get(name) for name in names)
        return any(one is not None and self.asked.shows(one) for one in read)

    # --- finding

    @cached_property
    def places(self) -> Mapping[str, tuple[SectionSheet, int]]:
        """The sheet and row of every question outside tables."""
        return {
            line.question.name: (sheet, line.row)
            for sheet in self.sections
            for line in sheet.lines
            if line.question is not None
        }

    @cached_property
    def lists(self) -> Mapping[str, tuple[int, Mapping[str, str]]]:
        """By question with one choice: the column of its labels in the list sheet, name to label."""
        found: dict[str, tuple[int, Mapping[str, str]]] = {}
        known: dict[tuple[tuple[str, str], ...], int] = {}
        for question in self.form.questions.values():
            if question.type is QuestionType.SELECT_ONE and self._has_place(question):
                labels = labels_of(question)
                column = known.setdefault(tuple(labels.items()), 1 + 2 * len(known))
                found[question.name] = (column, labels)
        return found

    def _has_place(self, question: Question) -> bool:
        return question.name in self.places or question.repeat in self.tables

    def place(self, target: Target) -> tuple[SectionSheet | TableSheet, int, int]:
        """Sheet, row and column of what the unit writes. Raises: KeyError."""
        if target.row is None:
            sheet, row = self.places[target.question]
            part = Part.VALUE if target.part is Part.REASON else target.part
            return sheet, row, sheet.columns[part]
        table = self.tables[self.form.questions[target.question].repeat]
        return table, FIRST_ROW + table.rows.index(target.row), table.column(target.question)

    def cells(self, row: int | None = None) -> SheetCells:
        """What formulas can read; ``row``: in that row of a table's sheet."""
        return SheetCells(self, row)


@dataclass(frozen=True, slots=True)
class SheetCells:
    """Implements ``domain.form.expression.spreadsheet.Cells``."""

    layout: Layout
    row: int | None

    def cell(self, question: str) -> Cell | None:
        """The cell of a question."""
        asked = self.layout.form.questions[question]
        if asked.repeat:
            table = self.layout.tables.get(asked.repeat)
            if table is None or self.row is None or asked not in table.questions:
                return None
            return self._made(asked, table.name, f"${_letters(table.column(question))}{self.row}")
        found = self.layout.places.get(question)
        if found is None or not self.layout.asked.shows(asked):
            return None
        return self._made(asked, found[0].name, f"${_letters(VALUE)}${found[1]}")

    def column(self, question: str) -> Cell | None:
        """The cells of a table's question."""
        asked = self.layout.form.questions[question]
        table = self.layout.tables.get(asked.repeat)
        if table is None or asked not in table.questions:
            return None
        return self._made(asked, table.name, column_range(table, table.column(question)))

    def row_count(self, repeat: str) -> str | None:
        """Rows in which something is filled in; of a table with fixed rows all of them."""
        table = self.layout.tables.get(repeat)
        if table is None:
            return None
        if table.repeat.count:
            return str(len(table.rows))
        typed = [one for one in table.questions if not one.calculate]
        filled = "+".join(
            f'({quoted_sheet(table.name)}!{column_range(table, table.column(one.name))}<>"")'
            for one in typed
        )
        return f"SUMPRODUCT(--(({filled})>0))"

    def _made(self, asked: Question, sheet: str, place: str) -> Cell | None:
        kind = cell_kind(asked)
        if asked.calculate and asked.type is QuestionType.CALCULATE:
            kind = CellKind.NUMBER if asked.insp.get("unit") else CellKind.TEXT
        if kind is None:
            return None
        whole = f"{quoted_sheet(sheet)}!{place}"
        if kind is not CellKind.CHOICE:
            return Cell(whole, kind)
        column, labels = self.layout.lists[asked.name]
        return Cell(whole, kind, list_range(column, labels), list_range(column + 1, labels))


def list_range(column: int, labels: Mapping[str, str]) -> str:
    """The cells of a list of choices."""
    letters = _letters(column)
    return f"{quoted_sheet(LIST_SHEET)}!${letters}$2:${letters}${len(labels) + 1}"


def column_range(table: TableSheet, column: int) -> str:
    """The cells of a table's column, without the sheet."""
    letters = _letters(column)
    return f"${letters}${FIRST_ROW}:${letters}${table.last_row}"


def quoted_sheet(name: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + name.replace("'", "''") + "'"


def _letters(column: int) -> str:
    return address(1, column)[:-1]


class SheetNames:
    """Names that spreadsheet programs take, none twice."""

    def __init__(self) -> None:
        self._taken = {one.casefold() for one in (MAP_SHEET, LIST_SHEET, GUIDE_SHEET)}

    def free(self, wanted: str) -> str:
        """A name like the wanted one."""
        plain = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("'") or "Phần"
        name, number = _shortened(plain), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = plain[: _LONGEST_NAME - len(ending)].strip() + ending
        self._taken.add(name.casefold())
        return name


def _shortened(title: str) -> str:
    """A title within what a tab can hold: the mark of a table in front, no word cut in two."""
    if len(title) <= _LONGEST_NAME:
        return title
    marked = _MARK.fullmatch(title)
    text = f"{marked[2]} {marked[1]}" if marked else title
    if len(text) <= _LONGEST_NAME:
        return text
    kept = text[: _LONGEST_NAME + 1].rpartition(" ")[0]
    return kept.rstrip(" ,;:(") or text[:_LONGEST_NAME].strip()
