"""One table as a worksheet: heading, frozen head, cells, filter and the set-up of its print."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from inspector_app.documents.workbook_styles import Place, Styles
from inspector_app.domain.report.wording import clean_text, short_date
from inspector_app.domain.report.worksheets import (
    Book,
    Cell,
    CellValue,
    Formula,
    Line,
    Ref,
    Sheet,
    Span,
)

MAX_TEXT: Final = 32_767
"""Characters that Excel takes in a cell."""
_LEADING: Final = 15.0
_TALLEST: Final = 405.0  # points; Excel takes up to 409
_NARROW: Final = 18.0
_ROMAN: Final = 0.95  # width of a letter in figures, broken lines included
_BOLD: Final = 1.1
_PAGE: Final = 345.0  # figures that a printed page holds side by side and people can still read
_ABOVE: Final = 3  # rows over the head: the trip, the table, its note
_A4: Final = 9
_ON_SCREEN_TOO: Final = 2
_RISKY: Final = ("=", "+", "-", "@", "'", "\t", "\r")  # a spreadsheet could take it for a formula
_LITERAL: Final = re.compile('"(?:[^"]|"")*"')
_CALL: Final = re.compile(r"(?<=[A-Z])\(")
_EPOCH: Final = date(1899, 12, 30)


def head_rows(sheet: Sheet) -> tuple[int, int]:
    """The first and the last row of a table's head, counted from 1."""
    return _ABOVE + 1, _ABOVE + (2 if any(column.group for column in sheet.columns) else 1)


def write_sheet(tab: Worksheet, styles: Styles, book: Book, sheet: Sheet) -> None:
    """Fill an empty worksheet with one table of the book."""
    writer = _Writer(tab, styles, book, sheet)
    writer.set_up()
    writer.fill()


