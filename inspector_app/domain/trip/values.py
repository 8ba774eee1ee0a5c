"""The things of a trip as frozen values; all are read from registers (``services.trips``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.ids import EntityId


class UnitKind(StrEnum):
    """Kinds of inspected bodies (three-tier edition; two-tier trips use no ``district``)."""

    DEPARTMENT = "department"
    SUBORDINATE = "subordinate"
    DISTRICT = "district"
    COMMUNE = "commune"


class Role(StrEnum):
    """What a member is in the team."""

    LEADER = "leader"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


class Side(StrEnum):
    """Whose value an answer is: reported by the unit, or verified by the team; and texts about it.

    A figure has a source and a period; a table has one of each for all its figures.
    """

    REPORTED = "reported"
    VERIFIED = "verified"
    NOTE = "note"
    SOURCE = "source"
    PERIOD = "period"

    @property
    def is_text(self) -> bool:
        """Whether it is a text about the answer and no value of the question."""
        return self not in (Side.REPORTED, Side.VERIFIED)

    @property
    def is_about_figure(self) -> bool:
        """Whether only figures have it: where they are from, and what period they cover."""
        return self in FIGURE_SIDES


FIGURE_SIDES: Final = (Side.SOURCE, Side.PERIOD)


class Severity(StrEnum):
    """How heavy a finding is."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


class RemediationState(StrEnum):
    """What the team thinks of what the unit did."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a unit is inspected no more, or that a member left, in the middle of a trip."""

    reason: str
    replaced_by: EntityId | None = None
    """The inspection or member in its place."""


@dataclass(frozen=True, slots=True)
class Trip:
    """An inspection round."""

    id: EntityId
    title: str
    agency: str
    """The body that set the teams up; printed as the parent body of the minutes."""
    decision_number: str
    decision_date: date | None
    period_from: date | None
    period_to: date | None
    starts: date | None
    ends: date | None
    place: str
    copies: int
    forms: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the pinned form by unit kind."""


@dataclass(frozen=True, slots=True)
class Team:
    """One of the trip's teams."""

    id: EntityId
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a team."""

    id: EntityId
    team: EntityId
    name: str
    post: str
    agency: str
    role: Role
    left: Withdrawal | None = None
    """Set when the member left the team; what the member did stays."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An inspected body."""

    id: EntityId
    name: str
    kind: UnitKind
    parent_name: str
    address: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """One unit in one trip, with its pinned form."""

    id: EntityId
    unit: Unit
    team: Team
    planned: date | None
    half_day: str
    """``morning``, ``afternoon`` or empty."""
    form_sha256: str
    is_unannounced: bool = False
    """Not told to the unit beforehand."""
    withdrawn: Withdrawal | None = None
    """Set when the unit left the trip; its answers stay."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person present at the unit."""

    id: EntityId
    is_team: bool
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A shortcoming the team records, linked to the question it came from."""

    id: EntityId
    inspection: EntityId
    question: str
    severity: Severity
    text: str
    legal_basis: str
    cause: str
    evidence: tuple[EntityId, ...] = ()
    """What shows it: evidence of the inspection."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the unit must do, by whom, by when; may name the finding and the question it answers."""

    id: EntityId
    inspection: EntityId
    finding: EntityId | None
    text: str
    responsible: str
    due: date | None
    question: str = ""
    """The question it came from: its own, or that of the finding."""


@dataclass(frozen=True, slots=True)
class Remediation:
    """What the unit did about a requirement, of this trip or of the last one."""

    id: EntityId
    inspection: EntityId
    requirement: EntityId | None
    text: str
    done: date | None
    evidence: tuple[EntityId, ...]
    state: RemediationState
    reason: str
    decided_by: str = ""
    """Who accepted or rejected it; empty while nobody did."""
    decided_wall: int = 0
    """The claimed time of that, milliseconds since 1970 UTC."""
    is_disputed: bool = False
    """Whether people decided differently and no leader has settled it: nothing is decided then."""

    @property
    def is_accepted(self) -> bool:
        """Whether the team accepts it, with one voice."""
        return self.state is RemediationState.ACCEPTED and not self.is_disputed


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file or photo; its bytes are named by the SHA-256 of what is stored."""

    id: EntityId
    inspection: EntityId
    question: str
    name: str
    media_type: str
    size: int
    sha256: str
    original_sha256: str
    caption: str
    is_present: bool
    told_apart: str = ""
    """Name and author, where other bytes of the same name stand beside it; else empty."""

    @property
    def shown_name(self) -> str:
        """What lists call it: its name, with the author where that alone would be ambiguous."""
        return self.told_apart or self.name


@dataclass(frozen=True, slots=True)
class Session:
    """What is recorded of the session at the unit."""

    started: str = ""
    """``YYYY-MM-DDTHH:MM`` local, or empty."""
    ended: str = ""
    place: str = ""
    unit_opinion: str = ""
    conclusion: str = ""
    refusal: str = ""
    """Why the unit did not sign; empty when it signs."""
    attendees: tuple[Attendee, ...] = ()
