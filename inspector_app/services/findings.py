"""Findings (shortcomings) and the requirements that answer them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Generic, TypeVar

from inspector_app.domain.errors import InputValueError, NotFoundError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Finding, Requirement, Severity
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    question_key,
    read_finding,
    read_findings,
    read_inspection,
    read_requirement,
    read_requirements,
)
from inspector_app.services.rooms import OpenVault

T = TypeVar("T", Finding, Requirement)


class _Records(Generic[T]):
    """What findings and requirements have in common: entities under an inspection."""

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
        """Write one field.

        Raises:
            NotFoundError: no such entity or field.
            InputValueError: the field cannot hold the text.
        """
        if field not in self._fields:
            raise NotFoundError(kind="mục", name=field)
        with self._journal.write() as pen:
            parent = self._parent(pen.log, ent)
            value = _field_value(field, text)
            if field == "question" and isinstance(value, str):
                value = question_key(pen.log, parent, value)
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
            ent = pen.create(self._type, inspection, values)
        return self._outcome(ent, inspection)

    def _outcome(self, ent: EntityId, inspection: EntityId) -> Outcome[T]:
        with self._vault.store.read() as log:
            value = self._read(log, ent, inspection)
        return Outcome(value, (Touched(self._type, ent, inspection),))

    def _parent(self, log: Log, ent: EntityId) -> EntityId:
        entity = log.entity(ent)
        if entity is None or entity.type != self._type or entity.parent is None:
            kind = "tồn tại" if self._type is EntityType.FINDING else "yêu cầu"
            raise NotFoundError(kind=kind, name=ent.hex()[:8])
        return entity.parent


class FindingService(_Records[Finding]):
    """Shortcomings the team records."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        fields = ("question", "severity", "text", "legal_basis", "cause")
        super().__init__(vault, journal, EntityType.FINDING, fields, read_finding)

    def list(self, inspection: EntityId) -> tuple[Finding, ...]:
        """An inspection's findings, oldest first."""
        with self._vault.store.read() as log:
            return read_findings(log, inspection)

    def add(
        self,
        inspection: EntityId,
        question: str = "",
        severity: Severity = Severity.MODERATE,
        text: str = "",
        legal_basis: str = "",
        cause: str = "",
    ) -> Outcome[Finding]:
        """Record a finding; everything can be edited later. Raises: NotFoundError."""
        values: dict[str, Value] = {
            "question": question,
            "severity": str(severity),
            "text": text,
            "legal_basis": legal_basis,
            "cause": cause,
        }
        return self._create(inspection, values)


class RequirementService(_Records[Requirement]):
    """What the unit must do, by whom, by when."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        fields = ("finding", "text", "responsible", "due")
        super().__init__(vault, journal, EntityType.REQUIREMENT, fields, read_requirement)

    def list(self, inspection: EntityId) -> tuple[Requirement, ...]:
        """An inspection's requirements, oldest first."""
        with self._vault.store.read() as log:
            return read_requirements(log, inspection)

    def add(
        self,
        inspection: EntityId,
        text: str,
        responsible: str = "",
        due: str = "",
        finding: EntityId | None = None,
    ) -> Outcome[Requirement]:
        """Record a requirement.

        Args:
            inspection: the inspection.
            text: what must be done.
            responsible: who answers for it.
            due: ``dd/MM/yyyy``, ISO, or empty.
            finding: the finding it answers, if any.

        Raises:
            InputValueError, NotFoundError
        """
        values: dict[str, Value] = {
            "text": text,
            "responsible": responsible,
            "due": _field_value("due", due),
            "finding": finding,
        }
        return self._create(inspection, values)


def _field_value(field: str, text: str) -> Value:
    text = clean(text)
    if field == "due":
        return parse_day(text).isoformat() if text else None
    if field == "severity":
        if text not in list(Severity):
            raise InputValueError(field="Mức độ", what=said("«{text}» không có", text=text))
        return text
    if field == "finding":
        try:
            return bytes.fromhex(text) if text else None
        except ValueError:
            raise InputValueError(
                field="Tồn tại", what=said("«{text}» không phải mã", text=text)
            ) from None
    return text


def parse_day(text: str) -> date:
    """A day as people type it. Raises: InputValueError."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    raise InputValueError(field="Ngày", what=said("«{text}» không phải dd/MM/yyyy", text=text))
