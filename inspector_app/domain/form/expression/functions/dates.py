"""Functions on dates and times.

Source: ODK XForms specification; JavaRosa where it is silent. In an expression a date is ISO text,
and as a number whole days since 1970-01-01: a day has no time zone. A dateTime is a moment:
``number()`` and ``decimal-date-time()`` give its days since 1970-01-01 UTC.
"""

from __future__ import annotations

import math
import re

from inspector_app.domain.form.expression.functions.function import Arguments, Function
from inspector_app.domain.form.expression.moments import (
    FORMAT_LETTERS,
    formatted,
    instant,
    iso,
    local,
    localised,
    of_days,
)
from inspector_app.domain.form.expression.parser import Expression, StringLiteral
from inspector_app.domain.form.expression.values import Scope, XValue, to_number, to_text
from inspector_app.domain.form.numbers import (
    DAY_MS,
    Moment,
    format_days,
    parse_double,
    read_moment,
    read_time,
)
from inspector_app.domain.form.surroundings import MINUTE_MS, Surroundings
from inspector_app.domain.saying import said

_SHORT_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=T|$)", re.ASCII)


def _today(scope: Scope, _arguments: Arguments) -> XValue:
    surroundings = scope.environment.surroundings
    here = local(surroundings.now_ms, surroundings)
    return format_days(here.days) if here else ""


def _now(scope: Scope, _arguments: Arguments) -> XValue:
    surroundings = scope.environment.surroundings
    here = local(surroundings.now_ms, surroundings)
    return iso(here) if here else ""


def _number(scope: Scope, arguments: Arguments) -> XValue:
    """``number()``: a dateTime counts its days since 1970-01-01 UTC, a date whole days."""
    value: XValue = arguments[0](scope) if arguments else [scope.node]
    if isinstance(value, bool | float):
        return to_number(value)
    text = to_text(value).strip(" \t\r\n")
    moment = read_moment(text)
    if moment is None or moment.is_date:
        return parse_double(text)
    return instant(moment, scope.environment.surroundings) / DAY_MS


def _text_of(value: XValue) -> str:
    """A date as people write it in expressions; ``1970-1-2`` gets its zeros."""
    text = to_text(value).strip(" \t\r\n")
    return _SHORT_DATE.sub(
        lambda found: f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}", text, count=1
    )


def _date(scope: Scope, arguments: Arguments) -> XValue:
    """``date()``: the day as text; of a number its whole part, cut off as JavaRosa does."""
    value = arguments[0](scope)
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return format_days(math.trunc(value)) if math.isfinite(value) else ""
    moment = localised(_text_of(value), scope.environment.surroundings)
    return format_days(moment.days) if moment else ""


def _date_time(scope: Scope, arguments: Arguments) -> XValue:
    """``date-time()``: the moment by the local clock; a date stays a date."""
    value = arguments[0](scope)
    surroundings = scope.environment.surroundings
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        moment = of_days(value, surroundings)
    else:
        moment = localised(_text_of(value), surroundings)
    return iso(moment) if moment else ""


def _decimal_date_time(scope: Scope, arguments: Arguments) -> XValue:
    """Days since 1970-01-01 UTC; a date is its local midnight, a number already that."""
    value = arguments[0](scope)
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, float):
        return value
    moment = read_moment(_text_of(value))
    if moment is None:
        return math.nan
    return instant(moment, scope.environment.surroundings) / DAY_MS


def _decimal_time(scope: Scope, arguments: Arguments) -> XValue:
    """The part of the local day: 0.5 at noon; of a time with an offset, by today's local clock."""
    value = arguments[0](scope)
    surroundings = scope.environment.surroundings
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, float):
        return value - math.floor(value) if math.isfinite(value) else math.nan
    text = _text_of(value)
    time = read_time(text)
    if time is None:
        moment = localised(text, surroundings)
        return moment.ms / DAY_MS if moment else math.nan
    ms, offset = time
    if offset is not None:
        here = surroundings.offset(surroundings.now_ms)
        ms = (ms + (here - offset) * MINUTE_MS) % DAY_MS
    return ms / DAY_MS


def _format_date(scope: Scope, arguments: Arguments) -> XValue:
    """``format-date()``: whole numbers are days, others moments."""
    value = arguments[0](scope)
    if isinstance(value, float) and value.is_integer():
        moment: Moment | None = Moment(int(value), 0, None, is_date=True)
    else:
        moment = _moment(value, scope.environment.surroundings)
    return formatted(moment, to_text(arguments[1](scope))) if moment else ""


def _format_date_time(scope: Scope, arguments: Arguments) -> XValue:
    """``format-date-time()``: numbers are days since 1970-01-01 UTC."""
    moment = _moment(arguments[0](scope), scope.environment.surroundings)
    return formatted(moment, to_text(arguments[1](scope))) if moment else ""


def _moment(value: XValue, surroundings: Surroundings) -> Moment | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return of_days(value, surroundings)
    return localised(_text_of(value), surroundings)


def _format_check(arguments: tuple[Expression, ...]) -> str:
    pattern = arguments[1]
    if not isinstance(pattern, StringLiteral):
        return ""
    for letter in re.findall(r"%(.?)", pattern.value, re.DOTALL):
        if letter not in FORMAT_LETTERS or not letter:
            return said(
                "mẫu ngày «{value}» có ký hiệu không dùng được «%{letter}»",
                value=pattern.value,
                letter=letter,
            )
    return ""


DATE_FUNCTIONS: dict[str, Function] = {
    "today": Function(_today, 0, 0),
    "now": Function(_now, 0, 0),
    "number": Function(_number, 0, 1),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date_time, 1, 1),
    "decimal-date-time": Function(_decimal_date_time, 1, 1),
    "decimal-time": Function(_decimal_time, 1, 1),
    "format-date": Function(_format_date, 2, 2, check=_format_check),
    "format-date-time": Function(_format_date_time, 2, 2, check=_format_check),
}
"""Date functions by name."""
