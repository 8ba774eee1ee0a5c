"""Expressions as they stand in cells of the survey sheet, with ``${name}`` in them, read and compiled.

pyxform turns ``${name}`` into a path before the engine sees it, so the engine's messages quote paths
that the author never wrote. Here every reference is hidden behind a word of the same length: what is
wrong is said of the cell, and positions are those in the cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.compiler import Compiled, Compiler
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Negation,
    Path,
    Step,
    StringLiteral,
    children,
    parse,
)
from inspector_app.domain.form.expression.places import Context, own
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.saying import Saying
from inspector_app.formats.form_rows import Row, base_type, list_of

REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,100})\s*\}")
"""``${name}`` in a cell."""
PULLED = re.compile(r"pulldata\(\s*['\"]([^'\"]{1,100})['\"]")
"""The list that ``pulldata()`` looks into."""

_MARK = "ǂ"
_MARKED = re.compile(_MARK + r"([\w.\-]+)")
_UNPLACED = frozenset(("end_group", "end_repeat", "end_loop", "audit", ""))


@dataclass(frozen=True, slots=True)
class Outline:
    """What the sheets alone tell of a form: its tree, which row is which node, lists and choices.

    ``is_sound``: the blocks are well nested, so that paths written by hand can be followed.
    ``lists`` is the choice list of each select; ``choices`` name to label of each list.
    """

    schema: Schema
    nodes: Mapping[int, SchemaNode]
    by_name: Mapping[str, SchemaNode]
    instances: Mapping[str, frozenset[str]]
    lists: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    is_sound: bool


@dataclass(slots=True)
class _Growing:
    """The tree while the rows are gone through."""

    stack: list[SchemaNode]
    nodes: dict[int, SchemaNode] = field(default_factory=dict)
    by_name: dict[str, SchemaNode] = field(default_factory=dict)
    is_sound: bool = True

    def add(self, name: str, kind: SchemaKind) -> SchemaNode:
        """A node in the innermost open block; one of that name that is there already stays."""
        parent = self.stack[-1]
        if name in parent.children:
            return parent.children[name]
        around = (*parent.repeats, name) if kind is SchemaKind.REPEAT else parent.repeats
        node = SchemaNode(name, f"{parent.path}/{name}", kind, parent, around)
        parent.children[name] = node
        self.by_name.setdefault(name, node)
        return node

    def close(self, kind: str) -> None:
        """End the innermost block."""
        wanted = SchemaKind.REPEAT if kind == "end_repeat" else SchemaKind.GROUP
        if self.stack[-1].kind is wanted:
            self.stack.pop()
        else:
            self.is_sound = False


def outline(
    survey: Sequence[Row], choices: Sequence[Row], columns: Mapping[str, frozenset[str]]
) -> Outline:
    """The outline of a form.

    Args:
        survey: the rows of the survey sheet.
        choices: the rows of the choices sheet.
        columns: of lists in files beside the form, as far as they were read.
    """
    root = SchemaNode("data", "/data", SchemaKind.ROOT, None)
    growing = _Growing([root])
    for row in survey:
        _take(row, growing)
    for order, node in enumerate(root.below()):
        node.order = order
    by_path = {node.path: node for node in root.below()}
    leaves = {node.name: node for node in root.leaves()}
    repeats = {one.name: one for one in by_path.values() if one.kind is SchemaKind.REPEAT}
    labels: dict[str, dict[str, str]] = {}
    known: dict[str, set[str]] = {}
    for row in choices:
        group = row.get("list_name")
        label = next((cell for _, cell in row.all_of("label")), "")
        labels.setdefault(group, {})[row.get("name")] = label
        known.setdefault(group, set()).update(key.partition("::")[0] for key in row.cells)
    instances = {**_files(survey), **{one: frozenset(found) for one, found in known.items()}}
    return Outline(
        schema=Schema(root, leaves, repeats, by_path),
        nodes=growing.nodes,
        by_name=growing.by_name,
        instances={**instances, **columns},
        lists={row.get("name"): list_of(row) for row in survey if list_of(row)},
        choices=labels,
        is_sound=growing.is_sound and len(growing.stack) == 1,
    )


def _take(row: Row, growing: _Growing) -> None:
    kind, rest = base_type(row.get("type"))
    name = row.get("name")
    if kind in ("end_group", "end_repeat"):
        growing.close(kind)
    elif kind in ("begin_group", "begin_repeat") and name:
        is_repeat = kind == "begin_repeat"
        if is_repeat and row.get("repeat_count"):
            growing.add(f"{name}_count", SchemaKind.LEAF)
        node = growing.add(name, SchemaKind.REPEAT if is_repeat else SchemaKind.GROUP)
        growing.nodes[row.number] = node
        growing.stack.append(node)
    elif name and kind not in _UNPLACED:
        growing.nodes[row.number] = growing.add(name, SchemaKind.LEAF)
        if "or_other" in rest or "or other" in rest:
            growing.add(f"{name}_other", SchemaKind.LEAF)


def _files(survey: Sequence[Row]) -> dict[str, frozenset[str]]:
    """Lists in files; their columns are not known here."""
    found: dict[str, frozenset[str]] = {}
    for row in survey:
        kind, rest = base_type(row.get("type"))
        if kind.endswith("_from_file") and rest:
            found[rest.split(" ")[0].rpartition(".")[0]] = frozenset()
        elif kind in ("csv-external", "xml-external"):
            found[row.get("name")] = frozenset()
        for cell in row.cells.values():
            if "pulldata" in cell:
                found |= dict.fromkeys(PULLED.findall(cell), frozenset())
    return found


def list_name(row: Row) -> str:
    """The list that a select takes its choices from; empty for other types."""
    kind, rest = base_type(row.get("type"))
    if kind.endswith("_from_file") and rest:
        return rest.split(" ")[0].rpartition(".")[0]
    return list_of(row)


def compiled_cell(cell: str, column: str, row: Row, form: Outline) -> Compiled | None:
    """A cell's expression; None where only its words can be checked, not where its paths lead.

    Raises:
        ExpressionError: what is wrong, said of the cell as it was written.
    """
    hidden = REFERENCE.sub(_hide, cell)
    node = form.nodes.get(row.number)
    names = set(REFERENCE.findall(cell))
    by_hand = "/" in cell or ".." in cell
    try:
        tree = parse(hidden)
        is_lost = column == "choice_filter" and list_name(row) not in form.instances
        if node is None or is_lost or not names <= form.by_name.keys():
            return None
        if by_hand and not form.is_sound:
            return None
        tree = _placed(tree, form.by_name)
        if column == "choice_filter":
            tree = _filtered(tree, list_name(row))
        compiler = Compiler(cell, form.schema, form.instances)
        evaluate = compiler.expression(tree, Context((own(node),), node))
    except ExpressionError as error:
        what = error.details["what"]
        raise ExpressionError(expression=cell.strip(), what=_shown(what)) from error
    return Compiled(cell, evaluate, frozenset(compiler.references), frozenset(compiler.calls))


def calls(tree: Expression) -> list[Call]:
    """All calls in an expression, the outer ones first."""
    found, waiting = [], [tree]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Call):
            found.append(one)
        waiting = [*children(one), *waiting]
    return found


def tree_of(cell: str) -> Expression | None:
    """The syntax tree of a cell; None when it has none."""
    try:
        return parse(REFERENCE.sub(_hide, cell))
    except ExpressionError:
        return None


def _hide(match: re.Match[str]) -> str:
    return (_MARK + match[1]).ljust(len(match[0]))


def _shown(what: object) -> object:
    """The same sentence with ``${name}`` for what hid it."""
    if isinstance(what, Saying):
        return Saying(what.template, {name: _shown(part) for name, part in what.values.items()})
    return _MARKED.sub(r"${\1}", what) if isinstance(what, str) else what


def _placed(tree: Expression, nodes: Mapping[str, SchemaNode]) -> Expression:
    """The tree with whole paths for what stood in ``${}``, as pyxform would put them there."""
    match tree:
        case StringLiteral(value=text) if _MARK in text:
            return StringLiteral(_MARKED.sub(lambda one: nodes[one[1]].path, text))
        case Call(name=name, arguments=arguments):
            return Call(name, tuple(_placed(one, nodes) for one in arguments))
        case Chain(first=first, rest=rest):
            pairs = tuple((name, _placed(operand, nodes)) for name, operand in rest)
            return Chain(_placed(first, nodes), pairs)
        case Negation(operand=operand):
            return Negation(_placed(operand, nodes))
        case Path():
            return _placed_path(tree, nodes)
        case _:
            return tree


def _placed_path(tree: Path, nodes: Mapping[str, SchemaNode]) -> Path:
    steps = [
        replace(step, predicates=tuple(_placed(one, nodes) for one in step.predicates))
        for step in tree.steps
    ]
    predicates = tuple(_placed(one, nodes) for one in tree.predicates)
    if tree.start is None and steps and steps[0].name.startswith(_MARK):
        names = nodes[steps[0].name[1:]].path.strip("/").split("/")
        whole = [*(Step("child", name) for name in names[:-1]), replace(steps[0], name=names[-1])]
        return Path("/", (*whole, *steps[1:]), predicates)
    start = tree.start
    if start is not None and not isinstance(start, str):
        start = _placed(start, nodes)
    return Path(start, tuple(steps), predicates)


def _filtered(tree: Expression, group: str) -> Expression:
    """A filter of choices, at its place behind the items of the list."""
    items = (Step("child", "root"), Step("child", "item", (tree,)))
    return Path(Call("instance", (StringLiteral(group),)), items)
