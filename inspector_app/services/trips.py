"""The trip: made from a workbook by its author, carried to the members in a pack."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from inspector_app.domain.errors import NoChecklistError, NoRecipientError, NoTripError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.editions import CHECKLISTS, Edition, edition_of
from inspector_app.domain.trip.outline import Outline
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit, TripPlan
from inspector_app.domain.trip.trip_changes import TripChange, differences
from inspector_app.domain.trip.values import UnitKind
from inspector_app.services.bundles import BundleService
from inspector_app.services.cards import CardService
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import open_conflicts
from inspector_app.services.editions import current_edition, current_member, unreadable_inspections
from inspector_app.services.exchange import BundleReceipt, BundleSummary, ExportOptions
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.outlines import read_outline
from inspector_app.services.packing import EditionService
from inspector_app.services.ports.formats import FormFile
from inspector_app.services.ports.host import Progress
from inspector_app.services.reading import (
    TRIP_NOTE,
    current_trip,
    read_member,
    read_members,
    read_teams,
    read_trip,
    work_on,
)
from inspector_app.services.rooms import OpenVault
from inspector_app.services.trip_views import TeamView, TripView

MAX_WORKBOOK_BYTES = 20 * 1024 * 1024


class TripService:
    """Creates and shows the trip of a vault."""

    def __init__(
        self,
        vault: OpenVault,
        journal: Journal,
        cards: CardService,
        inspections: InspectionService,
        bundles: BundleService,
        forms: FormService,
        editions: EditionService,
    ) -> None:
        self._vault = vault
        self._editions = editions
        self._forms = forms
        self._journal = journal
        self._cards = cards
        self._inspections = inspections
        self._bundles = bundles

    def has_trip(self) -> bool:
        """Whether this vault holds a trip."""
        with self._vault.store.read() as log:
            return log.note(TRIP_NOTE) is not None

    def create(
        self,
        path: str,
        forms: Mapping[UnitKind, str] | None = None,
        edition: Edition | None = None,
    ) -> Outcome[TripView]:
        """Make a trip from its workbook, with an inspection per unit.

        Args:
            path: the workbook.
            forms: the office's own checklists, a file by kind of unit; for the other kinds the
                shipped checklist of the edition is pinned.
            edition: of the shipped checklists; by default that of the law on the trip's first day.

        Raises:
            TripFileError: with every row that cannot be read; nothing is written.
            FormError: a checklist has problems; nothing is written.
            NoChecklistError: the edition has none for a kind of unit; nothing is written.
            FileAccessError
        """
        data = self._vault.rooms.files.read(path, limit=MAX_WORKBOOK_BYTES)
        plan = self._vault.rooms.trips.read(data, path)
        own = {kind: self._forms.read(file) for kind, file in (forms or {}).items()}
        used = {**self._shipped(plan, edition or edition_of(plan.starts), set(own)), **own}
        with self._journal.write() as pen:
            for form in used.values():
                pen.log.put_form_file(form.sha256, form.data)
            pinned = {kind: form.sha256 for kind, form in used.items()}
            trip, members = _write_plan(pen, plan, pinned)
            work_on(pen.log, trip, self._vault.identity.dev)
            self._cards.bind_all(pen, members)
        return Outcome(self.show(), (Touched(EntityType.TRIP, trip, trip),))

    def _shipped(
        self, plan: TripPlan, edition: Edition, own: AbstractSet[UnitKind]
    ) -> dict[UnitKind, FormFile]:
        """The edition's checklist for every kind of unit that the trip has and the office has none for."""
        found: dict[UnitKind, FormFile] = {}
        read: dict[str, FormFile] = {}
        for kind in dict.fromkeys(unit.kind for unit in plan.units):
            if kind in own:
                continue
            name = CHECKLISTS[edition].get(kind)
            if name is None:
                units = ", ".join(unit.name for unit in plan.units if unit.kind == kind)
                raise NoChecklistError(edition=str(edition), units=units)
            read[name] = read.get(name) or self._vault.rooms.forms.shipped(name)
            found[kind] = read[name]
        return found

    def show(self) -> TripView:
        """The trip's home page. Raises: NoTripError."""
        with self._vault.store.read() as log:
            trip = current_trip(log)
            directory = Directory(self._vault, log)
            own = directory.own_member()
            rows = self._inspections.rows(log, directory, trip)
            found = read_teams(log, trip)
            teams = tuple(TeamView(team, read_members(log, team.id)) for team in found)
            gone = [one for team in found for one in read_members(log, team.id, left=True)]
            former = [one for one in gone if current_member(log, one.id) == one.id]
            edition = current_edition(log, trip)
            return TripView(
                trip=read_trip(log, trip),
                teams=teams,
                inspections=tuple(row for row in rows if row.inspection.withdrawn is None),
                me=read_member(log, own) if own else None,
                is_leader=is_leader(log, directory),
                conflicts=len(open_conflicts(log, self._forms)),
                withdrawn=tuple(row for row in rows if row.inspection.withdrawn is not None),
                edition=edition.number if edition else 0,
                edition_day=edition.day if edition else None,
                is_author=directory.is_author(),
                former=tuple(former),
                unreadable=unreadable_inspections(log, trip),
            )

    def export_pack(
        self, out_path: str, progress: Progress | None = None, passphrase: str = ""
    ) -> BundleSummary:
        """Write the trip pack for the members, as a new edition if the trip has changed.

        The edition is recorded before the file is written: if that fails, the next attempt has the
        same number. Locked by a passphrase it goes to members whose cards nobody has yet.

        Raises: as ``BundleService.write_pack``.
        """
        if not (self._editions.plan().recipients or passphrase):
            raise NoRecipientError(whom="thành viên nào")
        self._editions.issue()
        options = ExportOptions(passphrase=passphrase)
        return self._bundles.write_pack(out_path, progress, options)

    def import_pack(
        self,
        path: str,
        fingerprint: str = "",
        progress: Progress | None = None,
        passphrase: str = "",
    ) -> Outcome[BundleReceipt]:
        """Take a trip pack in; the receipt tells its edition and what that changed.

        Raises: as ``BundleService.take_pack``.
        """
        before = self._known_frame()
        outcome = self._bundles.take_pack(path, fingerprint, progress, passphrase)
        trip, after = self._known_frame() or (None, None)
        changes: tuple[TripChange, ...] = ()
        if before is not None and after is not None and before[0] == trip:
            changes = differences(before[1], after)
        with self._vault.store.read() as log:
            edition = current_edition(log, current_trip(log))
        number = edition.number if edition else 0
        return replace(outcome, value=replace(outcome.value, edition=number, trip_changes=changes))

    def _known_frame(self) -> tuple[EntityId, Outline] | None:
        with self._vault.store.read() as log:
            try:
                trip = current_trip(log)
            except NoTripError:
                return None
            return trip, read_outline(log, trip)


