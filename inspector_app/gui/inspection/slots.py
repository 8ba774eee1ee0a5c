"""Slots: the places where typed text goes; each knows how to write, restore and read its value.

A slot's ``node`` and ``side`` name its draft in the vault, so that text which was typed and never
became a change finds its way back after a crash (:func:`slot_of`). Names that begin with ``@`` are
not questions of the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.arithmetic import stored
from inspector_app.domain.trip.values import Severity, Side
from inspector_app.services.outcomes import Outcome
from inspector_app.services.score_views import CriterionScore, ScoreField
from inspector_app.services.sides import registers_of
from inspector_app.services.views import InspectionView, TypedAnswer
from inspector_app.services.workshop import Services

Call = Callable[[], Outcome[Any]]
SESSION_FIELDS: Final = ("started", "ended", "place", "unit_opinion", "conclusion", "refusal")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where typed text goes."""

    node: Node
    side: Side

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Make typed text one change. Raises: the service's errors."""
        raise NotImplementedError

    def restore(self, services: Services, view: InspectionView, value: Value) -> Outcome[Any]:
        """Write a former value again (undo)."""
        return self.write(services, view, str(value or ""))

    def value(self, view: InspectionView) -> Value:
        """What is stored now."""
        raise NotImplementedError

    def reversal(self, services: Services, outcome: Outcome[Any]) -> tuple[Call, Call] | None:
        """Calls that undo and redo what ``write`` did, where restoring a value is not enough."""
        return None


@dataclass(frozen=True, slots=True)
class AnswerSlot(Slot):
    """One side of an answer, or its note."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Record what was typed. Raises: AnswerError."""
        name, row = self.node
        return services.inspections.answer(view.inspection.id, name, self.side, text, _id(row))

    def restore(self, services: Services, view: InspectionView, value: Value) -> Outcome[Any]:
        """Record a stored value."""
        name, row = self.node
        return services.inspections.set_value(view.inspection.id, name, self.side, value, _id(row))

    def value(self, view: InspectionView) -> Value:
        """The stored value of this side."""
        question = view.question(self.node)
        if question is None:
            return None
        return registers_of(question)[self.side].value


@dataclass(frozen=True, slots=True)
class FigureSlot(AnswerSlot):
    """Source or period of a figure, or of all figures of a table."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Record what was typed. Raises: AnswerError."""
        said = TypedAnswer(self.node[0], self.side, None, text)
        return services.inspections.answer_many(view.inspection.id, [said])

    def restore(self, services: Services, view: InspectionView, value: Value) -> Outcome[Any]:
        """Record a stored text."""
        return self.write(services, view, str(value or ""))

    def value(self, view: InspectionView) -> Value:
        """What is stored."""
        item = view.question(self.node) or view.table(self.node[0])
        return None if item is None else registers_of(item)[self.side].value


@dataclass(frozen=True, slots=True)
class SessionSlot(Slot):
    """One field of the session at the unit."""

    @property
    def field(self) -> str:
        """The session's field."""
        return self.node[0].split(".", 1)[1]

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Record the field. Raises: InputValueError, NotAllowedError."""
        done = services.sessions.record(view.inspection.id, self.field, text)
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """The field as stored."""
        return str(getattr(view.session, self.field))


@dataclass(frozen=True, slots=True)
class AttendeeSlot(Slot):
    """Name or post of a person present."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Edit the person."""
        ent = EntityId(self.node[1] or b"")
        old = next(one for one in view.session.attendees if one.id == ent)
        is_name = self.node[0] == "@attendee.name"
        name, post = (text, old.post) if is_name else (old.name, text)
        done = services.sessions.edit_attendee(ent, name, post)
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """Name or post as stored."""
        for one in view.session.attendees:
            if one.id == self.node[1]:
                return one.name if self.node[0] == "@attendee.name" else one.post
        return None


@dataclass(frozen=True, slots=True)
class FindingSlot(Slot):
    """One field of a finding."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Edit the field."""
        field = self.node[0].split(".", 1)[1]
        done = services.findings.edit(EntityId(self.node[1] or b""), field, text)
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """The field as stored."""
        for one in view.findings:
            if one.id == self.node[1]:
                return str(getattr(one, self.node[0].split(".", 1)[1]))
        return None


@dataclass(frozen=True, slots=True)
class NewFindingSlot(Slot):
    """The content of a finding that does not exist yet; its first change creates it."""

    severity: Severity = field(default=Severity.MODERATE, compare=False)

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Create the finding."""
        question = self.node[0].split(".", 1)[1]
        done = services.findings.add(
            view.inspection.id, question=question, severity=self.severity, text=text
        )
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """Nothing is stored yet."""
        return None

    def reversal(self, services: Services, outcome: Outcome[Any]) -> tuple[Call, Call] | None:
        """A new finding is taken back by removing it."""
        made = outcome.value.id
        return partial(services.findings.remove, made), partial(services.findings.restore, made)


@dataclass(frozen=True, slots=True)
class RequirementSlot(Slot):
    """One field of a requirement."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Edit the field."""
        field = self.node[0].split(".", 1)[1]
        done = services.requirements.edit(EntityId(self.node[1] or b""), field, text)
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """The field as stored, a date as dd/MM/yyyy."""
        for one in view.requirements:
            if one.id == self.node[1]:
                if self.node[0].endswith(".due"):
                    return one.due.strftime("%d/%m/%Y") if one.due else ""
                return str(getattr(one, self.node[0].split(".", 1)[1]))
        return None


