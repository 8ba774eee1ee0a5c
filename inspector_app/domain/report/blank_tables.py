"""The tables of a form as ruled grids with empty rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.definition import Form, Question, QuestionType, Repeat
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Negation,
    NumberLiteral,
    Path,
    StringLiteral,
    parse,
)
from inspector_app.domain.report.blank_entries import LANGUAGE, is_asked
from inspector_app.domain.report.blank_phrases import BlankPhrases
from inspector_app.domain.report.blocks import (
    Align,
    Column,
    HeadCell,
    Row,
    RowKind,
    Run,
    Table,
)
from inspector_app.domain.report.conditions import bare_path, condition_words
from inspector_app.domain.report.wording import clause, decimal_text
from inspector_app.domain.scoring.arithmetic import number_of

WIDEST_UPRIGHT: Final = 6  # columns that an upright page takes well
_ROWS: Final = 6
_MOST_ROWS: Final = 30
_NAMED_ROWS: Final = range(3, 16)  # as many choices make rows of their own
_SIGNS: Final = {"+": " + ", "-": " − ", "*": " × ", "div": " : "}
_CODE: Final = re.compile(r"^([A-ZĐ]\d{1,2})\.\s")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the form ready to print: caption, grid, remarks below."""

    title: str
    table: Table
    notes: tuple[str, ...]
    is_wide: bool


class _Columns:
    """The columns of a table on paper: the questions of its rows that have a place."""

    def __init__(self, form: Form, repeat: Repeat, words: BlankPhrases) -> None:
        asked = [form.questions[name] for name in repeat.questions]
        shown = [one for one in asked if is_asked(one) and one.type is not QuestionType.NOTE]
        self.named = _named_rows(form, shown, words)
        beside = {name for _, name in self.named if name}
        self.questions = [one for one in shown if one.name not in beside]
        self.has_sides = any(one.is_reported for one in self.questions)
        self.is_nested = bool(repeat.parent)

    @property
    def count(self) -> int:
        """Columns in print."""
        return len(self.questions) + 1 + self.has_sides + self.is_nested


def _named_rows(
    form: Form, shown: Sequence[Question], words: BlankPhrases
) -> list[tuple[str, str]]:
    """The rows that the choices of a first column make, each with the question that names it.

    A choice such as "other" that asks for a name has that name written in its row.
    """
    first = shown[0] if shown else None
    if first is None or first.type is not QuestionType.SELECT_ONE or first.itemset is not None:
        return []
    if len(first.choices) not in _NAMED_ROWS or any(
        one.is_answerable and one.choices for one in shown[1:]
    ):
        return []
    asks = {}
    for question in shown[1:]:
        try:
            tree = parse(question.relevant) if question.relevant else None
        except ExpressionError:
            continue
        match tree:
            case Chain(target, (("=", StringLiteral(value)),)) if bare_path(target) == first.name:
                if question.type is QuestionType.TEXT:
                    asks[value] = question.name
    return [
        (
            words.named.format(choice=one.label.in_(LANGUAGE))
            if one.name in asks
            else one.label.in_(LANGUAGE),
            asks.get(one.name, ""),
        )
        for one in first.choices
    ]


def is_wide(form: Form, repeat: Repeat, words: BlankPhrases) -> bool:
    """Whether the table needs a page turned sideways."""
    return _Columns(form, repeat, words).count > WIDEST_UPRIGHT + 1


def grid_of(form: Form, repeat: Repeat, words: BlankPhrases) -> Grid | None:
    """The table with empty rows; ``None`` where nothing is written in it."""
    columns = _Columns(form, repeat, words)
    if not columns.questions:
        return None
    heads = [_head(question) for question in columns.questions]
    sides = [words.side] if columns.has_sides else []
    outer = [words.of_row] if columns.is_nested else []
    titles = [words.order, *outer, heads[0], *sides, *heads[1:]]
    numbers = [f"({number})" for number in range(1, len(titles) + 1)]
    is_turned = columns.count > WIDEST_UPRIGHT + 1
    return Grid(
        title=clause(repeat.label.in_(LANGUAGE)),
        table=Table(
            columns=tuple(_widths(columns, is_turned=is_turned)),
            head=(tuple(map(HeadCell, titles)), tuple(map(HeadCell, numbers))),
            rows=tuple(_rows(repeat, columns, words)),
            compact=is_turned,
            by_hand=True,
        ),
        notes=tuple(_notes(form, columns, words)),
        is_wide=is_turned,
    )


def _head(question: Question) -> str:
    label = clause(question.insp.get("short", question.label.in_(LANGUAGE)))
    unit = question.insp.get("unit", "")
    return f"{label} ({unit})" if unit and unit not in label and unit != "hồ sơ" else label


