"""Bundles that were merged before: their manifest tells, so that the rest need not be read."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.services.admissions import Merged
from inspector_app.services.arrivals import find_arrival, note_arrival, teaches
from inspector_app.services.clock_offsets import note_clock
from inspector_app.services.journal import Journal
from inspector_app.services.knowledge import read_peer
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.host import Clock
from inspector_app.services.ports.store import EvidenceStore, Log
from inspector_app.services.tallies import Tally


class RepeatError(Exception):
    """Ends the reading of a bundle that holds nothing to take."""


def is_repeat(log: Log, evidence: EvidenceStore, manifest: BundleManifest) -> bool:
    """Whether this very bundle was merged, and everything that it brought is still here.

    Args:
        log: a running transaction.
        evidence: the evidence folder.
        manifest: signed by a trusted device, and meant for this vault.
    """
    if manifest.purpose != "changes":
        return False
    arrival = find_arrival(log, manifest)
    if arrival is None or arrival.manifest != manifest.sha256:
        return False
    if teaches(manifest, read_peer(log, DeviceId(manifest.device))):
        return False
    ends = {(dev, seq): id_ for dev, seq, id_ in manifest.heads}
    for dev, first, last, head in _runs(manifest):
        id_ = ends.get((dev, last), b"")
        # of two branches of equal length, and of runs inside that another one continues, the whole
        # id stands inside only
        if id_.hex()[:16] != head or not log.has_run(DeviceId(dev), last, ChangeId(id_), first):
            return False
    kept = set(log.form_files())
    return all(
        evidence.has(one.sha256) if one.name.startswith("att/") else one.sha256 in kept
        for one in manifest.members
        if one.name.startswith(("att/", "meta/forms/"))
    )


def note_repeat(
    journal: Journal, tally: Tally, clock: Clock, manifest: BundleManifest, path: str
) -> Merged:
    """What a merge of everything once more would write and tell: it came again, nothing is new.

    Raises:
        DeviceRenewedError, DiskFullError, VaultDamagedError
    """
    merged = Merged(
        known=manifest.counts["changes"],
        evidence_known=manifest.counts["evidence"],
        is_continued=bool(manifest.base),
    )
    with journal.write() as pen:
        now = clock.now_ms()
        merged.conflicts_open = len(tally.before(pen.log))
        note_clock(pen.log, DeviceId(manifest.device), manifest.created_ms, now)
        merged.imported = note_arrival(pen.log, manifest, merged, path, now)
    return merged


def _runs(manifest: BundleManifest) -> Iterator[tuple[bytes, int, int, str]]:
    """Device, first and last number, beginning of the head's id: names that were checked."""
    for member in manifest.members:
        if member.name.startswith("changes/"):
            name = member.name.removeprefix("changes/").removesuffix(".zst")
            dev, first, last, head = name.split("-")
            yield bytes.fromhex(dev), int(first), int(last), head
