"""A unit's filled workbook against what is recorded: differences, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.errors import AnswerError, InputValueError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.form.problems import Problem, Problems, Severity
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import provisional
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import stored
from inspector_app.domain.scoring.criteria import criteria_of
from inspector_app.domain.scoring.typed_points import typed_number
from inspector_app.domain.text import clean_value
from inspector_app.domain.trip.figures import described
from inspector_app.domain.trip.self_reports import (
    Asked,
    FilledCell,
    FilledReport,
    Part,
    Target,
    cell_text,
    plain,
    read_value,
    spare_rows,
)
from inspector_app.domain.trip.values import Inspection, Side
from inspector_app.services.drafts import read_drafts
from inspector_app.services.filling import Sheet
from inspector_app.services.placing import as_answer
from inspector_app.services.ports.store import Log
from inspector_app.services.report_trials import Trial
from inspector_app.services.report_views import (
    ANSWERS,
    SIDES,
    Difference,
    ReportComparison,
    ReportLine,
    problem_at,
)
from inspector_app.services.score_registers import recorded_points, score_path
from inspector_app.services.score_views import ScoreField


def compare(
    log: Log,
    sheet: Sheet,
    inspection: Inspection,
    report: FilledReport,
    file: tuple[str, str],
    surroundings: Surroundings,
) -> ReportComparison:
    """The differences of a workbook that was made for this inspection and form.

    ``file``: its path and SHA-256.
    """
    asked = Asked(sheet.form)
    reading = _Reading(log, sheet, asked, report.book)
    lines = [line for cell in report.cells if (line := reading.line(cell)) is not None]
    trial = Trial(sheet, lines, surroundings)
    problems = [*report.problems, *reading.problems, *trial.problems(reading.filled)]
    return ReportComparison(
        inspection=inspection,
        path=file[0],
        sha256=file[1],
        made=report.made,
        lines=tuple(lines),
        equal=reading.equal,
        newer=reading.newer,
        missing=trial.missing(report.cells),
        problems=Problems(problems),
    )


class _Reading:
    """Reads the cells one by one; ``filled`` are those whose value could be read."""

    def __init__(self, log: Log, sheet: Sheet, asked: Asked, book: str) -> None:
        self._log, self._sheet, self._asked, self._book = log, sheet, asked, book
        self.problems: list[Problem] = []
        self.filled: list[FilledCell] = []
        self.equal = self.newer = 0
        self._recorded = recorded(sheet, asked)
        self._drafts = {
            (*one.node, one.side): one.text
            for one in read_drafts(log, sheet.inspection, sheet.placing)
            if one.node is not None
        }
        self._named = verified_names(sheet, asked)
        self._offered: dict[str, frozenset[EntityId]] = {}
        self._told: set[EntityId | str] = set()

    def line(self, cell: FilledCell) -> ReportLine | None:
        """The difference that a cell makes, if it makes any."""
        question = self._sheet.form.questions.get(cell.target.question)
        if question is None or cell.is_unreadable or not self._is_its_place(question, cell):
            return None
        before = self._recorded.get(cell.target)
        if not cell.text:
            return self._emptied(question, cell, before)
        is_new_row = cell.target.row is not None and not self._has_row(question, cell.target.row)
        if is_new_row and not self._may_add(question, cell):
            return None
        try:
            after = self._value(question, cell)
        except AnswerError as error:
            self._complain(cell, str(error.details.get("what", error)), "report-value")
            return None
        self.filled.append(cell)
        is_named_so = before is None and self._named.get(cell.target) == after
        if after == before or is_named_so:
            self.equal += 1
            return None
        if after == cell.base:
            self.newer += 1
            return None
        self._note(cell)
        kind = Difference.NEW if before is None else Difference.CHANGED
        if before != cell.base:
            kind = Difference.BOTH
        return ReportLine(cell, question, kind, before, after, is_new_row)

    def _emptied(self, question: Question, cell: FilledCell, before: Value) -> ReportLine | None:
        """An empty cell: it says something only where something stood in it."""
        if before is None or cell.target.part is Part.NAME:
            return None
        if cell.base is None:
            self.newer += 1
            return None
        kind = Difference.CLEARED if before == cell.base else Difference.BOTH
        return ReportLine(cell, question, kind, before, None)

    def _note(self, cell: FilledCell) -> None:
        """What a person should know of a cell before its value is recorded."""
        if cell.is_formula:
            what = said("giá trị lấy từ công thức trong ô, không phải số gõ vào")
            self._complain(cell, what, "report-from-formula", Severity.WARNING)
        target = cell.target
        side = SIDES.get(target.part)
        text = self._drafts.get((target.question, target.row, side)) if side else None
        if text is not None:
            what = said("trong phần mềm đang gõ dở «{text}»; chữ gõ dở được giữ", text=text[:60])
            self._complain(cell, what, "report-draft", Severity.WARNING)

    def _value(self, question: Question, cell: FilledCell) -> Value:
        """What the cell says; what was written into it and not touched is what it was filled with."""
        if cell.target.part is Part.POINTS:
            return self._points(question, cell)
        if cell.base is not None and cell.text == plain(self._written(question, cell, cell.base)):
            return cell.base
        if cell.target.part in (Part.PERIOD, Part.SOURCE):
            return described(question.name, SIDES[cell.target.part], cell.text)
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

    @staticmethod
    def _written(question: Question, cell: FilledCell, value: Value) -> str:
        """What the workbook says of a recorded value."""
        return cell_text(question, value) if cell.target.part in ANSWERS else str(value)

    def _points(self, question: Question, cell: FilledCell) -> Value:
        maximum = self._asked.maximum(question) or Decimal(0)
        # the file's point is no separator of thousands
        text = cell.text.replace(".", ",") if cell.is_number else cell.text
        try:
            return typed_number(text, maximum, said("Điểm tự chấm"))
        except InputValueError as error:
            raise AnswerError(question=question.name, what=error.details["what"]) from error

    def _is_its_place(self, question: Question, cell: FilledCell) -> bool:
        """Whether the workbook says of a cell what the form says of its question."""
        target = cell.target
        is_right = bool(question.repeat) == (target.row is not None)
        if target.part is Part.POINTS:
            is_right = is_right and self._asked.maximum(question) is not None
        elif target.part in ANSWERS:
            is_right = is_right and self._asked.part(question) is target.part
        else:
            is_right = is_right and self._asked.part(question) is Part.VALUE
        is_right = is_right and (target.part is Part.POINTS or self._asked.shows(question))
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
        is_known = self._log.entity(row) is not None
        if not table.count and not is_known:
            return self._is_offered(question, cell, row)
        self._told.add(row)
        what = said("dòng này không còn trong phần mềm (đã bị xóa); bỏ qua cả dòng")
        self._complain(cell, what, "report-row-gone")
        return False

    def _is_offered(self, question: Question, cell: FilledCell, row: EntityId) -> bool:
        """Whether the workbook had the row when it was made; else said once of each table."""
        name = question.repeat
        if name not in self._offered:
            self._offered[name] = frozenset(spare_rows(self._book, self._sheet.inspection, name))
        if row in self._offered[name]:
            return True
        if name not in self._told:
            self._told.add(name)
            what = said("bảng có dòng mà mẫu không có sẵn; bỏ qua các dòng đó")
            self._complain(cell, what, "report-row-strange")
        return False

    def _complain(
        self, cell: FilledCell, what: str, code: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(problem_at(cell, what, code, severity))


def recorded(sheet: Sheet, asked: Asked) -> dict[Target, Value]:
    """What is recorded of everything that a workbook can hold."""
    found: dict[Target, Value] = {}
    for one in sheet.placed():
        question = one.question
        if question is None or one.value in (None, ""):
            continue
        row = one.row.id if one.row else None
        main = asked.part(question)
        parts = (main, Part.PERIOD, Part.SOURCE) if main is Part.VALUE else (main,)
        for part in parts:
            if part is not None and SIDES.get(part) is one.side:
                found[Target(question.name, row, part)] = one.value
    registers = sheet.registers[sheet.inspection]
    for criterion in criteria_of(sheet.form):
        path = score_path(sheet.placing.mapping.key(criterion.name), ScoreField.SELF)
        head = provisional(registers.get(path, ()))
        points = recorded_points(head.value, criterion.maximum) if head else None
        if points is not None:
            found[Target(criterion.name, None, Part.POINTS)] = stored(points)
    return found


def verified_names(sheet: Sheet, asked: Asked) -> dict[Target, Value]:
    """The names that the team has given to rows, where the unit may name them, too."""
    return {
        Target(one.question.name, one.row.id, Part.NAME): one.value
        for one in sheet.placed()
        if one.question is not None
        and one.row is not None
        and one.side is Side.VERIFIED
        and one.value not in (None, "")
        and asked.part(one.question) is Part.NAME
    }
