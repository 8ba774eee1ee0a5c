"""Rows of a form's sheets under the standard names of their columns and types.

XLSForm has many names for one thing (``relevance`` and ``relevant``, ``select one from`` and
``select_one``); the checks see one name, the messages show the author's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.formats.sheet_tables import Line

_COLUMN_ALIASES = {
    "bind::calculate": "calculation",
    "bind::constraint": "constraint",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "bind::readonly": "readonly",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "calculate": "calculation",
    "caption": "label",
    "command": "type",
    "constraining_message": "constraint_message",
    "control::appearance": "appearance",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "media::audio": "audio",
    "media::big-image": "big-image",
    "media::image": "image",
    "media::video": "video",
    "read_only": "readonly",
    "relevance": "relevant",
    "requiredmsg": "required_message",
    "tag": "name",
    "value": "name",
}
TRANSLATED = frozenset(
    (
        "label", "hint", "guidance_hint", "constraint_message", "required_message",
        "image", "big-image", "audio", "video",
    )
)  # fmt: skip
"""Columns that may stand once per language."""
EXPRESSIONS = (
    "relevant", "constraint", "calculation", "required", "default", "choice_filter", "readonly",
    "repeat_count",
)  # fmt: skip
"""Columns of the survey sheet that hold expressions."""

_TYPE_ALIASES = {
    "add audio prompt": "audio",
    "add acknowledge prompt": "acknowledge",
    "add date prompt": "date",
    "add file prompt": "file",
    "add image prompt": "image",
    "add integer prompt": "integer",
    "add note prompt": "note",
    "add photo prompt": "image",
    "add select multiple prompt using": "select_multiple",
    "add select one prompt using": "select_one",
    "add text prompt": "text",
    "add video prompt": "video",
    "begin group": "begin_group",
    "begin loop": "begin_loop",
    "begin repeat": "begin_repeat",
    "calculation": "calculate",
    "datetime": "dateTime",
    "device id": "deviceid",
    "end group": "end_group",
    "end loop": "end_loop",
    "end repeat": "end_repeat",
    "end time": "end",
    "imei": "deviceid",
    "int": "integer",
    "phone number": "phonenumber",
    "photo": "image",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "select multiple": "select_multiple",
    "select multiple from file": "select_multiple_from_file",
    "select one": "select_one",
    "select one from": "select_one",
    "select one from file": "select_one_from_file",
    "select1": "select_one",
    "start time": "start",
    "string": "text",
    "trigger": "acknowledge",
}
_BY_LENGTH = sorted(_TYPE_ALIASES, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its number, its cells by standard column, and the author's headings."""

    sheet: str
    number: int
    cells: Line
    headings: Line

    def get(self, column: str) -> str:
        """The cell of a standard column; empty when there is none."""
        return self.cells.get(column, "").strip()

    def all_of(self, column: str) -> Iterator[tuple[str, str]]:
        """The author's heading and the cell of a column in every language."""
        for key, cell in self.cells.items():
            if key == column or key.startswith(column + "::"):
                yield self.headings[key], cell

    def problem(
        self,
        what: str,
        column: str = "",
        *,
        remedy: str = "",
        code: str = "form",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem in this row."""
        return Problem(
            what,
            sheet=self.sheet,
            row=self.number,
            column=self.headings.get(column, column),
            remedy=remedy,
            code=code,
            severity=severity,
        )

    def warning(self, what: str, column: str = "", *, remedy: str = "", code: str) -> Problem:
        """A problem in this row that does not keep the form from being used."""
        return self.problem(what, column, remedy=remedy, code=code, severity=Severity.WARNING)


def standard_column(heading: str) -> str:
    """The standard name of a column; its language is kept: ``label::English (en)``."""
    parts = [part.strip() for part in re.split(r"::?", heading)]
    if "::" in heading:
        parts = [part.strip() for part in heading.split("::")]
    elif parts[0].lower() not in TRANSLATED:
        parts = [heading.strip()]
    lowered = "::".join(part.lower() for part in parts)
    if lowered in _COLUMN_ALIASES:
        return _COLUMN_ALIASES[lowered]
    if parts[0].lower() in ("bind", "control", "body", "instance") and len(parts) == 2:
        return lowered
    for count in (2, 1):
        first = "::".join(part.lower() for part in parts[:count])
        base = _COLUMN_ALIASES.get(first, first)
        if base in TRANSLATED:
            return "::".join([base, *parts[count:]])
    return lowered


def rows_of(sheet: str, lines: Sequence[Line]) -> list[Row]:
    """The rows that are not empty."""
    names: dict[str, str] = {}
    rows: list[Row] = []
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        cells: dict[str, str] = {}
        headings: dict[str, str] = {}
        for heading, cell in line.items():
            key = names.get(heading) or names.setdefault(heading, standard_column(heading))
            if key not in cells:
                cells[key], headings[key] = cell, heading
        rows.append(Row(sheet, number, cells, headings))
    return rows


def base_type(text: str) -> tuple[str, str]:
    """The canonical type and the rest of a cell of the ``type`` column, such as the list's name."""
    words = " ".join(text.split())
    lowered = words.lower()
    for alias in _BY_LENGTH:
        if lowered == alias or lowered.startswith(alias + " "):
            return _TYPE_ALIASES[alias], words[len(alias) :].strip()
    first, _, rest = words.partition(" ")
    return (first if first == "dateTime" else first.lower()), rest.strip()


def list_of(row: Row) -> str:
    """The choice list that a select of the survey sheet uses; empty for other types."""
    kind, rest = base_type(row.get("type"))
    is_select = kind in ("select_one", "select_multiple", "rank")
    return rest.split(" ")[0] if is_select and rest else ""


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that an author probably meant; empty when none is near.

    Only words of about the same length are compared, and not more than a few hundred.
    """
    near = sorted(one for one in known if abs(len(one) - len(word)) <= 3)[:300]
    found = difflib.get_close_matches(word[:40], near, n=1, cutoff=cutoff)
    return found[0] if found else ""
