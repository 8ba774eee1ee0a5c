"""High-water marks in memory, and a computer whose identity a test may choose."""

from __future__ import annotations

from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.log.mark import Mark
from inspector_app.host.machine import is_same


class MemoryMarks:
    """Implements ``services.ports.host.Marks``; one object is one computer."""

    def __init__(self, machine: bytes = b"") -> None:
        """``machine``: the fingerprint; empty: a computer that nothing tells from others."""
        self._machine = machine
        self._marks: dict[DeviceId, Mark] = {}

    def machine(self) -> bytes:
        """The fingerprint of this computer."""
        return self._machine

    def is_here(self, fingerprint: bytes) -> bool:
        """Whether a fingerprint is this computer's."""
        return is_same(fingerprint, self._machine)

    def read(self, dev: DeviceId) -> Mark | None:
        """How far a chain was written here."""
        return self._marks.get(dev)

    def put(self, dev: DeviceId, seq: int, id_: ChangeId) -> None:
        """Remember the end of a chain."""
        self._marks[dev] = Mark(seq, id_, self._machine)
