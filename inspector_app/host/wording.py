"""Numbers, dates, times and sizes as people write them, in Vietnamese and in English.

Vietnamese: ``1.234,5`` and ``16/09/2019 10:24``. English keeps the day-month order, which is what
the documents in front of the reader show, and takes its own number marks: ``1,234.5``.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.problems import Problems
from inspector_app.domain.saying import Saying
from inspector_app.domain.trip.figures import SOURCES
from inspector_app.host.i18n import gettext, language

DASH: Final = "–"
_UNITS: Final = ("B", "KB", "MB", "GB")


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number with the language's marks; ``places`` decimals, or as many as it has."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = f"{exact:,f}" if places is None else f"{exact:,.{places}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def source_text(text: str) -> str:
    """Where figures are from: the usual sources in the reader's language, all else as it was typed."""
    return gettext(text) if text in SOURCES.values() else text


def day(value: date | None) -> str:
    """``16/09/2019``; a dash when unknown."""
    return f"{value:%d/%m/%Y}" if value else DASH


def moment(wall_ms: int) -> str:
    """A claimed time (milliseconds since 1970 UTC) in local time: ``16/09/2019 10:24``."""
    if wall_ms <= 0:
        return DASH
    return f"{datetime.fromtimestamp(wall_ms / 1000).astimezone():%d/%m/%Y %H:%M}"


def claimed(wall_ms: int, ahead_ms: int) -> str:
    """A claimed time, and how wrong the clock that claimed it is known to be at least."""
    if not ahead_ms:
        return moment(wall_ms)
    said = gettext("{when} theo máy; máy đi nhanh ít nhất {ahead}")
    return said.format(when=moment(wall_ms), ahead=_duration(ahead_ms))


def _duration(milliseconds: int) -> str:
    """A span in its largest unit, rounded down: it is said of something that is at least so long."""
    minutes = milliseconds // 60_000
    if minutes >= 48 * 60:
        return gettext("{count} ngày").format(count=number(minutes // (24 * 60)))
    if minutes >= 60:
        return gettext("{count} giờ").format(count=number(minutes // 60))
    return gettext("{count} phút").format(count=number(minutes))


def local_moment(text: str) -> str:
    """``2019-09-16T08:00`` as ``16/09/2019 08:00``; a dash when empty."""
    try:
        return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"
    except ValueError:
        return text or DASH


def size(count: int) -> str:
    """Bytes for people: ``812 B``, ``1,2 MB``."""
    amount, unit = float(count), _UNITS[0]
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            break
        amount /= 1000
    return f"{number(amount, 0 if unit == 'B' else 1)} {unit}"


def error_texts(error: InspectorError) -> tuple[str, str]:
    """What happened and what to do next, translated, with the details filled in."""
    known = error_details(error)
    problems = error.details.get("problems")
    if isinstance(problems, Problems):
        known["problems"] = gettext(str(problems))
    spoken = type(error)(**known)
    return spoken.fill(gettext(error.message)), spoken.fill(gettext(error.remedy))


def error_details(error: InspectorError) -> dict[str, object]:
    """The details of an error with every sentence in them translated."""
    return {key: _spoken(value) for key, value in error.details.items()}


def _spoken(value: object) -> object:
    if isinstance(value, str):
        return gettext(value)
    if isinstance(value, list | tuple):
        return [_spoken(one) if isinstance(one, Saying | dict) else one for one in value]
    if isinstance(value, dict):
        return {key: gettext(one) if isinstance(one, Saying) else one for key, one in value.items()}
    return value
