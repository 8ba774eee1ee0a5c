"""The cells of an old .xls workbook, within bounds of rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import xlrd  # type: ignore[import-untyped]

from inspector_app.domain.saying import said
from inspector_app.formats.sheet_tables import Grid, RawCell, TooMuch
from inspector_app.formats.xlsx_cells import number_text, plain_text

MAX_XLS_BYTES = 5_000_000
"""Largest .xls file: the format is not compressed, and its reader is slow."""


class _Silence:
    """Takes the reader's remarks about a damaged file."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)


def xls_grids(data: bytes, wanted: Callable[[str], bool]) -> tuple[list[Grid], tuple[str, ...]]:
    """The cells of the wanted sheets, and the names of all sheets; a lone sheet is always wanted.

    Raises:
        TooMuch: beyond the bounds.
        Exception: whatever xlrd raises; call it behind the wall.
    """
    if len(data) > MAX_XLS_BYTES:
        raise TooMuch(
            said(
                "tệp .xls lớn hơn {most} MB; hãy lưu lại thành .xlsx",
                most=MAX_XLS_BYTES // 1_000_000,
            )
        )
    book = xlrd.open_workbook(
        file_contents=data,
        logfile=_Silence(),  # standard output is for answers
        on_demand=True,
        ragged_rows=True,
        formatting_info=False,
    )
    try:
        names = tuple(book.sheet_names())
        epoch = datetime(1904, 1, 1) if book.datemode else datetime(1899, 12, 30)  # noqa: DTZ001
        grids = [
            _grid(book.sheet_by_name(name), name, epoch)
            for name in names
            if wanted(name) or len(names) == 1
        ]
    finally:
        book.release_resources()
    return grids, names


def _grid(sheet: xlrd.sheet.Sheet, name: str, epoch: datetime) -> Grid:
    grid = Grid(name)
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            grid.put(row + 1, column + 1, _cell(kind, value, epoch))
    return grid


def _cell(kind: int, value: object, epoch: datetime) -> RawCell:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return RawCell("TRUE" if value else "FALSE")
    if kind == xlrd.XL_CELL_ERROR:
        codes = xlrd.error_text_from_code
        return RawCell(str(codes.get(value, "#?")), is_error=True)
    if isinstance(value, float):
        return RawCell(number_text(value, kind == xlrd.XL_CELL_DATE, epoch))
    return RawCell(plain_text(str(value)))
