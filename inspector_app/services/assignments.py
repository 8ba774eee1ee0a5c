"""Sections assigned to members, and whose work has not arrived yet. Nobody is kept from anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.errors import (
    FormError,
    FormMissingError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.form.definition import Form, Section, Text
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.saying import said
from inspector_app.domain.trip.values import Inspection, Member, Role
from inspector_app.services.answer_paths import ANSWERS
from inspector_app.services.assignment_registers import (
    MAX_SECTION,
    assigned_members,
    assigned_path,
    said_of,
)
from inspector_app.services.directory import Directory
from inspector_app.services.editions import active_inspections
from inspector_app.services.filling import Sheet
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    current_trip,
    has_role,
    read_inspection,
    read_member,
    read_members,
    read_team,
    read_teams,
)
from inspector_app.services.rooms import OpenVault

WORK = (*ANSWERS, "score/", "session/")


@dataclass(frozen=True, slots=True)
class Duty:
    """One member and one section of one inspection."""

    section: str
    label: Text
    member: Member
    is_default: bool
    """Whether it follows from the team's assignment."""
    has_card: bool
    """Without a card nothing of theirs can arrive."""
    has_arrived: bool
    """Whether anything that one of their devices wrote in this inspection is in this vault."""


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """Who is in charge of one inspection."""

    inspection: Inspection
    duties: tuple[Duty, ...]
    open_sections: tuple[str, ...]
    """Sections that nobody is to fill."""

    def waiting(self) -> tuple[Duty, ...]:
        """Those whose work has not been merged."""
        return tuple(one for one in self.duties if not one.has_arrived)


@dataclass(frozen=True, slots=True)
class AssignmentChart:
    """What an assignment can be chosen from, and how it is."""

    sections: tuple[Section, ...]
    members: tuple[Member, ...]
    assigned: Mapping[str, tuple[Member, ...]]
    is_team: bool


