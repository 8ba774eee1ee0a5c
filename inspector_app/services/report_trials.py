"""What the form's rules say of a unit's report, before any of it is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import Instance, Node
from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.domain.form.states import Violation, ViolationKind
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.self_reports import FilledCell, Part
from inspector_app.domain.trip.values import Side
from inspector_app.services.filling import Sheet
from inspector_app.services.report_views import ANSWERS, RULE, ReportLine, problem_at

LANGUAGE: Final = "vi"


class Trial:
    """The form as it would stand with everything that the unit reports."""

    def __init__(
        self,
        sheet: Sheet,
        lines: Sequence[ReportLine],
        surroundings: Surroundings,
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
            if line.after is None or line.cell.target.part not in ANSWERS:
                continue
            row = line.cell.target.row
            answers[line.question.name, row] = line.after
            if line.is_new_row and row is not None and row not in rows[line.question.repeat]:
                rows[line.question.repeat].append(row)
        parents = {row: outer for row, outer in sheet.verified.outer_rows.items() if outer}
        self._instance = Instance(form, answers, rows, surroundings, parents=parents)

    def problems(self, filled: Sequence[FilledCell]) -> Iterator[Problem]:
        """What the form's rules say of filled cells, and of what is computed from them."""
        filled = [one for one in filled if one.target.part in ANSWERS]
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
            if cell.text or question is None or cell.target.part is not Part.VALUE:
                continue
            node = (question.name, cell.target.row)
            if question.repeat and not self._instance.has_row(question.repeat, node[1] or b""):
                continue
            state = self._instance.state(node)
            count += state.is_relevant and state.is_required and state.value is None
        return count


def _rows(sheet: Sheet, name: str) -> Iterator[bytes]:
    """The rows of a table, of all outer rows."""
    parent = sheet.form.repeats[name].parent
    outers = _rows(sheet, parent) if parent else (None,)
    for outer in outers:
        yield from sheet.verified.rows(name, outer)


def _words(violation: Violation) -> str:
    return violation.message.in_(LANGUAGE) or said("trái quy tắc của phiếu")
