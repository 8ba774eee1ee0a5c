"""Registers to the domain's values: the one place that knows which path holds what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from inspector_app.domain.errors import NotFoundError, NoTripError
from inspector_app.domain.form.versions.mapping import FormMapping, Lineage
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.register import Head, head_of, provisional
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import (
    Attendee,
    Evidence,
    Inspection,
    Member,
    Role,
    Session,
    Team,
    Trip,
    Unit,
    UnitKind,
    Withdrawal,
)
from inspector_app.services.lineages import MAPPING, current_mapping, read_lineage
from inspector_app.services.ports.store import EvidenceStore, Log
from inspector_app.services.vouching import successors
from inspector_app.services.withdrawals import LEFT, WITHDRAWN, as_withdrawal, withdrawal_of

FRAME: Final = ("unit", "team", "form", "planned", "half_day", "unannounced", WITHDRAWN)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
SESSION_FIELDS = ("started", "ended", "place", "unit_opinion", "conclusion", "refusal")


class Fields:
    """The provisional values of one entity, read leniently: a foreign value becomes empty."""

    def __init__(self, registers: Mapping[str, tuple[Head, ...]]) -> None:
        self._registers = registers

    def value(self, path: str) -> Value:
        """The value, or None."""
        head = provisional(self._registers.get(path, ()))
        return None if head is None or head.is_deletion else head.value

    def text(self, path: str) -> str:
        """A text, or empty; cleaned again, for a foreign program may not have done so."""
        value = self.value(path)
        return clean(value) if isinstance(value, str) else ""

    def number(self, path: str) -> int:
        """A whole number, or 0."""
        value = self.value(path)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def day(self, path: str) -> date | None:
        """An ISO day, or None."""
        try:
            return date.fromisoformat(self.text(path))
        except ValueError:
            return None

    def entity(self, path: str) -> EntityId | None:
        """A reference, or None."""
        return _as_entity(self.value(path))

    def entities(self, path: str) -> tuple[EntityId, ...]:
        """References, each once, in their order; what is none is left out."""
        value = self.value(path)
        listed = value if isinstance(value, list | tuple) else ()
        found = (one for item in listed if (one := _as_entity(item)) is not None)
        return tuple(dict.fromkeys(found))


def _as_entity(value: Value) -> EntityId | None:
    return EntityId(value) if isinstance(value, bytes) and len(value) == 16 else None


# Which trip this vault works on, and whose word on roles counts in it, is the vault's own decision:
# it was made when the trip was created or its pack taken in, and no bundle can change it.
TRIP_NOTE: Final = "trip/current"
AUTHOR_NOTE: Final = "trip/author"


def current_trip(log: Log) -> EntityId:
    """The trip this vault works on. Raises: NoTripError."""
    noted = log.note(TRIP_NOTE)
    if noted is None or log.entity(EntityId(noted)) is None:
        raise NoTripError
    return EntityId(noted)


def work_on(log: Log, trip: EntityId, author: DeviceId) -> None:
    """Make a trip the one that this vault works on.

    Args:
        log: a writing transaction.
        trip: the trip.
        author: the device that created it; only its changes assign roles.
    """
    log.put_note(TRIP_NOTE, trip)
    log.put_note(AUTHOR_NOTE, author)


def author_devices(log: Log) -> frozenset[DeviceId]:
    """The device that made the trip, and those that go on for it after a renewal."""
    author = log.note(AUTHOR_NOTE)
    return successors(log, None if author is None else DeviceId(author))


def has_role(log: Log, member: EntityId, role: Role) -> bool:
    """Whether the trip's author gave a member this role; others' claims do not count.

    Who left the team has none any more.
    """
    authors = author_devices(log)
    heads = log.heads(Register(member, "role"))
    has = any(head.dev in authors and head.value == role for head in heads)
    return has and read_withdrawal(log, member, LEFT) is None


def read_withdrawal(log: Log, ent: EntityId, path: str) -> Withdrawal | None:
    """Whether the trip's author took an inspection (``withdrawn``) or member (``left``) out."""
    return withdrawal_of(log, author_devices(log), ent, path)


