"""Which predicates pick the items of a list by one column, so that an index can answer them."""

from __future__ import annotations

from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Path,
    Step,
    children,
)


def column_test(test: Expression) -> tuple[str, Expression] | None:
    """The column and the value of ``[column = value]`` when the value is the same for all items."""
    match test:
        case Chain(first=left, rest=(("=", right),)):
            for column, value in ((left, right), (right, left)):
                match column:
                    case Path(start=None, steps=(Step(axis="child", name=name, predicates=()),)):
                        if name != "*" and not _depends_on_context(value):
                            return name, value
    return None


def _depends_on_context(tree: Expression) -> bool:
    if isinstance(tree, Path) and tree.start is None:
        return True
    if isinstance(tree, Call) and tree.name in ("position", "last", "randomize", "random", "uuid"):
        return True
    return any(_depends_on_context(child) for child in children(tree))
