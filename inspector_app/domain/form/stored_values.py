"""Stored values: what a question of each type can hold, checked and in canonical form.

These are the forms of the change log: integer ``int``; decimal canonical text ``"1234.5"``; range
like one of them; date ``"2019-09-16"``; time ``"HH:MM"``; dateTime ``"2019-09-16T09:50"``;
select_one the choice's name; select_multiple a list of names in the order of the form, rank in the
order the person gave; acknowledge ``"OK"``; an attached file ``"<sha256>.<extension>"``; text NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Final, TypeAlias

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import UPLOADS, Question, QuestionType
from inspector_app.domain.form.numbers import canonical_number, to_ordinal
from inspector_app.domain.saying import said

Value: TypeAlias = "bool | int | str | list[str] | None"
"""A stored value; None = unanswered."""

MAX_DIGITS: Final = 15
"""Most digits of a number: doubles keep 15, so expressions compute with what was typed."""
MAX_TEXT: Final = 100_000
"""Longest text answer, in characters."""
ACKNOWLEDGED: Final = "OK"
"""The value of an acknowledged question (ODK XForms specification, ``trigger``)."""

_CANONICAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CLOCK = re.compile(
    r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?",
    re.ASCII,
)
_FILE = re.compile(r"[0-9a-f]{64}(?:\.[0-9A-Za-z]{1,8})?", re.ASCII)

EXPECTED: Final = {
    QuestionType.TEXT: said("văn bản hợp lệ"),
    QuestionType.BARCODE: said("văn bản hợp lệ"),
    QuestionType.CALCULATE: said("giá trị tính được"),
    QuestionType.HIDDEN: said("văn bản hợp lệ"),
    QuestionType.INTEGER: said("số nguyên"),
    QuestionType.DECIMAL: said("số"),
    QuestionType.RANGE: said("số"),
    QuestionType.DATE: said("ngày dạng năm-tháng-ngày, ví dụ 2019-09-16"),
    QuestionType.TIME: said("giờ (HH:mm)"),
    QuestionType.DATETIME: said("ngày giờ dạng 2019-09-16T09:50"),
    QuestionType.SELECT_ONE: said("một trong các lựa chọn"),
    QuestionType.SELECT_MULTIPLE: said("danh sách lựa chọn"),
    QuestionType.RANK: said("thứ tự của các lựa chọn"),
    QuestionType.ACKNOWLEDGE: said("xác nhận (OK)"),
    QuestionType.NOTE: said("trả lời (câu này chỉ để đọc)"),
    **dict.fromkeys(UPLOADS, said("tệp đã đính kèm")),
}
"""What a question of a type wants, for messages."""


def check_value(question: Question, value: Value) -> Value:
    """A typed value, checked and in canonical form (NFC, decimals, order of choices).

    Raises:
        AnswerError: it is not of the question's type, or not among its choices.
    """
    return None if value is None else _CHECKS[question.type](question, value)


def stored_number(question: Question, text: str) -> int | str | None:
    """The stored form of a number as XForms writes it (``1.50``, ``.5``); None when it is none.

    A whole number may have zeros behind the point: ``1.0`` is 1.
    """
    canonical = canonical_number(text)
    if canonical is None or not question.is_whole:
        return canonical
    return None if "." in canonical else int(canonical)


def is_of_type(question: Question, value: Value) -> bool:
    """Whether a value is one of the question's type."""
    try:
        return check_value(question, value) is not None
    except AnswerError:
        return False


def refused(question: Question, what: str) -> AnswerError:
    """The error of a question that does not take a value."""
    return AnswerError(question=question.name, what=what)


def unexpected(question: Question, value: Value) -> AnswerError:
    """The error of a value that is not what the question's type wants."""
    return refused(
        question,
        said(
            "«{value}» không phải {expected}", value=short(value), expected=EXPECTED[question.type]
        ),
    )


def short(value: Value) -> str:
    """The beginning of a value, for messages."""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:60] + "…"


def is_date(text: str) -> bool:
    """Whether a text is an ISO date that the calendar has."""
    match = _ISO_DATE.fullmatch(text)
    return match is not None and to_ordinal(*(int(part) for part in match.groups())) is not None


def is_date_time(text: str) -> bool:
    """Whether a text is an ISO date and time of day, with or without an offset."""
    day, mark, clock = text.partition("T")
    return bool(mark) and is_date(day) and _CLOCK.fullmatch(clock) is not None


