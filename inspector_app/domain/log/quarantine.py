"""Quarantine: which changes do not count because their device was revoked.

A revocation of a device says up to which of its changes it is trusted. What it wrote beyond that, or
on another branch of its chain, is kept, chained and passed on, but takes no part in any register
until somebody adopts it, one change at a time. A device that a revoked one vouched for is cut off
whole, unless somebody spoke of it by itself.

Who may revoke is judged where a bundle comes in; here every revocation in the set counts, unless it
is cut off itself. That makes the answer a function of the set alone, whatever came first
(``docs/formats/change.md``, "Revocation").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from inspector_app.domain.log.change import MAX_INTEGER, Kind, StoredChange, Value, chain_id
from inspector_app.domain.log.ids import ID_LENGTH, NO_CHANGE, ChangeId, DeviceId

REVOKE: Final = "revoke"
"""Of the register that holds up to where a device is trusted; its entity is the device's id."""
ADOPT: Final = "adopt"
"""Of the register that makes one change count; its entity is the beginning of the change's id."""
GENESIS: Final = "genesis"
CONTROLS: Final = frozenset((REVOKE, ADOPT))

Origins = Mapping[DeviceId, frozenset[DeviceId]]
Level = Callable[[DeviceId, int], Mapping[ChangeId, bytes]]
"""The stored records of a device's chain at one number, by id."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Up to which change a device is trusted."""

    dev: DeviceId
    seq: int
    """0: nothing of it is."""
    id: ChangeId
    revocation: StoredChange
    inherited_from: DeviceId | None = None
    """The revoked device that had vouched for this one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the controls of a log come to."""

    cuts: Mapping[DeviceId, tuple[Cut, ...]]
    adopted: frozenset[bytes]
    """The beginnings (16 bytes) of the ids of adopted changes."""
    void: frozenset[ChangeId] = frozenset()
    """The controls that are settled not to count: they do nothing to anybody."""


def is_control(stored: StoredChange) -> bool:
    """Whether a change revokes, adopts, or takes either back."""
    return stored.change.kind == Kind.TRUST and stored.change.path in CONTROLS


def revoked_at(stored: StoredChange) -> tuple[int, ChangeId] | None:
    """The last trusted change that a revocation names; None when it takes one back."""
    value = stored.change.value
    if not isinstance(value, Mapping):
        return None
    seq, id_ = value.get("seq"), value.get("id")
    if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= MAX_INTEGER:
        return None
    return (seq, ChangeId(id_)) if isinstance(id_, bytes) and len(id_) == len(stored.id) else None


def revocation_reason(stored: StoredChange) -> str:
    """Why a device was revoked, as whoever did it wrote."""
    value = stored.change.value
    reason = value.get("reason") if isinstance(value, Mapping) else None
    return reason if isinstance(reason, str) else ""


def predecessor_of(stored: StoredChange) -> DeviceId | None:
    """The device that the first change of a chain goes on for, if it names one."""
    change = stored.change
    if change.kind != Kind.GENESIS or change.path != GENESIS or bytes(change.ent) != change.dev:
        return None
    return predecessor_in(change.value)


def predecessor_in(value: Value) -> DeviceId | None:
    """The device that the value of a register ``genesis`` names."""
    old = value.get("old") if isinstance(value, Mapping) else None
    dev = old.get("dev") if isinstance(old, Mapping) else None
    return DeviceId(dev) if isinstance(dev, bytes) and len(dev) == ID_LENGTH else None


def trusted_line(cut: Cut, level: Level, lowest: int = 1) -> dict[int, ChangeId]:
    """The ids on the way back from the last trusted change, as far as they are stored.

    Args:
        cut: where the way begins.
        level: the stored records of a device at a number.
        lowest: where to stop: below the first fork there is nothing to tell apart.
    """
    line: dict[int, ChangeId] = {}
    seq, id_ = cut.seq, cut.id
    while seq > 0:
        line[seq] = id_
        raw = level(cut.dev, seq).get(id_) if seq > lowest else None
        if raw is None:
            break
        before = (one for one in level(cut.dev, seq - 1) if chain_id(one, raw) == id_)
        seq, id_ = seq - 1, next(before, NO_CHANGE)
        if id_ == NO_CHANGE:
            break
    return line


