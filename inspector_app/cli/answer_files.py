"""Answers as a table in text: ``question, row, reported, verified, note, source, period``.

One line per question (or cell of a table's row). An empty cell says nothing about that side; to
clear an answer, type it as a command. Separators may be commas, semicolons or tabs, as the
spreadsheet programs of different countries write them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.trip.values import Side
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _

MOST_BYTES: Final = 8 * 1024 * 1024
_HEADINGS: Final = {
    "question": "question",
    "câu": "question",
    "câu hỏi": "question",
    "row": "row",
    "dòng": "row",
    "reported": "reported",
    "báo cáo": "reported",
    "verified": "verified",
    "xác minh": "verified",
    "note": "note",
    "ghi chú": "note",
    "source": "source",
    "nguồn": "source",
    "period": "period",
    "kỳ số liệu": "period",
}
_SIDES: Final = tuple(Side)


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer to write; ``row`` is a number from 1, an id, or empty."""

    question: str
    row: str
    side: Side
    text: str


def read_answers(path: str) -> list[Entry]:
    """The answers of a file. Raises: FileAccessError, InputValueError (with the line)."""
    data = HostFiles().read(path, limit=MOST_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputValueError(field=path, what=_("không phải văn bản UTF-8")) from error
    return list(parse_answers(text, path))


def parse_answers(text: str, name: str) -> Iterator[Entry]:
    """The answers of a table's text. Raises: InputValueError."""
    lines = table_lines(text, name)
    columns = _columns(lines[0][1], name)
    for number, cells in lines[1:]:
        others = any(cell.strip() for cell in cells[1:])
        if not others and (not cells or not cells[0].strip() or cells[0].startswith("#")):
            continue  # an empty line, or a remark that is alone on its line
        if len(cells) != len(columns):
            what = _("có {found} ô, cần {wanted}").format(found=len(cells), wanted=len(columns))
            raise InputValueError(
                field=_("{file}, dòng {line}").format(file=name, line=number), what=what
            )
        found = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
        if not found["question"]:
            raise InputValueError(
                field=_("{file}, dòng {line}").format(file=name, line=number),
                what=_("thiếu tên câu"),
            )
        for side in _SIDES:
            if found.get(side):
                yield Entry(found["question"], found.get("row", ""), side, found[side])


def table_lines(text: str, name: str) -> list[tuple[int, list[str]]]:
    """The lines of a table in text, each with its number; at least the headings.

    Raises:
        InputValueError: nothing to read, or quotation marks that do not close.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise InputValueError(field=name, what=str(error)) from error
    if not lines:
        raise InputValueError(field=name, what=_("tệp rỗng"))
    return lines


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=first.count)


def _columns(cells: list[str], name: str) -> list[str]:
    columns = []
    for cell in cells:
        column = _HEADINGS.get(cell.strip().casefold())
        if column is None or column in columns:
            raise InputValueError(
                field=_("{file}, dòng {line}").format(file=name, line=1),
                what=_(
                    "không hiểu cột «{column}»; các cột là question, row, reported, verified, note, source, period"
                ).format(column=cell),
            )
        columns.append(column)
    if "question" not in columns:
        raise InputValueError(field=name, what=_("thiếu cột question"))
    return columns
