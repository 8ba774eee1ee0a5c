"""What a function of the expression language is, and the ways to make one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from inspector_app.domain.form.parser import Expression
from inspector_app.domain.form.values import Evaluator, Scope, XValue, to_number

Arguments: TypeAlias = tuple[Evaluator, ...]
Implementation: TypeAlias = Callable[[Scope, Arguments], XValue]
Check: TypeAlias = Callable[[tuple[Expression, ...]], str]


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
            return f"ít nhất {self.least}"
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


def flatten(values: list[XValue]) -> list[XValue]:
    """Node sets replaced by the texts of their nodes."""
    found: list[XValue] = []
    for value in values:
        if isinstance(value, list):
            found.extend(node.text() for node in value)
        else:
            found.append(value)
    return found


def numbers_of(values: list[XValue]) -> Iterator[float]:
    """All values, and all nodes of node sets, as numbers."""
    return (to_number(value) for value in flatten(values))
