"""A unit's filled workbook against what is recorded: differences, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import Instance, Node
from inspector_app.domain.form.problems import Problem, Problems, Severity
from inspector_app.domain.form.states import Violation, ViolationKind
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean, clean_value
from inspector_app.domain.trip.self_reports import (
    FilledCell,
    FilledReport,
    Part,
    Target,
    cell_text,
    is_table_asked,
    part_of,
    read_value,
)
from inspector_app.domain.trip.values import Inspection, Side
from inspector_app.services.filling import Sheet
from inspector_app.services.placing import as_answer
from inspector_app.services.ports.store import Log

SIDES: Final[Mapping[Part, Side]] = {Part.VALUE: Side.REPORTED, Part.NAME: Side.VERIFIED}
"""The side of an answer that each part of a workbook is kept on."""
RULE: Final = "report-rule"
"""The code of a problem of a value that can be recorded all the same."""
LANGUAGE: Final = "vi"


class Difference(StrEnum):
    """How a cell of the workbook differs from what is recorded."""

    NEW = "new"
    CHANGED = "changed"
    CLEARED = "cleared"
    """Recorded, and empty in the workbook: nothing is erased unless somebody says so."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One difference: where it stands in the workbook, what is recorded, what the workbook says."""

    cell: FilledCell
    question: Question
    kind: Difference
    before: Value
    after: Value
    is_new_row: bool = False
    """Whether it stands in a row that the inspection does not have yet."""


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """What recording a workbook would do."""

    inspection: Inspection
    path: str
    made: str
    lines: tuple[ReportLine, ...]
    equal: int
    missing: int
    """Required cells that the unit left empty."""
    problems: Problems = field(default_factory=lambda: Problems(()))

    def count(self, kind: Difference) -> int:
        """How many differences of a kind."""
        return sum(line.kind is kind for line in self.lines)

    @property
    def recordable(self) -> int:
        """Values that recording would write, without erasing anything."""
        return self.count(Difference.NEW) + self.count(Difference.CHANGED)


def compare(
    log: Log,
    sheet: Sheet,
    inspection: Inspection,
    report: FilledReport,
    path: str,
    surroundings: Surroundings,
) -> ReportComparison:
    """The differences of a workbook that was made for this inspection and form."""
    reading = _Reading(log, sheet)
    lines = [line for cell in report.cells if (line := reading.line(cell)) is not None]
    trial = _Trial(sheet, lines, surroundings)
    problems = [*report.problems, *reading.problems, *trial.problems(reading.filled)]
    return ReportComparison(
        inspection=inspection,
        path=path,
        made=report.made,
        lines=tuple(lines),
        equal=reading.equal,
        missing=trial.missing(report.cells),
        problems=Problems(problems),
    )


