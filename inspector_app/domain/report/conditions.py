"""Conditions of a form in words, for people who fill it in on paper: "nếu «Có» hoặc «Một phần»".

Only what reads well is put into words: comparisons with a choice, a number or an empty answer,
``selected``, the number of a table's rows, and their combinations. Anything else is ``None``; the
caller says in general that the question is asked in some cases only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    NumberLiteral,
    Path,
    StringLiteral,
    parse,
)
from inspector_app.domain.report.blank_phrases import BlankPhrases
from inspector_app.domain.report.wording import clause, decimal_text
from inspector_app.domain.scoring.criteria import NOT_APPLICABLE, reason_question

_LONGEST: Final = 72  # of a question named inside a condition
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a condition says, and about which question or table ("" where several)."""

    name: str
    text: str


_TRIVIAL: Final = _Said("", "")
"""Goes without saying."""


def bare_path(tree: Expression) -> str:
    """The name that a plain path ends in: of a question or table; empty for anything else."""
    if not isinstance(tree, Path) or tree.predicates or not tree.steps:
        return ""
    if any(step.predicates for step in tree.steps):
        return ""
    is_plain = tree.start in (None, "/") or tree.start == Call("current", ())
    last = tree.steps[-1]
    return last.name if is_plain and last.axis == "child" else ""


def condition_words(
    form: Form, expression: str, words: BlankPhrases, *, about: str = "", within: str | None = None
) -> str | None:
    """A condition in words; ``None`` when it cannot be told simply, empty when it goes without saying.

    It does where the question is asked whenever the criterion applies: on paper the line for why it
    does not apply says so.

    Args:
        form: whose questions the expression names.
        expression: the text of ``relevant``.
        words: the phrases.
        about: the name of the question that opens the criterion; it is not named again.
        within: the clause of the criterion that the condition stands in.
    """
    try:
        tree = parse(expression)
    except ExpressionError:
        return None
    said = _Reader(form, words, about, within).read(tree)
    if said is None or not said.text:
        return None if said is None else ""
    return words.condition.format(condition=said.text)


