"""Functions on numbers.

Source: ODK XForms specification, after XPath 3.0 (math:*); XPath 1.0 section 4.4. What is not
defined is NaN; what is too large, or the logarithm of 0, an infinity, as in IEEE 754 and Java.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from inspector_app.domain.form.expression.functions.function import (
    Arguments,
    Function,
    constant,
    eager,
    numbers_of,
    of_value,
    whole,
)
from inspector_app.domain.form.expression.values import Scope, XValue, to_number
from inspector_app.domain.form.numbers import round_half_up


def _math(compute: Callable[[float], float]) -> Function:
    def run(scope: Scope, arguments: Arguments) -> XValue:
        number = to_number(arguments[0](scope))
        if math.isnan(number):
            return math.nan
        try:
            return float(compute(number))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return Function(run, 1, 1)


def _logarithm(compute: Callable[[float], float]) -> Function:
    return _math(lambda number: -math.inf if number == 0 else compute(number))


def _whole(compute: Callable[[float], int]) -> Function:
    def run(value: XValue) -> XValue:
        number = to_number(value)
        return float(compute(number)) if math.isfinite(number) else number

    return of_value(run)


def _pow(values: list[XValue]) -> XValue:
    base, power = to_number(values[0]), to_number(values[1])
    if math.isnan(power) or (abs(base) == 1 and math.isinf(power)):
        return math.nan
    try:
        return math.pow(base, power)
    except ValueError:  # 0 to a negative power, or the root of a negative number
        is_odd = power % 2 == 1
        return math.nan if base else math.copysign(math.inf, base) if is_odd else math.inf
    except OverflowError:
        return -math.inf if base < 0 and power % 2 == 1 else math.inf


def _atan2(values: list[XValue]) -> XValue:
    return math.atan2(to_number(values[0]), to_number(values[1]))


def _round(values: list[XValue]) -> XValue:
    places = whole(to_number(values[1])) if len(values) > 1 else 0
    return round_half_up(to_number(values[0]), places)


def _sum(value: XValue) -> XValue:
    """XPath 1.0 ``sum()``, but empty nodes add nothing (JavaRosa); not rounded in between."""
    numbers = list(numbers_of([value], skips_empty=True))
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):  # beyond the doubles, or infinities of both signs
        return float(sum(numbers))


def _extreme(pick: Callable[[Iterable[float]], float]) -> Function:
    """XPath 3.0 ``min()``, ``max()``: NaN when there is nothing, or something that is no number.

    Empty nodes do not count (JavaRosa).
    """

    def run(values: list[XValue]) -> XValue:
        numbers = list(numbers_of(values, skips_empty=True))
        if not numbers or any(number != number for number in numbers):
            return math.nan
        return pick(numbers)

    return eager(run, 1, None)


MATH_FUNCTIONS: dict[str, Function] = {
    "abs": _math(abs),
    "pow": eager(_pow, 2, 2),
    "sqrt": _math(math.sqrt),
    "exp": _math(math.exp),
    "exp10": _math(lambda power: 10.0**power),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
    "sin": _math(math.sin),
    "cos": _math(math.cos),
    "tan": _math(math.tan),
    "asin": _math(math.asin),
    "acos": _math(math.acos),
    "atan": _math(math.atan),
    "atan2": eager(_atan2, 2, 2),
    "pi": constant(math.pi),
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "int": _whole(math.trunc),
    "round": eager(_round, 1, 2),
    "sum": of_value(_sum, node_arguments=(0,)),
    "min": _extreme(min),
    "max": _extreme(max),
}
"""Functions on numbers, by name."""
