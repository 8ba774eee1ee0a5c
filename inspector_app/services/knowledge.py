"""What other devices are known to hold: the ground that incremental bundles stand on.

Two things tell it: a device's signed receipts, and its own bundles (what it sends, it holds). All of
it is local to this vault and may be lost: then the next export is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from inspector_app.domain.log.accounts import End
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import GENESIS
from inspector_app.services.ports.store import ChainPoint, Log
from inspector_app.services.vouching import former, is_copys, is_void, predecessors, vouch_in

_PREFIX: Final = "peer/"
_KEPT_POINTS: Final = 16
"""Of one chain, newest first: older ones only let an export begin earlier."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What one device is known to hold."""

    points: Mapping[DeviceId, tuple[ChainPoint, ...]] = field(default_factory=dict)
    """By device, places in its chain up to which everything is held; highest first."""
    wants: tuple[str, ...] = ()
    """Evidence named up to there that it lacks."""
    receipt_number: int = 0
    """Of its newest receipt."""
    export_number: int = 0
    """Of its newest bundle."""
    manifest: str = ""
    state: tuple[End, ...] = ()
    """All chain ends that it held at its newest bundle."""
    absent: tuple[str, ...] = ()
    """Evidence that it lacked then."""

    def grown(
        self, ends: Iterable[End], wants: Iterable[str], receipt_number: int | None = None
    ) -> Peer:
        """After a word on what it holds now, from a receipt or a bundle."""
        points: dict[DeviceId, tuple[ChainPoint, ...]] = {}
        told: dict[DeviceId, list[ChainPoint]] = {}
        for dev, seq, id_ in ends:
            told.setdefault(dev, []).append((seq, id_))
        for dev, new in told.items():
            top = max(seq for seq, _id in new)
            # what stands above was held once and is held no more: an older copy came back
            kept = [one for one in self.points.get(dev, ()) if one[0] <= top]
            points[dev] = tuple(sorted({*new, *kept}, reverse=True)[:_KEPT_POINTS])
        return replace(
            self,
            points=points,
            wants=tuple(sorted(set(wants))),
            receipt_number=self.receipt_number if receipt_number is None else receipt_number,
        )


def read_peer(log: Log, dev: DeviceId) -> Peer:
    """What is known of a device; nothing when nothing was kept."""
    data = log.note(_PREFIX + dev.hex())
    return _peer(json.loads(data)) if data else Peer()


def keep_peer(log: Log, dev: DeviceId, peer: Peer) -> None:
    """Remember it (inside ``Store.write``)."""
    plain = {
        "points": {
            one.hex(): [[seq, id_.hex()] for seq, id_ in points]
            for one, points in peer.points.items()
        },
        "wants": peer.wants,
        "receipt_number": peer.receipt_number,
        "export_number": peer.export_number,
        "manifest": peer.manifest,
        "state": [[one.hex(), seq, id_.hex()] for one, seq, id_ in peer.state],
        "absent": peer.absent,
    }
    log.put_note(_PREFIX + dev.hex(), json.dumps(plain, separators=(",", ":")).encode())


def common_base(log: Log, peers: Iterable[Peer]) -> dict[DeviceId, ChainPoint]:
    """Places in the chains of this log up to which all peers hold everything.

    A chain with a fork or a gap here has none: it travels whole, for a place in it does not tell
    which branch somebody holds.
    """
    told = list(peers)
    if not told:
        return {}
    crooked = {dev for dev, _seq in log.forks()} | {gap.dev for gap in log.gaps()}
    base: dict[DeviceId, ChainPoint] = {}
    for dev in {leaf.dev for leaf in log.leaves()} - crooked:
        held = [_highest(log, dev, one.points.get(dev, ())) for one in told]
        if all(held):
            base[dev] = min(point for point in held if point)
    return base


def outlived(log: Log) -> dict[DeviceId, DeviceId]:
    """Devices that are heard of no more since another goes on for them, and that other one.

    They will never show that they hold anything newer. An original beside its copy does: it writes on, or
    shows that it holds what the copy wrote.
    """
    found: dict[DeviceId, DeviceId] = {}
    for new, old in predecessors(log).items():
        if is_void(log, new, old) or new in log.cuts():
            continue
        for head in log.heads(Register(EntityId(new), GENESIS)):
            vouch = vouch_in(head.value)
            if vouch is None or vouch.old != old:
                continue
            end = log.chain_end(old)
            writes_on = end is not None and end.seq > vouch.seq
            if not (is_copys(head.value) and (writes_on or new in read_peer(log, old).points)):
                found[old] = new
    return found


def unheard_renewals(log: Log, dev: DeviceId, receivers: Iterable[DeviceId]) -> int:
    """How often a device changed its key since the last key that some receiver is known to hold work of.

    So many vouches a bundle must bring along; the largest number over all receivers.
    """
    keys = (dev, *former(log, dev))
    found = [0]
    for one in receivers:
        known = read_peer(log, one).points
        found.append(next((at for at, key in enumerate(keys) if key in known), len(keys) - 1))
    return max(found)


def complete_ends(log: Log) -> tuple[End, ...]:
    """The chain ends that this log holds with everything before them."""
    return tuple(
        (leaf.dev, leaf.seal.seq, leaf.seal.id)
        for leaf in log.leaves()
        if log.has_run(leaf.dev, leaf.seal.seq, leaf.seal.id, 1)
    )


def held_ends(log: Log, ends: Iterable[End]) -> tuple[End, ...]:
    """Those of some ends that this log holds with everything before them."""
    return tuple((dev, seq, id_) for dev, seq, id_ in ends if log.has_run(dev, seq, id_, 1))


def is_within(dev: DeviceId, seq: int, ends: Iterable[End]) -> bool:
    """Whether a change stands at or before one of the ends of its chain."""
    return any(one == dev and seq <= last for one, last, _id in ends)


def _highest(log: Log, dev: DeviceId, points: Iterable[ChainPoint]) -> ChainPoint | None:
    return next(((seq, id_) for seq, id_ in points if log.has(dev, seq, id_)), None)


def _peer(plain: Mapping[str, Any]) -> Peer:
    return Peer(
        points={
            DeviceId(bytes.fromhex(dev)): tuple(
                (int(seq), ChangeId(bytes.fromhex(id_))) for seq, id_ in points
            )
            for dev, points in plain["points"].items()
        },
        wants=tuple(plain["wants"]),
        receipt_number=plain["receipt_number"],
        export_number=plain["export_number"],
        manifest=plain["manifest"],
        state=tuple(
            (DeviceId(bytes.fromhex(dev)), seq, ChangeId(bytes.fromhex(id_)))
            for dev, seq, id_ in plain["state"]
        ),
        absent=tuple(plain["absent"]),
    )
