"""Identities that cross machines; all of them are global, none is a row number."""

from __future__ import annotations

from typing import NewType

DeviceId = NewType("DeviceId", bytes)
"""16 bytes: the beginning of SHA-256 over the device's Ed25519 public key."""

ActorId = NewType("ActorId", bytes)
"""16 bytes: the beginning of SHA-256 over the person's Ed25519 public key."""

EntityId = NewType("EntityId", bytes)
"""16 bytes: a random UUID of a trip, unit, inspection, row, finding …, or a device id."""

ChangeId = NewType("ChangeId", bytes)
"""32 bytes: the link of the hash chain that names one change."""

ID_LENGTH = 16
NO_CHANGE = ChangeId(b"\0" * 32)
"""What stands before the first change of a chain."""


def short(identity: bytes) -> str:
    """The first 8 hexadecimal digits, as people meet an id on the command line."""
    return identity.hex()[:8]
