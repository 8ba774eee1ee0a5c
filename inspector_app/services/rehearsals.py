"""A merge that is taken back: what a bundle would do, told before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.runs import Run
from inspector_app.services.admissions import Admission, Merged
from inspector_app.services.disagreements import inspection_of
from inspector_app.services.glance import Nowhere
from inspector_app.services.journal import Journal
from inspector_app.services.merging import Intake
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.store import EvidenceWriter, Log
from inspector_app.services.reading import read_inspection
from inspector_app.services.rooms import OpenVault
from inspector_app.services.tallies import Tally


@dataclass(frozen=True, slots=True)
class BundleLook:
    """What merging a bundle would do to this vault as it is now.

    The signature held, the sender is trusted and every change would be taken: a bundle of which
    one of these is not true is refused with its error instead.
    """

    path: str
    size: int
    """Bytes of the file."""
    purpose: str
    """``changes`` or ``trip``."""
    sender: str
    device: str
    created: int
    """Claimed time, milliseconds since 1970 UTC."""
    export_number: int
    units: tuple[str, ...]
    """Names of the units whose inspections it would change."""
    changes_new: int
    changes_known: int
    evidence_new: int
    evidence_known: int
    evidence_absent: int
    conflicts_new: int
    gaps: int
    forks: int

    @property
    def is_known(self) -> bool:
        """Whether merging would change nothing."""
        return not self.changes_new and not self.evidence_new


class _TakenBackError(Exception):
    """Ends the rehearsed transaction; nothing of it remains."""


class Rehearsal(Intake):
    """An intake whose one transaction is rolled back; evidence is counted and not kept."""

    _is_whole_wanted = True

    def __init__(self, vault: OpenVault, tally: Tally, path: str) -> None:
        super().__init__(vault, tally, path, Admission())
        self._new_files: set[str] = set()
        self._known_files: set[str] = set()
        self._merged = Merged()
        self._units: tuple[str, ...] = ()
        self._held: dict[DeviceId, int] = {}

    def evidence(self, sha256: str) -> EvidenceWriter:
        """Count the file; its bytes are checked by the reader and go nowhere."""
        known = self._vault.evidence.has(sha256)
        (self._known_files if known else self._new_files).add(sha256)
        return Nowhere()

    def rehearse(self, journal: Journal) -> None:
        """Merge, look, and take everything back.

        Raises:
            ChangeRefusedError, BundleSenderError: as the merge itself would.
        """
        with self._vault.store.read() as log:
            for leaf in log.leaves():
                self._held[leaf.dev] = max(self._held.get(leaf.dev, 0), leaf.seal.seq)
        try:
            self.apply(journal)
        except _TakenBackError:
            return

    def _conclude(self, log: Log, runs: list[Run], merged: Merged) -> None:
        """Remember what the transaction saw, then end it. Raises: always."""
        self._merged = merged
        fresh = {
            EntityId(one.ent)
            for run in runs
            for one in run.records.fields
            if one.seq > self._held.get(DeviceId(one.dev), 0)
        }
        inspections = {inspection_of(log, ent) for ent in fresh} - {None}
        self._units = tuple(
            sorted(read_inspection(log, one).unit.name for one in inspections if one is not None)
        )
        raise _TakenBackError

    def _publish(self) -> None:
        """Nothing was kept."""

    def look(self, manifest: BundleManifest, size: int, device: str) -> BundleLook:
        """What was seen."""
        merged = self._merged
        return BundleLook(
            path=self._path,
            size=size,
            purpose=manifest.purpose,
            sender=manifest.sender,
            device=device,
            created=manifest.created_ms,
            export_number=manifest.export_number,
            units=self._units,
            changes_new=merged.new,
            changes_known=merged.known,
            evidence_new=len(self._new_files),
            evidence_known=len(self._known_files),
            evidence_absent=len(manifest.absent),
            conflicts_new=merged.conflicts_new,
            gaps=merged.gaps,
            forks=merged.forks,
        )
