"""Handing over: receipts given and taken, what was sent, what was received."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from inspector_app.domain.errors import FileExistsAlreadyError, NotFoundError, ReceiptError
from inspector_app.domain.log.change import device_id
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.services.arrivals import Arrival, account_of, arrivals, missing_parts
from inspector_app.services.directory import Directory
from inspector_app.services.exchange import (
    ReceiptLine,
    ReceiptView,
    ReceivedBundle,
    SentBundle,
)
from inspector_app.services.knowledge import complete_ends, keep_peer, read_peer
from inspector_app.services.ledger import confirm, confirmations, dispatches, find_dispatch
from inspector_app.services.ports.receipts import MergedBundle, Receipt
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, evidence_hashes
from inspector_app.services.rooms import OpenVault

MAX_RECEIPT_BYTES: Final = 4 * 1024 * 1024
MAX_LINES: Final = 1_000
_NAMES_TRIED: Final = 16
_NUMBER_NOTE: Final = "receipt/number"
_KEPT: Final = "receipt/from/"


class HandoverService:
    """Receipts, and the two logs of bundles."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    # --- the two logs

    def sent(self) -> tuple[SentBundle, ...]:
        """Everything this vault sent, newest first."""
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            words = self._vault.rooms.keys.fingerprint_words
            found = [
                SentBundle(
                    number=one.number,
                    purpose=one.purpose,
                    created=one.created_ms,
                    path=one.path,
                    size=one.size,
                    sha256=one.sha256,
                    recipients=one.recipients,
                    is_whole=not one.base,
                    changes=one.changes,
                    evidence=one.evidence,
                    part=one.part,
                    parts=one.parts,
                    words=words(bytes.fromhex(one.account)),
                    confirmed_by=tuple(
                        _holder(directory, dev)
                        for dev in confirmations(log, one.number - one.part + 1)
                    ),
                )
                for one in dispatches(log)
            ]
        return tuple(reversed(found))

    def received(self) -> tuple[ReceivedBundle, ...]:
        """Every bundle that was merged, newest first."""
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            found = arrivals(log)
            views = [self._received(directory, one, found) for one in found]
        return tuple(sorted(views, key=lambda one: -one.merged))

    def _received(
        self, directory: Directory, one: Arrival, found: Sequence[Arrival]
    ) -> ReceivedBundle:
        own = [other for other in found if other.device == one.device]
        return ReceivedBundle(
            sender=one.sender,
            device=directory.device(DeviceId(bytes.fromhex(one.device))),
            device_id=one.device,
            export_number=one.export_number,
            manifest=one.manifest,
            created=one.created_ms,
            merged=one.merged_ms,
            merged_by=directory.author(self._vault.identity.actor),
            file_name=one.file_name,
            status=one.status,
            changes_new=one.changes_new,
            changes_known=one.changes_known,
            evidence_new=one.evidence_new,
            evidence_known=one.evidence_known,
            clock_offset_ms=one.clock_offset_ms,
            part=one.part,
            parts=one.parts,
            missing_parts=missing_parts(one, own),
        )

    # --- receipts

    def write_receipt(self, out_path: str, name: str = "") -> ReceiptView:
        """Write a receipt for what was merged so far.

        Args:
            out_path: a file that does not exist, or a folder (a name is made).
            name: only the bundles of this person; empty = everybody's.

        Raises:
            NoTripError
            NotFoundError: nothing of that person was merged.
            FileExistsAlreadyError, DiskFullError, FileAccessError
        """
        rooms = self._vault.rooms
        is_folder = rooms.files.is_folder(out_path)
        for left in reversed(range(_NAMES_TRIED)):
            receipt = self._receipt(name)
            path = out_path
            if is_folder:
                giver = "-".join(fold(receipt.name).split()) or "kho"
                made = f"bien-nhan-{giver}-{receipt.number:03d}.insprcpt"
                path = f"{out_path.rstrip('/')}/{made}"
            seed = self._vault.identity.secret.device_seed
            data = rooms.receipts.encode(receipt, partial(rooms.keys.sign, seed))
            try:
                with rooms.files.create(path) as sink:
                    sink.write(data)
            except FileExistsAlreadyError:
                if not is_folder or not left:
                    raise
                continue  # somebody's file has the name that was made: the next number gives another
            break
        return self._view(receipt, path)

    def _receipt(self, name: str) -> Receipt:
        """A receipt for what was merged so far, under a number that no other one gets."""
        rooms, identity = self._vault.rooms, self._vault.identity
        with self._vault.store.write() as log:
            directory = Directory(self._vault, log)
            trip = current_trip(log)
            number = int(log.note(_NUMBER_NOTE) or b"0") + 1
            named = evidence_hashes(log)
            receipt = Receipt(
                trip=trip,
                device_key=identity.public.device,
                actor=identity.actor,
                name=directory.author(identity.actor),
                number=number,
                created_ms=rooms.clock.now_ms(),
                ends=complete_ends(log),
                gaps=tuple((gap.dev, gap.seq) for gap in log.gaps()),
                wants=tuple(one for one in named if not self._vault.evidence.has(one)),
                bundles=self._lines(log, directory, trip, name),
            )
            log.put_note(_NUMBER_NOTE, str(number).encode())
        return receipt

    def show_receipt(self, path: str) -> ReceiptView:
        """What a receipt says, without keeping it. Raises: ReceiptError, FileAccessError."""
        return self._view(self._read(path)[0], path)

    def import_receipt(self, path: str) -> ReceiptView:
        """Keep a receipt: the next export to its giver starts there.

        Raises:
            FileAccessError
            ReceiptError: not whole, of an unknown device, of another trip, or older than one that
                was kept; nothing changed.
        """
        receipt, data = self._read(path)
        dev = device_id(receipt.device_key)
        with self._vault.store.write() as log:
            self._require_fit(log, receipt, path)
            peer = read_peer(log, dev)
            if receipt.number < peer.receipt_number:
                raise ReceiptError(
                    path=path,
                    what=said(
                        "cũ hơn biên nhận số {number} đã nhập của cùng máy",
                        number=peer.receipt_number,
                    ),
                )
            keep_peer(log, dev, peer.grown(receipt.ends, receipt.wants, receipt.number))
            log.put_note(_KEPT + dev.hex(), data)
            self._confirm(log, receipt)
        return self._view(receipt, path)

    def _lines(
        self, log: Log, directory: Directory, trip: bytes, name: str
    ) -> tuple[MergedBundle, ...]:
        own = self._vault.identity.dev
        chosen = [one for one in arrivals(log) if bytes.fromhex(one.device) != own]
        if name:
            chosen = [one for one in chosen if fold(name) in fold(one.sender)]
            if not chosen:
                raise NotFoundError(kind="gói đã nhập của", name=name)
        newest = sorted(chosen, key=lambda one: one.merged_ms)[-MAX_LINES:]
        lines = []
        for one in newest:
            dev = DeviceId(bytes.fromhex(one.device))
            account = None
            if read_peer(log, dev).manifest == one.manifest:
                account = account_of(log, self._vault.evidence, dev, trip)
            lines.append(
                MergedBundle(
                    device=dev,
                    export_number=one.export_number,
                    manifest=one.manifest,
                    merged_ms=one.merged_ms,
                    changes_new=one.changes_new,
                    changes_known=one.changes_known,
                    evidence_new=one.evidence_new,
                    evidence_known=one.evidence_known,
                    account=account.hex() if account else "",
                )
            )
        return tuple(sorted(lines, key=lambda one: (one.device, one.export_number, one.manifest)))

    def _read(self, path: str) -> tuple[Receipt, bytes]:
        rooms = self._vault.rooms
        data = rooms.files.read(path, limit=MAX_RECEIPT_BYTES)
        return rooms.receipts.decode(data, rooms.keys.verify, path), data

    def _require_fit(self, log: Log, receipt: Receipt, path: str) -> None:
        if receipt.trip != current_trip(log):
            raise ReceiptError(path=path, what=said("thuộc đợt kiểm tra khác"))
        dev = device_id(receipt.device_key)
        if dev == self._vault.identity.dev:
            raise ReceiptError(path=path, what=said("do chính máy này ghi"))
        if not Directory(self._vault, log).is_trusted(dev):
            words = self._vault.rooms.keys.fingerprint_words(receipt.device_key)
            raise ReceiptError(
                path=path,
                what=said("do máy chưa được ghi nhận ký (vân tay: {words})", words=words),
            )

    def _confirm(self, log: Log, receipt: Receipt) -> None:
        for line in receipt.bundles:
            sent = find_dispatch(log, line.export_number)
            if line.device != self._vault.identity.dev or sent is None:
                continue
            if sent.manifest == line.manifest and sent.account == line.account:
                confirm(log, sent.number, device_id(receipt.device_key))

    def _view(self, receipt: Receipt, path: str) -> ReceiptView:
        own, keys = self._vault.identity.dev, self._vault.rooms.keys
        dev = device_id(receipt.device_key)
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            one = directory.enrolled.get(dev)
            end = log.chain_end(own)
            held = [seq for of, seq, id_ in receipt.ends if of == own and log.has(own, seq, id_)]
            wanted = sum(self._vault.evidence.has(sha256) for sha256 in receipt.wants)
            lines = tuple(self._line(log, directory, line) for line in receipt.bundles)
            return ReceiptView(
                path=path,
                giver=receipt.name,
                device=directory.device(dev),
                device_id=dev.hex(),
                fingerprint=keys.fingerprint_words(receipt.device_key),
                is_own=dev == own,
                is_trusted=directory.is_trusted(dev),
                is_leader=one is not None and directory.leads(one),
                number=receipt.number,
                created=receipt.created_ms,
                lines=lines,
                holds=tuple((directory.device(of), seq) for of, seq, _id in receipt.ends),
                holes=tuple((directory.device(of), seq) for of, seq in receipt.gaps),
                wants=len(receipt.wants),
                own_held=max(held, default=0),
                own_changes=end.seq if end else 0,
                own_wanted=wanted,
            )

    def _line(self, log: Log, directory: Directory, line: MergedBundle) -> ReceiptLine:
        is_own = line.device == self._vault.identity.dev
        sent = find_dispatch(log, line.export_number) if is_own else None
        words = self._vault.rooms.keys.fingerprint_words
        is_same = sent is not None and sent.manifest == line.manifest
        return ReceiptLine(
            sender=_holder(directory, line.device),
            device_id=line.device.hex(),
            is_own=is_own,
            export_number=line.export_number,
            merged=line.merged_ms,
            changes_new=line.changes_new,
            changes_known=line.changes_known,
            evidence_new=line.evidence_new,
            evidence_known=line.evidence_known,
            words=words(bytes.fromhex(line.account)) if line.account else "",
            own_words=words(bytes.fromhex(sent.account)) if sent and is_same else "",
        )


def _holder(directory: Directory, dev: DeviceId) -> str:
    """The person who writes on a device, as the own card list calls them."""
    one = directory.enrolled.get(dev)
    return one.card.name if one else directory.device(dev)
