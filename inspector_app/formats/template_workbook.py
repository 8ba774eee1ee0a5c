"""The template workbook that authors start from: an example to change and patterns to copy.

Three of its sheets are XLSForm (survey, choices, settings) with headings that other tools read too;
the rest is for people, and converters pass over it. The texts are in ``resources/authoring``.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.formats.authoring_texts import SHEETS, AuthoringTexts, ColumnNote
from inspector_app.formats.template_help import fill_columns, fill_patterns, fill_start
from inspector_app.formats.template_style import (
    FONT,
    INK,
    LINE,
    PURPOSES,
    fit_rows,
    heading,
    paper,
)

LAST_ROW: Final = 1000
"""Drop-downs and shading reach to here, so that new rows have them too."""
LISTS: Final = "Danh mục"
_FREEZE: Final = {"survey": "C2", "choices": "C2", "settings": "A2"}
_STRICT: Final = frozenset({"yes_no"})
"""Lists that allow nothing else; the others only suggest, for conditions and own lists fit too."""


def write_template(texts: AuthoringTexts) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "PAR Inspector"
    book.properties.title = "Mẫu phiếu kiểm tra (XLSForm)"
    book.properties.language = "vi"
    fill_start(book.create_sheet("Bắt đầu"), texts)
    for sheet in SHEETS:
        _fill_form_sheet(book.create_sheet(sheet), texts)
    fill_patterns(book.create_sheet("Hướng dẫn"), texts)
    fill_columns(book.create_sheet("Các cột"), texts)
    _fill_lists(book, texts)
    book.active = 0
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_form_sheet(sheet: Worksheet, texts: AuthoringTexts) -> None:
    """One XLSForm sheet: headings with notes, the example's rows, drop-downs."""
    notes = {note.column: note for note in texts.columns if note.sheet == sheet.title}
    head, *rows = texts.example[sheet.title]
    for column, name in enumerate(head, 1):
        note = notes[name]
        cell = _text(sheet, 1, column, name)
        heading(cell, note.purpose)
        cell.comment = _comment(note)
        width = sheet.column_dimensions[get_column_letter(column)]
        width.width = note.width
        # text, or Excel makes 3.1 of the clause 3.10 and a date of 1/2
        width.number_format = "@"
        width.font, width.alignment = _font(note), Alignment(wrap_text=True, vertical="top")
        _validate(sheet, column, note, texts)
        for row, cells in enumerate(rows, 2):
            target = _text(sheet, row, column, cells[column - 1])
            target.font, target.border = _font(note), Border(bottom=LINE, right=LINE)
            target.alignment = Alignment(wrap_text=True, vertical="top")
            target.number_format = "@"
    sheet.row_dimensions[1].height = 44
    fit_rows(sheet)
    sheet.freeze_panes = _FREEZE[sheet.title]
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_properties.tabColor = PURPOSES["asking"].dark
    paper(sheet, pages_wide=2 if sheet.title == "survey" else 1)
    if sheet.title == "survey":
        _shade(sheet, get_column_letter(len(head)))


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell that holds text and never a formula or a number."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if text:
        cell.value, cell.data_type = text, "s"
    return cell


def _font(note: ColumnNote) -> Font:
    is_code = note.purpose in ("rules", "computing") and "message" not in note.column
    return Font(name="Consolas" if is_code else FONT, size=10, color=INK)


def _comment(note: ColumnNote) -> Comment:
    text = f"{note.title}\n{note.note}"
    if note.example:
        text += f"\nVí dụ: {note.example}"
    return Comment(text, "PAR Inspector", height=40 + 20 * (len(text) // 44 + 2), width=330)


def _validate(sheet: Worksheet, column: int, note: ColumnNote, texts: AuthoringTexts) -> None:
    letter = get_column_letter(column)
    if note.list:
        rule = DataValidation(type="list", formula1=_list_name(note.list), allow_blank=True)
        rule.showErrorMessage = note.list in _STRICT
        rule.error = "Chọn một giá trị trong danh sách."
    elif (sheet.title, note.column) == ("survey", "name"):
        whole = f"${letter}$2:${letter}${LAST_ROW}"
        rule = DataValidation(
            type="custom",
            formula1=f'AND(ISERROR(FIND(" ",{letter}2)),COUNTIF({whole},{letter}2)=1)',
            allow_blank=True,
        )
        rule.showErrorMessage = True
        rule.error = "Tên câu không có dấu cách và chỉ dùng một lần trong phiếu."
    else:
        return
    rule.errorTitle = "Giá trị chưa đúng"
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _shade(sheet: Worksheet, last: str) -> None:
    """Rows stand out by what they are, new ones included."""
    area = f"A2:{last}{LAST_ROW}"
    asking, computing = PURPOSES["asking"], PURPOSES["computing"]
    rules: tuple[tuple[str, str, Font], ...] = (
        ('LEFT(TRIM($A2),11)="begin_group"', asking.light, Font(bold=True, color=asking.dark)),
        ('LEFT(TRIM($A2),12)="begin_repeat"', "FFF4D6", Font(bold=True, color="7A4B00")),
        ('LEFT(TRIM($A2),4)="end_"', "F1F3F6", Font(color="8A94A3")),
        ('TRIM($A2)="note"', "F7F7F7", Font(italic=True)),
        (f'AND($A2<>"",${_column(sheet, "calculation")}2<>"")', computing.light, Font()),
    )
    for formula, fill, font in rules:
        style = DifferentialStyle(font=font, fill=PatternFill(bgColor=fill, fill_type="solid"))
        rule = Rule(type="expression", dxf=style, formula=[formula], stopIfTrue=True)
        sheet.conditional_formatting.add(area, rule)


def _column(sheet: Worksheet, name: str) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == name)


def _list_name(name: str) -> str:
    """The name that the workbook gives to a drop-down list."""
    return f"ds_{name}"


def _fill_lists(book: Workbook, texts: AuthoringTexts) -> None:
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    lists: Mapping[str, tuple[str, ...]] = texts.lists
    for column, (name, values) in enumerate(lists.items(), 1):
        letter = get_column_letter(column)
        _text(sheet, 1, column, name).font = Font(name=FONT, bold=True)
        for row, value in enumerate(values, 2):
            _text(sheet, row, column, value).font = Font(name=FONT, size=10)
        sheet.column_dimensions[letter].width = 26
        place = f"'{LISTS}'!${letter}$2:${letter}${len(values) + 1}"
        book.defined_names[_list_name(name)] = DefinedName(_list_name(name), attr_text=place)