def is_number(text: str) -> bool:
    """Whether a text is a canonical decimal."""
    return _CANONICAL.fullmatch(text) is not None


def _text(question: Question, value: Value) -> Value:
    """No control characters but line breaks and tabs, no lone surrogates."""
    if not isinstance(value, str):
        raise unexpected(question, value)
    if len(value) > MAX_TEXT:
        raise refused(question, said("dài hơn {most} ký tự", most=MAX_TEXT))
    if not value.isprintable() and any(
        unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t\r" for one in value
    ):
        raise unexpected(question, value)
    return unicodedata.normalize("NFC", value) or None


def _integer(question: Question, value: Value) -> Value:
    if not isinstance(value, int) or isinstance(value, bool):
        raise unexpected(question, value)
    if abs(value) >= 10**MAX_DIGITS:
        raise refused(question, said("số có hơn {most} chữ số", most=MAX_DIGITS))
    return value


def _decimal(question: Question, value: Value) -> Value:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _CANONICAL.fullmatch(text):
        raise refused(question, said("«{value}» không phải số", value=short(value)))
    if len(text.replace("-", "").replace(".", "").lstrip("0")) > MAX_DIGITS:
        raise refused(question, said("số có hơn {most} chữ số", most=MAX_DIGITS))
    return "0" if text == "-0" else text


def _range(question: Question, value: Value) -> Value:
    """A number between the ends of the scale; the step guides the hand and refuses nothing."""
    kept = _integer(question, value) if question.is_whole else _decimal(question, value)
    ends = [question.parameters.get(name, "") for name in ("start", "end")]
    if all(is_number(one) for one in ends):
        low, high = sorted(Decimal(one) for one in ends)
        if not low <= Decimal(str(kept)) <= high:
            raise refused(question, said("số ngoài khoảng {low} đến {high}", low=low, high=high))
    return kept


def _one_choice(question: Question, value: Value) -> Value:
    if not isinstance(value, str) or all(one.name != value for one in question.choices):
        raise unexpected(question, value)
    return value


def _several_choices(question: Question, value: Value) -> Value:
    names = _names(question, value)
    return [name for name in dict.fromkeys(one.name for one in question.choices) if name in names]


def _ranking(question: Question, value: Value) -> Value:
    """Each choice at most once, in any order."""
    names = _names(question, value)
    if len(set(names)) != len(names):
        raise refused(question, said("mỗi lựa chọn chỉ xếp hạng một lần"))
    return list(names)


def _names(question: Question, value: Value) -> list[str]:
    known = {choice.name for choice in question.choices}
    if not isinstance(value, list):
        raise unexpected(question, value)
    strange = [one for one in value if one not in known]
    if strange:
        what = said("danh sách không có lựa chọn «{name}»", name=short(str(strange[0])))
        raise refused(question, what)
    return value


def _matching(is_good: Callable[[str], bool]) -> Callable[[Question, Value], Value]:
    def check(question: Question, value: Value) -> Value:
        if not isinstance(value, str) or not is_good(value):
            raise unexpected(question, value)
        return value

    return check


def _or_none(check: Callable[[Question, Value], Value]) -> Callable[[Question, Value], Value]:
    """An empty list is no answer."""
    return lambda question, value: check(question, value) or None


_CHECKS: Final[dict[QuestionType, Callable[[Question, Value], Value]]] = {
    QuestionType.TEXT: _text,
    QuestionType.BARCODE: _text,
    QuestionType.CALCULATE: _text,
    QuestionType.HIDDEN: _text,
    QuestionType.NOTE: _matching(lambda _text: False),  # nobody answers a note
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.RANGE: _range,
    QuestionType.DATE: _matching(is_date),
    QuestionType.TIME: _matching(lambda text: _CLOCK.fullmatch(text) is not None),
    QuestionType.DATETIME: _matching(is_date_time),
    QuestionType.SELECT_ONE: _one_choice,
    QuestionType.SELECT_MULTIPLE: _or_none(_several_choices),
    QuestionType.RANK: _or_none(_ranking),
    QuestionType.ACKNOWLEDGE: _matching(lambda text: text == ACKNOWLEDGED),
    **dict.fromkeys(UPLOADS, _matching(lambda text: _FILE.fullmatch(text) is not None)),
}
