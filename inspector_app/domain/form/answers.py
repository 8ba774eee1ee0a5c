"""Answers between people and the change log: reading what was typed, showing what is stored.

Shown in Vietnamese: dd/MM/yyyy, decimal comma, dots between thousands; in English: the same dates,
decimal point, commas between thousands. What is stored: ``stored_values``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import NUMBERS, UPLOADS, Question, QuestionType
from inspector_app.domain.form.numbers import plain_decimal
from inspector_app.domain.form.stored_values import (
    ACKNOWLEDGED,
    EXPECTED,
    MAX_DIGITS,
    MAX_TEXT,
    Value,
    check_value,
    is_date,
    is_date_time,
    is_number,
    is_of_type,
    refused,
    short,
    unexpected,
)
from inspector_app.domain.saying import said

__all__ = [
    "ACKNOWLEDGED",
    "EXPECTED",
    "MAX_DIGITS",
    "MAX_TEXT",
    "Value",
    "check_value",
    "display_value",
    "is_of_type",
    "number_text",
    "parse_value",
]

_VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::|h|g|giờ )(\d{2})(?::\d{2})?", re.ASCII)
_YES = ("ok", "có", "co", "yes", "x", "đã đọc", "đã xác nhận", "true")
_PLAIN_TEXTS = frozenset((QuestionType.TEXT, QuestionType.BARCODE))
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


def parse_value(question: Question, text: str) -> Value:
    """What a person typed, as the value to store; blank is None.

    Numbers are read the Vietnamese way first (``1.234,5``), then plainly (``1234.5``, ``1,234.5``).
    ``1.234`` therefore is one thousand two hundred and thirty-four; ``1.23`` is one and 23 hundredths.

    Raises:
        AnswerError: the text is no value of the question's type.
    """
    text = unicodedata.normalize("NFC", text)
    kind = question.type
    if kind in _PLAIN_TEXTS:
        kept = text.replace("\r\n", "\n").replace("\r", "\n")
        return check_value(question, kept) if kept.strip() else None
    text = text.strip()
    if not text:
        return None
    if kind in NUMBERS:
        return check_value(question, _number(question, text))
    if kind is QuestionType.DATE:
        return _date(question, text)
    if kind is QuestionType.TIME:
        return _time(question, text)
    if kind is QuestionType.SELECT_ONE:
        return _choice(question, text)
    if kind is QuestionType.DATETIME:
        return _date_time(question, text)
    if kind in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        marks = r"[;|>]" if kind is QuestionType.RANK else r"[;|]"  # a ranking is shown with >
        names = [_choice(question, part.strip()) for part in re.split(marks, text) if part.strip()]
        return check_value(question, names)
    if kind is QuestionType.ACKNOWLEDGE and text.casefold() in _YES:
        return ACKNOWLEDGED
    if kind in UPLOADS or kind is QuestionType.ACKNOWLEDGE:
        return check_value(question, text)
    raise AnswerError(question=question.name, what=said("câu này không nhập trả lời"))


def display_value(question: Question, value: Value, language: str) -> str:
    """A stored value as shown to a person; empty for None. Never raises: a strange value shows raw."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("Đúng" if value else "Sai") if language == "vi" else ("True" if value else "False")
    if isinstance(value, list):
        mark = " > " if question.type is QuestionType.RANK else "; "
        return mark.join(_label(question, name, language) for name in value)
    if question.type is QuestionType.SELECT_ONE:
        return _label(question, str(value), language)
    text = str(value)
    if question.type is QuestionType.DATE and is_date(text):
        return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    if question.type is QuestionType.DATETIME and is_date_time(text):
        return f"{text[8:10]}/{text[5:7]}/{text[:4]} {text[11:16]}"
    if question.type in UPLOADS and len(text) > 64:
        # the full name is the file's SHA-256; what people tell files apart by is its beginning
        word = "tệp" if language == "vi" else "file"
        return f"{word} {text[:8]}…{text[64:]}"
    if question.type is QuestionType.ACKNOWLEDGE and text == ACKNOWLEDGED:
        return "Đã xác nhận" if language == "vi" else "Acknowledged"
    if (question.type in NUMBERS or question.type is QuestionType.CALCULATE) and is_number(text):
        return number_text(text, language)
    return text


def number_text(text: str, language: str) -> str:
    """A canonical decimal with the marks of a language: ``1234.5`` as ``1.234,5`` or ``1,234.5``."""
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.removeprefix("-").partition(".")
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return sign + grouped + (point + fraction if fraction else "")


def _number(question: Question, text: str) -> Value:
    compact = text.translate(_SPACES).replace("\u2212", "-").removesuffix("%")
    if _VIETNAMESE.fullmatch(compact):
        plain = compact.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(compact):
        plain = compact.replace(",", "")
    else:
        raise unexpected(question, text)
    if len(plain) > 4 * MAX_DIGITS:
        raise refused(question, said("số có hơn {most} chữ số", most=MAX_DIGITS))
    canonical = plain_decimal(Decimal(plain))
    if not question.is_whole:
        return canonical
    if "." in canonical:
        raise refused(question, said("«{text}» không phải số nguyên", text=short(text)))
    return int(canonical)


def _date(question: Question, text: str) -> str:
    """The stored date; what is wrong is said of the text as it was typed."""
    match = _DAY_FIRST.fullmatch(text)
    stored = text
    if match is not None:
        day, month, year = match.groups()
        stored = f"{year}-{int(month):02d}-{int(day):02d}"
    if is_date(stored):
        return stored
    if match is not None or _YEAR_FIRST.fullmatch(text):
        raise refused(question, said("không có ngày «{text}» trong lịch", text=text))
    raise refused(question, said("«{text}» không phải ngày (dd/MM/yyyy)", text=short(text)))


def _date_time(question: Question, text: str) -> Value:
    if is_date_time(text):
        return text
    day, _, clock = " ".join(text.split()).partition(" ")
    if not clock:
        what = said("«{text}» không phải ngày giờ (dd/MM/yyyy HH:mm)", text=short(text))
        raise refused(question, what)
    stored = f"{_date(question, day)}T{_time_text(question, clock)}"
    if not is_date_time(stored):
        raise refused(question, said("«{text}» không phải giờ (HH:mm)", text=short(clock)))
    return stored


def _time(question: Question, text: str) -> Value:
    return check_value(question, _time_text(question, text))


def _time_text(question: Question, text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        raise refused(question, said("«{text}» không phải giờ (HH:mm)", text=short(text)))
    return f"{int(match.group(1)):02d}:{match.group(2)}"


def _choice(question: Question, text: str) -> str:
    for choice in question.choices:
        if choice.name == text:
            return choice.name
    wanted = text.casefold()
    for choice in question.choices:
        labels = [
            unicodedata.normalize("NFC", label) for label in choice.label.by_language.values()
        ]
        if any(label.strip().casefold() == wanted for label in labels):
            return choice.name
    raise refused(question, said("«{text}» không phải một trong các lựa chọn", text=short(text)))


def _label(question: Question, name: str, language: str) -> str:
    for choice in (*question.choices, *question.former):
        if choice.name == name:
            return choice.label.in_(language) or name
    return name
