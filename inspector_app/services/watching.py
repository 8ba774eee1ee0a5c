"""A folder that several people share: new bundles in it are merged, each file once.

Nobody's file is ever moved, renamed or removed. What was done is remembered in the vault by the
hash of the file, so that a copy under another name, or the same folder after a restart, is not
merged again. The looking needs no vault (``FolderWatch``) and may wait for a slow share; the taking
(``WatchService``) does, and is one bundle at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.errors import (
    BundleSenderError,
    BundleTripError,
    CancelledError,
    DiskFullError,
    FileAccessError,
    InspectorError,
    ReceiptError,
)
from inspector_app.domain.media import FoundFile, is_receipt_name
from inspector_app.services.bundles import BundleService
from inspector_app.services.carrying import file_name
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.exchange import BundleReceipt, BundleSummary, ReceiptView
from inspector_app.services.handovers import HandoverService
from inspector_app.services.ports.host import Files, Media, Progress
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault

_SETTINGS: Final = "watch/settings"
_DONE: Final = "watch/done/"
_FILE: Final = "watch/file/"
_SENT: Final = "watch/sent"
_PIECE: Final = 1 << 20
_RECEIPT_LIMIT: Final = 8 << 20
_MAY_HEAL: Final = (BundleSenderError, BundleTripError, DiskFullError, FileAccessError)
"""Refusals that another card, another pack or another moment may end; the rest is the file's fault."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """What a person chose for this vault; off until somebody turns it on."""

    folder: str = ""
    is_on: bool = False
    sends: bool = False
    """Whether the own work is put there, too."""


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A complete file in the folder, named by what is in it."""

    path: str
    size: int
    modified_ns: int
    sha256: str


@dataclass(slots=True)
class WatchMemory:
    """What is known of the folder's files from before."""

    hashes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """By path, size and time of the last change: the hash, so that no file is read twice."""
    done: set[str] = field(default_factory=set)
    """Hashes of files that need not be taken again."""


@dataclass(frozen=True, slots=True)
class WatchResult:
    """What became of one file: merged, a receipt read, or the error it was refused with."""

    file: WatchedFile
    receipt: BundleReceipt | None = None
    told: ReceiptView | None = None
    """What a colleague's receipt says."""
    error: InspectorError | None = None


