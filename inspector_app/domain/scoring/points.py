"""The points of one criterion: scored, not applicable for a reason, or not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import percentage, product
from inspector_app.domain.scoring.criteria import NOT_APPLICABLE, Criterion
from inspector_app.domain.scoring.rules import ChoiceRule, LinearRule, StepRule

NOTHING_ARISES: Final = said("không phát sinh (mẫu số bằng 0)")
NOT_ASKED: Final = said("phiếu không đặt câu hỏi này cho đơn vị")


class PointState(StrEnum):
    """What is known of a criterion's points.

    UNANSWERED is neither 0 nor NOT_APPLICABLE. BY_HAND: the form has no rule that a program could
    apply, and nobody has given points. DISPUTED: people answered differently (or gave different
    points) and nobody has decided yet.
    """

    SCORED = "scored"
    NOT_APPLICABLE = "not-applicable"
    UNANSWERED = "unanswered"
    BY_HAND = "by-hand"
    DISPUTED = "disputed"


PENDING: Final = frozenset((PointState.UNANSWERED, PointState.BY_HAND, PointState.DISPUTED))
"""States in which nothing is known yet: they count in the applicable maximum, and no index is final."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one criterion on one side.

    ``value`` is the unrounded number that the rule judged, ``reason`` why the criterion does not
    apply. ``is_typed``: a person gave the points, not the rule.
    """

    state: PointState
    points: Decimal | None = None
    factor: Decimal | None = None
    value: Decimal | None = None
    reason: str = ""
    is_typed: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether nothing is known yet."""
        return self.state in PENDING


@dataclass(frozen=True, slots=True)
class Reading:
    """What was answered to a criterion on one side.

    ``is_asked`` is false where the form does not put the question to this unit. ``number`` is its
    own number, ``numerator`` and ``denominator`` are the sums of a rate; ``na_reason`` is the text
    of its ``insp:na`` question. ``is_disputed``: people's answers stand against each other.
    """

    is_asked: bool = True
    choice: str | None = None
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    na_reason: str = ""
    is_disputed: bool = False


UNANSWERED: Final = Points(PointState.UNANSWERED)
DISPUTED: Final = Points(PointState.DISPUTED)


def judge_points(criterion: Criterion, reading: Reading) -> Points:
    """The points of an answer by the criterion's rule."""
    rule = criterion.rule
    if not reading.is_asked:
        return _not_applicable(reading.na_reason or NOT_ASKED)
    if reading.is_disputed:
        return DISPUTED
    if isinstance(rule, StepRule | LinearRule):
        if reading.na_reason:
            return _not_applicable(reading.na_reason)
        if criterion.is_rate and reading.denominator == 0:
            return _not_applicable(NOTHING_ARISES)
        value = value_of(criterion, reading)
        return UNANSWERED if value is None else _scored(criterion, rule.factor(value), value)
    if reading.choice == NOT_APPLICABLE or (reading.na_reason and not reading.choice):
        return _not_applicable(reading.na_reason)
    if not isinstance(rule, ChoiceRule):
        return Points(PointState.BY_HAND)
    if not reading.choice:
        return UNANSWERED
    factor = rule.factors.get(reading.choice)
    return _not_applicable(reading.na_reason) if factor is None else _scored(criterion, factor)


def value_of(criterion: Criterion, reading: Reading) -> Decimal | None:
    """The unrounded number that a rule judges; None while it is not known."""
    if not criterion.is_rate:
        return reading.number
    if reading.numerator is None or reading.denominator is None:
        return None
    return percentage(reading.numerator, reading.denominator)


def typed_points(points: Decimal) -> Points:
    """Points that a person gave."""
    return Points(PointState.SCORED, points, is_typed=True)


def _scored(criterion: Criterion, factor: Decimal, value: Decimal | None = None) -> Points:
    return Points(PointState.SCORED, product(factor, criterion.maximum), factor, value)


def _not_applicable(reason: str) -> Points:
    return Points(PointState.NOT_APPLICABLE, reason=reason)
