"""The closures that compiled expressions are made of: operators, paths, predicates, special forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from inspector_app.domain.form.expression.operators import ORDER
from inspector_app.domain.form.expression.parser import Step
from inspector_app.domain.form.expression.values import (
    Environment,
    Evaluator,
    InstanceRoot,
    Item,
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
from inspector_app.domain.form.schema import SchemaNode

NodeGetter: TypeAlias = Callable[[Scope], NodeSet]
TextGetter: TypeAlias = Callable[[Scope], str]
"""The text of one leaf without making a node; empty when it is not relevant."""


def node_getter(evaluate: Evaluator) -> NodeGetter:
    """The nodes that an expression gives; none when it gives a plain value."""

    def run(scope: Scope) -> NodeSet:
        value = evaluate(scope)
        return value if isinstance(value, list) else []

    return run


def instance_start(name: str) -> NodeGetter:
    """The document of a secondary instance."""
    return lambda scope: [InstanceRoot(name, scope.environment.items(name), 0)]


def row_start(node: SchemaNode, ups: int) -> NodeGetter:
    """A node that the context is in: ``ups`` repeats above the row of the whole expression."""

    def run(scope: Scope) -> NodeSet:
        row = outer_row(scope.environment, row_of(scope.current), ups)
        return [PrimaryNode(scope.environment, node, row)]

    return run


def row_of(node: XNode) -> RowId | None:
    """The row a node is in."""
    return node.row if isinstance(node, PrimaryNode) else None


def outer_row(environment: Environment, row: RowId | None, ups: int) -> RowId | None:
    """The row ``ups`` repeats further out."""
    while ups and row is not None:
        row = environment.outer_rows.get(row)
        ups -= 1
    return row


def single_leaf(leaf: SchemaNode, ups: int) -> Evaluator:
    """The usual path, without predicates, to one leaf of the context's own row or one around it."""
    if not leaf.repeats:

        def fixed(scope: Scope) -> XValue:
            environment = scope.environment
            if (leaf, None) in environment.hidden:
                return []
            return [PrimaryNode(environment, leaf, None)]

        return fixed

    def run(scope: Scope) -> XValue:
        environment = scope.environment
        row = outer_row(environment, row_of(scope.current), ups)
        if (leaf, row) in environment.hidden:
            return []
        return [PrimaryNode(environment, leaf, row)]

    return run


def same_for_all(evaluate: Evaluator) -> Evaluator:
    """A part of a predicate that does not look at the node tested: worked out once per filtering."""

    def run(scope: Scope) -> XValue:
        shared = scope.shared
        if shared is None:
            return evaluate(scope)
        if run not in shared:
            shared[run] = evaluate(scope)
        return shared[run]

    return run


def own_node(scope: Scope) -> XValue:
    """``.`` in a predicate."""
    return [scope.node]


def own_text(scope: Scope) -> str:
    """The text of ``.`` in a predicate."""
    return scope.node.text()


def single_text(leaf: SchemaNode, ups: int) -> TextGetter:
    """The text of what ``single_leaf`` leads to."""
    name, place = leaf.name, (leaf, None)
    if not leaf.repeats:

        def fixed(scope: Scope) -> str:
            environment = scope.environment
            if place in environment.hidden:
                return ""
            return environment.texts.get((name, None), "")

        return fixed

    def run(scope: Scope) -> str:
        environment = scope.environment
        row = outer_row(environment, row_of(scope.current), ups)
        if (leaf, row) in environment.hidden:
            return ""
        return environment.texts.get((name, row), "")

    return run


class PositionTest:
    """``[position() <= number]`` where the number is the same for all nodes: no node is asked.

    Running totals over long tables live on it.
    """

    def __init__(self, name: str, number: Evaluator) -> None:
        self._order, self._number = ORDER[name], number

    def __call__(self, scope: Scope) -> XValue:
        """As an ordinary predicate."""
        return self._order(float(scope.position), to_number(self._number(scope)))

    def kept(self, nodes: NodeSet, scope: Scope) -> NodeSet:
        """The nodes whose position passes."""
        order, wanted = self._order, to_number(self._number(scope))
        return [node for place, node in enumerate(nodes, 1) if order(place, wanted)]


