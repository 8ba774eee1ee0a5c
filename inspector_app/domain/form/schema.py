"""The tree of a form's primary instance, as expressions see it: groups, repeats and leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.form.definition import Form


class SchemaKind(StrEnum):
    """What a node of the tree is."""

    ROOT = "root"
    GROUP = "group"
    REPEAT = "repeat"
    LEAF = "leaf"


@dataclass(slots=True, eq=False)
class SchemaNode:
    """One node.

    ``repeats`` are the names of the repeats around it, outermost first (a repeat is in itself);
    ``repeat`` is the innermost one or empty. ``order`` is the place in document order.
    """

    name: str
    path: str
    kind: SchemaKind
    parent: SchemaNode | None
    repeats: tuple[str, ...] = ()
    order: int = 0
    children: dict[str, SchemaNode] = field(default_factory=dict)

    @property
    def repeat(self) -> str:
        """The innermost repeat, or empty."""
        return self.repeats[-1] if self.repeats else ""

    @property
    def depth(self) -> int:
        """How many repeats are around it."""
        return len(self.repeats)

    def below(self) -> Iterator[SchemaNode]:
        """This node and all below, in document order."""
        yield self
        for child in self.children.values():
            yield from child.below()

    def leaves(self) -> Iterator[SchemaNode]:
        """The leaves at or below this node, in document order."""
        return (node for node in self.below() if node.kind is SchemaKind.LEAF)

    def ancestors(self) -> Iterator[SchemaNode]:
        """The nodes above, innermost first, the root included."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Schema:
    """The root, the leaf of every question, the node of every repeat, and all nodes by path."""

    root: SchemaNode
    leaves: dict[str, SchemaNode]
    repeats: dict[str, SchemaNode]
    by_path: dict[str, SchemaNode]


def build_schema(form: Form) -> Schema:
    """The tree that the paths of a form's questions, repeats and groups describe."""
    repeat_paths = {repeat.path: repeat.name for repeat in form.repeats.values()}
    paths = [question.path for question in form.questions.values()]
    first = (paths or list(repeat_paths) or ["/data"])[0]
    root_name = first.strip("/").split("/")[0]
    root = SchemaNode(root_name, f"/{root_name}", SchemaKind.ROOT, None)
    by_path = {root.path: root}
    leaf_names = {question.path: question.name for question in form.questions.values()}
    groups = (*form.group_relevant, *form.group_labels, *form.group_readonly)
    for path in [*paths, *repeat_paths, *groups]:
        _grow(by_path, path, repeat_paths, leaf_names)
    for order, node in enumerate(root.below()):
        node.order = order
    leaves = {name: by_path[path] for path, name in leaf_names.items()}
    repeats = {name: by_path[path] for path, name in repeat_paths.items()}
    return Schema(root, leaves, repeats, by_path)


def _grow(
    by_path: dict[str, SchemaNode], path: str, repeats: dict[str, str], leaves: dict[str, str]
) -> None:
    steps = path.strip("/").split("/")
    for depth in range(2, len(steps) + 1):
        here = "/" + "/".join(steps[:depth])
        if here in by_path:
            continue
        parent = by_path["/" + "/".join(steps[: depth - 1])]
        kind = SchemaKind.GROUP
        around = parent.repeats
        if here in repeats:
            kind, around = SchemaKind.REPEAT, (*around, repeats[here])
        elif here in leaves:
            kind = SchemaKind.LEAF
        node = SchemaNode(steps[depth - 1], here, kind, parent, around)
        by_path[here] = parent.children[node.name] = node
