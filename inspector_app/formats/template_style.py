"""How the template workbook looks: colours by what a column is for, fonts, paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
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


def fit_rows(sheet: Worksheet, first: int = 2) -> None:
    """Give rows from ``first`` on the height that their wrapped texts need.

    Neither Excel nor LibreOffice works it out for a file that was written and not typed. A column of
    width n holds about n digits of the standard font; code is wider than prose.
    """
    for row in sheet.iter_rows(min_row=first):
        number = next((cell.row for cell in row if isinstance(cell, Cell)), None)
        if number is None or sheet.row_dimensions[number].height is not None:
            continue
        heights = [
            _height(sheet, cell)
            for cell in row
            if isinstance(cell, Cell) and cell.value and _shows_its_text(sheet, cell)
        ]
        if heights:
            sheet.row_dimensions[number].height = max(heights)


def _shows_its_text(sheet: Worksheet, cell: Cell) -> bool:
    """Not a formula, which is longer than what it shows, nor in a hidden column."""
    return cell.data_type != "f" and not sheet.column_dimensions[cell.column_letter].hidden


def _height(sheet: Worksheet, cell: Cell) -> float:
    """Points that a cell's text needs at the width of its column."""
    width = sheet.column_dimensions[cell.column_letter].width or 10
    size = float(cell.font.size or 11)
    glyph = 1.12 if cell.font.name == CODE_FONT else 1.04 if cell.font.bold else 0.95
    room = max(1.0, width * 11 / (size * glyph))
    lines = sum(ceil(max(1, len(part)) / room) for part in str(cell.value).split("\n"))
    return lines * size * 1.36 + 3
