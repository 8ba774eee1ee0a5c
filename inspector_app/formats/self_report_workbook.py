"""The workbook that a unit fills in before the inspection (``docs/formats/self-report.md``)."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.trip.self_reports import (
    FORMAT_VERSION,
    Part,
    SelfReport,
    Target,
    base_text,
)
from inspector_app.formats import self_report_style as style
from inspector_app.formats.self_report_layout import (
    FORMAT,
    GUIDE_SHEET,
    LIST_SHEET,
    MAP_SHEET,
    Layout,
)
from inspector_app.formats.self_report_sections import SheetWriter
from inspector_app.formats.sheet_tables import MAX_CELL, address
from inspector_app.formats.template_style import FONT, GREY, INK, fit_rows

_HALVES: Final = {"morning": "buổi sáng", "afternoon": "buổi chiều"}


def write_self_report(report: SelfReport) -> bytes:
    """The workbook's bytes."""
    layout = Layout(report)
    asked = tuple(one for one in layout.asked.targets(report) if _fits(report, one))
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "PAR Inspector"
    book.properties.title = f"Báo cáo tự kiểm tra – {report.inspection.unit.name}"
    book.properties.language = "vi"
    _fill_guide(book.create_sheet(GUIDE_SHEET), report, layout)
    writer = SheetWriter(report, layout, frozenset(asked))
    tables = dict(layout.tables)
    for section in layout.sections:
        writer.section(book.create_sheet(section.name), section)
        for line in section.lines:
            if line.table is not None:
                plan = tables.pop(line.table.name)
                writer.table(book.create_sheet(plan.name), plan)
    _fill_lists(book.create_sheet(LIST_SHEET), layout)
    _fill_map(book.create_sheet(MAP_SHEET), report, layout, asked)
    for sheet in book.worksheets:
        if sheet.title not in (LIST_SHEET, MAP_SHEET):
            fit_rows(sheet, 5)
    book.security = WorkbookProtection(lockStructure=True)
    book.active = 0
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fits(report: SelfReport, target: Target) -> bool:
    """Whether a cell can hold what is recorded; a longer text stays in the program."""
    return len(base_text(report.values.get(target))) <= MAX_CELL


