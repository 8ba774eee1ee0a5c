"""Remediations: what the unit did about a requirement, and whether the team accepts it."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.errors import InputValueError, NotFoundError
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import ActorId, EntityId
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Remediation, RemediationState
from inspector_app.services.directory import Directory
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import has_requirement
from inspector_app.services.reading_findings import read_remediation, read_remediations
from inspector_app.services.records import KINDS, Records, field_value, links
from inspector_app.services.rooms import OpenVault


class RemediationService(Records[Remediation]):
    """Records remediations and what the team decides on them.

    A decision is a register like any other: who wrote it is its author, and two people who decide
    differently are a conflict that the leader ends.
    """

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        fields = ("text", "done", "evidence", "reason")
        super().__init__(vault, journal, EntityType.REMEDIATION, fields, self._read_one)

    def list(self, inspection: EntityId) -> tuple[Remediation, ...]:
        """An inspection's remediations, oldest first."""
        with self._vault.store.read() as log:
            return read_remediations(log, inspection, Directory(self._vault, log).author)

    def record(
        self,
        inspection: EntityId,
        requirement: EntityId,
        text: str = "",
        done: str = "",
        evidence: Sequence[EntityId] = (),
    ) -> Outcome[Remediation]:
        """Record what the unit did; nobody has decided on it yet.

        Args:
            inspection: the inspection.
            requirement: a requirement of this inspection, or one that the last trip left open.
            text: what was done.
            done: when, ``dd/MM/yyyy``, ISO, or empty.
            evidence: what shows it; evidence of the same inspection.

        Raises:
            NotFoundError: no such requirement or evidence.
            InputValueError
        """
        with self._vault.store.read() as log:
            self._require(log, inspection, requirement)
        values: dict[str, Value] = {
            "requirement": requirement,
            "text": text,
            "done": field_value("done", done),
            "state": str(RemediationState.PENDING),
        }
        if evidence:
            values["evidence"] = links(evidence)
        return self._create(inspection, values)

    def decide(
        self, remediation: EntityId, state: RemediationState, reason: str = ""
    ) -> Outcome[Remediation]:
        """Accept a remediation, reject it with a reason, or leave it undecided again.

        Raises:
            InputValueError: rejected without a reason.
            NotFoundError
        """
        reason = clean(reason)
        if state is RemediationState.REJECTED and not reason:
            raise InputValueError(
                field="Lý do", what="chưa nhập; không chấp nhận thì phải nêu lý do"
            )
        with self._journal.write() as pen:
            parent = self._parent(pen.log, remediation)
            pen.set(remediation, "state", str(state))
            if reason or pen.log.heads(Register(remediation, "reason")):
                pen.set(remediation, "reason", reason)
        return self._outcome(remediation, parent)

    def _require(self, log: Log, inspection: EntityId, requirement: EntityId) -> None:
        found = log.entity(requirement)
        is_own = found is not None and (found.type, found.parent, found.is_hidden) == (
            EntityType.REQUIREMENT,
            inspection,
            False,
        )
        if not is_own and not has_requirement(log, inspection, requirement):
            kind = KINDS[EntityType.REQUIREMENT]
            raise NotFoundError(kind=kind, name=requirement.hex()[:8])

    def _read_one(self, log: Log, ent: EntityId, inspection: EntityId) -> Remediation:
        directory = Directory(self._vault, log)

        def name_of(actor: ActorId) -> str:
            return directory.author(actor)

        return read_remediation(log, ent, inspection, name_of)
