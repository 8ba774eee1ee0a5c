"""Expressions: values, grammar, functions; a table per topic."""

from __future__ import annotations

import math

import pytest

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.parser import Chain, Path, parse
from inspector_app.domain.form.expression.values import to_text
from inspector_app.domain.form.instance.engine import Instance, Node, Value
from inspector_app.domain.form.numbers import (
    format_days,
    read_moment,
    round_half_up,
    stored_decimal,
)
from tests.kit.days import on_day
from tests.unit.domain.form.forms import form, question

ROWS = (b"1" * 16, b"2" * 16, b"3" * 16)


@pytest.fixture(scope="module")
def instance() -> Instance:
    made = form(
        question("n"),
        question("empty"),
        question("word", "text"),
        question("day", "date"),
        question("many", "select_multiple"),
        question("one", "select_one"),
        question("gone", relevant="false()"),
        question("x", repeat="t"),
        question("y", "text", repeat="t"),
        question("end"),
        instances={"ynp": ({"name": "yes", "score": "1"}, {"name": "partial", "score": "0.5"})},
    )
    answers: dict[Node, Value] = {
        ("n", None): 7,
        ("word", None): "Phú Bình",
        ("day", None): "2019-09-16",
        ("many", None): ["yes", "no"],
        ("one", None): "yes",
        ("gone", None): 99,
        ("x", ROWS[0]): 10,
        ("x", ROWS[1]): 20,
        ("y", ROWS[0]): "a",
        ("y", ROWS[2]): "a",
    }
    return Instance(made, answers, {"t": ROWS}, on_day("2019-09-20"))


def test_arithmetic_and_logic(instance: Instance) -> None:
    table: dict[str, object] = {
        "1 + 2 * 3": 7.0,
        "(1 + 2) * 3": 9.0,
        "10 - 2 - 3": 5.0,
        "7 div 2": 3.5,
        "-7 mod 3": -1.0,
        "- - 3": 3.0,
        "2 * -3": -6.0,
        "1 div 0": math.inf,
        "-1 div 0": -math.inf,
        "1 = 1 and 2 = 3": False,
        "1 = 2 or 3 = 3": True,
        "3 < 4 < 5": True,
        "1 = 1 = true()": True,
        "'a' = 'a'": True,
        "'1' = 1": True,
        "'1.0' = '1'": False,
        "'' = 0": False,
        "true() = 'x'": True,
        "not(0)": True,
        "boolean('false')": True,
        "boolean-from-string('false')": False,
        "/data/s/n * 2": 14.0,
        "/data/s/n=7": True,
    }
    assert {text: instance.evaluate(text) for text in table} == table
    assert math.isnan(float(str(instance.evaluate("0 div 0"))))


def test_operators_are_names_where_an_operand_stands() -> None:
    tree = parse("div div div")
    assert isinstance(tree, Chain)
    assert isinstance(tree.first, Path)
    assert [name for name, _ in tree.rest] == ["div"]


def test_paths(instance: Instance) -> None:
    table: dict[str, object] = {
        "string(/data/s/word)": "Phú Bình",
        "string(/data/s/gone)": "",
        "count(/data/s/t)": 3.0,
        "sum(/data/s/t/x[. != ''])": 30.0,
        "count(/data/s/t[x > 5])": 2.0,
        "string(/data/s/t[2]/x)": "20",
        "string(/data/s/t[position() = last()]/y)": "a",
        "count(/data/s/t[y = 'a'])": 2.0,
        "count(/data/s/*)": 10.0,
        "string(/data/s/t[1]/../n)": "7",
        "count(/data/s/t/x | /data/s/n)": 4.0,
        "instance('ynp')/root/item[name = 'partial']/score * 2": 1.0,
        "indexed-repeat(/data/s/t/x, /data/s/t, 2) + 1": 21.0,
        "jr:choice-name(/data/s/one, '/data/s/one')": "Có",
        "count-non-empty(/data/s/t/x)": 2.0,
        "/data/s/t/x = 20": True,
        "/data/s/t/x != 20": True,
    }
    assert {text: instance.evaluate(text) for text in table} == table


def test_relative_paths_start_at_the_question(instance: Instance) -> None:
    row = ROWS[1]
    assert to_text(instance.evaluate("../x", ("y", row))) == "20"
    assert to_text(instance.evaluate(".", ("x", row))) == "20"
    assert to_text(instance.evaluate("current()/../x", ("y", row))) == "20"
    assert to_text(instance.evaluate("../../n", ("y", row))) == "7"
    assert to_text(instance.evaluate("/data/s/t/x", ("y", row))) == "20"
    assert instance.evaluate("position(..)", ("x", row)) == 2.0
    assert instance.evaluate("count(../../t[x = current()/../x])", ("y", row)) == 1.0


def test_functions_on_numbers(instance: Instance) -> None:
    table: dict[str, object] = {
        "round(1.005, 2)": 1.01,
        "round(-1.5)": -2.0,
        "round(2.5)": 3.0,
        "round(1234, -2)": 1200.0,
        "int(-1.7)": -1.0,
        "number('abc') = number('abc')": False,
        "sum(/data/s/t/x[. != '']) div 4": 7.5,
        "min(3, -2, 5)": -2.0,
        "max(-3, -2)": -2.0,
        "max(/data/s/t/x[. != ''])": 20.0,
        "pow(2, 10)": 1024.0,
        "abs(-3)": 3.0,
        "floor(-1.5)": -2.0,
        "ceiling(1.2)": 2.0,
        "count-selected(/data/s/many)": 2.0,
        "if(/data/s/n > 5, 'a', 'b')": "a",
        "checklist(1, 2, true(), false(), 'true')": True,
        "weighted-checklist(3, -1, true(), 2, true(), 1)": True,
    }
    assert {text: instance.evaluate(text) for text in table} == table