def is_beyond(stored: StoredChange, cut: Cut, line: Mapping[int, ChangeId]) -> bool:
    """Whether a change of the cut device is not trusted: later, or on another branch."""
    seq = stored.change.seq
    return seq > cut.seq or line.get(seq, stored.id) != stored.id


class _Label(Enum):
    IN = auto()
    OUT = auto()


class _Dispute:
    """Revocations that speak against each other, settled without an order of arrival.

    An argument counts when whatever speaks against it does not; it does not when something that
    counts speaks against it. Two leaders who revoke each other stay undecided: then both are cut
    off, and neither of them can undo it (source: Dung, grounded semantics of argumentation).
    """

    def __init__(self, controls: Iterable[StoredChange]) -> None:
        """What takes back or corrects an earlier control of its register speaks against that."""
        self._against: defaultdict[object, set[object]] = defaultdict(set)
        by_ref = {one.ref: one for one in controls}
        self._all: set[object] = {one.id for one in by_ref.values()}
        for one in by_ref.values():
            for ref in one.change.sup:
                named = by_ref.get(ref)
                if named is not None and named.change.register == one.change.register:
                    self.attack(one.id, named.id)

    def attack(self, attacker: object, target: object) -> None:
        """One argument speaks against another."""
        self._against[target].add(attacker)

    def inherit(self, argument: object, source: object, clears: Iterable[object]) -> None:
        """A new argument that falls with its source, and before each of ``clears``.

        What speaks against the source must have been told before.
        """
        self._all.add(argument)
        self._against[argument] |= {*self._against[source], *clears}

    def settle(self) -> dict[object, _Label]:
        """The arguments that are settled; the others are undecided."""
        labels: dict[object, _Label] = {}
        while True:
            fresh: dict[object, _Label] = {}
            for one in self._all - labels.keys():
                against = [labels.get(other) for other in self._against[one]]
                if _Label.IN in against:
                    fresh[one] = _Label.OUT
                elif all(label is _Label.OUT for label in against):
                    fresh[one] = _Label.IN
            if not fresh:
                return labels
            labels.update(fresh)


@dataclass(frozen=True, slots=True)
class _Inherited:
    """The argument that a device is cut off because one that vouched for it was."""

    revocation: ChangeId
    dev: DeviceId


def judge_controls(
    controls: Iterable[StoredChange],
    origins: Origins,
    level: Level,
    lowest: Callable[[DeviceId], int] = lambda _dev: 1,
) -> Verdict:
    """Which revocations and adoptions count.

    Args:
        controls: every change for which ``is_control`` holds.
        origins: by device, the devices that its genesis says it goes on for.
        level: the stored records of a device at a number.
        lowest: by device, below which number its chain has no forks.
    """
    found = {one.id: one for one in controls}
    if not found:
        return Verdict({}, frozenset())
    revocations = [
        Cut(DeviceId(one.change.ent), *place, one)
        for one in found.values()
        if one.change.path == REVOKE and (place := revoked_at(one)) is not None
    ]
    dispute = _Dispute(found.values())
    inherited: list[tuple[_Inherited, Cut]] = []
    for cut in revocations:
        line = trusted_line(cut, level, lowest(cut.dev))
        for other in found.values():
            if other.change.dev == cut.dev and is_beyond(other, cut, line):
                dispute.attack(cut.revocation.id, other.id)
    later, spoken = _later(origins), _spoken(found.values())
    for cut in revocations:
        clears: defaultdict[DeviceId, set[ChangeId]] = defaultdict(set)
        heirs = _after(cut.dev, later, cut.dev)
        for dev in heirs & spoken.keys():
            # whoever was spoken of by itself, or goes on for somebody who was, does not inherit
            for heir in {dev, *_after(dev, later, cut.dev)}:
                clears[heir] |= spoken[dev]
        for heir in heirs:
            if heir == cut.revocation.change.dev:
                continue  # who revokes what it was before does not mean itself
            argument = _Inherited(cut.revocation.id, heir)
            inherited.append((argument, cut))
            dispute.inherit(argument, cut.revocation.id, clears[heir])
            for other in found.values():
                if other.change.dev == heir:
                    dispute.attack(argument, other.id)
    labels = dispute.settle()
    return _verdict(found.values(), labels, revocations, inherited)


