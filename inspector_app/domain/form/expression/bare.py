"""An expression by itself, without a form: what ``inspector form eval`` works out."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from inspector_app.domain.form.expression.compiler import compile_expression
from inspector_app.domain.form.expression.values import (
    Item,
    Place,
    PrimaryNode,
    RowId,
    Scope,
    XValue,
)
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.form.surroundings import Surroundings

_LARGEST_WHOLE = 2**53


class BareEnvironment:
    """A running instance of a form that has nothing but its root."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.hidden: set[Place] = set()
        self.texts: dict[tuple[str, RowId | None], str] = {}
        self.outer_rows: dict[RowId, RowId | None] = {}

    @property
    def form_version(self) -> str:
        """There is no form."""
        return ""

    def text(self, _leaf: SchemaNode, _row: RowId | None) -> str:
        """There is no leaf."""
        return ""

    def row_number(self, _repeat: str, _row: RowId) -> int:
        """There is no row."""
        return 0

    def row_ids(self, _repeat: str, _outer: RowId | None) -> Sequence[RowId]:
        """There is no repeat."""
        return ()

    def items(self, _instance: str) -> tuple[Item, ...]:
        """There is no list."""
        return ()

    def items_where(self, _instance: str, _column: str, _text: str) -> Sequence[Item]:
        """There is no list."""
        return ()

    def choice_label(self, _leaf: SchemaNode, _name: str) -> str | None:
        """There is no choice."""
        return None

    def itext(self, _id: str) -> str | None:
        """There are no translations."""
        return None


def evaluate_bare(expression: str, surroundings: Surroundings) -> XValue:
    """The value of an expression that needs no form; the context is an empty root.

    Raises:
        ExpressionError: it is wrong, or names a question, which only a form has.
    """
    root = SchemaNode("data", "/data", SchemaKind.ROOT, None)
    schema = Schema(root, {}, {}, {root.path: root})
    composed = unicodedata.normalize("NFC", expression)  # as the texts of forms are
    compiled = compile_expression(composed, schema, root, {})
    environment = BareEnvironment(surroundings)
    node = PrimaryNode(environment, root, None)
    return compiled.evaluate(Scope(environment, node, node))


def as_document(value: XValue) -> dict[str, object]:
    """A value as a JSON object of ``type`` and ``value``.

    JSON has neither NaN nor infinities: they are the words ``NaN``, ``Infinity``, ``-Infinity``.
    Whole numbers have no ``.0``; a node set is the list of the texts of its nodes.
    """
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    if isinstance(value, list):
        return {"type": "nodeset", "value": [node.text() for node in value]}
    return {"type": "number", "value": _json_number(value)}


def _json_number(number: float) -> float | int | str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    is_whole = number.is_integer() and abs(number) <= _LARGEST_WHOLE
    return int(number) if is_whole else number
