"""What a set of changes means, by brute force and from the specification alone.

Shares no line with ``domain.log.register`` or the store: it is what both are compared with
(``docs/formats/change.md``, "Register, heads, conflict", "Entities", "Merge").
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspector_app.domain.log.change import StoredChange
from tests.proof.quarantine_oracle import cut_off

Place = tuple[bytes, str]
PROJECTED_KINDS = range(8)
DEVICE_KINDS = (4, 5, 6)
DELETE = 1


@dataclass
class Meaning:
    """The state that follows from a set of changes."""

    heads: dict[Place, frozenset[bytes]] = field(default_factory=dict)
    conflicts: frozenset[Place] = frozenset()
    provisional: dict[Place, bytes] = field(default_factory=dict)
    hidden: frozenset[bytes] = frozenset()
    leaves: frozenset[tuple[bytes, int, bytes]] = frozenset()
    gaps: frozenset[tuple[bytes, int]] = frozenset()
    forks: frozenset[tuple[bytes, int]] = frozenset()
    digest: str = ""
    quarantined: frozenset[bytes] = frozenset()


def meaning(changes: Iterable[StoredChange]) -> Meaning:
    """Everything that two vaults with these changes must agree on."""
    found = list(changes)
    names = {(one.change.dev, one.change.seq, one.id[:16]): one for one in found}
    out = cut_off(found)
    counting = [one for one in found if one.change.kind in PROJECTED_KINDS and one.id not in out]
    dead: set[bytes] = set()
    for one in counting:
        for ref in one.change.sup:
            target = names.get((ref.dev, ref.seq, ref.h16))
            if target is None or _place(target) != _place(one):
                continue
            if _only_own(one) and target.change.actor != one.change.actor:
                continue
            dead.add(target.id)
    alive: defaultdict[Place, list[StoredChange]] = defaultdict(list)
    for one in counting:
        if one.id not in dead:
            alive[_place(one)].append(one)
    of_trip = {
        place: heads
        for place, heads in alive.items()
        if any(one.change.kind not in DEVICE_KINDS for one in heads)
    }
    leaves, gaps, forks = _chains(found)
    return Meaning(
        heads={place: frozenset(one.id for one in heads) for place, heads in alive.items()},
        conflicts=frozenset(
            place for place, heads in of_trip.items() if len({_said(one) for one in heads}) > 1
        ),
        provisional={
            place: max(heads, key=lambda one: (one.change.lam, one.id)).id
            for place, heads in alive.items()
        },
        hidden=_hidden(alive),
        leaves=leaves,
        gaps=gaps,
        forks=forks,
        digest=_digest(of_trip),
        quarantined=out,
    )


def _only_own(one: StoredChange) -> bool:
    """Who names several changes without deciding (resolve) replaces only what is his own."""
    return one.change.kind in (0, 1, 3) and one.change.path != "_" and len(one.change.sup) > 1


def _place(one: StoredChange) -> Place:
    return (bytes(one.change.ent), one.change.path)


def _said(one: StoredChange) -> bytes:
    return b"removed" if one.change.kind == DELETE else b"value " + one.value_bytes


def _hidden(alive: dict[Place, list[StoredChange]]) -> frozenset[bytes]:
    """Entities of which everything alive was seen by somebody who removed them."""
    hidden = set()
    for (ent, path), life in alive.items():
        removals = [one for one in life if one.change.kind == DELETE]
        if path != "_" or not removals:
            continue
        seen: set[object] = set()
        for one in removals:
            value = one.change.value
            listed = value.get("seen") if isinstance(value, dict) else None
            seen.update(listed if isinstance(listed, list | tuple) else ())
        rest = [
            one
            for place, heads in alive.items()
            if place[0] == ent
            for one in heads
            if one.change.kind != DELETE
        ]
        if all(one.id[:16] in seen for one in rest):
            hidden.add(ent)
    return frozenset(hidden)


def _chains(
    found: list[StoredChange],
) -> tuple[
    frozenset[tuple[bytes, int, bytes]], frozenset[tuple[bytes, int]], frozenset[tuple[bytes, int]]
]:
    at: defaultdict[tuple[bytes, int], list[StoredChange]] = defaultdict(list)
    for one in found:
        at[(one.change.dev, one.change.seq)].append(one)
    continued: set[bytes] = set()
    gaps: set[tuple[bytes, int]] = set()
    for (dev, seq), ones in at.items():
        for one in ones:
            before = at.get((dev, seq - 1), [])
            parents = [
                parent
                for parent in before
                if hashlib.sha256(b"INSP1" + parent.id + one.raw).digest() == one.id
            ]
            continued.update(parent.id for parent in parents)
            if seq > 1 and not parents:
                gaps.add((dev, seq))
    leaves = {
        (bytes(one.change.dev), one.change.seq, bytes(one.id))
        for one in found
        if one.id not in continued
    }
    return frozenset(leaves), frozenset(gaps), frozenset(k for k, v in at.items() if len(v) > 1)


def _digest(of_trip: dict[Place, list[StoredChange]]) -> str:
    digest = hashlib.sha256()
    for ent, path in sorted(of_trip):
        ids = sorted(one.id for one in of_trip[(ent, path)])
        digest.update(ent + path.encode() + b"\0" + len(ids).to_bytes(4, "big") + b"".join(ids))
    return digest.hexdigest()
