"""What changed programs write: chains, branches and vouches that no honest one would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.log.change import (
    RECORD_VERSION,
    Change,
    Kind,
    Ref,
    Register,
    Seal,
    Segment,
    StoredChange,
    Value,
    chain_id,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ActorId, ChangeId, DeviceId, EntityId
from inspector_app.domain.log.runs import link, read_run
from inspector_app.formats.cards import CardCodec
from inspector_app.services.ports.crypto import SecretKeys
from inspector_app.services.ports.formats import Card
from inspector_app.services.rooms import Identity, OpenVault
from inspector_app.services.vouching import Vouch, vouch_bytes
from tests.kit.laptops import CODEC, KEYS
from tests.kit.team import Colleague


@dataclass(frozen=True)
class Forged:
    """One change; ``actor`` None: the writer's own."""

    register: Register
    value: Value
    sup: tuple[Ref, ...] = ()
    kind: int = Kind.SET
    actor: ActorId | None = None


def vault_of(who: Colleague) -> OpenVault:
    """The open vault behind somebody's services."""
    return who.services.vault._vault


def chained(
    identity: Identity, after: tuple[int, ChangeId], edits: Sequence[Forged]
) -> tuple[Segment, list[StoredChange]]:
    """A sealed run of a device that goes on from any place of its chain."""
    seq, id_ = after
    frames, stored = [], []
    for edit in edits:
        seq += 1
        change = Change(
            version=RECORD_VERSION,
            dev=identity.dev,
            seq=seq,
            lam=1000 + seq,
            wall=1_568_600_000_000,
            actor=edit.actor or identity.actor,
            kind=edit.kind,
            ent=edit.register.ent,
            path=edit.register.path,
            form=b"",
            value=edit.value,
            sup=edit.sup,
        )
        raw = CODEC.encode(change)
        id_ = chain_id(id_, raw)
        frames.append(raw)
        stored.append(CODEC.decode(raw, id_))
    signature = KEYS.sign(identity.secret.device_seed, seal_bytes(identity.dev, seq, id_))
    seal = Seal(identity.dev, seq, id_, signature)
    first = after[0] + 1
    return Segment(identity.public.device, first, after[1], tuple(frames), seal), stored


def plant(who: Colleague, *segments: Segment) -> None:
    """Put runs into somebody's vault, past every rule."""
    with vault_of(who).store.write() as log:
        for one in segments:
            log.store_run(read_run(one, link(one, KEYS.verify), CODEC.decode_many))


def forge(who: Colleague, edits: Sequence[Forged], identity: Identity | None = None) -> None:
    """Write at the end of a chain: somebody's own, or that of a device whose keys he has."""
    writer = identity or vault_of(who).identity
    with vault_of(who).store.read() as log:
        end = log.chain_end(writer.dev)
    after = (end.seq, end.id) if end else (0, NO_CHANGE)
    plant(who, chained(writer, after, edits)[0])


def refs(who: Colleague, register: Register) -> tuple[Ref, ...]:
    """The names of a register's heads."""
    with vault_of(who).store.read() as log:
        return tuple(head.ref for head in log.heads(register))


def values(who: Colleague, register: Register) -> list[Value]:
    """What a register holds."""
    with vault_of(who).store.read() as log:
        return [head.value for head in log.heads(register)]


def new_identity(old: Identity) -> Identity:
    """Another device of the same person."""
    secret: SecretKeys = replace(old.secret, device_seed=KEYS.make().device_seed)
    return Identity(secret, KEYS.public(secret))


def heir(who: Colleague, name: str, *rest: Forged, genesis: bool = True) -> Identity:
    """A new device that somebody's own one vouches for, with a first change and others after it.

    Args:
        who: whose vault and keys.
        name: of the person, on the new card.
        rest: what the new device writes.
        genesis: False: the vouch stands in an ordinary change.
    """
    old = vault_of(who).identity
    new = new_identity(old)
    seed = new.secret.device_seed
    card = CardCodec().encode(
        Card(name, "chuyên viên", "Sở", "Máy mới", new.public), lambda told: KEYS.sign(seed, told)
    )
    with vault_of(who).store.read() as log:
        end = log.chain_end(old.dev)
    assert end is not None
    vouch = Vouch(old.public.device, end.seq, end.id, new.public.device, b"")
    signature = KEYS.sign(old.secret.device_seed, vouch_bytes(vouch))
    value: Value = {
        "age": new.public.age_recipient,
        "agency": "Sở",
        "card": card,
        "device": "Máy mới",
        "name": name,
        "old": {
            "dev": vouch.old,
            "id": vouch.id,
            "pub": vouch.old_key,
            "reason": "copied",
            "seq": vouch.seq,
            "sig": signature,
        },
        "person": new.public.person,
        "post": "chuyên viên",
        "pub": new.public.device,
    }
    place = Register(EntityId(new.dev), "genesis")
    first = Forged(place, value, kind=Kind.GENESIS)
    if not genesis:
        first = Forged(Register(EntityId(b"x" * 16), "x"), value)
    plant(who, chained(new, (0, NO_CHANGE), [first, *rest])[0])
    return new


def card_of(who: Colleague, dev: DeviceId) -> bytes:
    """The card in a device's genesis, quarantined or not."""
    with vault_of(who).store.read() as log:
        found: Iterable[StoredChange] = log.history(Register(EntityId(dev), "genesis"))
        value = next(one.change.value for one in found)
    assert isinstance(value, dict)
    assert isinstance(value["card"], bytes)
    assert device_id(value["pub"]) == dev
    return value["card"]
