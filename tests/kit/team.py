"""A real team: vaults of several people on disk, the sample trip, bundles between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.plan import PlannedMember
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.host import resources
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.ports.host import Marks
from inspector_app.services.vaults import CreatedVault, Person
from inspector_app.services.workshop import Services, Workshop
from tests.kit.marks import MemoryMarks

PASSPHRASE = "bốn từ không liên quan"
PREPARED = "INSPECTOR_TESTS_TEAM"
"""The variable that names a folder with a team that ``keep_team`` made: proofs that start many
processes make one team for all."""
WORK_FACTOR = 10  # the least the slot format allows: the tests open hundreds of vaults


def workshop(marks: Marks | None = None) -> Workshop:
    """The real rooms; documents in Liberation Serif, so that pages break alike everywhere.

    Args: ``marks``: what the computer remembers of its vaults; nothing by default, so that tests may
        copy vaults as they like.
    """
    marks = marks or MemoryMarks()
    return make_workshop(prefer_times=False, work_factor=WORK_FACTOR, marks=marks)


def sample_trip() -> Path:
    """The workbook of the sample trip."""
    return resources.resource("trips", "sample-trip-2019.xlsx")


@dataclass
class Colleague:
    """One person with an open vault."""

    services: Services
    created: CreatedVault
    folder: Path

    def send(self, name: str) -> Path:
        """Export a bundle into the folder all share."""
        path = self.folder / name
        self.services.bundles.export(str(path))
        return path

    def take(self, *paths: Path) -> tuple[BundleReceipt, ...]:
        """Merge bundles."""
        return self.services.bundles.merge([str(path) for path in paths])

    def digest(self) -> str:
        """What this vault knows of the trip."""
        return self.services.vault.info().state_digest

    def reopen(self) -> None:
        """Close the vault and open it again, as after a night."""
        self.services.close()
        self.services = workshop().open_vault(self.created.path, PASSPHRASE)


@dataclass
class Team:
    """A leader, a secretary and a member of the sample trip's first team."""

    folder: Path
    leader: Colleague
    secretary: Colleague
    member: Colleague
    maker: Colleague | None = None
    """Who made the trip, if it was not the leader: the other team's leader."""

    @property
    def author(self) -> Colleague:
        """Who made the trip."""
        return self.maker or self.leader

    @property
    def people(self) -> tuple[Colleague, ...]:
        """All three."""
        return (self.leader, self.secretary, self.member)

    def commune(self, index: int = 0) -> EntityId:
        """A commune's inspection of the first team."""
        rows = self.author.services.inspections.list()
        communes = [
            row.inspection.id
            for row in rows
            if row.inspection.unit.kind == "commune" and row.inspection.team.number == 1
        ]
        return communes[index]

    def close(self) -> None:
        """Close every vault."""
        for one in (*self.people, *((self.maker,) if self.maker else ())):
            one.services.close()


def colleague(folder: Path, name: str, who: PlannedMember) -> Colleague:
    """A new vault for a person of the plan, open."""
    shop = workshop()
    person = Person(who.name, who.post, who.agency, f"Máy {name}")
    created = shop.create_vault(str(folder / name), PASSPHRASE, person)
    return Colleague(shop.open_vault(created.path, PASSPHRASE), created, folder)


def gather(
    folder: Path, forms: Mapping[UnitKind, str] | None = None, *, is_led_elsewhere: bool = False
) -> Team:
    """Make the three vaults and carry the trip to all of them, as the manual says.

    Args:
        folder: where the vaults and what travels are.
        forms: checklists of one's own, a file by kind of unit.
        is_led_elsewhere: the other team's leader makes the trip; this one's decides, but does not own
            the frame.
    """
    plan = workshop().read_trip(str(sample_trip()))

    def of(name: str, role: Role, team: int = 1) -> Colleague:
        who = next(one for one in plan.members if one.team == team and one.role is role)
        return colleague(folder, name, who)

    leader = of("truong-doan", Role.LEADER)
    others = {"thu-ky": of("thu-ky", Role.SECRETARY), "thanh-vien": of("thanh-vien", Role.MEMBER)}
    team = Team(folder, leader, *others.values())
    if is_led_elsewhere:
        team.maker = of("doan-hai", Role.LEADER, 2)
        others["truong-doan"] = leader
    team.author.services.trips.create(str(sample_trip()), forms)
    for name, one in others.items():
        card = str(folder / f"{name}.inspcard")
        one.services.cards.export(card)
        team.author.services.cards.import_(card, fingerprint=one.created.fingerprint)
    pack = str(folder / "pack.inspb")
    team.author.services.trips.export_pack(pack)
    for one in others.values():
        one.services.trips.import_pack(pack, team.author.created.fingerprint)
    return team


def keep_team(folder: Path) -> None:
    """Gather a team, close its vaults and write down what opens them."""
    team = gather(folder)
    team.close()
    said = {role: asdict(getattr(team, role).created) for role in ("leader", "secretary", "member")}
    (folder / "team.json").write_text(json.dumps(said), encoding="utf-8")


def kept_team(folder: Path) -> Team:
    """A team that ``keep_team`` made, with its vaults closed."""
    said = json.loads((folder / "team.json").read_text(encoding="utf-8"))
    people = {
        role: Colleague(cast(Services, None), CreatedVault(**created), folder)
        for role, created in said.items()
    }
    return Team(folder, **people)
