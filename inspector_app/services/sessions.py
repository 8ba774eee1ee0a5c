"""The session at the unit: times, place, people, the unit's opinion, the leader's conclusion."""

from __future__ import annotations

from datetime import datetime

from inspector_app.domain.errors import InputValueError, NotAllowedError, NotFoundError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Role, Session
from inspector_app.services.directory import Directory
from inspector_app.services.entries import Entries
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    SESSION_FIELDS,
    has_role,
    lineage_of,
    read_inspection,
    read_member,
    read_session,
)
from inspector_app.services.rooms import OpenVault

_TIMES = ("started", "ended")


class SessionService:
    """Records what happens at the unit; every field is a register of the inspection."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._forms = forms
        self._journal = journal

    def record(self, inspection: EntityId, field: str, text: str) -> Outcome[Session]:
        """Write one field.

        Args:
            inspection: the inspection.
            field: ``started`` or ``ended`` (``YYYY-MM-DDTHH:MM`` or ``dd/MM/yyyy HH:MM``),
                ``place``, ``unit_opinion``, ``conclusion`` (the team's leader only), ``refusal``.
            text: what was typed; empty clears.

        Raises:
            InputValueError, NotAllowedError, NotFoundError
        """
        if field not in SESSION_FIELDS:
            raise NotFoundError(kind="mục của phiên làm việc", name=field)
        value = typed_field(field, text)
        with self._journal.write() as pen:
            read_inspection(pen.log, inspection)
            if field == "conclusion" and not self.may_conclude(pen.log, inspection):
                raise NotAllowedError(what="ghi kết luận của đoàn này (chỉ trưởng đoàn)")
            pen.set(inspection, f"session/{field}", value)
            if field == "ended" and value:
                placing = Placing(pen.log, self._forms, lineage_of(pen.log, inspection))
                Entries(self._vault, pen, placing, inspection).finish()
        return self._outcome(inspection)

    def may_conclude(self, log: Log, inspection: EntityId) -> bool:
        """Whether this vault's person leads the team of the inspection."""
        own = Directory(self._vault, log).own_member()
        member = read_member(log, own) if own else None
        team = read_inspection(log, inspection).team.id
        return member is not None and member.team == team and has_role(log, member.id, Role.LEADER)

    def can_conclude(self, inspection: EntityId) -> bool:
        """``may_conclude`` for a screen."""
        with self._vault.store.read() as log:
            return self.may_conclude(log, inspection)

    def add_attendee(
        self, inspection: EntityId, is_team: bool, name: str, post: str
    ) -> Outcome[EntityId]:
        """Add a person present. Raises: InputValueError without a name."""
        if not clean(name):
            raise InputValueError(field="Họ và tên", what="chưa nhập")
        with self._journal.write() as pen:
            read_inspection(pen.log, inspection)
            side = "team" if is_team else "unit"
            values: dict[str, Value] = {"side": side, "name": name, "post": post}
            ent = pen.create(EntityType.ATTENDEE, inspection, values)
        return Outcome(ent, (Touched(EntityType.INSPECTION, inspection, inspection),))

    def edit_attendee(self, attendee: EntityId, name: str, post: str) -> Outcome[EntityId]:
        """Correct a name or a post. Raises: InputValueError, NotFoundError."""
        if not clean(name):
            raise InputValueError(field="Họ và tên", what="chưa nhập")
        with self._journal.write() as pen:
            parent = _parent(pen.log, attendee)
            pen.set(attendee, "name", name)
            pen.set(attendee, "post", post)
        return Outcome(attendee, (Touched(EntityType.INSPECTION, parent, parent),))

    def remove_attendee(self, attendee: EntityId) -> Outcome[bool]:
        """Take a person off the list."""
        with self._journal.write() as pen:
            parent = _parent(pen.log, attendee)
            done = pen.delete(attendee)
        return Outcome(done, (Touched(EntityType.INSPECTION, parent, parent),))

    def restore_attendee(self, attendee: EntityId) -> Outcome[bool]:
        """Undo a removal."""
        with self._journal.write() as pen:
            parent = _parent(pen.log, attendee)
            done = pen.restore(attendee)
        return Outcome(done, (Touched(EntityType.INSPECTION, parent, parent),))

    def _outcome(self, inspection: EntityId) -> Outcome[Session]:
        with self._vault.store.read() as log:
            session = read_session(log, inspection)
        return Outcome(session, (Touched(EntityType.INSPECTION, inspection, inspection),))


def typed_field(field: str, text: str) -> Value:
    """What was typed for a field of the session, as it is stored. Raises: InputValueError."""
    return _moment(text) if field in _TIMES else clean(text) or None


def _parent(log: Log, attendee: EntityId) -> EntityId:
    entity = log.entity(attendee)
    if entity is None or entity.type != EntityType.ATTENDEE or entity.parent is None:
        raise NotFoundError(kind="người tham dự", name=attendee.hex()[:8])
    return entity.parent


def _moment(text: str) -> str | None:
    """A local time to the minute as ISO text. Raises: InputValueError."""
    text = clean(text)
    if not text:
        return None
    for pattern in ("%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"):
        try:
            # a wall-clock time at the place of the inspection, deliberately without a zone
            moment = datetime.strptime(text, pattern)  # noqa: DTZ007
        except ValueError:
            continue
        return moment.strftime("%Y-%m-%dT%H:%M")
    raise InputValueError(
        field="Thời gian", what=said("«{text}» không phải dd/MM/yyyy HH:MM", text=text)
    )