def read_trip(log: Log, ent: EntityId) -> Trip:
    """A trip's header fields and pinned forms."""
    registers = log.registers(ent)
    fields = Fields(registers)
    forms = {path[5:]: fields.text(path) for path in registers if path.startswith("form/")}
    return Trip(
        id=ent,
        title=fields.text("title"),
        agency=fields.text("agency"),
        decision_number=fields.text("decision_number"),
        decision_date=fields.day("decision_date"),
        period_from=fields.day("period_from"),
        period_to=fields.day("period_to"),
        starts=fields.day("starts"),
        ends=fields.day("ends"),
        place=fields.text("place"),
        copies=fields.number("copies"),
        forms=forms,
    )


def read_team(log: Log, ent: EntityId) -> Team:
    """One team."""
    fields = Fields(log.registers(ent))
    return Team(ent, fields.number("number"), fields.text("name"))


def read_teams(log: Log, trip: EntityId) -> tuple[Team, ...]:
    """The trip's teams, by number."""
    teams = (read_team(log, ent) for ent in log.entities(EntityType.TEAM, trip))
    return tuple(sorted(teams, key=lambda team: team.number))


def read_member(log: Log, ent: EntityId) -> Member | None:
    """One member, or None when the id is unknown here."""
    entity = log.entity(ent)
    if entity is None or entity.type != EntityType.MEMBER or entity.parent is None:
        return None
    fields = Fields(log.registers(ent))
    return Member(
        id=ent,
        team=entity.parent,
        name=fields.text("name"),
        post=fields.text("post"),
        agency=fields.text("agency"),
        role=next((role for role in Role if has_role(log, ent, role)), Role.MEMBER),
        left=read_withdrawal(log, ent, LEFT),
    )


def read_members(log: Log, team: EntityId, *, left: bool = False) -> tuple[Member, ...]:
    """A team's members, leader first, else in the order of the decision.

    Args: ``left``: those who left the team instead.
    """
    order = list(Role)
    found = (read_member(log, ent) for ent in log.entities(EntityType.MEMBER, team))
    chosen = [one for one in found if one and (one.left is not None) == left]
    return tuple(sorted(chosen, key=lambda one: order.index(one.role)))


def read_unit(log: Log, ent: EntityId) -> Unit:
    """One inspected body."""
    fields = Fields(log.registers(ent))
    kind = fields.text("kind")
    return Unit(
        id=ent,
        name=fields.text("name"),
        kind=UnitKind(kind) if kind in list(UnitKind) else UnitKind.COMMUNE,
        parent_name=fields.text("parent_name"),
        address=fields.text("address"),
        is_invented=fields.value("invented") is True,
    )


def _as_authored(
    log: Log, registers: Mapping[str, tuple[Head, ...]]
) -> Mapping[str, tuple[Head, ...]]:
    """The frame of an inspection as the trip's author set it, where the author still stands.

    Unit, team and form are the author's matter: nobody else's value makes a unit disappear.
    """
    authors = author_devices(log)
    frame = {}
    for path in FRAME:
        heads = registers.get(path, ())
        frame[path] = tuple(head for head in heads if head.dev in authors) or heads
    return {**registers, **frame}


def read_inspection(log: Log, ent: EntityId) -> Inspection:
    """One inspection with its unit and team. Raises: NotFoundError."""
    entity = log.entity(ent)
    if entity is None or entity.type != EntityType.INSPECTION:
        raise NotFoundError(kind="cuộc kiểm tra", name=ent.hex())
    registers = log.registers(ent)
    fields = Fields(_as_authored(log, registers))
    first = fields.text("form")
    mapping = current_mapping(first, registers.get(MAPPING, ()))
    unit, team = fields.entity("unit"), fields.entity("team")
    if unit is None or team is None:
        raise NotFoundError(kind="đơn vị của cuộc kiểm tra", name=ent.hex())
    return Inspection(
        id=ent,
        unit=read_unit(log, unit),
        team=read_team(log, team),
        planned=fields.day("planned"),
        half_day=fields.text("half_day"),
        form_sha256=mapping.form if mapping else first,
        is_unannounced=fields.value("unannounced") is True,
        withdrawn=as_withdrawal(fields.value(WITHDRAWN)),
    )


