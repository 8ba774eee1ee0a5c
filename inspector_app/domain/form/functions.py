"""The ODK function library: its table, with numbers, logic, choices and node sets.

Source: ODK XForms specification, section "XPath functions"; XPath 1.0 section 4 for the core ones.
Texts are in ``functions_text``, dates in ``functions_date``. What differs from other engines is
listed in docs/formats/form.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from inspector_app.domain.form.function import (
    Arguments,
    Function,
    eager,
    flatten,
    numbers_of,
)
from inspector_app.domain.form.functions_date import DATE_FUNCTIONS
from inspector_app.domain.form.functions_text import TEXT_FUNCTIONS
from inspector_app.domain.form.numbers import round_half_up
from inspector_app.domain.form.values import (
    PrimaryNode,
    Scope,
    XValue,
    to_boolean,
    to_number,
    to_text,
)

UNSUPPORTED = frozenset(
    (
        "now", "random", "randomize", "uuid", "digest", "area", "distance", "geofence", "pulldata",
        "jr:itext", "extract-signed", "base64-decode", "property", "version", "id", "lang",
        "local-name", "namespace-uri", "search", "intersects",
    )
)  # fmt: skip
"""Functions of the specification that this engine does not have; refused by name."""


def _if(scope: Scope, arguments: Arguments) -> XValue:
    chosen = 1 if to_boolean(arguments[0](scope)) else 2
    return arguments[chosen](scope)


def _coalesce(scope: Scope, arguments: Arguments) -> XValue:
    for argument in arguments[:-1]:
        value = argument(scope)
        if to_text(value) != "":
            return value
    return arguments[-1](scope)


def _once(scope: Scope, arguments: Arguments) -> XValue:
    before = scope.current.text()
    return before if before != "" else arguments[0](scope)


def _position(scope: Scope, arguments: Arguments) -> XValue:
    """Without argument the position in a predicate; of a repeat's node, the number of its row."""
    if not arguments:
        return float(scope.position)
    nodes = arguments[0](scope)
    node = nodes[0] if isinstance(nodes, list) and nodes else None
    if not isinstance(node, PrimaryNode) or node.row is None:
        return 1.0
    rows = list(scope.environment.row_ids(node.schema.repeat))
    return float(rows.index(node.row) + 1) if node.row in rows else math.nan


def _last(scope: Scope, _arguments: Arguments) -> XValue:
    return float(scope.size)


def _round(values: list[XValue]) -> XValue:
    places = to_number(values[1]) if len(values) > 1 else 0.0
    if math.isnan(places) or math.isinf(places):
        return math.nan
    return round_half_up(to_number(values[0]), int(places))


def _truncate(values: list[XValue]) -> XValue:
    number = to_number(values[0])
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _sum(values: list[XValue]) -> XValue:
    numbers = list(numbers_of(values))
    if any(math.isinf(number) or math.isnan(number) for number in numbers):
        return sum(numbers)
    return math.fsum(numbers)


def _extreme(pick: Callable[[Iterable[float]], float]) -> Callable[[list[XValue]], XValue]:
    def run(values: list[XValue]) -> XValue:
        numbers = list(numbers_of(values))
        if not numbers or any(math.isnan(number) for number in numbers):
            return math.nan
        return pick(numbers)

    return run


def _count(values: list[XValue]) -> XValue:
    nodes = values[0]
    return float(len(nodes)) if isinstance(nodes, list) else math.nan


def _count_non_empty(values: list[XValue]) -> XValue:
    nodes = values[0]
    if not isinstance(nodes, list):
        return math.nan
    return float(sum(1 for node in nodes if node.text() != ""))


def _selected(values: list[XValue]) -> XValue:
    return to_text(values[1]).strip() in to_text(values[0]).split()


def _selected_at(values: list[XValue]) -> XValue:
    chosen, index = to_text(values[0]).split(), to_number(values[1])
    if math.isnan(index) or not 0 <= index < len(chosen):
        return ""
    return chosen[int(index)]


