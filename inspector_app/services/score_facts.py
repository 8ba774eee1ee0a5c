"""From the points of an inspection to what the annex of its minutes says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inspector_app.domain.form.definition import Text
from inspector_app.domain.report.minutes_scores import (
    SCORES,
    ExcludedCriterion,
    ScoreFacts,
    ScoreRow,
)
from inspector_app.domain.scoring.bands import band_of
from inspector_app.domain.scoring.points import PointState
from inspector_app.services.printed_values import LANGUAGE
from inspector_app.services.score_views import CriterionScore, InspectionScores, appraised_sum

_NUMBERED: Final = re.compile(r"(?:\d+|[IVX]+)\.\s+")


def score_facts(scores: InspectionScores) -> ScoreFacts | None:
    """What the minutes print of points: nothing where the trip does not ask for it.

    Criteria that the form keeps out of documents are in no row and in no sum.
    """
    settings = scores.settings
    printed = [one for one in scores.criteria() if one.criterion.is_printed]
    if not (settings.is_on and settings.is_printed and printed):
        return None
    total = appraised_sum(printed)
    sections = [
        (section.label, [one for one in section.criteria if one.criterion.is_printed])
        for section in scores.sections
    ]
    return ScoreFacts(
        sections=tuple(_row(_title(label), own) for label, own in sections if own),
        total=_row(SCORES.total, printed),
        band=band_of(total.index, settings.bands),
        pending=total.pending_count,
        excluded=tuple(
            ExcludedCriterion(one.criterion.clause, one.label.in_(LANGUAGE), one.appraised.reason)
            for one in printed
            if one.appraised.state is PointState.NOT_APPLICABLE
        ),
        unprinted=sum(1 for one in scores.criteria() if not one.criterion.is_printed),
    )


def _row(title: str, scores: Sequence[CriterionScore]) -> ScoreRow:
    total = appraised_sum(list(scores))
    return ScoreRow(title, total.points, total.applicable, total.index)


def _title(label: Text) -> str:
    """A section's heading without its own number: the rows have numbers."""
    return _NUMBERED.sub("", label.in_(LANGUAGE), count=1)