@dataclass(frozen=True, slots=True)
class RemediationSlot(Slot):
    """One field of what the unit did."""

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[Any]:
        """Edit the field."""
        field = self.node[0].split(".", 1)[1]
        done = services.remediations.edit(EntityId(self.node[1] or b""), field, text)
        services.inspections.drop_draft(view.inspection.id, self.node, self.side)
        return done

    def value(self, view: InspectionView) -> Value:
        """The field as stored, a date as dd/MM/yyyy."""
        for one in view.remediations:
            if one.id == self.node[1]:
                if self.node[0].endswith(".done"):
                    return one.done.strftime("%d/%m/%Y") if one.done else ""
                return str(getattr(one, self.node[0].split(".", 1)[1]))
        return None


@dataclass(frozen=True, slots=True)
class ScoreEdit:
    """What was typed about a criterion's points before and after a change; empty for nothing."""

    inspection: EntityId
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ScoreSlot(Slot):
    """What a person writes about a criterion's points; not part of the view, so it brings both."""

    @property
    def field(self) -> ScoreField:
        """Which of the three."""
        return ScoreField(self.node[0].split(".", 2)[1])

    @property
    def criterion(self) -> str:
        """The name of the criterion's question."""
        return self.node[0].split(".", 2)[2]

    def write(self, services: Services, view: InspectionView, text: str) -> Outcome[ScoreEdit]:
        """Record points or a reason; nothing clears it. Raises: InputValueError, NotFoundError."""
        ent = view.inspection.id
        listed = services.scores.showing(view).criteria()
        before = next((one for one in listed if one.criterion.name == self.criterion), None)
        done = self._put(services, ent, text)
        services.inspections.drop_draft(ent, self.node, self.side)
        was = self.text(before) if before is not None else ""
        return Outcome(ScoreEdit(ent, was, self.text(done.value)), done.touched)

    def text(self, score: CriterionScore) -> str:
        """What is recorded, as a person would type it; empty for nothing."""
        if self.field is ScoreField.REASON:
            return score.reason_text
        typed = score.claimed if self.field is ScoreField.SELF else score.own
        return "" if typed.points is None else stored(typed.points)

    def value(self, view: InspectionView) -> Value:
        """Not part of the view."""
        return None

    def reversal(self, services: Services, outcome: Outcome[Any]) -> tuple[Call, Call] | None:
        """Writes what was recorded before, or after; None where nothing changed."""
        edit: ScoreEdit = outcome.value
        if edit.before == edit.after:
            return None
        put = partial(self._put, services, edit.inspection)
        return partial(put, edit.before), partial(put, edit.after)

    def _put(self, services: Services, ent: EntityId, text: str) -> Outcome[CriterionScore]:
        scores = services.scores
        if self.field is ScoreField.SELF:
            return scores.set_self(ent, self.criterion, text)
        if self.field is ScoreField.APPRAISED:
            return scores.appraise(ent, self.criterion, text)
        return scores.explain(ent, self.criterion, text)


def answer_slot(node: Node, side: Side) -> AnswerSlot:
    """The slot of one side of an answer."""
    return AnswerSlot(node, side)


def figure_slot(name: str, side: Side) -> FigureSlot:
    """The slot of the source or period of a question, or of a table."""
    return FigureSlot((name, None), side)


def session_slot(field: str) -> SessionSlot:
    """The slot of a field of the session."""
    return SessionSlot((f"@session.{field}", None), Side.NOTE)


def attendee_slot(attendee: EntityId, field: str) -> AttendeeSlot:
    """The slot of ``name`` or ``post`` of a person present."""
    return AttendeeSlot((f"@attendee.{field}", attendee), Side.NOTE)


def finding_slot(finding: EntityId, field: str) -> FindingSlot:
    """The slot of ``text``, ``legal_basis``, ``cause`` or ``severity`` of a finding."""
    return FindingSlot((f"@finding.{field}", finding), Side.NOTE)


def new_finding_slot(question: str, severity: Severity) -> NewFindingSlot:
    """The slot that creates a finding at a question (or at none)."""
    return NewFindingSlot((f"@new-finding.{question}", None), Side.NOTE, severity)


def requirement_slot(requirement: EntityId, field: str) -> RequirementSlot:
    """The slot of ``text``, ``responsible`` or ``due`` of a requirement."""
    return RequirementSlot((f"@requirement.{field}", requirement), Side.NOTE)


def remediation_slot(remediation: EntityId, field: str) -> RemediationSlot:
    """The slot of ``text``, ``done`` or ``reason`` of a remediation."""
    return RemediationSlot((f"@remediation.{field}", remediation), Side.NOTE)


def score_slot(criterion: str, field: ScoreField) -> ScoreSlot:
    """The slot of what is written about a criterion's points."""
    return ScoreSlot((f"@score.{field}.{criterion}", None), Side.NOTE)


_BY_PREFIX: Final[dict[str, Callable[[Node, Side], Slot]]] = {
    "@session": SessionSlot,
    "@attendee": AttendeeSlot,
    "@finding": FindingSlot,
    "@new-finding": NewFindingSlot,
    "@requirement": RequirementSlot,
    "@remediation": RemediationSlot,
    "@score": ScoreSlot,
}


def slot_of(node: Node, side: Side) -> Slot:
    """The slot that a surviving draft belongs to."""
    name = node[0]
    if not name.startswith("@"):
        return FigureSlot(node, side) if side.is_about_figure else AnswerSlot(node, side)
    return _BY_PREFIX[name.split(".", 1)[0]](node, side)


def _id(row: bytes | None) -> EntityId | None:
    return None if row is None else EntityId(row)
