"""Values that nobody typed: static defaults and results of calculations."""

from __future__ import annotations

from inspector_app.domain.form.answers import MAX_DIGITS, MAX_TEXT, Value
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.expression.values import XValue, to_number, to_text
from inspector_app.domain.form.numbers import format_days, stored_decimal

_LISTS = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_MOMENTS = (QuestionType.DATE, QuestionType.TIME, QuestionType.DATETIME)
_NUMBERS = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)


def value_text(value: Value) -> str:
    """A stored value as XForms text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else str(value)


def default_value(question: Question) -> Value:
    """The static default of a question (canonical text of the form) as a stored value."""
    if not question.default:
        return None
    if question.is_whole:
        return int(question.default)
    if question.type in _LISTS:
        return list(question.default.split())
    return question.default


def _moment(kind: QuestionType, text: str) -> str:
    """A date, time or both as the type wants it; as JavaRosa, a part too much is left out."""
    day, _, clock = text.partition("T")
    if kind is QuestionType.DATE:
        return day
    if kind is QuestionType.TIME:
        return clock or text
    return text if clock or ":" in day else f"{day}T00:00" if day else ""


def computed_value(question: Question, result: XValue) -> Value:
    """The result of a calculation as a stored value of the question's type; None when undefined.

    A double becomes exact text through its 15 significant digits (see ``numbers``). NaN, the
    infinities, empty text and text above MAX_TEXT are None; a whole number is cut off. What does not fit the type stays
    text, and is a TYPE violation.
    """
    if isinstance(result, list):
        result = to_text(result)
    if isinstance(result, str) and len(result) > MAX_TEXT:
        return None  # no answer is that long; texts that feed on themselves end here
    if isinstance(result, bool):
        return "true" if result else "false"
    if isinstance(result, float) and question.type is QuestionType.DATE:
        return format_days(result) or None
    if isinstance(result, str):
        if question.type in _MOMENTS:
            return _moment(question.type, result) or None
        if question.type not in _NUMBERS:
            if question.type in _LISTS:
                return result.split() or None
            return result or None
        number = to_number(result)
        if number != number and result.strip():
            return result
        result = number
    text = stored_decimal(result)
    if text is None or not question.is_whole:
        return text
    # As JavaRosa: what is computed for a whole number is cut off, not rounded.
    return int(text.partition(".")[0]) if len(text) <= 2 * MAX_DIGITS else text
