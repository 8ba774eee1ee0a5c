"""A new identity for a device whose vault was copied or restored (``docs/formats/change.md``).

Two programs that write under one key fork its chain. So whoever notices, at opening, that this vault
is an older copy of what was written here, or was copied from another computer, goes on under a new
device key. Person, keys to open bundles, and all recorded work stay; the old key signs once for the
new one, and its chain is never continued.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.change import Ref, Value
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.services import vouching
from inspector_app.services.cards import OWN_CARD_NOTE
from inspector_app.services.directory import Directory
from inspector_app.services.journal import Journal
from inspector_app.services.ports.formats import Card
from inspector_app.services.ports.host import Marks
from inspector_app.services.ports.store import ChainEnd, Log
from inspector_app.services.rooms import Identity, OpenVault
from inspector_app.services.vouching import VOUCHES_NOTE, Vouch, predecessors, vouch_bytes

DEVICE_NOTE: Final = "key/device"
MACHINE_NOTE: Final = "identity/machine"
"""Fingerprint of the computer that the present device key was made or first used on."""
RENEWED_NOTE: Final = "identity/renewed"
"""What a person is to be told of a renewal that nobody asked for."""
_NUMBERED: Final = re.compile(r"(.*) \((\d{1,3})\)")
_LONGEST_NAME: Final = 200


class Why(StrEnum):
    """Why a device gets a new identity."""

    RESTORED = "restored"
    """The chain had gone further on this computer: an older copy of the vault."""
    COPIED = vouching.COPIED
    """The vault was written on another computer."""
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class RenewalView:
    """A renewal that the person has not been told of yet."""

    why: Why
    former: str
    """Hexadecimal id of the device that the vault was before."""
    seq: int
    """Its last change in this vault."""
    marked: int
    """The last change that this computer remembers of it; 0 where it remembers none."""
    device: str
    """The new name of the device."""


def look(marks: Marks, log: Log, dev: DeviceId) -> tuple[Why, int] | None:
    """Whether a vault needs a new identity, and how far this computer has seen its chain.

    Args:
        marks: what this computer remembers.
        log: a transaction of the opened vault.
        dev: the vault's device.
    """
    end = log.chain_end(dev)
    if end is None:
        return None
    mark = marks.read(dev)
    if mark is not None and marks.is_here(mark.machine):
        is_held = log.change(Ref(dev, mark.seq, mark.id[:16])) is not None
        is_other = mark.seq >= end.seq and mark.id != end.id
        is_branch = any(leaf.seal.id == mark.id for leaf in log.leaves()) and mark.id != end.id
        return (Why.RESTORED, mark.seq) if is_other or is_branch or not is_held else None
    noted = log.note(MACHINE_NOTE)
    return (Why.COPIED, 0) if noted is not None and not marks.is_here(noted) else None


def settle(vault: OpenVault) -> OpenVault:
    """Look at a vault that was just opened; renew its identity where that is needed.

    Returns: the vault to go on with.

    Raises:
        DiskFullError, VaultDamagedError: nothing was changed.
    """
    marks, dev = vault.rooms.marks, vault.identity.dev
    with vault.store.read() as log:
        found = look(marks, log, dev)
        end, noted = log.chain_end(dev), log.note(MACHINE_NOTE)
    if found is not None:
        return renew(vault, found[0], marked=found[1])
    if noted != marks.machine():  # an old vault, or a computer with another network card
        with vault.store.write() as log:
            log.put_note(MACHINE_NOTE, marks.machine())
    mark = marks.read(dev)
    if end is not None and (mark is None or mark.seq < end.seq):
        marks.put(dev, end.seq, end.id)
    return vault


def renew(vault: OpenVault, why: Why, *, reason: str = "", marked: int = 0) -> OpenVault:
    """Give a vault a new device key, in one transaction.

    A revoked device's key vouches for nothing; the new one then stands for itself.

    Args:
        vault: the open vault.
        why: for the record and for the person.
        reason: the person's own words, where somebody asked for it.
        marked: how far this computer has seen the old chain.

    Raises:
        DiskFullError, VaultDamagedError: nothing was changed.
    """
    rooms, old = vault.rooms, vault.identity
    secret = replace(old.secret, device_seed=rooms.keys.make().device_seed)
    new = Identity(secret, rooms.keys.public(secret))
    with Journal(rooms, vault.store, new).write() as pen:
        log = pen.log
        directory, end = Directory(vault, log), log.chain_end(old.dev)
        former_bytes = log.note(OWN_CARD_NOTE) or b""
        card = rooms.cards.decode(former_bytes, rooms.keys.verify, "")
        card = replace(card, device=_next_name(card.device), keys=new.public)
        data = rooms.cards.encode(
            card, lambda message: rooms.keys.sign(secret.device_seed, message)
        )
        is_word_good = end is not None and not directory.is_revoked(old.dev)
        vouch = _vouch(vault, new, end) if end is not None and is_word_good else None
        enrolment = directory.enrolled.get(old.dev)
        member = enrolment.member if enrolment and vouch else None
        pen.found(_genesis(card, data, vouch, reason or str(why)))
        pen.trust(EntityId(new.dev), data, member)
        if vouch is not None:
            pen.trust(EntityId(old.dev), former_bytes, member)
            noted = {**predecessors(log), new.dev: old.dev}
            log.put_note(VOUCHES_NOTE, b"".join(one + other for one, other in noted.items()))
        else:  # what the revoked identity says counts no more: trust those again whom it trusted
            for known in directory.enrolled.values():
                if known.by == old.dev and known.dev != old.dev:
                    pen.trust(EntityId(known.dev), known.card_bytes, known.member)
        log.put_note(DEVICE_NOTE, secret.device_seed)
        log.put_note(OWN_CARD_NOTE, data)
        log.put_note(MACHINE_NOTE, rooms.marks.machine())
        if why is not Why.ASKED:
            view = RenewalView(why, old.dev.hex(), end.seq if end else 0, marked, card.device)
            log.put_note(RENEWED_NOTE, _told(view))
    return replace(vault, identity=new)


def untold(log: Log) -> RenewalView | None:
    """The renewal that the person is still to be told of."""
    try:
        found = json.loads(log.note(RENEWED_NOTE) or b"null")
        return RenewalView(Why(found["why"]), *(found[name] for name in _FIELDS)) if found else None
    except (ValueError, KeyError, TypeError):
        return None


_FIELDS: Final = ("former", "seq", "marked", "device")


def _told(view: RenewalView) -> bytes:
    fields: dict[str, object] = {name: getattr(view, name) for name in _FIELDS}
    return json.dumps({"why": str(view.why), **fields}, sort_keys=True).encode()


def _vouch(vault: OpenVault, new: Identity, end: ChainEnd) -> Vouch:
    old = vault.identity
    unsigned = Vouch(old.public.device, end.seq, end.id, new.public.device, b"")
    seed = old.secret.device_seed
    return replace(unsigned, signature=vault.rooms.keys.sign(seed, vouch_bytes(unsigned)))


def _genesis(card: Card, data: bytes, vouch: Vouch | None, reason: str) -> Mapping[str, Value]:
    old: Value = None
    if vouch is not None:
        old = {
            "dev": vouch.old,
            "id": vouch.id,
            "pub": vouch.old_key,
            "reason": reason,
            "seq": vouch.seq,
            "sig": vouch.signature,
        }
    return {
        "age": card.keys.age_recipient,
        "agency": card.agency,
        "card": data,
        "device": card.device,
        "name": card.name,
        "old": old,
        "person": card.keys.person,
        "post": card.post,
        "pub": card.keys.device,
    }


def _next_name(name: str) -> str:
    """What the device is called from now on: ``Máy A (2)``, so that lists tell the two apart."""
    found = _NUMBERED.fullmatch(name)
    base, number = (found[1], int(found[2]) + 1) if found else (name, 2)
    ending = f" ({number})"
    return base[: _LONGEST_NAME - len(ending)].rstrip() + ending
