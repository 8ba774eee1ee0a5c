"""What expressions compute with: the four XPath types, nodes, and the scope of an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from inspector_app.domain.form.numbers import format_double, parse_double
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.surroundings import Surroundings

RowId: TypeAlias = bytes
"""Entity id (16 bytes) of a row of a repeat."""

Place: TypeAlias = tuple[SchemaNode, "RowId | None"]
"""A node of the primary instance: where in the form, and in which row (the innermost)."""


class Environment(Protocol):
    """What a running instance tells its expressions."""

    hidden: set[Place]
    """Places that are not relevant, by their own condition or that of a group around them."""
    texts: dict[tuple[str, RowId | None], str]
    """The texts of answered leaves, by name and row."""
    outer_rows: dict[RowId, RowId | None]
    """The row of the outer repeat that a row is in."""

    @property
    def surroundings(self) -> Surroundings:
        """Time, zone, chance."""

    @property
    def form_version(self) -> str:
        """The version of the form."""

    def text(self, leaf: SchemaNode, row: RowId | None) -> str:
        """The value of a leaf as XPath text; empty when unanswered."""

    def row_ids(self, repeat: str, outer: RowId | None) -> Sequence[RowId]:
        """The rows of a repeat within a row of the outer one, in order."""

    def row_number(self, repeat: str, row: RowId) -> int:
        """Which row it is within the row around it, from 1; 0 for a row that is gone."""

    def items(self, instance: str) -> tuple[Item, ...]:
        """The items of a secondary instance (a choice list)."""

    def items_where(self, instance: str, column: str, text: str) -> Sequence[Item]:
        """The items whose column is exactly that text."""

    def choice_label(self, leaf: SchemaNode, name: str) -> str | None:
        """The label of a choice of a question, None when it has no such choice."""

    def itext(self, id_: str) -> str | None:
        """The text of that id in the language of the instance."""


class XNode(Protocol):
    """A node of a primary or secondary instance."""

    def text(self) -> str:
        """Its string-value."""

    def children(self, name: str) -> list[XNode]:
        """Its relevant children of that name (``*`` = all)."""

    def parent(self) -> XNode | None:
        """The node above."""

    @property
    def name(self) -> str:
        """Its element name."""

    @property
    def order(self) -> tuple[object, ...]:
        """A key that is equal for the same node."""


@dataclass(slots=True, eq=False)  # not frozen: some are made in every evaluation
class PrimaryNode:
    """A node of the primary instance: a place in the schema and, in a repeat, its row."""

    environment: Environment
    schema: SchemaNode
    row: RowId | None

    @property
    def name(self) -> str:
        """Element name."""
        return self.schema.name

    @property
    def order(self) -> tuple[object, ...]:
        """Path and row."""
        return (self.schema.path, self.row)

    def text(self) -> str:
        """The value of a leaf; of a group, the values of its leaves one after the other."""
        if self.schema.kind is SchemaKind.LEAF:
            return self.environment.text(self.schema, self.row)
        return "".join(child.text() for child in self.children("*"))

    def children(self, name: str) -> list[XNode]:
        """The relevant children of that name; a repeat counts once per row."""
        schemas = self.schema.children
        if name != "*":
            if name not in schemas:
                return []
            schemas = {name: schemas[name]}
        environment = self.environment
        hidden = environment.hidden
        found: list[XNode] = []
        for schema in schemas.values():
            if schema.kind is SchemaKind.REPEAT:
                rows = environment.row_ids(schema.repeat, self.row)
                found += [
                    PrimaryNode(environment, schema, row)
                    for row in rows
                    if (schema, row) not in hidden
                ]
            elif (schema, self.row) not in hidden:
                found.append(PrimaryNode(environment, schema, self.row))
        return found

    def parent(self) -> XNode | None:
        """The group above; leaving a repeat leaves its row."""
        above = self.schema.parent
        if above is None:
            return None
        row = self.row
        if self.schema.kind is SchemaKind.REPEAT and row is not None:
            row = self.environment.outer_rows.get(row)
        return PrimaryNode(self.environment, above, row)

    def position(self) -> int:
        """Which row of its repeat it is in, from 1; 1 outside repeats, 0 for a row that is gone."""
        if self.row is None:
            return 1
        return self.environment.row_number(self.schema.repeat, self.row)

    def document_order(self) -> tuple[tuple[int, int], ...]:
        """A key that sorts nodes as they stand in the document."""
        key: list[tuple[int, int]] = []
        node: PrimaryNode | None = self
        while node is not None:
            is_row = node.schema.kind is SchemaKind.REPEAT
            key.append((node.schema.order, node.position() if is_row else 0))
            above = node.parent()
            node = above if isinstance(above, PrimaryNode) else None
        return tuple(reversed(key))


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An ``item`` element of a secondary instance, with its columns as children."""

    instance: str
    index: int
    columns: Mapping[str, str]

    @property
    def name(self) -> str:
        """Element name."""
        return "item"

    @property
    def order(self) -> tuple[object, ...]:
        """Instance and index."""
        return (self.instance, self.index)

    def text(self) -> str:
        """All columns one after the other."""
        return "".join(self.columns.values())

    def children(self, name: str) -> list[XNode]:
        """The columns."""
        if name == "*":
            return [Column(self, one) for one in self.columns]
        return [Column(self, name)] if name in self.columns else []

    def parent(self) -> XNode | None:
        """The root of the instance is not reachable from below; nothing needs it."""
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of an item."""

    item: Item
    name: str

    @property
    def order(self) -> tuple[object, ...]:
        """Item and name."""
        return (*self.item.order, self.name)

    def text(self) -> str:
        """The cell."""
        return self.item.columns[self.name]

    def children(self, name: str) -> list[XNode]:
        """None."""
        return []

    def parent(self) -> XNode | None:
        """The item."""
        return self.item


@dataclass(frozen=True, slots=True, eq=False)
class InstanceRoot:
    """The document node (``level`` 0) or ``root`` element (1) of a secondary instance."""

    instance: str
    content: tuple[Item, ...]
    level: int

    @property
    def name(self) -> str:
        """Element name."""
        return "root"

    @property
    def order(self) -> tuple[object, ...]:
        """Instance and level."""
        return (self.instance, -1 - self.level)

    def text(self) -> str:
        """All items one after the other."""
        return "".join(item.text() for item in self.content)

    def children(self, name: str) -> list[XNode]:
        """The root element, or the items."""
        if self.level == 0:
            below = InstanceRoot(self.instance, self.content, 1)
            return [below] if name in ("root", "*") else []
        return list(self.content) if name in ("item", "*") else []

    def parent(self) -> XNode | None:
        """None."""
        return None


NodeSet: TypeAlias = list[XNode]
XValue: TypeAlias = "float | str | bool | NodeSet"


@dataclass(slots=True)
class Scope:
    """Where an expression is evaluated.

    ``node`` is the context node, ``current`` the node that the whole expression belongs to;
    ``position`` and ``size`` are those of the predicate being tested (1 and 1 outside). ``shared``
    keeps, while nodes are filtered, what is the same for each of them.
    """

    environment: Environment
    node: XNode
    current: XNode
    position: int = 1
    size: int = 1
    shared: dict[Evaluator, XValue] | None = None


Evaluator: TypeAlias = Callable[[Scope], XValue]


def to_text(value: XValue) -> str:
    """XPath ``string()``; of nodes, the first one's."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value[0].text() if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format_double(value)


def to_number(value: XValue) -> float:
    """XPath ``number()`` with the ODK rule that ISO dates are days."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return parse_double(to_text(value))


def to_boolean(value: XValue) -> bool:
    """XPath ``boolean()``: text is not empty, a number is neither 0 nor NaN; of nodes, see below.

    One node counts by its text (ODK XForms specification, "XPath Functions", note on booleans):
    an unanswered question is false. Several nodes are true, as in XPath 1.0.
    """
    if value is True or value is False:
        return value
    if isinstance(value, float):
        return value != 0.0 and value == value
    if isinstance(value, list) and len(value) == 1:
        return value[0].text() != ""
    return bool(value)
