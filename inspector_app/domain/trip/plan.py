"""A trip as its workbook states it, before anything is written into a vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.trip.values import Role, UnitKind


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """A row of the members sheet."""

    team: int
    name: str
    post: str
    agency: str
    role: Role
    code: str = ""
    """The beginning of the member's id where the trip is read again; empty for a new one."""


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A row of the units sheet: a unit and the inspection of it."""

    team: int
    name: str
    kind: UnitKind
    parent: str
    address: str
    day: date | None
    half_day: str
    is_invented: bool
    is_unannounced: bool = False
    """A visit that is not told to the unit beforehand (kiểm tra đột xuất); it may have no day yet."""
    code: str = ""
    """The beginning of the inspection's id where the trip is read again; empty for a new one."""


@dataclass(frozen=True, slots=True)
class TripPlan:
    """Everything the workbook says; consistent (every team named exists and has a leader)."""

    title: str
    agency: str
    decision_number: str
    decision_date: date
    period_from: date
    period_to: date
    starts: date
    ends: date
    place: str
    copies: int
    teams: tuple[tuple[int, str], ...]
    members: tuple[PlannedMember, ...]
    units: tuple[PlannedUnit, ...]
