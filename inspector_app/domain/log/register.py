"""Registers: which changes are heads, and whether they agree.

``dead(x)``: some change of the same register names x in its ``sup``. Heads are what is not dead.
No clock and no arrival order takes part (``docs/formats/change.md``, section "Concurrency").
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.log.change import (
    DEVICE_KINDS,
    LIFE,
    ORDINARY,
    PROJECTED,
    Change,
    Kind,
    Ref,
    Register,
    StoredChange,
    Value,
)
from inspector_app.domain.log.ids import ActorId, ChangeId, DeviceId
from inspector_app.domain.log.quarantine import quarantined


@dataclass(frozen=True, slots=True)
class Head:
    """A change that nothing supersedes, as read models need it."""

    ref: Ref
    id: ChangeId
    lam: int
    wall: int
    actor: ActorId
    kind: int
    form: bytes
    value: Value
    value_key: bytes
    """Equal keys = equal values; a deletion differs from every value."""

    @property
    def dev(self) -> DeviceId:
        """The device that wrote it."""
        return self.ref.dev

    @property
    def is_deletion(self) -> bool:
        """Whether this head removes what the register held."""
        return self.kind == Kind.DELETE


def value_key(kind: int, value_bytes: bytes) -> bytes:
    """What decides whether two heads say the same: exact value bytes; deletions agree."""
    return b"d" if kind == Kind.DELETE else b"v" + value_bytes


def head_of(stored: StoredChange) -> Head:
    """The head that a stored change is, as long as nothing supersedes it."""
    change = stored.change
    return Head(
        ref=stored.ref,
        id=stored.id,
        lam=change.lam,
        wall=change.wall,
        actor=change.actor,
        kind=change.kind,
        form=change.form,
        value=change.value,
        value_key=value_key(change.kind, stored.value_bytes),
    )


def is_conflict(heads: Iterable[Head]) -> bool:
    """Two or more heads that do not say the same."""
    return len({head.value_key for head in heads}) > 1


def provisional(heads: Iterable[Head]) -> Head | None:
    """The head a screen shows while a conflict is open: deterministic, and always flagged."""
    return max(heads, key=lambda head: (head.lam, head.id), default=None)


def conflict_id(heads: Iterable[Head]) -> bytes:
    """Names a conflict by exactly the heads in it, so that a late head makes it a new one."""
    return hashlib.sha256(b"".join(sorted(head.id for head in heads))).digest()[:16]


def project(changes: Iterable[StoredChange]) -> dict[Register, tuple[Head, ...]]:
    """All heads of a set of changes, by brute force: the meaning of the log in ten lines.

    The store's incremental projection must always equal this (``vault check`` compares).
    Unknown kinds and changes in quarantine are not projected and supersede nothing.
    """
    by_id = {stored.id: stored for stored in changes}
    held = quarantined(by_id.values())
    by_register: defaultdict[Register, list[StoredChange]] = defaultdict(list)
    for stored in by_id.values():
        if stored.change.kind in PROJECTED and stored.id not in held:
            by_register[stored.change.register].append(stored)
    heads: dict[Register, tuple[Head, ...]] = {}
    for register, members in by_register.items():
        living = alive(members)
        found = [head_of(member) for member in members if member.id in living]
        heads[register] = tuple(sorted(found, key=lambda head: head.id))
    return heads


def alive(members: Iterable[StoredChange]) -> frozenset[ChangeId]:
    """Which of a register's changes nothing supersedes.

    Args:
        members: its changes that are projected.
    """
    by_ref = {member.ref: member for member in members}
    dead: set[Ref] = set()
    for member in by_ref.values():
        own = member.change.actor if is_limited(member.change) else None
        for ref in member.change.sup:
            named = by_ref.get(ref)
            if named is not None and own in (None, named.change.actor):
                dead.add(ref)
    return frozenset(member.id for ref, member in by_ref.items() if ref not in dead)


def is_limited(change: Change) -> bool:
    """Whether a change replaces only what its own author wrote.

    Who names several changes without deciding between them (``resolve``) replaces none that is
    another person's. A life register has rules of its own: a removal names what it has seen.
    """
    return len(change.sup) > 1 and names_others(change.kind, change.path)


def names_others(kind: int, path: str) -> bool:
    """Whether a change of this kind and path may not decide between what several people wrote."""
    return kind in ORDINARY and path != LIFE


def is_trip_state(kinds: Iterable[int]) -> bool:
    """Whether a register whose heads are of these kinds belongs to the trip, not to devices."""
    return any(kind not in DEVICE_KINDS for kind in kinds)


def state_digest(heads: Mapping[Register, Iterable[Head]]) -> str:
    """A digest equal in two vaults that hold the same changes of a trip (64 hex digits)."""
    return digest_of_ids(
        {
            register: [head.id for head in found]
            for register, found in ((register, tuple(found)) for register, found in heads.items())
            if is_trip_state(head.kind for head in found)
        }
    )


def digest_of_ids(heads: Mapping[Register, Iterable[ChangeId]]) -> str:
    """SHA-256 over the sorted registers: entity, path, zero byte, number of heads, sorted ids."""
    digest = hashlib.sha256()
    for register in sorted(heads):
        ids = sorted(heads[register])
        digest.update(register.ent + register.path.encode() + b"\0" + len(ids).to_bytes(4, "big"))
        digest.update(b"".join(ids))
    return digest.hexdigest()
