"""The trip's frame between the log and an outline: read now or as of an edition, and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.trip.outline import (
    Header,
    Outline,
    OutlineMember,
    OutlineTeam,
    OutlineUnit,
)
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.services.editions import registers_at
from inspector_app.services.journal import Pen
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields, author_devices
from inspector_app.services.withdrawals import LEFT, WITHDRAWN, as_register, as_withdrawal

HEADER: Final = tuple(Header.__dataclass_fields__)
_DAYS: Final = ("decision_date", "period_from", "period_to", "starts", "ends")
_UNIT: Final = {
    "name": "name",
    "kind": "kind",
    "parent": "parent_name",
    "address": "address",
    "is_invented": "invented",
}
"""Registers of a unit, by the outline's names."""
_VISIT: Final = {"day": "planned", "half_day": "half_day", "is_unannounced": "unannounced"}
"""Registers of an inspection."""


def read_outline(log: Log, trip: EntityId, lam: int | None = None) -> Outline:
    """The trip's frame; ``lam``: as it was when the log was at that Lamport number."""

    def fields(ent: EntityId) -> Fields | None:
        """The author's values; None for what was not there yet."""
        registers = registers_at(log, ent, lam)
        if LIFE not in registers:
            return None
        return Fields(_authored(log, registers))

    head = fields(trip) or Fields({})
    days = {name: head.day(name) for name in _DAYS}
    header = Header(
        title=head.text("title"),
        agency=head.text("agency"),
        decision_number=head.text("decision_number"),
        place=head.text("place"),
        copies=head.number("copies"),
        **days,
    )
    teams = _teams(log, trip, fields)
    numbers = {one.id: one.number for one in teams}
    return Outline(
        header, teams, _members(log, numbers, fields), _units(log, trip, numbers, fields)
    )


_Reader = Callable[[EntityId], Fields | None]


def _authored(
    log: Log, registers: Mapping[str, tuple[Head, ...]]
) -> Mapping[str, tuple[Head, ...]]:
    authors = author_devices(log)
    return {
        path: tuple(head for head in heads if head.dev in authors) or heads
        for path, heads in registers.items()
    }


def _teams(log: Log, trip: EntityId, fields: _Reader) -> tuple[OutlineTeam, ...]:
    found = [(ent, fields(ent)) for ent in log.entities(EntityType.TEAM, trip)]
    teams = [
        OutlineTeam(ent, read.number("number"), read.text("name"))
        for ent, read in found
        if read is not None
    ]
    return tuple(sorted(teams, key=lambda one: one.number))


def _members(
    log: Log, numbers: Mapping[EntityId, int], fields: _Reader
) -> tuple[OutlineMember, ...]:
    members = []
    for team, number in numbers.items():
        for ent in log.entities(EntityType.MEMBER, team):
            read = fields(ent)
            if read is None:
                continue
            role = read.text("role")
            members.append(
                OutlineMember(
                    ent,
                    number,
                    read.text("name"),
                    read.text("post"),
                    read.text("agency"),
                    Role(role) if role in set(Role) else Role.MEMBER,
                    as_withdrawal(read.value(LEFT)),
                )
            )
    return tuple(members)


def _units(
    log: Log, trip: EntityId, numbers: Mapping[EntityId, int], fields: _Reader
) -> tuple[OutlineUnit, ...]:
    units = []
    for ent in log.entities(EntityType.INSPECTION, trip):
        visit = fields(ent)
        body = visit.entity("unit") if visit else None
        unit = fields(body) if body else None
        team = visit.entity("team") if visit else None
        if visit is None or unit is None or body is None or team is None:
            continue
        kind = unit.text("kind")
        units.append(
            OutlineUnit(
                id=ent,
                unit=body,
                team=numbers.get(team, 0),
                name=unit.text("name"),
                kind=UnitKind(kind) if kind in set(UnitKind) else UnitKind.COMMUNE,
                parent=unit.text("parent_name"),
                address=unit.text("address"),
                day=visit.day("planned"),
                half_day=visit.text("half_day"),
                is_invented=unit.value("invented") is True,
                is_unannounced=visit.value("unannounced") is True,
                withdrawn=as_withdrawal(visit.value(WITHDRAWN)),
            )
        )
    return tuple(units)


def write_outline(
    pen: Pen,
    trip: EntityId,
    before: Outline,
    after: Outline,
    forms: Mapping[UnitKind, str],
) -> None:
    """Write what differs between two outlines.

    Args:
        pen: the transaction.
        trip: the trip.
        before: as the log has it.
        after: as it is to be; holds everything that ``before`` holds.
        forms: the pinned form of each kind of unit that is new.
    """
    for name in HEADER:
        old, new = getattr(before.header, name), getattr(after.header, name)
        if old != new:
            pen.set(trip, name, _plain(new))
    ids = _write_teams(pen, trip, before, after)
    _write_members(pen, ids, before, after)
    _write_units(pen, trip, ids, before, after, forms)


def _plain(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | bytes):
        return value
    return str(value)


def _write_teams(pen: Pen, trip: EntityId, before: Outline, after: Outline) -> dict[int, EntityId]:
    known = {one.id: one for one in before.teams}
    for team in after.teams:
        old = known.get(team.id)
        if old is None:
            values: dict[str, Value] = {"number": team.number, "name": team.name}
            pen.create(EntityType.TEAM, trip, values, team.id)
        elif old.name != team.name:
            pen.set(team.id, "name", team.name)
    return {one.number: one.id for one in after.teams}


def _write_members(
    pen: Pen, teams: Mapping[int, EntityId], before: Outline, after: Outline
) -> None:
    known = {one.id: one for one in before.members}
    for one in after.members:
        values: dict[str, Value] = {
            "name": one.name,
            "post": one.post,
            "agency": one.agency,
            "role": str(one.role),
        }
        old = known.get(one.id)
        if old is None:
            pen.create(EntityType.MEMBER, teams[one.team], values, one.id)
            continue
        for path, value in values.items():
            if str(getattr(old, path)) != value:
                pen.set(one.id, path, value)
        if old.left != one.left:
            pen.set(one.id, LEFT, as_register(one.left))


def _write_units(
    pen: Pen,
    trip: EntityId,
    teams: Mapping[int, EntityId],
    before: Outline,
    after: Outline,
    forms: Mapping[UnitKind, str],
) -> None:
    known = {one.id: one for one in before.units}
    for one in after.units:
        old = known.get(one.id)
        if old is None:
            body = {path: _plain(getattr(one, name)) for name, path in _UNIT.items()}
            pen.create(EntityType.UNIT, trip, body, one.unit)
            visit = {path: _plain(getattr(one, name)) for name, path in _VISIT.items()}
            frame: dict[str, Value] = {
                "unit": one.unit,
                "team": teams[one.team],
                "form": forms[one.kind],
            }
            pen.create(EntityType.INSPECTION, trip, {**frame, **visit}, one.id)
            continue
        for ent, paths in ((one.unit, _UNIT), (one.id, _VISIT)):
            for name, path in paths.items():
                if getattr(old, name) != getattr(one, name):
                    pen.set(ent, path, _plain(getattr(one, name)))
        if old.team != one.team:
            pen.set(one.id, "team", teams[one.team])
        if old.kind != one.kind:
            pen.set(one.id, "form", forms[one.kind])
        if old.withdrawn != one.withdrawn:
            pen.set(one.id, WITHDRAWN, as_register(one.withdrawn))
