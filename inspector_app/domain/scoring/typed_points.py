"""Points as people type them: ``1,5`` or ``1.5``, between 0 and the maximum of their criterion."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import AnswerError, InputValueError
from inspector_app.domain.form.answers import parse_value
from inspector_app.domain.form.definition import Question, QuestionType, Text
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import ZERO, number_of, stored

PLACES: Final = 4
"""Most decimal places of points that people type."""
_TYPED: Final = Question("", QuestionType.DECIMAL, "", "", Text())


def typed_number(text: str, maximum: Decimal, field: str) -> str | None:
    """Points as a person typed them, to be stored; None for blank or ``-``.

    Args:
        text: ``1,5`` or ``1.5``.
        maximum: of the criterion.
        field: what the points are called in an error.

    Raises:
        InputValueError: no number, or not between 0 and the maximum.
    """
    text = text.strip()
    if text in ("", "-", "–"):
        return None
    number = typed_decimal(text, field)
    if not ZERO <= number <= maximum:
        what = said(
            "{number} nằm ngoài khoảng từ 0 đến {most} điểm",
            number=text[:40],
            most=stored(maximum).replace(".", ","),
        )
        raise InputValueError(field=field, what=what)
    if number != round(number, PLACES):
        what = said("«{text}» có hơn {most} chữ số thập phân", text=text[:40], most=PLACES)
        raise InputValueError(field=field, what=what)
    return stored(number)


def typed_decimal(text: str, field: str) -> Decimal:
    """A number as a person typed it: ``1,5`` or ``1.5``. Raises: InputValueError."""
    try:
        number = number_of(parse_value(_TYPED, text))
    except AnswerError:
        number = None
    if number is None:
        what = said("«{text}» không phải là số điểm", text=text[:40])
        raise InputValueError(field=field, what=what)
    return number
