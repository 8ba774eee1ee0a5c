"""The trip as a workbook that can be changed and read again (``docs/formats/trip.md``)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.values import Role, UnitKind

ROLES: Final = {
    Role.LEADER: "Trưởng đoàn",
    Role.DEPUTY: "Phó Trưởng đoàn",
    Role.SECRETARY: "Thư ký",
    Role.MEMBER: "Thành viên",
}
KINDS: Final = {
    UnitKind.DEPARTMENT: "Sở, ban, ngành",
    UnitKind.SUBORDINATE: "Đơn vị trực thuộc",
    UnitKind.DISTRICT: "Huyện",
    UnitKind.COMMUNE: "Xã",
}
HALF_DAYS: Final = {"morning": "Sáng", "afternoon": "Chiều"}
TRUTHS: Final = "có,không"
_CHOICES: Final = {
    "Vai trò": ",".join(ROLES.values()),
    "Buổi": ",".join(HALF_DAYS.values()),
    "Giả định": TRUTHS,
    "Đột xuất": TRUTHS,
}
LISTS: Final = "Danh mục"
_HELP: Final = (
    "Sửa bốn trang đầu, lưu tệp, đọc lại: inspector trip edit --from TỆP.xlsx (chỉ xem);",
    "thêm --apply để ghi. Trên cửa sổ: Đoàn và thẻ → Sửa đợt → Đọc từ Excel.",
    "Cột «Mã» nối dòng với đơn vị, thành viên trong kho: giữ nguyên khi đổi tên; dòng mới: trống.",
    "Xóa một dòng là rút đơn vị (hoặc thành viên) khỏi đợt; những gì đã trả lời vẫn còn nguyên.",
    "Đơn vị kiểm tra đột xuất ghi «có» ở cột «Đột xuất» và có thể để trống ngày.",
    "Sau khi ghi, xuất gói đợt mới cho các thành viên: inspector trip export-pack --out TỆP.",
)
_LAST_ROW: Final = 300
_NAVY, _PALE, _GREY = "1F3A5F", "EEF3F9", "6B7280"
CellValue = str | int | date | None


def write_trip(plan: TripPlan) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "PAR Inspector"
    book.properties.title = plan.title
    _fill(book.create_sheet("Đợt kiểm tra"), list(_trip_rows(plan)), (30, 70))
    _fill(book.create_sheet("Đoàn"), [("Đoàn số", "Tên đoàn"), *plan.teams], (10, 52))
    _fill(book.create_sheet("Thành viên"), list(_member_rows(plan)), (10, 26, 46, 34, 20, 12))
    _fill(
        book.create_sheet("Đơn vị"),
        list(_unit_rows(plan)),
        (10, 50, 20, 34, 32, 16, 10, 10, 10, 12),
    )
    _fill(book.create_sheet("Hướng dẫn"), [("Hướng dẫn",), *((line,) for line in _HELP)], (110,))
    # a list inside a rule is cut at commas, and one kind has commas in its name
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for kind in KINDS.values():
        lists.append([kind])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _trip_rows(plan: TripPlan) -> Iterator[Sequence[CellValue]]:
    yield ("Mục", "Giá trị")
    yield ("Tên đợt kiểm tra", plan.title)
    yield ("Cơ quan quyết định", plan.agency)
    yield ("Số quyết định", plan.decision_number)
    yield ("Ngày quyết định", plan.decision_date)
    yield ("Thời kỳ kiểm tra từ", plan.period_from)
    yield ("Thời kỳ kiểm tra đến", plan.period_to)
    yield ("Ngày bắt đầu", plan.starts)
    yield ("Ngày kết thúc", plan.ends)
    yield ("Địa danh", plan.place)
    yield ("Số bản biên bản", plan.copies)


def _member_rows(plan: TripPlan) -> Iterator[Sequence[CellValue]]:
    yield ("Đoàn số", "Họ và tên", "Chức vụ", "Cơ quan", "Vai trò", "Mã")
    for one in plan.members:
        yield (one.team, one.name, one.post, one.agency, ROLES[one.role], one.code)


def _unit_rows(plan: TripPlan) -> Iterator[Sequence[CellValue]]:
    yield (
        "Đoàn số",
        "Tên đơn vị",
        "Loại",
        "Đơn vị cấp trên",
        "Địa chỉ",
        "Ngày kiểm tra",
        "Buổi",
        "Giả định",
        "Đột xuất",
        "Mã",
    )
    for one in plan.units:
        yield (
            one.team,
            one.name,
            KINDS[one.kind],
            one.parent,
            one.address,
            one.day,
            HALF_DAYS.get(one.half_day, ""),
            "có" if one.is_invented else "không",
            "có" if one.is_unannounced else "không",
            one.code,
        )


def _fill(sheet: Worksheet, rows: Sequence[Sequence[CellValue]], widths: Sequence[int]) -> None:
    line = Border(bottom=Side(style="thin", color="D5DCE6"))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = None if value == "" else value
            if isinstance(value, str) and value:
                cell.data_type = "s"  # a name that begins with “=” is a name and no formula
            cell.border = line
            is_left = isinstance(value, date | int)
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="left" if is_left else None
            )
            cell.font = Font(name="Arial", size=11)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if rows[0][column - 1] == "Mã":
                cell.font = Font(name="Arial", size=9, color=_GREY)
            if number == 1:
                cell.font = Font(name="Arial", size=11, bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor=_NAVY)
            elif number % 2:
                cell.fill = PatternFill("solid", fgColor=_PALE)
    lay_out(sheet, widths)
    validate(sheet, rows[0])


def lay_out(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Widths of columns (characters), a heading that stays, and a page that fits A4 across."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "A2"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def validate(sheet: Worksheet, headings: Sequence[CellValue]) -> None:
    """Drop-down lists and bounds; the program checks everything again."""
    for column, heading in enumerate(headings, start=1):
        letter = get_column_letter(column)
        if heading in _CHOICES:
            choices = _CHOICES[str(heading)]
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        elif heading == "Loại":
            rule = DataValidation(type="list", formula1=f"'{LISTS}'!$A$1:$A${len(KINDS)}")
        elif heading == "Đoàn số":
            rule = DataValidation(type="whole", operator="between", formula1="1", formula2="99")
        else:
            continue
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "Giá trị chưa đúng", f"Chọn hoặc nhập đúng «{heading}»."
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
