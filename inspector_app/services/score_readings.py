"""From an inspection's view to what was answered to each criterion, on either side."""

from __future__ import annotations

import re

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import Reading, is_reason
from inspector_app.domain.trip.values import Side
from inspector_app.services.printed_values import PrintedValues
from inspector_app.services.rates import Rates
from inspector_app.services.score_disputes import AnswerDisputes, computed_from, conditions
from inspector_app.services.views import InspectionView, QuestionView


class Readings:
    """The answers of one inspection as rules read them.

    Args:
        view: the inspection as the vault shows it now.
    """

    def __init__(self, view: InspectionView) -> None:
        self._form: Form = view.form
        self._kind = str(view.inspection.unit.kind)
        self._values = PrintedValues(view)
        self._rates = Rates(view)
        self._disputes = AnswerDisputes(view)
        self._faulty = {
            item.question.name
            for item in view.questions()
            if any(one.kind is not ViolationKind.REQUIRED for one in item.state.violations)
        }
        self._kinds = {
            section.section.name: section.section.insp.get("unit-kinds", "")
            for section in view.sections
        }
        self.items = {
            item.question.name: item
            for section in view.sections
            for item in section.items
            if isinstance(item, QuestionView)
        }

    def verified(self, criterion: Criterion) -> Reading:
        """What the team found."""
        item = self.items[criterion.name]
        if not self._is_for_unit(item.question):
            return Reading(is_asked=False)
        if self._disputes.has(criterion, Side.VERIFIED):
            return Reading(is_disputed=True)
        if not item.state.is_relevant:
            may_be = self._may_be_asked(item.question)
            return Reading(is_asked=may_be, na_reason=self._text(criterion.na))
        rate = self._rates.of(item.node, Side.VERIFIED)
        return Reading(
            choice=_choice(self._values.held(item)),
            number=number_of(self._values.held(item)),
            numerator=rate.numerator if rate else None,
            denominator=rate.denominator if rate else None,
            na_reason=self._text(criterion.na),
            is_faulty=self._is_faulty(criterion),
        )

    def reported(self, criterion: Criterion) -> Reading:
        """What the unit reported; nothing of a question that is not asked of it."""
        item = self.items[criterion.name]
        if not self._is_for_unit(item.question):
            return Reading(is_asked=False)
        if self._disputes.has(criterion, Side.REPORTED):
            return Reading(is_disputed=True)
        if not item.state.is_relevant:
            return Reading(is_asked=self._may_be_asked(item.question))
        value, rate = self._values.reported(item), self._rates.of(item.node, Side.REPORTED)
        return Reading(
            is_reasoned=False,  # the form asks the team, not the unit, why a criterion does not apply
            choice=_choice(value),
            number=number_of(value),
            numerator=rate.numerator if rate else None,
            denominator=rate.denominator if rate else None,
        )

    def _text(self, name: str) -> str:
        item = self.items.get(name)
        value = self._values.held(item) if item is not None else None
        return value.strip() if isinstance(value, str) and is_reason(value) else ""

    def _is_faulty(self, criterion: Criterion) -> bool:
        """Whether a figure that the points rest on breaks a rule of the form."""
        names = (criterion.name, *criterion.numerator, *criterion.denominator)
        return not self._faulty.isdisjoint(computed_from(self._form, names))

    def is_asked_of_unit(self, criterion: Criterion) -> bool:
        """Whether the unit reports what its own points of a criterion would be computed from."""
        parts = (*criterion.numerator, *criterion.denominator)
        return criterion.is_reported or (
            criterion.is_rate and all(self._form.questions[one].is_reported for one in parts)
        )

    def _is_for_unit(self, question: Question) -> bool:
        """Whether the form asks this kind of unit (``insp:unit-kinds``)."""
        cells = (question.insp.get("unit-kinds", ""), self._kinds.get(question.section, ""))
        return all(self._kind in re.split(r"[\s,;]+", cell) for cell in cells if cell.strip())

    def _may_be_asked(self, question: Question) -> bool:
        """Whether a hidden question may still come up: something its condition rests on is open.

        As long as that is not answered, nobody knows whether the criterion applies.
        """
        return any(self._is_open(name) for name in conditions(self._form, question))

    def _is_open(self, name: str) -> bool:
        item = self.items.get(name)
        if item is None or not item.state.is_relevant or not item.question.is_answerable:
            return False
        return item.state.value in (None, "", [])


def _choice(value: Value) -> str | None:
    return value if isinstance(value, str) and value else None
