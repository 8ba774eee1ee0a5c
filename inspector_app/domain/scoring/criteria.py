"""The criteria of a form: questions that carry a maximum, with their rules and their grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.domain.form.definition import Form, Question, QuestionType, Section, Text
from inspector_app.domain.scoring.arithmetic import ONE, ZERO, number_of
from inspector_app.domain.scoring.rules import ChoiceRule, Fault, Rule, read_rule

MAXIMUM: Final = re.compile(r"\d{1,6}(?:\.\d{1,4})?", re.ASCII)
"""A maximum as forms write it; it is greater than 0."""
NOT_APPLICABLE: Final = "na"
"""The choice that says that a criterion does not apply."""
REASON_ENDING: Final = "_na"
"""Ends the name of the question for why a criterion does not apply, unless ``insp:na`` names another."""
NUMBERS: Final = frozenset(
    (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE, QuestionType.CALCULATE)
)
"""Types that a rule for numbers reads."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as its form defines it.

    ``rule`` is None where the form says nothing that a program could apply: such a criterion is
    scored by the team itself. ``na`` names the question that holds why it does not apply (or is
    empty). ``numerator`` and ``denominator`` are the questions of a rate.
    """

    name: str
    clause: str
    section: str
    label: Text
    maximum: Decimal
    rule: Rule | Fault | None
    measure: str = ""
    na: str = ""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    is_reported: bool = False
    is_printed: bool = True
    legal_basis: str = ""
    is_legal_verified: bool = False
    legal_note: str = ""
    par_index: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        """Whether its value is a share of two sums, computed here without rounding."""
        return bool(self.numerator and self.denominator)


def criteria_of(form: Form) -> tuple[Criterion, ...]:
    """The criteria of a form, in its order; cells of tables are none."""
    return tuple(
        criterion
        for section in form.sections
        for question in _questions(form, section)
        if (criterion := criterion_of(form, question, section)) is not None
    )


def criterion_of(
    form: Form, question: Question, section: Section | None = None
) -> Criterion | None:
    """The criterion that a question is; None for one without a maximum, or in a table."""
    insp = question.insp
    text = insp.get("score-max", "").strip()
    if question.repeat or not MAXIMUM.fullmatch(text) or not Decimal(text):
        return None
    is_open = section is None or section.insp.get("print") != "no"
    return Criterion(
        name=question.name,
        clause=question.clause,
        section=insp.get("section", "").strip() or question.section,
        label=question.label,
        maximum=Decimal(text),
        rule=rule_of(question),
        measure=insp.get("unit", ""),
        na=reason_question(form, question),
        numerator=names_of(insp.get("numerator", "")),
        denominator=names_of(insp.get("denominator", "")),
        is_reported=question.is_reported,
        is_printed=is_open and insp.get("print") != "no",
        legal_basis=insp.get("legal-basis", ""),
        is_legal_verified=insp.get("legal-verified") == "yes",
        legal_note=insp.get("legal-note", ""),
        par_index=tuple(insp.get("par-index", "").split()),
    )


def rule_of(question: Question) -> Rule | Fault | None:
    """The rule of a question; None where the form has none that its type can follow."""
    text = question.insp.get("score", "").strip()
    if question.type is QuestionType.SELECT_ONE:
        factors = choice_factors(question)
        return ChoiceRule(factors) if factors and not text else None
    if not text or question.type not in NUMBERS:
        return None
    return read_rule(text)


def choice_factors(question: Question) -> dict[str, Decimal]:
    """The factors of a question's choices, from the column ``score``; without those beyond 0 to 1."""
    read = ((one.name, number_of(one.extra.get("score", ""))) for one in question.choices)
    return {
        name: factor
        for name, factor in read
        if factor is not None and ZERO <= factor <= ONE and name != NOT_APPLICABLE
    }


def reason_question(form: Form, question: Question) -> str:
    """The name of the question for why a criterion does not apply; empty without one."""
    name = question.insp.get("na", "").strip() or question.name + REASON_ENDING
    asked = form.questions.get(name)
    return name if asked is not None and asked.type is QuestionType.TEXT else ""


def names_of(sum_text: str) -> tuple[str, ...]:
    """The questions of ``a + b``."""
    return tuple(name for part in sum_text.split("+") if (name := part.strip()))


def _questions(form: Form, section: Section) -> Iterator[Question]:
    return (form.questions[name] for name in section.items if name in form.questions)
