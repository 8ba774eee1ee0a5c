"""Sums of points, the index, and totals that do not add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.scoring.arithmetic import ZERO, percentage, sum_of
from inspector_app.domain.scoring.points import PENDING, Points, PointState


@dataclass(frozen=True, slots=True)
class Sum:
    """What criteria add up to.

    ``maximum`` is that of all criteria; what does not apply and what is not known yet are counted
    apart, so that neither is taken for 0.
    """

    points: Decimal = ZERO
    maximum: Decimal = ZERO
    not_applicable: Decimal = ZERO
    pending: Decimal = ZERO
    unclaimed: Decimal = ZERO
    scored_count: int = 0
    not_applicable_count: int = 0
    pending_count: int = 0
    unclaimed_count: int = 0

    @property
    def applicable(self) -> Decimal:
        """The maximum of the criteria that apply (or of which that is not known yet).

        Of the self-assessed side without those that the unit did not have to assess.
        """
        return sum_of((self.maximum, -self.not_applicable, -self.unclaimed))

    @property
    def judged(self) -> Decimal:
        """The maximum of the criteria that have points."""
        return sum_of((self.applicable, -self.pending))

    @property
    def is_final(self) -> bool:
        """Whether nothing is pending."""
        return not self.pending_count

    @property
    def index(self) -> Decimal | None:
        """Points ÷ applicable maximum × 100, unrounded; None while something is pending or if nothing applies."""
        return percentage(self.points, self.applicable) if self.is_final else None

    @property
    def so_far(self) -> Decimal | None:
        """Points ÷ maximum of what has points × 100: provisional while something is pending."""
        return percentage(self.points, self.judged)


def add_up(parts: Iterable[tuple[Decimal, Points]]) -> Sum:
    """The sum of criteria, each with its maximum and its points."""
    listed = list(parts)
    of = {
        state: [maximum for maximum, points in listed if points.state is state]
        for state in PointState
    }
    pending = [maximum for state in PENDING for maximum in of[state]]
    return Sum(
        points=sum_of(points.points for _, points in listed if points.points is not None),
        maximum=sum_of(maximum for maximum, _ in listed),
        not_applicable=sum_of(of[PointState.NOT_APPLICABLE]),
        pending=sum_of(pending),
        unclaimed=sum_of(of[PointState.NOT_CLAIMED]),
        scored_count=len(of[PointState.SCORED]),
        not_applicable_count=len(of[PointState.NOT_APPLICABLE]),
        pending_count=len(pending),
        unclaimed_count=len(of[PointState.NOT_CLAIMED]),
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A printed total that is not the sum of its parts."""

    computed: Decimal
    printed: Decimal

    @property
    def difference(self) -> Decimal:
        """Printed minus computed."""
        return sum_of((self.printed, -self.computed))


def disagreement(parts: Iterable[Decimal], printed: Decimal) -> Disagreement | None:
    """What a printed total and the sum of its printed parts differ by; None where they agree."""
    computed = sum_of(parts)
    return None if computed == printed else Disagreement(computed, printed)
