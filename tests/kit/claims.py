"""What a changed program writes: any change at all, in one's own chain and under one's own key."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.log.change import Kind, Ref, Register, Value
from inspector_app.domain.log.entity import LIFE, life_value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.services.journal import Pen
from tests.kit.team import Colleague

Edit = tuple[Kind, EntityId, str, Value, Sequence[Ref]]
"""Kind, entity, path, value, what it replaces."""


def forge(who: Colleague, *edits: Edit) -> None:
    """Write changes past every rule, in one transaction."""
    with who.services.inspections._journal.write() as pen:
        write = Pen._add
        for kind, ent, path, value, sup in edits:
            write(pen, kind, Register(ent, path), value, b"", tuple(sup))


def birth(ent: EntityId, type_: str, parent: EntityId | None) -> Edit:
    """The claim that an entity is of a type."""
    return Kind.SET, ent, LIFE, life_value(type_, parent), ()


def heads_of(who: Colleague, ent: EntityId, path: str) -> tuple[Head, ...]:
    """What stands in a register."""
    with who.services.vault._vault.store.read() as log:
        return log.heads(Register(ent, path))
