"""Functions on dates. Dates are ISO text; as numbers they are days since 1970-01-01.

Source: ODK XForms specification. Date-times are local and carry no zone; a date is a whole day.
"""

from __future__ import annotations

import math
import re

from inspector_app.domain.form.function import Arguments, Function, eager
from inspector_app.domain.form.numbers import format_days, parse_days
from inspector_app.domain.form.parser import Expression, StringLiteral
from inspector_app.domain.form.values import Scope, XValue, to_number, to_text

_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")  # 1970-01-01 was a Thursday


def _today(scope: Scope, _arguments: Arguments) -> XValue:
    return scope.environment.today


def _days(value: XValue) -> float:
    if isinstance(value, float):
        return value
    days = parse_days(to_text(value).strip())
    return to_number(value) if days is None else days


def _date(values: list[XValue]) -> XValue:
    return format_days(_days(values[0]))


def _date_time(values: list[XValue]) -> XValue:
    days = _days(values[0])
    date = format_days(days)
    if not date:
        return ""
    seconds = round((days - math.floor(days)) * 86_400)
    if seconds == 86_400:
        return f"{format_days(math.floor(days) + 1)}T00:00:00"
    return f"{date}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _decimal_time(values: list[XValue]) -> XValue:
    match = _TIME.fullmatch(to_text(values[0]).strip())
    if match is None:
        return math.nan
    hour, minute, second = (int(part or 0) for part in match.groups())
    return (hour * 3600 + minute * 60 + second) / 86_400


def _format_date(values: list[XValue]) -> XValue:
    """ODK ``format-date(-time)``: ``%Y %y %m %n %b %d %e %a %H %h %M %S %3``."""
    text = str(_date_time(values))
    if not text:
        return ""
    days = _days(values[0])
    fields = _fields(text, days)
    return re.sub(r"%(.)", lambda found: fields.get(found.group(1), ""), to_text(values[1]))


def _fields(text: str, days: float) -> dict[str, str]:
    year, month, day = text[:4], text[5:7], text[8:10]
    hour, minute, second = text[11:13], text[14:16], text[17:19]
    return {
        "Y": year,
        "y": year[2:],
        "m": month,
        "n": str(int(month)),
        "b": _MONTHS[int(month) - 1],
        "d": day,
        "e": str(int(day)),
        "a": _WEEKDAYS[math.floor(days) % 7],
        "H": hour,
        "h": str(int(hour)),
        "M": minute,
        "S": second,
        "3": "000",
        "%": "%",
    }


def _format_check(arguments: tuple[Expression, ...]) -> str:
    pattern = arguments[1]
    if not isinstance(pattern, StringLiteral):
        return ""
    unknown = [one for one in re.findall(r"%(.?)", pattern.value) if one not in "YymnbdeaHhMS3%"]
    if unknown or pattern.value.endswith("%"):
        return f"mẫu ngày «{pattern.value}» có ký hiệu không dùng được"
    return ""


DATE_FUNCTIONS: dict[str, Function] = {
    "today": Function(_today, 0, 0),
    "date": eager(_date, 1, 1),
    "date-time": eager(_date_time, 1, 1),
    "decimal-date-time": eager(lambda values: _days(values[0]), 1, 1),
    "decimal-time": eager(_decimal_time, 1, 1),
    "format-date": eager(_format_date, 2, 2, check=_format_check),
    "format-date-time": eager(_format_date, 2, 2, check=_format_check),
}
"""Date functions by name."""
