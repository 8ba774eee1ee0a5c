"""Seeded random expressions over literals, well typed, from the functions that both engines know.

Left out is what differs as intended: rounding and the largest of negative numbers, the smallest and
largest with NaN, dates written as texts and used as numbers, the largest weight -1.
"""

from __future__ import annotations

import random

NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "-1",
    "-2.5",
    "0.5",
    "1.25",
    "99.99",
    "1000",
    "0.1",
    "12345.678",
)
TEXTS = ("''", "'a'", "'abc'", "'Xã Lũng Cú'", "'12'", "'-3.5'", "' hai  chữ '", "'a b c'", "'b'", "'đ'", "'12/QĐ-UBND'", "'true'", "'false'", "'0'")  # fmt: skip
DATES = (
    "date('2019-09-16')",
    "date('2020-02-29')",
    "date('1970-01-01')",
    "date('2019-12-31')",
    "date(18000)",
)
PATTERNS = ("'[a-z]+'", "'[0-9]+'", "'.*UBND'", "'a|b'", "'[A-ZĐ]?.{1,3}'")
FORMATS = ("'%m-%Y'", "'%d/%m/%y'", "'%e %n %Y'", "'%b %a'", "'%Y'")


def expression(rng: random.Random, depth: int = 3) -> str:
    """A number, text or truth."""
    return rng.choice((_number, _text, _truth))(rng, depth)


def _number(rng: random.Random, depth: int) -> str:
    if depth <= 0:
        return rng.choice(NUMBERS)
    a, b = _number(rng, depth - 1), _number(rng, depth - 1)
    text, date = _text(rng, depth - 1), rng.choice(DATES)
    return rng.choice(
        (
            f"({a} + {b})",
            f"({a} - {b})",
            f"({a} * {b})",
            f"({a} div {b})",
            f"({a} mod {b})",
            f"-{a}" if not a.startswith("-") else a,
            f"number({text})",
            f"number({_truth(rng, depth - 1)})",
            f"string-length({text})",
            f"round(abs({a}))",
            f"round(abs({a}), {rng.randint(-2, 4)})",
            f"int({a})",
            f"abs({a})",
            f"min({rng.choice(NUMBERS)}, {rng.choice(NUMBERS)})",
            f"max({rng.choice(NUMBERS)}, {rng.choice(NUMBERS)}, 0.25)",
            f"if({_truth(rng, depth - 1)}, {a}, {b})",
            f"count-selected({text})",
            f"pow({rng.choice(NUMBERS)}, {rng.randint(0, 3)})",
            f"round(sqrt({a}), 6)",
            f"round(exp10({rng.randint(-3, 5)}), 6)",
            f"round(abs(log10({a})), 6)",
            f"round(abs(cos({a})), 6)",
            f"number({date})",
            f"decimal-date-time({date})",
            f"({date} - {rng.choice(DATES)})",
            f"coalesce({text}, {a})",
        )
    )


def _text(rng: random.Random, depth: int) -> str:
    if depth <= 0:
        return rng.choice(TEXTS)
    a, b = _text(rng, depth - 1), _text(rng, depth - 1)
    number, date = _number(rng, depth - 1), rng.choice(DATES)
    return rng.choice(
        (
            f"concat({a}, {b})",
            f"concat({a}, {number})",
            f"join('-', {a}, {b}, {number})",
            f"string({number})",
            f"string({_truth(rng, depth - 1)})",
            f"substr({a}, {rng.randint(-3, 4)})",
            f"substr({a}, {rng.randint(-3, 3)}, {rng.randint(-2, 6)})",
            f"substring-before({a}, {b})",
            f"substring-after({a}, {b})",
            f"translate({a}, 'abđ', 'AB')",
            f"normalize-space({a})",
            f"selected-at({a}, {rng.randint(-1, 3)})",
            f"if({_truth(rng, depth - 1)}, {a}, {b})",
            f"coalesce({a}, {b})",
            f"format-date({date}, {rng.choice(FORMATS)})",
            f"format-date({date} + {rng.randint(-40, 400)}, {rng.choice(FORMATS)})",
            f"digest({a}, 'MD5', 'hex')",
        )
    )


def _truth(rng: random.Random, depth: int) -> str:
    if depth <= 0:
        return rng.choice(("true()", "false()"))
    a, b = _truth(rng, depth - 1), _truth(rng, depth - 1)
    text, other = _text(rng, depth - 1), _text(rng, depth - 1)
    number, second = _number(rng, depth - 1), _number(rng, depth - 1)
    compare = rng.choice(("=", "!=", "<", "<=", ">", ">="))
    return rng.choice(
        (
            f"({a} and {b})",
            f"({a} or {b})",
            f"not({a})",
            f"({number} {compare} {second})",
            f"({text} {rng.choice(('=', '!='))} {other})",
            f"({rng.choice(DATES)} {compare} {rng.choice(DATES)})",
            f"({a} {rng.choice(('=', '!='))} {b})",
            f"({number} {rng.choice(('=', '!='))} {text})",
            f"boolean({number})",
            f"boolean({text})",
            f"boolean-from-string({text})",
            f"selected({text}, {other})",
            f"contains({text}, {other})",
            f"starts-with({text}, {other})",
            f"ends-with({text}, {other})",
            f"regex({text}, {rng.choice(PATTERNS)})",
            f"checklist({rng.randint(-1, 2)}, {rng.randint(-1, 3)}, {a}, {b}, {number})",
            f"weighted-checklist(1, {rng.randint(0, 5)}, {a}, 2, {b}, {rng.choice(NUMBERS)})",
        )
    )
