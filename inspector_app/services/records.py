"""What findings, requirements and remediations have in common: entities under an inspection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Generic, TypeVar

from inspector_app.domain.errors import InputValueError, NotFoundError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Finding, Remediation, Requirement, Severity
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import question_key, read_inspection
from inspector_app.services.rooms import OpenVault

T = TypeVar("T", Finding, Requirement, Remediation)

KINDS: Final = {
    EntityType.FINDING: said("tồn tại"),
    EntityType.REQUIREMENT: said("yêu cầu"),
    EntityType.REMEDIATION: said("kết quả khắc phục"),
    EntityType.EVIDENCE: said("minh chứng"),
}
_DAYS: Final = ("due", "done")


class Records(Generic[T]):
    """Entities of one type, edited field by field."""

    def __init__(
        self,
        vault: OpenVault,
        journal: Journal,
        type_: EntityType,
        fields: tuple[str, ...],
        read: Callable[[Log, EntityId, EntityId], T],
    ) -> None:
        self._vault = vault
        self._journal = journal
        self._type = type_
        self._fields = fields
        self._read: Callable[[Log, EntityId, EntityId], T] = read

    def edit(self, ent: EntityId, field: str, text: str) -> Outcome[T]:
        """Write one field; links are ids, hexadecimal, several with blanks between them.

        Raises:
            NotFoundError: no such entity or field, or the link leads nowhere.
            InputValueError: the field cannot hold the text.
        """
        if field not in self._fields:
            raise NotFoundError(kind="mục", name=field)
        with self._journal.write() as pen:
            parent = self._parent(pen.log, ent)
            value = field_value(field, text)
            if field == "question" and isinstance(value, str):
                value = question_key(pen.log, parent, value)
            self._require_links(pen.log, parent, {field: value})
            pen.set(ent, field, value)
        return self._outcome(ent, parent)

    def remove(self, ent: EntityId) -> Outcome[bool]:
        """Remove it; ``restore`` brings it back."""
        with self._journal.write() as pen:
            parent = self._parent(pen.log, ent)
            done = pen.delete(ent)
        return Outcome(done, (Touched(self._type, ent, parent),))

    def restore(self, ent: EntityId) -> Outcome[bool]:
        """Undo a removal."""
        with self._journal.write() as pen:
            parent = self._parent(pen.log, ent)
            done = pen.restore(ent)
        return Outcome(done, (Touched(self._type, ent, parent),))

    def _create(self, inspection: EntityId, values: dict[str, Value]) -> Outcome[T]:
        with self._journal.write() as pen:
            read_inspection(pen.log, inspection)
            if values.get("question"):
                values["question"] = question_key(pen.log, inspection, str(values["question"]))
            self._require_links(pen.log, inspection, values)
            ent = pen.create(self._type, inspection, values)
        return self._outcome(ent, inspection)

    def _require_links(self, log: Log, inspection: EntityId, values: Mapping[str, Value]) -> None:
        """See that what is linked belongs to the same inspection. Raises: NotFoundError."""
        finding, evidence = values.get("finding"), values.get("evidence")
        links: list[tuple[EntityType, Value]] = []
        if finding is not None:
            links.append((EntityType.FINDING, finding))
        if isinstance(evidence, list):
            links += [(EntityType.EVIDENCE, one) for one in evidence]
        for type_, ent in links:
            found = log.entity(EntityId(ent)) if isinstance(ent, bytes) else None
            if found is None or (found.type, found.parent) != (type_, inspection):
                name = ent.hex()[:8] if isinstance(ent, bytes) else ""
                raise NotFoundError(kind=KINDS[type_], name=name)

    def _outcome(self, ent: EntityId, inspection: EntityId) -> Outcome[T]:
        with self._vault.store.read() as log:
            value = self._read(log, ent, inspection)
        return Outcome(value, (Touched(self._type, ent, inspection),))

    def _parent(self, log: Log, ent: EntityId) -> EntityId:
        entity = log.entity(ent)
        if entity is None or entity.type != self._type or entity.parent is None:
            raise NotFoundError(kind=KINDS[self._type], name=ent.hex()[:8])
        return entity.parent


def links(ents: Sequence[EntityId]) -> list[Value]:
    """References as they stand in a register, each once."""
    return list(dict.fromkeys(ents))


def field_value(field: str, text: str) -> Value:
    """What was typed into a field as the value to store. Raises: InputValueError."""
    text = clean(text)
    if field in _DAYS:
        return parse_day(text).isoformat() if text else None
    if field == "severity":
        if text not in list(Severity):
            raise InputValueError(field="Mức độ", what=said("«{text}» không có", text=text))
        return text
    if field == "finding":
        return _id("Tồn tại", text) if text else None
    if field == "evidence":
        return links([EntityId(_id("Minh chứng", one)) for one in text.split()])
    return text


def _id(field: str, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        what = said("«{text}» không phải mã", text=text)
        raise InputValueError(field=field, what=what) from None


def parse_day(text: str) -> date:
    """A day as people type it. Raises: InputValueError."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    raise InputValueError(field="Ngày", what=said("«{text}» không phải dd/MM/yyyy", text=text))
