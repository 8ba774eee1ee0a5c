"""Typed text that never became a change: kept in the vault, no part of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log


@dataclass(frozen=True, slots=True)
class Draft:
    """One half-typed text; ``node`` is None where the present form does not ask the question.

    Names that begin with ``@`` are no questions but other fields of the inspection: they stay.
    """

    key: str
    row: EntityId | None
    side: Side
    text: str
    node: Node | None


def draft_key(inspection: EntityId, placing: Placing, node: Node, side: Side) -> str:
    """The name of a draft's note in the vault."""
    question, row = node
    return f"{_prefix(inspection)}{row.hex() if row else ''}/{placing.key(question)}/{side}"


def read_drafts(log: Log, inspection: EntityId, placing: Placing) -> Iterator[Draft]:
    """Every draft of an inspection."""
    prefix = _prefix(inspection)
    for name, data in log.notes(prefix).items():
        row, _, rest = name[len(prefix) :].partition("/")
        key, _, side = rest.rpartition("/")
        ent = EntityId(bytes.fromhex(row)) if row else None
        question = placing.question(key)
        is_asked = question is not None and bool(question.repeat) == (ent is not None)
        node = (question.name, ent) if question and is_asked else None
        if key.startswith("@"):
            node = (key, ent)
        yield Draft(key, ent, Side(side), data.decode(), node)


def _prefix(inspection: EntityId) -> str:
    return f"draft/{inspection.hex()}/"
