"""Sheets in one text file: CSV with the sheet's name in the first column, or a Markdown table.

Both forms are pyxform's. Vietnamese Excel writes CSV with semicolons; that is read too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from inspector_app.domain.saying import said
from inspector_app.formats.sheet_tables import MAX_CELL, Grid, RawCell, TooMuch

_CELL_EDGE = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[|:\- ]*")


def csv_grids(text: str) -> list[Grid]:
    """The sheets of a CSV file.

    Raises:
        TooMuch: beyond the bounds, or quotes that do not close.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise TooMuch(said("dấu nháy kép trong tệp CSV không khép hoặc một ô quá dài")) from error
    return _grids(rows)


def markdown_grids(text: str) -> list[Grid]:
    """The sheets of a Markdown file.

    Raises:
        TooMuch: beyond the bounds.
    """
    return _grids(_markdown_rows(text))


def _markdown_rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        stripped = line.strip()
        if len(stripped) > 20 * MAX_CELL:
            raise TooMuch(said("một dòng của tệp quá dài"))
        if stripped.startswith("|") and not _SEPARATOR.fullmatch(stripped):
            inner = stripped[1:-1] if stripped.endswith("|") else stripped[1:]
            yield [part.strip().replace(r"\|", "|") for part in _CELL_EDGE.split(inner)]


def _grids(rows: Iterable[Sequence[str]]) -> list[Grid]:
    """A row with text in its first cell opens a sheet; the others belong to the sheet above."""
    grids: list[Grid] = []
    number = 0
    for row in rows:
        if row and row[0].strip():
            grids.append(Grid(row[0].strip()))
            number = 0
        if not grids or not any(cell.strip() for cell in row[1:]):
            number += bool(grids) and number > 0
            continue
        number += 1
        for column, cell in enumerate(row[1:], 1):
            grids[-1].put(number, column, RawCell(cell))
    return grids