def test_functions_on_texts(instance: Instance) -> None:
    table: dict[str, object] = {
        "concat('a', 1, true())": "a1true",
        "concat(/data/s/t/y)": "aa",
        "join('-', 'a', 'b')": "a-b",
        "string-length(/data/s/word)": 8.0,
        "substr('abcdef', 2, 4)": "cd",
        "substr('abcdef', -2)": "ef",
        "substring('12345', 1.5, 2.6)": "234",
        "substring('12345', -1 div 0)": "12345",
        "substring-before('16/09', '/')": "16",
        "substring-after('16/09', '/')": "09",
        "translate('aa', 'aa', 'bc')": "bb",
        "normalize-space('  a  b ')": "a b",
        "contains(/data/s/word, 'Bình')": True,
        "starts-with('KH-12', 'KH')": True,
        "ends-with('12/KH-UBND', 'UBND')": True,
        "regex('12/KH-UBND', '[0-9]+/KH-UBND')": True,
        "regex('x12/KH-UBND', '[0-9]+/KH-UBND')": False,
        "selected(/data/s/many, 'no')": True,
        "selected('yesterday', 'yes')": False,
        "selected-at(/data/s/many, 1)": "no",
        "string(coalesce(/data/s/empty, 'x'))": "x",
        "string(0.1 + 0.2)": "0.30000000000000004",
        "string(100000000000000000000)": "100000000000000000000",
    }
    assert {text: instance.evaluate(text) for text in table} == table


def test_dates_are_days(instance: Instance) -> None:
    table: dict[str, object] = {
        "string(today())": "2019-09-20",
        "today() > '1970-06-03'": True,
        "/data/s/day < today()": True,
        "today() - /data/s/day": 4.0,
        "string(date('1970-01-02') + 0)": "1",
        "string(date(1))": "1970-01-02",
        "date(today() + 1)": "2019-09-21",
        "format-date(/data/s/day, '%d/%m/%Y')": "16/09/2019",
        "format-date('2019-09-16', '%a %e %b %n %y')": "Mon 16 Sep 9 19",
        "decimal-date-time('1970-01-01T12:00:00')": 0.5,
        "date-time(0.5)": "1970-01-01T12:00:00.000+00:00",
        "decimal-time('06:00')": 0.25,
        "number('2019-02-30') = number('2019-02-30')": False,
    }
    assert {text: instance.evaluate(text) for text in table} == table


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "trống"),
        ("1 +", "thiếu phần cuối"),
        ("1 + + 2", "không đúng chỗ"),
        ("(1", "cần «)»"),
        ("'abc", "không được đóng"),
        ("“abc”", "nháy cong"),
        ("foo(1)", "không có hàm «foo()»"),
        ("if(1, 2)", "cần 3 tham số, đang có 2"),
        ("/data/s/missing", "không có câu hỏi hay nhóm «missing»"),
        ("/other/s/n", "/other/s/n"),
        ("../../..", "không có câu hỏi hay nhóm"),
        ("instance('zzz')/root/item", "không có danh sách «zzz»"),
        ("//n", "«//»"),
        ("@id", "«@»"),
        ("$x", "biến"),
        ("ancestor::n", "trục"),
        ("regex('a', '[')", "không đúng"),
        ("format-date('2019-01-01', '%Q')", "ký hiệu"),
        ("'a'[1]/b", "sau một đường dẫn"),
        ("(" * 200 + "1" + ")" * 200, "lồng nhau"),
        ("1 " + "x" * 40_000, "dài hơn"),
        ("sum('a')", "phải là đường dẫn"),
        ("5 # 3", "không hiểu ký tự «#»"),
    ],
)
def test_what_is_refused_and_why(instance: Instance, text: str, part: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        instance.evaluate(text)
    assert part in str(caught.value)


def test_a_sum_of_a_thousand_terms_is_not_deep(instance: Instance) -> None:
    assert instance.evaluate(" + ".join(["1"] * 1000)) == 1000.0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (99.57, "99.57"),
        (1e15, "1000000000000000"),
        (9007199254740991.0, "9007199254740991"),
        (1234567890123.45, "1234567890123.45"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (math.nan, None),
        (math.inf, None),
    ],
)
def test_doubles_are_stored_as_exact_decimals(number: float, text: str | None) -> None:
    assert stored_decimal(number) == text


def test_halves_round_away_from_zero() -> None:
    assert [round_half_up(x, 2) for x in (1.005, 2.675, -1.005, 99.565)] == [
        1.01, 2.68, -1.01, 99.57,
    ]  # fmt: skip


def test_days_and_dates_are_inverse() -> None:
    for days in (-719162, -1, 0, 11016, 18155, 2932896):
        assert read_moment(format_days(days)).wall == days  # type: ignore[union-attr]
    assert format_days(2932897) == ""
    assert read_moment("2019-02-29") is None
    assert read_moment("2020-02-29") is not None
