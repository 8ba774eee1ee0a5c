"""One inspection as its form sees it: registers to a running instance and back to views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.form.definition import Form, Question, Text
from inspector_app.domain.form.engine import Instance, Node, Value
from inspector_app.domain.form.surroundings import on_day
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, is_conflict
from inspector_app.domain.trip.values import Evidence, Finding, Side
from inspector_app.services.directory import Directory
from inspector_app.services.placing import Answer, Placing, Registers, Row
from inspector_app.services.ports.store import Log
from inspector_app.services.views import (
    LeftoverView,
    QuestionView,
    RegisterView,
    SectionView,
    TableRow,
    TableView,
)

NOTHING = RegisterView(None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything recorded for one inspection, with both running instances of its form."""

    form: Form
    inspection: EntityId
    placing: Placing
    registers: Mapping[EntityId, Registers]
    """By entity: the inspection itself and each visible row."""
    rows: Mapping[str, tuple[EntityId, ...]]
    """By table of the form, in order."""
    answers: tuple[Answer, ...]
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


def load_sheet(log: Log, placing: Placing, inspection: EntityId, today: str) -> Sheet:
    """Read an inspection's registers and start both instances.

    Args:
        log: the running transaction.
        placing: the present form of the inspection.
        inspection: the inspection.
        today: the ISO day that ``today()`` means in the form.
    """
    form = placing.form
    found = placing.rows(inspection)
    rows: dict[str, list[EntityId]] = {name: [] for name in form.repeats}
    for row in found:
        table = placing.table(row)
        if table is not None:
            rows[table].append(row.id)
    registers: dict[EntityId, Registers] = {inspection: log.registers(inspection)}
    answers = list(placing.answers(None, registers[inspection]))
    for row in found:
        registers[row.id] = log.registers(row.id)
        answers += placing.answers(row, registers[row.id])
    placed = {name: tuple(ents) for name, ents in rows.items()}
    return Sheet(
        form=form,
        inspection=inspection,
        placing=placing,
        registers=registers,
        rows=placed,
        answers=tuple(answers),
        verified=_instance(form, answers, placed, Side.VERIFIED, today),
        reported=_instance(form, answers, placed, Side.REPORTED, today),
    )


def _instance(
    form: Form,
    answers: Sequence[Answer],
    rows: Mapping[str, Sequence[EntityId]],
    side: Side,
    today: str,
) -> Instance:
    values: dict[Node, Value] = {
        (one.question.name, one.row.id if one.row else None): one.value
        for one in answers
        if one.side is side and one.question is not None
    }
    return Instance(form, values, rows, on_day(today))


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
        placing = self._sheet.placing
        heads = registers.get(placing.path(name, side), ())
        view = self._directory.register_view(heads)
        return placing.shown(placing.mapping.key(name), side, view, heads)

    def leftovers(self) -> tuple[LeftoverView, ...]:
        """What was answered and has no place in the present form, in the order of its rows."""
        groups: dict[tuple[Row | None, str], dict[Side, Answer]] = {}
        for one in self._sheet.answers:
            if one.is_leftover:
                groups.setdefault((one.row, one.key), {})[one.side] = one
        return tuple(self._leftover(row, key, sides) for (row, key), sides in groups.items())

    def _leftover(self, row: Row | None, key: str, sides: Mapping[Side, Answer]) -> LeftoverView:
        placing = self._sheet.placing
        newest = max(sides.values(), key=lambda one: one.head.lam)
        found = placing.question_in(newest.head.form, key)
        form, question = found if found else (None, None)
        name = placing.mapping.name_of(key)
        repeat = form.repeats.get(question.repeat) if form and question else None
        views = {
            side: self._directory.register_view(sides[side].heads) if side in sides else NOTHING
            for side in Side
        }
        return LeftoverView(
            name=name,
            question=question,
            section=section_label(form, question.section) if form and question else Text(),
            table=repeat.label if repeat else Text(),
            row=row.id if row else None,
            verified=views[Side.VERIFIED],
            reported=views[Side.REPORTED],
            note=views[Side.NOTE],
            findings=self._findings.get(name, 0),
            evidence=self._evidence.get(name, 0),
        )


def section_label(form: Form, name: str) -> Text:
    """The heading of a section."""
    return next((one.label for one in form.sections if one.name == name), Text())


def _differs(question: Question, verified: LogValue, reported: LogValue) -> bool:
    if not question.is_reported or verified in (None, "") or reported in (None, ""):
        return False
    return verified != reported


def _count(names: object) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name in names:  # type: ignore[attr-defined]
        counted[name] = counted.get(name, 0) + 1
    return counted
