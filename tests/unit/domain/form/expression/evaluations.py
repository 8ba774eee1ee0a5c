"""Expressions evaluated in tests: by themselves, at a fixed moment, in a named zone."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from inspector_app.domain.form.expression.bare import evaluate_bare
from inspector_app.domain.form.surroundings import Surroundings

HANOI = "Asia/Ho_Chi_Minh"
NEW_YORK = "America/New_York"


def at(moment: str, zone: str = HANOI) -> Surroundings:
    """A moment (ISO text with offset) in a zone, with chance that counts up."""
    where = ZoneInfo(zone)

    def offset(ms: int) -> int:
        found = datetime.fromtimestamp(ms / 1000, UTC).astimezone(where).utcoffset()
        assert found is not None
        return round(found.total_seconds() / 60)

    now = round(datetime.fromisoformat(moment).timestamp() * 1000)
    return Surroundings(now_ms=now, offset=offset, random_bytes=counting())


def counting() -> Callable[[int], bytes]:
    """Bytes that are never the same twice."""
    drawn = 0

    def draw(length: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return bytes((drawn * 37 + index * 11) % 256 for index in range(length))

    return draw


def value_of(
    expression: str, zone: str = HANOI, now: str = "2019-09-20T08:30:15.250+07:00"
) -> object:
    """The value of an expression that needs no form."""
    return evaluate_bare(expression, at(now, zone))


def differences(table: dict[str, object], evaluate: Callable[[str], object]) -> dict[str, object]:
    """What does not give what the table says, with what it gives."""
    found = {expression: evaluate(expression) for expression in table}
    return {
        expression: value
        for expression, value in found.items()
        if type(value) is not type(table[expression]) or not same(value, table[expression])
    }


def same(value: object, expected: object) -> bool:
    """Equal, NaN included; doubles to their last digits."""
    if isinstance(value, float) and isinstance(expected, float):
        if math.isnan(value) or math.isnan(expected):
            return math.isnan(value) and math.isnan(expected)
        return value == expected or math.isclose(value, expected, rel_tol=1e-14)
    return value == expected
