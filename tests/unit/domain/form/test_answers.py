"""Typed text to stored values and back."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import Value, check_value, display_value, parse_value
from tests.unit.domain.form.forms import question


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("decimal", "1.234,5", "1234.5"),
        ("decimal", "1234,5", "1234.5"),
        ("decimal", "1234.5", "1234.5"),
        ("decimal", "1,234.5", "1234.5"),
        ("decimal", "1.234", "1234"),
        ("decimal", "1.23", "1.23"),
        ("decimal", "99,57 %", "99.57"),
        ("decimal", "-0", "0"),
        ("decimal", "0,50", "0.5"),
        ("decimal", "1\u00a0234,5", "1234.5"),
        ("integer", "1.234.567", 1234567),
        ("integer", " 42 ", 42),
        ("integer", "-3", -3),
        ("integer", "3,0", 3),
        ("date", "16/09/2019", "2019-09-16"),
        ("date", "6-9-2019", "2019-09-06"),
        ("date", "2019-09-16", "2019-09-16"),
        ("time", "7h30", "07:30"),
        ("time", "09:50", "09:50"),
        ("select_one", "yes", "yes"),
        ("select_one", "có", "yes"),
        ("select_multiple", "Không; Có", ["yes", "no"]),
        ("text", "Ho\u0301a", "Hóa"),
        ("text", "   ", None),
        ("integer", "", None),
    ],
)
def test_what_a_person_types(kind: str, text: str, value: Value) -> None:
    assert parse_value(question("q", kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "1,5"),
        ("integer", "12a"),
        ("integer", "1" * 16),
        ("integer", "1" * 5000),
        ("decimal", "1.2.3"),
        ("decimal", "1e5"),
        ("decimal", "NaN"),
        ("decimal", "12.345.67"),
        ("decimal", "١٢"),
        ("date", "31/02/2019"),
        ("date", "2019-9-1"),
        ("date", "hôm nay"),
        ("time", "25:00"),
        ("select_one", "maybe"),
        ("select_multiple", "Có; maybe"),
        ("note", "x"),
        ("text", "a\x00b"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_name(kind: str, text: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_value(question("q7", kind), text)
    assert "q7" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", True),
        ("integer", "5"),
        ("integer", 10**15),
        ("decimal", "1.50"),
        ("decimal", "01"),
        ("decimal", True),
        ("date", "16/09/2019"),
        ("time", "7:30"),
        ("select_one", ["yes"]),
        ("select_multiple", "yes"),
        ("select_multiple", ["zzz"]),
        ("text", 5),
        ("note", "x"),
    ],
)
def test_stored_values_have_one_shape(kind: str, value: Value) -> None:
    with pytest.raises(AnswerError):
        check_value(question("q", kind), value)


@pytest.mark.parametrize(
    ("kind", "value", "vi", "en"),
    [
        ("integer", 1234567, "1.234.567", "1,234,567"),
        ("decimal", "1234.5", "1.234,5", "1,234.5"),
        ("decimal", "-1234.5", "-1.234,5", "-1,234.5"),
        ("decimal", "99.57", "99,57", "99.57"),
        ("date", "2019-09-16", "16/09/2019", "16/09/2019"),
        ("select_one", "yes", "Có", "Yes"),
        ("select_one", "gone", "gone", "gone"),
        ("select_multiple", ["yes", "no"], "Có; Không", "Yes; Không"),
        ("calculate", "12345", "12.345", "12,345"),
        ("calculate", "abc", "abc", "abc"),
        ("integer", "lạ", "lạ", "lạ"),
        ("text", None, "", ""),
    ],
)
def test_what_is_shown(kind: str, value: Value, vi: str, en: str) -> None:
    made = question("q", kind)
    assert (display_value(made, value, "vi"), display_value(made, value, "en")) == (vi, en)


def test_a_number_outside_the_scale_is_no_answer() -> None:
    asked = question("q", "range", parameters={"start": "10", "end": "0", "kind": "integer"})
    assert [check_value(asked, value) for value in (0, 10)] == [0, 10]
    for value in (-1, 11):
        with pytest.raises(AnswerError, match="ngoài khoảng 0 đến 10"):
            check_value(asked, value)
    part = question("q", "range", parameters={"start": "0.5", "end": "2", "kind": "decimal"})
    assert parse_value(part, "1,75") == "1.75"
    with pytest.raises(AnswerError):
        parse_value(part, "2,01")


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("date", "31/02/2019", "không có ngày «31/02/2019» trong lịch"),
        ("date", "2019-02-31", "không có ngày «2019-02-31» trong lịch"),
        ("date", "mai", "«mai» không phải ngày (dd/MM/yyyy)"),
        ("dateTime", "31/02/2019 10:00", "không có ngày «31/02/2019» trong lịch"),
        ("dateTime", "16/09/2019", "«16/09/2019» không phải ngày giờ (dd/MM/yyyy HH:mm)"),
        ("dateTime", "16/09/2019 25:00", "«25:00» không phải giờ (HH:mm)"),
    ],
)
def test_a_date_that_is_none_is_quoted_as_it_was_typed(kind: str, text: str, what: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_value(question("q", kind), text)
    assert caught.value.details["what"] == what


def test_a_stored_date_asks_for_the_stored_form() -> None:
    for kind, what in (
        ("date", "«16/09/2019» không phải ngày dạng năm-tháng-ngày, ví dụ 2019-09-16"),
        ("dateTime", "«16/09/2019» không phải ngày giờ dạng 2019-09-16T09:50"),
    ):
        with pytest.raises(AnswerError) as caught:
            check_value(question("q", kind), "16/09/2019")
        assert caught.value.details["what"] == what
