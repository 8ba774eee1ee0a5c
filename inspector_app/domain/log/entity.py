"""Entities: things that registers belong to, their life and their removal.

The register ``(entity, "_")`` is the entity's life: a ``set`` with ``{"type", "of"}`` brings it into
being under a parent, a ``delete`` with ``{"type", "of", "seen"}`` removes it. An entity is hidden
exactly when each of its current heads was seen by somebody who deleted it; an edit the deleter had
not seen keeps it visible, as "deleted by X, edited by Y" (``docs/formats/change.md``, "Deletion").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, provisional

LIFE: Final = "_"


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


def deletion_value(type_: str, parent: EntityId | None, seen: Iterable[Head]) -> dict[str, Value]:
    """The value of a deletion: what it removes and which heads its author had seen."""
    return {"of": parent, "seen": sorted(head.id[:16] for head in seen), "type": str(type_)}


def entity_of(ent: EntityId, registers: Mapping[str, tuple[Head, ...]]) -> Entity | None:
    """The entity that a set of registers describes, or None without a readable life register.

    Args:
        ent: the entity's id.
        registers: its heads by path; the life register among them.
    """
    life = registers.get(LIFE, ())
    head = provisional(head for head in life if isinstance(head.value, Mapping))
    if head is None or not isinstance(head.value, Mapping):
        return None
    type_, parent = head.value.get("type"), head.value.get("of")
    if not isinstance(type_, str) or not (parent is None or isinstance(parent, bytes)):
        return None
    return Entity(ent, type_, EntityId(parent) if parent else None, _is_hidden(registers))


def _is_hidden(registers: Mapping[str, tuple[Head, ...]]) -> bool:
    deletions = [head for head in registers[LIFE] if head.is_deletion]
    if not deletions:
        return False
    seen: set[bytes] = set()
    for deletion in deletions:
        listed = deletion.value.get("seen") if isinstance(deletion.value, Mapping) else None
        if isinstance(listed, list | tuple):
            seen.update(item for item in listed if isinstance(item, bytes))
    current = (head for heads in registers.values() for head in heads if not head.is_deletion)
    return all(head.id[:16] in seen for head in current)
