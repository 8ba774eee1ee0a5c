"""The language of rules: what it says, what it refuses, what it gives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.scoring.rules import (
    ChoiceRule,
    Direction,
    Fault,
    LinearRule,
    StepRule,
    reach,
    read_rule,
)
from inspector_app.domain.scoring.wording import rule_words
from inspector_app.host.i18n import gettext, set_language

LEAST = "at-least 95=1 90=0.75 80=0.5"


def rule(text: str) -> StepRule | LinearRule:
    found = read_rule(text)
    assert not isinstance(found, Fault), found
    return found


@pytest.mark.parametrize(
    ("text", "value", "factor"),
    [
        (LEAST, "100", "1"),
        (LEAST, "95", "1"),
        (LEAST, "94.9999999999999999999999999", "0.75"),
        (LEAST, "90", "0.75"),
        (LEAST, "80", "0.5"),
        (LEAST, "79.99", "0"),
        (LEAST, "-1", "0"),
        ("at-most 0=1 2=0.5", "0", "1"),
        ("at-most 0=1 2=0.5", "1", "0.5"),
        ("at-most 0=1 2=0.5", "2", "0.5"),
        ("at-most 0=1 2=0.5", "3", "0"),
        ("linear 50 95", "50", "0"),
        ("linear 50 95", "95", "1"),
        ("linear 50 95", "72.5", "0.5"),
        ("linear 50 95", "12", "0"),
        ("linear 50 95", "99", "1"),
        ("linear 10 0", "0", "1"),
        ("linear 10 0", "2.5", "0.75"),
        ("linear 10 0", "11", "0"),
    ],
)
def test_factors(text: str, value: str, factor: str) -> None:
    assert rule(text).factor(Decimal(value)) == Decimal(factor)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "không hiểu"),
        ("95=1", "không hiểu quy tắc chấm điểm «95=1»"),
        ("at_least 95=1", "không hiểu"),
        ("at-least", "đang có 0"),
        ("at-least " + " ".join(f"{99 - n}=0.5" for n in range(21)), "đang có 21"),
        ("at-least 95", "không có dạng"),
        ("at-least 95=1.5", "phải từ 0 đến 1"),
        ("at-least 95=-1", "phải từ 0 đến 1"),
        ("at-least 95%=1", "không phải là số"),
        ("at-least 1e3=1", "không phải là số"),
        ("at-least nan=1", "không phải là số"),
        ("at-least 95=1 95.0=0.5", "95 có hai lần"),
        ("at-least 80=1 95=0.5", "hệ số không thấp hơn"),
        ("at-most 2=1 0=0.5", "hệ số không thấp hơn"),
        ("at-least 95=1 90=1", "hệ số không thấp hơn"),
        ("at-least 95=0.5 90=0.75", "hệ số không thấp hơn"),
        ("linear 1", "đang có 1"),
        ("linear 1 2 3", "đang có 3"),
        ("linear 5 5.0", "bằng nhau"),
        ("linear a 5", "không phải là số"),
    ],
)
def test_what_is_no_rule_is_told_with_a_remedy(text: str, what: str) -> None:
    found = read_rule(text)
    assert isinstance(found, Fault)
    assert what in found.what
    assert found.remedy.strip()


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("at_least 95=1", "at-least"), ("At-Most 2=1", "at-most"), ("at-least 95=0,5", "«0.5»")],
)
def test_slips_are_mended_by_name(text: str, remedy: str) -> None:
    found = read_rule(text)
    assert isinstance(found, Fault)
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("text", "low", "high", "least", "most"),
    [
        (LEAST, "0", "100", "0", "1"),
        ("at-least 0=1", "0", "100", "1", "1"),
        ("at-least 110=1 50=0.5", "0", "100", "0", "0.5"),
        ("at-most 0=1 100=0.5", "0", "100", "0.5", "1"),
        ("at-most 0=1", "0", None, "0", "1"),
        ("at-most 5=0.5", "0", None, "0", "0.5"),
        ("linear 50 95", "0", "100", "0", "1"),
        ("linear 50 200", "0", "100", "0", "0.3333333333333333333333333333"),
        ("linear 10 0", "0", None, "0", "1"),
    ],
)
def test_reach_is_exact(text: str, low: str, high: str | None, least: str, most: str) -> None:
    top = None if high is None else Decimal(high)
    assert reach(rule(text), Decimal(low), top) == (Decimal(least), Decimal(most))


def show(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def test_rules_in_words() -> None:
    words = rule_words(rule(LEAST), show, "%")
    assert words == (
        "≥ 95 %: đủ điểm; ≥ 90 %: 75 % số điểm; ≥ 80 %: 50 % số điểm; dưới 80 %: 0 điểm"
    )
    assert rule_words(rule("at-most 0=1 2=0.5"), show) == (
        "≤ 0: đủ điểm; ≤ 2: 50 % số điểm; trên 2: 0 điểm"
    )
    assert rule_words(rule("at-least 95=1 80=0"), show) == "≥ 95: đủ điểm; ≥ 80: 0 điểm"
    assert rule_words(rule("linear 12.5 95"), show, "%") == (
        "12,5 %: 0 điểm; 95 %: đủ điểm; ở giữa tính theo tỷ lệ"
    )
    choices = ChoiceRule({"yes": Decimal(1), "half": Decimal("0.5"), "no": Decimal(0)})
    labels = {"yes": "Có", "half": "Một phần", "no": "Không", "na": "KAD"}
    assert rule_words(choices, show, "", labels) == (
        "Có: đủ điểm; Một phần: 50 % số điểm; Không: 0 điểm; KAD: không tính điểm"
    )


def test_rules_in_english_words() -> None:
    set_language("en")
    try:
        words = gettext(rule_words(rule(LEAST), show, "%"))
    finally:
        set_language("vi")
    assert words == (
        "≥ 95 %: full points; ≥ 90 %: 75 % of the points; ≥ 80 %: 50 % of the points;"
        " below 80 %: 0 points"
    )


def test_thresholds_mean_the_same_in_any_order() -> None:
    found = rule("at-least 80=0.5 95=1 90=0.75")
    assert found == rule(LEAST)
    assert isinstance(found, StepRule)
    assert not found.is_sorted


def test_a_rule_keeps_its_direction() -> None:
    found = rule("at-most 0=1")
    assert isinstance(found, StepRule)
    assert found.direction is Direction.AT_MOST
