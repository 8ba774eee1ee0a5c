"""Editions of the trip: which are recorded, and what of the trip counts in one.

The register ``edition`` of the trip holds the number, the day and what changed since the edition
before. The frame as an edition had it is read from the log: of every register, the last change up to
the edition's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from inspector_app.domain.log.change import Register, StoredChange, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, head_of, provisional
from inspector_app.domain.trip.trip_changes import TripChange
from inspector_app.domain.trip.values import Role
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields, author_devices, has_role, read_withdrawal
from inspector_app.services.withdrawals import LEFT, WITHDRAWN

EDITION: Final = "edition"
MOST_RECORDED: Final = 200
"""Changes that are written out; more are counted."""


@dataclass(frozen=True, slots=True)
class TripEdition:
    """A recorded edition of the trip."""

    number: int
    day: date | None
    changes: tuple[TripChange, ...]
    count: int
    """Of all changes; more than ``changes`` where they were too many to write out."""
    lam: int
    """Its place in the log."""


def editions(log: Log, trip: EntityId) -> tuple[TripEdition, ...]:
    """Every edition that was recorded, oldest first."""
    authors = author_devices(log)
    history = _counting(log, Register(trip, EDITION))
    own = [one for one in history if one.change.dev in authors] or history
    found = (_edition(head_of(one)) for one in own)
    return tuple(one for one in found if one is not None)


def current_edition(log: Log, trip: EntityId) -> TripEdition | None:
    """The edition that this vault knows last; None where none was recorded."""
    authors = author_devices(log)
    heads = log.heads(Register(trip, EDITION))
    head = provisional(tuple(one for one in heads if one.dev in authors) or heads)
    return None if head is None else _edition(head)


def edition_value(number: int, day: date, changes: tuple[TripChange, ...]) -> dict[str, Value]:
    """What the register says of a new edition."""
    written: list[Value] = [one.as_value() for one in changes[:MOST_RECORDED]]
    return {
        "number": number,
        "day": day.isoformat(),
        "changes": written,
        "count": len(changes),
    }


def _edition(head: Head) -> TripEdition | None:
    value = head.value
    if head.is_deletion or not isinstance(value, Mapping):
        return None
    number, count, listed = value.get("number"), value.get("count"), value.get("changes")
    if not isinstance(number, int):
        return None
    found = [TripChange.of(one) for one in listed] if isinstance(listed, list | tuple) else []
    changes = tuple(one for one in found if one is not None)
    return TripEdition(
        number=number,
        day=_day(value.get("day")),
        changes=changes,
        count=count if isinstance(count, int) else len(changes),
        lam=head.lam,
    )


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def registers_at(log: Log, ent: EntityId, lam: int | None) -> Mapping[str, tuple[Head, ...]]:
    """An entity's registers as they were when the log was at a Lamport number; None: now."""
    now = log.registers(ent)
    if lam is None:
        return now
    authors = author_devices(log)
    found: dict[str, tuple[Head, ...]] = {}
    for path in now:
        past = [one for one in _counting(log, Register(ent, path)) if one.change.lam <= lam]
        own = [one for one in past if one.change.dev in authors] or past
        if own:
            found[path] = (head_of(own[-1]),)
    return found


def held_role(log: Log, member: EntityId, role: Role) -> bool:
    """Whether the trip's author gave a member this role in any edition of the trip.

    What was decided under an old edition still merges, also after its leader was replaced.
    """
    if has_role(log, member, role):
        return True
    authors = author_devices(log)
    history = _counting(log, Register(member, "role"))
    return any(one.change.dev in authors and one.change.value == role for one in history)


def current_member(log: Log, member: EntityId) -> EntityId:
    """Who a member is now: one who moved to another team goes on there under a new id."""
    seen = {member}
    while (left := read_withdrawal(log, member, LEFT)) is not None:
        new = left.replaced_by
        if new is None or new in seen or _name(log, new) != _name(log, member):
            break
        seen.add(new)
        member = new
    return member


def _name(log: Log, ent: EntityId) -> str:
    return Fields({"name": log.heads(Register(ent, "name"))}).text("name")


def active_inspections(log: Log, trip: EntityId) -> tuple[EntityId, ...]:
    """The inspections that count: those of withdrawn units are left out."""
    ents = log.entities(EntityType.INSPECTION, trip)
    return tuple(ent for ent in ents if read_withdrawal(log, ent, WITHDRAWN) is None)


def _counting(log: Log, register: Register) -> tuple[StoredChange, ...]:
    """The history of a register without what a revoked device wrote beyond its last trusted change."""
    outlook = log.foresee()
    return tuple(one for one in log.history(register) if not outlook.is_cut_off(one))
