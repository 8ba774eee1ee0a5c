"""Laptops that write, copy, lose and exchange their logs, over the real store in memory."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.crypto.keys import Keys
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
    actor_id,
    chain_id,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.entity import LIFE, deletion_value, life_value
from inspector_app.domain.log.ids import NO_CHANGE, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.log.runs import link, read_run
from inspector_app.formats.changes import ChangeCodec
from inspector_app.services.ports.crypto import SecretKeys
from inspector_app.services.ports.store import Leaf, SegmentCounts
from inspector_app.store import projection
from inspector_app.store.engine import Database, create_schema
from inspector_app.store.log import Log
from inspector_app.store.vault_store import Store

KEYS = Keys()
CODEC = ChangeCodec()
EVERYTHING = 10**6


@functools.cache
def public_key(seed: bytes) -> bytes:
    """The Ed25519 public key of a seed."""
    recipient = KEYS.make().age_identity
    return KEYS.public(SecretKeys(seed, seed, recipient)).device


def memory_store() -> Store:
    """An empty store that vanishes with the test."""
    database = Database(Path(":memory:"), bytes(32))
    create_schema(database)
    return Store(database, CODEC.decode)


def entity(number: int) -> EntityId:
    """The number-th entity of a test."""
    return EntityId(hashlib.sha256(b"entity %d" % number).digest()[:16])


@dataclass(frozen=True)
class Edit:
    """One change to be written; ``sup`` as the author chose it."""

    register: Register
    value: Value
    sup: tuple[Ref, ...] = ()
    kind: int = Kind.SET
    wall: int = 0
    lam: int | None = None


def write(store: Store, seed: bytes, edits: Sequence[Edit]) -> list[StoredChange]:
    """One sealed transaction of the device with that seed."""
    with store.write() as log:
        return write_into(log, seed, edits)


def write_into(log: Log, seed: bytes, edits: Sequence[Edit]) -> list[StoredChange]:
    """The same within a transaction that is open already."""
    public = public_key(seed)
    dev = device_id(public)
    end = log.chain_end(dev)
    seq, id_ = (end.seq, end.id) if end else (0, NO_CHANGE)
    lam = max(log.lamport(), end.lam if end else 0)
    batch = []
    for edit in edits:
        seq += 1
        lam = max(lam + 1, edit.lam or 0)
        change = Change(
            version=RECORD_VERSION,
            dev=dev,
            seq=seq,
            lam=lam,
            wall=edit.wall,
            actor=actor_id(public),
            kind=edit.kind,
            ent=edit.register.ent,
            path=edit.register.path,
            form=b"",
            value=edit.value,
            sup=edit.sup,
        )
        raw = CODEC.encode(change)
        id_ = chain_id(id_, raw)
        batch.append(CODEC.decode(raw, id_))
    seal = Seal(dev, seq, id_, KEYS.sign(seed, seal_bytes(dev, seq, id_)))
    log.append(batch, seal, public)
    return batch


def take(store: Store, segments: Iterable[Segment], *, probe: bool = True) -> list[SegmentCounts]:
    """Verify and store runs in one transaction, as a merge does.

    Args:
        probe: skip runs that ``has_run`` knows.
    """
    with store.write() as log:
        return take_into(log, segments, probe=probe)


def take_into(log: Log, segments: Iterable[Segment], *, probe: bool = True) -> list[SegmentCounts]:
    """The same within a transaction that is open already."""
    counts = []
    for segment in segments:
        ids = link(segment, KEYS.verify)
        if probe and log.has_run(segment.seal.dev, segment.seal.seq, ids[-1], segment.first):
            continue
        counts.append(log.store_run(read_run(segment, ids, CODEC.decode_many)))
    return counts


def export(store: Store) -> list[Segment]:
    """Everything the store holds, as it travels."""
    with store.read() as log:
        return list(log.segments())


def tail(segment: Segment, skip: int) -> Segment:
    """The run without its first ``skip`` changes (at least one remains)."""
    skip = min(skip, len(segment.frames) - 1)
    ids = link(segment, KEYS.verify)
    previous = ids[skip - 1] if skip else segment.previous
    return Segment(
        segment.public_key, segment.first + skip, previous, segment.frames[skip:], segment.seal
    )


@dataclass(frozen=True)
class Facts:
    """What two stores must agree on when they hold the same changes."""

    ids: frozenset[bytes]
    heads: dict[Register, tuple[Head, ...]]
    conflicts: tuple[Register, ...]
    entities: tuple[EntityId, ...]
    leaves: tuple[Leaf, ...]
    gaps: frozenset[tuple[bytes, int]]
    forks: tuple[tuple[bytes, int], ...]
    digest: str


def everything(log: Log) -> tuple[StoredChange, ...]:
    """All changes stored, newest first."""
    return log.newest(EVERYTHING)


def facts(store: Store) -> Facts:
    """Read through the port."""
    with store.read() as log:
        changes = everything(log)
        registers = {one.change.register for one in changes}
        return Facts(
            ids=frozenset(one.id for one in changes),
            heads={one: log.heads(one) for one in registers if log.heads(one)},
            conflicts=log.conflicts(),
            entities=log.entities("row"),
            leaves=log.leaves(),
            gaps=frozenset((gap.dev, gap.seq) for gap in log.gaps()),
            forks=log.forks(),
            digest=log.state_digest(),
        )


def birth(ent: EntityId, parent: EntityId | None = None) -> Edit:
    """Bring a row into being."""
    return Edit(Register(ent, LIFE), life_value("row", parent))


def removal(log: Log, ent: EntityId) -> Edit:
    """Remove an entity as far as this log shows it."""
    registers = log.registers(ent)
    seen = [head for heads in registers.values() for head in heads]
    refs = tuple(head.ref for head in registers.get(LIFE, ()))
    return Edit(Register(ent, LIFE), deletion_value("row", None, seen), refs, Kind.DELETE)


def problems(store: Store) -> list[str]:
    """What the vault's check finds; a store in memory has no pages to look at.

    The check does not compare projections where pages are damaged, and calls those of a database in
    memory so: they are compared here.
    """
    found = [
        one for one in store.check(KEYS.verify).problems if "database file is undefined" not in one
    ]
    driver = store._database.driver
    wanted = projection.expected(driver, projection.read_rows(driver, CODEC.decode))
    return found + [
        f"{table}: {getattr(wanted, table) ^ getattr(projection.live(driver), table)}"
        for table in projection.TABLES
        if getattr(wanted, table) != getattr(projection.live(driver), table)
    ]
