"""One inspection as its form sees it: registers to a running instance and back to views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.form.definition import CHOICES, UPLOADS, Form, Question, Repeat, Text
from inspector_app.domain.form.instance.engine import Instance, Node, Value
from inspector_app.domain.form.states import NodeState, Violation, ViolationKind
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.trip.values import FIGURE_SIDES, Evidence, Finding, Side
from inspector_app.services.answer_paths import ANSWERS, METADATA
from inspector_app.services.directory import Directory
from inspector_app.services.drafts import Draft
from inspector_app.services.placing import Answer, Placing, Registers
from inspector_app.services.ports.store import Log
from inspector_app.services.progress import progress_of
from inspector_app.services.views import (
    EMPTY,
    LeftoverView,
    QuestionView,
    RegisterView,
    SectionView,
    TableRow,
    TableView,
)

_Place = tuple[EntityId | None, str, bool]
"""Row, key, and whether it is where forms note by themselves."""
FILE_GONE = Text(
    {
        "vi": "Tệp của câu này không còn trong minh chứng; hãy đính kèm lại hoặc xóa trả lời.",
        "en": "The file of this answer is no longer among the evidence; attach it again or clear it.",
    }
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything recorded for one inspection, with both running instances of its form."""

    form: Form
    inspection: EntityId
    placing: Placing
    registers: Mapping[EntityId, Registers]
    """By entity: the inspection itself and each visible row."""
    answers: tuple[Answer, ...]
    verified: Instance
    reported: Instance
    pending: dict[Node, Value]
    """What the form wrote by itself on loading and nobody has stored yet."""

    def placed(self) -> Iterator[Answer]:
        """Every recorded answer; without a question where it has no place now.

        A row may be gone while its answers are recorded: a fixed number of rows that shrank.
        """
        rows = self.verified.outer_rows
        for one in self.answers:
            is_there = one.row is None or one.row.id in rows
            yield one if is_there else replace(one, question=None, value=None)

    def newest(self) -> Head | None:
        """The head with the latest claimed time among the answers, or None when untouched."""
        heads = (
            head
            for registers in self.registers.values()
            for path, heads in registers.items()
            if path.startswith((*ANSWERS, "score/", "session/"))
            for head in heads
        )
        return max(heads, key=lambda head: head.wall, default=None)


