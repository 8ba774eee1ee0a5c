"""The rule of a criterion: how its value becomes a factor between 0 and 1.

Language (``bind::insp:score``; docs/formats/scoring.md)::

    (empty)                            the factor of the chosen choice (column score of the choices)
    at-least 95=1 90=0.75 80=0.5       the factor of the highest threshold reached, below all 0
    at-most 0=1 2=0.5                  the factor of the lowest threshold not exceeded, above all 0
    linear 50 95                       0 at the first number, 1 at the second, straight between

Points are factor × maximum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeAlias

from inspector_app.domain.saying import Saying, said
from inspector_app.domain.scoring.arithmetic import ONE, ZERO, quotient, sum_of

MAX_STEPS: Final = 20
_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)


class Direction(StrEnum):
    """Which end of a scale is the good one; the words of the language."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


LINEAR: Final = "linear"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no rule (or no list of bands), and how to mend it."""

    what: Saying
    remedy: Saying


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """The factor of each choice; one without a factor says that the criterion does not apply."""

    factors: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A threshold and the factor from there on."""

    threshold: Decimal
    factor: Decimal


@dataclass(frozen=True, slots=True)
class StepRule:
    """Thresholds, the best one first; beyond the last the factor is 0."""

    direction: Direction
    steps: tuple[Step, ...]
    is_sorted: bool = field(default=True, compare=False)
    """Whether its text had the best threshold first; what a rule means does not depend on that."""

    def factor(self, value: Decimal) -> Decimal:
        """The factor of a value, 0 to 1."""
        for step in self.steps:
            if self._reaches(value, step.threshold):
                return step.factor
        return ZERO

    def _reaches(self, value: Decimal, threshold: Decimal) -> bool:
        is_least = self.direction is Direction.AT_LEAST
        return value >= threshold if is_least else value <= threshold


@dataclass(frozen=True, slots=True)
class LinearRule:
    """0 at ``zero``, 1 at ``full``, straight between, clamped outside; fewer is better if zero > full."""

    zero: Decimal
    full: Decimal

    def factor(self, value: Decimal) -> Decimal:
        """The factor of a value, 0 to 1."""
        way = sum_of((value, -self.zero))
        length = sum_of((self.full, -self.zero))
        return min(max(quotient(way, length), ZERO), ONE)


NumberRule: TypeAlias = StepRule | LinearRule
"""Rules for numbers; what reads a number has ``factor(value)``."""
Rule: TypeAlias = ChoiceRule | NumberRule


def read_rule(text: str) -> NumberRule | Fault:
    """The rule that a text says, or what is wrong with it."""
    word, *parts = text.split() or [""]
    if word == LINEAR:
        return _linear(parts)
    if word in list(Direction):
        return _steps(Direction(word), parts)
    close = next((one for one in (*Direction, LINEAR) if _bare(one) == _bare(word)), "")
    remedy = (
        said("có lẽ là «{close}»", close=str(close))
        if close
        else said("bắt đầu bằng at-least, at-most hoặc linear, ví dụ: at-least 95=1 80=0.5")
    )
    return Fault(said("không hiểu quy tắc chấm điểm «{word}»", word=word[:40]), remedy)


def reach(rule: NumberRule, low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    """The least and the greatest factor of values between two bounds (None: without a bound).

    Every rule is monotone, so the two ends decide.
    """
    best = _ends(rule)
    ends = [
        rule.factor(end if bound is None else bound)
        for end, bound in zip(best, (low, high), strict=True)
    ]
    return min(ends), max(ends)


def is_rising(rule: NumberRule) -> bool:
    """Whether more is better."""
    if isinstance(rule, LinearRule):
        return rule.full > rule.zero
    return rule.direction is Direction.AT_LEAST


def marks(rule: NumberRule) -> tuple[Decimal, ...]:
    """The numbers at which a rule changes."""
    if isinstance(rule, LinearRule):
        return (rule.zero, rule.full)
    return tuple(step.threshold for step in rule.steps)


def _ends(rule: NumberRule) -> tuple[Decimal, Decimal]:
    """Values so small and so great that nothing changes beyond them."""
    return min(marks(rule)) - 1, max(marks(rule)) + 1


def _linear(parts: list[str]) -> LinearRule | Fault:
    if len(parts) != 2:
        what = said("linear cần đúng hai số, đang có {count}", count=len(parts))
        return Fault(what, said("ghi mức 0 điểm rồi mức đủ điểm, ví dụ: linear 50 95"))
    zero, full = _number(parts[0]), _number(parts[1])
    if isinstance(zero, Fault):
        return zero
    if isinstance(full, Fault):
        return full
    if zero == full:
        what = said("hai mức của linear bằng nhau ({number})", number=parts[0])
        return Fault(what, said("ghi hai mức khác nhau, hoặc dùng at-least với một ngưỡng"))
    return LinearRule(zero, full)


def _steps(direction: Direction, parts: list[str]) -> StepRule | Fault:
    if not parts or len(parts) > MAX_STEPS:
        what = said(
            "{word} cần từ 1 đến {most} ngưỡng, đang có {count}",
            word=str(direction),
            most=MAX_STEPS,
            count=len(parts),
        )
        return Fault(what, said("ghi ngưỡng=hệ số, cách nhau bằng dấu cách: 95=1 80=0.5"))
    steps: list[Step] = []
    for part in parts:
        one = _step(part)
        if isinstance(one, Fault):
            return one
        steps.append(one)
    is_least = direction is Direction.AT_LEAST
    ordered = sorted(steps, key=lambda step: step.threshold, reverse=is_least)
    return _order_fault(ordered) or StepRule(direction, tuple(ordered), ordered == steps)


def _step(part: str) -> Step | Fault:
    left, equals, right = part.partition("=")
    if not equals:
        what = said("«{part}» không có dạng ngưỡng=hệ số", part=part[:40])
        return Fault(what, said("ví dụ 95=1: từ 95 trở lên được đủ điểm"))
    threshold, factor = _number(left), _number(right)
    if isinstance(threshold, Fault):
        return threshold
    if isinstance(factor, Fault):
        return factor
    if not ZERO <= factor <= ONE:
        what = said("hệ số «{number}» phải từ 0 đến 1", number=right)
        return Fault(what, said("ghi phần của điểm tối đa, ví dụ 0.75 là 75 %"))
    return Step(threshold, factor)


def _order_fault(ordered: list[Step]) -> Fault | None:
    """A threshold that stands twice, or a worse one that gives as much as a better one."""
    for one, other in pairwise(ordered):
        better, worse = f"{one.threshold}", f"{other.threshold}"
        if one.threshold == other.threshold:
            what = said("ngưỡng {number} có hai lần", number=better)
            return Fault(what, said("ghi mỗi ngưỡng một lần"))
        if one.factor <= other.factor:
            what = said(
                "ngưỡng {worse} kém hơn {better} mà hệ số không thấp hơn",
                worse=worse,
                better=better,
            )
            return Fault(what, said("ghi hệ số giảm dần theo ngưỡng, hoặc bỏ ngưỡng thừa"))
    return None


def _number(text: str) -> Decimal | Fault:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    plain = text.replace(",", ".").rstrip("%")
    what = said("«{text}» không phải là số", text=text[:40])
    if _NUMBER.fullmatch(plain):
        return Fault(
            what, said("ghi «{plain}»: không có dấu %, phần thập phân dùng dấu chấm", plain=plain)
        )
    return Fault(what, said("ghi số, phần thập phân dùng dấu chấm: 0.5"))


def _bare(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())
