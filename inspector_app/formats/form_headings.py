"""Headings that a sheet cannot do without: said first and alone, not once for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.formats.form_lint import ALL_TYPES
from inspector_app.formats.form_names import UNNAMED
from inspector_app.formats.form_rows import base_type, rows_of, standard_column
from inspector_app.formats.sheet_tables import Line, Sheets

_SURVEY: Final = {
    "type": ("loai", "kieu", "loai cau hoi", "kieu cau hoi"),
    "name": ("ten", "ma", "ten cau hoi", "ma cau hoi", "ten bien"),
    "label": ("nhan", "cau hoi", "noi dung", "tieu de", "nhan cau hoi"),
}
_CHOICES: Final = {
    "list_name": ("danh sach", "ten danh sach", "list"),
    "name": ("ten", "ma", "gia tri", "ten lua chon", "ma lua chon"),
    "label": ("nhan", "noi dung", "lua chon", "nhan lua chon"),
}
"""The columns that sheets need, and what people write in Vietnamese instead, without its marks."""
_MAY_LACK: Final = frozenset(("label",))
"""Columns that a sheet may lack: without them a heading must look like theirs."""


def missing_columns(sheets: Sheets) -> list[Problem]:
    """The columns without which nothing else about a sheet can be said."""
    return [
        *_missing("survey", sheets, sheets.survey, _SURVEY),
        *_missing("choices", sheets, sheets.choices, _CHOICES),
    ]


def _missing(
    sheet: str, sheets: Sheets, lines: Sequence[Line], needed: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    headings = sheets.headings.get(sheet, ())
    present = {standard_column(one).partition("::")[0] for one in headings}
    for column, words in needed.items():
        if column in present or not any(lines):
            continue
        taken = _taken(column, words, headings, lines)
        if not taken and (column in _MAY_LACK or not _needs(column, sheet, lines)):
            continue
        remedy = said("thêm cột «{column}» vào dòng 1", column=column)
        if taken:
            remedy = said(
                "đổi tiêu đề «{heading}» ở dòng 1 thành «{column}»", heading=taken, column=column
            )
        yield Problem(
            said("trang {sheet} thiếu cột «{column}»", sheet=sheet, column=column),
            sheet=sheet,
            row=1,
            column=column,
            remedy=remedy,
            code="column-missing",
        )


def _needs(column: str, sheet: str, lines: Sequence[Line]) -> bool:
    """Whether any row must have the column: notes and ends of blocks have no names."""
    if (sheet, column) != ("survey", "name"):
        return True
    kinds = (base_type(row.get("type"))[0] for row in rows_of(sheet, lines))
    return any(kind not in UNNAMED and kind not in ("note", "audit") for kind in kinds)


def _taken(
    column: str, words: Sequence[str], headings: Sequence[str], lines: Sequence[Line]
) -> str:
    """The heading that stands over the cells of the column; empty when none surely does."""
    for heading in headings:
        if fold(heading).strip() in words:
            return heading
    for heading in headings if column == "type" else ():
        cells = [line[heading] for line in lines if line.get(heading)]
        if sum(base_type(one)[0] in ALL_TYPES for one in cells) * 2 > len(cells):
            return heading
    return ""
