"""What comparing and recording a unit's workbook shows: differences, problems, a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.problems import Problem, Problems, Severity
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.self_reports import FilledCell, Part
from inspector_app.domain.trip.values import Inspection, Side

SIDES: Final[Mapping[Part, Side]] = {
    Part.VALUE: Side.REPORTED,
    Part.REASON: Side.REPORTED,
    Part.NAME: Side.REPORTED,
    Part.PERIOD: Side.PERIOD,
    Part.SOURCE: Side.SOURCE,
}
"""The side of an answer that each part of a workbook is kept on; points are kept apart."""
ANSWERS: Final = frozenset((Part.VALUE, Part.REASON, Part.NAME))
RULE: Final = "report-rule"
"""The code of a problem of a value that can be recorded all the same."""


class Difference(StrEnum):
    """How a cell of the workbook differs from what is recorded."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    """Recorded, and empty in the workbook: nothing is erased unless somebody says so."""
    BOTH = "both"
    """Changed in the workbook and, since it was made, in the program: kept unless somebody says so."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One difference: where it stands in the workbook, what is recorded, what the workbook says."""

    cell: FilledCell
    question: Question
    kind: Difference
    before: Value
    after: Value
    is_new_row: bool = False
    """Whether it stands in a row that the inspection does not have yet."""


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """What recording a workbook would do; ``sha256`` is of its file."""

    inspection: Inspection
    path: str
    sha256: str
    made: str
    lines: tuple[ReportLine, ...]
    equal: int
    newer: int
    """Values that the program got since the workbook was made, whose cells nobody touched."""
    missing: int
    """Required cells that the unit left empty."""
    problems: Problems = field(default_factory=lambda: Problems(()))

    def count(self, kind: Difference) -> int:
        """How many differences of a kind."""
        return sum(line.kind is kind for line in self.lines)

    @property
    def recordable(self) -> int:
        """Values that recording would write, without erasing anything."""
        return self.count(Difference.NEW) + self.count(Difference.CHANGED)

    @property
    def overwritable(self) -> int:
        """Values of the workbook that would replace what changed here, too."""
        return sum(line.kind is Difference.BOTH and line.after is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What recording a workbook wrote; ``take_back`` needs it."""

    inspection: Inspection
    written: tuple[ReportLine, ...]
    rows: tuple[EntityId, ...]
    """Rows that came into being."""
    skipped: int
    """Cells that could not be read."""
    kept: int
    """Recorded values whose cells are empty, or that changed here, too; they stay."""
    register: str = ""
    """The path of what is recorded of the file itself."""


def problem_at(
    cell: FilledCell, what: str, code: str, severity: Severity = Severity.ERROR
) -> Problem:
    """A problem of one cell."""
    return Problem(
        what,
        sheet=cell.sheet,
        row=cell.row,
        column=cell.address,
        question=cell.target.question,
        code=code,
        severity=severity,
    )
