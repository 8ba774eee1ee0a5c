"""Vouching: a device that goes on under a new key says so with its old one (``docs/formats/change.md``).

A restored backup or a copied vault gets a new device key. Its old key signs, once, that the new one
is the same person's on the same work. Others believe it as long as they trust the old device; once
that is revoked, its word is worth nothing, whoever had it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import DeviceRevokedError
from inspector_app.domain.log.change import (
    MAX_INTEGER,
    Register,
    StoredChange,
    Value,
    device_id,
    pae,
)
from inspector_app.domain.log.ids import ID_LENGTH, ChangeId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import GENESIS, REVOKE, predecessor_of, revocation_reason
from inspector_app.services.ports.store import Log, Store

VOUCH_TYPE: Final = b"insp-vouch-v1"
COPIED: Final = "copied"
"""The reason of a vouch for the copy of a vault on another computer."""
VOUCHES_NOTE: Final = "trust/vouches"
"""Pairs of device ids (new, old), 32 bytes each: vouches whose signature this vault has verified."""
_LINE: Final = re.compile(
    rb"insp-vouch ([0-9a-f]{64}) ([1-9][0-9]{0,15}) ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{128})"
)
MAX_VOUCHES: Final = 8
"""Most renewals that a bundle's signature speaks of."""

Verify = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Vouch:
    """An old key's word for a new one.

    ``old_key`` and ``new_key`` are Ed25519 public keys; ``seq`` and ``id`` name the last change that
    the old key has written, as far as the vault knew.
    """

    old_key: bytes
    seq: int
    id: ChangeId
    new_key: bytes
    signature: bytes

    @property
    def old(self) -> DeviceId:
        """The device that vouches."""
        return device_id(self.old_key)

    @property
    def new(self) -> DeviceId:
        """The device that goes on."""
        return device_id(self.new_key)

    def holds(self, verify: Verify) -> bool:
        """Whether the old key signed it."""
        return verify(self.old_key, vouch_bytes(self), self.signature)

    def line(self) -> bytes:
        """As it stands behind a bundle's signature."""
        parts = (
            b"insp-vouch",
            self.old_key.hex().encode(),
            str(self.seq).encode(),
            self.id.hex().encode(),
            self.new_key.hex().encode(),
            self.signature.hex().encode(),
        )
        return b" ".join(parts) + b"\n"


def vouch_bytes(vouch: Vouch) -> bytes:
    """What the old key signs."""
    return pae(VOUCH_TYPE, vouch.old + vouch.seq.to_bytes(8, "big") + vouch.id + vouch.new_key)


def vouch_in(genesis: Value) -> Vouch | None:
    """The vouch in the value of a register ``genesis``, unverified; None where there is none."""
    old = genesis.get("old") if isinstance(genesis, Mapping) else None
    if not isinstance(old, Mapping) or not isinstance(genesis, Mapping):
        return None
    key, seq, id_, sig = (old.get(name) for name in ("pub", "seq", "id", "sig"))
    new = genesis.get("pub")
    if isinstance(seq, bool) or not isinstance(seq, int) or not 0 < seq <= MAX_INTEGER:
        return None
    if not (
        isinstance(key, bytes)
        and isinstance(id_, bytes)
        and isinstance(sig, bytes)
        and isinstance(new, bytes)
    ):
        return None
    if (len(key), len(id_), len(new), len(sig)) != (32, 32, 32, 64):
        return None
    vouch = Vouch(key, seq, ChangeId(id_), new, sig)
    return vouch if old.get("dev") == vouch.old and vouch.old != vouch.new else None


def is_copys(genesis: Value) -> bool:
    """Whether a device goes on for another as its copy, beside which the original may live on."""
    old = genesis.get("old") if isinstance(genesis, Mapping) else None
    return isinstance(old, Mapping) and old.get("reason") == COPIED


