"""Numbers between the three worlds: stored text, the evaluator's doubles, and what is shown.

XPath 1.0 computes with IEEE doubles. A stored decimal is exact text. Between the two stands one
rule: a double becomes text through its 15 significant decimal digits, the number of digits that
every double keeps (IEEE 754, DBL_DIG); so ``0.1 + 0.2`` is stored and shown as ``0.3`` and sums of
money below 10^13 đồng with two decimals are exact. Halves round away from zero, as Vietnamese
administrative practice and spreadsheets do.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from inspector_app.domain.form.surroundings import MINUTE_MS

DAY_MS = 86_400_000
MAX_PLACES = 30
"""Most decimal places that ``round()`` knows, as JavaRosa; beyond it gives NaN."""

_FIFTEEN_DIGITS = Context(prec=15)
_WIDE = Context(prec=400)
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_LONGEST_NUMBER = 60
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_LONGEST_MOMENT = 40
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_LAST_ORDINAL = 3_652_059  # 9999-12-31


class Moment(NamedTuple):
    """What a date or dateTime text says.

    ``days`` since 1970-01-01 and ``ms`` of that day as the clock on the wall showed them;
    ``offset`` in minutes ahead of UTC, None where the text has none; ``is_date``: no time of day.
    """

    days: int
    ms: int
    offset: int | None
    is_date: bool

    @property
    def wall(self) -> float:
        """Days since 1970-01-01 by the clock on the wall."""
        return self.days + self.ms / DAY_MS if self.ms else float(self.days)

    @property
    def utc_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, for one that has an offset."""
        return self.days * DAY_MS + self.ms - (self.offset or 0) * MINUTE_MS


@lru_cache(maxsize=8192)
def parse_double(text: str) -> float:
    """The number that a text means in an expression; NaN when it is none.

    An ISO date counts as whole days since 1970-01-01; a dateTime as the days and the part of the
    day that the clock on the wall showed, so that it compares with dates of the same place.
    """
    text = text.strip(" \t\r\n")
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = read_moment(text)
    return math.nan if moment is None else moment.wall


def parse_plain_double(text: str) -> float:
    """The number that a text means where dates are no numbers, as in XPath 1.0."""
    text = text.strip(" \t\r\n")
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def read_moment(text: str) -> Moment | None:
    """An ISO date, or a dateTime with or without offset (XML Schema, ODK XForms), else None."""
    # cheap: almost every text that comes here is no date
    if not 10 <= len(text) <= _LONGEST_MOMENT or text[4] != "-":
        return None
    return _read_moment(text)


@lru_cache(maxsize=2048)
def _read_moment(text: str) -> Moment | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, *rest = match.groups()
    ordinal = to_ordinal(int(year), int(month), int(day))
    if ordinal is None:
        return None
    days = ordinal - _EPOCH_ORDINAL
    if hour is None:
        return Moment(days, 0, None, is_date=True)
    clock = _read_clock((hour, *rest))
    return None if clock is None else Moment(days, clock[0], clock[1], is_date=False)


def read_time(text: str) -> tuple[int, int | None] | None:
    """Milliseconds of the day and offset of a ``HH:MM[:SS[.sss]][offset]``, else None."""
    match = _TIME.fullmatch(text)
    return None if match is None else _read_clock(match.groups())


def _read_clock(parts: tuple[str | None, ...]) -> tuple[int, int | None] | None:
    hour, minute, second, fraction, zone = parts
    hours, minutes, seconds = int(hour or 0), int(minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    ms = (hours * 3600 + minutes * 60 + seconds) * 1000
    if fraction:
        ms += int(float(f"0.{fraction}") * 1000 + 1e-6)
    if zone is None or zone == "Z":
        return ms, None if zone is None else 0
    ahead, past = int(zone[1:3]), int(zone[4:6])
    if ahead > 14 or past > 59:
        return None
    return ms, (ahead * 60 + past) * (-1 if zone[0] == "-" else 1)


def to_ordinal(year: int, month: int, day: int) -> int | None:
    """The proleptic Gregorian ordinal of a day, None when the calendar has no such day."""
    try:
        return date(year, month, day).toordinal()
    except (ValueError, OverflowError):
        return None


def format_days(days: float) -> str:
    """The ISO date of a number of days since 1970-01-01 (its whole part), empty out of range."""
    if math.isnan(days) or math.isinf(days):
        return ""
    ordinal = math.floor(days) + _EPOCH_ORDINAL
    return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= _LAST_ORDINAL else ""


def format_double(number: float) -> str:
    """The XPath ``string()`` of a number: shortest digits that read back, no exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def stored_decimal(number: float) -> str | None:
    """The exact decimal text stored for a computed double; None for NaN and the infinities."""
    if math.isnan(number) or math.isinf(number):
        return None
    if abs(number) < 2**53 and number == int(number):
        return str(int(number))
    return plain_decimal(_FIFTEEN_DIGITS.create_decimal_from_float(number))


def plain_decimal(number: Decimal) -> str:
    """Canonical text of a decimal: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def canonical_number(text: str) -> str | None:
    """The canonical decimal of a plain number (``1.50``, ``.5``, ``+3``, ``007``), else None.

    What XML Schema takes as a decimal, within a length that no stored number needs.
    """
    if len(text) > _LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        return None
    return plain_decimal(Decimal(text))


def round_half_up(number: float, places: int) -> float:
    """ODK ``round(number, places)``; halves go away from zero (1.005 to 1.01, -1.5 to -2).

    Negative ``places`` round to tens, hundreds and so on. The decimal digits decide, not the bits.
    """
    if math.isnan(number) or math.isinf(number):
        return number
    if abs(places) > MAX_PLACES:
        return math.nan
    if places >= 0 and abs(number) >= 2**52:
        return number  # whole already; its digits beyond the fifteenth must not be lost
    exact = _FIFTEEN_DIGITS.create_decimal_from_float(number)
    if places < 0 and abs(number) >= 10**15:
        exact = Decimal(number)
    quantum = Decimal(1).scaleb(-places)
    return float(exact.quantize(quantum, rounding=ROUND_HALF_UP, context=_WIDE)) + 0.0
