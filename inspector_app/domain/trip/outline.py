"""The trip's frame as one value: header, teams, members, units; what an edit turns into another.

An edition of the trip is an outline. Editing makes a new outline of the present one, checking judges
it whole, and the difference of two outlines says in words what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit, TripPlan
from inspector_app.domain.trip.values import Role, UnitKind, Withdrawal


@dataclass(frozen=True, slots=True)
class Header:
    """The decision and the dates."""

    title: str
    agency: str
    decision_number: str
    decision_date: date | None
    period_from: date | None
    period_to: date | None
    starts: date | None
    ends: date | None
    place: str
    copies: int


@dataclass(frozen=True, slots=True)
class OutlineTeam:
    """A team."""

    id: EntityId
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class OutlineMember:
    """A person in a team; ``left`` when not any more."""

    id: EntityId
    team: int
    name: str
    post: str
    agency: str
    role: Role
    left: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class OutlineUnit:
    """A unit and its inspection; ``withdrawn`` when it is inspected no more."""

    id: EntityId
    """Of the inspection."""
    unit: EntityId
    team: int
    name: str
    kind: UnitKind
    parent: str
    address: str
    day: date | None
    half_day: str
    is_invented: bool
    is_unannounced: bool = False
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The frame of a trip."""

    header: Header
    teams: tuple[OutlineTeam, ...]
    members: tuple[OutlineMember, ...]
    units: tuple[OutlineUnit, ...]

    def active_members(self, team: int | None = None) -> Iterator[OutlineMember]:
        """Members who have not left (of one team)."""
        return (
            one for one in self.members if one.left is None and (team is None or one.team == team)
        )

    def active_units(self) -> Iterator[OutlineUnit]:
        """Units that are inspected."""
        return (one for one in self.units if one.withdrawn is None)

    def plan(self) -> TripPlan:
        """What the trip's workbook says: only what is in force.

        Days that are missing stand as the first of the trip's days (``date.min`` without any).
        """
        head = self.header
        some = head.starts or date.min
        return TripPlan(
            title=head.title,
            agency=head.agency,
            decision_number=head.decision_number,
            decision_date=head.decision_date or some,
            period_from=head.period_from or some,
            period_to=head.period_to or some,
            starts=some,
            ends=head.ends or some,
            place=head.place,
            copies=head.copies,
            teams=tuple((one.number, one.name) for one in self.teams),
            members=tuple(
                PlannedMember(
                    one.team, one.name, one.post, one.agency, one.role, one.id.hex()[:CODE_LENGTH]
                )
                for one in self.active_members()
            ),
            units=tuple(_planned(one) for one in self.active_units()),
        )


CODE_LENGTH = 8


def _planned(one: OutlineUnit) -> PlannedUnit:
    return PlannedUnit(
        team=one.team,
        name=one.name,
        kind=one.kind,
        parent=one.parent,
        address=one.address,
        day=one.day,
        half_day=one.half_day,
        is_invented=one.is_invented,
        is_unannounced=one.is_unannounced,
        code=one.id.hex()[:CODE_LENGTH],
    )
