"""How a question wants to look: its ``appearance`` and parameters as plain values. No Qt.

Source of the words: XLSForm and the ODK XForms specification, "Appearances". What a desk computer
has no use for (``quick``, ``bearing``, ``picker``) is ignored, never refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from inspector_app.domain.form.definition import Choice, Question, QuestionType, Text
from inspector_app.gui.inspection.items import Tone, tone_of

MANY: Final = 24
"""From so many choices on, buttons would bury the question: one types to find instead."""
_COLUMNS: Final = re.compile(r"(?:columns|compact)-(\d{1,2})")
_MONTH: Final = re.compile(r"\d{1,2}[/.\-]\d{4}", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_BARE: Final = ("list-nolabel", "list")


class ChoiceLook(StrEnum):
    """How choices are offered."""

    BUTTONS = "buttons"
    COLUMNS = "columns"
    LIKERT = "likert"
    MARKS = "marks"
    COMBO = "combo"
    FINDER = "finder"


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a select; ``columns`` is 0 where the width decides."""

    kind: ChoiceLook
    columns: int = 0
    has_keys: bool = True


def words_of(question: Question) -> tuple[str, ...]:
    """The single words of the appearance, lower case."""
    return tuple(question.appearance.lower().split())


def look_of(question: Question) -> Look:
    """How the choices of a select are shown; decided by all that could be offered."""
    words = words_of(question)
    is_one = question.type is QuestionType.SELECT_ONE
    if "minimal" in words:
        return Look(ChoiceLook.COMBO if is_one else ChoiceLook.FINDER)
    if {"autocomplete", "search"} & set(words) or len(question.choices) > MANY:
        return Look(ChoiceLook.FINDER)
    if "likert" in words and is_one:
        return Look(ChoiceLook.LIKERT)
    for word in words:
        found = _COLUMNS.fullmatch(word)
        if found is not None and int(found.group(1)):
            return Look(ChoiceLook.COLUMNS, int(found.group(1)), "no-buttons" not in words)
    if "columns" in words or "compact" in words:
        return Look(ChoiceLook.COLUMNS, 0, "no-buttons" not in words)
    return Look(ChoiceLook.BUTTONS, 0, "no-buttons" not in words)


def is_matrix_row(question: Question) -> bool:
    """Whether a select is a line of a matrix (``list-nolabel``, ``list``)."""
    selects = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    return question.type in selects and any(word in words_of(question) for word in _BARE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice as an editor shows it; a stray one is recorded and no longer offered."""

    name: str
    label: str
    tone: Tone
    picture: str = ""
    is_stray: bool = False


def offers(
    question: Question, value: object, every: Sequence[Choice], language: str
) -> tuple[Offer, ...]:
    """What an editor offers: the choices that hold now, and after them what is recorded besides.

    Args:
        question: with the choices that are offered now.
        value: what is recorded.
        every: all that could be offered, for the labels of those that no longer are.
        language: of the labels.
    """
    made = [_offer(question, choice, language) for choice in question.choices]
    known = {one.name for one in made}
    labels = {choice.name: choice for choice in every}
    for name in names_of(value):
        if name not in known:
            choice = labels.get(name, Choice(name, Text({"": name})))
            label = choice.label.in_(language) or name
            made.append(Offer(name, label, Tone.BAD, is_stray=True))
    return tuple(made)


def _offer(question: Question, choice: Choice, language: str) -> Offer:
    picture = media_name(choice.media.get("image"), language)
    label = choice.label.in_(language) or choice.name
    return Offer(choice.name, label, tone_of(question, choice.name), picture)


def names_of(value: object) -> list[str]:
    """The names in a recorded value: of one choice, of several, or none."""
    if isinstance(value, str) and value:
        return [value]
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return []


def media_name(text: Text | None, language: str) -> str:
    """The file's name behind a media text such as ``jr://images/so-do.png``."""
    return text.raw(language).rsplit("/", 1)[-1] if text else ""


def completed(question: Question, text: str) -> str:
    """A day for what is typed where the form asks only for a month or a year."""
    words, typed = words_of(question), text.strip()
    if question.type is QuestionType.DATE and "month-year" in words and _MONTH.fullmatch(typed):
        return f"01/{typed}"
    if question.type is QuestionType.DATE and "year" in words and _YEAR.fullmatch(typed):
        return f"01/01/{typed}"
    return text


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of a range, in steps from its start."""

    start: Decimal
    end: Decimal
    step: Decimal

    @property
    def steps(self) -> int:
        """How many steps lead from the start to the end."""
        return int(abs(self.end - self.start) / self.step)

    def at(self, place: int) -> str:
        """The number after so many steps, as canonical text."""
        sign = 1 if self.end >= self.start else -1
        number = self.start + sign * self.step * min(max(place, 0), self.steps)
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def place_of(self, number: Decimal) -> int:
        """The nearest step of a number."""
        gap = (number - self.start) * (1 if self.end >= self.start else -1)
        place = (gap / self.step).to_integral_value(ROUND_HALF_UP)
        return int(min(max(place, Decimal(0)), Decimal(self.steps)))

    @property
    def ticks(self) -> int:
        """Every how many steps a mark stands, so that there are 21 at most."""
        every = 1
        for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000):
            every = factor
            if self.steps <= 20 * factor:
                break
        return every


def scale_of(question: Question) -> Scale:
    """The scale of a range; from 0 to 10 by 1 where the form says nothing (XLSForm's default)."""
    start = _decimal(question.parameters.get("start", ""), Decimal(0))
    end = _decimal(question.parameters.get("end", ""), Decimal(10))
    step = abs(_decimal(question.parameters.get("step", ""), Decimal(1)))
    return Scale(start, end, step or Decimal(1))


def _decimal(text: str, otherwise: Decimal) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return otherwise
    return number if number.is_finite() else otherwise
