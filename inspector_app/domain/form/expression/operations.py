"""Operators as closures: arithmetic and comparisons, the usual ones without making nodes.

Most expressions of a checklist compare or add the values of single questions; those read texts and
numbers directly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from inspector_app.domain.form.expression.evaluation import TextGetter, node_getter
from inspector_app.domain.form.expression.operators import ARITHMETIC, ORDER, compare
from inspector_app.domain.form.expression.values import (
    Evaluator,
    PrimaryNode,
    Scope,
    XNode,
    XValue,
    to_boolean,
    to_number,
)
from inspector_app.domain.form.numbers import parse_double

NumberGetter: TypeAlias = Callable[[Scope], float]


def every(tests: tuple[Evaluator, ...]) -> Evaluator:
    """``and``: tests after the first false one are not evaluated (XPath 1.0, section 3.4)."""
    if len(tests) == 2:
        one, other = tests
        return lambda scope: to_boolean(one(scope)) and to_boolean(other(scope))
    return lambda scope: all(to_boolean(test(scope)) for test in tests)


def some(tests: tuple[Evaluator, ...]) -> Evaluator:
    """``or``: tests after the first true one are not evaluated."""
    if len(tests) == 2:
        one, other = tests
        return lambda scope: to_boolean(one(scope)) or to_boolean(other(scope))
    return lambda scope: any(to_boolean(test(scope)) for test in tests)


def arithmetic(first: NumberGetter, pairs: list[tuple[str, NumberGetter]]) -> NumberGetter:
    """Operators of ``ARITHMETIC``, from the left."""
    rest = [(ARITHMETIC[name], operand) for name, operand in pairs]
    if len(rest) == 1:
        only, other = rest[0]
        return lambda scope: only(first(scope), other(scope))

    def run(scope: Scope) -> float:
        total = first(scope)
        for apply, operand in rest:
            total = apply(total, operand(scope))
        return total

    return run


def leaf_number(text: TextGetter) -> NumberGetter:
    """The number that a leaf holds."""
    return lambda scope: parse_double(text(scope))


def plain_number(evaluate: Evaluator) -> NumberGetter:
    """What any expression gives, as a number."""
    return lambda scope: to_number(evaluate(scope))


def leaf_against_text(name: str, leaf: TextGetter, wanted: str) -> Evaluator:
    """``leaf = 'text'`` or ``leaf != 'text'``."""
    is_equal = name == "="
    return lambda scope: (leaf(scope) == wanted) is is_equal


def leaf_against_number(name: str, leaf: TextGetter, number: NumberGetter) -> Evaluator:
    """A leaf compared with something that is a number."""
    order = ORDER[name]
    return lambda scope: order(parse_double(leaf(scope)), number(scope))


def two_numbers(name: str, left: NumberGetter, right: NumberGetter) -> Evaluator:
    """Two numbers compared."""
    order = ORDER[name]
    return lambda scope: order(left(scope), right(scope))


def comparison(first: Evaluator, pairs: list[tuple[str, Evaluator]]) -> Evaluator:
    """Comparisons, from the left."""
    if len(pairs) == 1:
        name, only = pairs[0]
        return lambda scope: compare(name, first(scope), only(scope))

    def run(scope: Scope) -> XValue:
        value = first(scope)
        for name, operand in pairs:
            value = compare(name, value, operand(scope))
        return value

    return run


def union(parts: tuple[Evaluator, ...]) -> Evaluator:
    """Nodes of all parts, each once, in document order (XPath 1.0, section 3.3)."""
    getters = [node_getter(part) for part in parts]

    def run(scope: Scope) -> XValue:
        found: dict[tuple[object, ...], XNode] = {}
        for getter in getters:
            for node in getter(scope):
                found.setdefault(node.order, node)
        nodes = list(found.values())
        if all(isinstance(node, PrimaryNode) for node in nodes):
            nodes.sort(key=_document_order)
        return nodes

    return run


def _document_order(node: XNode) -> tuple[tuple[int, int], ...]:
    return node.document_order() if isinstance(node, PrimaryNode) else ()
