"""A trip of many laptops: two teams answer, some clocks are wrong, some vaults are copied or restored,
and bundles are carried in any order.

Everything goes through the services that the window and the command line call: real vaults in files,
cards, the pack, sealed bundles, decisions. At the end every vault shows the same state, and each
answer that was ever acknowledged to somebody is in every vault, in force or in the history.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.host.clock import SystemClock
from inspector_app.services.vaults import CreatedVault, Person
from inspector_app.services.workshop import Services
from tests.kit import trip_files
from tests.kit.marks import MemoryMarks
from tests.kit.team import PASSPHRASE, WORK_FACTOR

QUESTIONS = ("c1_1", "c1_2", "c2_6", "c3_1", "c7_1")
CHOICES = ("yes", "partial", "no", "na")
SIDES = (Side.VERIFIED, Side.REPORTED)
YEAR_MS = 365 * 24 * 3600 * 1000
DAYS = 3
ROLES = ("Trưởng đoàn", "Thư ký")


class WrongClock(SystemClock):
    """A laptop's clock that is off, and jumps once more in the middle of the trip."""

    def __init__(self, dice: random.Random) -> None:
        self.offset = dice.choice((0, 0, 0, 7 * 3600 * 1000, -18 * YEAR_MS, 80 * YEAR_MS))

    def now_ms(self) -> int:
        return super().now_ms() + self.offset


@dataclass
class Laptop:
    """One person's vault."""

    name: str
    team: int
    clock: WrongClock
    marks: MemoryMarks
    path: Path
    services: Services
    created: CreatedVault
    backup: Path | None = None

    def open(self) -> None:
        """Open the vault on this computer."""
        shop = make_workshop(
            clock=self.clock, prefer_times=False, work_factor=WORK_FACTOR, marks=self.marks
        )
        self.services = shop.open_vault(str(self.path), PASSPHRASE)


