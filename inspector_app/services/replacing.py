"""What an ordinary change may replace: everything else stands until somebody decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from inspector_app.domain.errors import NotAllowedError
from inspector_app.domain.log.change import Kind, Ref, Register, Value
from inspector_app.domain.log.entity import LIFE, is_proven, unseen_by_removals
from inspector_app.domain.log.ids import ActorId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.saying import said
from inspector_app.services.ports.store import Log

_CONTESTED: Final = said("gỡ bỏ hay khôi phục mục đang xung đột (quyết định ở màn Xung đột)")


def replaceable(heads: Sequence[Head], actor: ActorId) -> tuple[Ref, ...]:
    """What an ordinary change may replace: a single head, or this person's own ones.

    Several heads of one other person (a cloned laptop) are a conflict like any other.
    """
    return tuple(head.ref for head in heads if may_replace(heads, head, actor))


def may_replace(heads: Sequence[Head], head: Head, actor: ActorId) -> bool:
    """What a decision taken back brought back is, after all, other people's: it needs another one."""
    return len(heads) == 1 or (head.actor == actor and not is_brought_back(heads, head))


def is_brought_back(heads: Iterable[Head], head: Head) -> bool:
    """Whether one of several heads is there because somebody took a decision back.

    Such a change stands beside others of its author, which no other program writes.
    """
    kinds = (Kind.UNDO, Kind.DELETE)
    return head.kind in kinds and any(
        one.dev == head.dev and one.id != head.id and one.kind in kinds for one in heads
    )


def require_settled(log: Log, ent: EntityId, registers: Mapping[str, tuple[Head, ...]]) -> None:
    """An open conflict about an entity is decided with a reason, not by one more removal.

    Args:
        log: the running transaction.
        ent: what somebody removes or brings back.
        registers: its heads by path.

    Raises:
        NotAllowedError: its life is in conflict.
    """
    lives = [head.value for head in registers[LIFE] if isinstance(head.value, Mapping)]
    told = [(one.get("type"), one.get("of")) for one in lives]
    if told == told[:1] * len(told) and not unseen_by_removals(registers):
        return
    history = log.history(Register(ent, LIFE))
    if not any(is_proven(ent, one.change.value) for one in history):
        raise NotAllowedError(what=_CONTESTED)


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal, kinds of numbers and truth told apart."""
    return type(one) is type(other) and one == other


def holds(head: Head, value: Value, form: bytes) -> bool:
    """Whether a head says just this, written in this form."""
    return not head.is_deletion and head.form == form and same(head.value, value)
