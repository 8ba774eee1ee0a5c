"""What services show of a trip as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Member, Team, Trip
from inspector_app.services.views import InspectionRow


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with its members."""

    team: Team
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class TripView:
    """The trip's home page."""

    trip: Trip
    teams: tuple[TeamView, ...]
    inspections: tuple[InspectionRow, ...]
    me: Member | None
    """Who the person of this vault is in the trip; None before a card was bound to a member."""
    is_leader: bool
    conflicts: int
    withdrawn: tuple[InspectionRow, ...] = ()
    """Inspections of units that left the trip; their answers stay."""
    edition: int = 0
    """Number of the edition; 0 where none was recorded."""
    edition_day: date | None = None
    is_author: bool = False
    """Whether this vault made the trip and may edit it."""
    former: tuple[Member, ...] = ()
    """Members who left their team."""
    unreadable: tuple[EntityId, ...] = ()
    """Inspections that do not say which unit they are of: left out of every list."""
