"""Rates: a numerator upon a denominator in exact decimals, and how they read.

Nothing answered, zero and "does not occur" are three different things: an unanswered part is None,
a denominator of zero has no percentage. Nothing is rounded before it is shown; what is shown is
rounded to two decimals, halves away from zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from inspector_app.domain.form.answers import number_text
from inspector_app.domain.form.numbers import plain_decimal

DASH: Final = "–"
UNANSWERED: Final = "…"
_NBSP: Final = "\u00a0"
_HUNDRED: Final = Decimal(100)
_CENT: Final = Decimal("0.01")
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)  # sums of the longest numbers stay exact
_QUOTIENT: Final = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator and a denominator; None is what nobody has answered."""

    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def is_answered(self) -> bool:
        """Whether both parts are there."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_begun(self) -> bool:
        """Whether any part is there."""
        return self.numerator is not None or self.denominator is not None

    @property
    def has_no_base(self) -> bool:
        """Whether what it is a share of does not occur: the denominator is zero."""
        return self.denominator is not None and self.denominator == 0

    @property
    def percent(self) -> Decimal | None:
        """The percentage, to 28 digits; None while a part is not answered, and without a base."""
        if self.numerator is None or self.denominator is None or self.denominator == 0:
            return None
        return _QUOTIENT.divide(_EXACT.multiply(self.numerator, _HUNDRED), self.denominator)

    def percent_text(self, language: str) -> str:
        """``99,57 %``; a dash without a base, empty while a part is not answered."""
        if self.has_no_base:
            return DASH
        percent = self.percent
        return "" if percent is None else f"{_rounded(percent, language)}{_NBSP}%"

    def base_text(self, language: str) -> str:
        """``1.163 / 1.168``; empty when nothing is answered."""
        if not self.is_begun:
            return ""
        parts = (self.numerator, self.denominator)
        return " / ".join(
            UNANSWERED if part is None else number_text(plain_decimal(part), language)
            for part in parts
        )

    def text(self, language: str) -> str:
        """``1.163 / 1.168 = 99,57 %``; without the percentage while a part is not answered."""
        return " = ".join(filter(None, (self.base_text(language), self.percent_text(language))))

    def points_above(self, other: Rate) -> Decimal | None:
        """How many percentage points it lies above another one; None unless both have a percentage."""
        mine, others = self.percent, other.percent
        return None if mine is None or others is None else _EXACT.subtract(mine, others)


def points_text(points: Decimal, language: str) -> str:
    """``+0,17`` or ``−0,17`` percentage points; ``0`` for less than can be shown."""
    size = _rounded(abs(points), language)
    if size == "0":
        return size
    return ("+" if points > 0 else "−") + size


def sum_of(parts: list[Decimal | None]) -> Decimal | None:
    """The sum of parts; None when one of them is not answered, or there is none."""
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total = _EXACT.add(total, part)
    return total if parts else None


def _rounded(number: Decimal, language: str) -> str:
    return number_text(plain_decimal(number.quantize(_CENT, context=_EXACT)), language)
