"""Dates and times in expressions: zones, clocks that were set, leap days, what is no date."""

from __future__ import annotations

import math

import pytest

from inspector_app.domain.form.numbers import format_days, read_moment, read_time
from tests.unit.domain.form.expression.evaluations import HANOI, NEW_YORK, differences, value_of

NAN = math.nan

IN_HANOI: dict[str, object] = {
    "today()": "2019-09-20",
    "now()": "2019-09-20T08:30:15.250+07:00",
    "string(today() + 1)": "18160",
    "date(today() + 1)": "2019-09-21",
    "today() > '1970-06-03'": True,
    "today() = '2019-09-20'": True,
    "number('1970-01-02')": 1.0,
    "number('1969-12-31')": -1.0,
    "number('2019-02-29')": NAN,
    "number('2020-02-29') - number('2020-02-28')": 1.0,
    "number('2020-1-2')": NAN,
    "number('1970-01-01T08:00:00')": 0.0,  # Saigon was eight hours ahead then
    "number('1970-01-01T12:00:00Z')": 0.5,
    "number('2000-01-01T07:00:00+07:00')": 10957.0,
    "'2020-02-29' + 1": 18322.0,
    "'2019-09-20' - '2019-09-16'": 4.0,
    "'2019-09-16' < '2019-09-20'": True,
    "'2019-09-16T08:00' < '2019-09-16T09:00'": True,
    "'2019-09-16' = '2019-09-16T00:00:00.000+07:00'": False,
    # a moment of today is not before today, whatever the zone does to its number
    "today() <= now()": True,
    "now() < today() + 1": True,
    "'2019-09-20T00:30:00.000+07:00' >= '2019-09-20'": True,
    # two moments with offsets are compared as moments
    "'2019-09-20T07:00:00.000+07:00' <= '2019-09-20T00:00:00.000Z'": True,
    "'2019-09-20T07:00:00.000+07:00' >= '2019-09-20T00:00:00.000Z'": True,
    "'2019-09-20T07:00:00.000+07:00' < '2019-09-20T00:00:00.001Z'": True,
    "'2019-09-20T23:00:00.000-05:00' > '2019-09-21T00:00:00.000+07:00'": True,
    "date('2019-09-16')": "2019-09-16",
    "date('2019-9-6')": "2019-09-06",
    "date(' 2019-09-16 ')": "2019-09-16",
    "date('2019-09-16T23:30:00')": "2019-09-16",
    "date('2019-09-16T20:00:00Z')": "2019-09-17",
    "date('2019-09-16T01:00:00.000+09:00')": "2019-09-15",
    "date(0)": "1970-01-01",
    "date(1.9)": "1970-01-02",
    "date(-0.5)": "1970-01-01",
    "date(-1)": "1969-12-31",
    "date('')": "",
    "date('16/09/2019')": "",
    "date('2019-02-29')": "",
    "date('2100-02-29')": "",
    "date('2000-02-29')": "2000-02-29",
    "date(true())": "",
    "date(0 div 0)": "",
    "date(1 div 0)": "",
    "date(99999999)": "",
    "date(-719162)": "0001-01-01",
    "date(-719163)": "",
    "date(2932896)": "9999-12-31",
    "date(2932897)": "",
    "date-time('2019-09-16')": "2019-09-16",
    "date-time('2019-09-16T08:00')": "2019-09-16T08:00:00.000+07:00",
    "date-time('2019-09-16T20:00:00.5Z')": "2019-09-17T03:00:00.500+07:00",
    "date-time(18155.5)": "2019-09-16T19:00:00.000+07:00",
    "date-time(decimal-date-time('2019-09-16T08:00:00.123+07:00'))": "2019-09-16T08:00:00.123+07:00",
    "date-time(0)": "1970-01-01T08:00:00.000+08:00",
    "date-time('x')": "",
    "date-time(false())": "",
    "date-time(0 div 0)": "",
    "date-time(-1 div 0)": "",
    "date-time(99999999)": "",
    "decimal-date-time('1970-01-02T00:00:00Z')": 1.0,
    "decimal-date-time('2018-04-24T15:30:00.000+06:00')": 17645.395833333332,
    "decimal-date-time('2019-09-16')": 18154.708333333332,  # local midnight
    "decimal-date-time('2019-09-16T07:00')": 18155.0,
    "decimal-date-time(12.5)": 12.5,
    "decimal-date-time('')": NAN,
    "decimal-date-time('x')": NAN,
    "decimal-date-time(true())": NAN,
    "decimal-time('06:00')": 0.25,
    "decimal-time('06:00:00.000+07:00')": 0.25,
    "decimal-time('23:00:00Z')": 0.25,
    "decimal-time('18:00:59')": 0.7506828703703704,
    "decimal-time('24:00')": NAN,
    "decimal-time('06:60')": NAN,
    "decimal-time('06:00:60')": NAN,
    "decimal-time('06:00+15:00')": NAN,
    "decimal-time('06:00+07:60')": NAN,
    "decimal-time('6h')": NAN,
    "decimal-time('')": NAN,
    "decimal-time('2019-09-16T12:00')": 0.5,
    "decimal-time('2019-09-16T05:00:00Z')": 0.5,
    "decimal-time('2019-09-16')": 0.0,
    "decimal-time(2.75)": 0.75,
    "decimal-time(-0.25)": 0.75,
    "decimal-time(1 div 0)": NAN,
    "decimal-time(true())": NAN,
    "format-date('2019-09-06', '%d/%m/%Y')": "06/09/2019",
    "format-date('2019-9-6', '%e-%n-%y')": "6-9-19",
    "format-date('2019-09-16', '%a %b')": "Mon Sep",
    "format-date('1900-01-01', '%a')": "Mon",
    "format-date('0001-01-01', '%Y|%y')": "0001|01",
    "format-date('2019-09-16', 'ngày %d tháng %m năm %Y')": "ngày 16 tháng 09 năm 2019",
    "format-date('2019-09-16', '100%% %d')": "100% 16",
    "format-date('2019-09-16', '%%d')": "%d",
    "format-date('2019-09-16', '')": "",
    "format-date('2019-09-16', concat('%', 'Q%d'))": "16",
    "format-date('2019-09-16', concat('%d', '%'))": "16",
    "format-date(today(), '%d')": "20",
    "format-date(today() + 11, '%d/%m')": "01/10",
    "format-date('2019-09-16T20:00:00Z', '%d')": "17",
    "format-date('', '%d')": "",
    "format-date('x', '%d')": "",
    "format-date(0 div 0, '%d')": "",
    "format-date(1 div 0, '%d')": "",
    "format-date(99999999, '%d')": "",
    "format-date(true(), '%d')": "",
    "format-date-time('2019-09-16T09:05:07.089', '%H:%M:%S.%3 %h')": "09:05:07.089 9",
    "format-date-time('2019-09-16T20:00:00Z', '%Y-%m-%d %H:%M')": "2019-09-17 03:00",
    "format-date-time('2019-09-16', '%H:%M')": "00:00",
    "format-date-time(18155.5, '%d %H:%M')": "16 19:00",
    "format-date-time(now(), '%H:%M:%S.%3')": "08:30:15.250",
    "format-date-time('', '%H')": "",
}

