"""Which changes a revocation keeps from counting, by brute force and from the specification alone.

As ``oracle.py``: shares no line with ``domain.log.quarantine`` (``docs/formats/change.md``,
"Revocation"). Devices that go on for others are not played here; ``tests/property/test_quarantine.py``
has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from inspector_app.domain.log.change import StoredChange

TRUST = 6
IN, OUT = "in", "out"
Cut = tuple[int, bytes]


def cut_off(changes: Iterable[StoredChange]) -> frozenset[bytes]:
    """The ids of the changes that do not count."""
    found = list(changes)
    controls = [one for one in found if _is_control(one)]
    revocations = {one.id: cut for one in controls if (cut := _cut(one)) is not None}
    beyond: dict[bytes, set[bytes]] = {
        one.id: {other.id for other in found if _is_beyond(other, one, revocations[one.id], found)}
        for one in controls
        if one.id in revocations
    }
    labels = _labels(controls, beyond)
    out: set[bytes] = set()
    for revocation, victims in beyond.items():
        if labels.get(revocation) != OUT:
            out |= victims
    adopted = {
        bytes(one.change.ent)
        for one in controls
        if one.change.path == "adopt"
        and isinstance(one.change.value, Mapping)
        and labels.get(one.id) == IN
    }
    spared = {one.id for one in found if one.id[:16] in adopted and not _is_control(one)}
    return frozenset(out - spared)


def _is_control(one: StoredChange) -> bool:
    return one.change.kind == TRUST and one.change.path in ("revoke", "adopt")


def _cut(one: StoredChange) -> Cut | None:
    """Up to where a revocation trusts; None for a control that is none."""
    value = one.change.value
    if one.change.path != "revoke" or not isinstance(value, Mapping):
        return None
    seq, id_ = value.get("seq"), value.get("id")
    is_whole = isinstance(seq, int) and isinstance(id_, bytes) and len(id_) == 32
    return (int(str(seq)), bytes(id_)) if is_whole and isinstance(id_, bytes) else None


def _is_beyond(
    other: StoredChange, revocation: StoredChange, cut: Cut, found: list[StoredChange]
) -> bool:
    if bytes(other.change.dev) != bytes(revocation.change.ent):
        return False
    seq, id_ = cut
    if other.change.seq > seq:
        return True
    chain = [one for one in found if one.change.dev == other.change.dev]
    while seq > other.change.seq:  # walk the trusted way back to the number of the other
        here = next((one for one in chain if (one.change.seq, one.id) == (seq, id_)), None)
        before = next(
            (
                one
                for one in chain
                if here is not None
                and one.change.seq == seq - 1
                and hashlib.sha256(b"INSP1" + one.id + here.raw).digest() == id_
            ),
            None,
        )
        if before is None:
            return False  # nothing proves that it stands elsewhere
        seq, id_ = seq - 1, before.id
    return other.id != id_


def _labels(controls: list[StoredChange], beyond: dict[bytes, set[bytes]]) -> dict[bytes, str]:
    """In and out, until nothing changes; what is left is undecided."""
    against: dict[bytes, set[bytes]] = {
        one.id: {revocation for revocation, victims in beyond.items() if one.id in victims}
        for one in controls
    }
    for one in controls:
        for other in controls:
            same = (one.change.ent, one.change.path) == (other.change.ent, other.change.path)
            if same and other.ref in one.change.sup:
                against[other.id].add(one.id)
    labels: dict[bytes, str] = {}
    while True:
        before = dict(labels)
        for name, attackers in against.items():
            told = [before.get(attacker) for attacker in attackers]
            if IN in told:
                labels[name] = OUT
            elif all(one == OUT for one in told):
                labels[name] = IN
        if labels == before:
            return labels
