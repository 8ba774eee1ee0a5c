"""Vault folders: making, locking, opening (``docs/formats/vault.md``)."""

from __future__ import annotations

import contextlib
import hmac
import json
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector_app.domain.errors import (
    NotAVaultError,
    VaultDamagedError,
    VaultExistsError,
    VaultVersionError,
    WrongPassphraseError,
)
from inspector_app.domain.saying import said
from inspector_app.services.ports.crypto import VaultKeys
from inspector_app.store.durable import file_errors, replace, sync_folder, write_new
from inspector_app.store.engine import Database, create_database, open_database
from inspector_app.store.evidence import STAGING, EvidenceStore
from inspector_app.store.heads import Decode
from inspector_app.store.lock import VaultLock
from inspector_app.store.migrations import migrate
from inspector_app.store.vault_store import Store

MARK: Final = "vault.json"
DATABASE: Final = "vault.db"
SLOTS: Final = "slots.json"
EVIDENCE: Final = "evidence"
LOCK: Final = "vault.lock"

FORMAT: Final = "insp-vault"
VERSION: Final = 1
_KEY_CHECK: Final = b"insp-key-check-v1"
_MAX_SMALL_FILE: Final = 64 * 1024
_WRITE_AHEAD: Final = "-wal"


@dataclass(frozen=True, slots=True)
class OpenStore:
    """Implements ``services.ports.store.OpenStore``."""

    store: Store
    evidence: EvidenceStore
    lock: VaultLock

    def close(self) -> None:
        """Close the database and give the lock back."""
        try:
            self.store.close()
        finally:
            self.lock.release()


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """Implements ``services.ports.store.OpenStore`` for a copy that nobody keeps."""

    store: Store
    evidence: EvidenceStore
    folder: tempfile.TemporaryDirectory[str]

    def close(self) -> None:
        """Close the copy and remove it."""
        try:
            self.store.close()
        finally:
            self.folder.cleanup()


