"""Rates: exact decimals, rounding at the end only, and the three kinds of nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.form.rates import Rate, points_text, sum_of


def rate(above: str | None, below: str | None) -> Rate:
    return Rate(*(None if one is None else Decimal(one) for one in (above, below)))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("above", "below", "written"),
    [
        ("1163", "1168", "1.163 / 1.168 = 99,57 %"),
        ("1", "2", "1 / 2 = 50 %"),
        ("1", "8", "1 / 8 = 12,5 %"),
        ("0", "7", "0 / 7 = 0 %"),
        ("7", "7", "7 / 7 = 100 %"),
        ("5", "4", "5 / 4 = 125 %"),
        ("1250500000", "2000000000", "1.250.500.000 / 2.000.000.000 = 62,53 %"),  # 62.525 goes up
        ("12.5", "20", "12,5 / 20 = 62,5 %"),
        ("0.1", "0.3", "0,1 / 0,3 = 33,33 %"),
        ("9999999999999999", "1", "9.999.999.999.999.999 / 1 = 999.999.999.999.999.900 %"),
    ],
)
def test_a_rate_is_written_with_its_base(above: str, below: str, written: str) -> None:
    assert plain(rate(above, below).text("vi")) == written


def test_english_has_its_own_marks() -> None:
    assert plain(rate("1163.5", "1168").text("en")) == "1,163.5 / 1,168 = 99.61 %"


@pytest.mark.parametrize(
    ("above", "below", "percent", "written"),
    [
        (None, None, "", ""),
        ("3", None, "", "3 / …"),
        (None, "3", "", "… / 3"),
        ("0", "0", "–", "0 / 0 = –"),
        (None, "0", "–", "… / 0 = –"),
    ],
)
def test_not_answered_is_neither_zero_nor_without_a_base(
    above: str | None, below: str | None, percent: str, written: str
) -> None:
    found = rate(above, below)
    assert found.percent is None
    assert found.percent_text("vi") == percent
    assert found.text("vi") == written
    assert found.has_no_base == (below == "0")
    assert found.is_answered == (above is not None and below is not None)


def test_nothing_is_rounded_before_it_is_shown() -> None:
    third = rate("1", "3").percent
    assert third is not None
    assert abs(third * 3 - 100) < Decimal("1e-24")
    verified, reported = rate("1163", "1168"), rate("1165", "1168")
    points = verified.points_above(reported)
    assert points is not None
    assert round(points, 6) == Decimal("-0.171233")  # -2/1168; of rounded values it were -0.17
    assert points_text(points, "vi") == "−0,17"
    assert points_text(-points, "en") == "+0.17"


def test_points_need_two_percentages() -> None:
    assert rate("1", "2").points_above(rate("0", "0")) is None
    assert rate(None, "2").points_above(rate("1", "2")) is None
    assert points_text(Decimal("0.001"), "vi") == "0"


def test_a_sum_with_a_part_that_is_not_answered_is_not_answered() -> None:
    assert sum_of([Decimal(1), Decimal("0.5")]) == Decimal("1.5")
    assert sum_of([Decimal(1), None]) is None
    assert sum_of([]) is None
    huge, small = Decimal("9" * 38), Decimal("0.01")
    assert str(sum_of([huge, small])) == "9" * 38 + ".01"
