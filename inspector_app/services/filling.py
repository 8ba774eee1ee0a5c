"""One inspection as its form sees it: registers to a running instance and back to views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.engine import Instance, Node, Value
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, is_conflict, provisional
from inspector_app.domain.trip.values import Evidence, Finding, Side
from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Log
from inspector_app.services.views import (
    QuestionView,
    RegisterView,
    SectionView,
    TableRow,
    TableView,
)

Registers = Mapping[str, tuple[Head, ...]]


def answer_path(question: str, side: Side) -> str:
    """The register path of one side of an answer."""
    return f"q/{question}/{side}"


def row_type(repeat: str) -> str:
    """The entity type of a repeat's rows."""
    return f"{EntityType.ROW}/{repeat}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything recorded for one inspection, with both running instances of its form."""

    form: Form
    inspection: EntityId
    registers: Mapping[EntityId, Registers]
    """By entity: the inspection itself and each visible row."""
    rows: Mapping[str, tuple[EntityId, ...]]
    verified: Instance
    reported: Instance

    @property
    def conflicts(self) -> int:
        """Registers of the inspection and its rows whose heads do not agree."""
        return sum(
            is_conflict(heads)
            for registers in self.registers.values()
            for heads in registers.values()
        )

    def newest(self) -> Head | None:
        """The head with the latest claimed time among the answers, or None when untouched."""
        heads = (
            head
            for registers in self.registers.values()
            for path, heads in registers.items()
            if path.startswith(("q/", "session/"))
            for head in heads
        )
        return max(heads, key=lambda head: head.wall, default=None)


def load_sheet(log: Log, form: Form, inspection: EntityId, today: str) -> Sheet:
    """Read an inspection's registers and start both instances.

    Args:
        today: the ISO day that ``today()`` means in the form.
    """
    rows = {name: log.entities(row_type(name), inspection) for name in form.repeats}
    registers: dict[EntityId, Registers] = {inspection: log.registers(inspection)}
    for ents in rows.values():
        for ent in ents:
            registers[ent] = log.registers(ent)
    return Sheet(
        form=form,
        inspection=inspection,
        registers=registers,
        rows=rows,
        verified=_instance(form, inspection, registers, rows, Side.VERIFIED, today),
        reported=_instance(form, inspection, registers, rows, Side.REPORTED, today),
    )


def _instance(
    form: Form,
    inspection: EntityId,
    registers: Mapping[EntityId, Registers],
    rows: Mapping[str, Sequence[EntityId]],
    side: Side,
    today: str,
) -> Instance:
    answers: dict[Node, Value] = {}
    for ent, paths in registers.items():
        row = None if ent == inspection else ent
        for path, heads in paths.items():
            question = _question_of(form, path, side)
            head = provisional(heads)
            if question is not None and head is not None and not head.is_deletion:
                answers[question, row] = as_answer(head.value)
    return Instance(form, answers, rows, today=today)


def _question_of(form: Form, path: str, side: Side) -> str | None:
    parts = path.split("/")
    if len(parts) == 3 and parts[0] == "q" and parts[2] == side and parts[1] in form.questions:
        return parts[1]
    return None


def as_answer(value: LogValue) -> Value:
    """A log value as the form engine takes it; what cannot be an answer counts as none."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return None


class SheetViews:
    """Makes the views of one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        directory: Directory,
        findings: Sequence[Finding],
        evidence: Sequence[Evidence],
    ) -> None:
        self._sheet = sheet
        self._directory = directory
        self._findings = _count(one.question for one in findings)
        self._evidence = _count(one.question for one in evidence)

    def sections(self) -> tuple[SectionView, ...]:
        """All sections, in the form's order."""
        form = self._sheet.form
        views = []
        for section in form.sections:
            items = tuple(self._item(name) for name in section.items)
            progress = self._sheet.verified.progress(section.name)
            relevant = any(
                item.is_relevant if isinstance(item, TableView) else item.state.is_relevant
                for item in items
            )
            views.append(SectionView(section, relevant, progress, items))
        return tuple(views)

    def question(self, node: Node) -> QuestionView:
        """One node."""
        name, row = node
        sheet = self._sheet
        question = sheet.form.questions[name]
        ent = sheet.inspection if row is None else EntityId(row)
        registers = sheet.registers.get(ent, {})
        verified = self._register(registers, name, Side.VERIFIED)
        reported = self._register(registers, name, Side.REPORTED)
        computes = question.is_reported or bool(question.calculate)
        return QuestionView(
            node=node,
            question=question,
            verified=verified,
            reported=reported,
            note=self._register(registers, name, Side.NOTE),
            state=sheet.verified.state(node),
            reported_state=sheet.reported.state(node) if computes else None,
            differs=_differs(question, verified.value, reported.value),
            findings=self._findings.get(name, 0),
            evidence=self._evidence.get(name, 0),
        )

    def _item(self, name: str) -> QuestionView | TableView:
        repeat = self._sheet.form.repeats.get(name)
        if repeat is None:
            return self.question((name, None))
        rows = []
        for ent in self._sheet.rows[name]:
            cells = {cell: self.question((cell, ent)) for cell in repeat.questions}
            rows.append(TableRow(ent, cells))
        return TableView(repeat, self._sheet.verified.is_relevant_repeat(name), tuple(rows))

    def _register(self, registers: Registers, name: str, side: Side) -> RegisterView:
        return self._directory.register_view(registers.get(answer_path(name, side), ()))


def _differs(question: Question, verified: LogValue, reported: LogValue) -> bool:
    if not question.is_reported or verified in (None, "") or reported in (None, ""):
        return False
    return verified != reported


def _count(names: object) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name in names:  # type: ignore[attr-defined]
        counted[name] = counted.get(name, 0) + 1
    return counted
