"""One immutable entry of the log, the chain it stands in and the seal over it.

The record, the chain and the seal are specified in ``docs/formats/change.md``; the bytes are made
and read by ``formats.changes``. The names ``INSP1`` and ``insp-seal-v1`` are hashed and signed
into every vault and can never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from inspector_app.domain.log.ids import NO_CHANGE, ActorId, ChangeId, DeviceId, EntityId

RECORD_VERSION: Final = 1
CHAIN_TAG: Final = b"INSP1"
SEAL_TYPE: Final = b"insp-seal-v1"
SESSION_TYPE: Final = b"insp-session-v1"

MAX_INTEGER: Final = 2**53
MAX_PATH: Final = 200
MAX_VALUE_BYTES: Final = 64 * 1024
MAX_SUPERSEDED: Final = 256
MAX_FOLLOWED_LAMPORT: Final = 2**52
"""Foreign Lamport numbers above this are stored but not followed: one forged number must not use up
everybody's room for counting on."""

Value = None | bool | int | str | bytes | Sequence["Value"] | Mapping[str, "Value"]
"""What a register holds: NFC text, decimals as text, whole numbers, lists, maps, bytes or nothing."""


class Kind(IntEnum):
    """What a change does. Unknown kinds are stored, chained and passed on, never projected."""

    SET = 0
    DELETE = 1
    RESOLVE = 2
    UNDO = 3
    SESSION = 4
    GENESIS = 5
    TRUST = 6
    SIGN_OFF = 7


PROJECTED: Final[frozenset[int]] = frozenset(Kind)
ORDINARY: Final[frozenset[int]] = frozenset({Kind.SET, Kind.DELETE, Kind.UNDO})
"""What everybody writes; it never decides between what several people wrote."""
LIFE: Final = "_"
"""The path of an entity's life register."""
DEVICE_KINDS: Final[frozenset[int]] = frozenset({Kind.SESSION, Kind.GENESIS, Kind.TRUST})
"""What a vault says about devices and persons; no part of the trip's state."""
DEVICE_PATHS: Final = frozenset(("genesis", "session", "trust", "revoke", "adopt"))
"""The registers of devices; only changes of ``DEVICE_KINDS`` count in them."""


@dataclass(frozen=True, slots=True, order=True)
class Register:
    """What a change writes: one path of one entity."""

    ent: EntityId
    path: str


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Names a superseded change: device, number in its chain, first 16 bytes of its id."""

    dev: DeviceId
    seq: int
    h16: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """The fields of a record, in the order in which they are hashed."""

    version: int
    dev: DeviceId
    seq: int
    lam: int
    wall: int
    """Claimed time, milliseconds since 1970 UTC; never used for merging."""
    actor: ActorId
    kind: int
    ent: EntityId
    path: str
    form: bytes
    value: Value
    sup: tuple[Ref, ...]

    @property
    def register(self) -> Register:
        """The register that this change writes."""
        return Register(self.ent, self.path)


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A change together with the exact bytes it was hashed from.

    ``value_bytes`` is the slice of ``raw`` that holds the value: two values are equal exactly when
    these bytes are.
    """

    change: Change
    id: ChangeId
    raw: bytes
    value_bytes: bytes

    @property
    def ref(self) -> Ref:
        """How later changes name this one."""
        return Ref(self.change.dev, self.change.seq, self.id[:16])


@dataclass(frozen=True, slots=True)
class Seal:
    """The device's Ed25519 signature over the end of one local transaction."""

    dev: DeviceId
    seq: int
    id: ChangeId
    signature: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """A sealed run of one device's chain as it travels: received bytes, nothing parsed yet.

    ``frames`` are the raw records ``first`` … ``seal.seq``; ``previous`` is the id before the first.
    """

    public_key: bytes
    first: int
    previous: ChangeId
    frames: tuple[bytes, ...]
    seal: Seal


def device_id(public_key: bytes) -> DeviceId:
    """The id of the device that owns an Ed25519 public key (32 bytes)."""
    return DeviceId(hashlib.sha256(public_key).digest()[:16])


def actor_id(public_key: bytes) -> ActorId:
    """The id of the person who owns an Ed25519 public key (32 bytes)."""
    return ActorId(hashlib.sha256(public_key).digest()[:16])


def chain_id(previous: ChangeId, raw: bytes) -> ChangeId:
    """The id of the record ``raw`` that stands after ``previous`` in its chain."""
    return ChangeId(hashlib.sha256(CHAIN_TAG + previous + raw).digest())


def chain_ids(previous: ChangeId, frames: Sequence[bytes]) -> list[ChangeId]:
    """The ids of consecutive records."""
    sha256, tag = hashlib.sha256, CHAIN_TAG
    ids: list[ChangeId] = []
    for raw in frames:  # ``chain_id``, without a call for each of a million records
        previous = ChangeId(sha256(tag + previous + raw).digest())
        ids.append(previous)
    return ids


def pae(payload_type: bytes, payload: bytes) -> bytes:
    """Pre-authentication encoding: what is signed names its own type (source: DSSE, version 1)."""
    return b"DSSEv1 %d %b %d %b" % (len(payload_type), payload_type, len(payload), payload)


def seal_bytes(dev: DeviceId, seq: int, id_: ChangeId) -> bytes:
    """The bytes that the device signs at the end of a transaction."""
    return pae(SEAL_TYPE, dev + seq.to_bytes(8, "big") + id_)


def session_bytes(dev: DeviceId, seq: int, previous: ChangeId, actor: ActorId, wall: int) -> bytes:
    """The bytes that a person signs to begin work: this place of this chain, and the claimed time.

    Args:
        dev: the device.
        seq: the number of the session's own change.
        previous: the id of the change before it.
        actor: the person.
        wall: milliseconds since 1970 UTC.
    """
    place = dev + seq.to_bytes(8, "big") + previous + actor
    return pae(SESSION_TYPE, place + wall.to_bytes(8, "big", signed=True))


__all__ = [
    "CHAIN_TAG",
    "DEVICE_KINDS",
    "DEVICE_PATHS",
    "LIFE",
    "MAX_FOLLOWED_LAMPORT",
    "MAX_INTEGER",
    "MAX_PATH",
    "MAX_SUPERSEDED",
    "MAX_VALUE_BYTES",
    "NO_CHANGE",
    "ORDINARY",
    "PROJECTED",
    "RECORD_VERSION",
    "SEAL_TYPE",
    "SESSION_TYPE",
    "Change",
    "Kind",
    "Ref",
    "Register",
    "Seal",
    "Segment",
    "StoredChange",
    "Value",
    "actor_id",
    "chain_id",
    "chain_ids",
    "device_id",
    "pae",
    "seal_bytes",
    "session_bytes",
]
