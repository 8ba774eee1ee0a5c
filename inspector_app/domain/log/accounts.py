"""The account of a state: one digest that two people compare by reading words aloud.

It covers exactly the chain ends somebody holds and the evidence they hold of what those chains name
(``docs/formats/receipt.md``, "The eight words"). Equal digests = the same changes, the same files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from inspector_app.domain.log.change import pae
from inspector_app.domain.log.ids import ChangeId, DeviceId

ACCOUNT_TYPE: Final = b"insp-account-v1"

End = tuple[DeviceId, int, ChangeId]
"""The end of a chain: device, number, id."""


def account_digest(trip: bytes, ends: Iterable[End], evidence: Iterable[str]) -> bytes:
    """SHA-256 over trip, chain ends and evidence (32 bytes).

    Args:
        trip: 16 bytes.
        ends: chain ends, in any order.
        evidence: SHA-256 of evidence files (lower-case hex), in any order.
    """
    listed = sorted(set(ends))
    hashes = sorted(set(evidence))
    parts = [trip, len(listed).to_bytes(4, "big")]
    parts += [dev + seq.to_bytes(8, "big") + id_ for dev, seq, id_ in listed]
    parts.append(len(hashes).to_bytes(4, "big"))
    parts += [bytes.fromhex(one) for one in hashes]
    return hashlib.sha256(pae(ACCOUNT_TYPE, b"".join(parts))).digest()
