"""Honest work of many laptops for measuring the merge: real records, real chains, real seals.

Each device fills inspections of its own, one after the other, goes back to correct itself, answers some
questions of its neighbour differently (conflicts) or the same (agreement), and replaces some answers
that it received from another neighbour. A portion of that work is one sealed run. Everything follows
from the numbers of device and portion.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.log.change import (
    RECORD_VERSION,
    Change,
    Kind,
    Ref,
    Register,
    Seal,
    Segment,
    Value,
    actor_id,
    chain_id,
    device_id,
    seal_bytes,
    session_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ActorId, ChangeId, DeviceId, EntityId
from inspector_app.services.ports.crypto import PublicKeys, SecretKeys
from tests.kit.records import AGE_IDENTITIES, CODEC, KEYS

QUESTIONS = 499
"""Answers of one inspection, as in the specification's figures."""
BLOCK_RATIO = 0.7236
"""Changes of a portion that are first answers; the others correct what was answered before."""
CONFLICTS, AGREEMENTS, REPLACED = 0.024, 0.006, 0.01
"""Shares of a portion: other answer than the neighbour's, the same one, neighbour's answer replaced."""
_START = 1_568_600_000_000
_WORDS = (
    "kế hoạch",
    "cải cách",
    "hành chính",
    "đơn vị",
    "đã ban hành",
    "chậm",
    "so với",
    "yêu cầu",
)


@dataclass
class Device:
    """One laptop: its keys, the end of its chain, and what it wrote."""

    number: int
    secret: SecretKeys
    public: PublicKeys
    dev: DeviceId
    actor: ActorId
    seq: int = 0
    id: bytes = NO_CHANGE
    written: dict[Register, tuple[Ref, Value]] = field(default_factory=dict)
    """The newest own answers of each portion that neighbours may meet."""


@dataclass(frozen=True)
class Portion:
    """A sealed run and the same work as plain (entity, path, value)."""

    device: Device
    segment: Segment
    work: tuple[tuple[EntityId, str, str], ...]


def device(number: int) -> Device:
    """Laptop ``number`` of the workload."""
    seeds = [hashlib.sha256(b"bench %s %d" % (name, number)).digest() for name in (b"d", b"p")]
    secret = SecretKeys(seeds[0], seeds[1], AGE_IDENTITIES[0])
    public = KEYS.public(secret)
    return Device(number, secret, public, device_id(public.device), actor_id(public.person))


def inspections_of(portion: int, devices: int, size: int) -> int:
    """How many inspections one portion of every device needs."""
    return (portion + 1) * devices * blocks(size)


