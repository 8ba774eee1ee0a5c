"""The points of one inspection: rules on both sides, then what people wrote over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from inspector_app.domain.form.definition import Text
from inspector_app.domain.form.versions.mapping import FormMapping
from inspector_app.domain.log.register import Head
from inspector_app.domain.scoring.criteria import Criterion, criteria_of
from inspector_app.domain.scoring.points import (
    DISPUTED,
    NOT_CLAIMED,
    Points,
    is_reason,
    judge_points,
    typed_points,
)
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.services.directory import Directory
from inspector_app.services.filling import section_label
from inspector_app.services.score_readings import Readings
from inspector_app.services.score_registers import recorded_points, score_of, score_path
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreField,
    ScoreSettings,
    SectionScore,
    StrayScore,
    TypedPoints,
    appraised_sum,
    self_sum,
)
from inspector_app.services.views import InspectionView

_BEFORE_OWN: Final = (State.NOT_APPLICABLE, State.DISPUTED, State.UNEXPLAINED, State.FAULTY)

Registers = Mapping[str, tuple[Head, ...]]


def inspection_scores(
    view: InspectionView,
    mapping: FormMapping,
    registers: Registers,
    directory: Directory,
    settings: ScoreSettings,
) -> InspectionScores:
    """The points of an inspection as the vault holds them now.

    Args:
        view: the inspection.
        mapping: the names of its form's questions in registers.
        registers: of the inspection.
        directory: who stands behind what was typed.
        settings: of the trip; with points switched off there are none.
    """
    if not settings.is_on:
        return InspectionScores(view.inspection, settings)
    sheet = _ScoreSheet(view, mapping, registers, directory)
    scores = tuple(sheet.score(one) for one in criteria_of(view.form))
    sections = tuple(_sections(view, scores))
    return InspectionScores(
        inspection=view.inspection,
        settings=settings,
        sections=sections,
        self_assessed=self_sum(scores),
        appraised=appraised_sum(scores),
        strays=tuple(sheet.strays({one.key for one in scores})),
    )


def _sections(view: InspectionView, scores: tuple[CriterionScore, ...]) -> Iterator[SectionScore]:
    """The sections that have criteria, in the order of the form."""
    shown = {one.section.name: one.section for one in view.sections}
    names = dict.fromkeys((*shown, *(one.criterion.section for one in scores)))
    for name in names:
        own = tuple(one for one in scores if one.criterion.section == name)
        if not own:
            continue
        section = shown.get(name)
        yield SectionScore(
            name=name,
            label=section.label if section else section_label(view.form, name) or Text({"": name}),
            criteria=own,
            self_assessed=self_sum(own),
            appraised=appraised_sum(own),
            is_printed=any(one.criterion.is_printed for one in own),
        )


class _ScoreSheet:
    """Scores the criteria of one inspection."""

    def __init__(
        self,
        view: InspectionView,
        mapping: FormMapping,
        registers: Registers,
        directory: Directory,
    ) -> None:
        self._mapping, self._registers, self._directory = mapping, registers, directory
        self._readings = Readings(view)

    def score(self, criterion: Criterion) -> CriterionScore:
        """One criterion."""
        key = self._mapping.key(criterion.name)
        by_rule = judge_points(criterion, self._readings.verified(criterion))
        reported = judge_points(criterion, self._readings.reported(criterion))
        if reported.is_pending and by_rule.state is State.NOT_APPLICABLE:
            reported = (
                by_rule  # what does not apply to the unit was not to be assessed by it either
            )
        claimed = self._typed(criterion, key, ScoreField.SELF)
        own = self._typed(criterion, key, ScoreField.APPRAISED)
        reason = self._directory.register_view(self._heads(key, ScoreField.REASON))
        if by_rule.state is State.UNEXPLAINED and is_reason(str(reason.value or "")):
            by_rule = Points(State.NOT_APPLICABLE, reason=str(reason.value).strip())
        self_assessed = _counted(reported, claimed)
        is_left_open = self_assessed.state in (State.UNANSWERED, State.BY_HAND)
        if is_left_open and not self._readings.is_asked_of_unit(criterion):
            self_assessed = NOT_CLAIMED
        return CriterionScore(
            criterion=criterion,
            key=key,
            label=self._readings.items[criterion.name].question.label,
            by_rule=by_rule,
            reported_by_rule=reported,
            self_assessed=self_assessed,
            appraised=_appraised(by_rule, own),
            claimed=claimed,
            own=own,
            reason=reason,
            is_conflict=State.DISPUTED in (by_rule.state, reported.state)
            or any(one.is_conflict for one in (claimed.register, own.register, reason)),
        )

    def strays(self, known: set[str]) -> Iterator[StrayScore]:
        """What was typed about criteria that the form does not have."""
        for path, heads in self._registers.items():
            found = score_of(path)
            view = self._directory.register_view(heads)
            if found is not None and found[0] not in known and view.value not in (None, ""):
                yield StrayScore(*found, view)

    def _typed(self, criterion: Criterion, key: str, field: ScoreField) -> TypedPoints:
        view = self._directory.register_view(self._heads(key, field))
        points = recorded_points(view.value, criterion.maximum)
        return TypedPoints(points, points is None and view.value not in (None, ""), view)

    def _heads(self, key: str, field: ScoreField) -> tuple[Head, ...]:
        return self._registers.get(score_path(key, field), ())


def _counted(by_rule: Points, typed: TypedPoints) -> Points:
    if typed.register.is_conflict:
        return DISPUTED
    return by_rule if typed.points is None else typed_points(typed.points)


def _appraised(by_rule: Points, own: TypedPoints) -> Points:
    """The team's own points count, except where its own answers leave no room for them.

    That is where they say that the criterion does not apply, are in dispute or break a rule: once
    that is settled, it may not apply.
    """
    return by_rule if by_rule.state in _BEFORE_OWN else _counted(by_rule, own)
