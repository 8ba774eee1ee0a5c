"""``inspector demo --trip``: all units of the sample trip, recorded by the leaders of both teams.

Each leader records what the own team found; the second one's bundle is merged into the first one's
vault, which then holds the whole trip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from inspector_app.cli.answering import write_entries
from inspector_app.cli.demo_play import CheckFailedError
from inspector_app.cli.demo_scenario import Player
from inspector_app.cli.sample_recording import record_evidence, record_finding, record_session
from inspector_app.cli.sample_units import SampleUnit, workbook
from inspector_app.domain.form.states import Progress
from inspector_app.domain.trip.values import Inspection
from inspector_app.host.i18n import N_
from inspector_app.services.vaults import CreatedVault
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services, Workshop

IN_TIME: Final = "t1_total_in_time"
RESOLVED: Final = "t1_total_resolved"
BUNDLES, EVIDENCE = "goi", "tep-goc"


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """How one unit stands at the end."""

    inspection: Inspection
    progress: Progress
    in_time: int
    """Dossiers resolved early or on time."""
    resolved: int
    index: Decimal | None
    band: str
    findings: int
    requirements: int


@dataclass
class PlayedTrip:
    """What came out, for the summary."""

    vaults: dict[str, CreatedVault] = field(default_factory=dict)
    units: list[UnitStanding] = field(default_factory=list)
    digest: str = ""
    changes: int = 0

    @property
    def in_time(self) -> int:
        """Dossiers of all units that were resolved early or on time."""
        return sum(one.in_time for one in self.units)

    @property
    def resolved(self) -> int:
        """Dossiers of all units that were resolved."""
        return sum(one.resolved for one in self.units)


class TripPlay:
    """Plays the whole trip into a folder.

    Args:
        workshop: the program.
        leaders: of the teams, in their order.
        units: what is recorded, by the unit's name.
        folder: an existing empty folder.
    """

    def __init__(
        self,
        workshop: Workshop,
        leaders: tuple[Player, ...],
        units: dict[str, SampleUnit],
        folder: Path,
    ) -> None:
        self._workshop = workshop
        self._leaders = leaders
        self._units = units
        self._folder = folder
        self._open: list[Services] = []
        self.played = PlayedTrip()

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self._units) + 4

    def steps(self) -> Iterator[tuple[str, str]]:
        """Do one step after the other; yields what comes next, and at which unit, before it is done."""
        for name in (BUNDLES, EVIDENCE):
            (self._folder / name).mkdir()
        yield N_("Tạo kho của hai trưởng đoàn"), ""
        self._make_vaults()
        yield N_("Tạo đợt kiểm tra và gửi gói cho trưởng đoàn thứ hai"), ""
        self._share_trip()
        for services in self._open:
            for row in services.inspections.list():
                if row.inspection.team.number == self._team(services):
                    yield N_("Ghi kết quả"), row.inspection.unit.name
                    self._record(services, row.inspection)
        yield N_("Gộp gói của trưởng đoàn thứ hai"), ""
        self._exchange()
        yield N_("Kiểm tra lại mọi thứ đã ghi"), ""
        self._check()

    def close(self) -> None:
        """Close every vault."""
        for services in self._open:
            services.close()
        self._open.clear()

    # --- inside

    def _make_vaults(self) -> None:
        for leader in self._leaders:
            path = str(self._folder / leader.folder)
            self.played.vaults[leader.key] = self._workshop.create_vault(
                path, leader.passphrase, leader.person
            )
            self._open.append(self._workshop.open_vault(path, leader.passphrase))

    def _share_trip(self) -> None:
        first, *others = self._open
        prints = [self.played.vaults[one.key].fingerprint for one in self._leaders]
        for services, leader, words in zip(others, self._leaders[1:], prints[1:], strict=True):
            card = self._path(BUNDLES, f"{leader.folder}.inspcard")
            services.cards.export(card)
            first.cards.import_(card, fingerprint=words)
        first.trips.create(workbook())
        pack = self._path(BUNDLES, "dot-kiem-tra.inspb")
        first.trips.export_pack(pack)
        for services in others:
            services.trips.import_pack(pack, prints[0])

    def _team(self, services: Services) -> int:
        return self._open.index(services) + 1

    def _record(self, services: Services, inspection: Inspection) -> None:
        unit = self._units[inspection.unit.name]
        form = services.forms.show(inspection.form_sha256)
        write_entries(services, inspection, unit.entries(form))
        record_session(services, inspection.id, unit)
        for finding in unit.findings:
            record_finding(services, inspection.id, finding)
        for one in unit.evidence:
            record_evidence(services, inspection.id, one, self._folder / EVIDENCE)
        services.sessions.record(inspection.id, "conclusion", unit.conclusion)

    def _exchange(self) -> None:
        first, *others = self._open
        for services, leader in zip(others, self._leaders[1:], strict=True):
            path = self._path(BUNDLES, f"tu-{leader.folder}.inspb")
            services.bundles.export(path)
            first.bundles.merge_one(path)
        back = self._path(BUNDLES, f"tu-{self._leaders[0].folder}.inspb")
        first.bundles.export(back)
        for services in others:
            services.bundles.merge_one(back)

    def _check(self) -> None:
        views = [services.vault.info() for services in self._open]
        if len({one.state_digest for one in views}) != 1:
            raise CheckFailedError("the vaults differ")
        first = self._open[0]
        if problems := first.vault.check().problems:
            raise CheckFailedError(str(problems))
        for row in first.inspections.list():
            self.played.units.append(_standing(first, row.inspection))
        self.played.digest, self.played.changes = views[0].state_digest, views[0].changes

    def _path(self, *parts: str) -> str:
        return str(self._folder.joinpath(*parts))


def _standing(services: Services, inspection: Inspection) -> UnitStanding:
    """How a unit stands. Raises: CheckFailedError when its checklist is not done or has faults."""
    view = services.inspections.show(inspection.id)
    faults = [one for question in view.questions() for one in question.state.violations]
    if faults or view.conflicts or view.leftovers:
        raise CheckFailedError(f"{inspection.unit.name}: {faults}")
    scores = services.scores.show(inspection.id)
    return UnitStanding(
        inspection=inspection,
        progress=view.progress,
        in_time=_total(view, IN_TIME),
        resolved=_total(view, RESOLVED),
        index=scores.appraised.index,
        band=scores.band,
        findings=len(view.findings),
        requirements=len(view.requirements),
    )


def _total(view: InspectionView, name: str) -> int:
    """A total that the checklist computed; 0 where it has none."""
    found = view.question((name, None))
    value = found.state.value if found else None
    return value if isinstance(value, int) else 0