def signed_vouches(signature: bytes, verify: Verify) -> tuple[bytes, tuple[Vouch, ...]]:
    """A bundle's signature without what follows it, and the verified vouches that followed.

    Args:
        signature: an armoured signature, then perhaps lines that say who its key goes on for.
        verify: ``verify(public_key, message, signature)``.

    Returns: everything as it was, and no vouch, when a line is not one that holds.
    """
    end = signature.rfind(b"-----\n") + len(b"-----\n")
    lines = signature[end:].splitlines(keepends=True)
    found: list[Vouch] = []
    for line in lines:
        match = _LINE.fullmatch(line.removesuffix(b"\n"))
        if match is None or not line.endswith(b"\n") or len(found) == MAX_VOUCHES:
            return signature, ()
        old, seq, id_, new, sig = match.groups()
        vouch = Vouch(
            bytes.fromhex(old.decode()),
            int(seq),
            ChangeId(bytes.fromhex(id_.decode())),
            bytes.fromhex(new.decode()),
            bytes.fromhex(sig.decode()),
        )
        if vouch.seq > MAX_INTEGER or not vouch.holds(verify):
            return signature, ()
        found.append(vouch)
    return signature[:end], tuple(found)


def keep_vouches(log: Log, changes: Iterable[StoredChange], verify: Verify) -> None:
    """Note the verified vouches among new changes, so that roles follow them."""
    noted = predecessors(log)
    for one in changes:
        vouch = vouch_in(one.change.value) if predecessor_of(one) is not None else None
        if vouch is None or vouch.new != one.change.dev or vouch.new in noted:
            continue
        if vouch.holds(verify):
            noted[vouch.new] = vouch.old
            log.put_note(VOUCHES_NOTE, b"".join(new + old for new, old in noted.items()))


def predecessors(log: Log) -> dict[DeviceId, DeviceId]:
    """By device, the one that vouched for it."""
    noted = log.note(VOUCHES_NOTE) or b""
    pairs = (noted[at : at + 2 * ID_LENGTH] for at in range(0, len(noted), 2 * ID_LENGTH))
    return {DeviceId(pair[:ID_LENGTH]): DeviceId(pair[ID_LENGTH:]) for pair in pairs}


def vouch_lines(store: Store, dev: DeviceId) -> bytes:
    """What former keys of a vault have signed for later ones, the oldest first; for its bundles.

    Args:
        store: the vault's.
        dev: the vault's present device.
    """
    found: list[Vouch] = []
    with store.read() as log:
        for one in (dev, *former(log, dev)):
            heads = log.heads(Register(EntityId(one), GENESIS))
            found += [vouch for head in heads if (vouch := vouch_in(head.value)) is not None]
    return b"".join(one.line() for one in found[:MAX_VOUCHES][::-1])


def is_void(log: Log, new: DeviceId, old: DeviceId) -> bool:
    """Whether the old device's word is worth nothing: it was revoked, and nobody spoke of the new."""
    return old in log.cuts() and not log.heads(Register(EntityId(new), REVOKE))


def require_counting(log: Log, dev: DeviceId) -> None:
    """Refuse to write what would count nowhere. Raises: DeviceRevokedError."""
    cuts = log.cuts().get(dev)
    if cuts:
        raise DeviceRevokedError(seq=cuts[0].seq, reason=revocation_reason(cuts[0].revocation))


def former(log: Log, dev: DeviceId) -> tuple[DeviceId, ...]:
    """The devices that one goes on for, the last first."""
    known, found = predecessors(log), [dev]
    while (old := known.get(found[-1])) is not None and old not in found:
        found.append(old)
    return tuple(found[1:])


def successors(log: Log, dev: DeviceId | None) -> frozenset[DeviceId]:
    """A device and everyone who goes on for it, as far as the vouches count."""
    if dev is None:
        return frozenset()
    found = {dev}
    noted = log.note(VOUCHES_NOTE)
    if noted is None:
        return frozenset(found)
    known = predecessors(log)
    while True:
        fresh = {new for new, old in known.items() if old in found and not is_void(log, new, old)}
        if fresh <= found:
            return frozenset(found)
        found |= fresh
