"""Rules of scoring in the words of a printed checklist: points, not factors."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.report.blank_phrases import BlankPhrases
from inspector_app.domain.report.wording import decimal_text
from inspector_app.domain.scoring.arithmetic import ZERO, number_of, product
from inspector_app.domain.scoring.criteria import rule_of
from inspector_app.domain.scoring.rules import ChoiceRule, Direction, LinearRule, StepRule

LANGUAGE = "vi"
_POINTS: Final = ("score-max", "score-rule")


def without_points(form: Form) -> Form:
    """The same form with no criterion: for trips that give no points."""
    return replace(
        form,
        questions={
            name: replace(
                one, insp={key: text for key, text in one.insp.items() if key not in _POINTS}
            )
            for name, one in form.questions.items()
        },
    )


def points_text(points: Decimal) -> str:
    """Points with a comma and no trailing zeros: 1.50 → "1,5"."""
    return decimal_text(points.normalize() + 0)


def rule_text(question: Question, words: BlankPhrases) -> str:
    """How a question is scored; empty where it is no criterion or nobody said how.

    The author's own words (``score-rule``) go before those made of the rule.
    """
    maximum = number_of(question.insp.get("score-max", ""))
    if maximum is None:
        return ""
    if own := question.insp.get("score-rule", "").strip():
        return own
    rule = rule_of(question)
    if isinstance(rule, ChoiceRule):
        labels = {one.name: one.label.in_(LANGUAGE) for one in question.choices}
        said = [
            words.rule_choice.format(
                choice=labels[name], points=points_text(product(factor, maximum))
            )
            for name, factor in rule.factors.items()
        ]
        return "; ".join(said)
    if isinstance(rule, StepRule):
        return _steps(rule, maximum, question.insp.get("unit", ""), words)
    if isinstance(rule, LinearRule):
        unit = question.insp.get("unit", "")
        return words.rule_linear.format(
            zero=_amount(rule.zero, unit),
            full=_amount(rule.full, unit),
            points=points_text(maximum),
        )
    return ""


def _amount(number: Decimal, unit: str) -> str:
    return f"{points_text(number)}\u00a0{unit}" if unit else points_text(number)


def _steps(rule: StepRule, maximum: Decimal, unit: str, words: BlankPhrases) -> str:
    is_least = rule.direction is Direction.AT_LEAST
    reached, beyond = (
        (words.rule_at_least, words.rule_below)
        if is_least
        else (words.rule_at_most, words.rule_above)
    )
    said = [
        reached.format(
            number=_amount(step.threshold, unit), points=points_text(product(step.factor, maximum))
        )
        for step in rule.steps
    ]
    if rule.steps[-1].factor > ZERO:
        said.append(beyond.format(number=_amount(rule.steps[-1].threshold, unit)))
    return "; ".join(said)
