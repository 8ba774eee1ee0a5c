"""How the unit's workbook looks, and what its cells take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.stored_values import MAX_DIGITS, Value
from inspector_app.domain.trip.self_reports import cell_text
from inspector_app.formats.self_report_layout import list_range
from inspector_app.formats.self_report_rules import NEEDED, NOT_ASKED, RIGHT, UNFINISHED, WRONG
from inspector_app.formats.template_style import FONT, GREY, INK, LINE, paper

COMPUTED_LATER: Final = "phần mềm tự tính"
DARK: Final = "1F3A5F"
BAND: Final = "E4ECF6"
LOCKED: Final = "F4F6F9"
_MISSING, _GOOD, _BAD = "FFF2B3", "1E6B47", "B3261E"
_FRAME: Final = Side(style="thin", color="7C8896")
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it spreadsheets count a day that never was."""
_LIMIT: Final = 10**MAX_DIGITS


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that may be written."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def write_text(cell: Cell, text: str) -> Cell:
    """A cell that holds text and never a formula or a number."""
    if text:
        cell.value, cell.data_type = text, "s"
    return cell


def locked(cell: Cell, *, is_bold: bool = False, is_grey: bool = False) -> None:
    """What the unit only reads."""
    cell.font = Font(name=FONT, size=10, bold=is_bold, color=GREY if is_grey else INK)
    cell.fill = PatternFill("solid", fgColor=LOCKED)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=LINE, right=LINE)


def number_format(question: Question) -> str:
    """How a spreadsheet shows the numbers of a question."""
    unit = question.insp.get("unit", "")
    if question.is_whole or unit == "đồng":
        return "#,##0"
    return "0.00" if unit == "%" else "General"


def computed(cell: Cell, question: Question, formula: str | None, value: Value) -> None:
    """A formula; what a spreadsheet cannot compute as it was, or the word that the program will."""
    locked(cell, is_bold=True)
    is_text = question.type is QuestionType.TEXT
    cell.alignment = Alignment(
        horizontal="left" if is_text else "right", vertical="top", wrap_text=is_text
    )
    if formula is not None:
        cell.value = "=" + formula
        cell.number_format = "@" if is_text else number_format(question)
        return
    write_text(cell, cell_text(question, value) or COMPUTED_LATER)
    if value is None:
        cell.font = Font(name=FONT, size=9, italic=True, color=GREY)


def answer(cell: Cell, question: Question, value: Value) -> None:
    """A cell that the unit fills, with what is recorded already."""
    is_figure = question.type in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor="FFFFFF")
    cell.font = Font(name=FONT, size=11, color=INK)
    cell.border = Border(left=_FRAME, right=_FRAME, top=_FRAME, bottom=_FRAME)
    side = "right" if is_figure or question.type is QuestionType.DATE else "left"
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=not is_figure)
    cell.number_format = "@"
    if is_figure:
        # a fraction is shown where there is one, without a lonely point behind whole numbers
        cell.number_format = "#,##0" if question.is_whole else "[=0]0;[<1000]General;#,##0.##"
    if question.type is QuestionType.DATE:
        cell.number_format = "dd/mm/yyyy"
    put(cell, question, value)


def put(cell: Cell, question: Question, value: Value) -> None:
    """A recorded value into a cell."""
    if value is None:
        return
    if question.type in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        cell.value = int(value) if isinstance(value, int) else float(Decimal(str(value)))
        return
    if question.type is QuestionType.DATE:
        day = date.fromisoformat(str(value))
        if day >= _FIRST_DAY:
            cell.value = day
            cell.number_format = "dd/mm/yyyy"
            return
    write_text(cell, cell_text(question, value))


def free_text(cell: Cell, text: str) -> None:
    """A cell for a few words of the unit."""
    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor="FFFFFF")
    cell.font = Font(name=FONT, size=10, color=INK)
    cell.border = Border(left=_FRAME, right=_FRAME, top=_FRAME, bottom=_FRAME)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"
    write_text(cell, text)


