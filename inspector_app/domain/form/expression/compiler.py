"""A syntax tree to a closure, with everything checked and every reference known beforehand.

Nothing unknown survives this step: a function, a path or a number of arguments that the form
engine does not know is refused here, when the form is read, and never while somebody fills it.
Where paths lead is worked out in ``places``; what needs a place rather than a value is in
``special_forms``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.evaluation import (
    NodeGetter,
    PositionTest,
    TextGetter,
    instance_start,
    item_lookup,
    node_getter,
    own_node,
    own_text,
    row_start,
    same_for_all,
    single_leaf,
    single_text,
    walker,
)
from inspector_app.domain.form.expression.functions.table import FUNCTIONS, UNSUPPORTED
from inspector_app.domain.form.expression.lookups import (
    depends_on_node,
    is_own_node,
    item_test,
    place_test,
)
from inspector_app.domain.form.expression.operations import (
    NumberGetter,
    arithmetic,
    comparison,
    every,
    leaf_against_number,
    leaf_against_text,
    leaf_number,
    plain_number,
    some,
    two_numbers,
    union,
)
from inspector_app.domain.form.expression.operators import ARITHMETIC, MIRRORED
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Negation,
    NumberLiteral,
    Path,
    Step,
    StringLiteral,
    parse,
)
from inspector_app.domain.form.expression.places import (
    ELSEWHERE,
    Context,
    Instances,
    Place,
    Reference,
    common_start,
    own,
    reached,
    reading,
    references,
)
from inspector_app.domain.form.expression.special_forms import SPECIAL_FORMS, special_form
from inspector_app.domain.form.expression.values import Evaluator
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.saying import said

MAX_REACHED = 1_000
"""Most places of a form that one path may lead to."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A ready expression: ``evaluate``, what it reads, and which functions it calls."""

    source: str
    evaluate: Evaluator
    references: frozenset[Reference]
    calls: frozenset[str]