def _checklist(values: list[XValue]) -> XValue:
    least, most = to_number(values[0]), to_number(values[1])
    true = sum(1 for value in flatten(values[2:]) if to_boolean(_from_text(value)))
    return (least == -1 or true >= least) and (most == -1 or true <= most)


def _weighted_checklist(values: list[XValue]) -> XValue:
    least, most = to_number(values[0]), to_number(values[1])
    items = flatten(values[2:])
    weight = sum(
        to_number(factor)
        for value, factor in zip(items[::2], items[1::2], strict=False)
        if to_boolean(_from_text(value))
    )
    return (least == -1 or weight >= least) and (most == -1 or weight <= most)


def _from_text(value: XValue) -> XValue:
    """``boolean-from-string()``: only ``true`` and ``1`` are true."""
    if isinstance(value, bool):
        return value
    return to_text(value) in ("true", "1")


def _math(compute: Callable[..., float], count: int = 1) -> Function:
    def run(values: list[XValue]) -> XValue:
        numbers = [to_number(value) for value in values]
        if any(math.isnan(number) for number in numbers):
            return math.nan
        try:
            result = compute(*numbers)
        except (ValueError, ZeroDivisionError):
            return math.nan
        except OverflowError:
            return math.inf
        return float(result) if not isinstance(result, complex) else math.nan

    return eager(run, count, count)


def _whole(compute: Callable[[float], int]) -> Function:
    def run(values: list[XValue]) -> XValue:
        number = to_number(values[0])
        return number if math.isnan(number) or math.isinf(number) else float(compute(number))

    return eager(run, 1, 1)


_MATHEMATICS: dict[str, Function] = {
    "abs": _math(abs),
    "pow": _math(lambda base, exponent: base**exponent, 2),
    "sqrt": _math(math.sqrt),
    "exp": _math(math.exp),
    "exp10": _math(lambda power: 10.0**power),
    "log": _math(math.log),
    "log10": _math(math.log10),
    "sin": _math(math.sin),
    "cos": _math(math.cos),
    "tan": _math(math.tan),
    "asin": _math(math.asin),
    "acos": _math(math.acos),
    "atan": _math(math.atan),
    "atan2": _math(math.atan2, 2),
    "pi": _math(lambda: math.pi, 0),
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
}

FUNCTIONS: dict[str, Function] = {
    "if": Function(_if, 3, 3),
    "coalesce": Function(_coalesce, 1, None),
    "once": Function(_once, 1, 1),
    "position": Function(_position, 0, 1, node_arguments=(0,)),
    "last": Function(_last, 0, 0),
    "true": eager(lambda _values: True, 0, 0),
    "false": eager(lambda _values: False, 0, 0),
    "not": eager(lambda values: not to_boolean(values[0]), 1, 1),
    "boolean": eager(lambda values: to_boolean(values[0]), 1, 1),
    "boolean-from-string": eager(lambda values: _from_text(values[0]), 1, 1),
    "number": eager(lambda values: to_number(values[0]), 1, 1),
    "int": eager(_truncate, 1, 1),
    "round": eager(_round, 1, 2),
    "sum": eager(_sum, 1, None, node_arguments=(0,)),
    "min": eager(_extreme(min), 1, None),
    "max": eager(_extreme(max), 1, None),
    "count": eager(_count, 1, 1, node_arguments=(0,)),
    "count-non-empty": eager(_count_non_empty, 1, 1, node_arguments=(0,)),
    "selected": eager(_selected, 2, 2),
    "selected-at": eager(_selected_at, 2, 2),
    "count-selected": eager(lambda values: float(len(to_text(values[0]).split())), 1, 1),
    "checklist": eager(_checklist, 3, None),
    "weighted-checklist": eager(_weighted_checklist, 4, None),
    **_MATHEMATICS,
    **TEXT_FUNCTIONS,
    **DATE_FUNCTIONS,
}
"""Every function by its name in an expression."""
