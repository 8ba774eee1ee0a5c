"""What the summary tables are made of: each unit with its answers, points and dossier flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.trip.values import Inspection, UnitKind
from inspector_app.services.flows import flow_columns
from inspector_app.services.printed_tables import row_title
from inspector_app.services.printed_values import PrintedValues, count_of
from inspector_app.services.score_views import InspectionScores, ScoreSettings, UnitScores
from inspector_app.services.views import InspectionView, QuestionView, TableRow, TableView

KINDS: Final = {
    UnitKind.DEPARTMENT: "Sở, ban, ngành",
    UnitKind.SUBORDINATE: "Đơn vị trực thuộc",
    UnitKind.DISTRICT: "Cấp huyện",
    UnitKind.COMMUNE: "Cấp xã",
}
VERIFIED: Final = "Xác minh"
REPORTED: Final = "Báo cáo"


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """One field of the dossier flow of a unit; ``side`` says whose figures they are."""

    field: str
    side: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class UnitData:
    """One unit of the tables; without ``view`` where its form is not in this vault.

    ``name`` is unique among the units of the tables.
    """

    name: str
    inspection: Inspection
    view: InspectionView | None = None
    scores: InspectionScores | None = None
    standing: UnitScores | None = None
    flow: tuple[FlowEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class TripData:
    """All units of the tables in the order of the plan, and how the trip deals with points."""

    units: tuple[UnitData, ...]
    settings: ScoreSettings


def unit_names(inspections: Sequence[Inspection]) -> tuple[str, ...]:
    """A name for each unit that no other has: with the body above it, else with a number."""
    given = [one.unit.name.strip() for one in inspections]
    counted = Counter(given)
    longer = [
        f"{name} ({one.unit.parent_name.strip()})"
        if counted[name] > 1 and one.unit.parent_name.strip()
        else name
        for name, one in zip(given, inspections, strict=True)
    ]
    seen: Counter[str] = Counter()
    found = []
    for name in longer:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} [{seen[name]}]")
    return tuple(found)


def flow_of(view: InspectionView) -> tuple[FlowEntry, ...]:
    """The rows of the dossier flow; empty where the form has none, or nothing is recorded in it."""
    printed = PrintedValues(view)
    return tuple(
        entry
        for table in _tables(view)
        if table.is_relevant and table.rows
        for entry in _entries(table, printed)
    )


def _tables(view: InspectionView) -> Iterator[TableView]:
    for section in view.sections:
        for item in section.items:
            if isinstance(item, TableView):
                yield item


def is_flow(table: TableView) -> bool:
    """Whether a table is the dossier flow."""
    return bool(_columns(table))


def _columns(table: TableView) -> tuple[str, ...]:
    if not table.rows:
        return ()
    return flow_columns({name: cell.question for name, cell in table.rows[0].cells.items()})


def _entries(table: TableView, printed: PrintedValues) -> Iterator[FlowEntry]:
    columns = _columns(table)
    if not columns:
        return
    for number, row in enumerate(table.rows, 1):
        field = row_title(row.cells, printed) or f"Dòng {number}"
        verified = _counts((row.cells[name] for name in columns), printed, VERIFIED)
        reported = _counts((row.cells[name] for name in columns), printed, REPORTED)
        if any(count is not None for count in verified):
            yield FlowEntry(field, VERIFIED, verified)
        elif any(count is not None for count in reported):
            yield FlowEntry(field, REPORTED, reported)


def _counts(
    cells: Iterable[QuestionView], printed: PrintedValues, side: str
) -> tuple[int | None, ...]:
    read = printed.held if side == VERIFIED else printed.reported
    return tuple(count_of(read(cell)) for cell in cells)


def all_rows(view: InspectionView) -> Iterator[tuple[TableView, int, TableRow]]:
    """Every row of every table that is asked, those inside rows included, numbered from 1."""
    pending = [one for one in _tables(view) if one.is_relevant]
    while pending:
        table = pending.pop(0)
        for number, row in enumerate(table.rows, 1):
            yield table, number, row
            pending += [one for one in row.tables if one.is_relevant]
