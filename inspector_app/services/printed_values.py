"""What documents print of a question: the value that holds, beside it what the unit reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.definition import UPLOADS, Form, Question
from inspector_app.domain.trip.self_reports import names_row
from inspector_app.domain.trip.values import Side
from inspector_app.services.backing import rests_on
from inspector_app.services.disputed_values import disputed_sides
from inspector_app.services.figures import usual_period
from inspector_app.services.score_disputes import AnswerDisputes
from inspector_app.services.views import InspectionView, QuestionView, RegisterView, TableView

LANGUAGE: Final = "vi"  # official documents are Vietnamese only
_ABSENT: Final = "không còn trong hồ sơ"
_NOT_HERE: Final = "chưa nhận được tệp"
_PROVISIONAL: Final = "tạm tính, còn xung đột"


def is_printed(insp: Mapping[str, str]) -> bool:
    """Whether the form's author lets it into documents (``bind::insp:print``)."""
    return insp.get("print") != "no"


def count_of(value: object) -> int | None:
    """A whole number, or None."""
    try:
        return int(str(value))
    except ValueError:
        return None


class PrintedValues:
    """The values of one inspection, as its documents print them.

    Args:
        view: the inspection as the vault shows it now.
    """

    def __init__(self, view: InspectionView) -> None:
        self._form: Form = view.form
        self._trip = view.trip
        self._disputes = AnswerDisputes(view)
        self._files = {one.sha256: one for one in reversed(view.evidence)}
        self._reported = frozenset(
            item.question.name
            for item in _all_questions(view)
            if not item.question.calculate and self.reported(item) not in (None, "")
        )

    # --- what counts

    def shows(self, item: QuestionView) -> bool:
        """Whether people see the question when they fill the form, and documents may print it."""
        asked = item.question
        is_seen = (asked.has_control or bool(asked.label)) and not asked.is_heading
        return is_seen and is_printed(asked.insp)

    def held(self, item: QuestionView) -> Value:
        """The verified value that holds: typed, computed or by default; None where not relevant."""
        return item.state.value if item.state.is_relevant else None

    def reported(self, item: QuestionView) -> Value:
        """What the unit reported; never what is computed from nothing reported."""
        asked, state = item.question, item.reported_state
        if state is None or not asked.is_reported or not item.state.is_relevant:
            return None
        is_empty = asked.calculate and not rests_on(self._form, asked, self._reported)
        return None if is_empty else state.value

    def is_disputed(self, item: QuestionView, side: Side = Side.VERIFIED) -> bool:
        """Whether nobody has decided what holds on a side, or what it is computed from."""
        return self._disputes.reaches((item.question.name,), side) and (
            item.question.calculate != "" or _register(item, side).is_conflict
        )

    def settled(self, item: QuestionView) -> Value:
        """``held``; nothing while it is in dispute."""
        return None if self.is_disputed(item) else self.held(item)

    def settled_report(self, item: QuestionView) -> Value:
        """``reported``; nothing while it is in dispute."""
        return None if self.is_disputed(item, Side.REPORTED) else self.reported(item)

    def named(self, item: QuestionView) -> Value:
        """What a row is called: as verified, else as the unit reported it."""
        held = self.held(item)
        if held not in (None, "") or not names_row(self._form, item.question):
            return held
        return item.reported_state.value if item.reported_state is not None else None

    # --- how it reads

    def held_text(self, item: QuestionView) -> str:
        """``held`` as printed, in dispute all values with their authors; empty for nothing."""
        return self._side_text(item, Side.VERIFIED, self.held(item))

    def named_text(self, item: QuestionView) -> str:
        """``named`` as printed; empty for nothing."""
        return self.text(item.question, self.named(item))

    def reported_text(self, item: QuestionView) -> str:
        """``reported`` as printed, in dispute all values with their authors; empty for nothing."""
        return self._side_text(item, Side.REPORTED, self.reported(item))

    def _side_text(self, item: QuestionView, side: Side, value: Value) -> str:
        if not self.is_disputed(item, side) or not item.state.is_relevant:
            return self.text(item.question, value)
        register = _register(item, side)
        if register.is_conflict:
            return disputed_sides(item.question, register)
        text = self.text(item.question, value)
        return f"{text} ({_PROVISIONAL})" if text else ""

    def about_figures(self, item: QuestionView | TableView) -> str:
        """Where figures are from and what time they cover, as far as that was said."""
        source, period = (
            disputed_sides(None, one) if one.is_conflict else str(one.value or "")
            for one in (item.source, item.period)
        )
        if period == usual_period(self._trip):
            period = ""
        parts = [
            f"Nguồn: {source.rstrip('. ')}." if source else "",
            f"Kỳ số liệu: {period.rstrip('. ')}." if period else "",
        ]
        return " ".join(filter(None, parts))

    def text(self, question: Question, value: Value) -> str:
        """A value with its unit of measure; a file by its name and caption."""
        if value in (None, ""):
            return ""
        if question.type in UPLOADS:
            return self._file(question, str(value))
        text = display_value(question, value, LANGUAGE)
        measure = question.insp.get("unit", "")
        return f"{text} {measure}" if text and measure else text

    def _file(self, question: Question, value: str) -> str:
        one = self._files.get(value.partition(".")[0])
        if one is None:
            return f"{display_value(question, value, LANGUAGE)} ({_ABSENT})"
        about = [text for text in (one.caption, "" if one.is_present else _NOT_HERE) if text]
        return f"{one.name} ({'; '.join(about)})" if about else one.name


def _register(item: QuestionView, side: Side) -> RegisterView:
    return item.verified if side is Side.VERIFIED else item.reported


def _all_questions(view: InspectionView) -> Iterator[QuestionView]:
    for section in view.sections:
        for item in section.items:
            if isinstance(item, TableView):
                for row in item.all_rows():
                    yield from row.cells.values()
            else:
                yield item
