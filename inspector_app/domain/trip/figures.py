"""What is kept of a figure beside its value: where it is from, and what period it covers.

Both are texts that a person may word freely. The three usual sources are kept in their Vietnamese
wording, whatever language they were chosen in, and a period of two days as
``01/01/2019 – 30/06/2019``, however it was typed: two people who mean the same write the same.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean, fold
from inspector_app.domain.trip.values import Side

UNIT_REPORT: Final = said("báo cáo của đơn vị")
SOFTWARE: Final = said("màn hình phần mềm")
ON_SITE: Final = said("kiểm đếm tại chỗ")
SOURCES: Final = {"report": UNIT_REPORT, "software": SOFTWARE, "on-site": ON_SITE}
"""The usual sources by the short names that commands take."""

LONGEST: Final = 500
_DAY: Final = r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD: Final = re.compile(
    rf"(?:từ\s+)?(?:ngày\s+)?({_DAY})\s*(?:-|–|—|/|đến(?:\s+ngày)?|to)\s*({_DAY})",
    re.IGNORECASE,
)


def described(name: str, side: Side, text: str) -> str | None:
    """A typed source or period as it is stored; blank is None.

    Args:
        name: the question or table, for the error.
        side: ``Side.SOURCE`` or ``Side.PERIOD``.
        text: as typed.

    Raises:
        AnswerError: a day that the calendar lacks, a period that ends before it begins, or a text
            that is too long.
    """
    text = " ".join(clean(text).split())
    if len(text) > LONGEST:
        raise AnswerError(question=name, what=said("dài hơn {most} ký tự", most=LONGEST))
    if side is Side.SOURCE:
        return _source(text) or None
    found = _PERIOD.fullmatch(text)
    if found is None:
        return text or None
    first, last = (_day(name, one) for one in found.groups())
    if last < first:
        what = said("kỳ số liệu «{text}» có ngày cuối trước ngày đầu", text=text)
        raise AnswerError(question=name, what=what)
    return period_text(first, last)


def is_two_days(text: str) -> bool:
    """Whether a text names the first and the last day of a period, in the calendar or not."""
    return _PERIOD.fullmatch(" ".join(text.split())) is not None


def period_text(first: date | None, last: date | None) -> str:
    """``01/01/2019 – 30/06/2019``; empty while a day is missing."""
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}" if first and last else ""


def _source(text: str) -> str:
    for code, words in SOURCES.items():
        if fold(text) in (code, fold(words)):
            return words
    return text


def _day(name: str, text: str) -> date:
    parts = [int(part) for part in re.split(r"[/.-]", text)]
    year, month, day = parts if "-" in text else reversed(parts)
    try:
        return date(year, month, day)
    except ValueError as error:
        what = said("không có ngày «{text}» trong lịch", text=text)
        raise AnswerError(question=name, what=what) from error
