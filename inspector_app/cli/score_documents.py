"""Points as JSON: decimal numbers are text, exact; what is not known is null."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inspector_app.cli import documents
from inspector_app.domain.scoring.arithmetic import shown, stored
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import Points
from inspector_app.domain.scoring.rules import ChoiceRule, Fault, LinearRule, StepRule
from inspector_app.domain.scoring.sums import Sum
from inspector_app.host.i18n import _
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreSettings,
    SectionScore,
    TripScores,
    TypedPoints,
    UnitScores,
)
from inspector_app.services.views import RegisterView

Document = dict[str, object]


def decimal(number: Decimal | None) -> str | None:
    """Exact decimal text."""
    return None if number is None else stored(number)


def rounded(number: Decimal | None) -> str | None:
    """Two decimals, as shown."""
    return None if number is None else f"{shown(number):f}"


def rule(criterion: Criterion) -> Document | None:
    """A rule as data."""
    match criterion.rule:
        case ChoiceRule(factors):
            return {"kind": "choices", "factors": {n: stored(one) for n, one in factors.items()}}
        case StepRule(direction, steps):
            listed = [[stored(one.threshold), stored(one.factor)] for one in steps]
            return {"kind": str(direction), "steps": listed}
        case LinearRule(zero, full):
            return {"kind": "linear", "zero": stored(zero), "full": stored(full)}
        case Fault(what, _remedy):
            return {"kind": "unreadable", "what": _(what)}
    return None


def criterion(one: Criterion) -> Document:
    """A criterion as its form defines it."""
    return {
        "name": one.name,
        "clause": one.clause,
        "section": one.section,
        "label": dict(one.label.by_language),
        "maximum": stored(one.maximum),
        "rule": rule(one),
        "na": one.na or None,
        "numerator": list(one.numerator),
        "denominator": list(one.denominator),
        "is_printed": one.is_printed,
        "legal_basis": one.legal_basis,
        "legal_verified": one.is_legal_verified,
        "legal_note": one.legal_note,
        "par_index": list(one.par_index),
    }


def points(one: Points) -> Document:
    """Points on one side."""
    return {
        "state": str(one.state),
        "points": decimal(one.points),
        "factor": decimal(one.factor),
        "value": decimal(one.value),
        "reason": _(one.reason),
        "is_typed": one.is_typed,
    }


def sum_document(one: Sum) -> Document:
    """A sum with its index; ``so_far`` is the provisional one."""
    return {
        "points": stored(one.points),
        "maximum": stored(one.maximum),
        "applicable": stored(one.applicable),
        "index": decimal(one.index),
        "index_rounded": rounded(one.index),
        "so_far": rounded(one.so_far),
        "scored": one.scored_count,
        "not_applicable": one.not_applicable_count,
        "pending": one.pending_count,
        "unclaimed": one.unclaimed_count,
    }


def criterion_score(one: CriterionScore) -> Document:
    """One criterion of one inspection."""
    return {
        "criterion": one.criterion.name,
        "key": one.key,
        "clause": one.criterion.clause,
        "label": dict(one.label.by_language),
        "maximum": stored(one.criterion.maximum),
        "self": points(one.self_assessed),
        "appraised": points(one.appraised),
        "by_rule": points(one.by_rule),
        "reported_by_rule": points(one.reported_by_rule),
        "claimed": _typed(one.claimed),
        "own": _typed(one.own),
        "reason": one.reason_text,
        "reason_heads": [documents.head(head) for head in one.reason.heads],
        "difference": decimal(one.difference),
        "needs_reason": one.needs_reason,
        "is_conflict": one.is_conflict,
    }


def inspection_scores(one: InspectionScores, sections: Sequence[SectionScore]) -> Document:
    """The points of one inspection, with the criteria of some sections."""
    return {
        "inspection": documents.inspection(one.inspection),
        "settings": settings(one.settings),
        "self": {**sum_document(one.self_assessed), "band": _(one.self_band)},
        "appraised": {**sum_document(one.appraised), "band": _(one.band)},
        "sections": [
            {
                "name": section.name,
                "label": dict(section.label.by_language),
                "self": sum_document(section.self_assessed),
                "appraised": sum_document(section.appraised),
                "criteria": [criterion_score(score) for score in section.criteria],
            }
            for section in sections
        ],
        "missing_reasons": [score.criterion.name for score in one.missing_reasons],
        "strays": [
            {"key": stray.key, "field": str(stray.field), **_register(stray.register)}
            for stray in one.strays
        ],
    }


def trip_scores(trip: TripScores) -> Document:
    """The points of all units, best first."""
    return {
        "settings": settings(trip.settings),
        "units": [_unit(one) for one in trip.ranked()],
    }


def settings(one: ScoreSettings) -> Document:
    """How the trip deals with points."""
    return {
        "is_on": one.is_on,
        "is_printed": one.is_printed,
        "bands": [[stored(band.threshold), _(band.name)] for band in one.bands],
        "may_change": one.may_change,
    }


def _unit(one: UnitScores) -> Document:
    return {
        "inspection": documents.inspection(one.inspection),
        "rank": one.standing.rank,
        "rank_in_kind": one.standing.rank_in_kind,
        "self": {**sum_document(one.self_assessed), "band": _(one.self_band)},
        "appraised": {**sum_document(one.standing.sum), "band": _(one.band)},
        "sections": [
            {
                "name": section.name,
                "label": dict(section.label.by_language),
                "rank": section.standing.rank,
                "rank_in_kind": section.standing.rank_in_kind,
                "self": sum_document(section.self_assessed),
                "appraised": sum_document(section.standing.sum),
            }
            for section in one.sections
        ],
        "missing_reasons": one.missing_reasons,
        "conflicts": one.conflicts,
        "missing_form": one.missing_form or None,
    }


def _typed(one: TypedPoints) -> Document:
    return {"points": decimal(one.points), "is_beyond": one.is_beyond, **_register(one.register)}


def _register(one: RegisterView) -> Document:
    return {
        "heads": [documents.head(head) for head in one.heads],
        "is_conflict": one.is_conflict,
    }
