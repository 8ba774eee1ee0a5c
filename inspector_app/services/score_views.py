"""What the services show of points: frozen values for a page, a listing or a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from inspector_app.domain.form.definition import Text
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.bands import DEFAULT_BANDS, Band, band_of
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import Points, PointState
from inspector_app.domain.scoring.sums import Sum, add_up
from inspector_app.domain.trip.values import Inspection
from inspector_app.services.views import RegisterView

NOTHING: Final = RegisterView(None)


class ScoreField(StrEnum):
    """What people write about a criterion's points; the last word of its register.

    SELF: the points that the unit claims. APPRAISED: the team's own points, where it departs from
    the rule. REASON: why the two differ, or why the team departed.
    """

    SELF = "self"
    APPRAISED = "appraised"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """How a trip deals with points."""

    is_on: bool = True
    is_printed: bool = False
    """Whether the minutes carry the table of points."""
    bands: tuple[Band, ...] = DEFAULT_BANDS
    may_change: bool = False
    """Whether this vault's person may change them: the trip's author and team leaders."""


@dataclass(frozen=True, slots=True)
class TypedPoints:
    """Points that somebody typed, with who and when (``register.heads``).

    ``points`` is None where nothing is recorded, or what is recorded cannot be points of this
    criterion (a foreign program, another maximum in a former form): then ``is_beyond``, and the
    rule counts.
    """

    points: Decimal | None = None
    is_beyond: bool = False
    register: RegisterView = NOTHING


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion of one inspection with both sides of its points.

    ``by_rule`` are the points that the rule gives the verified answer, ``reported_by_rule`` those
    it gives what the unit reported; ``appraised`` and ``self_assessed`` count: they are the typed
    points where there are any. ``reason`` is the register of why they differ.
    """

    criterion: Criterion
    key: str
    """Its name in registers (``score/<key>/…``)."""
    label: Text
    by_rule: Points
    reported_by_rule: Points
    self_assessed: Points
    appraised: Points
    claimed: TypedPoints
    own: TypedPoints
    reason: RegisterView
    is_conflict: bool = False
    """Whether people gave different answers, points or reasons and nobody has decided yet."""

    @property
    def reason_text(self) -> str:
        """Why the points differ, as people wrote it; empty when nobody did."""
        value = self.reason.value
        return value.strip() if isinstance(value, str) else ""

    @property
    def difference(self) -> Decimal | None:
        """Appraised minus self-assessed points; None unless both are scored."""
        one, other = self.appraised.points, self.self_assessed.points
        return None if one is None or other is None else one - other

    @property
    def differs(self) -> bool:
        """Whether both sides are known and do not agree; applying or not is a difference, too."""
        one, other = self.appraised, self.self_assessed
        if one.is_pending or other.is_pending or other.state is PointState.NOT_CLAIMED:
            return False
        return (one.state, one.points) != (other.state, other.points)

    @property
    def departs(self) -> bool:
        """Whether the team's own points are not those of the rule."""
        own = self.own.points
        has_rule = self.by_rule.state is not PointState.BY_HAND
        return own is not None and has_rule and own != self.by_rule.points

    @property
    def needs_reason(self) -> bool:
        """Whether a difference, a departure or a "does not apply" has no reason.

        Where the criterion does not apply, why it does not is the reason.
        """
        if self.appraised.state is PointState.UNEXPLAINED:
            return True
        if self.reason_text or not (self.differs or self.departs):
            return False
        return not (self.appraised.state is PointState.NOT_APPLICABLE and self.appraised.reason)


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section of the form with its criteria."""

    name: str
    label: Text
    criteria: tuple[CriterionScore, ...]
    self_assessed: Sum
    appraised: Sum
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class StrayScore:
    """What was typed about a criterion that the present form does not have."""

    key: str
    field: ScoreField
    register: RegisterView


@dataclass(frozen=True, slots=True)
class InspectionScores:
    """The points of one inspection; without sections where the trip keeps no points."""

    inspection: Inspection
    settings: ScoreSettings
    sections: tuple[SectionScore, ...] = ()
    self_assessed: Sum = field(default_factory=Sum)
    appraised: Sum = field(default_factory=Sum)
    strays: tuple[StrayScore, ...] = ()

    @property
    def band(self) -> str:
        """The band of the appraised index; empty without an index."""
        return band_of(self.appraised.index, self.settings.bands)

    @property
    def self_band(self) -> str:
        """The band of the self-assessed index; empty without an index."""
        return band_of(self.self_assessed.index, self.settings.bands)

    def criteria(self) -> Iterator[CriterionScore]:
        """Every criterion, in the order of the form."""
        for section in self.sections:
            yield from section.criteria

    @property
    def not_applicable(self) -> tuple[CriterionScore, ...]:
        """The criteria that do not apply to the unit."""
        return tuple(
            one for one in self.criteria() if one.appraised.state is PointState.NOT_APPLICABLE
        )

    @property
    def missing_reasons(self) -> tuple[CriterionScore, ...]:
        """The criteria whose difference or departure nobody has given a reason for."""
        return tuple(one for one in self.criteria() if one.needs_reason)

    def clauses(self) -> dict[str, Sum]:
        """The appraised sums by clause: several questions may share one."""
        found: dict[str, list[CriterionScore]] = {}
        for one in self.criteria():
            found.setdefault(one.criterion.clause, []).append(one)
        return {clause: appraised_sum(scores) for clause, scores in found.items()}


def appraised_sum(scores: list[CriterionScore] | tuple[CriterionScore, ...]) -> Sum:
    """What the appraised points of criteria add up to."""
    return add_up((one.criterion.maximum, one.appraised) for one in scores)


def self_sum(scores: list[CriterionScore] | tuple[CriterionScore, ...]) -> Sum:
    """What the self-assessed points of criteria add up to."""
    return add_up((one.criterion.maximum, one.self_assessed) for one in scores)


@dataclass(frozen=True, slots=True)
class Standing:
    """A sum with its place among the units; None while the index is not known."""

    sum: Sum
    rank: int | None = None
    """Among all units of the trip."""
    rank_in_kind: int | None = None
    """Among the units of the same kind."""


@dataclass(frozen=True, slots=True)
class SectionStanding:
    """One section of one unit among the sections of that name."""

    name: str
    label: Text
    standing: Standing
    self_assessed: Sum


@dataclass(frozen=True, slots=True)
class UnitScores:
    """One unit in the trip's table of points."""

    inspection: Inspection
    standing: Standing
    self_assessed: Sum = field(default_factory=Sum)
    band: str = ""
    self_band: str = ""
    sections: tuple[SectionStanding, ...] = ()
    missing_reasons: int = 0
    conflicts: int = 0
    """Criteria whose points, or the answers behind them, are in conflict."""
    missing_form: str = ""
    """The beginning of the hash of its form, where that is not in this vault; then nothing is scored."""


@dataclass(frozen=True, slots=True)
class TripScores:
    """The points of all units, in the order of the plan; empty where the trip keeps no points."""

    trip: EntityId
    settings: ScoreSettings
    units: tuple[UnitScores, ...] = ()

    def ranked(self) -> tuple[UnitScores, ...]:
        """The units by rank, those without an index last, each group in the order of the plan."""
        last = len(self.units) + 1
        return tuple(sorted(self.units, key=lambda one: one.standing.rank or last))
