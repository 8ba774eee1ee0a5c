"""Numbers, dates and names as administrative documents write them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.report import wording


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("day", "written", "short"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026", "05/01/2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026", "28/02/2026"),
        (date(2019, 3, 9), "ngày 09 tháng 3 năm 2019", "09/3/2019"),
        (date(2019, 9, 17), "ngày 17 tháng 9 năm 2019", "17/9/2019"),
        (date(2019, 10, 10), "ngày 10 tháng 10 năm 2019", "10/10/2019"),
    ],
)
def test_zero_rule_of_the_decree(day: date, written: str, short: str) -> None:
    assert spaces(wording.long_date(day)) == written
    assert wording.short_date(day) == short


def test_clock() -> None:
    assert spaces(wording.clock(datetime(2019, 9, 17, 8, 5))) == "08 giờ 05 phút"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1168, "1.168"), (1234567, "1.234.567"), (-1500, "-1.500")],
)
def test_whole(number: int, written: str) -> None:
    assert wording.whole(number) == written


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        ("99.567", 2, "99,57"),
        ("99.565", 2, "99,57"),
        ("1234.5", None, "1.234,5"),
        ("-0.5", 1, "-0,5"),
        ("12", None, "12"),
        ("1E+3", None, "1.000"),
    ],
)
def test_decimal(number: str, places: int | None, written: str) -> None:
    assert wording.decimal_text(Decimal(number), places) == written


def test_money() -> None:
    assert spaces(wording.money(12450000)) == "12.450.000 đồng"


def test_letters_follow_the_vietnamese_alphabet() -> None:
    assert [wording.letter(i) for i in range(6)] == ["a", "b", "c", "d", "đ", "e"]
    names = [wording.letter(i) for i in range(100)]
    assert len(set(names)) == 100
    assert not set("fjwz") & set("".join(names))


def test_roman() -> None:
    assert [wording.roman(n) for n in (1, 4, 5, 9, 10, 14, 39)] == [
        "I", "IV", "V", "IX", "X", "XIV", "XXXIX"
    ]  # fmt: skip


def test_dash_lists_end_like_the_samples() -> None:
    assert wording.list_lines(["A.", "B ;", "C"]) == ("- A;", "- B;", "- C.")
    assert wording.list_lines([]) == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [("Xong", "Xong."), ("Xong.", "Xong."), ("Sao?", "Sao?"), ("a;", "a."), ("", "")],
)
def test_sentence(text: str, written: str) -> None:
    assert wording.sentence(text) == written


@given(st.text())
def test_cleaned_text_is_nfc_and_printable(text: str) -> None:
    cleaned = wording.clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert wording.clean_text(cleaned) == cleaned
    for char in cleaned:
        assert char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
        assert not 0x202A <= ord(char) <= 0x202E


@given(st.integers(-(10**15), 10**15))
def test_whole_reads_back(number: int) -> None:
    assert int(wording.whole(number).replace(".", "")) == number


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Nguyễn Văn Đức", "NGUYỄN  VĂN ĐỨC", True),
        ("Nguyễn Văn Đức", unicodedata.normalize("NFD", "Nguyễn Văn Đức"), True),
        ("NGUYEN VAN DUC", "Nguyễn Văn Đức", True),
        ("Nguyễn Văn An", "Nguyễn Văn Ân", False),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", False),
        ("", "", False),
    ],
)
def test_names(left: str, right: str, same: bool) -> None:
    assert wording.is_same_name(left, right) is same
    assert wording.is_same_name(right, left) is same
