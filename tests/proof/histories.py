"""A team of laptops that work, exchange, break and lie: the histories of which P1 to P12 are shown.

Every laptop has a real store (SQLCipher, in memory or in a file). What travels are packed runs, as
bundles carry them; they are opened, verified and stored as a merge does. Each action is
named and takes three numbers, so that Hypothesis and seeded dice play the same game.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import MAX_INTEGER, Kind, Ref, Register, Segment, Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.formats.segments import SegmentRefused
from inspector_app.services.ports.store import SegmentCounts
from inspector_app.store.engine import Database, create_schema
from inspector_app.store.log import Log
from inspector_app.store.vault_store import Store
from tests.kit.laptops import (
    CODEC,
    Edit,
    birth,
    entity,
    everything,
    export,
    facts,
    memory_store,
    removal,
    tail,
    take,
    take_into,
    write,
    write_into,
)
from tests.proof.tampers import Packed, pack, tampered

MOST_LAPTOPS = 6
ENTITIES = 3
PATHS = ("q/a/reported", "q/b/verified", "text")
VALUES: tuple[Value, ...] = (
    "có",
    "không",
    12,
    None,
    "x" * 60,
    "x" * 59 + "y",
    True,
    ["a", {"b": 1}],
)
UNKNOWN_KIND = 77
KEY = bytes(range(32))

WRITES = (
    *("put", "put", "put", "put", "blind", "batch", "clear", "remove", "birth", "resolve"),
    *("resolve", "resolve-part", "undo", "clock", "unknown"),
)
CONTROLS = ("revoke", "reinstate", "adopt")
EXCHANGES = ("sync", "sync", "sync", "part", "tail", "again", "out", "reopen")
ACCIDENTS = ("clone", "backup", "restore", "lose", "crash-write", "crash-merge", "rebuild")
ATTACKS = (
    *CONTROLS,
    "reinstate",
    "reinstate",
    "forge",
    "dangle",
    "lamport",
    "many-refs",
    "unknown-refs",
    "tamper",
)
ACTIONS = (*WRITES, *EXCHANGES, *WRITES, *EXCHANGES, *ACCIDENTS, *ATTACKS, "enrol")


class Crash(Exception):
    """The process ends in the middle of a transaction."""


@dataclass
class Laptop:
    """A vault and the key that its device signs with."""

    seed: bytes
    store: Store
    path: Path | None = None


@dataclass
class History:
    """One team, everything that ever left one of its laptops, and what happened."""

    folder: Path | None = None
    """Where vaults in files stand; None: all in memory."""
    laptops: list[Laptop] = field(default_factory=list)
    sent: list[Packed] = field(default_factory=list)
    backups: list[tuple[bytes, list[Segment]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _files: int = 0
    _seeds: int = 0

    def enrol(self) -> None:
        """One more laptop, with a key of its own."""
        if len(self.laptops) < MOST_LAPTOPS:
            self._seeds += 1
            self.laptops.append(self._laptop(self._seeds.to_bytes(32, "big"), ()))

    def close(self) -> None:
        """Close every vault."""
        for laptop in self.laptops:
            laptop.store.close()

    def play(self, action: str, who: int, what: int, extra: int) -> None:
        """One step; what makes no sense at this point is left out."""
        self.counts["steps"] += 1
        if action == "enrol":
            self.enrol()
            return
        laptop = self.laptops[who % len(self.laptops)]
        if action in EXCHANGES:
            self._exchange(action, laptop, what, extra)
        elif action == "tamper":
            self._tamper(laptop, what, extra)
        elif action in ACCIDENTS:
            self._accident(action, laptop, what, extra)
        else:
            self._write(action, laptop, what, extra)

    # --- writing

    def _write(self, action: str, laptop: Laptop, what: int, extra: int) -> None:
        with laptop.store.read() as log:
            edits = edits_of(action, what, extra, log)
        if edits:
            self.counts["changes written"] += len(write(laptop.store, laptop.seed, edits))
            self.counts[action] += 1

    # --- exchanging

    def _exchange(self, action: str, laptop: Laptop, what: int, extra: int) -> None:
        if action == "reopen":
            self._reopen(laptop)
            return
        other = self.laptops[what % len(self.laptops)]
        if action == "again":
            dice = random.Random(extra)
            bundle = dice.sample(self.sent, k=min(len(self.sent), extra + 1))
        else:
            runs = export(laptop.store)
            if action == "part" and len(runs) > 1:
                runs = runs[extra % len(runs) :: 2]
            if action == "tail":
                runs = [tail(run, extra) for run in runs]
            random.Random(extra).shuffle(runs)
            bundle = [pack(run) for run in runs]
            self.sent.extend(bundle)
        if action == "out":  # left the laptop, and nobody has taken it yet
            return
        gaps = sum(one.gaps for one in receive(other.store, bundle, probe=extra % 2 == 0))
        self.counts["gaps"] += gaps
        self.counts["bundles"] += 1

    def _reopen(self, laptop: Laptop) -> None:
        if laptop.path is not None:
            before = facts(laptop.store)
            laptop.store.close()
            laptop.store = Store(Database(laptop.path, KEY), CODEC.decode)
            assert facts(laptop.store) == before
            self.counts["reopened"] += 1

    # --- accidents

    def _accident(self, action: str, laptop: Laptop, what: int, extra: int) -> None:
        if action == "clone" and len(self.laptops) < MOST_LAPTOPS:
            self.laptops.append(self._laptop(laptop.seed, export(laptop.store)))
            self.counts["clones"] += 1
        elif action == "backup":
            self.backups.append((laptop.seed, export(laptop.store)))
        elif action == "restore" and self.backups:
            self._restore(*self.backups[what % len(self.backups)])
        elif action == "lose" and len(self.laptops) > 2:
            self.laptops.remove(laptop)  # what never left it is gone
            laptop.store.close()
            self.counts["lost laptops"] += 1
        elif action == "rebuild":
            before = facts(laptop.store)
            laptop.store.rebuild()
            assert facts(laptop.store) == before
        elif action == "crash-write":
            self._crash(laptop, [Edit(register(what), VALUES[extra % len(VALUES)])], [])
        elif action == "crash-merge":
            other = self.laptops[what % len(self.laptops)]
            self._crash(laptop, [], export(other.store)[: extra + 1])

    def _restore(self, seed: bytes, runs: list[Segment]) -> None:
        """The backup takes the place of a laptop with that key, or is one more beside it."""
        same = [one for one in self.laptops if one.seed == seed]
        if len(self.laptops) >= MOST_LAPTOPS and not same:
            return
        if len(self.laptops) >= MOST_LAPTOPS:
            self.laptops.remove(same[0])
            same[0].store.close()
        self.laptops.append(self._laptop(seed, runs))
        self.counts["restores"] += 1

    def _crash(self, laptop: Laptop, edits: Sequence[Edit], runs: Sequence[Segment]) -> None:
        """A transaction that is cut off: the vault is as it was, and so are its files."""
        before = facts(laptop.store)
        copied: Path | None = None
        try:
            with laptop.store.write() as log:
                take_into(log, runs, probe=False)
                if edits:
                    log.put_note("half", b"written")
                    write_into(log, laptop.seed, edits)
                copied = self._files_of(laptop)
                raise Crash
        except Crash:
            self.counts["crashes"] += 1
        assert facts(laptop.store) == before
        with laptop.store.read() as log:
            assert log.note("half") is None
        if copied is not None:
            found = Store(Database(copied, KEY), CODEC.decode)
            assert facts(found) == before
            found.close()

    def _files_of(self, laptop: Laptop) -> Path | None:
        """The vault's files as a power cut would leave them at this moment."""
        if laptop.path is None:
            return None
        copy = self._new_file()
        for ending in ("", "-wal"):
            source = Path(f"{laptop.path}{ending}")
            if source.exists():
                shutil.copyfile(source, f"{copy}{ending}")
        return copy

    # --- attacks on the bytes

    def _tamper(self, laptop: Laptop, what: int, extra: int) -> None:
        """P8: every tamper of one run is refused and leaves the receiver as it was."""
        runs = export(laptop.store)
        if not runs:
            return
        other = self.laptops[what % len(self.laptops)]
        before = facts(other.store)
        dice = random.Random(extra * 64 + what)
        for name, opened in tampered(dice.choice(runs), dice):
            assert is_refused(other.store, opened), f"the tamper «{name}» was taken"
            self.counts["tampers"] += 1
        assert facts(other.store) == before

    # --- vaults

    def _laptop(self, seed: bytes, runs: Sequence[Segment]) -> Laptop:
        path = None
        if self.folder is None:
            store = memory_store()
        else:
            path = self._new_file()
            database = Database(path, KEY)
            create_schema(database)
            store = Store(database, CODEC.decode)
        take(store, runs)
        return Laptop(seed, store, path)

    def _new_file(self) -> Path:
        assert self.folder is not None
        self._files += 1
        return self.folder / f"{self._files}.db"


