"""An answer that was given in one form, read in another: as it is, converted, or without a place.

Conversions lose nothing that a person sees: a number, a day or a choice becomes the text that is
shown for it, a text becomes what it means when it is typed. What would have to be guessed or cut
(a time of day for a date, a fraction of a whole number) has no place; it is kept and listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import Value, check_value, display_value, parse_value
from inspector_app.domain.form.definition import CHOICES, NUMBERS, UPLOADS, Question, QuestionType

TEXTS: Final = frozenset((QuestionType.TEXT, QuestionType.BARCODE))
_UNASKED: Final = frozenset((QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.HIDDEN))
LANGUAGE: Final = "vi"


@dataclass(frozen=True, slots=True)
class Carried:
    """A value in the present form; without a place it is None."""

    value: Value
    has_place: bool = True


NO_PLACE: Final = Carried(None, has_place=False)


def is_same_kind(old: Question, new: Question) -> bool:
    """Whether answers of one question can stand in the other as they are."""
    if takes_no_answer(new) and not takes_no_answer(old):
        return False
    if old.type in NUMBERS and new.type in NUMBERS:
        return old.is_whole == new.is_whole
    return old.type is new.type or any(
        old.type in kinds and new.type in kinds for kinds in (TEXTS, UPLOADS)
    )


def takes_no_answer(question: Question) -> bool:
    """Whether nobody answers it: computed, hidden, or only to be read."""
    return bool(question.calculate) or question.type in _UNASKED


def carry(
    old: Question | None, new: Question, value: Value, recode: Callable[[str], str]
) -> Carried:
    """Read an answer in another form.

    Args:
        old: the question as the author of the answer saw it; None when that form is not here.
        new: the question in the present form.
        value: the stored value; never changed itself.
        recode: the present name of a choice.
    """
    if value is None:
        return Carried(None)
    if old is None:
        return _checked(new, value)
    if takes_no_answer(new) and not takes_no_answer(old):
        return NO_PLACE
    if old.type in CHOICES and new.type in CHOICES:
        return _choices(old, new, value, recode)
    if is_same_kind(old, new):
        return Carried(value)
    if old.type in NUMBERS and new.type in NUMBERS:
        return _number(new, value)
    if new.type in TEXTS:
        return _checked(new, display_value(old, value, LANGUAGE))
    if old.type in TEXTS and isinstance(value, str):
        return _typed(new, value)
    return NO_PLACE


def _checked(new: Question, value: Value) -> Carried:
    try:
        return Carried(check_value(new, value))
    except AnswerError:
        return NO_PLACE


def _typed(new: Question, text: str) -> Carried:
    """A text as if somebody typed it into the question."""
    try:
        value = parse_value(new, text)
    except AnswerError:
        return NO_PLACE
    return NO_PLACE if value is None else Carried(value)


def _number(new: Question, value: Value) -> Carried:
    text = str(value)
    if not new.is_whole:
        return _checked(new, text)
    return _checked(new, int(text)) if text.removeprefix("-").isdecimal() else NO_PLACE


def _choices(old: Question, new: Question, value: Value, recode: Callable[[str], str]) -> Carried:
    """Choices under their present names; a name that the list no longer has stays and is marked."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        return NO_PLACE
    # two old choices may have become one
    renamed = list(dict.fromkeys(recode(name) for name in names))
    is_one = new.type is QuestionType.SELECT_ONE
    if is_one and len(renamed) != 1:
        return NO_PLACE
    found: Value = renamed[0] if is_one else renamed
    return Carried(found) if is_same_kind(old, new) else _checked(new, found)
