"""The log of merged bundles: what came when, from whom, and what it told of its sender.

Local to this vault. Written in the transaction that merges, so it says neither more nor less than
what was merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from inspector_app.domain.log.accounts import End, account_digest
from inspector_app.domain.log.change import Segment, chain_ids
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, DeviceId
from inspector_app.domain.saying import joined, said
from inspector_app.services.admissions import Merged
from inspector_app.services.directory import Directory
from inspector_app.services.exchange import MissingChanges
from inspector_app.services.knowledge import (
    Peer,
    complete_ends,
    held_ends,
    is_within,
    keep_peer,
    read_peer,
)
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.store import EvidenceStore, Log
from inspector_app.services.reading import naming_heads
from inspector_app.services.rooms import OpenVault

_PREFIX: Final = "received/"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One merged bundle, as it was merged first."""

    device: str
    export_number: int
    manifest: str
    sender: str
    created_ms: int
    merged_ms: int
    file_name: str
    status: str
    changes_new: int
    changes_known: int
    evidence_new: int
    evidence_known: int
    part: int
    parts: int
    part_of: int

    @property
    def clock_offset_ms(self) -> int:
        """This laptop's clock less the sender's at the hand-over, the bundle's way included."""
        return self.merged_ms - self.created_ms


def find_arrival(log: Log, manifest: BundleManifest) -> Arrival | None:
    """The first merge of a bundle."""
    data = log.note(_key(manifest.device.hex(), manifest.export_number, manifest.sha256))
    return Arrival(**json.loads(data)) if data else None


def arrivals(log: Log, dev: DeviceId | None = None) -> tuple[Arrival, ...]:
    """Every merged bundle (of one device), by device and number."""
    prefix = _PREFIX if dev is None else f"{_PREFIX}{dev.hex()}/"
    return tuple(Arrival(**json.loads(data)) for data in log.notes(prefix).values())


def note_arrival(log: Log, manifest: BundleManifest, merged: Merged, path: str, now_ms: int) -> int:
    """Remember the first merge of a bundle (inside ``Store.write``).

    Returns:
        when it was merged before, in milliseconds since 1970 UTC; 0 = never.
    """
    earlier = find_arrival(log, manifest)
    if earlier is not None:
        return earlier.merged_ms
    arrival = Arrival(
        device=manifest.device.hex(),
        export_number=manifest.export_number,
        manifest=manifest.sha256,
        sender=manifest.sender,
        created_ms=manifest.created_ms,
        merged_ms=now_ms,
        file_name=path.replace("\\", "/").rsplit("/", 1)[-1],
        status=merged.status,
        changes_new=merged.new,
        changes_known=merged.known,
        evidence_new=merged.evidence_new,
        evidence_known=merged.evidence_known,
        part=manifest.part,
        parts=manifest.parts,
        part_of=manifest.part_of,
    )
    key = _key(arrival.device, arrival.export_number, arrival.manifest)
    log.put_note(key, json.dumps(asdict(arrival), separators=(",", ":")).encode())
    return 0


def missing_parts(arrival: Arrival, others: Iterable[Arrival]) -> tuple[int, ...]:
    """The numbers of the parts of a split export that have not come; ``others``: of its device."""
    if arrival.parts < 2:
        return ()
    came = {one.part for one in others if one.part_of == arrival.part_of} | {arrival.part}
    return tuple(number for number in range(1, arrival.parts + 1) if number not in came)


def sender_state(base: Iterable[End], runs: Sequence[Segment]) -> tuple[End, ...]:
    """The chain ends that the sender of a bundle held with everything before them.

    Args:
        base: of the bundle.
        runs: the runs inside, in any order.
    """
    ends = set(base)
    inside: dict[End, Segment] = {}
    several = {one.seal.dev for one in runs}
    for dev in several:
        own = [one for one in runs if one.seal.dev == dev]
        starts: set[tuple[int, ChangeId]] = {(0, NO_CHANGE)}
        starts |= {(seq, id_) for one, seq, id_ in ends if one == dev}
        waiting = own
        while ready := [one for one in waiting if (one.first - 1, one.previous) in starts]:
            waiting = [one for one in waiting if one not in ready]
            for one in ready:
                inside[(dev, one.seal.seq, one.seal.id)] = one
                if len(own) > 1:
                    starts |= set(_places(one))
    continued = {(dev, one.first - 1, one.previous) for (dev, _s, _i), one in inside.items()}
    return tuple(sorted((ends | set(inside)) - continued))


def learn(log: Log, manifest: BundleManifest, state: Sequence[End]) -> None:
    """Remember what the sender of a merged bundle showed to hold (inside ``Store.write``)."""
    dev = DeviceId(manifest.device)
    peer = read_peer(log, dev)
    if not teaches(manifest, peer):
        return
    told = replace(
        peer.grown(state, manifest.absent),
        export_number=manifest.export_number,
        manifest=manifest.sha256,
        state=tuple(state),
        absent=manifest.absent,
    )
    keep_peer(log, dev, told)


def teaches(manifest: BundleManifest, peer: Peer) -> bool:
    """Whether a bundle tells more of its sender than is known: older ones and later parts do not."""
    return manifest.part == 1 and manifest.export_number > peer.export_number


def account_of(log: Log, store: EvidenceStore, dev: DeviceId, trip: bytes) -> bytes | None:
    """The account of what a device held at its newest bundle, as far as it is held here.

    None when no bundle of it was merged.
    """
    peer = read_peer(log, dev)
    if not peer.manifest:
        return None
    ends = held_ends(log, peer.state)
    return account_digest(trip, ends, held_evidence(log, store, ends, peer.absent))


def held_evidence(
    log: Log, store: EvidenceStore, ends: Sequence[End], absent: Iterable[str] = ()
) -> tuple[str, ...]:
    """Evidence that the changes up to some ends name and that is here; sorted.

    Args:
        log: a running transaction.
        store: the evidence folder.
        ends: chain ends.
        absent: left out whatever is here.
    """
    left_out = set(absent)
    named = {
        sha256
        for sha256, head in naming_heads(log)
        if sha256 not in left_out and is_within(head.dev, head.ref.seq, ends)
    }
    return tuple(sorted(one for one in named if store.has(one)))


def base_ends(manifest: BundleManifest) -> tuple[End, ...]:
    """Where a bundle goes on from."""
    return tuple((DeviceId(dev), seq, ChangeId(id_)) for dev, seq, id_ in manifest.base)


def missing_changes(
    log: Log, vault: OpenVault, manifest: BundleManifest
) -> tuple[MissingChanges, ...]:
    """What has to be here before a bundle that goes on from its base."""
    lacking = [end for end in base_ends(manifest) if not log.has_run(*end, 1)]
    if not lacking:
        return ()
    directory = Directory(vault, log)
    held = {dev: seq for dev, seq, _id in complete_ends(log)}
    return tuple(
        MissingChanges(directory.device(dev), seq, held.get(dev, 0)) for dev, seq, _id in lacking
    )


def waited_for(missing: Iterable[MissingChanges]) -> str:
    """A list for a sentence."""
    parts = [
        said("các thay đổi đến {up_to} của {device}", up_to=one.up_to, device=one.device)
        for one in missing
    ]
    return joined(", ", parts)


def _places(run: Segment) -> Iterable[tuple[int, ChangeId]]:
    return enumerate(chain_ids(run.previous, run.frames), run.first)


def _key(device: str, number: int, manifest: str) -> str:
    return f"{_PREFIX}{device}/{number:016d}/{manifest[:16]}"
