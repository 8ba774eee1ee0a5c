"""Stored values: reading what a person typed, checking what a file holds, showing what is stored.

Stored forms are those of the change log: integer ``int``; decimal canonical text ``"1234.5"``; date
``"2019-09-16"``; time ``"HH:MM"``; select_one the choice's name; select_multiple a list of names in
the order of the form; text NFC. Shown in Vietnamese: dd/MM/yyyy, decimal comma, dots between
thousands; in English: the same dates, decimal point, commas between thousands.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TypeAlias

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.numbers import plain_decimal, to_ordinal

Value: TypeAlias = "bool | int | str | list[str] | None"
"""A stored value; None = unanswered."""

MAX_DIGITS = 15
"""Most digits of a number: doubles keep 15, so expressions compute with what was typed."""
MAX_TEXT = 100_000
"""Longest text answer, in characters."""

_VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_CANONICAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::|h|g|giờ )(\d{2})(?::\d{2})?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
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
    if kind is QuestionType.TEXT:
        kept = text.replace("\r\n", "\n").replace("\r", "\n")
        return check_value(question, kept) if kept.strip() else None
    text = text.strip()
    if not text:
        return None
    if kind in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return check_value(question, _number(question, text))
    if kind is QuestionType.DATE:
        return _date(question, text)
    if kind is QuestionType.TIME:
        return _time(question, text)
    if kind is QuestionType.SELECT_ONE:
        return _choice(question, text)
    if kind is QuestionType.SELECT_MULTIPLE:
        names = [
            _choice(question, part.strip()) for part in re.split(r"[;|]", text) if part.strip()
        ]
        return check_value(question, names)
    raise AnswerError(question=question.name, what="câu này không nhập trả lời")


def check_value(question: Question, value: Value) -> Value:
    """A typed value, checked and in canonical form (NFC, decimals, order of choices).

    Raises:
        AnswerError: it is not of the question's type, or not among its choices.
    """
    if value is None:
        return None
    match question.type:
        case QuestionType.TEXT | QuestionType.CALCULATE:
            if isinstance(value, str) and _is_clean(question, value):
                return unicodedata.normalize("NFC", value) or None
        case QuestionType.INTEGER:
            if isinstance(value, int) and not isinstance(value, bool):
                return _in_range(question, value)
        case QuestionType.DECIMAL:
            return _decimal(question, value)
        case QuestionType.DATE:
            if isinstance(value, str) and _is_date(value):
                return value
        case QuestionType.TIME:
            if isinstance(value, str) and _CLOCK.fullmatch(value):
                return value
        case QuestionType.SELECT_ONE:
            if value in [choice.name for choice in question.choices]:
                return value
        case QuestionType.SELECT_MULTIPLE:
            return _several(question, value)
        case _:
            pass
    raise _refused(question, f"«{_short(value)}» không phải {_EXPECTED[question.type]}")


def display_value(question: Question, value: Value, language: str) -> str:
    """A stored value as shown to a person; empty for None. Never raises: a strange value shows raw."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("Đúng" if value else "Sai") if language == "vi" else ("True" if value else "False")
    if isinstance(value, list):
        return "; ".join(_label(question, name, language) for name in value)
    if question.type is QuestionType.SELECT_ONE:
        return _label(question, str(value), language)
    text = str(value)
    if question.type is QuestionType.DATE and _is_date(text):
        return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    is_number = question.type in (QuestionType.INTEGER, QuestionType.DECIMAL)
    if (is_number or question.type is QuestionType.CALCULATE) and _CANONICAL.fullmatch(text):
        return _grouped(text, language)
    return text


_EXPECTED = {
    QuestionType.TEXT: "văn bản hợp lệ",
    QuestionType.CALCULATE: "giá trị tính được",
    QuestionType.INTEGER: "số nguyên",
    QuestionType.DECIMAL: "số",
    QuestionType.DATE: "ngày (dd/MM/yyyy)",
    QuestionType.TIME: "giờ (HH:mm)",
    QuestionType.SELECT_ONE: "một trong các lựa chọn",
    QuestionType.SELECT_MULTIPLE: "danh sách lựa chọn",
    QuestionType.NOTE: "trả lời (câu này chỉ để đọc)",
}


def _refused(question: Question, what: str) -> AnswerError:
    return AnswerError(question=question.name, what=what)


def _short(value: Value) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _is_clean(question: Question, text: str) -> bool:
    """No control characters but line breaks and tabs, no lone surrogates."""
    if len(text) > MAX_TEXT:
        raise _refused(question, f"dài hơn {MAX_TEXT} ký tự")
    return not any(
        unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t\r" for one in text
    )


def _number(question: Question, text: str) -> Value:
    compact = text.translate(_SPACES).replace("\u2212", "-").removesuffix("%")
    if _VIETNAMESE.fullmatch(compact):
        plain = compact.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(compact):
        plain = compact.replace(",", "")
    else:
        raise _refused(question, f"«{_short(text)}» không phải {_EXPECTED[question.type]}")
    if len(plain) > 4 * MAX_DIGITS:
        raise _refused(question, f"số có hơn {MAX_DIGITS} chữ số")
    canonical = plain_decimal(Decimal(plain))
    if question.type is QuestionType.DECIMAL:
        return canonical
    if "." in canonical:
        raise _refused(question, f"«{_short(text)}» không phải số nguyên")
    return int(canonical)


def _in_range(question: Question, value: int) -> int:
    if abs(value) >= 10**MAX_DIGITS:
        raise _refused(question, f"số có hơn {MAX_DIGITS} chữ số")
    return value


def _decimal(question: Question, value: Value) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _CANONICAL.fullmatch(text):
        raise _refused(question, f"«{_short(value)}» không phải số")
    if len(text.replace("-", "").replace(".", "").lstrip("0")) > MAX_DIGITS:
        raise _refused(question, f"số có hơn {MAX_DIGITS} chữ số")
    return "0" if text == "-0" else text


def _several(question: Question, value: Value) -> Value:
    names = [choice.name for choice in question.choices]
    if not isinstance(value, list) or any(one not in names for one in value):
        raise _refused(question, f"«{_short(value)}» không phải danh sách lựa chọn")
    return [name for name in names if name in value] or None


def _is_date(text: str) -> bool:
    match = _ISO_DATE.fullmatch(text)
    return match is not None and to_ordinal(*(int(part) for part in match.groups())) is not None


def _date(question: Question, text: str) -> str:
    match = _DAY_FIRST.fullmatch(text)
    if match is not None:
        day, month, year = match.groups()
        text = f"{year}-{int(month):02d}-{int(day):02d}"
    if not _is_date(text):
        raise _refused(question, f"«{_short(text)}» không phải ngày (dd/MM/yyyy)")
    return text


def _time(question: Question, text: str) -> Value:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _refused(question, f"«{_short(text)}» không phải giờ (HH:mm)")
    return check_value(question, f"{int(match.group(1)):02d}:{match.group(2)}")


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
    raise _refused(question, f"«{_short(text)}» không phải một trong các lựa chọn")


def _label(question: Question, name: str, language: str) -> str:
    for choice in question.choices:
        if choice.name == name:
            return choice.label.in_(language) or name
    return name


def _grouped(text: str, language: str) -> str:
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.removeprefix("-").partition(".")
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return sign + grouped + (point + fraction if fraction else "")