def _fill_guide(sheet: Worksheet, report: SelfReport, layout: Layout) -> None:
    """The first sheet: whose report this is, how it is filled in, what must not be in it."""
    style.write_text(style.cell_at(sheet, 1, 1), "g:")
    head = style.write_text(style.cell_at(sheet, 2, 2), "BÁO CÁO TỰ KIỂM TRA CỦA ĐƠN VỊ")
    head.font = Font(name=FONT, size=16, bold=True, color=style.DARK)
    row = 4
    for label, text in _facts(report):
        name = style.write_text(style.cell_at(sheet, row, 2), label)
        name.font = Font(name=FONT, size=10, color=GREY)
        value = style.write_text(style.cell_at(sheet, row, 3), text)
        value.font = Font(name=FONT, size=11, bold=True, color=INK)
        value.alignment = name.alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    for title, lines in _chapters(report, layout):
        row += 1
        style.write_text(style.cell_at(sheet, row, 2), title).font = Font(
            name=FONT, size=12, bold=True, color=style.DARK
        )
        for line in lines:
            row += 1
            sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
            cell = style.write_text(style.cell_at(sheet, row, 2), line)
            cell.font = Font(name=FONT, size=11, color=INK)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 16 * (1 + len(line) // 115)
        row += 1
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 26, 78
    sheet.sheet_view.showGridLines = False
    style.printed(sheet)
    sheet.page_setup.orientation = "portrait"
    style.protect(sheet)


def _facts(report: SelfReport) -> list[tuple[str, str]]:
    trip, inspection = report.trip, report.inspection
    planned = f"{inspection.planned:%d/%m/%Y}" if inspection.planned else ""
    half = _HALVES.get(inspection.half_day, "")
    days = [one for one in (trip.period_from, trip.period_to) if one]
    facts = [
        ("Đơn vị", inspection.unit.name),
        ("Đợt kiểm tra", trip.title),
        ("Quyết định", trip.decision_number),
        ("Đoàn", inspection.team.name),
        ("Kỳ số liệu", " – ".join(f"{one:%d/%m/%Y}" for one in days)),
        ("Ngày kiểm tra dự kiến", ", ".join(filter(None, (planned, half)))),
        ("Phiếu", f"{report.form.title.in_('vi')} (phiên bản {report.form.version})"),
        ("Mẫu lập ngày", f"{report.made:%d/%m/%Y}"),
    ]
    return [(label, text) for label, text in facts if text]


def _chapters(report: SelfReport, layout: Layout) -> list[tuple[str, list[str]]]:
    how = [
        "1. Lần lượt mở từng trang, điền vào các ô trắng có khung. Ô màu vàng là ô cần điền.",
        "2. Số: chỉ gõ số, không kèm đơn vị tính. Ngày: ngày/tháng/năm. Ô có mũi tên: chọn trong danh sách.",
        "3. Tỷ lệ và số tổng tự tính; dấu – nghĩa là mẫu số bằng 0 (không phát sinh).",
        "4. Cột «Kiểm tra» báo ✓ khi đúng; dòng chữ đỏ cho biết chỗ phải xem lại.",
        "5. Nội dung không phát sinh thì điền 0; nội dung không có số liệu thì để trống, không gõ dấu gạch.",
        "6. Không thêm, xóa, đổi tên trang; không thêm cột. Dán số liệu: dùng dán giá trị (Paste values).",
    ]
    if layout.tables:
        names = ", ".join(f"«{one.name}»" for one in layout.tables.values())
        how.append(f"7. Bảng số liệu ở trang riêng: {names}; mỗi dòng một mục.")
    if Part.POINTS in report.parts:
        how.append("Điểm tự chấm: từ 0 đến điểm tối đa; để trống nếu tính theo số liệu báo cáo.")
    sending = [
        "Lưu tệp dạng .xlsx rồi gửi lại cho đoàn theo thời hạn trong công văn, trước ngày kiểm tra.",
        "Minh chứng gửi kèm thành tệp riêng hoặc chuẩn bị sẵn tại đơn vị.",
        "Tệp này chỉ dùng cho đúng đơn vị và đúng phiếu ghi ở trên.",
    ]
    never = [
        "Không nhập thông tin thuộc bí mật nhà nước. Tệp không được mã hóa.",
        "Không nhập số định danh, số tài khoản, dữ liệu sức khỏe của cá nhân.",
    ]
    return [("Cách điền", how), ("Gửi lại", sending), ("Không được nhập", never)]


def _fill_lists(sheet: Worksheet, layout: Layout) -> None:
    """Labels and names of the choices, for drop-downs and formulas."""
    sheet.sheet_state = "hidden"
    style.write_text(style.cell_at(sheet, 1, 1), "l:")
    for column, labels in dict(layout.lists.values()).items():
        for row, (name, label) in enumerate(labels.items(), 2):
            style.write_text(style.cell_at(sheet, row, column), label)
            style.write_text(style.cell_at(sheet, row, column + 1), name)
    style.protect(sheet)


def _fill_map(
    sheet: Worksheet, report: SelfReport, layout: Layout, asked: tuple[Target, ...]
) -> None:
    """What the program reads the workbook by; nobody sees it."""
    sheet.sheet_state = "veryHidden"
    head = (
        (FORMAT, str(FORMAT_VERSION)),
        ("inspection", report.inspection.id.hex()),
        ("form", report.form.sha256),
        ("unit", report.inspection.unit.name),
        ("made", report.made.isoformat()),
        ("book", report.book),
    )
    for row, pair in enumerate(head, 1):
        for column, text in enumerate(pair, 1):
            style.write_text(style.cell_at(sheet, row, column), text)
    for row, target in enumerate(asked, len(head) + 1):
        plan, at, column = layout.place(target)
        cells = (plan.code, plan.name, address(at, column), target.part, target.question)
        base = base_text(report.values.get(target))
        for place, text in enumerate((*cells, target.row.hex() if target.row else "", base), 1):
            style.write_text(style.cell_at(sheet, row, place), text)
    style.protect(sheet)
