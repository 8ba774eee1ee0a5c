"""Build the sample trip's workbook from its tables: ``python -m build_scripts.sample_trip``.

The tables in ``resources/trips/sample-2019/`` are the source that people read and change; the
workbook beside them is what ``inspector trip create --from`` reads. A test compares the two.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from build_scripts.layout import ROOT, say
from inspector_app.formats.trip_writer import KINDS, LISTS, lay_out, validate

SOURCE = ROOT / "resources" / "trips" / "sample-2019"
TARGET = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"

SHEETS = (
    ("trip.csv", "Đợt kiểm tra", (30, 62, 52)),
    ("teams.csv", "Đoàn", (10, 40, 52)),
    ("members.csv", "Thành viên", (10, 24, 50, 34, 20, 52)),
    ("units.csv", "Đơn vị", (10, 54, 20, 38, 32, 16, 10, 10, 34)),
    ("help.csv", "Hướng dẫn", (110,)),
)
NAVY, PALE, GREY = "1F3A5F", "EEF3F9", "6B7280"
DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
FIXED = (2019, 9, 1, 0, 0, 0)


def build() -> bytes:
    """The workbook's bytes; the same for the same tables and library."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "PAR Inspector"
    book.properties.title = "Đợt kiểm tra mẫu 2019"
    for file_name, title, widths in SHEETS:
        _fill(book.create_sheet(title), _table(file_name), widths)
    # A list inside a rule is cut at commas, and one kind has commas in its name.
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for kind in KINDS.values():
        lists.append([kind])
    unfixed = io.BytesIO()
    book.save(unfixed)
    return _without_clock(unfixed.getvalue())


def _table(file_name: str) -> list[list[str]]:
    with (SOURCE / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    line = Border(bottom=Side(style="thin", color="D5DCE6"))
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = _value(text)
            cell.border = line
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(name="Arial", size=11)
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
                cell.alignment = Alignment(horizontal="left", vertical="center")
            elif isinstance(cell.value, int):
                cell.alignment = Alignment(horizontal="left", vertical="center")
            if rows[0][column - 1] == "Ghi chú":
                cell.font = Font(name="Arial", size=10, italic=True, color=GREY)
            if number == 1:
                cell.font = Font(name="Arial", size=11, bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor=NAVY)
            elif number % 2:
                cell.fill = PatternFill("solid", fgColor=PALE)
    lay_out(sheet, widths)
    if len(rows) > 1:
        validate(sheet, rows[0])


def _value(text: str) -> str | int | date | None:
    if DATE.fullmatch(text):
        day, month, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    return int(text) if text.isdecimal() else text or None


def _without_clock(data: bytes) -> bytes:
    """The same workbook without the moment of its making."""
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2019-09-01T00:00:00Z", content
                )
            info = zipfile.ZipInfo(entry.filename, FIXED)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(info, content)
    return fixed.getvalue()


def main() -> None:
    """Write the workbook."""
    TARGET.write_bytes(build())
    say(f"{Path(TARGET).relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
