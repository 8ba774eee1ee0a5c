"""The sheets of the template workbook that are for people: the start, the patterns, the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.formats.authoring_texts import AuthoringTexts, Pattern
from inspector_app.formats.template_style import (
    CODE_FONT,
    FONT,
    GREY,
    INK,
    LINE,
    PURPOSES,
    fit_rows,
    heading,
    paper,
    tinted,
)

_PLAIN_TYPES: Final = ("text", "integer", "decimal", "date", "select_one", "note", "end")
_NAMES: Final = ("type", "name", "list_name", "label", "hint", "form_title", "form_id", "version")
_TAB: Final = "6B7280"

Line = tuple[str, str, str]
"""Where (question or sheet), column, and what to write there."""


def fill_start(sheet: Worksheet, texts: AuthoringTexts) -> None:
    """The way from the template to the vault, and what the colours mean."""
    _write(sheet, 1, 1, "Mẫu phiếu kiểm tra", Font(name=FONT, size=20, bold=True, color="1F3A5F"))
    about = (
        "Sổ tính theo chuẩn XLSForm: mở được bằng Excel, LibreOffice; phần mềm kiểm tra, ODK, "
        "KoboToolbox, SurveyCTO đều đọc được."
    )
    _write(sheet, 2, 1, about, Font(name=FONT, size=11, color=GREY))
    _section(sheet, 4, "Các bước")
    row = 5
    for number, (title, text) in enumerate(texts.steps, 1):
        _write(sheet, row, 1, str(number), Font(name=FONT, size=14, bold=True, color="1F3A5F"))
        _write(sheet, row, 2, title, Font(name=FONT, size=11, bold=True, color=INK))
        _write(sheet, row, 3, text, Font(name=FONT, size=11, color=INK))
        _ruled(sheet, row, 3)
        row += 1
    _section(sheet, row + 1, "Màu của tiêu đề cột")
    for offset, (name, purpose) in enumerate(PURPOSES.items(), 2):
        heading(_write(sheet, row + offset, 2, "tiêu đề cột", Font()), name)
        _write(sheet, row + offset, 3, purpose.words, Font(name=FONT, size=11, color=INK))
        sheet.row_dimensions[row + offset].height = 20
    for column, width in ((1, 6), (2, 34), (3, 96)):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for merged in ("A1:C1", "A2:C2"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 34, 22
    _people_only(sheet)


def fill_patterns(sheet: Worksheet, texts: AuthoringTexts) -> None:
    """What to write in which column, one need after the other."""
    purposes = {note.column.partition("::")[0]: note.purpose for note in texts.columns}
    purposes |= {note.column: note.purpose for note in texts.columns}
    head = ("Nhóm", "Cần làm gì", "Ở câu", "Cột", "Ghi vào ô (chép được)", "Giải thích")
    for column, name in enumerate(head, 1):
        heading(_write(sheet, 1, column, name, Font()), "asking")
    row = 2
    for pattern in texts.patterns:
        for number, (place, column_name, text) in enumerate(pattern_lines(pattern)):
            _write(sheet, row, 1, pattern.group, Font(name=FONT, size=9, color=GREY))
            if number == 0:
                _write(sheet, row, 2, pattern.title, Font(name=FONT, size=10, bold=True))
                _write(sheet, row, 6, pattern.text, Font(name=FONT, size=10, color=INK))
            _write(sheet, row, 3, place, Font(name=FONT, size=10, color=GREY))
            cell = _write(sheet, row, 4, column_name, Font())
            base = column_name.partition("::")[0]
            tinted(cell, purposes.get(column_name) or purposes.get(base, "asking"))
            _write(sheet, row, 5, text, Font(name=CODE_FONT, size=10, color=INK))
            _ruled(sheet, row, len(head))
            row += 1
    for column, width in enumerate((17, 32, 26, 22, 62, 58), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{row - 1}"
    _people_only(sheet)


def pattern_lines(pattern: Pattern) -> Iterator[Line]:
    """The cells of a pattern that matter, as lines to copy."""
    for sheet, (head, *rows) in pattern.sheets.items():
        labels = sum(name.startswith("label") for name in head)
        shown = [name for name in head if name not in _NAMES and not name.startswith("label::")] + [
            name for name in head if name.startswith("label::") and labels > 1
        ]
        if sheet == "choices":
            names = [row[head.index("name")] for row in rows]
            for column in shown:
                cells = zip(names, (row[head.index(column)] for row in rows), strict=True)
                text = "\n".join(f"{name}: {cell}" for name, cell in cells if cell)
                yield "trang choices", column, text
            continue
        for row in rows:
            cells_by_name = dict(zip(head, row, strict=True))
            if sheet == "settings":
                place = "trang settings"
            else:
                place = f"{cells_by_name['name']} ({cells_by_name['type']})"
            yield from _row_lines(cells_by_name, place, shown)
    for name, data in pattern.files.items():
        yield "tệp cạnh phiếu", name, data.decode("utf-8").strip()


def _row_lines(cells: dict[str, str], place: str, shown: list[str]) -> Iterator[Line]:
    kind = cells.get("type", "")
    is_plain = kind.split(" ")[0].split("_group")[0].startswith(_PLAIN_TYPES)
    if kind and (not is_plain or "or_other" in kind or "from_file" in kind):
        yield place, "type", kind
    for column in ("label", "hint"):
        if "${" in cells.get(column, ""):
            yield place, column, cells[column]
    yield from ((place, column, cells[column]) for column in shown if cells[column])


def fill_columns(sheet: Worksheet, texts: AuthoringTexts) -> None:
    """Every column of the three sheets, explained in full."""
    head = ("Trang", "Cột", "Tên tiếng Việt", "Ghi gì", "Ví dụ")
    for column, name in enumerate(head, 1):
        heading(_write(sheet, 1, column, name, Font()), "asking")
    for row, note in enumerate(texts.columns, 2):
        _write(sheet, row, 1, note.sheet, Font(name=FONT, size=10, color=GREY))
        tinted(_write(sheet, row, 2, note.column, Font()), note.purpose)
        _write(sheet, row, 3, note.title, Font(name=FONT, size=10, bold=True))
        _write(sheet, row, 4, note.note, Font(name=FONT, size=10, color=INK))
        _write(sheet, row, 5, note.example, Font(name=CODE_FONT, size=10, color=INK))
        _ruled(sheet, row, len(head))
    for column, width in enumerate((11, 36, 24, 96, 40), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(texts.columns) + 1}"
    _people_only(sheet)


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if text:
        cell.value, cell.data_type = text, "s"
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    return cell


def _section(sheet: Worksheet, row: int, title: str) -> None:
    cell = _write(sheet, row, 1, title, Font(name=FONT, size=12, bold=True, color="FFFFFF"))
    cell.alignment = Alignment(vertical="center")
    for column in range(1, 4):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor="1F3A5F")
    sheet.row_dimensions[row].height = 24


def _ruled(sheet: Worksheet, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        sheet.cell(row, column).border = Border(bottom=LINE)


def _people_only(sheet: Worksheet) -> None:
    fit_rows(sheet)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = _TAB
    paper(sheet)
