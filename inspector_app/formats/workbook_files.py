"""Reading .xlsx files that somebody handed in: first the container, then the cells.

An .xlsx is a ZIP, and a ZIP tells its story twice (central directory and local headers). Python
before 3.11.8 accepts entries that overlap (CVE-2024-0450), so the container is checked here before
openpyxl sees it: bounds, overlaps, duplicates, document types.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final, cast

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.saying import said

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_ENTRIES: Final = 500
MAX_ENTRY_BYTES: Final = 64 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 128 * 1024 * 1024
MAX_ROWS: Final = 2000
MAX_COLUMNS: Final = 40
_ROWS_LOOKED_AT: Final = 20_000

_OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCAL_HEADER_BYTES: Final = 30
_ENCRYPTED: Final = 0x1
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not empty; cells as openpyxl reads them, trailing ones may be missing."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's name and rows."""

    name: str
    rows: tuple[SheetRow, ...]
    is_too_long: bool


def container_problem(data: bytes) -> str:
    """What makes a file unfit to be opened as a workbook, in Vietnamese; empty when nothing does.

    Raises:
        Exception: whatever ``zipfile`` raises for a damaged file; call it behind the wall.
    """
    if len(data) > MAX_FILE_BYTES:
        return said("tệp lớn hơn 20 MiB")
    if data.startswith(_OLE_MAGIC):
        return said("tệp .xls cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không đặt mật khẩu")
    if not data.startswith(b"PK\x03\x04"):
        return said("không phải tệp Excel (.xlsx)")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        problem = _entries_problem(entries, data, archive.start_dir)
        if problem:
            return problem
        names = {entry.filename for entry in entries}
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            return said("không phải tệp Excel (.xlsx)")
        for entry in entries:
            content = archive.read(entry)  # its check sum is verified on the way
            if entry.filename.endswith(_XML_ENDINGS) and any(d in content for d in _DOCTYPES):
                return said("tệp có khai báo không an toàn")
    return ""


def _entries_problem(entries: list[zipfile.ZipInfo], data: bytes, directory: int) -> str:
    if len(entries) > MAX_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
        return said("tệp có quá nhiều hoặc trùng thành phần")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return said("tệp có mật khẩu")
    sizes = [entry.file_size for entry in entries]
    if max(sizes, default=0) > MAX_ENTRY_BYTES or sum(sizes) > MAX_UNPACKED_BYTES:
        return said("nội dung sau giải nén quá lớn")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        local = data[start : start + _LOCAL_HEADER_BYTES]
        names = int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
        if start < end or not local.startswith(b"PK\x03\x04"):
            return said("các thành phần trong tệp chồng lên nhau")
        end = start + _LOCAL_HEADER_BYTES + names + entry.compress_size
    return said("các thành phần trong tệp chồng lên nhau") if end > directory else ""


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """All worksheets with their stored values (not formulas).

    Raises:
        Exception: whatever openpyxl raises; call it behind the wall, after ``container_problem``.
    """
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = []
        for worksheet in book.worksheets:
            # The file's own claim about its size may be wrong.
            cast("ReadOnlyWorksheet", worksheet).reset_dimensions()
            sheets.append(_sheet(worksheet))
        return tuple(sheets)
    finally:
        book.close()


def _sheet(worksheet: Worksheet) -> Sheet:
    rows: list[SheetRow] = []
    found = worksheet.iter_rows(max_row=_ROWS_LOOKED_AT, max_col=MAX_COLUMNS, values_only=True)
    for number, cells in enumerate(found, start=1):
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        if len(rows) >= MAX_ROWS:
            return Sheet(worksheet.title, tuple(rows), is_too_long=True)
        rows.append(SheetRow(number, tuple(cells)))
    return Sheet(worksheet.title, tuple(rows), is_too_long=False)
