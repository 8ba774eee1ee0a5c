"""Edits of a trip: each turns an outline into another one; nothing is ever taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias

from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.outline import (
    Header,
    Outline,
    OutlineMember,
    OutlineTeam,
    OutlineUnit,
)
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit, TripPlan
from inspector_app.domain.trip.values import Withdrawal

Draw: TypeAlias = Callable[[], EntityId]
"""Gives a fresh id."""
NOT_IN_FILE: Final = "không còn trong tệp đợt kiểm tra"
MOVED: Final = "chuyển sang đoàn khác"


@dataclass(frozen=True, slots=True)
class SetHeader:
    """New values of header fields, by their names in ``Header``."""

    values: Mapping[str, str | int | date]


@dataclass(frozen=True, slots=True)
class NameTeam:
    """A new team, or another name for one."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class AddMember:
    """A new member."""

    member: PlannedMember


@dataclass(frozen=True, slots=True)
class ChangeMember:
    """New values of a member, by their names in ``OutlineMember``; ``team`` moves the member."""

    id: EntityId
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    """A member leaves, with or without somebody in the same place."""

    id: EntityId
    reason: str
    by: PlannedMember | None = None


@dataclass(frozen=True, slots=True)
class AddUnit:
    """A new unit."""

    unit: PlannedUnit


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """New values of a unit and its inspection, by their names in ``OutlineUnit``."""

    id: EntityId
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithdrawUnit:
    """A unit is inspected no more, with or without another in its place."""

    id: EntityId
    reason: str
    by: PlannedUnit | None = None


@dataclass(frozen=True, slots=True)
class BringBack:
    """A withdrawn unit, or a member who left, is part of the trip again."""

    id: EntityId


Edit: TypeAlias = (
    SetHeader
    | NameTeam
    | AddMember
    | ChangeMember
    | LeaveTeam
    | AddUnit
    | ChangeUnit
    | WithdrawUnit
    | BringBack
)


def edited(outline: Outline, edits: Iterable[Edit], draw: Draw) -> Outline:
    """The outline after edits, one after the other.

    Raises:
        NotFoundError: an edit names a member or unit that is not there.
    """
    for edit in edits:
        match edit:
            case SetHeader():
                outline = replace(outline, header=replace(outline.header, **edit.values))  # type: ignore[arg-type]
            case NameTeam():
                outline = _with_team(outline, edit, draw)
            case AddMember():
                outline = _with_member(outline, edit.member, draw())
            case ChangeMember():
                outline = _with_changed_member(outline, edit, draw)
            case LeaveTeam():
                outline = _without_member(outline, edit, draw)
            case AddUnit():
                outline = _with_unit(outline, edit.unit, draw(), draw())
            case ChangeUnit():
                outline = _with_changed_unit(outline, edit.id, **edit.values)
            case WithdrawUnit():
                outline = _without_unit(outline, edit, draw)
            case BringBack():
                outline = _with_back(outline, edit.id)
    return outline


def as_planned(outline: Outline, plan: TripPlan, draw: Draw) -> Outline:
    """The outline as a workbook wants it.

    A row with a code is the unit or member of that id; one without is who has the same name (and the
    same body above, or team). What the file has no more is withdrawn, not removed.
    """
    head = Header(**{name: getattr(plan, name) for name in Header.__dataclass_fields__})
    wanted = replace(outline, header=head)
    for number, name in plan.teams:
        wanted = _with_team(wanted, NameTeam(number, name), draw)
    kept: set[EntityId] = set()
    for member in plan.members:
        known_member = _find_member(wanted, member, kept)
        if known_member is None:
            id_ = draw()
            wanted = _with_member(wanted, member, id_)
        else:
            values = {"team": member.team, "name": member.name, "post": member.post}
            values |= {"agency": member.agency, "role": member.role}
            before = {one.id for one in wanted.members}
            wanted = _with_changed_member(
                _with_back(wanted, known_member), ChangeMember(known_member, values), draw
            )
            moved = [one.id for one in wanted.members if one.id not in before]
            id_ = moved[0] if moved else known_member
        kept.add(id_)
    for unit in plan.units:
        known_unit = _find_unit(wanted, unit, kept)
        if known_unit is None:
            id_ = draw()
            wanted = _with_unit(wanted, unit, id_, draw())
        else:
            id_ = known_unit
            wanted = _with_changed_unit(_with_back(wanted, id_), id_, **_unit_values(unit))
        kept.add(id_)
    for one in tuple(wanted.active_members()):
        if one.id not in kept:
            wanted = _without_member(wanted, LeaveTeam(one.id, NOT_IN_FILE), draw)
    for here in tuple(wanted.active_units()):
        if here.id not in kept:
            wanted = _without_unit(wanted, WithdrawUnit(here.id, NOT_IN_FILE), draw)
    return wanted


