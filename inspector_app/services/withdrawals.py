"""Registers that say that a unit or a member is out of the trip: a map of reason and replacement."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.register import provisional
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Withdrawal
from inspector_app.services.ports.store import Log

WITHDRAWN = "withdrawn"
"""At an inspection."""
LEFT = "left"
"""At a member."""


def as_withdrawal(value: Value) -> Withdrawal | None:
    """What a register ``left`` or ``withdrawn`` says; anything but a map is nothing."""
    if not isinstance(value, Mapping):
        return None
    reason, by = value.get("reason"), value.get("by")
    text = clean(reason) if isinstance(reason, str) else ""
    return Withdrawal(text, EntityId(by) if isinstance(by, bytes) and len(by) == 16 else None)


def as_register(found: Withdrawal | None) -> dict[str, Value] | None:
    """The value to write."""
    return None if found is None else {"reason": found.reason, "by": found.replaced_by}


def withdrawal_of(
    log: Log, authors: AbstractSet[DeviceId], ent: EntityId, path: str
) -> Withdrawal | None:
    """What the trip's author says of an entity; others only where the author says nothing.

    Args: ``authors``: the devices of the trip's author (``reading.author_devices``).
    """
    heads = log.heads(Register(ent, path))
    head = provisional(tuple(one for one in heads if one.dev in authors) or heads)
    return None if head is None or head.is_deletion else as_withdrawal(head.value)
