"""How the template workbook looks: colours by what a column is for, fonts, paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Arial"
CODE_FONT: Final = "Consolas"
INK: Final = "1B2430"
GREY: Final = "5B6675"
LINE: Final = Side(style="thin", color="D5DCE6")
_A4, _A3 = 9, 8


@dataclass(frozen=True, slots=True)
class Purpose:
    """What columns of a kind are for, and their colours."""

    words: str
    dark: str
    light: str


PURPOSES: Final = {
    "asking": Purpose("Hỏi gì: loại câu, tên câu, câu chữ", "1F3A5F", "E4ECF6"),
    "rules": Purpose("Khi nào hỏi, thế nào là đúng", "8A3B12", "FBEDE4"),
    "computing": Purpose("Tính toán, giá trị ban đầu, cách hiện", "1E6B47", "E6F4EC"),
    "inspection": Purpose("Riêng cho kiểm tra: điểm, minh chứng, căn cứ", "5B2A86", "F1E9F8"),
}


def heading(cell: Cell, purpose: str) -> None:
    """A heading in the colour of its purpose."""
    cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=PURPOSES[purpose].dark)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(right=Side(style="thin", color="FFFFFF"))


def tinted(cell: Cell, purpose: str) -> None:
    """A cell that names a column, in the pale colour of its purpose."""
    cell.fill = PatternFill("solid", fgColor=PURPOSES[purpose].light)
    cell.font = Font(name=CODE_FONT, size=10, bold=True, color=PURPOSES[purpose].dark)


def paper(sheet: Worksheet, *, pages_wide: int = 1, heading_row: int = 1) -> None:
    """Landscape pages with the headings on each, and the number of the page below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if pages_wide > 1 else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    footer = sheet.oddFooter
    if footer is not None and footer.left is not None and footer.right is not None:
        footer.left.text, footer.right.text = "Mẫu phiếu kiểm tra – &A", "Trang &P/&N"
