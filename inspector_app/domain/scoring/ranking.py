"""Ranks by unrounded values; who has the same value shares a rank (1, 2, 2, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Final

# A quotient such as 100 × 1 ÷ 3 is cut off after 28 digits: what is left beyond the twentieth is of
# the arithmetic, not of the units, and must not part two of them.
_COMPARED: Final = Context(prec=20)


def ranks(values: Sequence[Decimal | None]) -> tuple[int | None, ...]:
    """The rank of each value, the greatest first; None for what has no value."""
    compared = [None if value is None else _COMPARED.plus(value) for value in values]
    known = [value for value in compared if value is not None]
    return tuple(
        None if value is None else 1 + sum(other > value for other in known) for value in compared
    )
