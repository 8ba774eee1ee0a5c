"""Sums, the index, bands, ranks, and printed totals that do not add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.scoring.arithmetic import percentage, product, quotient, shown, sum_of
from inspector_app.domain.scoring.bands import DEFAULT_BANDS, band_of, bands_text, read_bands
from inspector_app.domain.scoring.points import Points
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.domain.scoring.ranking import ranks
from inspector_app.domain.scoring.rules import Fault, LinearRule
from inspector_app.domain.scoring.sums import add_up, disagreement

OUT = Points(State.NOT_APPLICABLE, reason="vì")
OPEN = Points(State.UNANSWERED)


def scored(points: str) -> Points:
    return Points(State.SCORED, Decimal(points))


def test_what_does_not_apply_leaves_points_and_maximum() -> None:
    found = add_up([(Decimal(2), scored("1.5")), (Decimal(3), OUT), (Decimal(5), scored("5"))])
    assert found.points == Decimal("6.5")
    assert [found.maximum, found.applicable] == [10, 7]
    assert found.index is not None
    assert shown(found.index) == Decimal("92.86")
    assert (found.scored_count, found.not_applicable_count, found.pending_count) == (2, 1, 0)


def test_what_is_open_is_in_the_applicable_maximum_and_keeps_the_index_unknown() -> None:
    found = add_up([(Decimal(2), scored("1")), (Decimal(3), OPEN), (Decimal(1), OUT)])
    assert [found.applicable, found.judged, found.index, found.so_far] == [5, 2, None, 50]


def test_nothing_applies() -> None:
    found = add_up([(Decimal(2), OUT)])
    assert [found.applicable, found.index, found.so_far, found.is_final] == [0, None, None, True]
    assert add_up([]).index is None


@pytest.mark.parametrize(
    ("points", "applicable", "index"),
    [("62.62", "66.27", "94.49"), ("54.14", "65.26", "82.96"), ("1", "8", "12.50")],
)
def test_published_indices_are_found_again(points: str, applicable: str, index: str) -> None:
    found = percentage(Decimal(points), Decimal(applicable))
    assert found is not None
    assert shown(found) == Decimal(index)


def test_halves_are_shown_away_from_zero() -> None:
    assert [shown(Decimal(one)) for one in ("0.005", "89.995", "-0.005")] == [
        Decimal("0.01"),
        Decimal("90.00"),
        Decimal("-0.01"),
    ]


def test_a_printed_total_that_does_not_add_up_is_shown() -> None:
    parts = [Decimal(one) for one in ("57.04", "8.19", "18.34", "4.32")]
    found = disagreement(parts, Decimal("86.89"))
    assert found is not None
    assert [found.computed, found.difference] == [Decimal("87.89"), -1]
    assert disagreement(parts, Decimal("87.890")) is None


def test_bands_judge_the_unrounded_index() -> None:
    names = ("100", "90", "89.9999", "80", "70", "50", "49.99", "0")
    assert [band_of(Decimal(one), DEFAULT_BANDS) for one in names] == [
        "Xuất sắc", "Xuất sắc", "Tốt", "Tốt", "Khá", "Trung bình", "Yếu", "Yếu",
    ]  # fmt: skip
    assert band_of(None, DEFAULT_BANDS) == ""


def test_a_limit_that_is_reached_is_reached_whatever_the_last_digit_says() -> None:
    # 41 of 60 by "linear 60 70", of 1.5 points, beside 1.45 of 1.5: exactly 90 % of 3
    rule = LinearRule(Decimal(60), Decimal(70))
    factor = rule.factor(quotient(Decimal(4100), Decimal(60)))
    index = percentage(sum_of((product(factor, Decimal("1.5")), Decimal("1.45"))), Decimal(3))
    assert index is not None
    assert index < 90
    assert shown(index) == 90
    assert band_of(index, DEFAULT_BANDS) == "Xuất sắc"


def test_bands_are_typed_and_kept() -> None:
    found = read_bands(" 90 = Nhóm A ; 80,5=Nhóm B ;")
    assert not isinstance(found, Fault)
    assert bands_text(found) == "90=Nhóm A;80.5=Nhóm B"
    assert band_of(Decimal(80), found) == ""
    assert read_bands(bands_text(DEFAULT_BANDS)) == DEFAULT_BANDS


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "đang có 0"),
        (";".join(f"{20 - n}=M{n}" for n in range(11)), "đang có 11"),
        ("Xuất sắc", "không có dạng"),
        ("=Xuất sắc", "không có dạng"),
        ("-5=Xuất sắc", "không có dạng"),
        ("101=Xuất sắc", "lớn hơn 100"),
        ("90=", "chưa đúng"),
        ("90=a=b", "chưa đúng"),
        ("90=" + "x" * 41, "chưa đúng"),
        ("80=Tốt;90=Xuất sắc", "phải nhỏ hơn"),
        ("90=Tốt;90=Khá", "phải nhỏ hơn"),
        ("90=Tốt;80=Tốt", "hai lần"),
    ],
)
def test_bands_that_make_no_sense_are_told_with_a_remedy(text: str, what: str) -> None:
    found = read_bands(text)
    assert isinstance(found, Fault)
    assert what in found.what
    assert found.remedy.strip()


def test_equal_values_share_a_rank_and_the_next_is_skipped() -> None:
    values = [Decimal("94.49"), Decimal("96.17"), Decimal("94.49"), None, Decimal("82.96")]
    assert ranks(values) == (2, 1, 2, None, 4)
    assert ranks([]) == ()


def test_what_is_shown_alike_is_ranked_apart() -> None:
    assert ranks([Decimal("90.004"), Decimal("90.0041")]) == (2, 1)


def test_the_residue_of_a_division_parts_nobody() -> None:
    third = percentage(Decimal(1), Decimal(3))
    assert third is not None
    assert ranks([third * 3, Decimal(100)]) == (1, 1)