def brought_back(now: Outline, before: Outline) -> Outline:
    """The present outline with the former values: what was added since is withdrawn, not removed."""
    members = {one.id: one for one in before.members}
    units = {one.id: one for one in before.units}
    gone = Withdrawal("hoàn tác")
    origins = {one.left.replaced_by: one.id for one in now.members if one.left}
    return Outline(
        header=before.header,
        teams=tuple(
            next((one for one in before.teams if one.id == team.id), team) for team in now.teams
        ),
        members=tuple(
            # who had moved is found again under the former id, with the card
            members.get(one.id)
            or replace(one, left=one.left or replace(gone, replaced_by=origins.get(one.id)))
            for one in now.members
        ),
        units=tuple(
            units.get(one.id) or replace(one, withdrawn=one.withdrawn or gone) for one in now.units
        ),
    )


def _with_team(outline: Outline, edit: NameTeam, draw: Draw) -> Outline:
    if all(one.number != edit.number for one in outline.teams):
        team = OutlineTeam(draw(), edit.number, edit.name)
        teams = (*outline.teams, team)
        return replace(outline, teams=tuple(sorted(teams, key=lambda one: one.number)))
    teams = tuple(
        replace(one, name=edit.name) if one.number == edit.number else one for one in outline.teams
    )
    return replace(outline, teams=teams)


def _with_member(outline: Outline, member: PlannedMember, id_: EntityId) -> Outline:
    new = OutlineMember(id_, member.team, member.name, member.post, member.agency, member.role)
    return replace(outline, members=(*outline.members, new))


def _member(outline: Outline, id_: EntityId) -> OutlineMember:
    found = next((one for one in outline.members if one.id == id_), None)
    if found is None:
        raise NotFoundError(kind="thành viên", name=id_.hex())
    return found


def _put_member(outline: Outline, member: OutlineMember) -> Outline:
    members = tuple(member if one.id == member.id else one for one in outline.members)
    return replace(outline, members=members)


def _with_changed_member(outline: Outline, edit: ChangeMember, draw: Draw) -> Outline:
    """A member's team is fixed at birth: who moves leaves here and is there as somebody new."""
    former = _member(outline, edit.id)
    changed = replace(former, **edit.values)
    if changed.team == former.team:
        return _put_member(outline, changed)
    new = replace(changed, id=draw(), left=None)
    outline = _put_member(outline, replace(former, left=Withdrawal(MOVED, new.id)))
    return replace(outline, members=(*outline.members, new))


def _without_member(outline: Outline, edit: LeaveTeam, draw: Draw) -> Outline:
    former, new = _member(outline, edit.id), None
    if edit.by is not None:
        new = draw()
        outline = _with_member(outline, edit.by, new)
    return _put_member(outline, replace(former, left=Withdrawal(edit.reason, new)))


def _unit_values(unit: PlannedUnit) -> dict[str, Any]:
    names = ("team", "name", "kind", "parent", "address", "day", "half_day")
    return {
        **{name: getattr(unit, name) for name in names},
        "is_invented": unit.is_invented,
        "is_unannounced": unit.is_unannounced,
    }


def _with_unit(outline: Outline, unit: PlannedUnit, id_: EntityId, body: EntityId) -> Outline:
    new = OutlineUnit(id=id_, unit=body, **_unit_values(unit))
    return replace(outline, units=(*outline.units, new))


def _unit(outline: Outline, id_: EntityId) -> OutlineUnit:
    found = next((one for one in outline.units if one.id == id_), None)
    if found is None:
        raise NotFoundError(kind="cuộc kiểm tra", name=id_.hex())
    return found


def _with_changed_unit(outline: Outline, id_: EntityId, **values: Any) -> Outline:
    changed = replace(_unit(outline, id_), **values)
    return replace(outline, units=tuple(changed if one.id == id_ else one for one in outline.units))


def _without_unit(outline: Outline, edit: WithdrawUnit, draw: Draw) -> Outline:
    _unit(outline, edit.id)
    new = None
    if edit.by is not None:
        new = draw()
        outline = _with_unit(outline, edit.by, new, draw())
    return _with_changed_unit(outline, edit.id, withdrawn=Withdrawal(edit.reason, new))


def _with_back(outline: Outline, id_: EntityId) -> Outline:
    if any(one.id == id_ for one in outline.members):
        return _put_member(outline, replace(_member(outline, id_), left=None))
    return _with_changed_unit(outline, id_, withdrawn=None)


def _find_member(outline: Outline, wanted: PlannedMember, taken: set[EntityId]) -> EntityId | None:
    free = [one for one in outline.members if one.id not in taken]
    if wanted.code:
        return next((one.id for one in free if one.id.hex().startswith(wanted.code)), None)
    named = [one for one in free if one.name.casefold() == wanted.name.casefold()]
    named.sort(key=lambda one: (one.team != wanted.team, one.left is not None))
    return named[0].id if named else None


def _find_unit(outline: Outline, wanted: PlannedUnit, taken: set[EntityId]) -> EntityId | None:
    free = [one for one in outline.units if one.id not in taken]
    if wanted.code:
        return next((one.id for one in free if one.id.hex().startswith(wanted.code)), None)
    key = (wanted.name.casefold(), wanted.parent.casefold())
    named = [one for one in free if (one.name.casefold(), one.parent.casefold()) == key]
    named.sort(key=lambda one: one.withdrawn is not None)
    return named[0].id if named else None
