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
from decimal import ROUND_HALF_UP, Context, Decimal

_FIFTEEN_DIGITS = Context(prec=15)
_WIDE = Context(prec=400)
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?", re.ASCII)
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()


def parse_double(text: str) -> float:
    """The XPath ``number()`` of a text: NaN when it is none; ISO dates are days since 1970-01-01."""
    text = text.strip(" \t\r\n")
    if _NUMBER.fullmatch(text):
        return float(text)
    days = parse_days(text)
    return math.nan if days is None else days


def parse_days(text: str) -> float | None:
    """Days since 1970-01-01 of an ISO date or a local date-time, else None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    ordinal = to_ordinal(year, month, day)
    if ordinal is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[3:])
    return ordinal - _EPOCH_ORDINAL + (hour * 3600 + minute * 60 + second) / 86_400


def to_ordinal(year: int, month: int, day: int) -> int | None:
    """The proleptic Gregorian ordinal of a day, None when the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        return None
    before = (year - 1) * 365 + (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400
    return before + sum(days_in(year, earlier) for earlier in range(1, month)) + day


def days_in(year: int, month: int) -> int:
    """Days of a month of the Gregorian calendar."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def format_days(days: float) -> str:
    """The ISO date of a number of days since 1970-01-01 (its whole part), empty out of range."""
    if math.isnan(days) or math.isinf(days):
        return ""
    ordinal = math.floor(days) + _EPOCH_ORDINAL
    if not 1 <= ordinal <= 3_652_059:
        return ""
    year = max(1, ordinal // 366)
    while (to_ordinal(year + 1, 1, 1) or 3_652_060) <= ordinal:
        year += 1
    rest = ordinal - (to_ordinal(year, 1, 1) or 0)
    month = 1
    while rest >= days_in(year, month):
        rest -= days_in(year, month)
        month += 1
    return f"{year:04d}-{month:02d}-{rest + 1:02d}"


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


def round_half_up(number: float, places: int) -> float:
    """ODK ``round(number, places)``; halves go away from zero (1.005 to 1.01, -1.5 to -2).

    Negative ``places`` round to tens, hundreds and so on. The decimal digits decide, not the bits.
    """
    if math.isnan(number) or math.isinf(number):
        return number
    exact = _FIFTEEN_DIGITS.create_decimal_from_float(number)
    if places > 300:
        return number
    if places < -300:
        return 0.0
    quantum = Decimal(1).scaleb(-places)
    return float(exact.quantize(quantum, rounding=ROUND_HALF_UP, context=_WIDE))
