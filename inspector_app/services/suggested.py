"""The findings that the answers of one inspection suggest."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.trip.suggestions import Suggestion, is_below_full, suggestions
from inspector_app.services.views import InspectionView, QuestionView


def suggested_findings(view: InspectionView) -> tuple[Suggestion, ...]:
    """What the typical shortcomings of criteria below full marks suggest, in the form's order.

    Args: ``view``: the inspection as the vault shows it now.
    """
    return tuple(
        one
        for section in view.sections
        for item in section.items
        if isinstance(item, QuestionView)
        for one in suggested_at(view, item)
    )


def suggested_at(view: InspectionView, item: QuestionView) -> tuple[Suggestion, ...]:
    """The same for one question."""
    return tuple(_at(view, item))


def _at(view: InspectionView, item: QuestionView) -> Iterator[Suggestion]:
    # the whole question: a choice that is not offered now may still be the answer
    asked = view.form.questions.get(item.question.name, item.question)
    if item.state.is_relevant and is_below_full(asked, item.verified.value):
        yield from suggestions(asked, view.findings)
