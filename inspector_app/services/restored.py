"""Who first wrote a value that stands again because a decision was taken back."""

from __future__ import annotations

from typing import Final

from inspector_app.domain.log.change import Kind
from inspector_app.domain.log.register import Head, head_of
from inspector_app.services.ports.store import Log

_DEEPEST: Final = 12


def first_written(log: Log, head: Head) -> Head:
    """The change that first wrote this value; ``head`` itself where no decision was taken back.

    Taking a decision back writes every replaced value anew, by whoever takes back: it is still the
    value of the person who had written it.
    """
    for _ in range(_DEEPEST):
        former = _former(log, head) if head.kind in (Kind.UNDO, Kind.DELETE) else None
        if former is None:
            return head
        head = former
    return head


def _former(log: Log, head: Head) -> Head | None:
    stored = log.change(head.ref)
    for ref in stored.change.sup if stored else ():
        decided = log.change(ref)
        if decided is None or decided.change.kind != Kind.RESOLVE:
            continue
        for earlier in decided.change.sup:
            before = log.change(earlier)
            if before is not None and _is_same(head_of(before), head):
                return head_of(before)
    return None


def _is_same(one: Head, other: Head) -> bool:
    return (one.form, one.is_deletion, one.value) == (other.form, other.is_deletion, other.value)
