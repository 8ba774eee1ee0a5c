"""Questions of a table that an expression outside the table takes for one value.

They have one value per row. Our engine takes the first, or compares them all as XPath does; JavaRosa
stops with an error as soon as the table has a second row. The author meant something else, mostly a
sum or a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inspector_app.domain.form.expression.compiler import Compiled
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Path,
    children,
    parse,
)
from inspector_app.domain.form.expression.places import Place, common_start, own, reached
from inspector_app.domain.form.instance.rules import COLUMNS, CompiledForm
from inspector_app.domain.form.problems import Problem, warning
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.saying import said

_OF_SEVERAL: Final = frozenset(
    (
        "area", "checklist", "concat", "count", "count-non-empty", "distance", "geofence",
        "indexed-repeat", "jr:choice-name", "join", "max", "min", "position", "randomize", "sum",
        "weighted-checklist",
    )
)  # fmt: skip
"""Functions that take nodes, or every value of them."""


def repeated_values(compiled: CompiledForm) -> Iterator[Problem]:
    """A warning for each column of a question that reads several values as one."""
    seen: set[tuple[str, str, str]] = set()
    for node, column, source in _expressions(compiled):
        for leaf in _several(parse(source), compiled.schema.root, node):
            key = (node.path, column, leaf.path)
            if key not in seen:
                seen.add(key)
                yield _problem(node, column, leaf)


def _problem(node: SchemaNode, column: str, leaf: SchemaNode) -> Problem:
    name, table = leaf.name, leaf.repeat
    what = said(
        "«{name}» nằm trong bảng «{table}» nên ở ngoài bảng có nhiều giá trị, không phải một",
        name=name,
        table=table,
    )
    remedy = said(
        "gộp bằng sum(${{{name}}}), count(${{{name}}}), max(${{{name}}}) hoặc join(', ', ${{{name}}}); lấy một dòng thì dùng indexed-repeat(${{{name}}}, ${{{table}}}, 1)",
        name=name,
        table=table,
    )
    return warning(what, column=column, question=node.name, remedy=remedy, code="several-values")


def _expressions(compiled: CompiledForm) -> Iterator[tuple[SchemaNode, str, str]]:
    """Where an expression stands, in which column, and its text."""
    found: list[tuple[SchemaNode, str, Compiled | None]] = [
        *((rule.node, COLUMNS[rule.kind], rule.expression) for rule in compiled.rules),
        *((node, "label", one) for (node, _), one in compiled.outputs.items()),
        *((one.target, "default", one.expression) for one in compiled.actions),
    ]
    for node, column, expression in found:
        if expression is not None and any(
            one.pinned < one.node.depth for one in expression.references
        ):
            yield node, column, expression.source


def _several(
    tree: Expression, root: SchemaNode, node: SchemaNode, *, takes_several: bool = False
) -> Iterator[SchemaNode]:
    """The leaves below a tree that have several values where one is wanted."""
    if isinstance(tree, Path):
        if not takes_several and not any(step.predicates for step in tree.steps):
            for place in _places(tree, root, node):
                leaf = place.node
                if leaf is not None and leaf.kind is SchemaKind.LEAF and not place.is_single:
                    yield leaf
        for inner in children(tree):
            if _is_from_root(inner):
                yield from _several(inner, root, node)
        return
    is_union = isinstance(tree, Chain) and tree.rest[0][0] == "|"
    inside = isinstance(tree, Call) and tree.name in _OF_SEVERAL
    for inner in children(tree):
        yield from _several(inner, root, node, takes_several=inside or (is_union and takes_several))


def _is_from_root(tree: Expression) -> bool:
    """Whether a predicate means the same wherever it stands: no path in it begins at its node."""
    if isinstance(tree, Path) and tree.start is None:
        return False
    return all(_is_from_root(one) for one in children(tree))


def _places(tree: Path, root: SchemaNode, node: SchemaNode) -> tuple[Place, ...]:
    """Where a path leads; nowhere for one that begins in a list."""
    places: tuple[Place, ...] = (own(node),)
    steps = tree.steps
    if tree.start == "/":
        start, taken = common_start(steps, root, node)
        places, steps = (own(start),), steps[taken:]
    elif tree.start is not None and tree.start != Call("current", ()):
        return ()
    for step in steps:
        places = reached(places, step)
    return places
