"""Decisions about conflicts as the log keeps them: what was decided, by whom, why, and taken back or not.

A decision is an entity beside the register that it is about; its ``record`` names the conflict and
what its author had seen. The change that decided stands right before it in the same chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.log.change import Kind, Ref, Register, StoredChange, Value
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, conflict_id, head_of, provisional
from inspector_app.services.ports.store import Log

RECORD = "record"
UNDONE = "undone"
_DECIDING = (Kind.RESOLVE, Kind.DELETE)
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    ``stored`` is the change that decided; ``record`` the head of the decision's record; ``undone``
    the head that takes it back, or None.
    """

    ent: EntityId
    register: Register
    conflict: str
    reason: str
    how: str
    seen: frozenset[bytes]
    record: Head
    stored: StoredChange
    undone: Head | None

    def is_head(self, log: Log) -> bool:
        """Whether what it wrote is still one of the register's current values."""
        return any(one.id == self.stored.id for one in log.heads(self.register))


class Decisions:
    """The decisions of a trip, by register, the earliest first."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.by_register: dict[Register, list[Decision]] = {}
        for ent in log.entities(EntityType.DECISION):
            one = _read(log, ent)
            if one is not None:
                self.by_register.setdefault(one.register, []).append(one)
        for found in self.by_register.values():
            found.sort(key=lambda one: (one.record.lam, one.record.id))

    def all(self) -> Iterator[Decision]:
        """Every decision."""
        for found in self.by_register.values():
            yield from found

    def last(self, register: Register) -> Decision | None:
        """The last decision about a register, taken back or not."""
        found = self.by_register.get(register)
        return found[-1] if found else None

    def original(self, register: Register, head: Head) -> Head:
        """Who first wrote a value that was brought back by taking a decision back."""
        deciding = {one.stored.ref for one in self.by_register.get(register, ())}
        for _ in range(_DEEPEST):
            former = self._former(head, deciding) if head.kind in (Kind.UNDO, Kind.DELETE) else None
            if former is None:
                return head
            head = former
        return head

    def _former(self, head: Head, deciding: set[Ref]) -> Head | None:
        stored = self._log.change(head.ref)
        for ref in stored.change.sup if stored else ():
            decided = self._log.change(ref) if ref in deciding else None
            for earlier in decided.change.sup if decided else ():
                before = self._log.change(earlier)
                if before is not None and _is_same(head_of(before), head):
                    return head_of(before)
        return None


def _is_same(one: Head, other: Head) -> bool:
    return (one.form, one.is_deletion, one.value) == (other.form, other.is_deletion, other.value)


def record_value(
    conflict: str, path: str, reason: str, seen: tuple[Head, ...], how: str
) -> dict[str, Value]:
    """What a decision's record holds."""
    return {
        "conflict": bytes.fromhex(conflict),
        "how": how,
        "path": path,
        "reason": reason,
        "seen": sorted(one.id[:16] for one in seen),
    }


def _read(log: Log, ent: EntityId) -> Decision | None:
    """A decision; None where its record, or the change that decided, makes no sense."""
    entity, head = log.entity(ent), provisional(log.heads(Register(ent, RECORD)))
    if entity is None or entity.parent is None or head is None:
        return None
    said = head.value
    path = said.get("path") if isinstance(said, Mapping) else None
    if not isinstance(said, Mapping) or not isinstance(path, str):
        return None
    register = Register(entity.parent, path)
    seen = frozenset(one for one in _listed(said.get("seen")) if isinstance(one, bytes))
    stored = _deciding(log, register, head, seen)
    if stored is None or not _names_its_conflict(log, register, said.get("conflict"), seen):
        return None
    conflict, reason, how = said.get("conflict"), said.get("reason"), said.get("how")
    return Decision(
        ent=ent,
        register=register,
        conflict=conflict.hex() if isinstance(conflict, bytes) else "",
        reason=reason if isinstance(reason, str) else "",
        how=how if isinstance(how, str) else "",
        seen=seen,
        record=head,
        stored=stored,
        undone=provisional(log.heads(Register(ent, UNDONE))),
    )


def _names_its_conflict(
    log: Log, register: Register, conflict: Value, seen: frozenset[bytes]
) -> bool:
    """Whether a record's conflict is the one between the changes that it says were seen.

    What of these is not here, or lies in quarantine by now, cannot be asked.
    """
    paths = log.registers(register.ent) if register.path == LIFE else (register.path,)
    known = (log.history(Register(register.ent, path)) for path in paths)
    found = [head_of(one) for told in known for one in told if one.id[:16] in seen]
    return len(found) < len(seen) or conflict_id(found) == conflict


def _deciding(
    log: Log, register: Register, record: Head, seen: frozenset[bytes]
) -> StoredChange | None:
    """The last change before the record, in the same chain, that replaced what was seen."""
    found = [
        one
        for one in log.history(register)
        if one.change.dev == record.dev
        and one.change.seq < record.ref.seq
        and one.change.kind in _DECIDING
        and one.change.sup
        and all(ref.h16 in seen for ref in one.change.sup)
    ]
    return max(found, key=lambda one: one.change.seq, default=None)


def _listed(value: Value) -> tuple[Value, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def common_base(log: Log, heads: Sequence[Head]) -> Head | None:
    """The value that all heads replaced, when they share one."""
    replaced: set[Ref] | None = None
    for head in heads:
        stored = log.change(head.ref)
        sup = set(stored.change.sup) if stored else set()
        replaced = sup if replaced is None else replaced & sup
    for ref in sorted(replaced or ()):
        stored = log.change(ref)
        if stored is not None:
            return head_of(stored)
    return None
