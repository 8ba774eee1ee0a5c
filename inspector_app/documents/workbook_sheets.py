"""One table as a worksheet: heading, frozen head, cells, filter and the set-up of its print."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from inspector_app.documents.workbook_styles import Place, style_of
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
_RISKY: Final = ("=", "+", "-", "@", "'", "\t", "\r")  # a spreadsheet could take it for a formula
_LITERAL: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read a character's code
_EPOCH: Final = date(1899, 12, 30)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def column_name(number: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    name = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def absolute(tab: str) -> str:
    """The name of a tab as formulas write it."""
    return "'" + tab.replace("'", "''") + "'"


def head_rows(sheet: Sheet) -> tuple[int, int]:
    """The first and the last row of a table's head, counted from 1."""
    return _ABOVE + 1, _ABOVE + (2 if any(column.group for column in sheet.columns) else 1)


def sheet_xml(book: Book, sheet: Sheet) -> str:
    """The part of a workbook that holds one table."""
    return _Writer(book, sheet).xml()


class _Writer:
    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._first = {one.name: head_rows(one)[1] + 1 for one in book.sheets}
        self._merged: list[str] = []

    def xml(self) -> str:
        """The whole part."""
        sheet = self._sheet
        rows = "".join(self._rows())
        merged = "".join(f'<mergeCell ref="{one}"/>' for one in self._merged)
        merges = f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>' if merged else ""
        last = head_rows(sheet)[1]
        end = column_name(len(sheet.columns) - 1)
        area = f'<autoFilter ref="A{last}:{end}{last + sheet.plain}"/>' if sheet.plain else ""
        return (
            f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'{self._view()}<sheetFormatPr defaultRowHeight="15"/>{self._columns()}'
            f"<sheetData>{rows}</sheetData>{area}{merges}{self._print()}</worksheet>"
        )

    def _view(self) -> str:
        """The head and the first columns stay in sight."""
        sheet = self._sheet
        top = head_rows(sheet)[1]
        corner = f"{column_name(sheet.frozen)}{top + 1}"
        pane = "bottomRight" if sheet.frozen else "bottomLeft"
        across = f' xSplit="{sheet.frozen}"' if sheet.frozen else ""
        return (
            f'<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane{across}'
            f' ySplit="{top}" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
            f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/>'
            "</sheetView></sheetViews>"
        )

    def _columns(self) -> str:
        listed = "".join(
            f'<col min="{number}" max="{number}" width="{column.width:g}" customWidth="1"/>'
            for number, column in enumerate(self._sheet.columns, 1)
        )
        return f"<cols>{listed}</cols>"

    def _print(self) -> str:
        """A4 on its side, as few pages wide as can be read, with the title and the page at the foot."""
        kept = sum(column.width for column in self._sheet.columns[: self._sheet.frozen])
        whole = sum(column.width for column in self._sheet.columns)
        across = max(math.ceil((whole - kept) / max(_PAGE - kept, 1.0)), 1)
        foot = f"&L{_footer(self._sheet.title)}&R&P/&N"
        return (
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>'
            f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{across}"'
            ' fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{escape(foot)}</oddFooter></headerFooter>"
        )

    # --- rows

    def _rows(self) -> Iterator[str]:
        sheet, number = self._sheet, 0
        about = f"{sheet.title} ({short_date(self._book.day)})"
        heading: tuple[tuple[str, int], ...] = (
            (self._book.title, Place.TITLE),
            (about, Place.TITLE),
            (sheet.note, Place.ABOUT),
        )
        for text, place in heading:
            number += 1
            yield f'<row r="{number}">{_text(f"A{number}", text, place)}</row>'
        yield from self._head(number + 1)
        first = self._first[sheet.name]
        for place, line in enumerate(sheet.lines):
            yield self._line(first + place, line)

    def _head(self, first: int) -> Iterator[str]:
        columns = self._sheet.columns
        last = head_rows(self._sheet)[1]
        names = [column_name(number) for number in range(len(columns))]
        if last > first:
            place = 0
            for group, members in groupby(columns, lambda one: one.group):
                count = len(list(members))
                if group and count > 1:
                    self._merged.append(f"{names[place]}{first}:{names[place + count - 1]}{first}")
                if not group:
                    self._merged += [
                        f"{names[one]}{first}:{names[one]}{last}"
                        for one in range(place, place + count)
                    ]
                place += count
            shown, before = [], ""
            for column in columns:
                is_new = not column.group or column.group != before
                shown.append((column.group or column.title) if is_new else "")
                before = column.group
            yield self._head_row(first, names, shown)
            below = [column.title if column.group else "" for column in columns]
            yield self._head_row(last, names, below)
        else:
            yield self._head_row(first, names, [column.title for column in columns])

    def _head_row(self, row: int, names: list[str], texts: list[str]) -> str:
        cells = "".join(
            _text(f"{name}{row}", text, Place.HEAD) for name, text in zip(names, texts, strict=True)
        )
        lines = 1
        if row == head_rows(self._sheet)[1]:  # titles without a group stand over both rows of two
            over = int(row > _ABOVE + 1)
            lines = max(
                _lines_of(one.title, one.width, _BOLD) - (0 if one.group else over)
                for one in self._sheet.columns
            )
        return f'<row r="{row}"{_height(lines)}>{cells}</row>'

    def _line(self, row: int, line: Line) -> str:
        cells = "".join(
            self._cell(f"{column_name(number)}{row}", cell, line)
            for number, cell in enumerate(line.cells)
        )
        texts = zip(line.cells, self._sheet.columns, strict=True)
        lines = max(
            _lines_of(cell.value, column.width, _ROMAN)
            for cell, column in texts
            if isinstance(cell.value, str) or cell is line.cells[0]
        )
        return f'<row r="{row}"{_height(lines)}>{cells}</row>'

    def _cell(self, address: str, cell: Cell, line: Line) -> str:
        value = cell.value
        if cell.formula is not None:
            style = style_of(cell.kind, line.kind)
            words = escape(self._formula(cell.formula))
            kind, shown = _computed(value)
            return f'<c r="{address}" s="{style}"{kind}><f>{words}</f>{shown}</c>'
        if value is None or value == "":
            return f'<c r="{address}" s="{style_of(cell.kind, line.kind)}"/>'
        if isinstance(value, str):
            style = style_of(cell.kind, line.kind, is_quoted=value.startswith(_RISKY))
            return _text(address, value, style)
        return f'<c r="{address}" s="{style_of(cell.kind, line.kind)}"><v>{_number(value)}</v></c>'

    # --- formulas

    def _formula(self, formula: Formula) -> str:
        return "".join(self._part(part) for part in formula.parts)

    def _part(self, part: str | Ref | Span) -> str:
        match part:
            case Ref():
                # absolute on another sheet: sorting this one must not move it
                return self._tab(part) + self._address(part, "$" if part.sheet else "")
            case Span(first, last):
                whole = f"{self._address(first, '$')}:{self._address(last, '$')}"
                return self._tab(first) + whole
            case _:
                return part

    def _tab(self, ref: Ref) -> str:
        return f"{absolute(ref.sheet)}!" if ref.sheet else ""

    def _address(self, ref: Ref, fixed: str = "") -> str:
        row = self._first[ref.sheet or self._sheet.name] + ref.line
        return f"{fixed}{column_name(ref.column)}{fixed}{row}"


