"""Criteria against the codes of the PAR Index, many to many, as rows of a table of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from inspector_app.domain.scoring.arithmetic import stored
from inspector_app.domain.scoring.criteria import Criterion

HEADINGS: Final = ("par_index", "clause", "name", "section", "label", "maximum")
_MARK: Final = b"\xef\xbb\xbf"  # Excel then takes the file for UTF-8

Row = tuple[str, ...]


def mapping_rows(criteria: Sequence[Criterion], language: str) -> Iterator[Row]:
    """A line per criterion and code; a criterion without a code has one line."""
    for one in criteria:
        for code in one.par_index or ("",):
            label = one.label.in_(language)
            yield (code, one.clause, one.name, one.section, label, stored(one.maximum))


def mapping_csv(headings: Row, rows: Iterable[Row]) -> bytes:
    """The table as a CSV file that spreadsheets read."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(headings)
    lines.writerows(rows)
    return _MARK + text.getvalue().encode("utf-8")