@dataclass
class SimulatedTrip:
    """Everybody's laptops, and what each of them was told is saved."""

    folder: Path
    dice: random.Random
    laptops: list[Laptop] = field(default_factory=list)
    answers: set[tuple[EntityId, str, Side, str]] = field(default_factory=set)
    bundles: list[Path] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def leaders(self) -> list[Laptop]:
        """The first laptop of each team."""
        return self.laptops[:2]

    def gather(self, people: int) -> None:
        """Make the vaults, exchange cards and carry the pack, as the manual says."""
        rows: trip_files.Table = [trip_files.MEMBERS[0]]
        names = [f"Cán bộ {number + 1}" for number in range(people)]
        for number, name in enumerate(names):
            role = ROLES[number // 2] if number // 2 < len(ROLES) else "Thành viên"
            rows.append([number % 2 + 1, name, "Chuyên viên", "Sở Nội vụ", role])
        workbook = self.folder / "trip.xlsx"
        workbook.write_bytes(trip_files.replaced(members=rows))
        self.laptops = [self._laptop(name, at % 2 + 1) for at, name in enumerate(names)]
        author = self.laptops[0]
        author.services.trips.create(str(workbook))
        for one in self.laptops[1:]:
            card = str(self.folder / f"{one.name}.inspcard")
            one.services.cards.export(card)
            author.services.cards.import_(card, fingerprint=one.created.fingerprint)
        pack = str(self.folder / "pack.inspb")
        author.services.trips.export_pack(pack)
        for one in self.laptops[1:]:
            one.services.trips.import_pack(pack, author.created.fingerprint)

    def _laptop(self, name: str, team: int) -> Laptop:
        clock, marks = WrongClock(self.dice), MemoryMarks(name.encode().ljust(16, b"-")[:16])
        shop = make_workshop(clock=clock, prefer_times=False, work_factor=WORK_FACTOR, marks=marks)
        person = Person(name, "Chuyên viên", "Sở Nội vụ", f"Máy {name}")
        created = shop.create_vault(str(self.folder / name), PASSPHRASE, person)
        path = Path(created.path)
        services = shop.open_vault(created.path, PASSPHRASE)
        return Laptop(name, team, clock, marks, path, services, created)

    # --- the days

    def day(self) -> None:
        """Everybody answers; some send, some hear of others, some have an accident."""
        for laptop in self.dice.sample(self.laptops, len(self.laptops)):
            for _ in range(self.dice.randint(1, 4)):
                self.answer(laptop)
            if self.dice.random() < 0.5:
                self.send(laptop)
            if self.bundles and self.dice.random() < 0.4:
                self.take(laptop, self.dice.choice(self.bundles))
            if self.dice.random() < 0.1:
                laptop.clock.offset += self.dice.choice((-YEAR_MS, YEAR_MS))
            if laptop not in self.leaders:
                self._accident(laptop)
        for leader in self.leaders:
            self.decide(leader)

    def answer(self, laptop: Laptop) -> None:
        """One answer of a person to one of the own team's inspections."""
        rows = [
            row.inspection.id
            for row in laptop.services.inspections.list()
            if row.inspection.team.number == laptop.team
        ]
        ent, question = self.dice.choice(rows), self.dice.choice(QUESTIONS)
        side, value = self.dice.choice(SIDES), self.dice.choice(CHOICES)
        laptop.services.inspections.answer(ent, question, side, value)
        self.answers.add((ent, question, side, value))
        self.counts["answers"] += 1

    def send(self, laptop: Laptop) -> Path:
        """Export; the file lies about until somebody carries it on."""
        path = self.folder / f"bundle-{len(self.bundles):04d}.inspb"
        laptop.services.bundles.export(str(path))
        self.bundles.append(path)
        self.counts["bundles"] += 1
        return path

    def take(self, laptop: Laptop, path: Path) -> None:
        """Merge what somebody gave; it may not be meant for this person."""
        (receipt,) = laptop.services.bundles.merge([str(path)])
        self.counts[f"merges {receipt.status}"] += 1

    def decide(self, leader: Laptop) -> None:
        """The leader decides some of the conflicts in sight."""
        conflicts = leader.services.conflicts.list()
        for one in self.dice.sample(conflicts, (len(conflicts) + 1) // 2):
            chosen = self.dice.choice(one.heads)
            try:
                leader.services.conflicts.resolve(one.id, chosen.change, reason="đã đối chiếu")
                self.counts["decisions"] += 1
            except InspectorError:
                self.counts["decisions refused"] += 1

    # --- accidents

    def _accident(self, laptop: Laptop) -> None:
        act = self.dice.random()
        if laptop.backup is not None and act < 0.5:
            self._restore(laptop, laptop.backup)
        elif act < 0.2:
            laptop.backup = self._copy(laptop)
        elif act < 0.3:
            self._clone(laptop, is_noticed=self.dice.random() < 0.5)

    def _copy(self, laptop: Laptop) -> Path:
        """The vault's folder as a backup program or a disk image takes it."""
        self.counts["copies"] += 1
        target = self.folder / f"{laptop.name} ({self.counts['copies']})"
        laptop.services.close()
        shutil.copytree(laptop.path, target)
        laptop.open()
        return target

    def _restore(self, laptop: Laptop, backup: Path) -> None:
        """An older copy takes the vault's place; what was sent before is not lost."""
        self.send(laptop)
        laptop.services.close()
        shutil.rmtree(laptop.path)
        backup.rename(laptop.path)
        laptop.backup = None
        laptop.open()
        self.counts["restores"] += 1
        self.counts["new identities"] += laptop.services.devices.renewed() is not None

    def _clone(self, laptop: Laptop, *, is_noticed: bool) -> None:
        """A copy goes on beside the vault: on a computer that can be told apart, or not."""
        path = self._copy(laptop)
        name = path.name
        marks = MemoryMarks(name[::-1].encode().ljust(16, b"+")[:16] if is_noticed else b"")
        clone = replace(laptop, name=name, path=path, marks=marks, backup=None)
        clone.open()
        self.laptops.append(clone)
        self.counts["clones"] += 1
        self.counts["new identities"] += clone.services.devices.renewed() is not None

    # --- the end

    def bring_together(self) -> None:
        """Last bundles to the leaders, in any order and some twice; the leader's back to everybody."""
        last = [self.send(laptop) for laptop in self.laptops]
        for leader in self.leaders:
            order = self.dice.sample(last + self.bundles, len(last) + len(self.bundles))
            for path in order:
                self.take(leader, path)
            self.counts["conflicts met by leaders"] += len(leader.services.conflicts.list())
            self.decide(leader)
        for _ in range(2):
            for leader in self.leaders:
                back = self.send(leader)
                for laptop in self.laptops:
                    self.take(laptop, back)

    def judge(self) -> None:
        """One state, sound vaults, and nothing lost."""
        digests = {one.name: one.services.vault.info().state_digest for one in self.laptops}
        assert len(set(digests.values())) == 1, digests
        for laptop in self.dice.sample(self.laptops, min(4, len(self.laptops))):
            assert laptop.services.vault.check().problems == ()
            self.counts["forks"] = len(laptop.services.vault.info().forks)
            self._judge_answers(laptop)

    def _judge_answers(self, laptop: Laptop) -> None:
        known: dict[tuple[EntityId, str, Side], set[object]] = {}
        for ent, question, side, value in self.answers:
            place = (ent, question, side)
            if place not in known:
                history = laptop.services.inspections.history(*place)
                known[place] = {one.value for one in history}
            assert value in known[place], f"{laptop.name} lost {value!r} at {question} {side}"

    def close(self) -> None:
        """Close every vault."""
        for laptop in self.laptops:
            laptop.services.close()


def simulate(folder: Path, people: int, seed: int, days: int = DAYS) -> Counter[str]:
    """Play a trip to its end; returns what was counted. The folder is removed."""
    folder.mkdir(parents=True)
    trip = SimulatedTrip(folder, random.Random(seed))
    trip.gather(people)
    for _ in range(days):
        trip.day()
    trip.bring_together()
    trip.judge()
    trip.close()
    shutil.rmtree(folder)
    trip.counts["laptops"] = people
    return trip.counts
