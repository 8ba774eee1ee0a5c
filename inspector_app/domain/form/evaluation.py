"""The closures that compiled expressions are made of: operators, paths, predicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from inspector_app.domain.form.operators import ARITHMETIC, compare
from inspector_app.domain.form.parser import Step
from inspector_app.domain.form.schema import SchemaNode
from inspector_app.domain.form.values import (
    Evaluator,
    InstanceRoot,
    NodeSet,
    PrimaryNode,
    RowId,
    Scope,
    XNode,
    XValue,
    to_boolean,
    to_number,
    to_text,
)

NodeGetter: TypeAlias = Callable[[Scope], NodeSet]


def arithmetic(first: Evaluator, pairs: list[tuple[str, Evaluator]]) -> Evaluator:
    """Operators of ``ARITHMETIC``, from the left."""
    rest = [(ARITHMETIC[name], operand) for name, operand in pairs]

    def run(scope: Scope) -> XValue:
        total = to_number(first(scope))
        for apply, operand in rest:
            total = apply(total, to_number(operand(scope)))
        return total

    return run


def comparison(first: Evaluator, pairs: list[tuple[str, Evaluator]]) -> Evaluator:
    """Comparisons, from the left."""

    def run(scope: Scope) -> XValue:
        value = first(scope)
        for name, operand in pairs:
            value = compare(name, value, operand(scope))
        return value

    return run


def union(parts: tuple[Evaluator, ...]) -> Evaluator:
    """Nodes of all parts, each once."""
    getters = [node_getter(part) for part in parts]

    def run(scope: Scope) -> XValue:
        found: dict[tuple[object, ...], XNode] = {}
        for getter in getters:
            for node in getter(scope):
                found.setdefault(node.order, node)
        return list(found.values())

    return run


def node_getter(evaluate: Evaluator) -> NodeGetter:
    """The nodes that an expression gives; none when it gives a plain value."""

    def run(scope: Scope) -> NodeSet:
        value = evaluate(scope)
        return value if isinstance(value, list) else []

    return run


def instance_start(name: str) -> NodeGetter:
    """The document of a secondary instance."""
    return lambda scope: [InstanceRoot(name, scope.environment.items(name), 0)]


def root_start(root: SchemaNode) -> NodeGetter:
    """The root of the primary instance."""
    return lambda scope: [PrimaryNode(scope.environment, root, None)]


def row_start(repeat: SchemaNode) -> NodeGetter:
    """The row of a repeat that the whole expression belongs to."""

    def run(scope: Scope) -> NodeSet:
        return [PrimaryNode(scope.environment, repeat, row_of(scope.current))]

    return run


def row_of(node: XNode) -> RowId | None:
    """The row a node is in."""
    return node.row if isinstance(node, PrimaryNode) else None


def walker(
    start: NodeGetter,
    first: tuple[Evaluator, ...],
    steps: list[tuple[Step, tuple[Evaluator, ...]]],
) -> Evaluator:
    """A path: ``first`` filters the start, then each step moves and filters."""

    def run(scope: Scope) -> XValue:
        nodes = _filter(start(scope), first, scope)
        for step, predicates in steps:
            found: dict[tuple[object, ...], XNode] = {}
            for node in nodes:
                for reached in _filter(_take(node, step), predicates, scope):
                    found.setdefault(reached.order, reached)
            nodes = list(found.values())
        return nodes

    return run


def _take(node: XNode, step: Step) -> NodeSet:
    if step.axis == "child":
        return node.children(step.name)
    reached = node if step.axis == "self" else node.parent()
    if reached is None or step.name not in ("*", reached.name):
        return []
    return [reached]


def _filter(nodes: NodeSet, predicates: tuple[Evaluator, ...], scope: Scope) -> NodeSet:
    for predicate in predicates:
        size = len(nodes)
        kept: NodeSet = []
        for position, node in enumerate(nodes, 1):
            inner = Scope(scope.environment, node, scope.current, position, size)
            value = predicate(inner)
            is_kept = value == position if type(value) is float else to_boolean(value)
            if is_kept:
                kept.append(node)
        nodes = kept
    return nodes


def choice_name(value: Evaluator, leaf: SchemaNode) -> Evaluator:
    """``jr:choice-name(value, 'path')``: the label of a choice; several are joined by ``, ``."""

    def run(scope: Scope) -> XValue:
        names = to_text(value(scope)).split()
        labels = [scope.environment.choice_label(leaf, name) for name in names]
        return ", ".join(label for label in labels if label is not None)

    return run


def indexed_repeat(leaf: SchemaNode, index: Evaluator) -> Evaluator:
    """``indexed-repeat(leaf, repeat, n)``: the leaf in the n-th row, empty when there is none."""

    def run(scope: Scope) -> XValue:
        rows = scope.environment.row_ids(leaf.repeat)
        wanted = to_number(index(scope))
        if not 1 <= wanted <= len(rows) or wanted != int(wanted):
            return []
        row = rows[int(wanted) - 1]
        is_there = scope.environment.is_relevant(leaf, row)
        return [PrimaryNode(scope.environment, leaf, row)] if is_there else []

    return run
