"""Columns of lists that expressions read and no row has: warnings, since XForms allows it silently.

``instance('xa')/root/item[quan = ${h}]/name`` is empty for ever when the list has no column
``quan``: the question offers nothing, the calculation has no value, and nothing says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Path,
    Step,
    StringLiteral,
    children,
    parse,
)
from inspector_app.domain.form.problems import Problem, warning
from inspector_app.domain.saying import Saying, said
from inspector_app.formats.form_expressions import columns_remedy

_ALWAYS = frozenset(("name", "label", "*"))
"""Columns that every list may be asked for."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What an expression asks a list for: a column, and the text that it is compared with."""

    group: str
    column: str
    text: str | None = None


def list_warnings(form: Form) -> Iterator[Problem]:
    """Columns and values that lists are asked for and do not have, at the question that asks."""
    values = {name: _values(items) for name, items in form.instances.items() if items}
    for question, column, source in _expressions(form):
        if "instance(" not in source:
            continue
        try:
            tree = parse(source)
        except ExpressionError:
            continue  # an error by itself
        for looked in dict.fromkeys(_looked(tree)):
            problem = _problem(looked, values, column)
            if problem is not None:
                what, remedy = problem
                yield warning(
                    what, column=column, question=question, remedy=remedy, code="list-column"
                )


def _values(items: tuple[Mapping[str, str], ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in items:
        for column, text in item.items():
            found.setdefault(column, set()).add(text)
    return found


def _problem(
    looked: _Looked, values: Mapping[str, Mapping[str, set[str]]], place: str
) -> tuple[Saying, str] | None:
    known = values.get(looked.group)
    if known is None:
        return None
    group, column, text = looked.group, looked.column, looked.text
    if column not in known:
        what = said("danh sách «{name}» không có cột «{column}»", name=group, column=column)
        if place == "choice_filter":
            what = said("{what} nên câu này không có lựa chọn nào", what=what)
        return what, columns_remedy(column, known)
    if text is not None and text not in known[column]:
        what = said(
            "cột «{column}» của danh sách «{name}» không có giá trị «{text}»",
            column=column,
            name=group,
            text=text,
        )
        listed = ", ".join(sorted(known[column])[:8])
        return what, said("dùng một trong: {listed}", listed=listed)
    return None


def _expressions(form: Form) -> Iterator[tuple[str, str, str]]:
    """Question, column of the survey sheet and source of every expression that may read a list."""
    for name, one in form.questions.items():
        if one.itemset is not None:
            yield name, "choice_filter", one.itemset.nodeset
        yield name, "calculation", one.calculate
        yield name, "relevant", one.relevant
        yield name, "constraint", one.constraint
        yield name, "required", one.required
        yield name, "readonly", one.readonly
    for action in form.actions:
        yield action.target, "default", action.expression
    for repeat in form.repeats.values():
        yield repeat.name, "repeat_count", repeat.count


def _looked(tree: Expression) -> Iterator[_Looked]:
    match tree:
        case Path(
            start=Call(name="instance", arguments=(StringLiteral(value=group),)),
            steps=(Step(name="root"), Step(name="item", predicates=tests), *rest),
        ):
            for test in tests:
                yield from _tested(test, group)
            if rest and rest[0].axis == "child" and rest[0].name not in _ALWAYS:
                yield _Looked(group, rest[0].name)
    for child in children(tree):
        yield from _looked(child)


def _tested(test: Expression, group: str) -> Iterator[_Looked]:
    """The columns that a condition about the items of a list reads."""
    match test:
        case Chain(first=first, rest=(("=", second),)):
            for side, other in ((first, second), (second, first)):
                column = _column(side)
                if column and isinstance(other, StringLiteral) and other.value:
                    yield _Looked(group, column, other.value)
                    return
    column = _column(test)
    if column:
        yield _Looked(group, column)
    elif not isinstance(test, Path):
        for child in children(test):
            yield from _tested(child, group)


def _column(tree: Expression) -> str:
    match tree:
        case Path(start=None, steps=(Step(axis="child", name=name),)) if name not in _ALWAYS:
            return name
    return ""
