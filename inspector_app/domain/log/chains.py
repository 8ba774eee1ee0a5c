"""A stored chain and what can be said of it: faults, remarks, verdicts, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from inspector_app.domain.log.change import Change, Seal, StoredChange, actor_id, session_bytes
from inspector_app.domain.log.ids import ActorId, ChangeId, DeviceId


class Fault(StrEnum):
    """What no honest program leaves behind."""

    KEY = "key"
    ALTERED = "altered"
    MISPLACED = "misplaced"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    CUT = "cut"
    SEAL = "seal"
    UNSEALED = "unsealed"
    GENESIS = "genesis"
    SESSION = "session"
    NAME = "name"
    PERSON = "person"
    STRANGER = "stranger"
    SPLIT = "split"


class Remark(StrEnum):
    """What is worth knowing and proves nothing wrong."""

    GAP = "gap"
    FORK = "fork"
    WAITING = "waiting"
    CLOCK = "clock"
    UNTRUSTED = "untrusted"
    BEHIND = "behind"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, and the numbers ``first`` … ``last`` of the chain it is about."""

    code: Fault | Remark
    dev: DeviceId
    first: int
    last: int
    actor: ActorId | None = None
    """The person named, where that is the point."""
    count: int = 0
    amount: int = 0
    """The number that a misplaced record carries; the milliseconds that a clock fell."""


class Outline(Protocol):
    """The first fields of a record."""

    dev: bytes
    seq: int
    lam: int
    wall: int
    actor: bytes
    kind: int


@dataclass(frozen=True, slots=True)
class Tools:
    """What the walk is handed in."""

    verify: Callable[[bytes, bytes, bytes], bool]
    """``verify(public_key, message, signature)``"""
    outline: Callable[[bytes], Outline | None]
    """The first fields of a record; None when it is none."""
    decode: Callable[[bytes, ChangeId], StoredChange]


Row = tuple[int, bytes, bytes]
"""Number, stored id, record."""


@dataclass(frozen=True, slots=True)
class StoredChain:
    """One device's changes as a vault or a bundle holds them."""

    dev: DeviceId
    public_key: bytes
    seals: tuple[Seal, ...]
    gaps: Mapping[bytes, bytes]
    """First change of a run whose predecessor is not stored, and that predecessor's id."""
    pieces: Iterable[Sequence[Row]]
    """Rows in order of number; one number twice is a fork."""
    own_end: int = 0
    """The number that this vault itself last wrote; 0 for the chains of others."""


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What the walk along one chain found."""

    dev: DeviceId
    changes: int
    first: int
    last: int
    sessions: int
    seals: int
    people: frozenset[ActorId]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What no honest program leaves behind."""
        return tuple(one for one in self.findings if isinstance(one.code, Fault))


def is_signed_session(
    change: Change, previous: ChangeId, verify: Callable[[bytes, bytes, bytes], bool]
) -> bool:
    """Whether the person whose name a session carries signed it, at this place of this chain."""
    value = change.value
    if not isinstance(value, Mapping) or change.path != "session":
        return False
    public, signature, at = value.get("pub"), value.get("sig"), value.get("at")
    if not (isinstance(public, bytes) and isinstance(signature, bytes) and at == change.wall):
        return False
    if actor_id(public) != change.actor or bytes(change.ent) != bytes(change.dev):
        return False
    message = session_bytes(change.dev, change.seq, previous, change.actor, change.wall)
    return verify(public, message, signature)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two holders of one device's chain have of it."""

    common: int
    only_here: tuple[int, ...]
    """Numbers that the other lacks."""
    only_there: tuple[int, ...]
    split: int
    """The first number under which each has a change that the other lacks; 0 without one."""


def compare_chains(
    here: Iterable[tuple[int, bytes]], there: Iterable[tuple[int, bytes]]
) -> Comparison:
    """Compare two chains by number and id; both in ascending order."""
    common, only_here, only_there = 0, list[int](), list[int]()
    ours, theirs = iter(here), iter(there)
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if one is not None and one == other:
            common += 1
            one, other = next(ours, None), next(theirs, None)
        elif other is None or (one is not None and one < other):
            only_here.append(one[0])  # type: ignore[index]
            one = next(ours, None)
        else:
            only_there.append(other[0])
            other = next(theirs, None)
    both = set(only_here) & set(only_there)
    return Comparison(common, tuple(only_here), tuple(only_there), min(both, default=0))
