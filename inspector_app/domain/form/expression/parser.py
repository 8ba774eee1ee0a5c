"""Tokens to a syntax tree, by precedence climbing (Pratt).

Source: XPath 1.0 section 3. Left out on purpose, with a message: variables, attributes, and axes
other than child, parent and self, which the ODK XForms specification does not use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, cast

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.tokens import Token, TokenKind, tokenize
from inspector_app.domain.saying import said

MAX_DEPTH = 64
"""Deepest nesting of brackets, signs and predicates, and of the tree that they make."""


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class StringLiteral:
    """A text between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence, applied from the left: ``first op operand op operand …``.

    One flat value instead of nested pairs, so that a sum of a thousand terms is not deep.
    """

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The unary minus."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``axis`` is ``child``, ``parent`` or ``self``; ``name`` may be ``*``."""

    axis: str
    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path.

    ``start`` is None for a path relative to the context node, ``"/"`` for an absolute one, or the
    expression whose nodes the path begins at (``instance('x')/root/item``, ``current()/../y``);
    ``predicates`` then filter that expression.
    """

    start: Expression | str | None
    steps: tuple[Step, ...]
    predicates: tuple[Expression, ...] = ()


Expression: TypeAlias = NumberLiteral | StringLiteral | Call | Chain | Negation | Path

_BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_UNARY_BINDING = 7
_NODE_TESTS = frozenset(("node", "text", "comment", "processing-instruction"))


def parse(expression: str) -> Expression:
    """The syntax tree of an expression.

    Raises:
        ExpressionError: the text is not an expression of the subset; the message says where.
    """
    return _Parser(expression).whole()


def children(tree: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions of a node of the tree, predicates included."""
    match tree:
        case Call():
            return tree.arguments
        case Chain():
            return (tree.first, *(operand for _, operand in tree.rest))
        case Negation():
            return (tree.operand,)
        case Path():
            start = (tree.start,) if tree.start is not None and tree.start != "/" else ()
            inner = tuple(one for step in tree.steps for one in step.predicates)
            return cast(tuple[Expression, ...], (*start, *tree.predicates, *inner))
        case _:
            return ()


def _depth(tree: Expression) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in children(node))
    return deepest


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.depth = 0

    def whole(self) -> Expression:
        if len(self.tokens) == 1:
            raise self.error(said("biểu thức trống"))
        tree = self.expression(0)
        if self.index < len(self.tokens) - 1:
            raise self.unexpected()
        if _depth(tree) > MAX_DEPTH * 2:
            raise self.error(said("lồng nhau quá {most} cấp", most=MAX_DEPTH))
        return tree

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    def error(self, what: str) -> ExpressionError:
        return ExpressionError(expression=self.text.strip(), what=what)

    def unexpected(self) -> ExpressionError:
        token = self.now
        if token.kind is TokenKind.END:
            return self.error(said("biểu thức bị thiếu phần cuối"))
        return self.error(
            said(
                "«{text}» ở vị trí {position} không đúng chỗ",
                text=token.text,
                position=token.position + 1,
            )
        )

    def advance(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def is_operator(self, *texts: str) -> bool:
        return self.now.kind is TokenKind.OPERATOR and self.now.text in texts

    def expect(self, text: str) -> None:
        if not self.is_operator(text):
            token = self.now
            found = f"«{token.text}»" if token.text else said("hết biểu thức")
            raise self.error(
                said(
                    "cần «{text}» ở vị trí {position} nhưng gặp {found}",
                    text=text,
                    position=token.position + 1,
                    found=found,
                )
            )
        self.advance()

    def expression(self, binding: int) -> Expression:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(said("lồng nhau quá {most} cấp", most=MAX_DEPTH))
        left = self.operand()
        while self.now.kind is TokenKind.OPERATOR:
            power = _BINDING.get(self.now.text, 0)
            if power <= binding:
                break
            rest: list[tuple[str, Expression]] = []
            while self.now.kind is TokenKind.OPERATOR and _BINDING.get(self.now.text) == power:
                rest.append((self.advance().text, self.expression(power)))
            left = Chain(left, tuple(rest))
        self.depth -= 1
        return left

    def operand(self) -> Expression:
        if self.is_operator("-"):
            self.advance()
            return Negation(self.expression(_UNARY_BINDING))
        start = self.primary()
        if start is None:
            return self.path(None)
        predicates = self.predicates()
        if self.is_operator("//"):
            raise self.error(said("không hỗ trợ «//»; hãy viết đường dẫn đầy đủ"))
        if self.is_operator("/"):
            self.advance()
            return Path(start, self.steps(), predicates)
        return Path(start, (), predicates) if predicates else start

    def primary(self) -> Expression | None:
        """A literal, call or bracket; None where a location path begins."""
        token = self.now
        if token.kind is TokenKind.NUMBER:
            self.advance()
            return NumberLiteral(float(token.text))
        if token.kind is TokenKind.STRING:
            self.advance()
            return StringLiteral(token.text)
        if self.is_operator("("):
            self.advance()
            inner = self.expression(0)
            self.expect(")")
            return inner
        if self.is_operator("$"):
            raise self.error(
                said("không hỗ trợ biến «$…»; trong bảng tính hãy viết ${{tên_câu_hỏi}}")
            )
        if token.kind is TokenKind.NAME and self.tokens[self.index + 1].text == "(":
            following = self.tokens[self.index + 1]
            if following.kind is TokenKind.OPERATOR and token.text not in _NODE_TESTS:
                return self.call()
        return None

    def call(self) -> Expression:
        name = self.advance().text
        self.expect("(")
        arguments: list[Expression] = []
        if not self.is_operator(")"):
            arguments.append(self.expression(0))
            while self.is_operator(","):
                self.advance()
                arguments.append(self.expression(0))
        self.expect(")")
        return Call(name, tuple(arguments))

    def path(self, start: str | None) -> Expression:
        if self.is_operator("//"):
            raise self.error(said("không hỗ trợ «//»; hãy viết đường dẫn đầy đủ"))
        if self.is_operator("/"):
            self.advance()
            start = "/"
            if self.now.kind is not TokenKind.NAME and not self.is_operator(".", ".."):
                return Path(start, ())
        return Path(start, self.steps())

    def steps(self) -> tuple[Step, ...]:
        found = [self.step()]
        while self.is_operator("/"):
            self.advance()
            found.append(self.step())
        if self.is_operator("//"):
            raise self.error(said("không hỗ trợ «//»; hãy viết đường dẫn đầy đủ"))
        return tuple(found)

    def step(self) -> Step:
        if self.is_operator("."):
            self.advance()
            return Step("self", "*", self.predicates())
        if self.is_operator(".."):
            self.advance()
            return Step("parent", "*", self.predicates())
        if self.is_operator("@"):
            raise self.error(said("không hỗ trợ thuộc tính «@»"))
        if self.now.kind is not TokenKind.NAME:
            raise self.unexpected()
        name, axis = self.advance().text, "child"
        if self.is_operator("::"):
            self.advance()
            axis = name
            if axis not in ("child", "parent", "self"):
                raise self.error(said("không hỗ trợ trục «{axis}::»", axis=axis))
            if self.now.kind is not TokenKind.NAME:
                raise self.unexpected()
            name = self.advance().text
        if name in _NODE_TESTS and self.is_operator("("):
            if name != "node":
                raise self.error(said("không hỗ trợ «{name}()» trong đường dẫn", name=name))
            self.advance()
            self.expect(")")
            name = "*"
        return Step(axis, name, self.predicates())

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.is_operator("["):
            self.advance()
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)
