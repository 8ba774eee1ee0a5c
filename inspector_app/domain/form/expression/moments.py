"""Moments in a time zone: between ISO text, milliseconds since 1970-01-01 UTC, and the local clock.

Source: the dateTime of the ODK XForms specification (XML Schema's, with the offset kept). A text
without an offset is local. Where the local clock was set back and showed an hour twice, the earlier
of the two is meant; a local time that never was (the clock was set forward) counts on with the
offset before the change (both as JavaRosa).
"""

from __future__ import annotations

import math
import re
from datetime import date

from inspector_app.domain.form.numbers import DAY_MS, Moment, format_days, read_moment
from inspector_app.domain.form.surroundings import MINUTE_MS, Surroundings

_FIRST_MS = -62_135_596_800_000  # 0001-01-01
_LAST_MS = 253_402_300_799_999  # 9999-12-31T23:59:59.999
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")  # 1970-01-01 was a Thursday
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_FIELD = re.compile("%(.?)", re.DOTALL)
FORMAT_LETTERS = "YymnbdeaHhMS3%"
"""What may follow a ``%`` in the pattern of ``format-date()`` and ``format-date-time()``."""


def instant(moment: Moment, surroundings: Surroundings) -> int:
    """Milliseconds since 1970-01-01 UTC; a date is its local midnight."""
    wall = moment.utc_ms
    if moment.offset is not None:
        return wall
    before = surroundings.offset(_bounded(wall - DAY_MS))
    after = surroundings.offset(_bounded(wall + DAY_MS))
    if before == after:
        return wall - before * MINUTE_MS
    for offset in (before, after):
        found = wall - offset * MINUTE_MS
        if surroundings.offset(_bounded(found)) == offset:
            return found
    return wall - before * MINUTE_MS


def local(ms: float, surroundings: Surroundings) -> Moment | None:
    """What the local clock shows at a moment; None before year 1 and after year 9999."""
    if math.isnan(ms) or not _FIRST_MS <= ms <= _LAST_MS:
        return None
    whole = math.floor(ms)
    offset = surroundings.offset(whole)
    days, rest = divmod(whole + offset * MINUTE_MS, DAY_MS)
    return Moment(days, rest, offset, is_date=False)


def of_days(days: float, surroundings: Surroundings) -> Moment | None:
    """The local clock at a number of days since 1970-01-01 UTC, to the millisecond."""
    ms = days * DAY_MS
    return None if math.isnan(ms) or math.isinf(ms) else local(round(ms), surroundings)


def localised(text: str, surroundings: Surroundings) -> Moment | None:
    """A date as it is; a dateTime by the local clock; None for any other text."""
    moment = read_moment(text)
    if moment is None or moment.is_date:
        return moment
    return local(instant(moment, surroundings), surroundings)


def iso(moment: Moment) -> str:
    """A date as ``YYYY-MM-DD``, else ``YYYY-MM-DDTHH:MM:SS.sss+07:00``; empty out of range."""
    day = format_days(moment.days)
    if moment.is_date or not day:
        return day
    seconds, ms = divmod(moment.ms, 1000)
    ahead = moment.offset or 0
    hours, minutes = divmod(abs(ahead), 60)
    return (
        f"{day}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
        f"{'-' if ahead < 0 else '+'}{hours:02d}:{minutes:02d}"
    )


def formatted(moment: Moment, pattern: str) -> str:
    """A moment after an ODK pattern; ``%`` with an unknown letter is left out."""
    ordinal = moment.days + _EPOCH_ORDINAL
    if not 1 <= ordinal <= date.max.toordinal():
        return ""
    day = date.fromordinal(ordinal)
    seconds, ms = divmod(moment.ms, 1000)
    fields = {
        "Y": f"{day.year:04d}",
        "y": f"{day.year % 100:02d}",
        "m": f"{day.month:02d}",
        "n": str(day.month),
        "b": _MONTHS[day.month - 1],
        "d": f"{day.day:02d}",
        "e": str(day.day),
        "a": _WEEKDAYS[moment.days % 7],
        "H": f"{seconds // 3600:02d}",
        "h": str(seconds // 3600),
        "M": f"{seconds // 60 % 60:02d}",
        "S": f"{seconds % 60:02d}",
        "3": f"{ms:03d}",
        "%": "%",
    }
    return _FIELD.sub(lambda found: fields.get(found.group(1), ""), pattern)


def _bounded(ms: int) -> int:
    return min(max(ms, _FIRST_MS), _LAST_MS)
