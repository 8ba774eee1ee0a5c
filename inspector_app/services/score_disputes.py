"""Which criteria rest on answers that people gave differently and nobody has decided yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.trip.values import Side
from inspector_app.services.views import InspectionView

_NAMES: Final = re.compile(r"[\w.-]+")  # the steps of an expression's paths are names of questions


class AnswerDisputes:
    """The open conflicts of one inspection's answers, by the questions that they reach.

    Args:
        view: the inspection as the vault shows it now.
    """

    def __init__(self, view: InspectionView) -> None:
        self._form: Form = view.form
        items = list(view.questions(hidden=True))
        self._disputed = {
            Side.VERIFIED: frozenset(
                one.question.name for one in items if one.verified.is_conflict
            ),
            Side.REPORTED: frozenset(
                one.question.name for one in items if one.reported.is_conflict
            ),
        }

    def has(self, criterion: Criterion, side: Side) -> bool:
        """Whether what a criterion's points rest on is in dispute on a side.

        That is its own answer, the parts of its rate with the cells of tables behind them, why it
        does not apply, and what decides whether it is asked at all (the team's answers do).
        """
        own = (criterion.name, *criterion.numerator, *criterion.denominator)
        if side is Side.VERIFIED:
            own += (criterion.na,)
        asked = self._form.questions[criterion.name]
        return self.reaches(own, side) or self._reaches(
            conditions(self._form, asked), Side.VERIFIED
        )

    def reaches(self, names: Iterable[str], side: Side) -> bool:
        """Whether questions, or what they are computed from, are in dispute on a side."""
        return self._reaches(computed_from(self._form, names), side)

    def _reaches(self, names: Iterator[str], side: Side) -> bool:
        disputed = self._disputed[side]
        return bool(disputed) and any(name in disputed for name in names)


def computed_from(form: Form, names: Iterable[str]) -> Iterator[str]:
    """Questions, and those that they are computed from over however many steps."""
    pending, seen = list(names), set[str]()
    while pending:
        name = pending.pop()
        asked = form.questions.get(name)
        if asked is None or name in seen:
            continue
        seen.add(name)
        yield name
        pending += _NAMES.findall(asked.calculate)


def conditions(form: Form, question: Question) -> Iterator[str]:
    """The questions that the relevance of a question and of its groups names, also through sums."""
    pending = [question.relevant]
    pending += [
        text for path, text in form.group_relevant.items() if question.path.startswith(path + "/")
    ]
    seen: set[str] = set()
    while pending:
        for name in _NAMES.findall(pending.pop()):
            asked = form.questions.get(name)
            if asked is None or name in seen:
                continue
            seen.add(name)
            yield name
            pending += [asked.calculate, asked.relevant]
