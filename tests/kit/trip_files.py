"""Trip workbooks for tests: a small good one, and any edit of it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from openpyxl import Workbook

Cell = str | int | float | bool | date | datetime | None
Table = list[list[Cell]]

TRIP: Final[Table] = [
    ["Tên đợt kiểm tra", "Kiểm tra năm 2019"],
    ["Cơ quan quyết định", "UBND tỉnh Thái Nguyên"],
    ["Số quyết định", "12/QĐ-UBND"],
    ["Ngày quyết định", "30/08/2019"],
    ["Thời kỳ kiểm tra từ", date(2018, 1, 1)],
    ["Thời kỳ kiểm tra đến", datetime(2019, 9, 15)],  # noqa: DTZ001 - spreadsheets know no zone
    ["Ngày bắt đầu", "16/9/2019"],
    ["Ngày kết thúc", "20/09/2019"],
    ["Địa danh", "Thái Nguyên"],
    ["Số bản biên bản", 2],
]
TEAMS: Final[Table] = [
    ["Đoàn số", "Tên đoàn"],
    [1, "Đoàn kiểm tra số 1"],
    [2, "Đoàn kiểm tra số 2"],
]
MEMBERS: Final[Table] = [
    ["Đoàn số", "Họ và tên", "Chức vụ", "Cơ quan", "Vai trò"],
    [1, "Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Trưởng đoàn"],
    [1, "Phạm Thị D", "Chuyên viên", "Sở Nội vụ", "Thư ký"],
    [2, "Trần Thị B", "Phó Giám đốc", "Sở Nội vụ", "Trưởng đoàn"],
    [2, "Ngô Thị L", "Chuyên viên", "Sở Nội vụ", "Thư ký"],
]
UNITS: Final[Table] = [
    ["Đoàn số", "Tên đơn vị", "Loại", "Đơn vị cấp trên", "Địa chỉ", "Ngày kiểm tra", "Buổi", "Giả định"],
    [1, "UBND huyện Phú Bình", "Huyện", "UBND tỉnh", "", "16/09/2019", "Sáng", "không"],
    [1, "UBND xã An Khê", "Xã", "UBND huyện Phú Bình", "", date(2019, 9, 16), "Chiều", "có"],
    [2, "Sở Đất đai", "Sở, ban, ngành", "", "Số 1, đường A", "17/09/2019", None, None],
    [2, "Trung tâm B", "Đơn vị trực thuộc", "Sở Đất đai", "", "18/09/2019", "Sáng", "có"],
]  # fmt: skip
GOOD: Final[Mapping[str, Table]] = {
    "Đợt kiểm tra": TRIP,
    "Đoàn": TEAMS,
    "Thành viên": MEMBERS,
    "Đơn vị": UNITS,
}


def workbook(tables: Mapping[str, Sequence[Sequence[Cell]]] = GOOD) -> bytes:
    """The tables as ``.xlsx`` bytes, one sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def edited(sheet: str, row: int, column: int, value: Cell) -> bytes:
    """The good workbook with one cell changed; rows and columns count from 1."""
    tables = {title: [list(cells) for cells in rows] for title, rows in GOOD.items()}
    tables[sheet][row - 1][column - 1] = value
    return workbook(tables)


def replaced(**tables: Table) -> bytes:
    """The good workbook with whole tables replaced: trip, teams, members, units."""
    names = dict(zip(("trip", "teams", "members", "units"), GOOD, strict=True))
    return workbook({**GOOD, **{names[key]: table for key, table in tables.items()}})
