"""What the summary tables are made of: each unit with its answers, points and dossier flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.trip.values import Inspection, UnitKind
from inspector_app.services.flow_figures import FlowEntry, tables_of
from inspector_app.services.score_views import InspectionScores, ScoreSettings, UnitScores
from inspector_app.services.views import InspectionView, TableRow, TableView

KINDS: Final = {
    UnitKind.DEPARTMENT: "Sở, ban, ngành",
    UnitKind.SUBORDINATE: "Đơn vị trực thuộc",
    UnitKind.DISTRICT: "Cấp huyện",
    UnitKind.COMMUNE: "Cấp xã",
}


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


def all_rows(view: InspectionView) -> Iterator[tuple[TableView, int, TableRow]]:
    """Every row of every table that is asked, those inside rows included, numbered from 1."""
    pending = [one for one in tables_of(view) if one.is_relevant]
    while pending:
        table = pending.pop(0)
        for number, row in enumerate(table.rows, 1):
            yield table, number, row
            pending += [one for one in row.tables if one.is_relevant]