def register(number: int) -> Register:
    """The number-th of nine registers."""
    return Register(entity(number % ENTITIES), PATHS[number // ENTITIES % len(PATHS)])


def edits_of(action: str, what: int, extra: int, log: Log) -> list[Edit]:
    """What an action writes; empty when it makes no sense here."""
    if action in CONTROLS:
        return _control(action, what, extra, log)
    place, value = register(what), VALUES[extra % len(VALUES)]
    heads = log.heads(place)
    refs = tuple(head.ref for head in heads)
    nobody = Ref(DeviceId(bytes([extra + 1]) * 16), extra + 1, bytes([what + 1]) * 16)
    others = tuple(head.ref for head in log.heads(register(what + 1 + extra)))
    plain: dict[str, list[Edit]] = {
        "put": [Edit(place, value, refs[:1], wall=extra)],
        "blind": [Edit(place, value)],
        "batch": [Edit(place, value, refs), Edit(register(what + 1), value), Edit(place, "cuối")],
        "clear": [Edit(place, None, refs, Kind.DELETE)],
        "birth": [birth(place.ent)],
        "remove": [removal(log, place.ent)] if log.entity(place.ent) else [],
        "resolve": [Edit(place, value, refs, Kind.RESOLVE)],
        "resolve-part": [Edit(place, value, refs[: len(refs) // 2 + 1], Kind.RESOLVE)],
        "undo": _undo(log, place, heads, extra),
        "clock": [Edit(place, value, refs, wall=(-1) ** extra * MAX_INTEGER)],
        "unknown": [Edit(place, value, kind=UNKNOWN_KIND)],
        "unknown-refs": [Edit(place, value, refs, UNKNOWN_KIND)],
        "forge": [Edit(place, value, others)],
        "dangle": [Edit(place, value, (*refs, nobody))],
        "lamport": [Edit(place, value, refs, lam=MAX_INTEGER - 10_000 + extra)],
        "many-refs": [Edit(place, value, ((*others, nobody) * 60)[:256])],
    }
    if action == "lamport" and any(one.change.lam > MAX_INTEGER // 2 for one in log.newest(10**6)):
        return []  # a chain's numbers must be able to go on rising
    return plain[action]


def _control(action: str, what: int, extra: int, log: Log) -> list[Edit]:
    """Revoke a device up to one of its changes, take that back, or adopt a single change."""
    every = sorted(everything(log), key=lambda one: one.id)
    held = [one for one in log.quarantined() if action == "adopt"] or every
    if action == "reinstate":
        held = [one for one in every if log.heads(Register(EntityId(one.change.dev), "revoke"))]
    if not held:
        return []
    one = held[(what * 9 + extra) % len(held)]
    path = "adopt" if action == "adopt" else "revoke"
    ent = one.id[:16] if action == "adopt" else one.change.dev
    place = Register(EntityId(ent), path)
    refs = tuple(head.ref for head in log.heads(place))
    value: Value = {"id": one.id, "seq": one.change.seq, "reason": "mất máy"}
    if action == "reinstate":
        value = {"reason": "tìm thấy máy"}
    return [Edit(place, value, refs if extra % 4 else (), Kind.TRUST)]


def _undo(log: Log, place: Register, heads: tuple[Head, ...], extra: int) -> list[Edit]:
    """Bring a former value back; on a life register, the birth."""
    former = [one.change.value for one in log.history(place) if one.change.kind == Kind.SET]
    if not former or place.path == LIFE:
        return []
    value = former[extra % len(former)]
    return [Edit(place, value, tuple(head.ref for head in heads[:1]), Kind.UNDO)]


def receive(store: Store, bundle: Iterable[Packed], *, probe: bool = True) -> list[SegmentCounts]:
    """Open packed runs and store them in one transaction, as a merge does.

    Args:
        probe: skip runs that ``has_run`` knows.
    """
    return take(store, [one.open() for one in bundle], probe=probe)


def is_refused(store: Store, opened: Callable[[], Segment]) -> bool:
    """Whether reading or storing a run fails as something altered must."""
    try:
        take(store, [opened()], probe=False)
    except (SegmentRefused, ChangeRefusedError):
        return True
    return False
