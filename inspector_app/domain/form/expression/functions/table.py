"""The ODK function library: its table, with logic, choices and node sets.

Source: ODK XForms specification, section "XPath functions"; XPath 1.0 section 4 for the core ones;
JavaRosa where they are silent. The other functions are in ``functions_*``. What differs from other
engines is listed in docs/formats/form.md.
"""

from __future__ import annotations

import math

from inspector_app.domain.form.expression.functions.chance import CHANCE_FUNCTIONS
from inspector_app.domain.form.expression.functions.code import CODE_FUNCTIONS
from inspector_app.domain.form.expression.functions.dates import DATE_FUNCTIONS
from inspector_app.domain.form.expression.functions.function import (
    Arguments,
    Function,
    constant,
    eager,
    flatten,
    of_context,
    of_two_texts,
    of_value,
    whole,
)
from inspector_app.domain.form.expression.functions.mathematics import MATH_FUNCTIONS
from inspector_app.domain.form.expression.functions.points import GEO_FUNCTIONS
from inspector_app.domain.form.expression.functions.texts import TEXT_FUNCTIONS
from inspector_app.domain.form.expression.values import (
    PrimaryNode,
    Scope,
    XValue,
    to_boolean,
    to_number,
    to_text,
)
from inspector_app.domain.form.schema import SchemaKind

UNSUPPORTED = frozenset(
    ("extract-signed", "property", "id", "lang", "namespace-uri", "search", "intersects", "depend")
)
"""Functions that other engines have and this one has not; refused by name."""


def _if(scope: Scope, arguments: Arguments) -> XValue:
    chosen = 1 if to_boolean(arguments[0](scope)) else 2
    return arguments[chosen](scope)


def _coalesce(scope: Scope, arguments: Arguments) -> XValue:
    """The first of two that is neither empty nor NaN."""
    value = arguments[0](scope)
    is_empty = value != value if isinstance(value, float) else to_text(value) == ""
    return arguments[1](scope) if is_empty else value


def _once(scope: Scope, arguments: Arguments) -> XValue:
    current = scope.current
    is_leaf = isinstance(current, PrimaryNode) and current.schema.kind is SchemaKind.LEAF
    before = current.text() if is_leaf else ""
    return before if before != "" else arguments[0](scope)


def _position(scope: Scope, _arguments: Arguments) -> XValue:
    return float(scope.position)


def _last(scope: Scope, _arguments: Arguments) -> XValue:
    return float(scope.size)


def _count(value: XValue) -> XValue:
    return float(len(value)) if isinstance(value, list) else math.nan


def _count_non_empty(value: XValue) -> XValue:
    if not isinstance(value, list):
        return math.nan
    return float(sum(1 for node in value if node.text() != ""))


def _selected(chosen: str, wanted: str) -> XValue:
    """Whether a name is in a list with blanks between; an empty name is in an empty list."""
    return f" {wanted.strip()} " in f" {chosen} "


def _chosen(value: XValue) -> list[str]:
    return [name for name in to_text(value).split(" ") if name]


def _selected_at(values: list[XValue]) -> XValue:
    chosen, index = _chosen(values[0]), whole(to_number(values[1]))
    return chosen[index] if 0 <= index < len(chosen) else ""


def _checklist(values: list[XValue]) -> XValue:
    """Whether so many are true; nodes with a text are. A negative bound is none."""
    least, most = whole(to_number(values[0])), whole(to_number(values[1]))
    true = sum(1 for value in flatten(values[2:]) if to_boolean(value))
    return (least < 0 or true >= least) and (most < 0 or true <= most)


def _weighted_checklist(values: list[XValue]) -> XValue:
    """As ``checklist()`` with a weight after each; two node sets go together node by node."""
    least, most = to_number(values[0]), to_number(values[1])
    weight = 0.0
    for value, factor in zip(values[2::2], values[3::2], strict=False):
        if isinstance(value, list) and isinstance(factor, list):
            for node, other in zip(value, factor, strict=False):
                weight += to_number(other.text()) if node.text() else 0.0
        elif to_boolean(to_text(value) if isinstance(value, list) else value):
            weight += to_number(factor)
    return (least == -1 or weight >= least) and (most == -1 or weight <= most)


def _from_text(value: XValue) -> XValue:
    """``boolean-from-string()``: only ``true`` and ``1`` are true."""
    return value if isinstance(value, bool) else to_text(value) in ("true", "1")


def _name(value: XValue) -> str:
    return value[0].name if isinstance(value, list) and value else ""


def _version(scope: Scope, _arguments: Arguments) -> XValue:
    """The version of the form; empty where an expression stands alone."""
    return scope.environment.form_version


FUNCTIONS: dict[str, Function] = {
    "if": Function(_if, 3, 3),
    "coalesce": Function(_coalesce, 2, 2),
    "once": Function(_once, 1, 1),
    "position": Function(_position, 0, 0),
    "last": Function(_last, 0, 0),
    "true": constant(value=True),
    "false": constant(value=False),
    "not": of_value(lambda value: not to_boolean(value)),
    "boolean": of_value(to_boolean),
    "boolean-from-string": of_value(_from_text),
    "count": of_value(_count, node_arguments=(0,)),
    "count-non-empty": of_value(_count_non_empty, node_arguments=(0,)),
    "selected": of_two_texts(_selected),
    "selected-at": eager(_selected_at, 2, 2),
    "count-selected": of_value(lambda value: float(len(_chosen(value)))),
    "checklist": eager(_checklist, 2, None),
    "weighted-checklist": eager(_weighted_checklist, 4, None),
    "name": of_context(_name, node_arguments=(0,)),
    "local-name": of_context(lambda value: _name(value).rpartition(":")[2], node_arguments=(0,)),
    "version": Function(_version, 0, 0),
    **MATH_FUNCTIONS,
    **TEXT_FUNCTIONS,
    **DATE_FUNCTIONS,
    **CHANCE_FUNCTIONS,
    **CODE_FUNCTIONS,
    **GEO_FUNCTIONS,
}
"""Every function by its name in an expression."""
