"""Findings that an answer suggests: the typical shortcomings of a criterion below full marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inspector_app.domain.form.definition import Choice, Question, QuestionType
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Finding, Severity

NOT_APPLICABLE = "na"
"""The choice that says that a criterion does not apply."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A finding that somebody may take over; nothing is recorded until then."""

    question: str
    clause: str
    text: str
    legal_basis: str
    """Of the form; printed only when its author confirmed it."""
    is_verified: bool
    """Whether the form's author compared the legal basis with the original."""
    severity: Severity = Severity.MODERATE


def is_below_full(question: Question, value: object, factor: Decimal | None = None) -> bool:
    """Whether an answer earns less than full marks; nothing answered earns nothing and loses nothing.

    Args:
        question: the question, with all its choices.
        value: the verified answer.
        factor: the share of the maximum that the form's rule gives, where the form scores it.
    """
    if factor is not None:
        return factor < 1
    favourable = question.insp.get("favourable", "").split()
    if question.type is not QuestionType.SELECT_ONE or not favourable:
        return False
    if value in (None, "", NOT_APPLICABLE) or value in favourable:
        return False
    choice = next((one for one in question.choices if one.name == value), None)
    marks = [_mark(one) for one in question.choices]
    if choice is None or not any(mark is not None for mark in marks):
        return True
    # where the form marks its choices, one without a mark stands outside the rating
    mark = _mark(choice)
    return mark is not None and mark < 1


def _mark(choice: Choice) -> Decimal | None:
    try:
        return Decimal(choice.extra.get("score", "").replace(",", "."))
    except InvalidOperation:
        return None


def suggestions(question: Question, findings: Iterable[Finding]) -> tuple[Suggestion, ...]:
    """What the form lists as typical shortcomings of a question and nobody has recorded yet.

    Args:
        question: a question whose answer is below full marks.
        findings: the inspection's findings.
    """
    known = {_bare(one.text) for one in findings if one.question == question.name}
    basis = question.insp.get("legal-basis", "")
    texts = (part.strip() for part in question.insp.get("shortcoming", "").split(";"))
    return tuple(
        Suggestion(
            question=question.name,
            clause=question.clause,
            text=text[:1].upper() + text[1:],
            legal_basis=basis,
            is_verified=question.insp.get("legal-verified") == "yes",
        )
        for text in dict.fromkeys(texts)
        if text and _bare(text) not in known
    )


def is_unchecked_basis(question: Question | None, legal_basis: str) -> bool:
    """Whether a legal basis is the form's own and its author did not compare it with the original.

    Such a basis is shown with a mark and printed in no document; what a person typed is their word.
    """
    if question is None or not legal_basis:
        return False
    is_form_basis = legal_basis == question.insp.get("legal-basis")
    return is_form_basis and question.insp.get("legal-verified") != "yes"


def _bare(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(".")
