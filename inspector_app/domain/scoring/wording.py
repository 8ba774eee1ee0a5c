"""Rules in words, for people: ``≥ 95 %: đủ điểm; ≥ 90 %: 75 % số điểm; dưới 80 %: 0 điểm``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from inspector_app.domain.saying import Saying, joined, said
from inspector_app.domain.scoring.arithmetic import HUNDRED, ONE, ZERO, product
from inspector_app.domain.scoring.criteria import NOT_APPLICABLE
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.scoring.rules import ChoiceRule, Direction, LinearRule, Rule, StepRule

Show = Callable[[Decimal], str]
"""A number with the marks of the reader's language."""

FULL: Final = said("đủ điểm")
NOTHING: Final = said("0 điểm")
EXCLUDED: Final = said("không tính điểm")
STATES: Final[Mapping[PointState, Saying]] = MappingProxyType(
    {
        PointState.NOT_APPLICABLE: said("Không áp dụng"),
        PointState.UNANSWERED: said("Chưa trả lời"),
        PointState.BY_HAND: said("Chờ đoàn cho điểm"),
        PointState.DISPUTED: said("Xung đột chưa quyết định"),
        PointState.UNEXPLAINED: said("Ghi không áp dụng mà chưa có lý do"),
        PointState.FAULTY: said("Sai số liệu, chưa tính điểm"),
        PointState.NOT_CLAIMED: said("Đơn vị không tự chấm"),
    }
)
"""What stands in place of points, for every state without any."""


def rule_words(
    rule: Rule, show: Show, measure: str = "", choices: Mapping[str, str] | None = None
) -> Saying:
    """What a rule says.

    Args:
        rule: the rule.
        show: writes a number.
        measure: the unit of measure of the value.
        choices: the label of each choice of the question, by name, in its order.
    """
    match rule:
        case ChoiceRule():
            parts = _choices(rule, show, choices or {})
        case LinearRule():
            return said(
                "{zero}: 0 điểm; {full}: đủ điểm; ở giữa tính theo tỷ lệ",
                zero=_amount(rule.zero, show, measure),
                full=_amount(rule.full, show, measure),
            )
        case StepRule():
            parts = _steps(rule, show, measure)
    return joined("; ", parts)


def share_words(factor: Decimal, show: Show) -> Saying:
    """A factor as a share of the points."""
    if factor == ONE:
        return FULL
    if factor == ZERO:
        return NOTHING
    return said("{share} % số điểm", share=show(product(factor, HUNDRED)))


def _choices(rule: ChoiceRule, show: Show, choices: Mapping[str, str]) -> Iterator[Saying]:
    for name in dict.fromkeys((*choices, *rule.factors)):
        factor = rule.factors.get(name)
        is_out = factor is None or name == NOT_APPLICABLE
        share = EXCLUDED if is_out or factor is None else share_words(factor, show)
        yield said("{what}: {share}", what=choices.get(name, name), share=share)


def _steps(rule: StepRule, show: Show, measure: str) -> Iterator[Saying]:
    mark = "≥" if rule.direction is Direction.AT_LEAST else "≤"
    for step in rule.steps:
        amount = _amount(step.threshold, show, measure)
        yield said("{what}: {share}", what=f"{mark} {amount}", share=share_words(step.factor, show))
    last = rule.steps[-1]
    if last.factor == ZERO:
        return
    amount = _amount(last.threshold, show, measure)
    if rule.direction is Direction.AT_LEAST:
        yield said("dưới {amount}: 0 điểm", amount=amount)
    else:
        yield said("trên {amount}: 0 điểm", amount=amount)


def _amount(number: Decimal, show: Show, measure: str) -> str:
    return f"{show(number)} {measure}" if measure else show(number)
