"""The high-water mark: how far each chain was written on this computer, outside every vault.

A small file in the user's state folder, so that it does not travel with a backup or a copy of the
vault. It is written after each commit and never forced to the disk: a mark that is behind does no
harm, and a save must not wait for a second flush. Two slots take turns, each with its own hash, so
that one that was cut off by a crash leaves the other (``docs/formats/vault.md``).
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.log.mark import Mark
from inspector_app.host import machine
from inspector_app.host.settings import make_folder, state_folder

_MAGIC: Final = b"INSPMRK1"
_MACHINE: Final = machine.SIZE * (2 + machine.MOST_CARDS)
_HASH: Final = 32
_BODY: Final = len(_MAGIC) + 8 + 8 + 32 + 1 + _MACHINE
_SLOT: Final = 256
FOLDER: Final = "marks"


class HostMarks:
    """Implements ``services.ports.host.Marks``."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder``: where the marks are; in the user's state folder by default."""
        self._folder = folder
        self._machine: bytes | None = None
        self._counts: dict[DeviceId, int] = {}

    def machine(self) -> bytes:
        """The fingerprint of this computer."""
        if self._machine is None:
            self._machine = machine.fingerprint()
        return self._machine

    def is_here(self, fingerprint: bytes) -> bool:
        """Whether a fingerprint is this computer's; True where nothing tells."""
        return machine.is_same(fingerprint, self.machine())

    def read(self, dev: DeviceId) -> Mark | None:
        """How far a chain was written here; None where that is not known."""
        found = self._newest(dev)
        return found[1] if found else None

    def put(self, dev: DeviceId, seq: int, id_: ChangeId) -> None:
        """Remember the end of a chain. Never fails: without a mark, a copy is only noticed later."""
        if dev not in self._counts:
            found = self._newest(dev)
            self._counts[dev] = found[0] if found else 0
        count = self._counts[dev] = self._counts[dev] + 1
        own = self.machine()
        body = b"".join(
            (
                _MAGIC,
                count.to_bytes(8, "big"),
                seq.to_bytes(8, "big"),
                id_,
                bytes((len(own),)),
                own.ljust(_MACHINE, b"\0"),
            )
        )
        slot = (body + hashlib.sha256(body).digest()).ljust(_SLOT, b"\0")
        with suppress(OSError):
            self._write(dev, count % 2 * _SLOT, slot)

    def _write(self, dev: DeviceId, at: int, slot: bytes) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            number = os.open(self._path(dev), flags, 0o600)
        except FileNotFoundError:
            make_folder(self._path(dev).parent)
            number = os.open(self._path(dev), flags, 0o600)
        try:
            os.lseek(number, at, os.SEEK_SET)
            os.write(number, slot)
        finally:
            os.close(number)

    def _newest(self, dev: DeviceId) -> tuple[int, Mark] | None:
        try:
            data = self._path(dev).read_bytes()[: 2 * _SLOT]
        except OSError:
            return None
        found = [one for at in (0, _SLOT) if (one := _slot(data[at : at + _SLOT])) is not None]
        return max(found, key=lambda one: one[0], default=None)

    def _path(self, dev: DeviceId) -> Path:
        folder = self._folder or state_folder() / FOLDER
        return folder / f"{dev.hex()}.mark"


def _slot(data: bytes) -> tuple[int, Mark] | None:
    """The count and the mark in a slot; None where it is empty or was cut off."""
    body = data[:_BODY]
    if not body.startswith(_MAGIC) or data[_BODY : _BODY + _HASH] != hashlib.sha256(body).digest():
        return None
    count, seq = int.from_bytes(body[8:16], "big"), int.from_bytes(body[16:24], "big")
    size = min(body[56], _MACHINE)
    return count, Mark(seq, ChangeId(body[24:56]), body[57 : 57 + size])
