"""Findings that an answer suggests: the typical shortcomings of a criterion below full marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from inspector_app.domain.form.definition import Choice, Form, Question, QuestionType
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Finding, Severity

_WORD: Final = re.compile(r"[a-z0-9]+")
_LEFT_OUT: Final = frozenset(("so", "nam"))
_DOCUMENT: Final = re.compile(r"\b\d+[a-z]?(?:[/-][a-z0-9]+)+")
_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]")
_AROUND: Final = re.compile(r"\s*([/-])\s*")
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


def is_unchecked_basis(form: Form, question: str, legal_basis: str) -> bool:
    """Whether a legal basis is the form's own and its author did not compare it with the original.

    Such a basis is shown with a mark and printed in no document; what a person typed is their word.
    Spelling does not matter: one text in the other, or the same number of a document, is enough.

    Args:
        form: the form of the inspection.
        question: the question of the finding; the bases of its clause count too. Empty: all count.
        legal_basis: of the finding.
    """
    about = form.questions.get(question)
    clause = about.clause if about is not None else ""
    return any(
        _is_same_basis(part, legal_basis)
        for one in form.questions.values()
        if about is None or one is about or (clause and one.clause == clause)
        if one.insp.get("legal-verified") != "yes"
        for part in one.insp.get("legal-basis", "").split(";")
    )


def _is_same_basis(one: str, other: str) -> bool:
    mine, others = _spelled(one), _spelled(other)
    if not mine or not others:
        return False
    numbers = set(_DOCUMENT.findall(fold(_plain(one))))
    if numbers:
        return bool(numbers.intersection(_DOCUMENT.findall(fold(_plain(other))))) or others in mine
    return mine in others or others in mine


def _spelled(basis: str) -> str:
    """A basis without accents, marks, blanks and the words that people put in or leave out."""
    return "".join(word for word in _WORD.findall(fold(basis)) if word not in _LEFT_OUT)


def _plain(basis: str) -> str:
    """With one kind of dash, and no blanks within numbers of documents."""
    return _AROUND.sub(r"\1", _DASHES.sub("-", basis))


def _bare(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(".")
