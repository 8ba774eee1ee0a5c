"""The texts of the ODK XForms specification (``12.5``, ``2019-09-16``, ``a b``) as stored values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import MAX_DIGITS
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.instance.engine import Value, check_value
from inspector_app.domain.form.numbers import plain_decimal
from inspector_app.domain.saying import said

_WHOLE: Final = re.compile(r"-?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_LISTS: Final = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_NUMBERS: Final = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)


def xforms_value(question: Question, text: str) -> Value:
    """The stored value of an XForms text; empty is None.

    Raises:
        AnswerError: it is no text of the question's type.
    """
    if not text:
        return None
    value: Value = text
    if question.type in _LISTS:
        value = list(text.split())
    elif question.type in _NUMBERS:
        value = _number(question, text)
    return check_value(question, value)


def _number(question: Question, text: str) -> Value:
    if question.is_whole:
        if not _WHOLE.fullmatch(text):
            raise AnswerError(
                question=question.name,
                what=said("cần một số nguyên, chỉ gồm chữ số, ví dụ 12 hoặc -3"),
            )
        # a text of very many digits is no number; int() would refuse it with an error of its own
        return int(text) if len(text) <= 4 * MAX_DIGITS else text
    if not _NUMBER.fullmatch(text) or len(text) > 4 * MAX_DIGITS:
        raise AnswerError(
            question=question.name, what=said("cần một số, phần thập phân sau dấu chấm, ví dụ 12.5")
        )
    return plain_decimal(Decimal(text))
