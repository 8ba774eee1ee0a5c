"""A syntax tree to a closure, with everything checked and every reference known beforehand.

Nothing unknown survives this step: a function, a path or a number of arguments that the form
engine does not know is refused here, when the form is read, and never while somebody fills it.
Source of the path rules: ODK XForms specification; absolute paths into a repeat mean the row of the
context node when that is in the same repeat (as JavaRosa contextualises them).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.evaluation import (
    NodeGetter,
    arithmetic,
    choice_name,
    comparison,
    indexed_repeat,
    instance_start,
    node_getter,
    root_start,
    row_of,
    row_start,
    union,
    walker,
)
from inspector_app.domain.form.functions import FUNCTIONS, UNSUPPORTED
from inspector_app.domain.form.operators import ARITHMETIC
from inspector_app.domain.form.parser import (
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
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.form.values import (
    Evaluator,
    PrimaryNode,
    Scope,
    XValue,
    to_boolean,
    to_number,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What an expression reads: a leaf's value or a repeat's rows; ``same_row``: of its own row."""

    node: SchemaNode
    same_row: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """A ready expression: ``evaluate`` and what it reads."""

    source: str
    evaluate: Evaluator
    references: frozenset[Reference]


# A place a path may lead to at compile time: None is a node of a secondary instance.
_Place = tuple[SchemaNode | None, bool]


@dataclass(slots=True)
class _Context:
    """What the compiler knows about the context node of a sub-expression."""

    places: tuple[_Place, ...]
    current: SchemaNode


