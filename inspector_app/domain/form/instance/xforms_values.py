"""The texts of the ODK XForms specification (``12.5``, ``2019-09-16``, ``a b``) as stored values."""

from __future__ import annotations

from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.instance.engine import Value, check_value
from inspector_app.domain.form.stored_values import stored_number
from inspector_app.domain.saying import said

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
    number = stored_number(question, text)
    if number is None:
        what = said("cần một số, phần thập phân sau dấu chấm, ví dụ 12.5")
        if question.is_whole:
            what = said("cần một số nguyên, chỉ gồm chữ số, ví dụ 12 hoặc -3")
        raise AnswerError(question=question.name, what=what)
    return number
