"""Points: monotone, between 0 and 1, in any order the same; what does not apply changes nobody else's."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.scoring.arithmetic import ONE, ZERO
from inspector_app.domain.scoring.points import Points
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.domain.scoring.ranking import ranks
from inspector_app.domain.scoring.rules import (
    Direction,
    Fault,
    LinearRule,
    NumberRule,
    Step,
    StepRule,
    is_rising,
    reach,
    read_rule,
)
from inspector_app.domain.scoring.sums import Sum, add_up

NUMBERS = st.decimals(-1000, 1000, places=3)
SHARES = st.decimals(0, 1, places=2)
MAXIMA = st.decimals("0.25", 20, places=2)


@st.composite
def rules(draw: st.DrawFn) -> NumberRule:
    """Any rule that the language can say."""
    if draw(st.booleans()):
        zero, full = draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True))
        return LinearRule(zero, full)
    direction = draw(st.sampled_from(Direction))
    count = draw(st.integers(1, 6))
    thresholds = draw(st.lists(NUMBERS, min_size=count, max_size=count, unique=True))
    factors = draw(st.lists(SHARES, min_size=count, max_size=count, unique=True))
    thresholds.sort(reverse=direction is Direction.AT_LEAST)
    factors.sort(reverse=True)
    return StepRule(direction, tuple(map(Step, thresholds, factors)))


@st.composite
def parts(draw: st.DrawFn) -> tuple[Decimal, Points]:
    """A criterion: its maximum and its points."""
    maximum = draw(MAXIMA)
    state = draw(st.sampled_from(State))
    if state is not State.SCORED:
        return maximum, Points(state)
    way = draw(st.integers(0, 97))
    return maximum, Points(state, maximum * Decimal(way) / Decimal(97))


def written(rule: NumberRule) -> str:
    """A rule in its language."""
    if isinstance(rule, LinearRule):
        return f"linear {rule.zero:f} {rule.full:f}"
    steps = " ".join(f"{one.threshold:f}={one.factor:f}" for one in rule.steps)
    return f"{rule.direction} {steps}"


@given(rules())
def test_what_is_written_is_read_again(rule: NumberRule) -> None:
    assert read_rule(written(rule)) == rule


@given(rules(), NUMBERS, NUMBERS)
def test_factors_are_bounded_and_monotone(rule: NumberRule, one: Decimal, other: Decimal) -> None:
    low, high = rule.factor(min(one, other)), rule.factor(max(one, other))
    assert 0 <= low <= 1
    assert 0 <= high <= 1
    assert (low <= high) if is_rising(rule) else (low >= high)


@given(rules(), NUMBERS, NUMBERS, NUMBERS)
def test_reach_bounds_every_value(
    rule: NumberRule, one: Decimal, other: Decimal, value: Decimal
) -> None:
    low, high = min(one, other), max(one, other)
    least, most = reach(rule, low, high)
    assert least <= rule.factor(min(max(value, low), high)) <= most
    wide = reach(rule, None, None)
    assert wide[0] <= least <= most <= wide[1]


@given(rules())
def test_a_line_reaches_both_ends_exactly(rule: NumberRule) -> None:
    if isinstance(rule, LinearRule):
        assert (rule.factor(rule.zero), rule.factor(rule.full)) == (ZERO, ONE)
        assert reach(rule, None, None) == (ZERO, ONE)
    else:
        assert reach(rule, None, None) == (ZERO, rule.steps[0].factor)


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_told(text: str) -> None:
    found = read_rule(text)
    if isinstance(found, Fault):
        assert found.what
        assert found.remedy
    else:
        assert 0 <= found.factor(Decimal(50)) <= 1


@given(st.lists(parts(), max_size=12), st.randoms(use_true_random=False))
def test_sums_do_not_depend_on_the_order(
    listed: list[tuple[Decimal, Points]], dice: object
) -> None:
    shuffled = list(listed)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert add_up(shuffled) == add_up(listed)
    assert add_up(shuffled).index == add_up(listed).index


@given(st.lists(parts(), max_size=12), MAXIMA)
def test_what_does_not_apply_changes_nothing_else(
    listed: list[tuple[Decimal, Points]], maximum: Decimal
) -> None:
    before, after = add_up(listed), add_up([*listed, (maximum, Points(State.NOT_APPLICABLE))])
    same = ("points", "applicable", "judged", "index", "so_far", "pending", "scored_count")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.maximum == before.maximum + maximum


@given(st.lists(parts(), max_size=12))
def test_an_index_is_a_share(listed: list[tuple[Decimal, Points]]) -> None:
    found: Sum = add_up(listed)
    for index in (found.index, found.so_far):
        assert index is None or 0 <= index <= 100
    assert found.judged <= found.applicable <= found.maximum


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=4)), max_size=12))
def test_a_rank_counts_those_before(values: list[Decimal | None]) -> None:
    for value, rank in zip(values, ranks(values), strict=True):
        better = sum(other is not None and value is not None and other > value for other in values)
        assert rank == (None if value is None else better + 1)
