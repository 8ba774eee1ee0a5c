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
    points) and nobody has decided yet. UNEXPLAINED: said not to apply, without why. FAULTY: the figures
    break a rule of the form. NOT_CLAIMED: of the self-assessed side alone, not asked of the unit and
    not claimed by it.
    """

    SCORED = "scored"
    NOT_APPLICABLE = "not-applicable"
    UNANSWERED = "unanswered"
    BY_HAND = "by-hand"
    DISPUTED = "disputed"
    UNEXPLAINED = "unexplained"
    FAULTY = "faulty"
    NOT_CLAIMED = "not-claimed"


PENDING: Final = frozenset(
    (
        PointState.UNANSWERED,
        PointState.BY_HAND,
        PointState.DISPUTED,
        PointState.UNEXPLAINED,
        PointState.FAULTY,
    )
)
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
    of its ``insp:na`` question. ``is_disputed``: people's answers stand against each other;
    ``is_faulty``: the figures break a rule of the form. ``is_reasoned``: *not applicable* needs a reason.
    """

    is_asked: bool = True
    choice: str | None = None
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    na_reason: str = ""
    is_disputed: bool = False
    is_faulty: bool = False
    is_reasoned: bool = True


UNANSWERED: Final = Points(PointState.UNANSWERED)
DISPUTED: Final = Points(PointState.DISPUTED)
UNEXPLAINED: Final = Points(PointState.UNEXPLAINED)
FAULTY: Final = Points(PointState.FAULTY)
NOT_CLAIMED: Final = Points(PointState.NOT_CLAIMED)


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
        if reading.is_faulty:
            return FAULTY
        if criterion.is_rate and reading.denominator == 0:
            return _not_applicable(NOTHING_ARISES)
        value = value_of(criterion, reading)
        return UNANSWERED if value is None else _scored(criterion, rule.factor(value), value)
    if reading.choice == NOT_APPLICABLE or (reading.na_reason and not reading.choice):
        return _excused(reading)
    if reading.is_faulty:
        return FAULTY
    if not isinstance(rule, ChoiceRule):
        return Points(PointState.BY_HAND)
    if not reading.choice:
        return UNANSWERED
    factor = rule.factors.get(reading.choice)
    return _excused(reading) if factor is None else _scored(criterion, factor)


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


def is_reason(text: str) -> bool:
    """Whether a text says anything: a dot alone is no reason."""
    return any(letter.isalnum() for letter in text)


def _excused(reading: Reading) -> Points:
    """Not applicable; without a reason nobody knows yet, and the maximum stays."""
    if reading.is_reasoned and not is_reason(reading.na_reason):
        return UNEXPLAINED
    return _not_applicable(reading.na_reason)


def _not_applicable(reason: str) -> Points:
    return Points(PointState.NOT_APPLICABLE, reason=reason)