def lineage_of(log: Log, inspection: EntityId) -> Lineage:
    """The form an inspection is filled with, and those before it. Raises: NotFoundError."""
    heads = _as_authored(log, {"form": log.heads(Register(inspection, "form"))})
    head = provisional(heads["form"])
    if head is None or not isinstance(head.value, str):
        raise NotFoundError(kind="cuộc kiểm tra", name=inspection.hex())
    return read_lineage(log, inspection, head.value)


def read_session(log: Log, inspection: EntityId) -> Session:
    """What was recorded of the session at the unit."""
    fields = Fields(log.registers(inspection))
    attendees = []
    for ent in log.entities(EntityType.ATTENDEE, inspection):
        person = Fields(log.registers(ent))
        attendees.append(
            Attendee(ent, person.text("side") == "team", person.text("name"), person.text("post"))
        )
    return Session(
        **{name: fields.text(f"session/{name}") for name in SESSION_FIELDS},
        attendees=tuple(attendees),
    )


def question_key(log: Log, inspection: EntityId, question: str) -> str:
    """What a finding or evidence keeps of its question, so that it outlives a renaming."""
    return question_names(log, inspection).key(question)


def question_names(log: Log, inspection: EntityId) -> FormMapping:
    """The names of an inspection's questions in its present form."""
    try:
        return lineage_of(log, inspection).mapping
    except NotFoundError:
        return FormMapping(("",))


def read_evidence(
    log: Log, store: EvidenceStore, ent: EntityId, inspection: EntityId
) -> Evidence | None:
    """One piece of evidence, or None when its file register is unreadable."""
    fields = Fields(log.registers(ent))
    file = fields.value("file")
    if not isinstance(file, Mapping):
        return None
    sha256 = _map_text(file, "sha256")
    size = file.get("size")
    return Evidence(
        id=ent,
        inspection=inspection,
        question=question_names(log, inspection).name_of(fields.text("question")),
        name=_map_text(file, "name"),
        media_type=_map_text(file, "media_type"),
        size=size if isinstance(size, int) else 0,
        sha256=sha256,
        original_sha256=_map_text(file, "original") or sha256,
        caption=fields.text("caption"),
        is_present=store.has(sha256),
    )


def read_all_evidence(log: Log, store: EvidenceStore, inspection: EntityId) -> tuple[Evidence, ...]:
    """The inspection's evidence, oldest first."""
    found = (
        read_evidence(log, store, ent, inspection)
        for ent in log.entities(EntityType.EVIDENCE, inspection)
    )
    return tuple(one for one in found if one is not None)


def _map_text(file: Mapping[str, Value], key: str) -> str:
    value = file.get(key)
    return value if isinstance(value, str) else ""


def evidence_hashes(log: Log, dev: DeviceId | None = None) -> tuple[str, ...]:
    """The SHA-256 of every evidence file that the log ever named, removed ones included; sorted.

    Args:
        log: a running transaction.
        dev: only what this device took in.
    """
    named = {sha256 for sha256, head in naming_heads(log) if dev in (None, head.dev)}
    return tuple(sorted(named))


def naming_heads(log: Log) -> Iterator[tuple[str, Head]]:
    """The SHA-256 of every evidence file that the log ever named, and the change that names it.

    Replaced changes too: nobody makes a photo disappear by naming another one in its place.
    """
    for stored in log.walks.changes_at("file"):
        if isinstance(stored.change.value, Mapping):
            sha256 = _map_text(stored.change.value, "sha256")
            if _SHA256.fullmatch(sha256):
                yield sha256, head_of(stored)