IN_NEW_YORK: dict[str, object] = {
    "today()": "2019-09-19",
    "now()": "2019-09-19T21:30:15.250-04:00",
    "number('1970-01-02')": 1.0,
    "date(0)": "1970-01-01",
    "date-time(0)": "1969-12-31T19:00:00.000-05:00",
    "format-date(0, '%Y-%m-%d')": "1970-01-01",
    "format-date(today() + 1, '%d')": "20",
    # 2021-03-14: from 02:00 to 03:00 at once
    "date-time('2021-03-14T01:59:59')": "2021-03-14T01:59:59.000-05:00",
    "date-time('2021-03-14T02:30:00')": "2021-03-14T03:30:00.000-04:00",
    "date-time('2021-03-14T03:00:00')": "2021-03-14T03:00:00.000-04:00",
    "round(24 * (decimal-date-time('2021-03-15') - decimal-date-time('2021-03-14')), 6)": 23.0,
    # 2021-11-07: from 02:00 back to 01:00; the earlier one is meant
    "date-time('2021-11-07T00:59:59')": "2021-11-07T00:59:59.000-04:00",
    "date-time('2021-11-07T01:30:00')": "2021-11-07T01:30:00.000-04:00",
    "date-time('2021-11-07T02:00:00')": "2021-11-07T02:00:00.000-05:00",
    "date-time('2021-11-07T06:30:00Z')": "2021-11-07T01:30:00.000-05:00",
    "'2021-11-08' - '2021-11-07'": 1.0,
    "date('2021-11-07' + 1)": "2021-11-08",
    "decimal-time('12:00:00-04:00')": 0.5,
    "today() <= now()": True,
    "now() >= today()": True,
}


def test_in_hanoi() -> None:
    assert differences(IN_HANOI, value_of) == {}


def test_in_new_york() -> None:
    assert differences(IN_NEW_YORK, lambda text: value_of(text, NEW_YORK)) == {}


@pytest.mark.parametrize("hour", ["00:00:00", "06:59:59", "07:00:01", "23:59:59"])
def test_all_day_long_now_is_within_today(hour: str) -> None:
    now = f"2019-09-20T{hour}+07:00"
    for expression in ("now() >= today()", "now() < today() + 1", "today() <= now()"):
        assert value_of(expression, HANOI, now) is True, (expression, hour)


def test_the_last_moment_of_a_year_and_a_leap_day() -> None:
    assert value_of("now()", "UTC", "2019-12-31T23:59:59.999+00:00") == (
        "2019-12-31T23:59:59.999+00:00"
    )
    assert value_of("today()", HANOI, "2020-02-29T20:00:00+00:00") == "2020-03-01"
    assert value_of("now()", "Asia/Kathmandu", "2020-02-29T18:14:59+00:00") == (
        "2020-02-29T23:59:59.000+05:45"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2019-09-16T24:00",
        "2019-09-16T9:00",
        "2019-09-16T09",
        "2019-09-16 09:00",
        "2019-09-16T09:00+7",
        "2019-09-16T09:00+0700",
        "2019-09-16T09:00:00+15:00",
        "2019-13-01",
        "2019-00-01",
        "2019-01-00",
        "2019-04-31",
        "0000-01-01",
        "20190916",
        "2019-09-16Z",
        "12019-09-16",
        "２０１９-09-16",
        "",
        "-",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_moment(text) is None
    assert value_of(f"date('{text}')") == ""


def test_a_moment_keeps_what_its_text_says() -> None:
    moment = read_moment("1969-12-31T23:59:59.9994-00:30")
    assert moment is not None
    assert (moment.days, moment.ms, moment.offset) == (-1, 86_399_999, -30)
    assert moment.utc_ms == -1 + 30 * 60_000
    assert read_time("09:50Z") == (35_400_000, 0)
    assert format_days(math.nan) == format_days(math.inf) == ""
