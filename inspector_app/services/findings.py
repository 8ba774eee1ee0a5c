"""Findings (shortcomings) and the requirements that answer them."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Finding, Requirement, Severity
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome
from inspector_app.services.reading_findings import (
    read_finding,
    read_findings,
    read_requirement,
    read_requirements,
)
from inspector_app.services.records import Records, field_value, links
from inspector_app.services.rooms import OpenVault


class FindingService(Records[Finding]):
    """Shortcomings the team records."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        fields = ("question", "severity", "text", "legal_basis", "cause", "evidence")
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
        evidence: Sequence[EntityId] = (),
    ) -> Outcome[Finding]:
        """Record a finding; everything can be edited later.

        Args:
            inspection: the inspection.
            question: where it was found, or empty.
            severity: how heavy it is.
            text: what is wrong.
            legal_basis: what it goes against.
            cause: why it is so.
            evidence: what shows it; evidence of the same inspection.

        Raises:
            NotFoundError: no such inspection or evidence.
        """
        values: dict[str, Value] = {
            "question": question,
            "severity": str(severity),
            "text": text,
            "legal_basis": legal_basis,
            "cause": cause,
        }
        if evidence:
            values["evidence"] = links(evidence)
        return self._create(inspection, values)


class RequirementService(Records[Requirement]):
    """What the unit must do, by whom, by when."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        fields = ("finding", "text", "responsible", "due", "question")
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
        question: str = "",
    ) -> Outcome[Requirement]:
        """Record a requirement.

        Args:
            inspection: the inspection.
            text: what must be done.
            responsible: who answers for it.
            due: ``dd/MM/yyyy``, ISO, or empty.
            finding: the finding it answers, if any.
            question: the question it came from; without one, that of the finding.

        Raises:
            InputValueError, NotFoundError
        """
        values: dict[str, Value] = {
            "text": text,
            "responsible": responsible,
            "due": field_value("due", due),
            "finding": finding,
        }
        if question:
            values["question"] = question
        return self._create(inspection, values)
