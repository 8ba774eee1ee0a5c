"""The cells of an .xlsx workbook, read within bounds of time and memory.

Only what a form needs: texts, numbers, dates, truth values; formulas are noted, their stored value
is taken. Source: ECMA-376 part 1, chapter 18 (SpreadsheetML). A general library would read styles,
themes and drawings of a hostile workbook at length before the first cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, Final

from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from inspector_app.domain.saying import said
from inspector_app.formats.sheet_tables import Grid, RawCell, TooMuch
from inspector_app.formats.xform_xml import MAX_DEPTH

MAX_PART_ELEMENTS: Final = 1_200_000
"""Most XML elements of one part of a workbook."""
MAX_TAG_BYTES: Final = 1_000_000
"""Longest tag with its attributes; Excel's are a few hundred bytes."""

_BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
_FORMAT_NOISE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

_Attributes = Mapping[str, str]


class _Part:
    """Receives the elements of one part; subclasses look at what they need."""

    def __init__(self) -> None:
        self._count = self._depth = 0
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: _Attributes) -> None:
        self._count += 1
        self._depth += 1
        if self._count > MAX_PART_ELEMENTS or self._depth > MAX_DEPTH:
            raise TooMuch(said("sổ tính có quá nhiều ô hoặc lồng nhau quá sâu"))
        self.opened(tag.rpartition("}")[2], attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.closed(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def close(self) -> None:
        """The parser asks for a result; there is none."""

    def opened(self, tag: str, attributes: _Attributes) -> None:
        """An element begins."""

    def closed(self, tag: str) -> None:
        """An element ends."""

    def taken(self) -> str:
        """The text since ``_text`` was set."""
        text = "".join(self._text or ())
        self._text = None
        return text


class _Book(_Part):
    """``xl/workbook.xml``: names and relation ids of the sheets, and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.epoch = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a spreadsheet have no zone

    def opened(self, tag: str, attributes: _Attributes) -> None:
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith("}id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - as above


class _Relations(_Part):
    """``xl/_rels/workbook.xml.rels``: parts by relation id."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def opened(self, tag: str, attributes: _Attributes) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = path


class _Strings(_Part):
    """``xl/sharedStrings.xml``: the texts that cells refer to; phonetic runs are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._item: list[str] = []
        self._in_phonetic = False

    def opened(self, tag: str, attributes: _Attributes) -> None:
        if tag == "si":
            self._item = []
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "t" and not self._in_phonetic:
            self._text = []

    def closed(self, tag: str) -> None:
        if tag == "t":
            self._item.append(self.taken())
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "si":
            self.texts.append("".join(self._item))


class _Styles(_Part):
    """``xl/styles.xml``: which cell styles show a number as a date or time."""

    def __init__(self) -> None:
        super().__init__()
        self.dates: list[bool] = []
        self._formats: dict[str, bool] = {str(number): True for number in _BUILT_IN_DATES}
        self._in_cells = False

    def opened(self, tag: str, attributes: _Attributes) -> None:
        if tag == "numFmt":
            code = _FORMAT_NOISE.sub("", attributes.get("formatCode", ""))
            self._formats[attributes.get("numFmtId", "")] = bool(re.search("[ymdhs]", code.lower()))
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self.dates.append(self._formats.get(attributes.get("numFmtId", "0"), False))

    def closed(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


class _SheetCells(_Part):
    """One worksheet."""

    def __init__(self, name: str, value: Callable[[str, str, str], RawCell]) -> None:
        super().__init__()
        self.grid = Grid(name)
        self._value = value
        self._row = self._column = 0
        self._kind = self._style = ""
        self._is_formula = self._has_value = False
        self._parts: list[str] = []

    def opened(self, tag: str, attributes: _Attributes) -> None:
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
        elif tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = column_number(match[1]) if match else self._column + 1
            self._row = int(match[2]) if match else self._row
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._is_formula, self._parts = False, []
        elif tag == "f":
            self._is_formula = True
        elif tag in ("v", "t"):
            self._text = []

    def closed(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._parts.append(self.taken())
        elif tag == "c" and (self._parts or self._is_formula):
            raw = "".join(self._parts)
            cell = self._value(self._kind, self._style, raw)
            cell = replace(cell, is_formula=self._is_formula)
            self.grid.put(self._row, self._column, cell)


def xlsx_grids(data: bytes, wanted: Callable[[str], bool]) -> tuple[list[Grid], tuple[str, ...]]:
    """The cells of the wanted sheets, and the names of all sheets; a lone sheet is always wanted.

    Raises:
        TooMuch: beyond the bounds.
        Exception: whatever the ZIP or XML reader raises; call it behind the wall.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book, relations, strings, styles = _Book(), _Relations(), _Strings(), _Styles()
        _feed(archive, "xl/workbook.xml", book)
        _feed(archive, "xl/_rels/workbook.xml.rels", relations)
        _feed(archive, "xl/sharedStrings.xml", strings)
        _feed(archive, "xl/styles.xml", styles)

        def value(kind: str, style: str, raw: str) -> RawCell:
            return _cell(kind, raw, strings.texts, _is_date(style, styles.dates), book.epoch)

        grids: list[Grid] = []
        for name, relation in book.sheets:
            if wanted(name) or len(book.sheets) == 1:
                sheet = _SheetCells(name, value)
                _feed(archive, relations.targets.get(relation, ""), sheet)
                grids.append(sheet.grid)
    return grids, tuple(name for name, _ in book.sheets)


def _feed(archive: zipfile.ZipFile, name: str, part: _Part) -> None:
    if name not in archive.namelist():
        return
    parser: Any = DefusedXMLParser(target=part, forbid_dtd=True)
    fed = 0
    with archive.open(name) as source:
        while piece := source.read(1 << 16):
            parser.feed(piece)
            fed += len(piece)
            # the parser begins an unfinished tag anew with every piece
            if fed - max(parser.parser.CurrentByteIndex, 0) > MAX_TAG_BYTES:
                raise TooMuch(said("sổ tính có thẻ XML dài bất thường (có thể là tệp phá hoại)"))
    parser.close()


def column_number(letters: str) -> int:
    """The number of a column: 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _is_date(style: str, dates: list[bool]) -> bool:
    return style.isdigit() and int(style) < len(dates) and dates[int(style)]


def _cell(kind: str, raw: str, strings: list[str], is_date: bool, epoch: datetime) -> RawCell:
    if kind == "s":
        index = int(raw) if raw.isdigit() else -1
        return RawCell(plain_text(strings[index]) if 0 <= index < len(strings) else "")
    if kind == "b":
        return RawCell("TRUE" if raw.strip() == "1" else "FALSE")
    if kind == "e":
        return RawCell(raw, is_error=True)
    if kind in ("str", "inlineStr", "d"):
        return RawCell(plain_text(raw))
    try:
        number = float(raw)
    except ValueError:
        return RawCell(plain_text(raw))
    return RawCell(number_text(number, is_date, epoch), is_number=not is_date)


def plain_text(text: str) -> str:
    """A cell's text without Excel's escapes of line ends."""
    if "_x" in text:
        text = re.sub(r"_x000[DdAa]_", "\n", text)
    return text.replace("\r\n", "\n")


def number_text(number: float, is_date: bool, epoch: datetime) -> str:
    """A number as an author wrote it: whole numbers without a point, dates in ISO form."""
    if is_date and 0 <= number < 2_958_466:
        moment = epoch + timedelta(seconds=round(number * 86_400))
        if number < 1:
            return moment.time().isoformat()
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
