"""``form eval``: what it prints, in text and JSON, and what it refuses."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inspector_app.cli import form_eval
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.screen import Screen
from inspector_app.cli.zones import offset, zone
from inspector_app.domain.errors import ExpressionError, UsageError


def run(*arguments: str, is_json: bool = False) -> str:
    parser = Parser(prog="inspector form")
    form_eval.add(Words(parser, 2))
    out = io.StringIO()
    screen = Screen(is_json=is_json, is_quiet=False, out=out, err=io.StringIO())
    words = parser.parse_args(["eval", *arguments])
    assert words.run(Context(words, screen)) == 0
    return out.getvalue()


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("1 + 1", "number", 2),
        ("0.1 + 0.2", "number", 0.30000000000000004),
        ("1000000 * 1000000", "number", 1_000_000_000_000),
        ("0 div 0", "number", "NaN"),
        ("1 div 0", "number", "Infinity"),
        ("-1 div 0", "number", "-Infinity"),
        ("concat('Phú', ' Bình')", "string", "Phú Bình"),
        ("1 = 1", "boolean", True),
        (".", "nodeset", [""]),
        # what begins like an option is an expression all the same
        ("-(1 + 2)", "number", -3),
        ("-5", "number", -5),
        ("-pi()<0", "boolean", True),
        ("'--tz'", "string", "--tz"),
    ],
)
def test_json_is_one_document(expression: str, kind: str, value: object) -> None:
    found: dict[str, Any] = json.loads(run(expression, "--tz", "UTC", is_json=True))
    assert found == {"type": kind, "value": value}
    assert type(found["value"]) is type(value)


@pytest.mark.parametrize(
    ("expression", "text"),
    [("6 * 7", "42"), ("'a'", "a"), ("1 = 2", "false"), ("1 div 0", "Infinity"), (".", "")],
)
def test_text_is_plain(expression: str, text: str) -> None:
    assert run(expression).strip() == text


def test_the_zone_decides_what_the_clock_shows() -> None:
    assert (
        run("date-time(18155.5)", "--tz", "Asia/Ho_Chi_Minh") == "2019-09-16T19:00:00.000+07:00\n"
    )
    assert run("date-time(18155.5)", "--tz", "America/Phoenix") == "2019-09-16T05:00:00.000-07:00\n"
    now = run("now()", "--tz", "Asia/Kathmandu").strip()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:45", now)
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(minutes=1)


def test_without_a_zone_it_is_that_of_this_computer() -> None:
    now = datetime.fromisoformat(run("now()").strip())
    assert now.utcoffset() == datetime.now(UTC).astimezone().utcoffset()


@pytest.mark.parametrize("expression", ["1 +", "foo()", "/data/q1", "..", "", "instance('x')"])
def test_what_is_wrong_is_said(expression: str) -> None:
    with pytest.raises(ExpressionError):
        run(expression)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "Asia", "x" * 300, "\0"])
def test_a_wrong_zone_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        run("1", "--tz", name)
    assert "không có múi giờ" in str(caught.value)
    assert "Asia/Ho_Chi_Minh" in str(caught.value)


def test_offsets_are_those_of_the_moment() -> None:
    where = ZoneInfo("America/New_York")
    assert offset(1_600_000_000_000, where) == -240
    assert offset(1_610_000_000_000, where) == -300
    assert offset(10**18, where) == 0
    assert zone("", "form eval") is None
    assert offset(-(10**15), None) == 0
    assert offset(-(10**12), None) == offset(2 * 86_400_000, None)
