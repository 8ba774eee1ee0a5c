"""The key slot file: the vault key wrapped once per secret (``docs/formats/vault.md``)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from inspector_app.crypto import age_scrypt
from inspector_app.crypto.recovery import RANDOM_BYTES, normal_code, recovery_code
from inspector_app.domain.errors import (
    VaultDamagedError,
    VaultVersionError,
    WrongPassphraseError,
)
from inspector_app.domain.passphrase import normal_passphrase, require_strong
from inspector_app.services.ports.host import Randomness

FORMAT: Final = "insp-slots"
VERSION: Final = 1
WORK_FACTOR: Final = 18
"""256 MiB of memory; about 0.7 s on the machine of ``docs/formats/vault.md``."""
KEY_BYTES: Final = 32
MAX_FILE: Final = 64 * 1024
PASSPHRASE: Final = "passphrase"  # noqa: S105 (the slot's name)
RECOVERY: Final = "recovery"
CIPHER: Final = "age-scrypt"


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    wrapped: bytes
    is_sound: bool


class KeySlots:
    """Implements ``services.ports.crypto.KeySlots``."""

    def __init__(self, work_factor: int = WORK_FACTOR) -> None:
        self._work_factor = work_factor

    def make(self, key: bytes, secrets: Mapping[str, str]) -> bytes:
        """A slot file.

        Args:
            key: the vault key, 32 bytes.
            secrets: by slot name, ``passphrase`` and ``recovery``.

        Raises:
            WeakPassphraseError: the passphrase is too short.
        """
        return _write([self._wrap(name, key, secret) for name, secret in secrets.items()])

    def open(self, slots: bytes, secret: str) -> bytes:
        """The vault key.

        Raises:
            WrongPassphraseError: no slot opens with it.
            VaultDamagedError: not a slot file, or the slot in question is damaged.
            VaultVersionError: written by a newer program.
        """
        code = normal_code(secret)
        is_damaged = False
        found = _read(slots)
        for slot in found if code is None else reversed(found):
            words = code if slot.name == RECOVERY else normal_passphrase(secret)
            if words is None:
                continue
            if not slot.is_sound:
                is_damaged = True
                continue
            key = age_scrypt.unlock(slot.wrapped, words)
            if key is not None and len(key) == KEY_BYTES:
                return key
        if is_damaged:
            _damaged("khe khóa của mật khẩu đã hỏng; hãy dùng mã khôi phục đã in")
        raise WrongPassphraseError

    def replace(self, slots: bytes, key: bytes, name: str, secret: str) -> bytes:
        """The slot file with one slot made anew; the others stay byte for byte.

        Raises:
            WeakPassphraseError, VaultDamagedError, VaultVersionError
        """
        others = [slot for slot in _read(slots) if slot.name != name]
        fresh = self._wrap(name, key, secret)
        return _write(sorted([*others, fresh], key=lambda slot: slot.name))

    def recovery_code(self, randomness: Randomness) -> str:
        """A printable recovery code: 130 random bits, seven groups of four, checked."""
        return recovery_code(randomness.token(RANDOM_BYTES))

    def _wrap(self, name: str, key: bytes, secret: str) -> _Slot:
        if len(key) != KEY_BYTES or name not in (PASSPHRASE, RECOVERY):
            msg = "a slot holds a key of 32 bytes under a known name"
            raise ValueError(msg)
        words = normal_code(secret) if name == RECOVERY else require_strong(secret)
        if words is None:
            msg = "not a recovery code"
            raise ValueError(msg)
        return _Slot(name, age_scrypt.lock(key, words, self._work_factor), is_sound=True)


def _write(slots: list[_Slot]) -> bytes:
    content = {
        "format": FORMAT,
        "slots": [
            {
                "cipher": CIPHER,
                "name": slot.name,
                "sha256": hashlib.sha256(slot.wrapped).hexdigest(),
                "wrapped": base64.b64encode(slot.wrapped).decode(),
            }
            for slot in slots
        ],
        "version": VERSION,
    }
    return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"


def _read(data: bytes) -> list[_Slot]:
    """The slots, passphrase before recovery code."""
    if len(data) > MAX_FILE:
        _damaged("tệp khe khóa quá dài")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        _damaged("tệp khe khóa không đọc được")
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        _damaged("tệp khe khóa không đúng định dạng")
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise VaultVersionError(found=version, known=VERSION)
    entries = content.get("slots")
    if version != VERSION or not isinstance(entries, list) or not 1 <= len(entries) <= 8:
        _damaged("tệp khe khóa không đúng định dạng")
    return sorted((_slot(entry) for entry in entries), key=lambda slot: slot.name)


def _slot(entry: object) -> _Slot:
    """One entry; what cannot be read keeps its place as a damaged slot."""
    if not isinstance(entry, dict):
        return _Slot(PASSPHRASE, b"", is_sound=False)
    name, text, digest = entry.get("name"), entry.get("wrapped"), entry.get("sha256")
    if name not in (PASSPHRASE, RECOVERY):
        name = PASSPHRASE
    try:
        wrapped = base64.b64decode(text if isinstance(text, str) else "", validate=True)
    except ValueError:
        return _Slot(name, b"", is_sound=False)
    is_sound = (
        entry.get("cipher") == CIPHER
        and hashlib.sha256(wrapped).hexdigest() == digest
        and age_scrypt.work_factor(wrapped) is not None
    )
    return _Slot(name, wrapped, is_sound)


def _damaged(what: str) -> NoReturn:
    raise VaultDamagedError(what=what)
