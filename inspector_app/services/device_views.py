"""What a screen shows of devices: who writes on them, why they are trusted, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.trip.history import Subject
from inspector_app.domain.trip.values import Role


class Trust(StrEnum):
    """Why this vault takes changes of a device in."""

    OWN = "own"
    """This vault itself."""
    FORMER = "former"
    """This vault before it was given a new identity."""
    ENROLLED = "enrolled"
    """Somebody compared its card."""
    VOUCHED = "vouched"
    """A trusted device says that it goes on as this one."""
    NONE = "none"
    """Nobody; what it wrote came in while it was trusted, or is in quarantine."""


@dataclass(frozen=True, slots=True)
class RevocationView:
    """From where on a device's changes do not count."""

    seq: int
    """Its last trusted change; 0 = none."""
    reason: str
    author: str
    """Who revoked it."""
    wall: int
    inherited_from: str
    """The name of the revoked device that had vouched for this one; empty for its own revocation."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """Changes that somebody has and this vault does not, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DeviceView:
    """One device that this vault knows of."""

    id: str
    """Hexadecimal."""
    name: str
    person: str
    role: Role | None
    """The person's in the trip; None where the card is bound to no member."""
    fingerprint: str
    """Eight words; empty while its key is not known here."""
    trust: Trust
    trusted_by: str
    """Who enrolled it, or the device that vouched for it."""
    is_author: bool
    """Whether its word on teams, roles and units counts."""
    revocations: tuple[RevocationView, ...]
    """In force; the earliest first."""
    forks: tuple[int, ...]
    """Numbers that two different changes claim."""
    missing: tuple[MissingView, ...]
    last_seq: int
    """Number of the last change held; 0 = none."""
    last_wall: int | None
    """Its claimed time, milliseconds since 1970 UTC."""
    quarantined: int
    """Changes held that do not count."""
    claimed_name: str = ""
    """What its new card calls the person, where that is another name than the compared card's."""

    @property
    def is_revoked(self) -> bool:
        """Whether changes of the device stopped counting somewhere."""
        return bool(self.revocations)


@dataclass(frozen=True, slots=True)
class QuarantinedView:
    """A change that is held and does not count until somebody adopts it."""

    change: str
    """Hexadecimal."""
    device: str
    seq: int
    author: str
    wall: int
    kind: int
    place: str
    """Name of the unit whose inspection it belongs to; empty elsewhere."""
    register: Register
    value: Value
    current: Value
    """What the register holds without it."""
    can_adopt: bool
    """False for what would revoke or adopt itself."""
    subject: Subject | None = None
    """What it is about, by the names that people know."""
    question: Question | None = None
    """The question it answers: its choices tell what the values are called."""
