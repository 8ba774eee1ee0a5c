"""The vault's ``evidence/`` folder (``docs/formats/vault.md``, "Evidence files")."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from inspector_app.domain.errors import EvidenceError, VaultDamagedError
from inspector_app.services.ports.crypto import EvidenceCipher, EvidenceDamage
from inspector_app.store.durable import file_errors, sync_folder

STAGING: Final = ".staging"
_HASH_LENGTH: Final = 64
_TOGETHER: Final = 32
"""Complete files that are forced to the disk together: so many handles are open, not a thousand."""


class EvidenceStore:
    """Implements ``services.ports.store.EvidenceStore``."""

    def __init__(self, folder: Path, cipher: EvidenceCipher) -> None:
        self._folder = folder
        self._cipher = cipher
        self._waiting: list[EvidenceWriter] = []
        self._is_together = False

    def clean_up(self) -> None:
        """Remove what a crash left in the staging folder, and make the folder if need be."""
        staging = self._folder / STAGING
        if staging.is_symlink() or self._folder.is_symlink():
            raise VaultDamagedError(what="thư mục minh chứng là liên kết đến chỗ khác")
        with file_errors(staging):
            staging.mkdir(parents=True, exist_ok=True)
            for left in staging.iterdir():
                if left.is_file() or left.is_symlink():
                    left.unlink()

    @contextlib.contextmanager
    def stage(self) -> Iterator[EvidenceWriter]:
        """A writer into a staging file; without ``publish`` nothing remains.

        Raises:
            DiskFullError, FileAccessError
        """
        path = self._folder / STAGING / uuid.uuid4().hex
        with file_errors(path):
            file = path.open("xb")
        try:
            writer = EvidenceWriter(self, path, file, self._cipher)
            yield writer
        finally:
            self._waiting = [one for one in self._waiting if one.path != path]
            # Closing may flush and fail; whatever was not published goes anyway.
            with contextlib.suppress(OSError):
                file.close()
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Publish many files at once: they are durable under their names when the block has ended.

        The disk is waited for once instead of at each file.

        Raises:
            DiskFullError, FileAccessError
        """
        self._force()
        self._is_together = True
        try:
            yield
        finally:
            self._is_together = False
        with file_errors(self._folder):
            sync_folder(self._folder)

    def _wait(self, writer: EvidenceWriter) -> None:
        """A file is complete; it becomes durable with others, at the latest before its name."""
        self._waiting.append(writer)
        if len(self._waiting) >= _TOGETHER:
            self._force()

    def _force(self) -> None:
        """Force every complete file to the disk.

        The first one waits for most of all their bytes: the disk was writing them meanwhile.
        """
        while self._waiting:
            self._waiting[-1].force()
            self._waiting.pop()

    def _put(self, path: Path, sha256: str) -> None:
        """Give a staged file its name."""
        self._force()
        target = self._path(sha256)
        with file_errors(target):
            # The same bytes may be there already; a fresh copy also heals one that rotted.
            path.replace(target)
            if not self._is_together:
                sync_folder(self._folder)

    def has(self, sha256: str) -> bool:
        """Whether the bytes with that hash (lower-case hex) are here."""
        return _is_hash(sha256) and self._path(sha256).is_file()

    def open(self, sha256: str) -> Iterator[bytes]:
        """The plain bytes, in pieces; the hash is compared after the last one.

        Raises:
            EvidenceError: absent or damaged; what was given before belongs to no sound file.
        """
        if not self.has(sha256):
            raise EvidenceError(name=sha256[:16], what="không có trong kho")
        path = self._path(sha256)
        digest = hashlib.sha256()
        try:
            with file_errors(path), path.open("rb") as file:
                for piece in self._cipher.decrypt(file):
                    digest.update(piece)
                    yield piece
        except EvidenceDamage as error:
            raise EvidenceError(name=sha256[:16], what="tệp trong kho bị hỏng") from error
        if digest.hexdigest() != sha256:
            raise EvidenceError(name=sha256[:16], what="tệp trong kho không đúng nội dung")

    def size(self, sha256: str) -> int:
        """Plain bytes. Raises: EvidenceError."""
        if not self.has(sha256):
            raise EvidenceError(name=sha256[:16], what="không có trong kho")
        path = self._path(sha256)
        with file_errors(path):
            stored = path.stat().st_size
        try:
            return self._cipher.plain_size(stored)
        except EvidenceDamage as error:
            raise EvidenceError(name=sha256[:16], what="tệp trong kho bị hỏng") from error

    def _path(self, sha256: str) -> Path:
        return self._folder / self._cipher.name(sha256)


class EvidenceWriter:
    """Implements ``services.ports.store.EvidenceWriter``."""

    def __init__(
        self, store: EvidenceStore, path: Path, file: BinaryIO, cipher: EvidenceCipher
    ) -> None:
        self._store = store
        self.path = path
        self._file = file
        self._encryption = cipher.encryption()
        self._digest = hashlib.sha256()
        self._is_complete = False
        self._is_published = False
        with file_errors(path):
            file.write(self._encryption.header)

    def write(self, data: bytes) -> int:
        """Add plain bytes. Raises: DiskFullError, FileAccessError."""
        if self._is_complete:
            msg = "the evidence is complete"
            raise RuntimeError(msg)
        self._digest.update(data)
        with file_errors(self.path):
            self._file.write(self._encryption.update(data))
        return len(data)

    def complete(self) -> None:
        """No more bytes will come: the disk begins to write, and the handle is given back soon.

        Raises:
            DiskFullError, FileAccessError
        """
        if self._is_complete:
            return
        self._is_complete = True
        with file_errors(self.path):
            self._file.write(self._encryption.finish())
            self._file.flush()
            _begin_writing(self._file.fileno())
        self._store._wait(self)

    def force(self) -> None:
        """Make the staged file durable and give its handle back.

        The same handle that wrote it: another one need not be told that writing failed.
        """
        with file_errors(self.path):
            os.fsync(self._file.fileno())
            self._file.close()

    def publish(self) -> str:
        """Put the file, durable, under its name; returns the SHA-256 of the plain bytes (hex).

        The name is durable too, or will be at the end of ``EvidenceStore.together``.

        Raises:
            DiskFullError, FileAccessError
        """
        sha256 = self._digest.hexdigest()
        if self._is_published:
            return sha256
        self.complete()
        self._store._put(self.path, sha256)
        self._is_published = True
        return sha256


def _begin_writing(descriptor: int) -> None:
    """Let the system write what it has, without waiting, where it takes such a hint."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _is_hash(sha256: str) -> bool:
    return len(sha256) == _HASH_LENGTH and all(char in "0123456789abcdef" for char in sha256)
