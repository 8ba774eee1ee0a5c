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


class EvidenceStore:
    """Implements ``services.ports.store.EvidenceStore``."""

    def __init__(self, folder: Path, cipher: EvidenceCipher) -> None:
        self._folder = folder
        self._cipher = cipher

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
            yield EvidenceWriter(self._folder, path, file, self._cipher)
        finally:
            # Closing may flush and fail; whatever was not published goes anyway.
            with contextlib.suppress(OSError):
                file.close()
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

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

    def __init__(self, folder: Path, path: Path, file: BinaryIO, cipher: EvidenceCipher) -> None:
        self._folder = folder
        self._path = path
        self._file = file
        self._cipher = cipher
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
        with file_errors(self._path):
            self._file.write(self._encryption.update(data))
        return len(data)

    def complete(self) -> None:
        """No more bytes will come: the staged file is made durable and its handle given back.

        Raises:
            DiskFullError, FileAccessError
        """
        if self._is_complete:
            return
        self._is_complete = True
        with file_errors(self._path):
            self._file.write(self._encryption.finish())
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def publish(self) -> str:
        """Put the file under its name; returns the SHA-256 of the plain bytes (hex).

        Raises:
            DiskFullError, FileAccessError
        """
        sha256 = self._digest.hexdigest()
        if self._is_published:
            return sha256
        self.complete()
        target = self._folder / self._cipher.name(sha256)
        with file_errors(target):
            # The same bytes may be there already; a fresh copy also heals one that rotted.
            self._path.replace(target)
            sync_folder(self._folder)
        self._is_published = True
        return sha256


def _is_hash(sha256: str) -> bool:
    return len(sha256) == _HASH_LENGTH and all(char in "0123456789abcdef" for char in sha256)
