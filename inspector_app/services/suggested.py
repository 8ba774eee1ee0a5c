"""The findings that the answers of one inspection suggest."""

from __future__ import annotations

from decimal import Decimal

from inspector_app.domain.form.definition import Question
from inspector_app.domain.scoring.criteria import Criterion, criterion_of
from inspector_app.domain.scoring.points import PointState, judge_points
from inspector_app.domain.scoring.rules import ChoiceRule, LinearRule, StepRule
from inspector_app.domain.trip.suggestions import Suggestion, is_below_full, suggestions
from inspector_app.services.score_readings import Readings
from inspector_app.services.views import InspectionView, QuestionView

_APPLIED = (ChoiceRule, LinearRule, StepRule)


def suggested_findings(view: InspectionView) -> tuple[Suggestion, ...]:
    """What the typical shortcomings of criteria below full marks suggest, in the form's order.

    Args: ``view``: the inspection as the vault shows it now.
    """
    readings = Readings(view)
    return tuple(
        one
        for section in view.sections
        for item in section.items
        if isinstance(item, QuestionView)
        for one in _at(view, readings, item)
    )


def _at(view: InspectionView, readings: Readings, item: QuestionView) -> tuple[Suggestion, ...]:
    # the whole question: a choice that is not offered now may still be the answer
    asked = view.form.questions.get(item.question.name, item.question)
    if not asked.insp.get("shortcoming") or not item.state.is_relevant:
        return ()
    criterion = criterion_of(view.form, asked)
    if criterion is None or not isinstance(criterion.rule, _APPLIED):
        is_below = is_below_full(asked, item.verified.value)
    else:
        is_below = _is_below(asked, criterion, readings)
    return suggestions(asked, view.findings) if is_below else ()


def _is_below(asked: Question, criterion: Criterion, readings: Readings) -> bool:
    """Whether the form's rule gives the team's answer less than the maximum."""
    points = judge_points(criterion, readings.verified(criterion))
    is_scored = points.state is PointState.SCORED
    return is_scored and is_below_full(asked, None, points.factor or Decimal(0))