class AssignmentService:
    """Assigns sections to members, for one unit or for all units of a team."""

    def __init__(
        self,
        vault: OpenVault,
        journal: Journal,
        forms: FormService,
        inspections: InspectionService,
    ) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms
        self._inspections = inspections

    def assign(
        self,
        target: EntityId,
        sections: Sequence[str],
        members: Sequence[EntityId],
        *,
        is_on: bool = True,
    ) -> Outcome[int]:
        """Give sections to members, or take them away again.

        Args:
            target: an inspection, or a team for all of its units.
            sections: names of top-level sections of the form.
            members: of the team.
            is_on: False takes away; at an inspection also what the team's assignment gives.

        Returns:
            how many assignments are other than before.

        Raises:
            NotAllowedError: neither the trip's author nor the leader of that team.
            NotFoundError: no such inspection, team, section or member.
            InputValueError: a member of another team, or one who left.
        """
        wanted = {(section, member): is_on for section in sections for member in members}
        return self.assign_many(target, wanted)

    def assign_many(
        self, target: EntityId, wanted: Mapping[tuple[str, EntityId], bool]
    ) -> Outcome[int]:
        """Give some sections and take others away, all or none.

        Args:
            target: an inspection, or a team for all of its units.
            wanted: by section and member.

        Raises: as ``assign``.
        """
        with self._journal.write() as pen:
            log = pen.log
            team, forms = self._target(log, target)
            if not self._may(log, team):
                raise NotAllowedError(what="phân công các phần của phiếu trong đoàn này")
            for section in dict.fromkeys(section for section, _member in wanted):
                if len(section) > MAX_SECTION or not any(_has(form, section) for form in forms):
                    raise NotFoundError(kind="phần của phiếu", name=section)
            for member in dict.fromkeys(member for _section, member in wanted):
                _check_member(log, member, team)
            stored = said_of(log, target)
            changed = sum(
                pen.set(target, assigned_path(*key), is_on)
                for key, is_on in wanted.items()
                if stored.get(key) != is_on
            )
        kind = EntityType.TEAM if target == team else EntityType.INSPECTION
        return Outcome(changed, (Touched(kind, target, target),))

    def chart(self, target: EntityId) -> AssignmentChart:
        """Sections, members and who fills what: of an inspection, or of a team's units.

        Raises: NotFoundError.
        """
        with self._vault.store.read() as log:
            team, forms = self._target(log, target)
            members = read_members(log, team)
            if target == team:
                stored = said_of(log, team)
                names = sorted({section for (section, _one), is_on in stored.items() if is_on})
                assigned: Mapping[str, tuple[Member, ...]] = {
                    section: tuple(one for one in members if stored.get((section, one.id)))
                    for section in names
                }
            else:
                assigned = assigned_members(log, read_inspection(log, target), members)
        found: dict[str, Section] = {}
        for form in forms:
            for section in form.sections:
                found.setdefault(section.name, section)
        return AssignmentChart(tuple(found.values()), members, assigned, target == team)

    def board(self) -> tuple[UnitDuties, ...]:
        """Every unit of the trip with who is in charge, in the order of the plan.

        Raises: NoTripError.
        """
        with self._vault.store.read() as log:
            trip = current_trip(log)
            people = {one.id: read_members(log, one.id) for one in read_teams(log, trip)}
            devices = self._devices(log)
            return tuple(
                self._duties(log, ent, people, devices) for ent in active_inspections(log, trip)
            )

    def waiting(self, inspection: EntityId) -> tuple[Duty, ...]:
        """Who is to fill a section and of whom nothing has arrived. Raises: NotFoundError."""
        with self._vault.store.read() as log:
            team = read_inspection(log, inspection).team.id
            people = {team: read_members(log, team)}
            return self._duties(log, inspection, people, self._devices(log)).waiting()

    # --- inside

    def _may(self, log: Log, team: EntityId) -> bool:
        directory = Directory(self._vault, log)
        own = directory.own_member()
        me = read_member(log, own) if own else None
        leads = me is not None and me.team == team and has_role(log, me.id, Role.LEADER)
        return leads or directory.is_author()

    def _target(self, log: Log, target: EntityId) -> tuple[EntityId, list[Form]]:
        """The team and the forms that an assignment is about."""
        entity = log.entity(target)
        if entity is not None and entity.type == EntityType.INSPECTION:
            found = [read_inspection(log, target)]
        elif entity is not None and entity.type == EntityType.TEAM:
            ents = active_inspections(log, current_trip(log))
            found = [
                one for one in (read_inspection(log, e) for e in ents) if one.team.id == target
            ]
        else:
            raise NotFoundError(kind="cuộc kiểm tra hoặc đoàn", name=target.hex())
        hashes = dict.fromkeys(one.form_sha256 for one in found)
        forms = [form for one in hashes if (form := self._form(log, one)) is not None]
        return (found[0].team.id if found else target), forms

    def _form(self, log: Log, sha256: str) -> Form | None:
        try:
            return self._forms.of(log, sha256)
        except (FormMissingError, FormError):
            return None

    def _devices(self, log: Log) -> dict[EntityId, frozenset[DeviceId]]:
        """The devices of each member."""
        found: dict[EntityId, frozenset[DeviceId]] = {}
        directory = Directory(self._vault, log)
        for one in directory.enrolled.values():
            if one.member is not None:
                found[one.member] = found.get(one.member, frozenset()) | {one.dev}
        own = directory.own_member()
        if own is not None:
            found[own] = found.get(own, frozenset()) | {self._vault.identity.dev}
        return found

    def _duties(
        self,
        log: Log,
        ent: EntityId,
        people: Mapping[EntityId, tuple[Member, ...]],
        devices: Mapping[EntityId, frozenset[DeviceId]],
    ) -> UnitDuties:
        inspection = read_inspection(log, ent)
        form = self._form(log, inspection.form_sha256)
        assigned = assigned_members(log, inspection, people.get(inspection.team.id, ()))
        own = said_of(log, ent)
        sections = form.sections if form else ()
        arrived = self._arrived(log, inspection, devices) if assigned and form else frozenset()
        duties = tuple(
            Duty(
                section=section.name,
                label=section.label,
                member=member,
                is_default=own.get((section.name, member.id)) is None,
                has_card=member.id in devices,
                has_arrived=member.id in arrived,
            )
            for section in sections
            for member in assigned.get(section.name, ())
        )
        free = tuple(one.name for one in sections if one.name not in assigned)
        return UnitDuties(inspection, duties, free)

    def _arrived(
        self, log: Log, inspection: Inspection, devices: Mapping[EntityId, frozenset[DeviceId]]
    ) -> frozenset[EntityId]:
        """The members of whose devices some change of the inspection is here."""
        sheet = self._inspections.sheet(log, inspection)
        seen = {
            head.dev
            for registers in _registers(log, sheet, inspection.id)
            for path, heads in registers.items()
            if path.startswith(WORK) or registers is not sheet.registers.get(inspection.id)
            for head in heads
        }
        missing = {one for own in devices.values() if not own & seen for one in own}
        if missing:  # perhaps somebody wrote over all they had written
            seen |= _former_writers(log, sheet)
        return frozenset(member for member, own in devices.items() if own & seen)


def _registers(
    log: Log, sheet: Sheet, inspection: EntityId
) -> list[Mapping[str, tuple[Head, ...]]]:
    """The registers of an inspection, its rows, findings, evidence, requirements and people."""
    types = (
        EntityType.FINDING,
        EntityType.REQUIREMENT,
        EntityType.REMEDIATION,
        EntityType.EVIDENCE,
        EntityType.ATTENDEE,
    )
    found = list(sheet.registers.values())
    found += [log.registers(ent) for type_ in types for ent in log.entities(type_, inspection)]
    return found


def _former_writers(log: Log, sheet: Sheet) -> set[DeviceId]:
    """Everybody who ever wrote an answer of the inspection."""
    return {
        stored.change.dev
        for ent, registers in sheet.registers.items()
        for path in registers
        if path.startswith(WORK)
        for stored in log.history(Register(ent, path))
    }


def _has(form: Form, section: str) -> bool:
    return any(one.name == section for one in form.sections)


def _check_member(log: Log, member: EntityId, team: EntityId) -> None:
    found = read_member(log, member)
    if found is None:
        raise NotFoundError(kind="thành viên", name=member.hex())
    if found.team != team or found.left is not None:
        name = read_team(log, team).name
        raise InputValueError(
            field=found.name, what=said("không phải thành viên của «{team}»", team=name)
        )
