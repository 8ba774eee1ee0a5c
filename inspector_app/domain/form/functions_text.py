"""Functions on texts. Source: XPath 1.0 section 4.2 and the ODK XForms specification."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from inspector_app.domain.form.function import Function, eager, flatten
from inspector_app.domain.form.parser import Expression, StringLiteral
from inspector_app.domain.form.values import XValue, to_number, to_text

MAX_MATCHED = 2_000
"""Longest text that ``regex()`` looks at; a longer one does not match."""
_NESTED_REPETITION = re.compile(r"[+*}]\)?[)][+*{]")


def _concat(values: list[XValue]) -> XValue:
    return "".join(to_text(value) for value in flatten(values))


def _join(values: list[XValue]) -> XValue:
    return to_text(values[0]).join(to_text(value) for value in flatten(values[1:]))


def _substr(values: list[XValue]) -> XValue:
    """ODK ``substr(text, start, end?)``: from 0, end excluded, negatives count from the end."""
    text = to_text(values[0])
    start, end = to_number(values[1]), to_number(values[2]) if len(values) > 2 else math.inf
    if math.isnan(start) or math.isnan(end):
        return ""
    first = max(-len(text), min(len(text), start))
    after = max(-len(text), min(len(text), end))
    return text[int(first) : int(after)]


def _substring(values: list[XValue]) -> XValue:
    """XPath ``substring(text, start, length?)``: from 1, both rounded."""
    text, start = to_text(values[0]), _xpath_round(to_number(values[1]))
    end = start + _xpath_round(to_number(values[2])) if len(values) > 2 else math.inf
    return "".join(character for index, character in enumerate(text, 1) if start <= index < end)


def _xpath_round(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _before(values: list[XValue]) -> XValue:
    text, mark = to_text(values[0]), to_text(values[1])
    return text.split(mark, 1)[0] if mark and mark in text else ""


def _after(values: list[XValue]) -> XValue:
    text, mark = to_text(values[0]), to_text(values[1])
    return text.split(mark, 1)[1] if mark and mark in text else "" if mark else text


def _translate(values: list[XValue]) -> XValue:
    text, source, target = (to_text(value) for value in values)
    table: dict[str, str] = {}
    for index, character in enumerate(source):
        table.setdefault(character, target[index] if index < len(target) else "")
    return "".join(table.get(character, character) for character in text)


def _regex_check(arguments: tuple[Expression, ...]) -> str:
    pattern = arguments[1]
    if not isinstance(pattern, StringLiteral):
        return "mẫu phải viết trực tiếp trong dấu nháy"
    if _NESTED_REPETITION.search(pattern.value):
        return "mẫu có phép lặp lồng trong phép lặp, có thể làm treo máy"
    try:
        _pattern(pattern.value)
    except (re.error, OverflowError, RecursionError):
        return f"mẫu «{pattern.value}» không đúng"
    return ""


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _regex(values: list[XValue]) -> XValue:
    """The whole text must match (as in JavaRosa)."""
    text = to_text(values[0])
    if len(text) > MAX_MATCHED:
        return False
    return _pattern(to_text(values[1])).fullmatch(text) is not None


TEXT_FUNCTIONS: dict[str, Function] = {
    "string": eager(lambda values: to_text(values[0]), 1, 1),
    "concat": eager(_concat, 0, None),
    "join": eager(_join, 1, None),
    "string-length": eager(lambda values: float(len(to_text(values[0]))), 1, 1),
    "normalize-space": eager(lambda values: " ".join(to_text(values[0]).split()), 1, 1),
    "contains": eager(lambda values: to_text(values[1]) in to_text(values[0]), 2, 2),
    "starts-with": eager(lambda values: to_text(values[0]).startswith(to_text(values[1])), 2, 2),
    "ends-with": eager(lambda values: to_text(values[0]).endswith(to_text(values[1])), 2, 2),
    "substr": eager(_substr, 2, 3),
    "substring": eager(_substring, 2, 3),
    "substring-before": eager(_before, 2, 2),
    "substring-after": eager(_after, 2, 2),
    "translate": eager(_translate, 3, 3),
    "regex": eager(_regex, 2, 2, check=_regex_check),
}
"""Text functions by name."""
