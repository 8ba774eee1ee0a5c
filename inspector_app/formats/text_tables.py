"""Sheets in one text file: CSV with the sheet's name in the first column, or a Markdown table.

Both forms are pyxform's. A CSV file of one sheet without its name, as a spreadsheet saves it, is the
survey. Vietnamese Excel writes CSV with semicolons, «Unicode text» with tabs in UTF-16; all are read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from inspector_app.domain.saying import said
from inspector_app.formats.sheet_tables import MAX_CELL, Grid, RawCell, TooMuch, composed
from inspector_app.formats.xlsform_names import standard_column

_CELL_EDGE = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"[|:\- ]*")


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark.

    Raises:
        UnicodeDecodeError: in another encoding, or no text.
    """
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_utf16 else "utf-8-sig")


def has_survey(text: str) -> bool:
    """Whether a CSV file has a survey sheet, or is one."""
    if re.search(r'^"?survey"?[ ]*(?:[,;\t]|$)', text, re.MULTILINE | re.IGNORECASE):
        return True
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _is_heading(first[:MAX_CELL].replace('"', "").split(_delimiter(first)))


def csv_grids(text: str) -> list[Grid]:
    """The sheets of a CSV file with commas, semicolons or tabs; one whose first line is a heading is the survey.

    Raises:
        TooMuch: beyond the bounds, or quotes that do not close.
    """
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise TooMuch(said("dấu nháy kép trong tệp CSV không khép hoặc một ô quá dài")) from error
    start = next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    if rows and _is_heading(rows[start]):
        return _grids([["survey"], *(["", *row] for row in rows[start:])])
    return _grids(rows)


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first line that has one; a comma when none does."""
    first = next((line for line in text.splitlines() if re.search("[,;\t]", line)), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=lambda one: (bare.count(one), one == ","))


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether a line has the headings that every survey sheet has."""
    return {"type", "name"} <= {standard_column(composed(cell)) for cell in cells}


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
