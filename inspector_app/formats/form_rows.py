"""Rows of a form's sheets under the standard names of their columns and types.

The checks see one name for each thing, the messages show the author's.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.formats.sheet_tables import Line
from inspector_app.formats.xlsform_names import TRANSLATED, TYPE_ALIASES, standard_column

__all__ = [
    "EXPRESSIONS", "TRANSLATED", "Row", "base_type", "closest", "list_of", "rows_of",
    "standard_column",
]  # fmt: skip

EXPRESSIONS = (
    "relevant", "constraint", "calculation", "required", "default", "choice_filter", "readonly",
    "repeat_count",
)  # fmt: skip
"""Columns of the survey sheet that hold expressions."""

_BY_LENGTH = sorted(TYPE_ALIASES, key=len, reverse=True)


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
            return TYPE_ALIASES[alias], words[len(alias) :].strip()
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
