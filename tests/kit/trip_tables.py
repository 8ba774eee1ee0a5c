"""Reads the tables of a trip, and lets another program compute their formulas anew."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from inspector_app.documents.workbook_sheets import head_rows
from inspector_app.documents.workbooks import WorkbookWriter
from inspector_app.domain.report.worksheets import Book, Cell, CellKind, Sheet


def sheet(book: Book, name: str) -> Sheet:
    return next(one for one in book.sheets if one.name == name)


def column(one: Sheet, title: str, group: str = "") -> int:
    return next(
        place
        for place, found in enumerate(one.columns)
        if found.title == title and (not group or found.group == group)
    )


def line(one: Sheet, *first: str) -> tuple[Cell, ...]:
    return next(
        found.cells
        for found in one.lines
        if tuple(cell.value for cell in found.cells[: len(first)]) == first
    )


def computed_anew(book: Book, folder: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice computes it from the cells alone; skips aloud without it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: the formulas were not computed anew")
    source, out = folder / "bang.xlsx", folder / "computed"
    source.write_bytes(WorkbookWriter().write(_forgotten(book)))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = ["--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run([office, profile, *words], check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(out / "bang.xlsx", data_only=True)


def _forgotten(book: Book) -> Book:
    """The book without cached values: whatever comes out was computed by the other program."""

    def cell(one: Cell) -> Cell:
        return one if one.formula is None else replace(one, value=None)

    return replace(
        book,
        sheets=tuple(
            replace(
                one,
                lines=tuple(replace(x, cells=tuple(map(cell, x.cells))) for x in one.lines),
            )
            for one in book.sheets
        ),
    )


def differences(book: Book, read: openpyxl.Workbook) -> Iterator[str]:
    """Cells whose value in a read workbook is not that of the book."""
    compared = 0
    for one in book.sheets:
        first = head_rows(one)[1] + 1
        for number, row in enumerate(one.lines, first):
            for place, cell in enumerate(row.cells):
                found = read[one.name].cell(number, place + 1).value
                compared += cell.formula is not None
                if not _is_same(cell, found):
                    address = f"{one.name}!{get_column_letter(place + 1)}{number}"
                    yield f"{address}: {cell.value!r} → {found!r}"
    assert compared


def _is_same(cell: Cell, found: object) -> bool:
    wanted = cell.value
    if wanted is None or wanted == "":
        return found in (None, "")
    if isinstance(wanted, Decimal | int) and not isinstance(found, str):
        return isinstance(found, int | float) and abs(float(wanted) - float(found)) < 1e-9
    if cell.kind is CellKind.DAY:
        return str(found)[:10] == str(wanted)
    return found == wanted