@dataclass(slots=True)
class Compiler:
    """Compiles one expression; collects what it reads and calls."""

    source: str
    schema: Schema
    instances: Instances
    references: set[Reference] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    _leaf_texts: dict[Evaluator, TextGetter] = field(default_factory=dict)
    _numbers: dict[Evaluator, NumberGetter] = field(default_factory=dict)

    def error(self, what: str) -> ExpressionError:
        """What is wrong with this expression."""
        return ExpressionError(expression=self.source.strip(), what=what)

    def expression(self, tree: Expression, context: Context) -> Evaluator:
        """The closure of any sub-expression. Raises: ExpressionError."""
        evaluate = self._expression(tree, context)
        is_inside = context.places != (own(context.current),)  # a predicate
        if not is_inside or isinstance(tree, NumberLiteral | StringLiteral):
            return evaluate
        if evaluate in self._leaf_texts or depends_on_node(tree):
            return evaluate
        once = same_for_all(evaluate)
        if evaluate in self._numbers:
            return self._is_number(plain_number(once))
        return once

    def _expression(self, tree: Expression, context: Context) -> Evaluator:
        match tree:
            case NumberLiteral(value=number):
                return self._is_number(lambda _scope: number)
            case StringLiteral(value=text):
                return lambda _scope: text
            case Negation(operand=operand):
                inner = self._number(self.expression(operand, context))
                return self._is_number(lambda scope: -inner(scope))
            case Chain():
                return self._chain(tree, context)
            case Call():
                return self._call(tree, context)
            case Path():
                return self.path(tree, context)[0]

    def _chain(self, tree: Chain, context: Context) -> Evaluator:
        first = self.expression(tree.first, context)
        pairs = [(name, self.expression(operand, context)) for name, operand in tree.rest]
        kind = pairs[0][0]
        tests = (first, *(operand for _, operand in pairs))
        if kind in ("and", "or"):
            return every(tests) if kind == "and" else some(tests)
        if kind in ARITHMETIC:
            numbers = [(name, self._number(operand)) for name, operand in pairs]
            return self._is_number(arithmetic(self._number(first), numbers))
        if kind == "|":
            return union(tests)
        return self._quick_comparison(tree, first, pairs) or comparison(first, pairs)

    def _quick_comparison(
        self, tree: Chain, first: Evaluator, pairs: list[tuple[str, Evaluator]]
    ) -> Evaluator | None:
        """The usual comparisons, of one leaf with a text or a number, without making nodes."""
        if len(pairs) != 1:
            return None
        (name, second), (_, right) = pairs[0], tree.rest[0]
        leaf, other = self._leaf_texts.get(first), self._leaf_texts.get(second)
        if first in self._numbers and second in self._numbers:
            return two_numbers(name, self._number(first), self._number(second))
        if leaf is not None and second in self._numbers:
            return leaf_against_number(name, leaf, self._number(second))
        if other is not None and first in self._numbers:
            return leaf_against_number(MIRRORED[name], other, self._number(first))
        if leaf is not None and isinstance(right, StringLiteral) and name in ("=", "!="):
            return leaf_against_text(name, leaf, right.value)
        return None

    def _number(self, evaluate: Evaluator) -> NumberGetter:
        known = self._numbers.get(evaluate)
        if known is not None:
            return known
        text = self._leaf_texts.get(evaluate)
        return plain_number(evaluate) if text is None else leaf_number(text)

    def _is_number(self, evaluate: NumberGetter) -> Evaluator:
        self._numbers[evaluate] = evaluate
        return evaluate

    def _call(self, tree: Call, context: Context) -> Evaluator:
        self.calls.add(tree.name)
        if tree.name in ("current", "instance"):
            return self.path(Path(tree, ()), context)[0]
        if tree.name in SPECIAL_FORMS or (tree.name == "position" and tree.arguments):
            return special_form(self, tree, context)
        function = FUNCTIONS.get(tree.name)
        if function is None:
            if tree.name in UNSUPPORTED:
                raise self.error(said("phần mềm không hỗ trợ hàm «{name}()»", name=tree.name))
            raise self.error(said("không có hàm «{name}()»", name=tree.name))
        count = len(tree.arguments)
        if count < function.least or (function.most is not None and count > function.most):
            raise self.error(
                said(
                    "hàm «{name}()» cần {arity} tham số, đang có {count}",
                    name=tree.name,
                    arity=function.arity,
                    count=count,
                )
            )
        for index in function.node_arguments:
            if index < count and not isinstance(tree.arguments[index], Path | Chain | Call):
                raise self.error(
                    said("tham số của hàm «{name}()» phải là đường dẫn đến câu hỏi", name=tree.name)
                )
        if function.check is not None:
            problem = function.check(tree.arguments)
            if problem:
                raise self.error(said("hàm «{name}()»: {problem}", name=tree.name, problem=problem))
        arguments = tuple(self.expression(one, context) for one in tree.arguments)
        implementation = function.implementation
        return lambda scope: implementation(scope, arguments)

    def leaf(self, tree: Path, context: Context) -> tuple[SchemaNode, int]:
        """The one node of the form that a path means, and its pinned repeats. Raises: ExpressionError."""
        place = self.path(tree, context)[1][0]
        if place.node is None:
            raise self.error(said("đường dẫn phải chỉ đến một câu hỏi trong biểu mẫu"))
        return place.node, place.pinned

    def path(
        self, tree: Path, context: Context, *, is_read: bool = True
    ) -> tuple[Evaluator, tuple[Place, ...]]:
        """The closure of a path and where it leads. Raises: ExpressionError when it leads nowhere.

        Args: ``is_read``: the nodes' values matter.
        """
        if is_own_node(tree) and context.places != (own(context.current),):
            self._leaf_texts[own_node] = own_text
            self.references.update(references(context.places))
            return own_node, context.places
        start, places, steps = self._path_start(tree, context)
        tests: list[tuple[Step, tuple[Evaluator, ...]]] = []
        first = self._predicates(tree.predicates, places, context)
        for step in steps:
            places = self._walked(places, step)
            tests.append((step, self._predicates(step.predicates, places, context)))
        if is_read:
            self.references.update(references(places))
        if _is_plain(tree, context) and len(places) == 1 and places[0].is_single:
            node = places[0].node
            if node is not None and node.kind is SchemaKind.LEAF:
                ups = context.current.depth - node.depth
                found = single_leaf(node, ups)
                self._leaf_texts[found] = single_text(node, ups)
                return found, places
        walk = walker(start, first, tests)
        return self._looked_up(tree, context, walk) or walk, places

    def _path_start(
        self, tree: Path, context: Context
    ) -> tuple[NodeGetter, tuple[Place, ...], tuple[Step, ...]]:
        steps = tree.steps
        match tree.start:
            case None:
                return (lambda scope: [scope.node]), context.places, steps
            case "/":
                if not steps:
                    raise self.error(said("đường dẫn «/» không chỉ đến câu hỏi nào"))
                return self._absolute(steps, context)
            case Call(name="current", arguments=()):
                return (lambda scope: [scope.current]), (own(context.current),), steps
            case Call(name="instance", arguments=(StringLiteral(value=name),)):
                if name not in self.instances:
                    raise self.error(
                        said("không có danh sách «{name}» trong instance()", name=name)
                    )
                return instance_start(name), (ELSEWHERE,), steps
            case Call(name="current" | "instance" as name):
                raise self.error(said("tham số của hàm «{name}()» không đúng", name=name))
            case Path() as inner:
                evaluate, places = self.path(inner, context)
                return node_getter(evaluate), places, steps
            case Call(name="randomize") as call:
                return node_getter(self._call(call, context)), (ELSEWHERE,), steps
            case _:
                raise self.error(said("bước «/» hoặc điều kiện «[…]» chỉ đứng sau một đường dẫn"))

    def _absolute(
        self, steps: tuple[Step, ...], context: Context
    ) -> tuple[NodeGetter, tuple[Place, ...], tuple[Step, ...]]:
        root = self.schema.root
        if steps[0].name not in (root.name, "*") or steps[0].axis != "child":
            path = "/" + "/".join(step.name for step in steps)
            raise self.error(said("không có câu hỏi hay nhóm «{path}»", path=path))
        node, taken = common_start(steps, root, context.current)
        start = row_start(node, context.current.depth - node.depth)
        return start, (own(node),), steps[taken:]

    def _predicates(
        self, trees: tuple[Expression, ...], places: tuple[Place, ...], context: Context
    ) -> tuple[Evaluator, ...]:
        if not trees:
            return ()
        inner = Context(places, context.current)
        return tuple(self._predicate(tree, inner) for tree in trees)

    def _predicate(self, tree: Expression, context: Context) -> Evaluator:
        placed = place_test(tree)
        if placed is None:
            return self.expression(tree, context)
        self.calls.add("position")
        return PositionTest(placed[0], self.expression(placed[1], context))

    def _walked(self, places: tuple[Place, ...], step: Step) -> tuple[Place, ...]:
        """Where one step leads; notes the repeats whose rows it runs through."""
        found = reached(places, step)
        if len(found) > MAX_REACHED:
            what = said("«{name}» chỉ đến hơn {most} câu một lúc", name=step.name, most=MAX_REACHED)
            raise self.error(what)
        if not found:
            raise self.error(
                said("không có câu hỏi hay nhóm «{name}» trong đường dẫn", name=step.name)
            )
        for place in found:
            if place.node is not None and place.node.kind is SchemaKind.REPEAT:
                self.references.add(reading(place.node, place.pinned))
        return found

    def _looked_up(self, tree: Path, context: Context, plain: Evaluator) -> Evaluator | None:
        """``instance('x')/root/item[column = value]/…`` by an index, where that is the same."""
        found = item_test(tree)
        if found is None:
            return None
        wanted = self.expression(found.value, Context((ELSEWHERE,), context.current))
        return item_lookup(found.instance, found.column, wanted, found.then, plain)


def compile_expression(
    source: str, schema: Schema, node: SchemaNode, instances: Instances
) -> Compiled:
    """Compile an expression that belongs to ``node``.

    Raises: ExpressionError: it cannot be read, or names what does not exist.
    """
    compiler = Compiler(source, schema, instances)
    context = Context((own(node),), node)
    evaluate = compiler.expression(parse(source), context)
    return Compiled(source, evaluate, frozenset(compiler.references), frozenset(compiler.calls))


def _is_plain(tree: Path, context: Context) -> bool:
    """Whether a path has no predicates and starts at the context's own node or at the root."""
    if tree.predicates or any(step.predicates for step in tree.steps):
        return False
    if tree.start is None:
        return len(context.places) == 1 and context.places[0] == own(context.current)
    return tree.start == "/" or isinstance(tree.start, Call)
