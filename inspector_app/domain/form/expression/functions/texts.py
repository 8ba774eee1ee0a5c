"""Functions on texts. Source: XPath 1.0 section 4.2 and the ODK XForms specification.

Lengths and places count characters (Unicode code points), as XPath says.
"""

from __future__ import annotations

import math

from inspector_app.domain.form.expression.functions.function import (
    Arguments,
    Function,
    eager,
    flatten,
    of_context,
    of_two_texts,
    whole,
)
from inspector_app.domain.form.expression.functions.matching import matcher
from inspector_app.domain.form.expression.functions.pattern_tree import PatternError
from inspector_app.domain.form.expression.parser import Expression, StringLiteral
from inspector_app.domain.form.expression.values import Scope, XValue, to_number, to_text
from inspector_app.domain.saying import said

_BLANKS = " \t\r\n"
_TO_BLANK = {ord(one): " " for one in _BLANKS}


MAX_BUILT = 1_000_000
"""Longest text that ``concat()`` and ``join()`` build; above it they give the empty text."""


def _concat(values: list[XValue]) -> XValue:
    return _bounded("", [to_text(value) for value in flatten(values)])


def _join(values: list[XValue]) -> XValue:
    return _bounded(to_text(values[0]), [to_text(value) for value in flatten(values[1:])])


def _bounded(mark: str, texts: list[str]) -> str:
    """Texts one after the other; empty when they are more than any form has use for."""
    length = sum(len(text) for text in texts) + len(mark) * len(texts)
    return mark.join(texts) if length <= MAX_BUILT else ""


def _substr(values: list[XValue]) -> XValue:
    """ODK ``substr(text, start, end?)``: from 0, end excluded, negatives count from the end."""
    text = to_text(values[0])
    length = len(text)
    start = whole(to_number(values[1]))
    end = whole(to_number(values[2])) if len(values) > 2 else length
    first = max(0, length + start) if start < 0 else start
    after = max(0, length + end) if end < 0 else end
    return text[first:after]


def _substring(values: list[XValue]) -> XValue:
    """XPath ``substring(text, start, length?)``: from 1, both rounded."""
    text, start = to_text(values[0]), _xpath_round(to_number(values[1]))
    end = start + _xpath_round(to_number(values[2])) if len(values) > 2 else math.inf
    if math.isnan(start) or math.isnan(end):
        return ""
    first = int(min(max(start, 1), len(text) + 1))
    after = int(min(max(end, first), len(text) + 1))
    return text[first - 1 : after - 1]


def _xpath_round(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _before(text: str, mark: str) -> XValue:
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


def _after(text: str, mark: str) -> XValue:
    return text.partition(mark)[2] if mark else text


def _translate(values: list[XValue]) -> XValue:
    text, source, target = (to_text(value) for value in values)
    table: dict[int, str | None] = {}
    for index, character in enumerate(source):
        table.setdefault(ord(character), target[index] if index < len(target) else None)
    return text.translate(table)


def _normalize_space(value: XValue) -> XValue:
    text = to_text(value).translate(_TO_BLANK)
    return " ".join(part for part in text.split(" ") if part)


def _regex_check(arguments: tuple[Expression, ...]) -> str:
    pattern = arguments[1]
    if not isinstance(pattern, StringLiteral):
        return said("mẫu phải viết trực tiếp trong dấu nháy")
    try:
        matcher(pattern.value)
    except PatternError as error:
        return said("mẫu «{value}» không đúng: {error}", value=pattern.value, error=str(error))
    return ""


def _regex(scope: Scope, arguments: Arguments) -> XValue:
    """The whole text must match (as in JavaRosa)."""
    text = to_text(arguments[0](scope))
    return matcher(to_text(arguments[1](scope))).matches(text)


def _itext(scope: Scope, arguments: Arguments) -> XValue:
    return scope.environment.itext(to_text(arguments[0](scope))) or ""


TEXT_FUNCTIONS: dict[str, Function] = {
    "string": of_context(to_text),
    "concat": eager(_concat, 0, None),
    "join": eager(_join, 1, None),
    "string-length": of_context(lambda value: float(len(to_text(value)))),
    "normalize-space": of_context(_normalize_space),
    "contains": of_two_texts(lambda text, part: part in text),
    "starts-with": of_two_texts(lambda text, part: text.startswith(part)),
    "ends-with": of_two_texts(lambda text, part: text.endswith(part)),
    "substr": eager(_substr, 2, 3),
    "substring": eager(_substring, 2, 3),
    "substring-before": of_two_texts(_before),
    "substring-after": of_two_texts(_after),
    "translate": eager(_translate, 3, 3),
    "regex": Function(_regex, 2, 2, check=_regex_check),
    "jr:itext": Function(_itext, 1, 1),
}
"""Text functions by name."""