def blocks(size: int) -> int:
    """Inspections that one portion of one device fills."""
    return -(-int(size * BLOCK_RATIO) // QUESTIONS)


class Workload:
    """Makes the portions, device by device, so that each may build on what others wrote before."""

    def __init__(
        self, devices: int, size: int, inspections: Sequence[EntityId], form: bytes
    ) -> None:
        """Prepare the laptops.

        Args:
            devices: how many.
            size: changes in one portion.
            inspections: entities to write about.
            form: the hash that answers carry (32 bytes).
        """
        self.devices = [device(number) for number in range(devices)]
        self.size = size
        self._inspections = inspections
        self._form = form

    def portion(self, which: Device, number: int) -> Portion:
        """The next run of one device; call it for portion 0, 1, 2 … of each."""
        return _Writing(self, which, number).portion()

    def registers(self, which: Device, number: int) -> list[Register]:
        """What a portion of a device answers first."""
        count, per = int(self.size * BLOCK_RATIO), blocks(self.size)
        first = (number * len(self.devices) + which.number) * per
        ents = self._inspections[first : first + per]
        if len(ents) < per:
            raise ValueError("more inspections are needed")
        found = [
            Register(ent, f"q/{question_key(at)}/verified")
            for ent in ents
            for at in range(QUESTIONS)
        ]
        return found[:count]

    @property
    def form(self) -> bytes:
        """What answers carry as their form."""
        return self._form


def question_key(at: int) -> str:
    """The key of the number-th question."""
    return f"c{at // 20 + 1}_{at % 20 + 1}"


def answer(dice: random.Random) -> str:
    """A typed answer: a choice, a figure, or a note of 60 to 90 bytes."""
    chance = dice.random()
    if chance < 0.3:
        return dice.choice(("yes", "no", "partial", "na"))
    if chance < 0.5:
        return str(dice.randrange(5000))
    text = f"{dice.randrange(10**6)}"
    while len(text.encode()) < 60:
        text += " " + dice.choice(_WORDS)
    return text


class _Writing:
    """One portion being written."""

    def __init__(self, load: Workload, which: Device, number: int) -> None:
        self._load, self._device, self._number = load, which, number
        self._dice = random.Random(f"{which.number}/{number}")
        self._frames: list[bytes] = []
        self._work: list[tuple[EntityId, str, str]] = []
        self._previous, self._first = which.id, which.seq + 1

    def portion(self) -> Portion:
        which, load, dice = self._device, self._load, self._dice
        if which.seq == 0:
            self._genesis()
        self._session()
        own = load.registers(which, self._number)
        mine: dict[Register, tuple[Ref, Value]] = {}
        self._meet_neighbours(mine)
        fresh = iter(own)
        places = list(mine)
        for left in range(load.size - len(self._frames), 0, -1):
            is_new = len(places) < 2 or dice.random() < (len(own) - len(mine)) / left
            register = next(fresh, None) if is_new else None
            sup: tuple[Ref, ...] = ()
            if register is None:
                register = dice.choice(places)
                sup = (mine[register][0],)
            else:
                places.append(register)
            value = answer(dice)
            mine[register] = (self._append(Kind.SET, register, value, load.form, sup), value)
        which.written = mine
        id_ = which.id
        message = seal_bytes(which.dev, which.seq, id_)  # type: ignore[arg-type]
        seal = Seal(which.dev, which.seq, id_, KEYS.sign(which.secret.device_seed, message))  # type: ignore[arg-type]
        frames = tuple(self._frames)
        segment = Segment(which.public.device, self._first, self._previous, frames, seal)  # type: ignore[arg-type]
        return Portion(which, segment, tuple(self._work))

    def _meet_neighbours(self, mine: dict[Register, tuple[Ref, Value]]) -> None:
        """Answers to what the device before has answered in its last portion."""
        load = self._load
        before = load.devices[self._device.number - 1].written
        places = sorted(before, key=lambda one: (one.ent, one.path))
        if not self._device.number or not places:
            return
        counts = [int(share * load.size) for share in (CONFLICTS, AGREEMENTS, REPLACED)]
        chosen = self._dice.sample(places, min(sum(counts), len(places)))
        for at, register in enumerate(chosen):
            ref, value = before[register]
            sup: tuple[Ref, ...] = ()
            if at < counts[0] or at >= counts[0] + counts[1]:
                sup = () if at < counts[0] else (ref,)
                value = answer(self._dice) + "."
            mine[register] = (self._append(Kind.SET, register, value, load.form, sup), value)

    def _genesis(self) -> None:
        register = Register(EntityId(self._device.dev), "genesis")
        value: Value = {"device": f"Máy {self._device.number}", "name": "Người thử"}
        self._append(Kind.GENESIS, register, value, b"", ())

    def _session(self) -> None:
        which = self._device
        wall = _START + which.seq + 1
        end = ChangeId(which.id)
        message = session_bytes(which.dev, which.seq + 1, end, which.actor, wall)
        signature = KEYS.sign(which.secret.person_seed, message)
        value: Value = {"at": wall, "pub": which.public.person, "sig": signature}
        register = Register(EntityId(which.dev), "session")
        self._append(Kind.SESSION, register, value, b"", ())

    def _append(
        self, kind: Kind, register: Register, value: Value, form: bytes, sup: tuple[Ref, ...]
    ) -> Ref:
        which = self._device
        which.seq += 1
        change = Change(
            version=RECORD_VERSION,
            dev=which.dev,
            seq=which.seq,
            lam=which.seq,
            wall=_START + which.seq,
            actor=which.actor,
            kind=int(kind),
            ent=register.ent,
            path=register.path,
            form=form,
            value=value,
            sup=sup,
        )
        raw = CODEC.encode(change)
        which.id = chain_id(which.id, raw)  # type: ignore[arg-type]
        self._frames.append(raw)
        if isinstance(value, str):
            self._work.append((register.ent, register.path, value))
        return Ref(which.dev, which.seq, which.id[:16])


def portions(
    load: Workload, numbers: Sequence[int], tell: Callable[[str], None]
) -> Iterator[Portion]:
    """Every device's portions, in the order of ``numbers``."""
    for number in numbers:
        tell(f"writing portion {number}")
        for one in load.devices:
            yield load.portion(one, number)
