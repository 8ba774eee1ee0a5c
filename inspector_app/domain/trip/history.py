"""One line of a history: who did what to which register, what stood there, and whether it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import PROJECTED, Change, Kind, Ref, Register, Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.log.ids import ChangeId, EntityId
from inspector_app.domain.trip.values import Side


class Deed(StrEnum):
    """What a change did, as people call it."""

    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"
    WRITE = "write"
    EDIT = "edit"
    CLEAR = "clear"
    BLANK = "blank"
    DECIDE = "decide"
    UNDO = "undo"
    RECORD = "record"
    SESSION = "session"
    GENESIS = "genesis"
    ENROL = "enrol"
    REVOKE = "revoke"
    TRUST_AGAIN = "trust_again"
    ADOPT = "adopt"
    WITHDRAW = "withdraw"
    BRING_BACK = "bring_back"
    LEAVE = "leave"
    COME_BACK = "come_back"
    TAKE_BACK = "take_back"
    OTHER = "other"


class Standing(StrEnum):
    """Whether what was written still counts."""

    CURRENT = "current"
    AGREED = "agreed"
    CONFLICT = "conflict"
    REPLACED = "replaced"
    OVERRULED = "overruled"
    QUARANTINED = "quarantined"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a register belongs to, by the names that people know; empty where there is none."""

    entity: EntityId
    path: str
    type: str = ""
    """``EntityType`` without the key of a table, ``device``, or empty where nothing is known."""
    inspection: EntityId | None = None
    unit: str = ""
    name: str = ""
    """Of the entity: the beginning of a finding, a file, a person, a laptop."""
    clause: str = ""
    question: str = ""
    """The question's name in its form."""
    label: str = ""
    side: Side | None = None
    is_figure: bool = True
    """Whether a side holds a number; a choice is called by another word."""
    table: str = ""
    row: int = 0
    """Counted from 1; 0 outside tables and for a row that was removed."""


@dataclass(frozen=True, slots=True)
class Former:
    """A value that a change replaced."""

    change: str
    value: Value
    is_deletion: bool
    author: str
    is_anothers: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change as a history shows it."""

    change: str
    """Its id, hexadecimal."""
    kind: int
    deed: Deed
    standing: Standing
    register: Register
    subject: Subject
    question: Question | None
    """As the author saw it or as it stands now: gives values their words."""
    value: Value
    before: tuple[Former, ...]
    author: str
    device: str
    device_id: str
    """Hexadecimal."""
    seq: int
    wall: int
    """Claimed, milliseconds since 1970 UTC."""
    ahead_ms: int = 0
    """How fast the device's clock is known to be, at least; 0 for unknown."""
    reason: str = ""
    """Of a decision."""
    brought_back: str = ""
    """Whose value it is that taking a decision back put there again; empty elsewhere."""
    can_return: bool = False
    """Whether the value can be brought back here (``log restore``)."""

    @property
    def took_over(self) -> tuple[str, ...]:
        """Whose value an ordinary change replaced; decisions are no taking over."""
        if self.deed is Deed.DECIDE:
            return ()
        return tuple(dict.fromkeys(one.author for one in self.before if one.is_anothers))

    @property
    def is_breach(self) -> bool:
        """Whether it names several people's values without a decision: no honest program does."""
        return self.kind != Kind.RESOLVE and len(self.before) > 1 and bool(self.took_over)


def deed_of(change: Change, before: Sequence[Former]) -> Deed:
    """What a change did, from its kind, its place and what it replaced."""
    by_kind = {
        Kind.SESSION: Deed.SESSION,
        Kind.GENESIS: Deed.GENESIS,
        Kind.TRUST: Deed.ENROL,
        Kind.RESOLVE: Deed.DECIDE,
        Kind.DELETE: Deed.REMOVE,
    }
    if change.kind not in PROJECTED:
        return Deed.OTHER
    kind = Kind(change.kind)
    named = _named_deed(change)
    if named is not None:
        return named
    if kind in by_kind:
        return by_kind[kind]
    if kind is Kind.UNDO:
        return Deed.RESTORE if change.path == LIFE else Deed.UNDO
    if kind is not Kind.SET:
        return Deed.OTHER
    if change.path == LIFE:
        return Deed.ADD
    if change.path == "record":
        return Deed.RECORD
    held = [one for one in before if not one.is_deletion and one.value not in (None, "")]
    if change.value in (None, ""):
        return Deed.CLEAR if held else Deed.BLANK
    return Deed.EDIT if held else Deed.WRITE


_BY_PATH: Final = {
    "revoke": (Deed.REVOKE, Deed.TRUST_AGAIN),
    "adopt": (Deed.ADOPT, Deed.ADOPT),
    "withdrawn": (Deed.WITHDRAW, Deed.BRING_BACK),
    "left": (Deed.LEAVE, Deed.COME_BACK),
    "undone": (Deed.TAKE_BACK, Deed.TAKE_BACK),
}
"""What a register of its own name says when something is written there, and when it is emptied."""


def _named_deed(change: Change) -> Deed | None:
    deeds = _BY_PATH.get(change.path)
    if deeds is None:
        return None
    value = change.value
    is_off = change.kind == Kind.DELETE or value in (None, "", False)
    if change.path == "revoke":  # taking it back is a map, too, but names no change
        is_off = not (isinstance(value, Mapping) and "seq" in value)
    return deeds[1] if is_off else deeds[0]


def standing_of(
    own: Ref,
    change: Change,
    heads: Iterable[tuple[ChangeId, Ref]],
    later: Iterable[Change],
    *,
    is_open: bool,
    is_held: bool = False,
) -> Standing:
    """Whether a change still counts.

    Args:
        own: its name.
        change: the change.
        heads: the heads of its register.
        later: every change of the register.
        is_open: whether the heads stand against each other.
        is_held: whether it is in quarantine.
    """
    if is_held:
        return Standing.QUARANTINED
    if change.kind not in PROJECTED:
        return Standing.UNREAD
    named = {ref for _id, ref in heads}
    if own in named:
        if len(named) == 1:
            return Standing.CURRENT
        return Standing.CONFLICT if is_open else Standing.AGREED
    decisions = [one for one in later if one.kind == Kind.RESOLVE and own in one.sup]
    if any(one.value != change.value for one in decisions):
        return Standing.OVERRULED
    return Standing.REPLACED