def _verdict(
    controls: Collection[StoredChange],
    labels: Mapping[object, _Label],
    revocations: Iterable[Cut],
    inherited: Iterable[tuple[_Inherited, Cut]],
) -> Verdict:
    cuts: defaultdict[DeviceId, list[Cut]] = defaultdict(list)
    for cut in revocations:
        if labels.get(cut.revocation.id) is not _Label.OUT:
            cuts[cut.dev].append(cut)
    for argument, cut in inherited:
        if labels.get(argument) is not _Label.OUT:
            cuts[argument.dev].append(Cut(argument.dev, 0, NO_CHANGE, cut.revocation, cut.dev))
    adopted = frozenset(
        bytes(one.change.ent)
        for one in controls
        if one.change.path == ADOPT
        and isinstance(one.change.value, Mapping)
        and labels.get(one.id) is _Label.IN
    )
    void = frozenset(one.id for one in controls if labels.get(one.id) is _Label.OUT)
    told = {dev: tuple(sorted(found, key=_order)) for dev, found in cuts.items()}
    return Verdict(told, adopted, void)


def quarantined(changes: Iterable[StoredChange]) -> frozenset[ChangeId]:
    """The ids of the changes that do not count, by brute force."""
    every = {one.id: one for one in changes}
    controls = [one for one in every.values() if is_control(one)]
    if not controls:
        return frozenset()
    levels: defaultdict[tuple[DeviceId, int], dict[ChangeId, bytes]] = defaultdict(dict)
    origins: defaultdict[DeviceId, set[DeviceId]] = defaultdict(set)
    for one in every.values():
        levels[one.change.dev, one.change.seq][one.id] = one.raw
        old = predecessor_of(one)
        if old is not None:
            origins[one.change.dev].add(old)

    def level(dev: DeviceId, seq: int) -> Mapping[ChangeId, bytes]:
        return levels.get((dev, seq), {})

    verdict = judge_controls(
        controls, {dev: frozenset(found) for dev, found in origins.items()}, level
    )
    held: set[ChangeId] = set()
    for dev, cuts in verdict.cuts.items():
        own = [one for one in every.values() if one.change.dev == dev]
        for cut in cuts:
            line = trusted_line(cut, level)
            held.update(one.id for one in own if is_beyond(one, cut, line))
    return frozenset(
        id_ for id_ in held if is_control(every[id_]) or id_[:16] not in verdict.adopted
    )


def _order(cut: Cut) -> tuple[int, bytes]:
    return cut.seq, cut.revocation.id


def _later(origins: Origins) -> Mapping[DeviceId, frozenset[DeviceId]]:
    """By device, whoever goes on for it."""
    later: defaultdict[DeviceId, set[DeviceId]] = defaultdict(set)
    for heir, former in origins.items():
        for old in former:
            later[old].add(heir)
    return {old: frozenset(heirs) for old, heirs in later.items()}


def _spoken(controls: Iterable[StoredChange]) -> Mapping[DeviceId, set[ChangeId]]:
    """By device, the controls that speak of it by itself."""
    spoken: defaultdict[DeviceId, set[ChangeId]] = defaultdict(set)
    for one in controls:
        if one.change.path == REVOKE:
            spoken[DeviceId(one.change.ent)].add(one.id)
    return spoken


def _after(
    dev: DeviceId, later: Mapping[DeviceId, frozenset[DeviceId]], without: DeviceId
) -> set[DeviceId]:
    """Whoever goes on for a device, directly or not, on ways that do not lead over another one.

    Each device is looked at once: whoever forges many ways between few devices gains no time.
    """
    found: set[DeviceId] = set()
    waiting = [dev]
    while waiting:
        fresh = later.get(waiting.pop(), frozenset()) - found - {without}
        found |= fresh
        waiting.extend(fresh)
    return found
