"""Shapes of expressions that can be answered faster than node by node."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.form.expression.operators import MIRRORED
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Path,
    Step,
    StringLiteral,
    children,
)

_BY_NODE = frozenset(("last", "randomize", "random", "uuid", "once"))
_BARE = frozenset(
    ("position", "string", "string-length", "normalize-space", "number", "name", "local-name")
)
"""Functions that look at the context node when they have no argument."""


@dataclass(frozen=True, slots=True)
class ItemTest:
    """``instance('name')/root/item[column = value]/then``; ``then`` is None for the items."""

    instance: str
    column: str
    value: Expression
    then: str | None


def item_test(tree: Path) -> ItemTest | None:
    """The parts of a path that an index over one column answers; None for any other path."""
    match tree:
        case Path(
            start=Call(name="instance", arguments=(StringLiteral(value=name),)),
            steps=(Step(name="root"), Step(name="item", predicates=(test,)), *rest),
            predicates=(),
        ) if len(rest) <= 1 and not any(step.predicates for step in rest):
            pair = column_test(test)
        case _:
            return None
    if pair is None or (rest and (rest[0].axis != "child" or rest[0].name == "*")):
        return None
    return ItemTest(name, *pair, rest[0].name if rest else None)


def column_test(test: Expression) -> tuple[str, Expression] | None:
    """The column and the value of ``[column = value]`` when the value is the same for all items."""
    match test:
        case Chain(first=left, rest=(("=", right),)):
            for column, value in ((left, right), (right, left)):
                match column:
                    case Path(start=None, steps=(Step(axis="child", name=name, predicates=()),)):
                        if name != "*" and not depends_on_node(value):
                            return name, value
    return None


def place_test(test: Expression) -> tuple[str, Expression] | None:
    """The comparison and the number of ``[position() <= number]``, the same for all nodes."""
    match test:
        case Chain(first=Call(name="position", arguments=()), rest=((name, number),)):
            if name in MIRRORED and not depends_on_node(number):
                return name, number
        case Chain(first=number, rest=((name, Call(name="position", arguments=())),)):
            if name in MIRRORED and not depends_on_node(number):
                return MIRRORED[name], number
    return None


def depends_on_node(tree: Expression) -> bool:
    """Whether an expression in a predicate can differ from one tested node to the next.

    Absolute paths and ``current()`` mean the same for all of them, whatever their own predicates
    look at.
    """
    if isinstance(tree, Path):
        start = tree.start
        return start is None or (not isinstance(start, str) and depends_on_node(start))
    if isinstance(tree, Call) and (
        tree.name in _BY_NODE or (not tree.arguments and tree.name in _BARE)
    ):
        return True
    return any(depends_on_node(child) for child in children(tree))


def is_own_node(tree: Path) -> bool:
    """Whether a path is just ``.``."""
    if tree.start is not None or tree.predicates or len(tree.steps) != 1:
        return False
    step = tree.steps[0]
    return step.axis == "self" and step.name == "*" and not step.predicates
