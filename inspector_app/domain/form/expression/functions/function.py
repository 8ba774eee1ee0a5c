"""What a function of the expression language is, and the ways to make one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from inspector_app.domain.form.expression.parser import Expression
from inspector_app.domain.form.expression.values import Evaluator, Scope, XValue, to_number, to_text
from inspector_app.domain.form.numbers import parse_double
from inspector_app.domain.saying import said

Arguments: TypeAlias = tuple[Evaluator, ...]
Implementation: TypeAlias = Callable[[Scope, Arguments], XValue]
Check: TypeAlias = Callable[[tuple[Expression, ...]], str]

_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how it computes, how many arguments it takes, which of them must be nodes.

    ``most`` is None when there is no upper limit. ``check`` looks at the syntax of the arguments
    when a form is read and returns what is wrong, or an empty text.
    """

    implementation: Implementation
    least: int
    most: int | None
    node_arguments: tuple[int, ...] = ()
    check: Check | None = None

    @property
    def arity(self) -> str:
        """The permitted numbers of arguments, for a message."""
        if self.most is None:
            return said("ít nhất {least}", least=self.least)
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def eager(
    compute: Callable[[list[XValue]], XValue],
    least: int,
    most: int | None,
    *,
    node_arguments: tuple[int, ...] = (),
    check: Check | None = None,
) -> Function:
    """A function that looks at the values of all its arguments."""

    def run(scope: Scope, arguments: Arguments) -> XValue:
        return compute([argument(scope) for argument in arguments])

    return Function(run, least, most, node_arguments, check)


def of_value(
    compute: Callable[[XValue], XValue],
    *,
    node_arguments: tuple[int, ...] = (),
) -> Function:
    """A function of one value."""
    return Function(lambda scope, arguments: compute(arguments[0](scope)), 1, 1, node_arguments)


def of_context(
    compute: Callable[[XValue], XValue], *, node_arguments: tuple[int, ...] = ()
) -> Function:
    """A function of one value; without it, of the context node (XPath 1.0 section 4)."""

    def run(scope: Scope, arguments: Arguments) -> XValue:
        return compute(arguments[0](scope) if arguments else [scope.node])

    return Function(run, 0, 1, node_arguments)


def of_two_texts(compute: Callable[[str, str], XValue]) -> Function:
    """A function of two texts."""

    def run(scope: Scope, arguments: Arguments) -> XValue:
        return compute(to_text(arguments[0](scope)), to_text(arguments[1](scope)))

    return Function(run, 2, 2)


def constant(value: XValue) -> Function:
    """A function without arguments that is always the same."""
    return Function(lambda _scope, _arguments: value, 0, 0)


def whole(number: float) -> int:
    """A double as Java's ``intValue()``: cut off, NaN is 0, too large is the largest."""
    if math.isnan(number):
        return 0
    if abs(number) > _LARGEST:
        return _LARGEST if number > 0 else -_LARGEST - 1
    return int(number)


def flatten(values: list[XValue]) -> list[XValue]:
    """Node sets replaced by the texts of their nodes."""
    found: list[XValue] = []
    for value in values:
        if isinstance(value, list):
            found.extend(node.text() for node in value)
        else:
            found.append(value)
    return found


def numbers_of(values: list[XValue], *, skips_empty: bool = False) -> Iterator[float]:
    """All values, and all nodes of node sets, as numbers; ``skips_empty``: without empty nodes."""
    for value in values:
        if isinstance(value, list):
            texts = (node.text() for node in value)
            yield from (parse_double(text) for text in texts if text or not skips_empty)
        else:
            yield to_number(value)
