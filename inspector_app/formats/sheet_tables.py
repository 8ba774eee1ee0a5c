"""The sheets of a form as plain tables, whatever file they came from.

Row numbers are those that the author sees: the heading is row 1, empty rows count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.form.problems import Problem, Severity, warning
from inspector_app.domain.saying import said

MAX_ROWS = 60_000
"""Most rows of a sheet."""
MAX_COLUMNS = 200
"""Most columns of a sheet."""
MAX_CELL = 32_767
"""Longest cell, in characters; Excel's own limit."""
MAX_CHARACTERS = 20_000_000
"""Most characters of all cells together: a few long shared texts can stand in many cells."""

FORM_SHEETS = ("survey", "choices", "settings")
"""The sheets that make a form."""

OTHER_SHEETS = ("external_choices", "entities", "osm")
"""Sheets of XLSForm that belong to what is refused."""

_EXPRESSION_COLUMNS = frozenset(
    ("calculation", "relevant", "constraint", "required", "readonly", "default", "choice_filter")
)
_NAME_COLUMNS = frozenset(("name", "list_name", "list name", "form_id"))

Line = Mapping[str, str]
"""A row of a sheet: column heading to cell; empty cells are absent."""


class TooMuch(Exception):
    """A table beyond the bounds; ``what`` says which."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as a file holds it: its text, and whether a formula, an error or a number stands in it.

    A date is no number here; its text is in ISO form.
    """

    text: str
    is_formula: bool = False
    is_error: bool = False
    is_number: bool = False


@dataclass(slots=True)
class Grid:
    """The cells of one sheet by row and column, both from 1; grows within the bounds."""

    name: str
    cells: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    characters: int = 0

    def put(self, row: int, column: int, cell: RawCell) -> None:
        """Take in a cell; an empty one without a formula leaves no trace.

        Raises:
            TooMuch: too many rows, columns or characters.
        """
        if not cell.text.strip() and not cell.is_formula:
            return
        place = said("trang «{name}», ô {address}", name=self.name, address=address(row, column))
        if row > MAX_ROWS:
            raise TooMuch(said("{place}: vượt quá {most} dòng", place=place, most=MAX_ROWS))
        if column > MAX_COLUMNS:
            raise TooMuch(said("{place}: vượt quá {most} cột", place=place, most=MAX_COLUMNS))
        if len(cell.text) > MAX_CELL:
            raise TooMuch(
                said(
                    "{place}: ô dài {count} ký tự, vượt giới hạn {most}",
                    place=place,
                    count=len(cell.text),
                    most=MAX_CELL,
                )
            )
        self.characters += len(cell.text)
        if self.characters > MAX_CHARACTERS:
            raise TooMuch(said("trang «{name}» có quá nhiều chữ", name=self.name))
        self.cells.setdefault(row, {})[column] = cell


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its heading: ``lines[n]`` is row ``n + 2``; empty rows are empty mappings."""

    name: str
    headings: tuple[str, ...]
    lines: Sequence[Line]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a form; ``names`` are all sheets of the file as written."""

    survey: Sequence[Line]
    choices: Sequence[Line]
    settings: Sequence[Line]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    others: Mapping[str, Sequence[Line]] = field(default_factory=dict)


def address(row: int, column: int) -> str:
    """``B3`` for row 3, column 2."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def table_of(grid: Grid) -> Table:
    """The table that a sheet's cells make."""
    sheet = composed(grid.name).strip().lower()
    columns: dict[int, str] = {}
    problems: list[Problem] = []
    for column, cell in sorted(grid.cells.get(1, {}).items()):
        heading = re.sub(r"\s+", " ", composed(cell.text).replace("\xa0", " ")).strip()
        if heading in columns.values():
            what = said("hai cột cùng tên «{heading}»", heading=heading)
            remedy = said("xóa hoặc đổi tên một cột")
            problems.append(
                Problem(
                    what, sheet=sheet, row=1, column=heading, remedy=remedy, code="column-twice"
                )
            )
        else:
            columns[column] = heading
    last = max(grid.cells, default=1)
    lines: list[Line] = []
    for row in range(2, last + 1):
        cells = grid.cells.get(row, {})
        lines.append(_line(sheet, row, cells, columns, problems) if cells else {})
    return Table(sheet, tuple(columns.values()), lines, tuple(problems))


def _line(
    sheet: str,
    row: int,
    cells: Mapping[int, RawCell],
    columns: Mapping[int, str],
    problems: list[Problem],
) -> Line:
    line: dict[str, str] = {}
    for column, cell in sorted(cells.items()):
        heading = columns.get(column)
        if heading is None:
            continue
        written = composed(cell.text)
        text = _plain(written)
        place = address(row, column)
        if heading in _NAME_COLUMNS and text != written:
            problems.append(_spaces(sheet, row, heading, place))
        if cell.is_error:
            problems.append(
                Problem(
                    said("ô {place} có lỗi công thức {text}", place=place, text=text),
                    sheet=sheet,
                    row=row,
                    column=heading,
                    remedy=said("sửa công thức rồi dán lại dạng giá trị (Paste values)"),
                    code="cell-error",
                )
            )
            continue
        if cell.is_formula:
            problems.append(_formula(sheet, row, heading, place, text))
        if text:
            line[heading] = text
    return line


def composed(text: str) -> str:
    """NFC: «ó» is one character, whether an author's keyboard made it of one or of two."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _plain(text: str) -> str:
    """Without blanks at the ends and characters that nobody sees."""
    for invisible in "\u200b\u200c\u200d\ufeff":
        text = text.replace(invisible, "")
    return text.replace("\xa0", " ").strip()


def _spaces(sheet: str, row: int, heading: str, place: str) -> Problem:
    return warning(
        said("ô {place} có dấu cách thừa hoặc ký tự không nhìn thấy; đã bỏ qua chúng", place=place),
        sheet=sheet,
        row=row,
        column=heading,
        remedy=said("gõ lại tên, không có dấu cách ở đầu và cuối"),
        code="name-blanks",
    )


def _formula(sheet: str, row: int, heading: str, place: str, text: str) -> Problem:
    what = said("ô {place} là công thức Excel chưa có giá trị", place=place)
    if text:
        what = said(
            "ô {place} là công thức Excel; dùng giá trị đã tính «{text}»",
            place=place,
            text=text[:60],
        )
    remedy = said("chép ô rồi dán lại dạng giá trị (Paste values)")
    if not text and sheet == "survey" and heading.lower() in _EXPRESSION_COLUMNS:
        remedy = said("bỏ dấu = ở đầu ô; viết công thức của phiếu, ví dụ ${{tên_câu_hỏi}} + 1")
    return Problem(
        what,
        sheet=sheet,
        row=row,
        column=heading,
        remedy=remedy,
        code="cell-formula",
        severity=Severity.WARNING if text else Severity.ERROR,
    )


def sheets_of(tables: Iterable[Table], names: Iterable[str]) -> Sheets:
    """The sheets of a form among the tables of a file."""
    by_name = {table.name: table for table in tables}
    empty = Table("", (), ())
    survey, choices, settings = (by_name.get(name, empty) for name in FORM_SHEETS)
    return Sheets(
        survey.lines,
        choices.lines,
        settings.lines,
        {name: table.headings for name, table in by_name.items()},
        tuple(names),
        {name: by_name[name].lines for name in OTHER_SHEETS if name in by_name},
    )