class _Writer:
    """Rows and columns count from 0 here, as the library counts them."""

    def __init__(self, tab: Worksheet, styles: Styles, book: Book, sheet: Sheet) -> None:
        self._tab, self._styles = tab, styles
        self._book, self._sheet = book, sheet
        self._first = {one.name: head_rows(one)[1] for one in book.sheets}

    def set_up(self) -> None:
        """What stays in sight, the filter, and the print: A4 on its side, no wider than can be read."""
        tab, sheet, columns = self._tab, self._sheet, self._sheet.columns
        first, last = (row - 1 for row in head_rows(sheet))
        for number, column in enumerate(columns):
            tab.set_column(number, number, column.width)
        tab.hide_gridlines(_ON_SCREEN_TOO)
        tab.freeze_panes(last + 1, sheet.frozen)
        if sheet.plain:
            tab.autofilter(last, 0, last + sheet.plain, len(columns) - 1)
        tab.repeat_rows(first, last)
        if sheet.frozen:
            tab.repeat_columns(0, sheet.frozen - 1)
        tab.set_landscape()
        tab.set_paper(_A4)
        tab.center_horizontally()
        tab.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        tab.set_footer(f"&L{_footer(sheet.title)}&R&P/&N", {"margin": 0.4})
        kept = sum(column.width for column in columns[: sheet.frozen])
        whole = sum(column.width for column in columns)
        across = max(math.ceil((whole - kept) / max(_PAGE - kept, 1.0)), 1)
        tab.fit_to_pages(across, 0)

    def fill(self) -> None:
        """All rows."""
        sheet = self._sheet
        about = f"{sheet.title} ({short_date(self._book.day)})"
        heading: tuple[tuple[str, Place], ...] = (
            (self._book.title, Place.TITLE),
            (about, Place.TITLE),
            (sheet.note, Place.ABOUT),
        )
        for row, (text, place) in enumerate(heading):
            self._text(row, 0, text, self._styles.of_place(place))
        self._head()
        for row, line in enumerate(sheet.lines, self._first[sheet.name]):
            self._line(row, line)

    # --- rows

    def _head(self) -> None:
        columns, style = self._sheet.columns, self._styles.of_place(Place.HEAD)
        first, last = (row - 1 for row in head_rows(self._sheet))
        place = 0
        for group, members in groupby(columns, lambda one: one.group):
            count = len(list(members))
            if group:
                if count > 1:
                    self._tab.merge_range(first, place, first, place + count - 1, "", style)
                self._text(first, place, group, style)
            for number in range(place, place + count):
                if not group and last > first:
                    self._tab.merge_range(first, number, last, number, "", style)
                self._text(last if group else first, number, columns[number].title, style)
            place += count
        over = last - first  # titles without a group stand over both rows of two
        lines = (
            _lines_of(one.title, one.width, _BOLD) - (0 if one.group else over) for one in columns
        )
        self._height(last, max(lines))

    def _line(self, row: int, line: Line) -> None:
        for column, cell in enumerate(line.cells):
            self._cell(row, column, cell, line)
        texts = zip(line.cells, self._sheet.columns, strict=True)
        lines = max(
            _lines_of(cell.value, column.width, _ROMAN)
            for cell, column in texts
            if isinstance(cell.value, str) or cell is line.cells[0]
        )
        self._height(row, lines)

    def _height(self, row: int, lines: int) -> None:
        """The height of a row of several lines; programs find that of one themselves."""
        if lines > 1:
            self._tab.set_row(row, min(lines * _LEADING, _TALLEST))

    # --- cells

    def _cell(self, row: int, column: int, cell: Cell, line: Line) -> None:
        value, style = cell.value, self._styles.of_cell(cell.kind, line.kind)
        if cell.formula is not None:
            words = self._formula(cell.formula)
            self._tab.write_formula(row, column, words, style, _computed(value))
        elif value is None or isinstance(value, str):
            text = value or ""
            if text.startswith(_RISKY):
                style = self._styles.of_cell(cell.kind, line.kind, is_quoted=True)
            self._text(row, column, text, style)
        else:
            self._tab.write_number(row, column, float(_number(value)), style)

    def _text(self, row: int, column: int, text: str, style: Format) -> None:
        """A text that stays one: never a formula, never a link, never markup."""
        cleaned = clean_text(text).replace("\ufffe", "").replace("\uffff", "")
        if len(cleaned) > MAX_TEXT:
            cleaned = cleaned[: MAX_TEXT - 1] + "…"
        if not cleaned:
            self._tab.write_blank(row, column, None, style)
        elif cleaned.startswith("<r>") and cleaned.endswith("</r>"):
            # XlsxWriter takes it for rich text that it made itself and would copy the markup
            self._tab.write_rich_string(row, column, cleaned[0], style, cleaned[1:], style)
        else:
            self._tab.write_string(row, column, cleaned, style)

    # --- formulas

    def _formula(self, formula: Formula) -> str:
        words = clean_text("".join(self._part(part) for part in formula.parts))
        # XlsxWriter looks for names of newer functions in quoted texts, too: no text may hold a call
        return _LITERAL.sub(lambda text: _CALL.sub('"&"(', text[0]), words)

    def _part(self, part: str | Ref | Span) -> str:
        match part:
            case Ref():
                # absolute on another sheet: sorting this one must not move it
                row, is_fixed = self._row(part), bool(part.sheet)
                cell: str = xl_rowcol_to_cell(row, part.column, is_fixed, is_fixed)
                return _tab(part) + cell
            case Span(first, last):
                rows = self._row(first), self._row(last)
                whole: str = xl_range_abs(rows[0], first.column, rows[1], last.column)
                return _tab(first) + whole
            case _:
                return part

    def _row(self, ref: Ref) -> int:
        return self._first[ref.sheet or self._sheet.name] + ref.line


def _tab(ref: Ref) -> str:
    return f"{quote_sheetname(ref.sheet)}!" if ref.sheet else ""


def _lines_of(value: object, width: float, letter: float) -> int:
    """How many lines a text takes in a column of so many figures; about, on the safe side."""
    text = value if isinstance(value, str) else ""
    if width < _NARROW:  # a broken word leaves more of a short line empty
        letter *= 1.3
    return sum(max(math.ceil(len(part) * letter / width), 1) for part in text.split("\n"))


def _number(value: int | Decimal | date) -> int | Decimal:
    return (value - _EPOCH).days if isinstance(value, date) else value


def _computed(value: CellValue) -> str | int | Decimal:
    """A formula's computed value; empty where it is not known."""
    if value is None:
        return ""
    return clean_text(value) if isinstance(value, str) else _number(value)


def _footer(text: str) -> str:
    """A text in the language of page feet, where & begins a code."""
    return clean_text(text).replace("\n", " ").replace("&", "&&")[:200]