class Vaults:
    """Implements ``services.ports.store.Vaults``."""

    def __init__(self, decode: Decode, keys: VaultKeys) -> None:
        self._keys = keys
        self._decode = decode

    def create(self, path: str, key: bytes, slots: bytes, fill: Callable[[Store], None]) -> None:
        """A new folder with its key slots and a database that ``fill`` writes first; all or nothing.

        It is built beside its place and moved there whole.

        Raises:
            VaultExistsError: something stands there (an empty folder may).
            DiskFullError, FileAccessError
        """
        folder = Path(path).absolute()
        with file_errors(folder):
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise VaultExistsError(path=str(folder))
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = folder.parent / f".{folder.name}.{uuid.uuid4().hex[:8]}.new"
            try:
                draft.mkdir(mode=0o700)
                self._fill(draft, key, slots, fill)
                if folder.exists():
                    folder.rmdir()
                draft.rename(folder)
                sync_folder(folder.parent)
            except BaseException:
                shutil.rmtree(draft, ignore_errors=True)
                raise

    def slots(self, path: str) -> bytes:
        """The key slot file. Raises: NotAVaultError, VaultDamagedError, FileAccessError."""
        folder = _vault_folder(path)
        file = folder / SLOTS
        if not file.is_file():
            raise VaultDamagedError(what="thiếu tệp slots.json")
        return _read_small(file)

    def replace_slots(self, path: str, slots: bytes) -> None:
        """Replace the key slot file atomically.

        Raises:
            NotAVaultError, DiskFullError, FileAccessError
        """
        file = _vault_folder(path) / SLOTS
        with file_errors(file):
            replace(file, slots)

    def open(self, path: str, key: bytes) -> OpenStore:
        """Lock and open.

        Raises:
            NotAVaultError, VaultLockedError, WrongPassphraseError, VaultDamagedError,
            VaultVersionError, FileAccessError
        """
        folder, database_key = self._checked(path, key)
        with file_errors(folder):
            lock = VaultLock(folder / LOCK)
        with contextlib.ExitStack() as undo:
            undo.callback(lock.release)
            database = _opened(folder / DATABASE, database_key)
            undo.callback(database.close)
            migrate(database, self._decode)
            store = Store(database, self._decode)
            evidence = EvidenceStore(folder / EVIDENCE, self._keys.evidence(key))
            evidence.clean_up()
            undo.pop_all()
        return OpenStore(store, evidence, lock)

    def open_copy(self, path: str, key: bytes) -> OpenCopy:
        """Open a copy of the database that goes when it is closed; the folder stays as it is.

        What another program has open is copied as it stands; a copy torn by its writing is refused
        as damaged. The copy is encrypted like the original.

        Raises:
            NotAVaultError, WrongPassphraseError, VaultDamagedError, VaultVersionError,
            DiskFullError, FileAccessError
        """
        folder, database_key = self._checked(path, key)
        with contextlib.ExitStack() as undo:
            with file_errors(folder):
                copy = tempfile.TemporaryDirectory(prefix="inspector-")
            undo.callback(copy.cleanup)
            for name in (DATABASE, DATABASE + _WRITE_AHEAD):
                if (folder / name).is_file():
                    with file_errors(folder / name):
                        shutil.copyfile(folder / name, Path(copy.name) / name)
            database = _opened(Path(copy.name) / DATABASE, database_key)
            undo.callback(database.close)
            migrate(database, self._decode)
            evidence = EvidenceStore(folder / EVIDENCE, self._keys.evidence(key))
            store = Store(database, self._decode)
            undo.pop_all()
        return OpenCopy(store, evidence, copy)

    def _checked(self, path: str, key: bytes) -> tuple[Path, bytes]:
        """The vault's folder and the key of its database. Raises: as ``open``."""
        folder = _vault_folder(path)
        mark = _read_mark(folder)
        database_key = self._keys.database_key(key)
        if not hmac.compare_digest(_key_check(database_key), mark):
            raise WrongPassphraseError
        return folder, database_key

    def _fill(self, draft: Path, key: bytes, slots: bytes, fill: Callable[[Store], None]) -> None:
        database_key = self._keys.database_key(key)
        mark = {"format": FORMAT, "key_check": _key_check(database_key), "version": VERSION}
        write_new(draft / MARK, json.dumps(mark, sort_keys=True).encode() + b"\n")
        write_new(draft / SLOTS, slots)
        (draft / EVIDENCE / STAGING).mkdir(parents=True)
        create_database(draft / DATABASE, database_key)
        store = Store(open_database(draft / DATABASE, database_key), self._decode)
        try:
            fill(store)
        finally:
            store.close()
        sync_folder(draft / EVIDENCE)
        sync_folder(draft)


def _opened(path: Path, database_key: bytes) -> Database:
    try:
        return open_database(path, database_key)
    except WrongPassphraseError as error:
        # The key is the right one: its check sum was compared.
        raise VaultDamagedError(what="tệp vault.db không đọc được") from error


def _key_check(database_key: bytes) -> str:
    """Tells a wrong key from a damaged database, and nothing else."""
    return hmac.digest(database_key, _KEY_CHECK, "sha256")[:16].hex()


def _vault_folder(path: str) -> Path:
    folder = Path(path).absolute()
    if not (folder / MARK).is_file():
        raise NotAVaultError(path=str(folder))
    return folder


def _read_mark(folder: Path) -> str:
    try:
        mark = json.loads(_read_small(folder / MARK))
    except (ValueError, RecursionError):
        mark = None
    if not isinstance(mark, dict) or mark.get("format") != FORMAT:
        raise NotAVaultError(path=str(folder))
    version, check = mark.get("version"), mark.get("key_check")
    if isinstance(version, int) and version > VERSION:
        raise VaultVersionError(found=version, known=VERSION)
    if version != VERSION or not isinstance(check, str) or not check.isascii():
        raise VaultDamagedError(what="tệp vault.json không đúng định dạng")
    return check


def _read_small(file: Path) -> bytes:
    with file_errors(file), file.open("rb") as reader:
        data = reader.read(_MAX_SMALL_FILE + 1)
    if len(data) > _MAX_SMALL_FILE:
        raise VaultDamagedError(what=said("tệp {name} quá dài", name=file.name))
    return data
