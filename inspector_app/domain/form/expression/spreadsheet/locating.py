"""What an expression reads, as the cells of a spreadsheet, and of which type its parts are."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, TypeVar

from inspector_app.domain.form.expression.operators import ARITHMETIC
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Negation,
    NumberLiteral,
    Path,
    StringLiteral,
    parse,
)
from inspector_app.domain.form.expression.places import Place, common_start, own, reached
from inspector_app.domain.form.expression.spreadsheet.cells import Cell, Cells
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode

_Found = TypeVar("_Found")
_ANSWERED: Final = parse(". != ''")
_BOOLEAN_CALLS: Final = frozenset(("not", "true", "false", "boolean", "selected"))
_TEXT_CALLS: Final = frozenset(("concat", "string"))
_NUMBER_CALLS: Final = frozenset(
    ("abs", "floor", "ceiling", "int", "sqrt", "round", "pow", "number", "today", "sum", "count")
) | frozenset(("count-non-empty", "min", "max", "string-length"))


class Kind(Enum):
    """Types of values in a formula."""

    NUMBER = auto()
    TEXT = auto()
    BOOLEAN = auto()
    CELL = auto()
    MIXED = auto()
    """A number or a text, whichever branch is taken."""


class Impossible(Exception):
    """A spreadsheet cannot say it."""


def possible(found: _Found | None) -> _Found:
    """What was found. Raises: Impossible."""
    if found is None:
        raise Impossible
    return found


class Locator:
    """Finds the cells of one expression."""

    def __init__(self, schema: Schema, node: SchemaNode, cells: Cells) -> None:
        self._schema, self._node, self._cells = schema, node, cells

    def kind(self, tree: Expression) -> Kind:
        """The type of a tree's value. Raises: Impossible."""
        match tree:
            case NumberLiteral() | Negation():
                return Kind.NUMBER
            case StringLiteral():
                return Kind.TEXT
            case Path():
                return Kind.CELL
            case Chain(rest=rest):
                return Kind.NUMBER if rest[0][0] in ARITHMETIC else Kind.BOOLEAN
            case Call(name=name) if name in _BOOLEAN_CALLS:
                return Kind.BOOLEAN
            case Call(name=name) if name in _TEXT_CALLS:
                return Kind.TEXT
            case Call(name=name) if name in _NUMBER_CALLS:
                return Kind.NUMBER
            case Call(name="if" | "coalesce", arguments=arguments):
                kinds = {self.kind(one) for one in arguments[-2:]}
                if kinds == {Kind.CELL, Kind.TEXT}:
                    return Kind.TEXT
                return kinds.pop() if len(kinds) == 1 and Kind.CELL not in kinds else Kind.MIXED
        raise Impossible

    def cell(self, path: Path) -> Cell:
        """The one cell that a path means. Raises: Impossible."""
        place, is_filtered = self.place(path)
        node = place.node
        if is_filtered or node is None or not place.is_single or node.kind is not SchemaKind.LEAF:
            raise Impossible
        if node.depth and node.repeats != self._node.repeats[: node.depth]:
            raise Impossible
        return possible(self._cells.cell(node.name))

    def place(self, path: Path) -> tuple[Place, bool]:
        """Where a path leads, and whether only what is answered counts (``[. != '']``)."""
        steps = path.steps
        if path.predicates or any(step.predicates for step in steps[:-1]):
            raise Impossible
        match path.start:
            case None | Call(name="current", arguments=()):
                places: tuple[Place, ...] = (own(self._node),)
            case "/" if steps and steps[0].name == self._schema.root.name:
                start, taken = common_start(steps, self._schema.root, self._node)
                places, steps = (own(start),), steps[taken:]
            case _:
                raise Impossible
        for step in steps:
            places = reached(places, step)
        filters = steps[-1].predicates if steps else ()
        if len(places) != 1 or filters not in ((), (_ANSWERED,)):
            raise Impossible
        return places[0], bool(filters)

    def rows(self, place: Place) -> str:
        """A formula that counts the rows of the table that a place is in."""
        node = place.node
        if node is None or node.depth != 1 or place.pinned:
            raise Impossible
        return possible(self._cells.row_count(node.repeat))

    def range_of(self, path: Path) -> Cell:
        """The cells of a path to a column, or the one of a question."""
        place, _ = self.place(path)
        return self.cell(path) if place.is_single else possible(self._column_of(place))

    def _column_of(self, place: Place) -> Cell | None:
        node = place.node
        if node is None or node.kind is not SchemaKind.LEAF or node.depth != 1 or place.pinned:
            return None
        return self._cells.column(node.name)