def validation(question: Question, choices: tuple[int, int] | None) -> DataValidation | None:
    """What a cell takes, by the type of its question; ``choices``: column and length of its list."""
    rule: DataValidation | None = None
    if question.is_whole:
        rule = DataValidation(
            type="whole", operator="between", formula1=str(-_LIMIT), formula2=str(_LIMIT)
        )
        rule.error = "Nhập số nguyên, không có chữ và không có phần lẻ."
    elif question.type in (QuestionType.DECIMAL, QuestionType.RANGE):
        rule = DataValidation(
            type="decimal", operator="between", formula1=str(-_LIMIT), formula2=str(_LIMIT)
        )
        rule.error = "Nhập số, không kèm chữ hay đơn vị tính."
    elif question.type is QuestionType.DATE:
        rule = DataValidation(type="date", operator="between", formula1="1", formula2="2958465")
        rule.error = "Nhập ngày dạng ngày/tháng/năm, ví dụ 16/09/2019."
    elif question.type is QuestionType.ACKNOWLEDGE:
        rule = DataValidation(type="list", formula1='"Đã xác nhận"')
        rule.error = "Chọn «Đã xác nhận» hoặc để trống."
    elif choices is not None:
        column, count = choices
        labels = dict.fromkeys(map(str, range(count)), "")
        rule = DataValidation(type="list", formula1=list_range(column, labels))
        rule.error = "Chọn một giá trị trong danh sách."
    if rule is not None:
        _tell(rule, question)
    return rule


def points_validation(most: str) -> DataValidation:
    """Points from 0 to the maximum."""
    rule = DataValidation(type="decimal", operator="between", formula1="0", formula2=most)
    rule.error = f"Nhập điểm từ 0 đến {most.replace('.', ',')}."
    rule.errorTitle, rule.showErrorMessage, rule.allow_blank = "Điểm chưa đúng", True, True
    return rule


def _tell(rule: DataValidation, question: Question) -> None:
    rule.errorTitle, rule.showErrorMessage, rule.allow_blank = "Chưa đúng", True, True
    hint = question.hint.in_("vi")
    if hint:
        rule.promptTitle = (question.clause and f"Mục {question.clause}") or "Gợi ý"
        rule.prompt = hint if len(hint) <= 250 else hint[:249] + "…"
        rule.showInputMessage = True


def grey(cell: Cell) -> None:
    """Small and pale."""
    cell.font = Font(name=FONT, size=10, italic=True, color=GREY)


def shade(sheet: Worksheet, area: str, formula: str, *, fill: str = "", ink: str = "") -> None:
    """Colour an area where a formula (of its first cell) is true."""
    style = DifferentialStyle(
        font=Font(color=ink) if ink else None,
        fill=PatternFill(bgColor=fill, fill_type="solid") if fill else None,
    )
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=style, formula=[formula]))


def shade_checks(sheet: Worksheet, check: str, first: int, last: int) -> None:
    """Green ✓, red for what is wrong, grey for what is not asked, in the column of checks."""
    area, top = f"{check}{first}:{check}{last}", f"${check}{first}"
    shade(sheet, area, f'LEFT({top},1)="{RIGHT}"', ink=_GOOD)
    shade(
        sheet, area, f'OR(LEFT({top},1)="{WRONG}",{top}="{NEEDED}",{top}="{UNFINISHED}")', ink=_BAD
    )
    shade(sheet, area, f'{top}="{NOT_ASKED}"', ink=GREY)


def shade_missing(sheet: Worksheet, area: str, formula: str) -> None:
    """Tint a required cell until it is filled."""
    shade(sheet, area, formula, fill=_MISSING)


def printed(sheet: Worksheet, heading_row: int = 1) -> None:
    """On A4 pages with a footer of its own."""
    paper(sheet, heading_row=heading_row)
    sheet.page_margins.footer = 0.25
    footer = sheet.oddFooter
    if footer is not None and footer.left is not None:
        footer.left.text = "Báo cáo tự kiểm tra – &A"


def protect(sheet: Worksheet) -> None:
    """Only answers can be typed; widths may be changed. There is no password: it guards slips."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
