"""Writing bundles: who gets what, from where on, in how many files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from inspector_app.domain.log.accounts import End, account_digest
from inspector_app.domain.log.change import Segment
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.passphrase import require_strong
from inspector_app.services.arrivals import held_evidence, sender_state
from inspector_app.services.cards import OWN_CARD_NOTE
from inspector_app.services.directory import Directory, Enrolment
from inspector_app.services.exchange import BundleSummary, ExportOptions
from inspector_app.services.knowledge import Peer, common_base, is_within, outlived, read_peer
from inspector_app.services.ledger import Dispatch, keep_dispatches, take_numbers
from inspector_app.services.lineages import travelling_forms
from inspector_app.services.parts import Photo, split
from inspector_app.services.ports.formats import BundleManifest, EvidenceSource
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    current_trip,
    evidence_hashes,
    naming_heads,
    read_trip,
    read_withdrawal,
)
from inspector_app.services.rooms import OpenVault
from inspector_app.services.vouching import vouch_lines
from inspector_app.services.withdrawals import LEFT

BUNDLE_NAMESPACE = "insp-bundle-v1"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a bundle is sealed to."""

    keys: tuple[str, ...] = ()
    """age recipients, the own one among them; empty when a passphrase locks it."""
    names: tuple[str, ...] = ()
    devices: tuple[DeviceId, ...] = ()