class _Reader:
    def __init__(self, form: Form, words: BlankPhrases, about: str, within: str | None) -> None:
        self._form, self._about, self._words = form, about, words
        self._here = {one.name for one in form.questions.values() if one.clause == within}
        self._reasons = {reason_question(form, form.questions[name]) for name in self._here}

    def read(self, tree: Expression) -> _Said | None:
        said = self._predicate(tree)
        if said is None or not said.text:
            return said
        return _Said(said.name, f"{self._subject(said.name)} {said.text}".strip())

    def _subject(self, name: str) -> str:
        if name in ("", self._about):
            return ""
        if name in self._form.repeats:
            return f"«{clause(self._form.repeats[name].label.in_('vi'))}»"
        label = clause(self._form.questions[name].label.in_("vi")).rstrip("?")
        if len(label) > _LONGEST:
            label = label[:_LONGEST].rsplit(" ", 1)[0] + "…"
        return f"«{label}»"

    def _predicate(self, tree: Expression) -> _Said | None:
        match tree:
            case Chain(first, ((operator, operand),)) if operator in _MIRRORED:
                return self._comparison(first, operator, operand)
            case Chain(first, rest) if {operator for operator, _ in rest} <= {"or"}:
                trees = [first, *(one for _, one in rest)]
                if self._is_any_answer(trees):
                    return _TRIVIAL
                return self._joined(trees, self._words.either)
            case Chain(first, rest) if {operator for operator, _ in rest} <= {"and"}:
                return self._joined([first, *(one for _, one in rest)], self._words.both)
            case Call("selected", (target, StringLiteral(value))):
                return self._choice(bare_path(target), value, self._words.is_choice)
            case Call("not", (Call("selected", (target, StringLiteral(value))),)):
                return self._choice(bare_path(target), value, self._words.is_not_choice)
            case Call("not", (Chain(target, (("!=", StringLiteral("")),)),)):
                return self._comparison(target, "=", StringLiteral(""))
        return None

    def _is_any_answer(self, trees: list[Expression]) -> bool:
        """Whether the alternatives are all choices of one question but "not applicable"."""
        found: dict[str, set[str]] = {}
        for tree in trees:
            match tree:
                case Chain(target, (("=", StringLiteral(value)),)) if bare_path(target):
                    found.setdefault(bare_path(target), set()).add(value)
                case _:
                    return False
        name, values = next(iter(found.items()))
        question = self._form.questions.get(name)
        choices = {one.name for one in question.choices} if question else set()
        is_whole = bool(choices) and choices <= values | {NOT_APPLICABLE}
        return is_whole and len(found) == 1 and name in self._here

    def _joined(self, trees: list[Expression], word: str) -> _Said | None:
        read = [self._predicate(tree) for tree in trees]
        parts = [one for one in read if one is not None]
        if len(parts) != len(trees):
            return None
        telling = [one for one in parts if one.text]
        if not telling or (len(telling) < len(parts) and word == self._words.either):
            return _TRIVIAL
        parts = telling
        if len({one.name for one in parts}) == 1:
            return _Said(parts[0].name, word.join(one.text for one in parts))
        sentences = (f"{self._subject(one.name)} {one.text}".strip() for one in parts)
        return _Said("", word.join(sentences))

    def _comparison(self, left: Expression, operator: str, right: Expression) -> _Said | None:
        if isinstance(left, NumberLiteral | StringLiteral):
            left, operator, right = right, _MIRRORED[operator], left
        if isinstance(left, Call) and left.name == "count" and len(left.arguments) == 1:
            table = bare_path(left.arguments[0])
            has_rows = (operator, right) in ((">", NumberLiteral(0.0)), (">=", NumberLiteral(1.0)))
            return _Said(table, self._words.has_rows) if has_rows and self._knows(table) else None
        name = bare_path(left)
        if not self._knows(name):
            return None
        match right:
            case StringLiteral("") if name in self._reasons:
                return _TRIVIAL if operator == "=" else None
            case StringLiteral(""):
                empty = {"=": self._words.is_empty, "!=": self._words.is_answered}
                return _Said(name, empty[operator]) if operator in empty else None
            case StringLiteral(value) if (operator, value) == ("!=", NOT_APPLICABLE) and (
                name in self._here
            ):
                return _TRIVIAL
            case StringLiteral(value):
                forms = {"=": self._words.is_choice, "!=": self._words.is_not_choice}
                return self._choice(name, value, forms[operator]) if operator in forms else None
            case NumberLiteral(value):
                number = decimal_text(Decimal(repr(value)).normalize())
                return _Said(name, self._words.comparisons[operator].format(number=number))
        return None

    def _choice(self, name: str, value: str, phrase: str) -> _Said | None:
        question = self._form.questions.get(name)
        labels = (
            [one.label.in_("vi") for one in question.choices if one.name == value]
            if question
            else []
        )
        return _Said(name, phrase.format(choice=labels[0])) if labels and labels[0] else None

    def _knows(self, name: str) -> bool:
        if name in self._form.repeats:
            return bool(self._form.repeats[name].label)
        return name in self._form.questions and bool(self._form.questions[name].label)


def conditions_of(form: Form, question: Question) -> tuple[str, ...]:
    """The conditions under which a question is asked, outermost first.

    Those of the groups around it within its section or table, and its own.
    """
    outer = next((one for one in form.sections if one.name == question.section), None)
    fences = {outer.relevant} if outer and outer.relevant else set()
    if question.repeat:
        fences.add(form.repeats[question.repeat].relevant)
    groups = [
        relevant
        for path, relevant in sorted(form.group_relevant.items(), key=lambda pair: len(pair[0]))
        if question.path.startswith(f"{path}/") and relevant not in fences
    ]
    return tuple(one for one in (*groups, question.relevant) if one)
