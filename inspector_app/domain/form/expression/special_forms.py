"""Functions whose arguments are places in the form rather than values.

Source: ODK XForms specification, "XPath functions": indexed-repeat, position, jr:choice-name,
pulldata.
"""

from __future__ import annotations

from typing import Final, Protocol

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.evaluation import (
    choice_name,
    indexed_repeat,
    position_of,
    pulldata,
)
from inspector_app.domain.form.expression.parser import Call, Expression, Path, StringLiteral, parse
from inspector_app.domain.form.expression.places import (
    Context,
    Instances,
    Place,
    Reference,
    reading,
)
from inspector_app.domain.form.expression.values import Evaluator
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.saying import said


class Compiler(Protocol):
    """What these forms need of the compiler."""

    schema: Schema
    instances: Instances
    references: set[Reference]

    def error(self, what: str) -> ExpressionError:
        """What is wrong with this expression."""

    def expression(self, tree: Expression, context: Context) -> Evaluator:
        """The closure of any sub-expression."""

    def path(
        self, tree: Path, context: Context, *, is_read: bool = True
    ) -> tuple[Evaluator, tuple[Place, ...]]:
        """The closure of a path and where it leads."""

    def leaf(self, tree: Path, context: Context) -> tuple[SchemaNode, int]:
        """The one node of the form that a path means."""


SPECIAL_FORMS: Final = frozenset(("jr:choice-name", "indexed-repeat", "pulldata"))
"""Names that never are plain functions; ``position`` is one only with an argument."""


def special_form(compiler: Compiler, tree: Call, context: Context) -> Evaluator:
    """The closure of such a call.

    Raises:
        ExpressionError: its arguments are not of the kind it needs.
    """
    made: Evaluator | None = None
    if tree.name == "position":
        made = _position(compiler, tree, context)
    elif tree.name == "jr:choice-name":
        made = _choice_name(compiler, tree, context)
    elif tree.name == "pulldata":
        made = _pulldata(compiler, tree, context)
    elif tree.name == "indexed-repeat":
        made = _indexed_repeat(compiler, tree, context)
    if made is None:
        raise compiler.error(said("tham số của hàm «{name}()» không đúng", name=tree.name))
    return made


def _position(compiler: Compiler, tree: Call, context: Context) -> Evaluator | None:
    match tree.arguments:
        case (Path() as target,):
            evaluate, places = compiler.path(target, context, is_read=False)
            for place in places:
                if place.node is not None and place.node.repeats:
                    repeat = compiler.schema.repeats[place.node.repeat]
                    compiler.references.add(reading(repeat, place.pinned))
            return position_of(evaluate)
    return None


def _choice_name(compiler: Compiler, tree: Call, context: Context) -> Evaluator | None:
    match tree.arguments:
        case (value, StringLiteral(value=text)):
            target = parse(text)
            if isinstance(target, Path):
                leaf, _ = compiler.leaf(target, context)
                return choice_name(compiler.expression(value, context), leaf)
    return None


def _pulldata(compiler: Compiler, tree: Call, context: Context) -> Evaluator | None:
    match tree.arguments:
        case (
            StringLiteral(value=name),
            StringLiteral(value=wanted),
            StringLiteral(value=key),
            value,
        ):
            columns = compiler.instances.get(name)
            if columns is None:
                raise compiler.error(
                    said("không có danh sách «{name}» trong pulldata()", name=name)
                )
            for column in (wanted, key):
                if columns and column not in columns:
                    raise compiler.error(
                        said("danh sách «{name}» không có cột «{column}»", name=name, column=column)
                    )
            return pulldata(name, wanted, key, compiler.expression(value, context))
    return None


def _indexed_repeat(compiler: Compiler, tree: Call, context: Context) -> Evaluator | None:
    """``indexed-repeat(leaf, repeat, index[, repeat, index[, repeat, index]])``."""
    target, *pairs = tree.arguments or (tree,)
    if not isinstance(target, Path) or len(pairs) not in (2, 4, 6):
        return None
    leaf, pinned = compiler.leaf(target, context)
    given: dict[str, Evaluator] = {}
    for path, index in zip(pairs[::2], pairs[1::2], strict=True):
        repeat = compiler.leaf(path, context)[0] if isinstance(path, Path) else None
        if repeat is None or repeat.kind is not SchemaKind.REPEAT:
            return None
        if repeat.repeat not in leaf.repeats:
            raise compiler.error(
                said(
                    "câu «{name}» không nằm trong bảng «{table}»", name=leaf.name, table=repeat.name
                )
            )
        given[repeat.repeat] = compiler.expression(index, context)
    first = min(leaf.repeats.index(name) for name in given)
    shared = min(first, pinned)
    compiler.references.add(Reference(leaf, shared))
    for name in leaf.repeats:
        compiler.references.add(reading(compiler.schema.repeats[name], shared))
    indexes = tuple((name, given.get(name)) for name in leaf.repeats)
    return indexed_repeat(leaf, indexes, pinned)
