"""What the services show of a whole trip: frozen values for the summary page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from inspector_app.domain.form.definition import Text
from inspector_app.domain.form.instance.engine import Progress
from inspector_app.domain.form.rates import Rate
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.arithmetic import quotient, sum_of
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.trip.values import Inspection
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreSettings,
    UnitScores,
)


@dataclass(frozen=True, slots=True)
class RateTotal:
    """A rate of the whole trip, and how many units have answered it; None while none has."""

    rate: Rate | None
    units: int


@dataclass(frozen=True, slots=True)
class TripFrame:
    """What the summary is made of before any unit was read."""

    trip: EntityId
    settings: ScoreSettings
    inspections: tuple[Inspection, ...]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit by itself: points, rates, progress.

    ``rates`` holds the rates that the team's figures give (both numbers known), ``asked`` those that the form asks for.
    ``unverified``: so many fields of the dossier flow are only reported, or in conflict; they are in no rate.
    """

    inspection: Inspection
    scores: InspectionScores | None = None
    """None where the form is not in this vault."""
    progress: Progress = field(default_factory=lambda: Progress(0, 0, 0))
    findings: int = 0
    is_ended: bool = False
    rates: Mapping[Indicator, Rate] = field(default_factory=dict)
    unverified: int = 0
    asked: frozenset[Indicator] = frozenset()
    short_names: Mapping[str, Text] = field(default_factory=dict)
    """What the form calls its sections in narrow places."""

    def criteria(self, section: str) -> tuple[CriterionScore, ...]:
        """The points of one section's criteria, in the order of the form."""
        sections = self.scores.sections if self.scores is not None else ()
        return next((one.criteria for one in sections if one.name == section), ())


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """One unit among the others."""

    figures: UnitFigures
    scores: UnitScores

    @property
    def inspection(self) -> Inspection:
        """The inspection of the unit."""
        return self.figures.inspection


@dataclass(frozen=True, slots=True)
class TripSummary:
    """All units of a trip, in the order of the plan."""

    trip: EntityId
    settings: ScoreSettings
    units: tuple[UnitSummary, ...] = ()

    @property
    def ended(self) -> int:
        """How many inspections have ended."""
        return sum(one.figures.is_ended for one in self.units)

    @property
    def has_maxima(self) -> bool:
        """Whether any form gives points."""
        return any(one.scores.sections for one in self.units)

    @property
    def has_points(self) -> bool:
        """Whether any criterion of any unit has points, or is known not to apply."""
        sums = (one.scores.standing.sum for one in self.units)
        return any(one.scored_count or one.not_applicable_count for one in sums)

    @property
    def mean_index(self) -> tuple[Decimal | None, int]:
        """The mean of the indices that are final, unrounded, and how many there are."""
        found = [one.scores.standing.sum.index for one in self.units]
        known = [one for one in found if one is not None]
        return (quotient(sum_of(known), Decimal(len(known))) if known else None), len(known)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The rates that some form of the trip asks for."""
        return tuple(
            one for one in Indicator if any(one in unit.figures.asked for unit in self.units)
        )

    def total(self, indicator: Indicator) -> RateTotal:
        """A rate of the whole trip: the sums of its numerators and denominators."""
        found = [
            unit.figures.rates[indicator] for unit in self.units if indicator in unit.figures.rates
        ]
        if not found:
            return RateTotal(None, 0)
        above = sum_of(one.numerator for one in found if one.numerator is not None)
        below = sum_of(one.denominator for one in found if one.denominator is not None)
        return RateTotal(Rate(above, below), len(found))

    def sections(self) -> dict[str, tuple[Text, Text]]:
        """The sections that have criteria, by name: label and short name, in the forms' order."""
        found: dict[str, tuple[Text, Text]] = {}
        for unit in self.units:
            for section in unit.scores.sections:
                short = unit.figures.short_names.get(section.name, section.label)
                found.setdefault(section.name, (section.label, short))
        return found

    def criteria(self, section: str) -> tuple[Criterion, ...]:
        """The criteria of a section over all forms: those of one name are one."""
        found = {one.name: one for one in self._criteria(section)}
        return tuple(sorted(found.values(), key=_clause_order))

    def _criteria(self, section: str) -> Iterator[Criterion]:
        for unit in self.units:
            for score in unit.figures.criteria(section):
                yield score.criterion


def _clause_order(criterion: Criterion) -> tuple[tuple[int, int | str], ...]:
    """``3.10`` after ``3.9``; a clause that is no number after those that are."""
    return tuple(
        (0, int(part)) if part.isascii() and part.isdigit() else (1, part)
        for part in criterion.clause.split(".")
    )