def walker(
    start: NodeGetter,
    first: tuple[Evaluator, ...],
    steps: list[tuple[Step, tuple[Evaluator, ...]]],
) -> Evaluator:
    """A path: ``first`` filters the start, then each step moves and filters."""

    def run(scope: Scope) -> XValue:
        nodes = _filter(start(scope), first, scope)
        for step, predicates in steps:
            if len(nodes) == 1:
                nodes = _filter(_take(nodes[0], step), predicates, scope)
                continue
            taken = [_filter(_take(node, step), predicates, scope) for node in nodes]
            nodes = [node for part in taken for node in part]
            if step.axis != "child":  # the children of different nodes are different
                nodes = list({node.order: node for node in nodes}.values())
        return nodes

    return run


def item_lookup(
    instance: str, column: str, wanted: Evaluator, then: str | None, otherwise: Evaluator
) -> Evaluator:
    """``instance('x')/root/item[column = wanted]/then``, found by an index.

    ``otherwise`` is the same path the plain way, for values that do not compare as texts.
    """

    def run(scope: Scope) -> XValue:
        value = wanted(scope)
        if isinstance(value, bool | float):
            return otherwise(scope)
        texts = [value] if isinstance(value, str) else [node.text() for node in value] or [""]
        found: dict[int, Item] = {}
        for text in texts:
            for item in scope.environment.items_where(instance, column, text):
                found.setdefault(item.index, item)
        items = [found[index] for index in sorted(found)] if len(texts) > 1 else found.values()
        if then is None:
            return list(items)
        return [cell for item in items for cell in item.children(then)]

    return run


def _take(node: XNode, step: Step) -> NodeSet:
    if step.axis == "child":
        return node.children(step.name)
    reached = node if step.axis == "self" else node.parent()
    if reached is None or step.name not in ("*", reached.name):
        return []
    return [reached]


def _filter(nodes: NodeSet, predicates: tuple[Evaluator, ...], scope: Scope) -> NodeSet:
    if not predicates:
        return nodes
    environment, current = scope.environment, scope.current
    shared = {} if scope.shared is None else scope.shared
    for predicate in predicates:
        if isinstance(predicate, PositionTest):
            nodes = predicate.kept(nodes, Scope(environment, scope.node, current, shared=shared))
            continue
        size = len(nodes)
        kept: NodeSet = []
        for position, node in enumerate(nodes, 1):
            inner = Scope(environment, node, current, position, size, shared)
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


def pulldata(instance: str, wanted: str, key: str, value: Evaluator) -> Evaluator:
    """``pulldata(list, column, key column, key)``: a cell of the first item with that key."""

    def run(scope: Scope) -> XValue:
        for item in scope.environment.items_where(instance, key, to_text(value(scope))):
            return item.columns.get(wanted, "")
        return ""

    return run


def indexed_repeat(
    leaf: SchemaNode, indexes: tuple[tuple[str, Evaluator | None], ...], shared: int
) -> Evaluator:
    """``indexed-repeat(leaf, repeat, n, …)``: the leaf in the n-th row; none when there is none.

    ``indexes`` has the repeats around the leaf, outermost first, each with its number or None,
    where the row of the context counts (the first ``shared`` repeats) or, failing that, all rows.
    """

    def run(scope: Scope) -> XValue:
        environment = scope.environment
        own = _chain(environment, row_of(scope.current))
        rows: list[RowId | None] = [None]
        for depth, (repeat, index) in enumerate(indexes):
            if index is None and depth < shared and depth < len(own):
                rows = [own[depth]]
                continue
            inner = [list(environment.row_ids(repeat, row)) for row in rows]
            if index is None:
                rows = [row for one in inner for row in one]
                continue
            wanted = to_number(index(scope))
            if wanted != wanted or wanted < 1 or wanted != int(wanted):
                return []
            rows = [one[int(wanted) - 1] for one in inner if wanted <= len(one)]
        return [
            PrimaryNode(environment, leaf, row)
            for row in rows
            if (leaf, row) not in environment.hidden
        ]

    return run


def _chain(environment: Environment, row: RowId | None) -> list[RowId]:
    """A row and those around it, outermost first."""
    found: list[RowId] = []
    while row is not None:
        found.append(row)
        row = environment.outer_rows.get(row)
    return found[::-1]


def position_of(node: Evaluator) -> Evaluator:
    """``position(node)``: the number of the row that a node is in."""

    def run(scope: Scope) -> XValue:
        nodes = node(scope)
        first = nodes[0] if isinstance(nodes, list) and nodes else None
        return float(first.position()) if isinstance(first, PrimaryNode) else 1.0

    return run
