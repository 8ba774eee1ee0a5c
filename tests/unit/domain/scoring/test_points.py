"""Points of one criterion: scored, not applicable, not known; never one taken for another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.form.definition import Choice, Text
from inspector_app.domain.scoring.criteria import Criterion, criteria_of, criterion_of
from inspector_app.domain.scoring.points import NOT_ASKED, NOTHING_ARISES, Reading, judge_points
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.domain.scoring.rules import ChoiceRule, Fault, StepRule
from inspector_app.domain.scoring.typed_points import typed_number
from tests.unit.domain.form.forms import form, question

CHOICES = tuple(
    Choice(name, Text({"vi": name}), {"score": score} if score else {})
    for name, score in (
        ("yes", "1"),
        ("half", "0.5"),
        ("no", "0"),
        ("na", ""),
        ("khong_ap_dung", ""),
    )
)


def criterion(kind: str = "decimal", **insp: str) -> Criterion:
    fields: dict[str, Any] = {"insp": {"score-max": "3", **insp}}
    if kind == "select_one":
        fields["choices"] = CHOICES
    one = question("a", kind, **fields)
    found = criterion_of(form(one), one)
    assert found is not None
    return found


RATE = {"score": "at-least 95=1 80=0.5", "numerator": "x + y", "denominator": "z"}


def test_choices_score_by_their_factor() -> None:
    one = criterion("select_one")
    points = {
        name: judge_points(one, Reading(choice=name)).points for name in ("yes", "half", "no")
    }
    assert points == {"yes": 3, "half": Decimal("1.5"), "no": 0}


@pytest.mark.parametrize("choice", ["na", "khong_ap_dung"])
def test_a_choice_without_a_factor_takes_the_criterion_out(choice: str) -> None:
    found = judge_points(criterion("select_one"), Reading(choice=choice, na_reason="chưa đến hạn"))
    assert (found.state, found.points, found.reason) == (State.NOT_APPLICABLE, None, "chưa đến hạn")


def test_nothing_answered_is_neither_zero_nor_not_applicable() -> None:
    for one, reading in (
        (criterion("select_one"), Reading()),
        (criterion(score="at-most 0=1"), Reading()),
        (criterion(**RATE), Reading()),
        (criterion(**RATE), Reading(numerator=Decimal(3))),
        (criterion(**RATE), Reading(denominator=Decimal(3))),
    ):
        found = judge_points(one, reading)
        assert (found.state, found.points, found.is_pending) == (State.UNANSWERED, None, True)


def test_zero_is_an_answer() -> None:
    found = judge_points(criterion(score="at-most 0=1"), Reading(number=Decimal(0)))
    assert (found.state, found.points) == (State.SCORED, Decimal(3))


def test_a_rate_is_judged_unrounded() -> None:
    # 94.996 % is shown as 95.00 % and still below the threshold
    reading = Reading(
        number=Decimal("95.00"), numerator=Decimal(94996), denominator=Decimal(100000)
    )
    found = judge_points(criterion(**RATE), reading)
    assert (found.value, found.points) == (Decimal("94.996"), Decimal("1.5"))


def test_a_zero_denominator_means_that_nothing_arose() -> None:
    for numerator in (None, Decimal(0)):
        reading = Reading(numerator=numerator, denominator=Decimal(0))
        found = judge_points(criterion(**RATE), reading)
        assert (found.state, found.reason) == (State.NOT_APPLICABLE, NOTHING_ARISES)


def test_a_reason_takes_a_number_out_and_leaves_a_choice_alone() -> None:
    number = judge_points(
        criterion(score="at-most 0=1"), Reading(number=Decimal(7), na_reason="vì")
    )
    assert (number.state, number.reason) == (State.NOT_APPLICABLE, "vì")
    choice = judge_points(criterion("select_one"), Reading(choice="yes", na_reason="vì"))
    assert choice.points == 3


def test_what_is_not_asked_does_not_apply() -> None:
    found = judge_points(criterion("select_one"), Reading(is_asked=False))
    assert (found.state, found.reason) == (State.NOT_APPLICABLE, NOT_ASKED)


@pytest.mark.parametrize("kind", ["integer", "text", "select_multiple"])
def test_without_a_rule_the_team_gives_the_points(kind: str) -> None:
    found = judge_points(criterion(kind), Reading(number=Decimal(3), choice="yes"))
    assert (found.state, found.is_pending) == (State.BY_HAND, True)


def test_an_unreadable_rule_is_kept_as_what_is_wrong_and_scores_nothing() -> None:
    one = criterion(score="at-least 95")
    assert isinstance(one.rule, Fault)
    assert judge_points(one, Reading(number=Decimal(99))).state is State.BY_HAND


def test_the_criteria_of_a_form() -> None:
    asked = (
        question("a", "select_one", choices=CHOICES, insp={"score-max": "2", "clause": "1.1"}),
        question("b", "decimal", insp={"score-max": "1.5", "score": "at-least 5=1", "na": "ly_do"}),
        question("ly_do", "text"),
        question("a_na", "text"),
        question("c", "integer", insp={"score-max": "0"}),
        question("d", "integer", insp={"score": "at-most 0=1"}),
        question("e", "integer", repeat="t", insp={"score-max": "1"}),
    )
    found = {one.name: one for one in criteria_of(form(*asked))}
    assert list(found) == ["a", "b"]
    assert (found["a"].na, found["b"].na) == ("a_na", "ly_do")
    assert (found["a"].maximum, found["b"].maximum) == (Decimal(2), Decimal("1.5"))
    assert isinstance(found["a"].rule, ChoiceRule)
    assert isinstance(found["b"].rule, StepRule)


def test_factors_beyond_the_range_are_not_taken() -> None:
    wild = (Choice("yes", Text(), {"score": "2"}), Choice("no", Text(), {"score": "-1"}))
    one = question("a", "select_one", choices=wild, insp={"score-max": "2"})
    found = criterion_of(form(one), one)
    assert found is not None
    assert found.rule is None


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("1,5", "1.5"),
        ("1.50", "1.5"),
        ("0", "0"),
        ("3", "3"),
        ("", None),
        ("-", None),
        (" – ", None),
    ],
)
def test_typed_points(text: str, stored: str | None) -> None:
    assert typed_number(text, Decimal(3), "Điểm") == stored


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("3,1", "từ 0 đến 3"),
        ("-0,5", "từ 0 đến 3"),
        ("1.125", "từ 0 đến 3"),  # one thousand one hundred and twenty-five, in Vietnamese
        ("ba", "không phải là số"),
        ("1,00001", "chữ số thập phân"),
        ("NaN", "không phải là số"),
    ],
)
def test_points_out_of_bounds_are_refused(text: str, what: str) -> None:
    with pytest.raises(InputValueError) as refused:
        typed_number(text, Decimal(3), "Điểm")
    assert what in str(refused.value.details["what"])