def _lines_of(value: object, width: float, letter: float) -> int:
    """How many lines a text takes in a column of so many figures; about, on the safe side."""
    text = value if isinstance(value, str) else ""
    if width < _NARROW:  # a broken word leaves more of a short line empty
        letter *= 1.3
    return sum(max(math.ceil(len(part) * letter / width), 1) for part in text.split("\n"))


def _height(lines: int) -> str:
    """The height of a row of several lines; programs find that of one themselves."""
    return f' ht="{min(lines * _LEADING, _TALLEST):g}" customHeight="1"' if lines > 1 else ""


def _text(address: str, text: str, style: int) -> str:
    """A text that stays one: never a formula, never a link."""
    cleaned = clean_text(text)
    if len(cleaned) > MAX_TEXT:
        cleaned = cleaned[: MAX_TEXT - 1] + "…"
    if not cleaned:
        return f'<c r="{address}" s="{style:d}"/>'
    cleaned = _LITERAL.sub("_x005F_", cleaned.replace("\ufffe", "").replace("\uffff", ""))
    kept = f'<is><t xml:space="preserve">{escape(cleaned)}</t></is>'
    return f'<c r="{address}" s="{style:d}" t="inlineStr">{kept}</c>'


def _number(value: int | Decimal | date) -> str:
    if isinstance(value, date):
        return str((value - _EPOCH).days)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _computed(value: CellValue) -> tuple[str, str]:
    """The type and the element of a formula's computed value; none where it is not known."""
    if value is None:
        return "", ""
    if isinstance(value, str):
        return ' t="str"', f"<v>{escape(clean_text(value))}</v>"
    return "", f"<v>{_number(value)}</v>"


def _footer(text: str) -> str:
    """A text in the language of page feet, where & begins a code."""
    return clean_text(text).replace("\n", " ").replace("&", "&&")[:200]
