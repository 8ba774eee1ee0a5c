"""Registers to findings, requirements and remediations: which path holds what of them."""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import ActorId, EntityId
from inspector_app.domain.log.register import Head, is_conflict, provisional
from inspector_app.domain.trip.values import (
    Finding,
    Remediation,
    RemediationState,
    Requirement,
    Severity,
)
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields, question_names

NameOf = Callable[[ActorId], str]
"""The person behind an id."""


def read_finding(log: Log, ent: EntityId, inspection: EntityId) -> Finding:
    """One finding."""
    fields = Fields(log.registers(ent))
    severity = fields.text("severity")
    return Finding(
        id=ent,
        inspection=inspection,
        question=question_names(log, inspection).name_of(fields.text("question")),
        severity=Severity(severity) if severity in list(Severity) else Severity.MODERATE,
        text=fields.text("text"),
        legal_basis=fields.text("legal_basis"),
        cause=fields.text("cause"),
        evidence=fields.entities("evidence"),
    )


def read_findings(log: Log, inspection: EntityId) -> tuple[Finding, ...]:
    """The inspection's findings, oldest first."""
    found = log.entities(EntityType.FINDING, inspection)
    return tuple(read_finding(log, ent, inspection) for ent in found)


def read_requirement(log: Log, ent: EntityId, inspection: EntityId) -> Requirement:
    """One requirement; without a question of its own it has that of the finding it answers."""
    fields = Fields(log.registers(ent))
    finding = fields.entity("finding")
    key = fields.text("question")
    if not key and finding is not None:
        key = Fields({"question": log.heads(Register(finding, "question"))}).text("question")
    return Requirement(
        id=ent,
        inspection=inspection,
        finding=finding,
        text=fields.text("text"),
        responsible=fields.text("responsible"),
        due=fields.day("due"),
        question=question_names(log, inspection).name_of(key),
    )


def read_requirements(log: Log, inspection: EntityId) -> tuple[Requirement, ...]:
    """The inspection's requirements, oldest first."""
    found = log.entities(EntityType.REQUIREMENT, inspection)
    return tuple(read_requirement(log, ent, inspection) for ent in found)


def read_remediation(log: Log, ent: EntityId, inspection: EntityId, name_of: NameOf) -> Remediation:
    """One remediation; who decided on it is the author of the state, as the log proves it."""
    registers = log.registers(ent)
    fields = Fields(registers)
    text = fields.text("state")
    known = text in list(RemediationState)
    state = RemediationState(text) if known else RemediationState.PENDING
    decision = _decision(registers.get("state", ()), state)
    return Remediation(
        id=ent,
        inspection=inspection,
        requirement=fields.entity("requirement"),
        text=fields.text("text"),
        done=fields.day("done"),
        evidence=fields.entities("evidence"),
        state=state,
        reason=fields.text("reason"),
        decided_by=name_of(decision.actor) if decision else "",
        decided_wall=decision.wall if decision else 0,
        is_disputed=is_conflict(registers.get("state", ())),
    )


def _decision(heads: tuple[Head, ...], state: RemediationState) -> Head | None:
    return None if state is RemediationState.PENDING else provisional(heads)


def read_remediations(log: Log, inspection: EntityId, name_of: NameOf) -> tuple[Remediation, ...]:
    """The inspection's remediations, oldest first."""
    found = log.entities(EntityType.REMEDIATION, inspection)
    return tuple(read_remediation(log, ent, inspection, name_of) for ent in found)
