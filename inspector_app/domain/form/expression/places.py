"""Where paths lead in a form, worked out when the form is read.

A place is a node of the form and how many of the repeats around it are pinned to the rows that the
expression itself is in. ``../cost`` in a row of a table is pinned to that row; ``/data/table/cost``
from outside is not, and means all rows. From this the dependency graph knows which rows a change
concerns. Source: XPath 1.0 section 2 for the steps; absolute paths that pass through a repeat which
the context is in mean the context's row (JavaRosa, ``TreeReference.contextualize``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from inspector_app.domain.form.expression.parser import Step
from inspector_app.domain.form.schema import SchemaKind, SchemaNode

Instances: TypeAlias = Mapping[str, frozenset[str]]
"""The secondary instances of a form: name to the columns that some item has."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the form (None in a secondary instance) and its number of pinned repeats."""

    node: SchemaNode | None
    pinned: int = 0

    @property
    def is_single(self) -> bool:
        """Whether it is exactly one node, not one per row."""
        return self.node is not None and self.pinned == self.node.depth


@dataclass(frozen=True, slots=True)
class Context:
    """Where the context node of a sub-expression can be, and the node the whole belongs to."""

    places: tuple[Place, ...]
    current: SchemaNode


@dataclass(frozen=True, slots=True)
class Reference:
    """What an expression reads: the value of a leaf, the rows of a repeat, or a group's existence.

    ``pinned``: how many repeats, from the outermost, are those of the reader's own row.
    """

    node: SchemaNode
    pinned: int


ELSEWHERE = Place(None)


def own(node: SchemaNode) -> Place:
    """The place of the context node itself."""
    return Place(node, node.depth)


def reached(places: tuple[Place, ...], step: Step) -> tuple[Place, ...]:
    """Where one step leads; empty when there is nothing of that name."""
    found: dict[tuple[str, int], Place] = {}
    for place in places:
        node = place.node
        if node is None:
            found["", 0] = ELSEWHERE
            continue
        for target in _targets(node, step):
            pinned = min(place.pinned, target.depth)
            found[target.path, pinned] = Place(target, pinned)
    return tuple(found.values())


def _targets(node: SchemaNode, step: Step) -> list[SchemaNode]:
    if step.axis == "child":
        if step.name == "*":
            return list(node.children.values())
        return [node.children[step.name]] if step.name in node.children else []
    target = node if step.axis == "self" else node.parent
    return [target] if target is not None and step.name in ("*", target.name) else []


def references(places: tuple[Place, ...]) -> Iterator[Reference]:
    """What reading the nodes at some places means.

    Of a repeat its rows are read, not their cells: ``count(../table)`` in a cell is no circle.
    """
    for place in places:
        if place.node is None:
            continue
        yield reading(place.node, place.pinned)
        if place.node.kind in (SchemaKind.LEAF, SchemaKind.REPEAT):
            continue
        for below in place.node.below():
            if below is not place.node:
                yield reading(below, min(place.pinned, below.depth))


def reading(node: SchemaNode, pinned: int) -> Reference:
    """One reference; which rows a repeat has is a matter of the row around it."""
    if node.kind is SchemaKind.REPEAT:
        pinned = min(pinned, node.depth - 1)
    return Reference(node, pinned)


def common_start(
    steps: tuple[Step, ...], root: SchemaNode, current: SchemaNode
) -> tuple[SchemaNode, int]:
    """The innermost node around the context that an absolute path passes through before its end.

    Returns:
        the node, and how many steps lead to it.
    """
    around = {node.path for node in (current, *current.ancestors())}
    node, taken = root, 1
    while taken < len(steps) - 1:
        step = steps[taken]
        child = node.children.get(step.name) if step.axis == "child" else None
        if child is None or step.predicates or child.path not in around:
            break
        node, taken = child, taken + 1
    return node, taken
