"""Bundles: sending one's work sealed and signed, taking other people's in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from inspector_app.domain.errors import (
    CancelledError,
    InspectorError,
    NoRecipientError,
)
from inspector_app.domain.log.change import Segment
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.text import fold
from inspector_app.services.cards import OWN_CARD_NOTE
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.forms import FormService
from inspector_app.services.glance import Glance
from inspector_app.services.journal import Journal
from inspector_app.services.lineages import travelling_forms
from inspector_app.services.merging import Admission, Intake, Merged
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.formats import BundleManifest, EvidenceSource
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import EvidenceStore, Log
from inspector_app.services.reading import (
    current_trip,
    evidence_hashes,
    read_trip,
)
from inspector_app.services.receipts import CountedSink, refused
from inspector_app.services.recipients import recipients
from inspector_app.services.rehearsals import BundleLook, Rehearsal
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import BundleReceipt, BundleSummary
from inspector_app.services.vouching import signed_vouches, vouch_lines

BUNDLE_NAMESPACE: Final = "insp-bundle-v1"
_EXPORTS_NOTE: Final = "export/number"
_PIECE: Final = 1024 * 1024


class BundleService:
    """Exports and merges; a bundle is whole or has no effect."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms

    # --- sending

    def export(self, out_path: str, progress: Progress | None = None) -> BundleSummary:
        """Write everything this vault knows of the trip, sealed to the leaders.

        A leader's bundle goes to every enrolled person. The own card is always a recipient, so
        that the sender can open what was sent.

        Args:
            out_path: a file that does not exist, or a folder (a name is made).

        Raises:
            NoTripError, NoRecipientError, FileExistsAlreadyError, DiskFullError, CancelledError
        """
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            wants_all = is_leader(log, directory)
            recipients = self._recipients(log, directory, leaders_only=not wants_all)
        if len(recipients) < 2 and not wants_all:
            raise NoRecipientError(whom="trưởng đoàn")
        return self._write("changes", out_path, recipients, {}, progress)

    def write_pack(self, out_path: str, progress: Progress | None = None) -> BundleSummary:
        """Write the trip pack: trip, units, forms and cards, sealed to every enrolled person.

        Raises:
            NoTripError, NoRecipientError, FileExistsAlreadyError, DiskFullError, CancelledError
        """
        meta: dict[str, bytes] = {}
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            recipients = self._recipients(log, directory, leaders_only=False)
            for sha256 in read_trip(log, current_trip(log)).forms.values():
                meta |= _form_member(log, sha256)
            own = self._vault.identity.dev.hex()
            meta[f"meta/cards/{own}.inspcard"] = log.note(OWN_CARD_NOTE) or b""
        if len(recipients) < 2:
            raise NoRecipientError(whom="thành viên nào")
        return self._write("trip", out_path, recipients, meta, progress)

    def _recipients(self, log: Log, directory: Directory, *, leaders_only: bool) -> tuple[str, ...]:
        own = self._vault.identity.public.age_recipient
        return recipients(log, directory, own, leaders_only=leaders_only)

    def _write(
        self,
        purpose: str,
        out_path: str,
        recipients: tuple[str, ...],
        meta: Mapping[str, bytes],
        progress: Progress | None,
    ) -> BundleSummary:
        rooms = self._vault.rooms
        identity = self._vault.identity
        with self._vault.store.write() as log:
            number = int(log.note(_EXPORTS_NOTE) or b"0") + 1
            log.put_note(_EXPORTS_NOTE, str(number).encode())
        with self._vault.store.read() as log:
            trip = current_trip(log)
            # whoever learns of a corrected form, or of an answer in it, needs the form to go on
            for sha256 in travelling_forms(log, read_trip(log, trip).forms.values()):
                meta = {**meta, **_form_member(log, sha256)}
            segments = list(log.segments())
            sources, absent = _evidence_of(log, self._vault.evidence, progress)
            sender = Directory(self._vault, log).author(identity.actor)
        manifest = BundleManifest(
            purpose=purpose,
            created_ms=rooms.clock.now_ms(),
            export_number=number,
            trip=trip,
            device=identity.dev,
            actor=identity.actor,
            sender=sender,
            recipients=recipients,
            heads=tuple((one.seal.dev, one.seal.seq, one.seal.id) for one in segments),
            absent=tuple(absent),
            counts={},
            members=(),
        )
        path = self._path(out_path, purpose, sender, number)
        rooms.files.require_space(path, sum(one.size for one in sources) + _size(segments))
        container = rooms.bundles.write(manifest, segments, sources, meta, self._sign)
        with rooms.files.create(path) as sink:
            rooms.sealer.seal(container, sink, recipients)
        changes = sum(len(one.frames) for one in segments)
        forms = sum(name.startswith("meta/forms/") for name in meta)
        return self._summary(path, manifest, changes, len(sources), forms, len(meta) - forms)

    def _sign(self, message: bytes) -> bytes:
        """The signature, and the word of former keys for the one that made it."""
        seed = self._vault.identity.secret.device_seed
        signature = self._vault.rooms.keys.ssh_sign(seed, message, BUNDLE_NAMESPACE)
        return signature + vouch_lines(self._vault.store, self._vault.identity.dev)

    def _path(self, out_path: str, purpose: str, sender: str, number: int) -> str:
        if not self._vault.rooms.files.is_folder(out_path):
            return out_path
        name = "-".join(fold(sender).split()) or "kho"
        kind = "goi-dot" if purpose == "trip" else "goi"
        return f"{out_path.rstrip('/')}/{kind}-{name}-{number:03d}.inspb"

    def _summary(
        self,
        path: str,
        manifest: BundleManifest,
        changes: int,
        evidence: int,
        forms: int,
        cards: int,
    ) -> BundleSummary:
        size, sha256 = self._read_back(path)
        return BundleSummary(
            path=path,
            size=size,
            sha256=sha256,
            purpose=manifest.purpose,
            sender=manifest.sender,
            recipients=manifest.recipients,
            export_number=manifest.export_number,
            changes=changes,
            evidence=evidence,
            absent=len(manifest.absent),
            forms=forms,
            cards=cards,
        )

    def _read_back(self, path: str) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        with self._vault.rooms.files.open(path) as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    # --- receiving

    def read(self, path: str, sink: Glance, progress: Progress | None = None) -> BundleManifest:
        """Show a bundle to a sink that takes nothing in. Raises: as ``merge_one``."""
        return self._stream(path, sink, progress)

    def inspect(self, path: str) -> BundleSummary:
        """What a bundle holds, without applying it. Raises: as ``merge_one``."""
        glance = Glance(self._vault, path)
        manifest = self._stream(path, glance, None)
        return self._summary(
            path, manifest, glance.changes, glance.files, glance.forms, glance.cards
        )

    def look(self, path: str, progress: Progress | None = None) -> BundleLook:
        """What merging a bundle would do to this vault now; nothing is written.

        Raises: as ``merge_one``.
        """
        with Rehearsal(self._vault, self._forms, path) as rehearsal:
            manifest = self._stream(path, rehearsal, progress)
            rehearsal.rehearse(self._journal)
        with self._vault.store.read() as log:
            device = Directory(self._vault, log).device(DeviceId(manifest.device))
        return rehearsal.look(manifest, self._vault.rooms.files.size(path), device)

    def merge(
        self, paths: Sequence[str], progress: Progress | None = None
    ) -> tuple[BundleReceipt, ...]:
        """Merge bundles one by one; a refused one is reported and changes nothing.

        Raises:
            CancelledError: bundles merged before stay merged, whole.
        """
        return tuple(self._merge_or_report(path, progress) for path in paths)

    def merge_one(self, path: str, progress: Progress | None = None) -> BundleReceipt:
        """Merge one bundle.

        Raises:
            FileAccessError, BundleDamagedError, BundleRecipientError, BundleSenderError,
            BundleTripError, BundleVersionError, ChangeRefusedError, DiskFullError,
            CancelledError: nothing was applied.
        """
        return self._take(path, Admission(), progress)

    def take_pack(
        self, path: str, fingerprint: str = "", progress: Progress | None = None
    ) -> Outcome[BundleReceipt]:
        """Take a trip pack in and, at first contact, enrol the leader who signed it.

        Args:
            path: the pack.
            fingerprint: the eight words that the leader read aloud; needed at first contact.

        Raises:
            as ``merge_one``; BundleSenderError tells the fingerprint to compare, FingerprintError
            that the words are another's.
        """
        receipt = self._take(path, Admission(is_pack=True, fingerprint=fingerprint), progress)
        with self._vault.store.read() as log:
            trip = current_trip(log)
        return Outcome(receipt, (Touched("trip", trip, trip),))

    def _merge_or_report(self, path: str, progress: Progress | None) -> BundleReceipt:
        try:
            return self.merge_one(path, progress)
        except CancelledError:
            raise
        except InspectorError as error:
            return refused(path, error)

    def _take(self, path: str, admission: Admission, progress: Progress | None) -> BundleReceipt:
        with Intake(self._vault, self._forms, path, admission) as intake:
            manifest = self._stream(path, intake, progress)
            merged = intake.apply(self._journal)
        return self._receipt(path, manifest, merged)

    def _stream(
        self, path: str, sink: Intake | Glance, progress: Progress | None
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
            identity = self._vault.identity.secret.age_identity
            rooms.sealer.open(source, counted, identity, path)  # type: ignore[arg-type]
        return reader.finish()

    def _receipt(self, path: str, manifest: BundleManifest, merged: Merged) -> BundleReceipt:
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            device = directory.device(DeviceId(manifest.device))
        if merged.new or merged.evidence_new:
            status = "updated" if merged.known else "new"
        else:
            status = "known"
        if merged.gaps and not merged.new:
            status = "held"
        return BundleReceipt(
            path=path,
            status=status,
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
            gaps=merged.gaps,
            forks=merged.forks,
            clock_offset_ms=self._vault.rooms.clock.now_ms() - manifest.created_ms,
        )


def _form_member(log: Log, sha256: str) -> dict[str, bytes]:
    """A form as a member of a bundle; nothing where this vault does not have it."""
    data = log.form_file(sha256)
    if data is None:
        return {}
    # vaults of earlier versions hold bare XForms; a form file is a ZIP
    ending = "inspform" if data.startswith(b"PK") else "xml"
    return {f"meta/forms/{sha256}.{ending}": data}


def _evidence_of(
    log: Log, store: EvidenceStore, progress: Progress | None
) -> tuple[list[EvidenceSource], list[str]]:
    """What the log names: files that are here, and hashes of those that are not."""
    named = set(evidence_hashes(log))
    here = sorted(sha256 for sha256 in named if store.has(sha256))
    sizes = {sha256: store.size(sha256) for sha256 in here}
    total, done = sum(sizes.values()), [0]

    def read(sha256: str) -> Iterator[bytes]:
        for piece in store.open(sha256):
            done[0] += len(piece)
            if progress is not None:
                progress(done[0], total, "Đang ghi minh chứng vào gói")
            yield piece

    sources = [
        EvidenceSource(sha256, sizes[sha256], lambda sha256=sha256: read(sha256))  # type: ignore[misc]
        for sha256 in here
    ]
    return sources, sorted(named - set(here))


def _size(segments: Sequence[Segment]) -> int:
    return sum(len(frame) for one in segments for frame in one.frames)