@dataclass(slots=True)
class _Compiler:
    source: str
    schema: Schema
    instances: frozenset[str]
    references: set[Reference] = field(default_factory=set)

    def error(self, what: str) -> ExpressionError:
        return ExpressionError(expression=self.source.strip(), what=what)

    def expression(self, tree: Expression, context: _Context) -> Evaluator:
        match tree:
            case NumberLiteral(value=number):
                return lambda _scope: number
            case StringLiteral(value=text):
                return lambda _scope: text
            case Negation(operand=operand):
                inner = self.expression(operand, context)
                return lambda scope: -to_number(inner(scope))
            case Chain():
                return self.chain(tree, context)
            case Call():
                return self.call(tree, context)
            case Path():
                return self.path(tree, context)[0]

    def chain(self, tree: Chain, context: _Context) -> Evaluator:
        result = self.expression(tree.first, context)
        pairs = [(name, self.expression(operand, context)) for name, operand in tree.rest]
        kind = pairs[0][0]
        if kind == "and":
            tests = (result, *(operand for _, operand in pairs))
            return lambda scope: all(to_boolean(test(scope)) for test in tests)
        if kind == "or":
            tests = (result, *(operand for _, operand in pairs))
            return lambda scope: any(to_boolean(test(scope)) for test in tests)
        if kind in ARITHMETIC:
            return arithmetic(result, pairs)
        if kind == "|":
            return union((result, *(operand for _, operand in pairs)))
        return comparison(result, pairs)

    def call(self, tree: Call, context: _Context) -> Evaluator:
        if tree.name in ("current", "instance"):
            return self.path(Path(tree, ()), context)[0]
        if tree.name in ("jr:choice-name", "indexed-repeat"):
            return self.special(tree, context)
        function = FUNCTIONS.get(tree.name)
        if function is None:
            if tree.name in UNSUPPORTED:
                raise self.error(f"phần mềm chưa hỗ trợ hàm «{tree.name}()»")
            raise self.error(f"không có hàm «{tree.name}()»")
        count = len(tree.arguments)
        if count < function.least or (function.most is not None and count > function.most):
            raise self.error(f"hàm «{tree.name}()» cần {function.arity} tham số, đang có {count}")
        for index in function.node_arguments:
            if index < count and not isinstance(tree.arguments[index], Path | Chain | Call):
                raise self.error(f"tham số của hàm «{tree.name}()» phải là đường dẫn đến câu hỏi")
        if function.check is not None:
            problem = function.check(tree.arguments)
            if problem:
                raise self.error(f"hàm «{tree.name}()»: {problem}")
        arguments = tuple(self.expression(one, context) for one in tree.arguments)
        implementation = function.implementation
        return lambda scope: implementation(scope, arguments)

    def special(self, tree: Call, context: _Context) -> Evaluator:
        """The two functions whose argument is a place in the form rather than its value."""
        match tree:
            case Call(name="jr:choice-name", arguments=(value, StringLiteral(value=text))):
                target = parse(text)
                if isinstance(target, Path):
                    leaf = self.leaf(target, context)
                    return choice_name(self.expression(value, context), leaf)
            case Call(name="indexed-repeat", arguments=(Path() as target, Path() as rows, index)):
                leaf = self.leaf(target, context)
                repeat = self.leaf(rows, context)
                if repeat.kind is SchemaKind.REPEAT and leaf.repeat == repeat.repeat:
                    self.references.add(Reference(leaf, same_row=False))
                    self.references.add(Reference(repeat, same_row=False))
                    return indexed_repeat(leaf, self.expression(index, context))
            case _:
                pass
        raise self.error(f"tham số của hàm «{tree.name}()» không đúng")

    def leaf(self, tree: Path, context: _Context) -> SchemaNode:
        places = self.path(tree, context)[1]
        node = places[0][0]
        if node is None:
            raise self.error("đường dẫn phải chỉ đến một câu hỏi trong biểu mẫu")
        return node

    def path(self, tree: Path, context: _Context) -> tuple[Evaluator, tuple[_Place, ...]]:
        start, places, steps = self.path_start(tree, context)
        tests: list[tuple[Step, tuple[Evaluator, ...]]] = []
        first = self.predicates(tree.predicates, places, context)
        for step in steps:
            places = self.walk(places, step)
            tests.append((step, self.predicates(step.predicates, places, context)))
        self.note(places)
        fast = _single_leaf(tree, places, context)
        if fast is not None:
            return fast, places
        return walker(start, first, tests), places

    def path_start(
        self, tree: Path, context: _Context
    ) -> tuple[NodeGetter, tuple[_Place, ...], tuple[Step, ...]]:
        steps = tree.steps
        match tree.start:
            case None:
                return (lambda scope: [scope.node]), context.places, steps
            case "/":
                if not steps:
                    raise self.error("đường dẫn «/» không chỉ đến câu hỏi nào")
                return self.absolute(steps, context)
            case Call(name="current", arguments=()):
                here = ((context.current, bool(context.current.repeat)),)
                return (lambda scope: [scope.current]), here, steps
            case Call(name="instance", arguments=(StringLiteral(value=name),)):
                if name not in self.instances:
                    raise self.error(f"không có danh sách «{name}» trong instance()")
                return instance_start(name), ((None, False),), steps
            case Call(name="current" | "instance" as name):
                raise self.error(f"tham số của hàm «{name}()» không đúng")
            case Path() as inner:
                evaluate, places = self.path(inner, context)
                return node_getter(evaluate), places, steps
            case _:
                raise self.error("bước «/» hoặc điều kiện «[…]» chỉ đứng sau một đường dẫn")

    def absolute(
        self, steps: tuple[Step, ...], context: _Context
    ) -> tuple[NodeGetter, tuple[_Place, ...], tuple[Step, ...]]:
        """An absolute path; where it passes through the context's repeat, it starts at its row."""
        root = self.schema.root
        if steps[0].name not in (root.name, "*") or steps[0].axis != "child":
            raise self.error(f"không có câu hỏi hay nhóm «{_text_of(steps)}»")
        for repeat in self.schema.repeats.values():
            depth = repeat.path.count("/")
            names = tuple(step.name for step in steps[:depth])
            if (
                context.current.repeat == repeat.repeat
                and len(steps) > depth
                and "/" + "/".join(names) == repeat.path
                and not any(step.predicates for step in steps[:depth])
            ):
                return row_start(repeat), ((repeat, True),), steps[depth:]
        return root_start(root), ((root, False),), steps[1:]

    def predicates(
        self, trees: tuple[Expression, ...], places: tuple[_Place, ...], context: _Context
    ) -> tuple[Evaluator, ...]:
        if not trees:
            return ()
        inner = _Context(places, context.current)
        return tuple(self.expression(tree, inner) for tree in trees)

    def walk(self, places: tuple[_Place, ...], step: Step) -> tuple[_Place, ...]:
        """Where one step leads in the schema; notes the repeats whose rows it runs through."""
        found: dict[tuple[str, bool], _Place] = {}
        for node, same_row in places:
            if node is None:
                found[("", False)] = (None, False)
            elif step.axis == "self":
                if step.name in ("*", node.name):
                    found[(node.path, same_row)] = (node, same_row)
            elif step.axis == "parent":
                above = node.parent
                if above is not None and step.name in ("*", above.name):
                    stays = same_row and above.repeat == node.repeat
                    found[(above.path, stays)] = (above, stays)
            else:
                for child in self.children(node, step.name):
                    stays = same_row and child.kind is not SchemaKind.REPEAT
                    found[(child.path, stays)] = (child, stays)
                    if child.kind is SchemaKind.REPEAT:
                        self.references.add(Reference(child, same_row=False))
        if not found:
            raise self.error(f"không có câu hỏi hay nhóm «{step.name}» trong đường dẫn")
        return tuple(found.values())

    @staticmethod
    def children(node: SchemaNode, name: str) -> list[SchemaNode]:
        if name == "*":
            return list(node.children.values())
        return [node.children[name]] if name in node.children else []

    def note(self, places: tuple[_Place, ...]) -> None:
        for node, same_row in places:
            if node is None:
                continue
            if node.kind is SchemaKind.LEAF:
                self.references.add(Reference(node, same_row))
            elif node.kind is SchemaKind.REPEAT:
                self.references.add(Reference(node, same_row=False))
            else:
                self.references.add(Reference(node, same_row))
                for leaf in node.leaves():
                    stays = same_row and leaf.repeat == node.repeat
                    self.references.add(Reference(leaf, stays))
                    if leaf.repeat and not stays:
                        self.references.add(Reference(self.schema.repeats[leaf.repeat], False))


