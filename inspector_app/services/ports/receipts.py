"""Port: receipts, the signed word of a receiver on what it holds (``docs/formats/receipt.md``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.log.accounts import End
from inspector_app.domain.log.ids import DeviceId


@dataclass(frozen=True, slots=True)
class MergedBundle:
    """One bundle that the giver of a receipt merged."""

    device: DeviceId
    export_number: int
    manifest: str
    """SHA-256 of the manifest's bytes (hex)."""
    merged_ms: int
    changes_new: int
    changes_known: int
    evidence_new: int
    evidence_known: int
    account: str = ""
    """``domain.log.accounts.account_digest`` (hex) of what the sender held, as held here; or empty."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    trip: bytes
    device_key: bytes
    actor: bytes
    name: str
    number: int
    created_ms: int
    ends: tuple[End, ...]
    gaps: tuple[tuple[DeviceId, int], ...]
    wants: tuple[str, ...]
    bundles: tuple[MergedBundle, ...]


class ReceiptCodec(Protocol):
    """Receipts as small text files."""

    def encode(self, receipt: Receipt, sign: Callable[[bytes], bytes]) -> bytes:
        """The file; ``sign`` makes the device's Ed25519 signature. Raises: InputValueError."""

    def decode(
        self, data: bytes, verify: Callable[[bytes, bytes, bytes], bool], path: str
    ) -> Receipt:
        """Read and check the signature. Raises: ReceiptError."""
