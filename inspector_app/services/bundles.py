"""Bundles: sending one's work sealed and signed, taking other people's in."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.errors import (
    BundleHeldError,
    CancelledError,
    InspectorError,
    NoRecipientError,
)
from inspector_app.domain.log.ids import DeviceId
from inspector_app.services.admissions import Admission, Merged
from inspector_app.services.arrivals import account_of, arrivals, find_arrival, missing_parts
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.exchange import BundleReceipt, BundleSummary, ExportOptions
from inspector_app.services.exporting import BUNDLE_NAMESPACE, Exporter, file_digest
from inspector_app.services.forms import FormService
from inspector_app.services.glance import Glance
from inspector_app.services.journal import Journal
from inspector_app.services.knowledge import read_peer
from inspector_app.services.merging import Intake
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.host import Progress
from inspector_app.services.reading import current_trip
from inspector_app.services.receipts import CountedSink, held, refused
from inspector_app.services.rehearsals import BundleLook, Rehearsal
from inspector_app.services.repeats import RepeatError, note_repeat
from inspector_app.services.rooms import OpenVault
from inspector_app.services.tallies import Tally
from inspector_app.services.vouching import signed_vouches


class BundleService:
    """Exports and merges; a bundle is whole or has no effect."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._tally = Tally(vault, forms)
        self._exporter = Exporter(vault)

    # --- sending

    def export(
        self,
        out_path: str,
        progress: Progress | None = None,
        options: ExportOptions | None = None,
    ) -> BundleSummary:
        """Write one bundle, or the first part of a split one. Raises: as ``export_parts``."""
        return self.export_parts(out_path, options, progress)[0]

    def export_parts(
        self,
        out_path: str,
        options: ExportOptions | None = None,
        progress: Progress | None = None,
    ) -> tuple[BundleSummary, ...]:
        """Write what the receivers are not known to hold, sealed to the leaders and the head office.

        A leader's bundle goes to every enrolled person. The own card is always a recipient, so
        that the sender can open what was sent. All parts are written, or none.

        Args:
            out_path: a file that does not exist, or a folder (a name is made).
            options: whole, locked by a passphrase, split.

        Raises:
            NoTripError, NoRecipientError, WeakPassphraseError, PartSizeError,
            FileExistsAlreadyError, DiskFullError, CancelledError
        """
        options = options or ExportOptions()
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            wants_all = is_leader(log, directory)
            address = self._exporter.address(log, directory, leaders_only=not wants_all)
        if not address.devices and not wants_all and not options.passphrase:
            raise NoRecipientError(whom="trưởng đoàn")
        return self._exporter.write("changes", out_path, address, options, progress)

    def write_pack(
        self,
        out_path: str,
        progress: Progress | None = None,
        options: ExportOptions | None = None,
    ) -> BundleSummary:
        """Write the trip pack: trip, units, forms and cards, sealed to every enrolled person.

        Raises:
            NoTripError, NoRecipientError, WeakPassphraseError, FileExistsAlreadyError,
            DiskFullError, CancelledError
        """
        options = options or ExportOptions()
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            address = self._exporter.address(log, directory, leaders_only=False)
        if not address.devices and not options.passphrase:
            raise NoRecipientError(whom="thành viên nào")
        return self._exporter.write("trip", out_path, address, options, progress)[0]

    # --- receiving

    def read(
        self, path: str, sink: Glance, progress: Progress | None = None, passphrase: str = ""
    ) -> BundleManifest:
        """Show a bundle to a sink that takes nothing in. Raises: as ``merge_one``."""
        return self._stream(path, sink, progress, passphrase)

    def is_locked(self, path: str) -> bool:
        """Whether a bundle asks for a passphrase. Raises: FileAccessError."""
        with self._vault.rooms.files.open(path) as source:
            return self._vault.rooms.sealer.is_locked(source)

    def inspect(self, path: str, passphrase: str = "") -> BundleSummary:
        """What a bundle holds, without applying it. Raises: as ``merge_one``."""
        glance = Glance(self._vault, path)
        manifest = self._stream(path, glance, None, passphrase)
        size, sha256 = file_digest(self._vault, path)
        with self._vault.store.read() as log:
            names = Directory(self._vault, log).readers(
                manifest.recipients, DeviceId(manifest.device)
            )
        return BundleSummary(
            path=path,
            size=size,
            sha256=sha256,
            purpose=manifest.purpose,
            sender=manifest.sender,
            recipients=manifest.recipients,
            export_number=manifest.export_number,
            changes=glance.changes,
            evidence=glance.files,
            absent=len(manifest.absent),
            forms=glance.forms,
            cards=glance.cards,
            is_whole=not manifest.base,
            is_locked=not manifest.recipients,
            part=manifest.part,
            parts=manifest.parts,
            recipient_names=names,
        )

    def look(self, path: str, progress: Progress | None = None, passphrase: str = "") -> BundleLook:
        """What merging a bundle would do to this vault now; nothing is written.

        Raises:
            BundleHeldError: others have to come first; and as ``merge_one``.
        """
        with Rehearsal(self._vault, self._tally, path) as rehearsal:
            manifest = self._stream(path, rehearsal, progress, passphrase)
            rehearsal.rehearse(self._journal)
        with self._vault.store.read() as log:
            device = Directory(self._vault, log).device(DeviceId(manifest.device))
        return rehearsal.look(manifest, self._vault.rooms.files.size(path), device)

    def merge(
        self, paths: Sequence[str], progress: Progress | None = None
    ) -> tuple[BundleReceipt, ...]:
        """Merge bundles one by one; a refused one is reported and changes nothing.

        A bundle that waits for another of them is tried again after it: the order does not matter.

        Raises:
            CancelledError: bundles merged before stay merged, whole.
        """
        found = {at: self._merge_or_report(path, progress) for at, path in enumerate(paths)}
        while waiting := [at for at, one in found.items() if one.status == "held"]:
            again = {at: self._merge_or_report(paths[at], progress) for at in waiting}
            found |= again
            if all(one.status == "held" for one in again.values()):
                break
        return tuple(found[at] for at in range(len(paths)))

    def merge_one(
        self,
        path: str,
        progress: Progress | None = None,
        *,
        passphrase: str = "",
        fingerprint: str = "",
    ) -> BundleReceipt:
        """Merge one bundle; its status is ``held`` when others have to come first.

        Args:
            path: the file; it is only read.
            passphrase: of a bundle that is locked by one.
            fingerprint: the eight words heard from a sender whose card was never imported; the
                card in the bundle is enrolled when they are right.

        Raises:
            FileAccessError, BundleDamagedError, BundleRecipientError, BundlePassphraseError,
            BundleSenderError, FingerprintError, BundleTripError, BundleVersionError,
            ChangeRefusedError, DiskFullError, CancelledError: nothing was applied.
        """
        admission = Admission(fingerprint=fingerprint)
        with Intake(self._vault, self._tally, path, admission) as intake:
            try:
                manifest = self._stream(path, intake, progress, passphrase)
            except BundleHeldError as error:
                return held(path, intake.held, intake.missing, error)
            except RepeatError:
                return self._came_again(path, intake, progress)
            return self._receipt(path, manifest, intake.apply(self._journal))

    def take_pack(
        self,
        path: str,
        fingerprint: str = "",
        progress: Progress | None = None,
        passphrase: str = "",
    ) -> Outcome[BundleReceipt]:
        """Take a trip pack in and, at first contact, enrol the leader who signed it.

        Args:
            path: the pack.
            fingerprint: the eight words that the leader read aloud; needed at first contact.
            passphrase: of a pack that is locked by one.

        Raises:
            as ``merge_one``; BundleSenderError tells the fingerprint to compare, FingerprintError
            that the words are another's.
        """
        admission = Admission(is_pack=True, fingerprint=fingerprint)
        with Intake(self._vault, self._tally, path, admission) as intake:
            manifest = self._stream(path, intake, progress, passphrase)
            receipt = self._receipt(path, manifest, intake.apply(self._journal))
        with self._vault.store.read() as log:
            trip = current_trip(log)
        return Outcome(receipt, (Touched("trip", trip, trip),))

    def _came_again(self, path: str, intake: Intake, progress: Progress | None) -> BundleReceipt:
        if progress is not None:
            size = self._vault.rooms.files.size(path)
            progress(size, size, "Đang đọc gói")
        clock = self._vault.rooms.clock
        merged = note_repeat(self._journal, self._tally, clock, intake.held, path)
        return self._receipt(path, intake.held, merged, intake.device)

    def _merge_or_report(self, path: str, progress: Progress | None) -> BundleReceipt:
        try:
            return self.merge_one(path, progress)
        except CancelledError:
            raise
        except InspectorError as error:
            return refused(path, error)

    def _stream(
        self, path: str, sink: Intake | Glance, progress: Progress | None, passphrase: str
    ) -> BundleManifest:
        rooms = self._vault.rooms

        def verify(message: bytes, signature: bytes) -> bytes | None:
            signature, vouches = signed_vouches(signature, rooms.keys.verify)
            sink.vouched(vouches)
            return rooms.keys.ssh_verify(message, signature, BUNDLE_NAMESPACE)

        reader = rooms.bundles.reader(sink, verify, path)
        total = rooms.files.size(path)
        with rooms.files.open(path) as source:
            counted = CountedSink(reader.write, total, progress)
            if passphrase and self.is_locked(path):
                sink.is_locked = True
                rooms.sealer.unlock(source, counted, passphrase, path)  # type: ignore[arg-type]
            else:
                identity = self._vault.identity.secret.age_identity
                rooms.sealer.open(source, counted, identity, path)  # type: ignore[arg-type]
        return reader.finish()

    def _receipt(
        self, path: str, manifest: BundleManifest, merged: Merged, device: str = ""
    ) -> BundleReceipt:
        dev = DeviceId(manifest.device)
        rooms = self._vault.rooms
        with self._vault.store.read() as log:
            device = device or Directory(self._vault, log).device(dev)
            # an older bundle, merged again, has no words: what its sender held then is not kept
            is_newest = read_peer(log, dev).export_number == manifest.part_of
            account = (
                account_of(log, self._vault.evidence, dev, manifest.trip) if is_newest else None
            )
            arrival = find_arrival(log, manifest)
            lacking = missing_parts(arrival, arrivals(log, dev)) if arrival else ()
        return BundleReceipt(
            path=path,
            status=merged.status,
            sender=manifest.sender,
            device=device,
            created=manifest.created_ms,
            export_number=manifest.export_number,
            changes_new=merged.new,
            changes_known=merged.known,
            evidence_new=merged.evidence_new,
            evidence_known=merged.evidence_known,
            evidence_absent=len(manifest.absent),
            conflicts_new=merged.conflicts_new,
            conflicts_open=merged.conflicts_open,
            reopened=merged.reopened,
            gaps=merged.gaps,
            forks=merged.forks,
            quarantined=merged.quarantined,
            alarms=merged.alarms,
            clock_offset_ms=rooms.clock.now_ms() - manifest.created_ms,
            imported=merged.imported,
            part=manifest.part,
            parts=manifest.parts,
            missing_parts=lacking,
            words=rooms.keys.fingerprint_words(account) if account else "",
        )