def compile_expression(
    source: str, schema: Schema, node: SchemaNode, instances: frozenset[str]
) -> Compiled:
    """Compile an expression that belongs to ``node``.

    Raises:
        ExpressionError: it cannot be read, or names a function, path or list that does not exist.
    """
    compiler = _Compiler(source, schema, instances)
    context = _Context(((node, bool(node.repeat)),), node)
    evaluate = compiler.expression(parse(source), context)
    return Compiled(source, evaluate, frozenset(compiler.references))


def _single_leaf(tree: Path, places: tuple[_Place, ...], context: _Context) -> Evaluator | None:
    """A shortcut for the usual path: no predicates, one leaf, one row."""
    if len(places) != 1 or tree.predicates or any(step.predicates for step in tree.steps):
        return None
    leaf, same_row = places[0]
    if leaf is None or leaf.kind is not SchemaKind.LEAF or (leaf.repeat and not same_row):
        return None
    if isinstance(tree.start, Path):
        return None
    in_repeat = bool(leaf.repeat)

    def run(scope: Scope) -> XValue:
        row = row_of(scope.current) if in_repeat else None
        if not scope.environment.is_relevant(leaf, row):
            return []
        return [PrimaryNode(scope.environment, leaf, row)]

    if tree.start is None and len(context.places) == 1 and context.places[0][0] is context.current:
        return run
    return run if tree.start is not None else None


def _text_of(steps: tuple[Step, ...]) -> str:
    return "/" + "/".join(step.name for step in steps)
