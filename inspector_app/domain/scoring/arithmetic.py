"""Decimal arithmetic of points: quotients with 28 digits, sums and products exact.

A quotient has at most 28 digits and a maximum a few; within 80 digits their products and sums lose
nothing, so that no order of adding gives another total.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from inspector_app.domain.form.numbers import canonical_number, plain_decimal

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
_QUOTIENT: Final = Context(prec=28)
_EXACT: Final = Context(prec=80)
# What a quotient such as 100 × 1 ÷ 3 has beyond its twentieth digit is of the arithmetic, not of the
# units: it must part no two of them, nor one of them from a limit that it has reached.
_COMPARED: Final = Context(prec=20)
_CENT: Final = Decimal("0.01")


def quotient(above: Decimal, below: Decimal) -> Decimal:
    """A quotient to 28 digits; ``below`` is not zero."""
    return _QUOTIENT.divide(above, below)


def product(one: Decimal, other: Decimal) -> Decimal:
    """An exact product."""
    return _EXACT.multiply(one, other)


def sum_of(numbers: Iterable[Decimal]) -> Decimal:
    """An exact sum; 0 of none."""
    total = ZERO
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    """100 × part ÷ whole, unrounded; None where the whole is zero."""
    return quotient(product(HUNDRED, part), whole) if whole else None


def shown(number: Decimal) -> Decimal:
    """A number as it is shown: two decimals, halves away from zero."""
    return number.quantize(_CENT, rounding=ROUND_HALF_UP, context=_EXACT)


def compared(number: Decimal) -> Decimal:
    """A number as it is compared with others and with limits."""
    return _COMPARED.plus(number)


def number_of(value: object) -> Decimal | None:
    """A stored number (whole, or decimal text) or None; truths and other texts are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = canonical_number(str(value).strip())
    return None if text is None else Decimal(text)


def stored(number: Decimal) -> str:
    """The canonical text of a number, as registers and forms hold it."""
    return plain_decimal(number)
