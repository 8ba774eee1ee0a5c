"""Arithmetic and comparison.

Source: XPath 1.0 sections 3.4 and 3.5; ODK XForms specification for dates. Decided where engines
differ (docs/formats/form.md): ``<`` and its kin compare as numbers and ISO dates are numbers of
days; ``=`` on two texts compares them as text. Two dateTimes that both say their offset from UTC are
compared as moments; otherwise a dateTime counts as the clock on the wall showed it, so that
``. <= now()`` holds all day long for a date of today.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from inspector_app.domain.form.expression.values import XValue, to_boolean, to_number
from inspector_app.domain.form.numbers import parse_double, read_moment

Arithmetic = Callable[[float, float], float]


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    sign = math.copysign(1, left) * math.copysign(1, right)
    return math.inf if sign > 0 else -math.inf


def _modulo(left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right) or math.isinf(left) or right == 0:
        return math.nan
    return math.fmod(left, right)


ARITHMETIC: dict[str, Arithmetic] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _modulo,
}

ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
"""Comparisons of two numbers by their sign."""


MIRRORED: dict[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""The comparison that says the same with its sides changed over."""


def compare(name: str, left: XValue, right: XValue) -> bool:
    """One of ``= != < <= > >=`` as XPath 1.0 has it; with nodes: true for any pair.

    No nodes at all compare as the empty text (JavaRosa): a question that is not relevant reads as
    unanswered, so that ``${q} = ''`` is true of it.
    """
    if left == []:
        left = ""
    if right == []:
        right = ""
    if isinstance(left, list) and isinstance(right, list):
        texts = [node.text() for node in right]
        return any(_compare_plain(name, node.text(), text) for node in left for text in texts)
    if isinstance(left, list):
        if isinstance(right, bool):
            return _compare_plain(name, to_boolean(left), right)
        return any(_compare_plain(name, node.text(), right) for node in left)
    if isinstance(right, list):
        if isinstance(left, bool):
            return _compare_plain(name, left, to_boolean(right))
        return any(_compare_plain(name, left, node.text()) for node in right)
    return _compare_plain(name, left, right)


def _compare_plain(name: str, left: XValue, right: XValue) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        if name in ("=", "!="):
            return (left == right) == (name == "=")
        return ORDER[name](*_two_numbers(left, right))
    if name in ("=", "!=") and (isinstance(left, bool) or isinstance(right, bool)):
        return (to_boolean(left) == to_boolean(right)) == (name == "=")
    return ORDER[name](to_number(left), to_number(right))


def _two_numbers(left: str, right: str) -> tuple[float, float]:
    # only a dateTime with an offset is so long and ends so
    if len(left) > 16 < len(right):
        one, other = read_moment(left.strip()), read_moment(right.strip())
        if one and other and one.offset is not None and other.offset is not None:
            return one.utc_ms, other.utc_ms
    return parse_double(left), parse_double(right)
