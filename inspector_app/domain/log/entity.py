"""Entities: things that registers belong to, their life and their removal.

The register ``(entity, "_")`` is the entity's life: a ``set`` with ``{"type", "of"}`` brings it into
being under a parent, a ``delete`` with ``{"type", "of", "seen"}`` removes it. An entity is hidden
exactly when each of its current heads was seen by somebody who deleted it; an edit the deleter had
not seen keeps it visible, as "deleted by X, edited by Y" (``docs/formats/change.md``, "Deletion").

The id of a row that a form fixes in number follows from where it stands, so anybody can claim it
before its time. Its birth therefore carries what the id follows from (``in``, ``index``); once such
a proven birth is in the log, nobody else's word on type and parent counts. The same holds of the
entity with the last trip's results: its id follows from the inspection that it belongs to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.change import LIFE as LIFE
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import ID_LENGTH, EntityId
from inspector_app.domain.log.register import Head, provisional

MAX_FIXED_ROWS: Final = 1_000
"""Most rows that a form can fix in one table."""


class EntityType(StrEnum):
    """The kinds of things a vault knows, as they are written into life registers."""

    TRIP = "trip"
    TEAM = "team"
    MEMBER = "member"
    UNIT = "unit"
    INSPECTION = "inspection"
    ROW = "row"
    FINDING = "finding"
    REQUIREMENT = "requirement"
    REMEDIATION = "remediation"
    PREVIOUS = "previous"
    EVIDENCE = "evidence"
    ATTENDEE = "attendee"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Entity:
    """What the life register says."""

    id: EntityId
    type: str
    parent: EntityId | None
    is_hidden: bool


def life_value(type_: str, parent: EntityId | None) -> dict[str, Value]:
    """The value that brings an entity into being."""
    return {"of": parent, "type": str(type_)}


def fixed_row(inspection: bytes, outer: bytes | None, table: str, index: int) -> bytes:
    """The id of a row that a form fixes in number: the same on every machine.

    Args:
        inspection: the inspection.
        outer: the row of the table around it, or None.
        table: the table's key.
        index: the row's place, from 0.
    """
    text = b"\0".join((inspection, outer or b"", table.encode(), str(index).encode()))
    return hashlib.sha256(b"inspector row\0" + text).digest()[:ID_LENGTH]


def previous_entity(inspection: bytes) -> EntityId:
    """The entity with the last trip's results of an inspection: the same whoever imports them."""
    return EntityId(hashlib.sha256(b"inspector previous\0" + inspection).digest()[:ID_LENGTH])


def fixed_life_value(
    ent: EntityId, table: str, parent: EntityId, inspection: EntityId
) -> dict[str, Value]:
    """The birth of a row that a form fixes, with the proof that nobody else can give.

    Args:
        ent: the row.
        table: the table's key.
        parent: the inspection, or the row of the table around it.
        inspection: the inspection.

    Raises:
        ValueError: the id is not that of such a row.
    """
    outer = None if parent == inspection else parent
    for index in range(MAX_FIXED_ROWS):
        if fixed_row(inspection, outer, table, index) == ent:
            life = life_value(f"{EntityType.ROW}/{table}", parent)
            return {**life, "in": inspection, "index": index}
    msg = f"no row of {table}: {ent.hex()}"
    raise ValueError(msg)


def is_proven(ent: EntityId, value: Value) -> bool:
    """Whether a life value tells type and parent that the entity's own id bears out."""
    if not isinstance(value, Mapping):
        return False
    type_, parent = value.get("type"), value.get("of")
    inspection, index = value.get("in"), value.get("index")
    if type_ == EntityType.PREVIOUS and isinstance(parent, bytes):
        return previous_entity(parent) == ent
    if not (isinstance(type_, str) and isinstance(parent, bytes) and isinstance(inspection, bytes)):
        return False
    kind, _, table = type_.partition("/")
    if kind != EntityType.ROW or "\0" in table or isinstance(index, bool):
        return False
    if not isinstance(index, int) or {len(parent), len(inspection)} != {ID_LENGTH}:
        return False
    outer = None if parent == inspection else parent
    return fixed_row(inspection, outer, table, index) == ent


def deletion_value(type_: str, parent: EntityId | None, seen: Iterable[Head]) -> dict[str, Value]:
    """The value of a deletion: what it removes and which heads its author had seen."""
    return {"of": parent, "seen": sorted(head.id[:16] for head in seen), "type": str(type_)}


def entity_of(
    ent: EntityId, registers: Mapping[str, tuple[Head, ...]], lives: Iterable[Value] = ()
) -> Entity | None:
    """The entity that a set of registers describes, or None without a readable life register.

    Args:
        ent: the entity's id.
        registers: its heads by path; the life register among them.
        lives: every value that its life register ever held.
    """
    life = registers.get(LIFE, ())
    head = provisional(head for head in life if isinstance(head.value, Mapping))
    value = next((one for one in lives if is_proven(ent, one)), head.value if head else None)
    if not isinstance(value, Mapping):
        return None
    type_, parent = value.get("type"), value.get("of")
    if not isinstance(type_, str) or not (parent is None or isinstance(parent, bytes)):
        return None
    return Entity(ent, type_, EntityId(parent) if parent else None, _is_hidden(registers))


def removals(registers: Mapping[str, tuple[Head, ...]]) -> tuple[Head, ...]:
    """The removals that stand among the heads of an entity's life."""
    return tuple(head for head in registers.get(LIFE, ()) if head.is_deletion)


def unseen_by_removals(
    registers: Mapping[str, tuple[Head, ...]],
) -> tuple[tuple[str, Head], ...]:
    """What keeps a removed entity visible: (path, head) of edits that no remover had seen.

    Empty without a removal, and where the entity is hidden.
    """
    deletions = removals(registers)
    if not deletions:
        return ()
    seen: set[bytes] = set()
    for deletion in deletions:
        listed = deletion.value.get("seen") if isinstance(deletion.value, Mapping) else None
        if isinstance(listed, list | tuple):
            seen.update(item for item in listed if isinstance(item, bytes))
    return tuple(
        (path, head)
        for path, heads in registers.items()
        for head in heads
        if not head.is_deletion and head.id[:16] not in seen
    )


def _is_hidden(registers: Mapping[str, tuple[Head, ...]]) -> bool:
    return bool(removals(registers)) and not unseen_by_removals(registers)
