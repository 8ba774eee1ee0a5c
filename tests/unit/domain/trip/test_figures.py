"""Sources and periods as they are typed and as they are stored."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.trip.figures import SOURCES, described, is_two_days, period_text
from inspector_app.domain.trip.values import Side


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("software", "màn hình phần mềm"),
        ("Màn hình phần mềm", "màn hình phần mềm"),
        ("man hinh phan mem", "màn hình phần mềm"),
        ("report", "báo cáo của đơn vị"),
        ("kiểm đếm  tại\nchỗ", "kiểm đếm tại chỗ"),
        ("Sổ theo dõi quý I", "Sổ theo dõi quý I"),
        ("  ", None),
    ],
)
def test_a_usual_source_is_stored_in_its_own_words(typed: str, stored: str | None) -> None:
    assert described("a", Side.SOURCE, typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "1/1/2019 - 30/6/2019",
        "01/01/2019–30/06/2019",
        "2019-01-01/2019-06-30",
        "từ ngày 01.01.2019 đến ngày 30.06.2019",
        "Từ 1/1/2019 ĐẾN 30/6/2019",
        "2019-01-01 to 2019-06-30",
    ],
)
def test_a_period_of_two_days_is_stored_in_one_way(typed: str) -> None:
    assert is_two_days(typed)
    assert described("a", Side.PERIOD, typed) == "01/01/2019 – 30/06/2019"


def test_a_period_may_be_words_of_ones_own() -> None:
    for words in ("6 tháng đầu năm 2019", "đến 15/9/2019", "năm học 2018-2019"):
        assert not is_two_days(words)
        assert described("a", Side.PERIOD, words) == words
    assert described("a", Side.PERIOD, "") is None


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("31/4/2019 - 1/5/2019", "không có ngày «31/4/2019»"),
        ("2019-02-29/2019-03-01", "không có ngày «2019-02-29»"),
        ("1/7/2019 - 30/6/2019", "ngày cuối trước ngày đầu"),
        ("x" * 501, "dài hơn 500 ký tự"),
    ],
)
def test_what_cannot_be_a_period_is_refused(typed: str, what: str) -> None:
    with pytest.raises(AnswerError) as raised:
        described("c3_8", Side.PERIOD, typed)
    assert what in str(raised.value.details["what"])
    assert raised.value.details["question"] == "c3_8"


def test_one_day_is_a_period_and_a_missing_day_none() -> None:
    day = date(2019, 9, 16)
    assert described("a", Side.PERIOD, "16/9/2019 - 16/9/2019") == period_text(day, day)
    assert period_text(day, None) == period_text(None, day) == ""
    assert len(SOURCES) == 3
