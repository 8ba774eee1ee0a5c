"""Words of the trip workbook, and cells to values (``docs/formats/trip.md``)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from inspector_app.domain.saying import said
from inspector_app.domain.trip.values import Role, UnitKind

MAX_CELL: Final = 300
_VIETNAMESE_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_YEARS: Final = range(1990, 2100)


def key_of(text: object) -> str:
    """A word as it is compared: no accents, no letter case, single spaces, no punctuation.

    Accents go because "Hòa" and "Hoà", "kỳ" and "kì" are the same word to whoever types it.
    """
    plain = unicodedata.normalize("NFD", str(text)).replace("đ", "d").replace("Đ", "d")
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())


def words(*spellings: str) -> frozenset[str]:
    """Several spellings as they are compared."""
    return frozenset(key_of(spelling) for spelling in spellings)


TRIP_SHEET: Final = words("Đợt kiểm tra", "Trip")
TEAM_SHEET: Final = words("Đoàn", "Các đoàn", "Teams")
MEMBER_SHEET: Final = words("Thành viên", "Members")
UNIT_SHEET: Final = words("Đơn vị", "Units")
NOTE: Final = words("Ghi chú", "Note", "Notes")
ITEM: Final = words("Mục", "Item")

TRIP_LABELS: Final = {
    "Tên đợt kiểm tra": words("Tên đợt kiểm tra", "Tên đợt", "Title"),
    "Cơ quan quyết định": words("Cơ quan quyết định", "Cơ quan", "Agency"),
    "Số quyết định": words("Số quyết định", "Decision number"),
    "Ngày quyết định": words("Ngày quyết định", "Decision date"),
    "Thời kỳ kiểm tra từ": words(
        "Thời kỳ kiểm tra từ", "Thời kỳ từ", "Thời kì kiểm tra từ", "Period from"
    ),
    "Thời kỳ kiểm tra đến": words(
        "Thời kỳ kiểm tra đến", "Thời kỳ đến", "Thời kì kiểm tra đến", "Period to"
    ),
    "Ngày bắt đầu": words("Ngày bắt đầu", "Starts"),
    "Ngày kết thúc": words("Ngày kết thúc", "Ends"),
    "Địa danh": words("Địa danh", "Place"),
    "Số bản biên bản": words("Số bản biên bản", "Số bản", "Copies"),
}
_TEAM: Final = words("Đoàn số", "Số đoàn", "Đoàn", "Team")
_CODE: Final = words("Mã", "Code")
TEAM_COLUMNS: Final = {
    "Đoàn số": _TEAM,
    "Tên đoàn": words("Tên đoàn", "Name"),
}
MEMBER_COLUMNS: Final = {
    "Đoàn số": _TEAM,
    "Họ và tên": words("Họ và tên", "Họ tên", "Name"),
    "Chức vụ": words("Chức vụ", "Post"),
    "Cơ quan": words("Cơ quan", "Đơn vị công tác", "Agency"),
    "Vai trò": words("Vai trò", "Role"),
    "Mã": _CODE,
}
UNIT_COLUMNS: Final = {
    "Đoàn số": _TEAM,
    "Tên đơn vị": words("Tên đơn vị", "Name"),
    "Loại": words("Loại", "Loại đơn vị", "Kind"),
    "Đơn vị cấp trên": words("Đơn vị cấp trên", "Cấp trên", "Parent"),
    "Địa chỉ": words("Địa chỉ", "Address"),
    "Ngày kiểm tra": words("Ngày kiểm tra", "Ngày", "Day"),
    "Buổi": words("Buổi", "Half day"),
    "Giả định": words("Giả định", "Invented"),
    "Đột xuất": words("Đột xuất", "Kiểm tra đột xuất", "Unannounced"),
    "Mã": _CODE,
}
OPTIONAL_COLUMNS: Final = frozenset(
    {"Đơn vị cấp trên", "Địa chỉ", "Buổi", "Giả định", "Đột xuất", "Mã"}
)

ROLES: Final = {
    **dict.fromkeys(words("Trưởng đoàn", "Leader"), Role.LEADER),
    **dict.fromkeys(words("Phó Trưởng đoàn", "Phó đoàn", "Deputy", "Deputy leader"), Role.DEPUTY),
    **dict.fromkeys(words("Thư ký", "Thư ký đoàn", "Thư kí", "Secretary"), Role.SECRETARY),
    **dict.fromkeys(words("Thành viên", "Ủy viên", "Member"), Role.MEMBER),
}
KINDS: Final = {
    **dict.fromkeys(
        words("Sở, ban, ngành", "Sở", "Ban", "Ngành", "Department"), UnitKind.DEPARTMENT
    ),
    **dict.fromkeys(
        words("Đơn vị trực thuộc", "Trực thuộc", "Đơn vị sự nghiệp", "Subordinate"),
        UnitKind.SUBORDINATE,
    ),
    **dict.fromkeys(
        words("Huyện", "Thị xã", "Thành phố", "Quận", "Cấp huyện", "District"), UnitKind.DISTRICT
    ),
    **dict.fromkeys(
        words("Xã", "Phường", "Thị trấn", "Đặc khu", "Cấp xã", "Commune"), UnitKind.COMMUNE
    ),
}
HALF_DAYS: Final = {
    **dict.fromkeys(words("Sáng", "Buổi sáng", "Morning"), "morning"),
    **dict.fromkeys(words("Chiều", "Buổi chiều", "Afternoon"), "afternoon"),
    "": "",
}
TRUTHS: Final = {
    **dict.fromkeys(words("Có", "Yes", "True", "x"), True),
    **dict.fromkeys(words("Không", "No", "False"), False),
    "": False,
}


class CellProblem(Exception):
    """A cell that cannot be read; the argument says why, in Vietnamese."""


def text_of(cell: object) -> str:
    """A cell's text: NFC, one line, no space at the ends; empty for an empty cell.

    Raises:
        CellProblem: a spreadsheet error, invisible characters, or far too long.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        cell = f"{cell:%d/%m/%Y}"
    text = " ".join(unicodedata.normalize("NFC", str(cell)).split())
    if re.fullmatch(r"#(REF|VALUE|NAME\?|DIV/0|N/A|NUM|NULL)!?", text):
        raise CellProblem(said("ô chứa lỗi công thức {text}", text=text))
    if _CONTROL.search(text):
        raise CellProblem(said("có ký tự ẩn không được phép"))
    if len(text) > MAX_CELL:
        raise CellProblem(said("dài quá {most} ký tự", most=MAX_CELL))
    return text


def date_of(cell: object) -> date:
    """A date cell, or text ``dd/MM/yyyy``. Raises: CellProblem."""
    found: date | None = None
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif match := _VIETNAMESE_DATE.fullmatch(text_of(cell)):
        day, month, year = (int(part) for part in match.groups())
        try:
            found = date(year, month, day)
        except ValueError as error:
            raise CellProblem(said("«{text}» không có trong lịch", text=text_of(cell))) from error
    if found is None:
        raise CellProblem(said("«{text}» không phải ngày dạng ngày/tháng/năm", text=text_of(cell)))
    if found.year not in _YEARS:
        raise CellProblem(said("năm {year} không hợp lý", year=found.year))
    return found


def whole_of(cell: object, least: int, most: int) -> int:
    """A whole number within bounds. Raises: CellProblem."""
    text = text_of(cell)
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise CellProblem(
            said(
                "«{text}» không phải số nguyên từ {least} đến {most}",
                text=text,
                least=least,
                most=most,
            )
        )
    return int(text)