@dataclass(slots=True)
class Load:
    """What one export carries, over all its parts."""

    manifest: BundleManifest
    segments: list[Segment]
    photos: list[Photo]
    meta: dict[str, bytes]
    account: bytes
    address: Address
    done: int = 0
    total: int = 0
    written: list[tuple[BundleManifest, str]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """Changes inside."""
        return sum(len(one.frames) for one in self.segments)


class Exporter:
    """Writes the bundles of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def address(self, log: Log, directory: Directory, *, leaders_only: bool) -> Address:
        """Everybody enrolled, or only leaders and the head office; and the own card."""
        keys = {self._vault.identity.public.age_recipient}
        chosen: list[Enrolment] = []
        gone = {old for old, new in outlived(log).items() if new in directory.enrolled}
        for one in directory.enrolled.values():
            if one.dev in {self._vault.identity.dev, *gone} or directory.is_revoked(one.dev):
                continue  # whoever has a revoked laptop may read what is sealed to it
            has_left = one.member and read_withdrawal(log, one.member, LEFT)
            if directory.leads(one) or one.is_office or not (leaders_only or has_left):
                keys.add(one.card.keys.age_recipient)
                chosen.append(one)
        return Address(
            tuple(sorted(keys)),
            tuple(sorted(one.card.name for one in chosen)),
            tuple(one.dev for one in chosen),
        )

    def write(
        self,
        purpose: str,
        out_path: str,
        address: Address,
        options: ExportOptions,
        progress: Progress | None,
    ) -> tuple[BundleSummary, ...]:
        """Write one bundle, or the parts of one; all of them or none.

        Args:
            purpose: ``changes`` or ``trip``.
            out_path: a file that does not exist, or a folder (a name is made).
            address: the receivers; their keys are not used when ``options`` name a passphrase.
            options: whole or not, locked or not, split or not.

        Raises:
            WeakPassphraseError, PartSizeError, FileExistsAlreadyError, DiskFullError,
            CancelledError: nothing was written.
        """
        if options.passphrase:
            options = replace(options, passphrase=require_strong(options.passphrase))
            address = Address()
        load = self.load(purpose, address, options)
        load.total = sum(photo.size for photo in load.photos)
        overhead = 8192 + 128 * len(address.keys)
        fixed = [len(data) for data in load.meta.values()]
        if options.max_bytes:
            fixed.append(self._vault.rooms.bundles.packed_size(load.segments))
        listed = len(load.manifest.absent) * 67 + len(load.manifest.base) * 256
        bins = split(load.photos, fixed, overhead + listed, options.max_bytes)
        with self._vault.store.write() as log:
            first = take_numbers(log, len(bins))
        paths = self._paths(out_path, load.manifest, first, len(bins))
        self._write_files(load, bins, paths, first, options, progress)
        return self._finish(load, bins, paths, options)

    # --- what travels

    def load(self, purpose: str, address: Address, options: ExportOptions) -> Load:
        """What an export would carry now; no number is taken and nothing is written."""
        identity = self._vault.identity
        with self._vault.store.read() as log:
            trip = current_trip(log)
            # whoever learns of a corrected form, or of an answer in it, needs the form to go on
            meta: dict[str, bytes] = {}
            for sha256 in travelling_forms(log, read_trip(log, trip).forms.values()):
                meta |= form_member(log, sha256)
            if purpose == "trip":
                for sha256 in read_trip(log, trip).forms.values():
                    meta |= form_member(log, sha256)
            if purpose == "trip" or options.passphrase:
                meta[f"meta/cards/{identity.dev.hex()}.inspcard"] = log.note(OWN_CARD_NOTE) or b""
            is_whole = options.is_whole or purpose == "trip" or not address.devices
            peers = [] if is_whole else [read_peer(log, dev) for dev in address.devices]
            points = common_base(log, peers)
            base = tuple(sorted((dev, seq, id_) for dev, (seq, id_) in points.items()))
            segments = list(log.segments(points))
            state = sender_state(base, segments)
            photos, absent = self._photos(log, base, peers)
            held = held_evidence(log, self._vault.evidence, state)
            manifest = BundleManifest(
                purpose=purpose,
                created_ms=self._vault.rooms.clock.now_ms(),
                export_number=1,
                trip=trip,
                device=identity.dev,
                actor=identity.actor,
                sender=Directory(self._vault, log).author(identity.actor),
                recipients=address.keys,
                heads=(),
                absent=tuple(absent),
                counts={},
                members=(),
                base=base,
            )
        account = account_digest(trip, state, held)
        return Load(manifest, segments, photos, meta, account, address)

    def _photos(
        self, log: Log, base: Sequence[End], peers: Sequence[Peer]
    ) -> tuple[list[Photo], list[str]]:
        """Evidence to send, and evidence that the log names and this vault lacks."""
        store = self._vault.evidence
        wanted = {sha256 for peer in peers for sha256 in peer.wants}
        names: dict[str, str] = {}
        known: set[str] = set()
        for sha256, head in naming_heads(log):
            value = head.value.get("name") if isinstance(head.value, Mapping) else None
            names[sha256] = value if isinstance(value, str) else sha256[:16]
            if sha256 not in wanted and is_within(head.dev, head.ref.seq, base):
                known.add(sha256)
        named = evidence_hashes(log)
        here = [one for one in named if store.has(one)]
        photos = [Photo(one, names[one], store.size(one)) for one in here if one not in known]
        return photos, sorted(set(named) - set(here))

    # --- files

    def _write_files(
        self,
        load: Load,
        bins: Sequence[Sequence[Photo]],
        paths: Sequence[str],
        first: int,
        options: ExportOptions,
        progress: Progress | None,
    ) -> None:
        """Seal every part into its file; the files appear when all are whole."""
        rooms = self._vault.rooms
        changes = sum(len(frame) for one in load.segments for frame in one.frames)
        vouches = vouch_lines(self._vault.store, self._vault.identity.dev)
        rooms.files.require_space(paths[0], load.total + changes)
        with ExitStack() as stack:
            sinks = [stack.enter_context(rooms.files.create(path)) for path in paths]
            for at, (photos, sink) in enumerate(zip(bins, sinks, strict=True)):
                manifest = _part(load.manifest, first, at, len(bins))
                sources = [self._source(load, photo, progress) for photo in photos]
                signed: list[str] = []

                def sign(message: bytes, signed: list[str] = signed) -> bytes:
                    signed.append(hashlib.sha256(message).hexdigest())
                    seed = self._vault.identity.secret.device_seed
                    return rooms.keys.ssh_sign(seed, message, BUNDLE_NAMESPACE) + vouches

                segments = load.segments if at == 0 else []
                meta = load.meta if at == 0 else _cards(load.meta)
                container = rooms.bundles.write(manifest, segments, sources, meta, sign)
                if options.passphrase:
                    rooms.sealer.lock(container, sink, options.passphrase)
                else:
                    rooms.sealer.seal(container, sink, load.address.keys)
                load.written.append((manifest, signed[0]))

    def _source(self, load: Load, photo: Photo, progress: Progress | None) -> EvidenceSource:
        def read() -> Iterator[bytes]:
            for piece in self._vault.evidence.open(photo.sha256):
                load.done += len(piece)
                if progress is not None:
                    progress(load.done, load.total, "Đang ghi minh chứng vào gói")
                yield piece

        return EvidenceSource(photo.sha256, photo.size, read)

    def _paths(
        self, out_path: str, manifest: BundleManifest, first: int, count: int
    ) -> tuple[str, ...]:
        if self._vault.rooms.files.is_folder(out_path):
            kind = "goi-dot" if manifest.purpose == "trip" else "goi"
            dev = manifest.device.hex()[:8]  # no name: a lost stick is not to tell whose it was
            out_path = f"{out_path.rstrip('/')}/{kind}-{dev}-{first:03d}.inspb"
        if count == 1:
            return (out_path,)
        stem, dot, ending = out_path.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = out_path, "inspb"
        return tuple(f"{stem}-{number}-{count}.{ending}" for number in range(1, count + 1))

    def _finish(
        self,
        load: Load,
        bins: Sequence[Sequence[Photo]],
        paths: Sequence[str],
        options: ExportOptions,
    ) -> tuple[BundleSummary, ...]:
        """Enter what was written into the ledger and tell it."""
        words = self._vault.rooms.keys.fingerprint_words(load.account)
        told: list[BundleSummary] = []
        for (manifest, _digest), photos, path in zip(load.written, bins, paths, strict=True):
            size, sha256 = file_digest(self._vault, path)
            is_first = manifest.part == 1
            meta = load.meta if is_first else _cards(load.meta)
            forms = sum(name.startswith("meta/forms/") for name in meta)
            told.append(
                BundleSummary(
                    path=path,
                    size=size,
                    sha256=sha256,
                    purpose=manifest.purpose,
                    sender=manifest.sender,
                    recipients=manifest.recipients,
                    export_number=manifest.export_number,
                    changes=load.changes if is_first else 0,
                    evidence=len(photos),
                    absent=len(manifest.absent),
                    forms=forms,
                    cards=len(meta) - forms,
                    is_whole=not load.manifest.base,
                    is_locked=bool(options.passphrase),
                    part=manifest.part,
                    parts=manifest.parts,
                    words=words,
                    recipient_names=load.address.names,
                )
            )
        sent = [
            _dispatch(load, one, *written) for one, written in zip(told, load.written, strict=True)
        ]
        with self._vault.store.write() as log:
            keep_dispatches(log, sent)
        return tuple(told)


def _dispatch(load: Load, told: BundleSummary, manifest: BundleManifest, digest: str) -> Dispatch:
    """The ledger's line of a bundle whose manifest has this SHA-256."""
    heads = [] if manifest.part > 1 else [one.seal for one in load.segments]
    return Dispatch(
        number=told.export_number,
        purpose=told.purpose,
        created_ms=manifest.created_ms,
        path=told.path,
        size=told.size,
        sha256=told.sha256,
        manifest=digest,
        recipients=load.address.names,
        base=tuple((dev.hex(), seq, id_.hex()) for dev, seq, id_ in manifest.base),
        heads=tuple((seal.dev.hex(), seal.seq, seal.id.hex()) for seal in heads),
        changes=told.changes,
        evidence=told.evidence,
        part=told.part,
        parts=told.parts,
        account=load.account.hex(),
    )


def form_member(log: Log, sha256: str) -> dict[str, bytes]:
    """A form as a member of a bundle; nothing where this vault does not have it."""
    data = log.form_file(sha256)
    if data is None:
        return {}
    # vaults of earlier versions hold bare XForms; a form file is a ZIP
    ending = "inspform" if data.startswith(b"PK") else "xml"
    return {f"meta/forms/{sha256}.{ending}": data}


def file_digest(vault: OpenVault, path: str) -> tuple[int, str]:
    """Size and SHA-256 (hex) of a file, read back from where it lies."""
    digest, size = hashlib.sha256(), 0
    with vault.rooms.files.open(path) as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _part(manifest: BundleManifest, first: int, at: int, count: int) -> BundleManifest:
    """The manifest of one part; only the first one goes on from somewhere."""
    if count == 1:
        return replace(manifest, export_number=first)
    counts = {"part": at + 1, "parts": count, "part_of": first}
    if at == 0:
        return replace(manifest, export_number=first, counts=counts)
    return replace(manifest, export_number=first + at, counts=counts, base=(), absent=())


def _cards(meta: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in meta.items() if name.startswith("meta/cards/")}
