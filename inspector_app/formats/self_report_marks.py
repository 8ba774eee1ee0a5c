"""The hidden marks around a sheet of the unit's workbook: whether all still stand where they were put.

Row 1 and column A name each column and row; a row below and a column behind say the same once
more. Where cells were moved but not whole rows or columns, the two no longer agree. A figure under
another mark is another figure, so a sheet whose marks are not whole is not read at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.saying import said
from inspector_app.formats.self_report_layout import FIRST_ROW
from inspector_app.formats.self_report_style import cell_at, write_text
from inspector_app.formats.sheet_tables import Grid, address

END: Final = "|"
"""Marks the row and the column that repeat the marks; no question is called so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the marks, and where."""

    what: str
    row: int
    column: int


class Marks:
    """Where the marks of one sheet stand now; ``faults`` is empty where all of them are right.

    Args:
        grid: the sheet.
        rows: the marks that its rows must have, and where they were put.
        columns: the marks that its columns must have, and where they were put.
    """

    def __init__(self, grid: Grid, rows: Mapping[str, int], columns: Mapping[str, int]) -> None:
        self._grid = grid
        self._wanted_rows = {**rows, END: 1 + max(rows.values(), default=0)}
        self._wanted_columns = {**columns, END: 1 + max(columns.values(), default=0)}
        self._rows: dict[str, list[int]] = {}
        self._columns: dict[str, list[int]] = {}
        for number, cells in sorted(grid.cells.items()):
            if number > 1 and (mark := self._text(number, 1)):
                self._rows.setdefault(mark, []).append(number)
            for column in sorted(cells) if number == 1 else ():
                if column > 1 and (mark := self._text(1, column)):
                    self._columns.setdefault(mark, []).append(column)
        self.faults: tuple[Fault, ...] = tuple(self._lost_or_doubled())
        self.faults = self.faults or tuple(self._moved())

    def row(self, mark: str) -> int:
        """The row with a mark; only where there are no faults."""
        return self._rows[mark][0]

    def column(self, mark: str) -> int:
        """The column with a mark; only where there are no faults."""
        return self._columns[mark][0]

    def _lost_or_doubled(self) -> Iterator[Fault]:
        for mark, column in self._wanted_columns.items():
            if mark not in self._columns:
                yield Fault(said("một cột của mẫu đã bị xóa hoặc mất mã (dòng 1)"), 1, column)
        for mark, row in self._wanted_rows.items():
            if mark not in self._rows:
                yield Fault(said("một dòng của mẫu đã bị xóa hoặc mất mã (cột A)"), row, 1)
        for columns in self._columns.values():
            if len(columns) > 1:
                places = ", ".join(address(1, one)[:-1] for one in columns)
                what = said("các cột {columns} cùng mang một mã", columns=places)
                yield Fault(what, 1, columns[-1])
        for rows in self._rows.values():
            if len(rows) > 1:
                places = ", ".join(str(one) for one in rows)
                what = said("các dòng {rows} cùng mang một mã", rows=places)
                yield Fault(what, rows[-1], 1)

    def _moved(self) -> Iterator[Fault]:
        """Rows and columns of which only some cells were moved."""
        last, behind = self.row(END), self.column(END)
        for mark in self._wanted_columns:
            column = self.column(mark)
            if mark != END and self._text(last, column) != mark:
                what = said("có ô của cột {column} bị đẩy lên hoặc xuống", column=_letters(column))
                yield Fault(what, last, column)
        for mark in self._wanted_rows:
            row = self.row(mark)
            if mark != END and self._text(row, behind) != mark:
                what = said("có ô của dòng {row} bị đẩy sang bên", row=row)
                yield Fault(what, row, behind)

    def _text(self, row: int, column: int) -> str:
        cell = self._grid.cells.get(row, {}).get(column)
        return cell.text.strip() if cell is not None else ""


def repeat_marks(sheet: Worksheet, last: int, behind: int) -> None:
    """Say the marks of rows and columns once more, hidden below and behind them."""
    for column in range(2, behind):
        if mark := sheet.cell(1, column).value:
            write_text(cell_at(sheet, last, column), str(mark))
    for row in range(FIRST_ROW, last):
        if mark := sheet.cell(row, 1).value:
            write_text(cell_at(sheet, row, behind), str(mark))
    write_text(cell_at(sheet, last, 1), END)
    write_text(cell_at(sheet, 1, behind), END)
    sheet.row_dimensions[last].hidden = True
    sheet.column_dimensions[get_column_letter(behind)].hidden = True


def _letters(column: int) -> str:
    return address(1, column)[:-1]
