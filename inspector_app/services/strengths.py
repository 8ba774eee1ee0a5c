"""What the minutes praise by themselves: sections in which everything that was to be judged is full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.scoring.criteria import Criterion, criteria_of
from inspector_app.domain.scoring.points import PointState, judge_points
from inspector_app.domain.trip.values import Side
from inspector_app.services.printed_values import LANGUAGE, PrintedValues, is_printed
from inspector_app.services.rates import Rates
from inspector_app.services.score_readings import Readings
from inspector_app.services.views import InspectionView, QuestionView, SectionView

NOT_APPLICABLE: Final = "na"  # the choice that says so
UNTITLED: Final = "Nội dung khác"
_ENOUGH: Final = 3  # fewer criteria are no ground for praise
_WORDS: Final = "{title}: thực hiện đầy đủ {count}/{count} nội dung được kiểm tra."


def strengths(view: InspectionView, printed: PrintedValues, rates: Rates) -> Iterator[str]:
    """A sentence for each section without anything that is less than full, or not known.

    Criteria count by their rules, rates as well as choices; where a form has no points, its choices
    with a favourable one do. What does not apply counts for nothing. A criterion that the form keeps
    out of documents is not counted, but it can spoil the praise.
    """
    praise = _Praise(view, printed, rates)
    for section in view.sections:
        if section.is_relevant and is_printed(section.section.insp):
            count = praise.full(section)
            if count >= _ENOUGH:
                title = section.section.label.in_(LANGUAGE).split(". ", 1)[-1] or UNTITLED
                yield _WORDS.format(title=title, count=count)


class _Praise:
    """How many criteria of a section are full."""

    def __init__(self, view: InspectionView, printed: PrintedValues, rates: Rates) -> None:
        self._printed = printed
        self._rates = rates
        self._readings = Readings(view)
        self._criteria: dict[str, Criterion] = {one.name: one for one in criteria_of(view.form)}

    def full(self, section: SectionView) -> int:
        """How many, as documents print them; 0 when one is not."""
        count = 0
        for item in section.items:
            if not isinstance(item, QuestionView):
                continue
            is_full = self._is_full(item)
            if is_full is False:
                return 0
            count += is_full is True and self._printed.shows(item)
        return count

    def _is_full(self, item: QuestionView) -> bool | None:
        """Whether a criterion is met in full; None where there is nothing to judge."""
        if self._printed.is_disputed(item):
            return False  # it is not known before somebody decides
        one = self._criteria.get(item.question.name)
        if one is None:
            return self._is_favourable(item)
        points = judge_points(one, self._readings.verified(one))
        if points.state is PointState.NOT_APPLICABLE:
            return None
        if points.state is PointState.BY_HAND and item.question.insp.get("favourable"):
            return self._is_favourable(item)
        coverage = self._rates.coverage(item.node, Side.VERIFIED)
        return points.factor == 1 and not (coverage and coverage.is_partial)

    def _is_favourable(self, item: QuestionView) -> bool | None:
        favourable = item.question.insp.get("favourable", "").split()
        is_choice = item.question.type is QuestionType.SELECT_ONE
        if not (favourable and is_choice and item.state.is_relevant):
            return None
        held = self._printed.held(item)
        return None if held == NOT_APPLICABLE else held in favourable
