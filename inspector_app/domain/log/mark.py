"""The high-water mark: how far a chain was written on a computer (``docs/formats/vault.md``)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.log.ids import ChangeId


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a chain was written on a computer."""

    seq: int
    id: ChangeId
    machine: bytes
    """The fingerprint of that computer."""
