"""Change records, sealed runs and their keys for tests; everything follows from seeds."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inspector_app.crypto.keys import Keys
from inspector_app.domain.log.change import (
    Change,
    Kind,
    Seal,
    Segment,
    Value,
    actor_id,
    chain_ids,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, EntityId
from inspector_app.formats.changes import ChangeCodec
from inspector_app.services.ports.crypto import PublicKeys, SecretKeys

KEYS = Keys()
CODEC = ChangeCodec()

AGE_IDENTITIES = (
    "AGE-SECRET-KEY-14EKZZD76AASN39VLSAZETN43UM69TNCLX6Z2J77F74U9R75EX8VSRD4LMZ",
    "AGE-SECRET-KEY-1MSH3YYCSMS3F2KDXJAMLUEXGZ4QUNNMK7LDGWAUETJ2KJKU9G0TQJ66RGU",
)
"""Made for these tests and public: they protect nothing."""


@functools.cache
def secret_keys(number: int = 1) -> SecretKeys:
    """The keys of test person ``number``."""
    identity = AGE_IDENTITIES[number % len(AGE_IDENTITIES)]
    return SecretKeys(bytes([number]) * 32, bytes([100 + number]) * 32, identity)


@functools.cache
def public_keys(number: int = 1) -> PublicKeys:
    """Their public halves."""
    return KEYS.public(secret_keys(number))


def device_key(number: int = 1) -> bytes:
    """The device's public key; always the same for a number."""
    return public_keys(number).device


def change(seq: int = 1, number: int = 1, **fields: Any) -> Change:
    """A plausible change of device ``number``; any field can be given."""
    plain = Change(
        version=1,
        dev=device_id(device_key(number)),
        seq=seq,
        lam=seq,
        wall=1_568_600_000_000 + seq,
        actor=actor_id(bytes([number]) * 32),
        kind=int(Kind.SET),
        ent=EntityId(bytes([7]) * 16),
        path=f"q/cau_{seq}/verified",
        form=b"",
        value="Đã ban hành kế hoạch",
        sup=(),
    )
    return replace(plain, **fields)


def sealed_run(
    values: Sequence[Value],
    number: int = 1,
    first: int = 1,
    previous: ChangeId = NO_CHANGE,
) -> Segment:
    """Consecutive changes with the given values, chained and sealed by device ``number``."""
    dev = device_id(device_key(number))
    frames = tuple(
        CODEC.encode(change(seq, number, value=value))
        for seq, value in enumerate(values, start=first)
    )
    last, id_ = first + len(frames) - 1, chain_ids(previous, frames)[-1]
    signature = KEYS.sign(secret_keys(number).device_seed, seal_bytes(dev, last, id_))
    return Segment(device_key(number), first, previous, frames, Seal(dev, last, id_, signature))