def _write_plan(
    pen: Pen, plan: TripPlan, forms: Mapping[UnitKind, str]
) -> tuple[EntityId, dict[str, EntityId]]:
    header: dict[str, Value] = {
        "title": plan.title,
        "agency": plan.agency,
        "decision_number": plan.decision_number,
        "decision_date": plan.decision_date.isoformat(),
        "period_from": plan.period_from.isoformat(),
        "period_to": plan.period_to.isoformat(),
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(),
        "place": plan.place,
        "copies": plan.copies,
        **{f"form/{kind}": sha256 for kind, sha256 in forms.items()},
    }
    trip = pen.create(EntityType.TRIP, None, header)
    teams: dict[int, EntityId] = {}
    for number, name in plan.teams:
        teams[number] = pen.create(EntityType.TEAM, trip, {"number": number, "name": name})
    members: dict[str, EntityId] = {}
    for member in plan.members:
        ent = pen.create(EntityType.MEMBER, teams[member.team], _member_values(member))
        members[member.name] = ent
    for unit in plan.units:
        body = pen.create(EntityType.UNIT, trip, _unit_values(unit))
        values: dict[str, Value] = {
            "unit": body,
            "team": teams[unit.team],
            "planned": unit.day.isoformat() if unit.day else None,
            "half_day": unit.half_day,
            "form": forms[unit.kind],
        }
        if unit.is_unannounced:
            values["unannounced"] = True
        pen.create(EntityType.INSPECTION, trip, values)
    return trip, members


def _member_values(member: PlannedMember) -> dict[str, Value]:
    return {
        "name": member.name,
        "post": member.post,
        "agency": member.agency,
        "role": str(member.role),
    }


def _unit_values(unit: PlannedUnit) -> dict[str, Value]:
    return {
        "name": unit.name,
        "kind": str(unit.kind),
        "parent_name": unit.parent,
        "address": unit.address,
        "invented": unit.is_invented,
    }
