"""Verifying stored chains: hashes over the stored bytes, seals, sessions. Values in, a verdict out.

One pass: each record is hashed, and of its fields only the first seven are looked at; whole records
are read where a person opens a session and where a chain begins (``docs/formats/change.md``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.chains import (
    ChainVerdict,
    Fault,
    Finding,
    Outline,
    Remark,
    Row,
    StoredChain,
    Tools,
    is_signed_session,
)
from inspector_app.domain.log.change import (
    CHAIN_TAG,
    Change,
    Kind,
    actor_id,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ActorId, ChangeId, DeviceId

MAX_FINDINGS: Final = 200
"""Of one chain; a broken one would otherwise tell a million."""
NO_SESSION: Final = b""
"""Nobody has opened a session yet: a chain before its first one."""


def verify_chain(
    chain: StoredChain,
    tools: Tools,
    person: ActorId | None = None,
    tick: Callable[[int], None] = lambda _rows: None,
) -> ChainVerdict:
    """Walk one chain from its first record to its ends.

    Args:
        chain: what is stored.
        tools: signature check and codec.
        person: whose card the device has; None where no card tells.
        tick: hears of every piece how many rows it had; may raise to stop.
    """
    walk = _Walk(chain, tools, person)
    for piece in chain.pieces:
        walk.take(piece)
        tick(len(piece))
    return walk.verdict()


@dataclass(slots=True)
class _Tip:
    """The newest change of one branch so far, and whose session is open there."""

    id: bytes
    actor: bytes | None
    """None: a run whose beginning is not here."""
    wall: int | None
    also: bytes = b""
    """What the id should have been, where the stored one is another."""
    is_continued: bool = False


@dataclass(slots=True)
class _Findings:
    """Collects; neighbours of one kind become one finding."""

    dev: DeviceId
    found: list[Finding] = field(default_factory=list)

    def add(self, code: Fault | Remark, first: int, last: int = 0, **more: object) -> None:
        one = Finding(code, self.dev, first, last or first, **more)  # type: ignore[arg-type]
        for at in range(len(self.found) - 1, max(-1, len(self.found) - 4), -1):
            former = self.found[at]
            joined = replace(former, last=one.last)
            if former.last + 1 == first and replace(one, first=former.first) == joined:
                self.found[at] = joined
                return
        if len(self.found) < MAX_FINDINGS:
            self.found.append(one)


class _Walk:
    """The state of one walk."""

    def __init__(self, chain: StoredChain, tools: Tools, person: ActorId | None) -> None:
        self._chain, self._tools, self._person = chain, tools, person
        self._dev = bytes(chain.dev)
        self._found = _Findings(chain.dev)
        self._at = self._since = 0
        self._before: list[_Tip] = []
        self._level = [_Tip(NO_CHANGE, NO_SESSION, None)]
        self._changes = self._first = self._sessions = self._seals = 0
        self._ends: set[bytes] = set()
        self._people: set[ActorId] = set()
        self._falls, self._fall, self._fell_at = 0, 0, 0
        self._sealed = self._check_seals()

    def _check_seals(self) -> set[bytes]:
        chain = self._chain
        is_its_key = device_id(chain.public_key) == chain.dev
        if not is_its_key:
            self._found.add(Fault.KEY, 0)
        for seal in chain.seals:
            message = seal_bytes(chain.dev, seal.seq, seal.id)
            if self._tools.verify(chain.public_key, message, seal.signature):
                self._seals += 1
            elif is_its_key:
                self._found.add(Fault.SEAL, seal.seq)
        return {bytes(seal.id) for seal in chain.seals}

    # --- the quick way: one branch, every record where it belongs

    def take(self, rows: Sequence[Row]) -> None:
        """The next rows."""
        place = 0
        while place < len(rows):
            if len(self._level) == 1 and all(one.is_continued for one in self._before):
                place = self._run(rows, place)
            if place < len(rows):
                self._step(*rows[place])
                place += 1

    def _run(self, rows: Sequence[Row], place: int) -> int:
        """Along a single branch as far as all is well; returns the first row that needs a look."""
        digest, outline, dev = hashlib.sha256, self._tools.outline, self._dev
        tip = self._level[0]
        id_, actor, wall, at = tip.id, tip.actor, tip.wall, self._at
        start, before = place, (id_, actor, wall)
        for place in range(start, len(rows)):
            seq, h, raw = rows[place]
            if seq != at + 1 or digest(CHAIN_TAG + id_ + raw).digest() != h:
                break
            one = outline(raw)
            if (
                one is None
                or one.actor != actor
                or one.kind in _DEVICE_KINDS
                or one.seq != seq
                or one.dev != dev
                or wall is None
                or one.wall < wall
            ):
                break
            before = (id_, actor, wall)
            at, id_, wall = seq, h, one.wall
        else:
            place = len(rows)
        if at != self._at:
            self._changes += at - self._at
            self._first = self._first or 1 + self._at
            self._before = [_Tip(*before, is_continued=True)]
            self._level, self._at = [_Tip(id_, actor, wall)], at
        return place

    # --- one row, whatever it is

    def _step(self, seq: int, h: bytes, raw: bytes) -> None:
        if seq != self._at:
            self._advance(seq, h)
        self._changes += 1
        self._first = self._first or seq
        tip = self._linked(seq, h, raw)
        one = self._tools.outline(raw)
        if one is None:
            self._found.add(Fault.UNREADABLE, seq)
        else:
            if one.dev != self._dev or one.seq != seq:
                self._found.add(Fault.MISPLACED, seq, amount=one.seq)
            self._clock(tip, seq, one.wall)
            tip.actor = self._named(tip.actor, seq, one, h, raw)
        tip.id = h
        self._level.append(tip)

    def _advance(self, seq: int, h: bytes) -> None:
        self._close(self._before, self._at - 1)
        self._before, self._level = self._level, []
        if seq != self._at + 1:
            if h not in self._chain.gaps:  # what nobody said is missing was taken out
                self._found.add(Fault.MISSING, self._at + 1, seq - 1)
            elif self._at:
                self._close(self._before, self._at)
            self._before = []
        self._since, self._at = self._at, seq

    def _linked(self, seq: int, h: bytes, raw: bytes) -> _Tip:
        """The branch that a row goes on; its tip is made anew for it."""
        for tip in self._before:
            for id_ in (tip.id, tip.also) if tip.also else (tip.id,):
                if _digest(id_, raw) == h:
                    tip.is_continued = True
                    self._fork_if_another(seq)
                    return _Tip(h, tip.actor, tip.wall)
        base = self._chain.gaps.get(h)
        if base is not None and _digest(base, raw) == h:
            self._found.add(Remark.GAP, min(self._since + 1, seq - 1), seq - 1)
            return _Tip(h, None, None)
        if not self._before:
            return _Tip(h, None, None)  # what stood before is missing, and was told
        self._found.add(Fault.ALTERED, seq)
        tip = self._before[0]
        tip.is_continued = True
        return _Tip(h, tip.actor, tip.wall, also=_digest(tip.id, raw))

    def _fork_if_another(self, seq: int) -> None:
        if self._level and not any(one.code == Remark.FORK for one in self._found.found):
            self._found.add(Remark.FORK, seq)

    def _clock(self, tip: _Tip, seq: int, wall: int) -> None:
        if tip.wall is not None and wall < tip.wall:
            self._falls += 1
            if tip.wall - wall > self._fall:
                self._fall, self._fell_at = tip.wall - wall, seq
        tip.wall = wall

    # --- who writes

    def _named(
        self, actor: bytes | None, seq: int, one: Outline, h: bytes, raw: bytes
    ) -> bytes | None:
        """Whose session is open after a record."""
        if one.kind == Kind.GENESIS or seq == 1:
            return self._begun(seq, h, raw)
        if one.kind == Kind.SESSION:
            return self._opened(seq, h, raw)
        if actor is not None and one.actor != actor:
            self._found.add(Fault.NAME, seq, actor=ActorId(one.actor))
        return actor

    def _read(self, seq: int, h: bytes, raw: bytes) -> Change | None:
        try:
            return self._tools.decode(raw, ChangeId(h)).change
        except ChangeRefusedError:
            self._found.add(Fault.UNREADABLE, seq)
            return None

    def _begun(self, seq: int, h: bytes, raw: bytes) -> bytes | None:
        change = self._read(seq, h, raw)
        if change is None:
            return None
        value = change.value if isinstance(change.value, Mapping) else {}
        person = value.get("person")
        is_true = (
            (seq, change.kind, change.path) == (1, Kind.GENESIS, "genesis")
            and bytes(change.ent) == self._dev
            and value.get("pub") == self._chain.public_key
            and isinstance(person, bytes)
            and actor_id(person) == change.actor
        )
        if not is_true:
            self._found.add(Fault.GENESIS, seq)
        else:
            self._is_person(seq, change.actor)
        return NO_SESSION

    def _opened(self, seq: int, h: bytes, raw: bytes) -> bytes | None:
        change = self._read(seq, h, raw)
        if change is None:
            return None
        previous = self._before_of(h, raw)
        if previous is None:
            return change.actor  # what it was signed on is not here; that was told
        if not is_signed_session(change, previous, self._tools.verify):
            self._found.add(Fault.SESSION, seq, actor=change.actor)
        else:
            self._sessions += 1
            self._people.add(change.actor)
            self._is_person(seq, change.actor)
        return change.actor

    def _before_of(self, h: bytes, raw: bytes) -> ChangeId | None:
        """The id that the record was chained to; what stood there when it was signed."""
        known = [one for tip in self._before for one in (tip.id, tip.also) if one]
        base = self._chain.gaps.get(h)
        known += [base] if base else []
        return next((ChangeId(one) for one in known if _digest(one, raw) == h), None)

    def _is_person(self, seq: int, actor: ActorId) -> None:
        if self._person is not None and actor != self._person:
            self._found.add(Fault.PERSON, seq, actor=actor)

    # --- the ends

    def _close(self, tips: Iterable[_Tip], seq: int) -> None:
        for tip in tips:
            if tip.is_continued or not seq:
                continue
            self._ends.add(tip.id)
            if tip.id not in self._sealed and not self._is_cut(seq):
                self._found.add(Fault.UNSEALED, seq)

    def _is_cut(self, last: int) -> bool:
        """Whether something says that the chain went on: then the end is no end."""
        return max((seal.seq for seal in self._chain.seals), default=0) > last

    def verdict(self) -> ChainVerdict:
        """What was found."""
        self._close(self._before, self._at - 1)
        self._close(self._level, self._at)
        newest = max((seal.seq for seal in self._chain.seals), default=0)
        newest = max(newest, self._chain.own_end)
        if newest > self._at:
            self._found.add(Fault.CUT, self._at + 1, newest)
        if self._falls:
            self._found.add(Remark.CLOCK, self._fell_at, count=self._falls, amount=self._fall)
        return ChainVerdict(
            dev=self._chain.dev,
            changes=self._changes,
            first=self._first,
            last=self._at,
            sessions=self._sessions,
            seals=self._seals,
            people=frozenset(self._people),
            findings=tuple(self._found.found),
        )


_DEVICE_KINDS: Final = frozenset((int(Kind.SESSION), int(Kind.GENESIS)))


def _digest(id_: bytes, raw: bytes) -> bytes:
    return hashlib.sha256(CHAIN_TAG + id_ + raw).digest()
