"""Ranks by unrounded values; who has the same value shares a rank (1, 2, 2, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inspector_app.domain.scoring.arithmetic import compared


def ranks(values: Sequence[Decimal | None]) -> tuple[int | None, ...]:
    """The rank of each value, the greatest first; None for what has no value."""
    judged = [None if value is None else compared(value) for value in values]
    known = [value for value in judged if value is not None]
    return tuple(
        None if value is None else 1 + sum(other > value for other in known) for value in judged
    )