def load_sheet(
    log: Log, placing: Placing, inspection: EntityId, surroundings: Surroundings
) -> Sheet:
    """Read an inspection's registers and start both instances.

    Args:
        log: the running transaction.
        placing: the present form of the inspection.
        inspection: the inspection.
        surroundings: time, chance and names for the form's expressions.
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
    parents: dict[bytes, bytes] = {row.id: row.outer for row in found if row.outer}
    values = _values(answers, Side.VERIFIED)
    surroundings = replace(surroundings, table_keys=placing.mapping.tables)
    is_new = not any(one.side is Side.VERIFIED for one in answers)
    verified = Instance(form, values, placed, surroundings, parents=parents, is_new=is_new)
    return Sheet(
        form=form,
        inspection=inspection,
        placing=placing,
        registers=registers,
        answers=tuple(answers),
        verified=verified,
        reported=Instance(
            form, _values(answers, Side.REPORTED), {}, surroundings, follows=verified
        ),
        pending=verified.take_written(),
    )


def _values(answers: Sequence[Answer], side: Side) -> dict[Node, Value]:
    return {
        (one.question.name, one.row.id if one.row else None): one.value
        for one in answers
        if one.side is side and one.question is not None
    }


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
        self._files = {one.sha256 for one in evidence}

    def sections(self) -> tuple[SectionView, ...]:
        """All sections, in the form's order."""
        views = []
        for section in self._sheet.form.sections:
            items = tuple(self._item(name) for name in section.items)
            progress = progress_of(self._sheet.verified, self._sheet.reported, section.name)
            relevant = any(
                item.is_relevant if isinstance(item, TableView) else item.state.is_relevant
                for item in items
            )
            label = self._sheet.verified.section_label(section)
            shown = section if label is section.label else replace(section, label=label)
            views.append(SectionView(shown, relevant, progress, items))
        return tuple(views)

    def form(self) -> Form:
        """The form with values filled into the headings of its groups."""
        form, verified = self._sheet.form, self._sheet.verified
        if not any(text.outputs for text in form.group_labels.values()):
            return form
        labels = {path: verified.label_at(text, path) for path, text in form.group_labels.items()}
        return replace(form, group_labels=labels)

    def question(self, node: Node) -> QuestionView:
        """One node."""
        name, row = node
        sheet = self._sheet
        question = sheet.form.questions[name]
        ent = sheet.inspection if row is None else EntityId(row)
        registers = sheet.registers.get(ent, {})
        state = self._with_file(question, sheet.verified.state(node), node)
        verified = self._register(registers, name, Side.VERIFIED)
        if not verified.heads and verified.value is None and question.is_answerable:
            verified = RegisterView(state.value)  # a default stands until somebody answers
        reported = self._register(registers, name, Side.REPORTED)
        # the reason why something does not apply has a reported side once the unit gave one
        computes = question.is_reported or bool(question.calculate) or bool(reported.heads)
        return QuestionView(
            node=node,
            question=self._with_former(_as_it_stands(sheet.verified, question, node), node),
            verified=verified,
            reported=reported,
            note=self._register(registers, name, Side.NOTE),
            state=state,
            reported_state=sheet.reported.state(node) if computes else None,
            differs=_differs(question, verified.value, reported.value),
            findings=self._findings.get(name, 0),
            evidence=self._evidence.get(name, 0),
            **(self._figure(name) if question.is_figure and row is None else {}),
        )

    def _figure(self, name: str) -> dict[str, RegisterView]:
        """Where a figure or the figures of a table are from, and what period they cover."""
        registers = self._sheet.registers[self._sheet.inspection]
        return {str(side): self._register(registers, name, side) for side in FIGURE_SIDES}

    def _with_former(self, question: Question, node: Node) -> Question:
        """With the labels of recorded choices that the question does not offer (any more)."""
        if question.type not in CHOICES:
            return question
        placing, ent = self._sheet.placing, node[1] or self._sheet.inspection
        known = {one.name for one in question.choices}
        asked = self._sheet.form.questions[question.name]
        former = [one for one in asked.choices if one.name not in known]
        registers = self._sheet.registers.get(EntityId(ent), {})
        for side in (Side.VERIFIED, Side.REPORTED):
            for head in registers.get(placing.path(question.name, side), ()):
                found = placing.question_in(head.form, placing.mapping.key(question.name))
                former += found[1].choices if found and head.form != placing.own else ()
        return replace(question, former=tuple(former)) if former else question

    def _with_file(self, question: Question, state: NodeState, node: Node) -> NodeState:
        """A node's state; an answer whose file is no evidence (any more) is marked."""
        if question.type not in UPLOADS or state.value is None or not state.is_relevant:
            return state
        if str(state.value).partition(".")[0] in self._files:
            return state
        missing = Violation(ViolationKind.TYPE, node, FILE_GONE)
        return replace(state, violations=(*state.violations, missing))

    def _item(self, name: str) -> QuestionView | TableView:
        repeat = self._sheet.form.repeats.get(name)
        return self.question((name, None)) if repeat is None else self._table(repeat, None)

    def _table(self, repeat: Repeat, outer: EntityId | None) -> TableView:
        verified = self._sheet.verified
        rows = []
        for row in verified.rows(repeat.name, outer):
            ent = EntityId(row)
            cells = {cell: self.question((cell, ent)) for cell in repeat.questions}
            inner = (self._sheet.form.repeats.get(one) for one in repeat.items)
            tables = tuple(self._table(one, ent) for one in inner if one is not None)
            rows.append(TableRow(ent, cells, tables))
        label = verified.label_at(repeat.label, repeat.path, outer)
        return TableView(
            repeat if label is repeat.label else replace(repeat, label=label),
            verified.is_relevant_repeat(repeat.name, outer),
            tuple(rows),
            is_fixed=bool(repeat.count),
            parent_row=outer,
            **self._figure(repeat.name),
        )

    def _register(self, registers: Registers, name: str, side: Side) -> RegisterView:
        placing = self._sheet.placing
        path = placing.path(name, side)
        heads = registers.get(path, ())
        if path.startswith(METADATA):
            heads = placing.first_note(placing.key(name), heads)
        view = self._directory.register_view(heads)
        return placing.shown(placing.key(name), side, view, heads)

    def leftovers(self, drafts: Iterable[Draft] = ()) -> tuple[LeftoverView, ...]:
        """What was answered or begun and has no place in the present form, in the order of its rows.

        Args: ``drafts``: the half-typed texts of the inspection.
        """
        groups: dict[_Place, dict[Side, Answer]] = {}
        for one in self._sheet.placed():
            if one.is_answered and one.question is None:
                place = (one.row.id if one.row else None, one.key, one.is_note_register)
                groups.setdefault(place, {})[one.side] = one
        begun: dict[_Place, dict[Side, str]] = {}
        rows = self._sheet.verified.outer_rows
        for draft in drafts:
            is_row_gone = draft.row is not None and draft.row not in rows
            if draft.node is None or (is_row_gone and draft.row in self._sheet.registers):
                begun.setdefault((draft.row, draft.key, False), {})[draft.side] = draft.text
        return tuple(
            self._leftover(place, groups.get(place, {}), begun.get(place, {}))
            for place in dict.fromkeys((*groups, *begun))
        )

    def _asked(self, key: str, sides: Mapping[Side, Answer]) -> tuple[Form, Question] | None:
        """The question as it was answered last, or as some form of the inspection asked it."""
        placing = self._sheet.placing
        if sides:
            newest = max(sides.values(), key=lambda one: one.head.lam)
            return placing.question_in(newest.head.form, key)
        forms = (bytes.fromhex(one) for one in placing.lineage.forms)
        found = (placing.question_in(form, key) for form in forms)
        return next((one for one in found if one is not None), None)

    def _leftover(
        self, place: _Place, sides: Mapping[Side, Answer], drafts: Mapping[Side, str]
    ) -> LeftoverView:
        row, key, _ = place
        found = self._asked(key, sides)
        form, question = found if found else (None, None)
        name = self._sheet.placing.name_of(key)
        repeat = form.repeats.get(question.repeat) if form and question else None
        views = {
            side: self._directory.register_view(sides[side].heads) if side in sides else EMPTY
            for side in Side
        }
        return LeftoverView(
            name=name,
            question=question,
            section=section_label(form, question.section) if form and question else Text(),
            table=repeat.label if repeat else Text(),
            row=row,
            verified=views[Side.VERIFIED],
            reported=views[Side.REPORTED],
            note=views[Side.NOTE],
            source=views[Side.SOURCE],
            period=views[Side.PERIOD],
            findings=self._findings.get(name, 0),
            evidence=self._evidence.get(name, 0),
            drafts=drafts,
        )


def _as_it_stands(verified: Instance, question: Question, node: Node) -> Question:
    """A question with what its form makes of it now: offered choices, values in its texts."""
    choices = verified.choices(node)
    label, hint = verified.label(question.label, node), verified.label(question.hint, node)
    guidance = verified.label(question.guidance, node)
    if any(one.label.outputs for one in choices):
        choices = tuple(replace(one, label=verified.label(one.label, node)) for one in choices)
    if choices is question.choices and label is question.label and hint is question.hint:
        return question
    return replace(question, choices=choices, label=label, hint=hint, guidance=guidance)


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