class FolderWatch:
    """Looks into one folder again and again."""

    def __init__(self, files: Files, media: Media, folder: str, memory: WatchMemory) -> None:
        self.folder = folder
        self._files, self._media, self._memory = files, media, memory
        self._seen: dict[str, FoundFile] = {}

    def look(self, progress: Progress | None = None) -> tuple[WatchedFile, ...]:
        """Complete files that were not done before, by path.

        A file is complete when two looks find the same size and time: at the first look nothing
        is. A file that changes while it is read waits for the next look.

        Raises:
            FileAccessError: the folder cannot be read.
            CancelledError
        """
        found = self._media.bundles(self.folder, receipts=True)
        before, self._seen = self._seen, {one.path: one for one in found}
        fresh = []
        for one in found:
            key = (one.path, one.size, one.modified_ns)
            if self._memory.hashes.get(key) in self._memory.done or before.get(one.path) != one:
                continue
            sha256 = self._memory.hashes.get(key) or self._hash(one, progress)
            if sha256 is None:
                continue
            self._memory.hashes[key] = sha256
            if sha256 not in self._memory.done:
                fresh.append(WatchedFile(one.path, one.size, one.modified_ns, sha256))
        return tuple(fresh)

    def settle(self, file: WatchedFile) -> None:
        """The file needs not be taken again."""
        self._memory.done.add(file.sha256)

    @property
    def waiting(self) -> int:
        """Files of the last look that have not been done."""
        hashes, done = self._memory.hashes, self._memory.done
        keys = ((one.path, one.size, one.modified_ns) for one in self._seen.values())
        return sum(hashes.get(key) not in done for key in keys)

    def _hash(self, found: FoundFile, progress: Progress | None) -> str | None:
        """Of a file as it was found; None when it is gone, unreadable or changing."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._files.open(found.path) as source:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if progress is not None:
                        progress(size, found.size, "")
        except FileAccessError:
            return None
        return digest.hexdigest() if size == found.size else None


class WatchService:
    """Takes what a watch found into the vault and puts the own work beside it."""

    def __init__(
        self, vault: OpenVault, bundles: BundleService, handovers: HandoverService
    ) -> None:
        self._vault = vault
        self._bundles = bundles
        self._handovers = handovers
        self._owes_receipt = False
        self._refused_at: dict[str, int] = {}

    def settings(self) -> WatchSettings:
        """What was chosen for this vault."""
        with self._vault.store.read() as log:
            data = log.note(_SETTINGS)
        return WatchSettings(**json.loads(data)) if data else WatchSettings()

    def configure(self, settings: WatchSettings) -> WatchSettings:
        """Keep another choice. Raises: FileAccessError: it is on, and there is no such folder."""
        if settings.is_on and not self._vault.rooms.files.is_folder(settings.folder):
            self._vault.rooms.media.bundles(settings.folder)  # says why
        plain = {
            "folder": settings.folder,
            "is_on": settings.is_on,
            "sends": settings.sends,
        }
        with self._vault.store.write() as log:
            log.put_note(_SETTINGS, json.dumps(plain).encode())
        return settings

    def begin(self, folder: str) -> FolderWatch:
        """A watch that knows what this vault did before."""
        memory = WatchMemory()
        with self._vault.store.read() as log:
            for key in log.notes(_DONE):
                memory.done.add(key[len(_DONE) :])
            for data in log.notes(_FILE).values():
                plain = json.loads(data)
                memory.hashes[(plain["path"], plain["size"], plain["modified"])] = plain["sha256"]
        return FolderWatch(self._vault.rooms.files, self._vault.rooms.media, folder, memory)

    def take(
        self, watch: FolderWatch, file: WatchedFile, progress: Progress | None = None
    ) -> WatchResult | None:
        """Merge one file, unless it was done meanwhile; None when there is nothing new to say.

        A refusal that may heal is tried again when the vault has learned something since, and said
        each time; any other is remembered like a merge.

        Raises:
            CancelledError: nothing was applied.
        """
        with self._vault.store.read() as log:
            count = log.count()
            is_done = log.note(_DONE + file.sha256) is not None
        if is_done:
            watch.settle(file)
            return None
        if self._refused_at.get(file.sha256) == count:
            return None
        if is_receipt_name(file_name(file.path)):
            return self._read_receipt(watch, file)
        try:
            receipt = self._bundles.merge_one(file.path, progress)
        except CancelledError:
            raise
        except InspectorError as error:
            if isinstance(error, _MAY_HEAL):
                self._refused_at[file.sha256] = count
            else:
                self._remember(watch, file, "refused")
            return WatchResult(file, error=error)
        if receipt.status == "held":
            self._refused_at[file.sha256] = count
        else:
            self._remember(watch, file, receipt.status)
        self._owes_receipt |= bool(receipt.changes_new or receipt.evidence_new)
        return WatchResult(file, receipt)

    def _read_receipt(self, watch: FolderWatch, file: WatchedFile) -> WatchResult | None:
        """Keep a colleague's receipt; one that says nothing new, or not to us, is passed over."""
        try:
            told = self._handovers.import_receipt(file.path)
        except ReceiptError:
            self._remember(watch, file, "passed")
            return None
        self._remember(watch, file, "receipt")
        return WatchResult(file, told=told)

    def acknowledge(self, watch: FolderWatch) -> ReceiptView | None:
        """Put a receipt into the folder for what was merged since the last one; None for nothing.

        Raises: as ``HandoverService.write_receipt``.
        """
        if not self._owes_receipt:
            return None
        view = self._handovers.write_receipt(watch.folder)
        self._owes_receipt = False
        sha256 = hashlib.sha256(
            self._vault.rooms.files.read(view.path, limit=_RECEIPT_LIMIT)
        ).hexdigest()
        with self._vault.store.write() as log:
            log.put_note(_DONE + sha256, self._entry("sent", view.path))
        watch.settle(WatchedFile(view.path, 0, 0, sha256))
        return view

    def send(self, watch: FolderWatch, progress: Progress | None = None) -> BundleSummary | None:
        """Put the own work into the folder, when there is any since the last time.

        For a leader whatever was merged counts, too: the members wait for it.

        Raises: as ``BundleService.export``.
        """
        with self._vault.store.read() as log:
            mark = self._mark(log)
            if log.note(_SENT) == mark:
                return None
        summary = self._bundles.export(watch.folder, progress)
        with self._vault.store.write() as log:
            log.put_note(_SENT, mark)
            log.put_note(_DONE + summary.sha256, self._entry("sent", summary.path))
        watch.settle(WatchedFile(summary.path, summary.size, 0, summary.sha256))
        return summary

    def _mark(self, log: Log) -> bytes:
        if is_leader(log, Directory(self._vault, log)):
            return f"all {log.count()}".encode()
        end = log.chain_end(self._vault.identity.dev)
        return f"own {end.seq if end else 0}".encode()

    def _remember(self, watch: FolderWatch, file: WatchedFile, status: str) -> None:
        place = hashlib.sha256(file.path.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        plain: Mapping[str, object] = {
            "path": file.path,
            "size": file.size,
            "modified": file.modified_ns,
            "sha256": file.sha256,
        }
        with self._vault.store.write() as log:
            log.put_note(_DONE + file.sha256, self._entry(status, file.path))
            log.put_note(_FILE + place, json.dumps(plain).encode())
        watch.settle(file)

    def _entry(self, status: str, path: str) -> bytes:
        now = self._vault.rooms.clock.now_ms()
        return json.dumps({"status": status, "at": now, "name": file_name(path)}).encode()
