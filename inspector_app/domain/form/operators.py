"""Arithmetic and comparison.

Source: XPath 1.0 sections 3.4 and 3.5; ODK XForms specification for dates. Decided where engines
differ (docs/formats/form.md): ``<`` and its kin compare as numbers and ISO dates are numbers of
days; ``=`` on two texts compares them as text, which for ISO dates is the same thing.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from inspector_app.domain.form.values import XValue, to_boolean, to_number, to_text

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

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def compare(name: str, left: XValue, right: XValue) -> bool:
    """One of ``= != < <= > >=`` as XPath 1.0 has it; with nodes: true for any pair."""
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
    if name in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            return (to_boolean(left) == to_boolean(right)) == (name == "=")
        if isinstance(left, str) and isinstance(right, str):
            return (to_text(left) == to_text(right)) == (name == "=")
    return _ORDER[name](to_number(left), to_number(right))