def _widths(columns: _Columns, *, is_turned: bool) -> Iterator[Column]:
    texts = (QuestionType.TEXT, QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    yield Column(0.5, Align.CENTRE)
    if columns.is_nested:
        yield Column(1.0)
    for place, question in enumerate(columns.questions):
        weight = 2.0 if question.type in texts else 1.0
        if place == 0 and is_turned:
            weight = 1.8
        yield Column(weight)
        if place == 0 and columns.has_sides:
            yield Column(0.9, Align.CENTRE)


def _rows(repeat: Repeat, columns: _Columns, words: BlankPhrases) -> Iterator[Row]:
    names = [label for label, _ in columns.named]
    fixed = number_of(repeat.count) if repeat.count else None
    sample = number_of(repeat.insp.get("sample-size", ""))
    wanted = fixed or sample or Decimal(max(_ROWS, repeat.initial_rows))
    count = len(names) if names else min(max(int(wanted), 1), _MOST_ROWS)
    is_counted = any(one.type is QuestionType.INTEGER for one in columns.questions[1:])
    for number in range(count):
        name = names[number] if names else ""
        yield from _row_pair(str(number + 1), name, columns, words, RowKind.PLAIN)
    if is_counted:
        yield from _row_pair("", words.total, columns, words, RowKind.TOTAL)


def _row_pair(
    number: str, name: str, columns: _Columns, words: BlankPhrases, kind: RowKind
) -> Iterator[Row]:
    """One row, or two where the unit reports: its figures above, the team's below."""
    is_total = kind is RowKind.TOTAL
    outer = [""] if columns.is_nested else []
    rest = [""] * (len(columns.questions) - 1)
    sides = (words.side_reported, words.side_verified) if columns.has_sides else ("",)
    for place, side in enumerate(sides):
        shown = [number, *outer, name] if place == 0 else ["", *outer, ""]
        cells = [*shown, *([side] if columns.has_sides else []), *rest]
        shown_as = RowKind.BELOW if place else kind
        yield Row(tuple((Run(text, bold=is_total),) for text in cells), shown_as)


def _notes(form: Form, columns: _Columns, words: BlankPhrases) -> Iterator[str]:
    if columns.has_sides:
        yield words.both_sides
    numbers = _numbers(columns)
    for question in columns.questions:
        if question.calculate and (formula := _formula(question, numbers)):
            must = _must(question, words)
            head = clause(question.label.in_(LANGUAGE))
            yield words.balance.format(column=head, formula=formula, must=must)
    for place, question in enumerate(columns.questions):
        head = numbers[question.name]
        if question.choices and not (place == 0 and columns.named):
            labels = ", ".join(one.label.in_(LANGUAGE) for one in question.choices[:12])
            more = "…" if len(question.choices) > 12 else ""
            yield words.column_choices.format(column=head, choices=labels + more)
        if question.relevant:
            told = condition_words(form, question.relevant, words)
            if told:
                yield words.column_condition.format(column=head, condition=told)


def _numbers(columns: _Columns) -> dict[str, str]:
    """What a column is called in a formula: the code in its label, else its number."""
    found = {}
    shift = 2 + columns.is_nested
    for place, question in enumerate(columns.questions):
        code = _CODE.match(question.label.in_(LANGUAGE))
        number = place + shift + (columns.has_sides and place > 0)
        found[question.name] = code.group(1) if code else f"({number})"
    return found


def _must(question: Question, words: BlankPhrases) -> str:
    """What the result must be, where the form demands one number."""
    try:
        tree = parse(question.constraint) if question.constraint else None
    except ExpressionError:
        return ""
    match tree:
        case Chain(Path(None, (step,)), (("=", NumberLiteral(value)),)) if step.axis == "self":
            number = decimal_text(Decimal(repr(value)).normalize() + 0)
            return words.must_be.format(value=number)
    return ""


def _formula(question: Question, numbers: dict[str, str]) -> str:
    """A computed column as sum and difference of other columns; empty when it is anything else."""
    try:
        return _term(parse(question.calculate), numbers) or ""
    except ExpressionError:
        return ""


def _term(tree: Expression, numbers: dict[str, str]) -> str | None:
    match tree:
        case NumberLiteral(value):
            return decimal_text(Decimal(repr(value)).normalize() + 0)
        case Path():
            return numbers.get(bare_path(tree))
        case Call("coalesce", (first, _)):
            return _term(first, numbers)
        case Call("number" | "int", (only,)):
            return _term(only, numbers)
        case Negation(operand):
            inside = _term(operand, numbers)
            return None if inside is None else f"−{inside}"
        case Chain(first, rest):
            parts = [_operand(first, numbers, is_first=True)]
            for operator, operand in rest:
                if operator not in _SIGNS:
                    return None
                inside = _operand(operand, numbers, is_first=operator == "+")
                parts.append(None if inside is None else _SIGNS[operator] + inside)
            return None if None in parts else "".join(part for part in parts if part)
    return None


def _operand(tree: Expression, numbers: dict[str, str], *, is_first: bool) -> str | None:
    inside = _term(tree, numbers)
    if inside is None or not isinstance(tree, Chain):
        return inside
    is_sum = all(operator in "+-" for operator, _ in tree.rest)
    return inside if is_first and is_sum else f"({inside})"