class _Reading:
    """Reads the cells one by one; ``filled`` are those whose value could be read."""

    def __init__(self, log: Log, sheet: Sheet) -> None:
        self._log, self._sheet = log, sheet
        self.problems: list[Problem] = []
        self.filled: list[FilledCell] = []
        self.equal = 0
        self._recorded = recorded(sheet)
        self._told: set[EntityId] = set()

    def line(self, cell: FilledCell) -> ReportLine | None:
        """The difference that a cell makes, if it makes any."""
        question = self._sheet.form.questions.get(cell.target.question)
        if question is None or cell.is_unreadable or not self._is_its_place(question, cell):
            return None
        before = self._recorded.get(cell.target)
        if not cell.text:
            if before is None or cell.target.part is Part.NAME:
                return None
            return ReportLine(cell, question, Difference.CLEARED, before, None)
        is_new_row = cell.target.row is not None and not self._has_row(question, cell.target.row)
        if is_new_row and not self._may_add(question, cell):
            return None
        try:
            after = self._value(question, cell, before)
        except AnswerError as error:
            self._complain(cell, str(error.details.get("what", error)), "report-value")
            return None
        self.filled.append(cell)
        if after == before:
            self.equal += 1
            return None
        if cell.target.part is Part.NAME and before is not None:
            kept = cell_text(question, before)
            what = said(
                "trong phần mềm dòng này là «{kept}»; tên dòng được giữ nguyên", kept=kept[:60]
            )
            self._complain(cell, what, "report-row-name", Severity.WARNING)
            return None
        kind = Difference.NEW if before is None else Difference.CHANGED
        return ReportLine(cell, question, kind, before, after, is_new_row)

    def _value(self, question: Question, cell: FilledCell, before: Value) -> Value:
        """What the cell says; what was written into it and not touched is what is recorded."""
        if before is not None and cell.text == clean(cell_text(question, before)):
            return before
        verified = self._sheet.verified
        value = as_answer(clean_value(read_value(question, cell)))
        row = cell.target.row
        if row is not None and not self._has_row(question, row):
            return value
        node: Node = (question.name, row)
        if verified.flags(node)[2]:
            raise AnswerError(
                question=question.name, what=said("hiện chỉ để đọc theo điều kiện của phiếu")
            )
        return value

    def _is_its_place(self, question: Question, cell: FilledCell) -> bool:
        """Whether the workbook says of a cell what the form says of its question."""
        target = cell.target
        is_right = target.part in SIDES and part_of(question) is target.part
        if question.repeat:
            table = self._sheet.form.repeats[question.repeat]
            is_right = is_right and target.row is not None
            is_right = is_right and is_table_asked(self._sheet.form, table)
        elif target.row is not None:
            is_right = False
        if not is_right:
            self._complain(cell, said("trang nhận dạng của mẫu đã bị sửa"), "report-layout")
        return is_right

    def _has_row(self, question: Question, row: EntityId) -> bool:
        return self._sheet.verified.has_row(question.repeat, row)

    def _may_add(self, question: Question, cell: FilledCell) -> bool:
        """Whether a row that is not there may come into being; said once of each row."""
        row = cell.target.row
        table = self._sheet.form.repeats[question.repeat]
        if row is None or row in self._told:
            return False
        if not table.count and self._log.entity(row) is None:
            return True
        self._told.add(row)
        what = said("dòng này không còn trong phần mềm (đã bị xóa); bỏ qua cả dòng")
        self._complain(cell, what, "report-row-gone")
        return False

    def _complain(
        self, cell: FilledCell, what: str, code: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(problem_at(cell, what, code, severity))


def problem_at(
    cell: FilledCell, what: str, code: str, severity: Severity = Severity.ERROR
) -> Problem:
    """A problem of one cell."""
    return Problem(
        what,
        sheet=cell.sheet,
        row=cell.row,
        column=cell.address,
        question=cell.target.question,
        code=code,
        severity=severity,
    )


class _Trial:
    """The form as it would stand with everything that the unit reports."""

    def __init__(
        self, sheet: Sheet, lines: Sequence[ReportLine], surroundings: Surroundings
    ) -> None:
        self._sheet = sheet
        form = sheet.form
        answers: dict[Node, Value] = {}
        for side in (Side.VERIFIED, Side.REPORTED):
            for one in sheet.placed():
                if one.side is side and one.question is not None and one.value is not None:
                    answers[one.question.name, one.row.id if one.row else None] = one.value
        rows = {name: list(_rows(sheet, name)) for name in form.repeats}
        for line in lines:
            if line.kind is Difference.CLEARED:
                continue
            row = line.cell.target.row
            answers[line.question.name, row] = line.after
            if line.is_new_row and row is not None and row not in rows[line.question.repeat]:
                rows[line.question.repeat].append(row)
        parents = {row: outer for row, outer in sheet.verified.outer_rows.items() if outer}
        self._instance = Instance(form, answers, rows, surroundings, parents=parents)

    def problems(self, filled: Sequence[FilledCell]) -> Iterator[Problem]:
        """What the form's rules say of filled cells, and of what is computed from them."""
        nodes = {(one.target.question, one.target.row): one for one in filled}
        for node, cell in nodes.items():
            state = self._instance.state(node)
            if not state.is_relevant:
                what = said("theo các câu khác thì đơn vị không phải trả lời câu này")
                yield problem_at(cell, what, "report-not-asked", Severity.WARNING)
            for violation in state.violations:
                if violation.kind is not ViolationKind.REQUIRED:
                    yield problem_at(cell, _words(violation), RULE)
        yield from self._of_computed(filled)

    def _of_computed(self, filled: Sequence[FilledCell]) -> Iterator[Problem]:
        """Balances: told at the row, for nobody typed the difference."""
        by_row: dict[EntityId, FilledCell] = {}
        by_section: dict[str, FilledCell] = {}
        for cell in filled:
            if cell.target.row is not None:
                by_row.setdefault(cell.target.row, cell)
            else:
                section = self._sheet.form.questions[cell.target.question].section
                by_section.setdefault(section, cell)
        for question in self._sheet.form.questions.values():
            if not question.calculate or not question.constraint:
                continue
            places: list[tuple[EntityId | None, FilledCell]] = []
            if question.repeat:
                places += by_row.items()
            elif question.section in by_section:
                places.append((None, by_section[question.section]))
            for row, place in places:
                if row and not self._instance.has_row(question.repeat, row):
                    continue
                for violation in self._instance.state((question.name, row)).violations:
                    if violation.kind is ViolationKind.CONSTRAINT:
                        yield self._unbalanced(question, place, violation)

    @staticmethod
    def _unbalanced(question: Question, cell: FilledCell, violation: Violation) -> Problem:
        label = question.label.in_(LANGUAGE)
        return Problem(
            said("{label}: {what}", label=label, what=_words(violation)),
            sheet=cell.sheet,
            row=cell.row if question.repeat else 0,
            question=question.name,
            code=RULE,
        )

    def missing(self, cells: Sequence[FilledCell]) -> int:
        """Cells that are required of the unit and empty; spare rows are asked for nothing."""
        count = 0
        for cell in cells:
            question = self._sheet.form.questions.get(cell.target.question)
            if cell.text or question is None or part_of(question) is not Part.VALUE:
                continue
            node = (question.name, cell.target.row)
            if question.repeat and not self._instance.has_row(question.repeat, node[1] or b""):
                continue
            state = self._instance.state(node)
            count += state.is_relevant and state.is_required and state.value is None
        return count


def recorded(sheet: Sheet) -> dict[Target, Value]:
    """What is recorded of everything that a workbook can hold."""
    parts = {side: part for part, side in SIDES.items()}
    found: dict[Target, Value] = {}
    for one in sheet.placed():
        question = one.question
        if question is None or one.side not in parts or one.value in (None, ""):
            continue
        part = parts[one.side]
        if part_of(question) is part:
            found[Target(question.name, one.row.id if one.row else None, part)] = one.value
    return found


def _rows(sheet: Sheet, name: str) -> Iterator[bytes]:
    """The rows of a table, of all outer rows."""
    parent = sheet.form.repeats[name].parent
    outers = _rows(sheet, parent) if parent else (None,)
    for outer in outers:
        yield from sheet.verified.rows(name, outer)


def _words(violation: Violation) -> str:
    return violation.message.in_(LANGUAGE) or said("trái quy tắc của phiếu")
