"""What a corrected form would do, for a screen or a listing: frozen values, free of any rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Form, Question, Text
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Inspection, Side


class AnswerState(StrEnum):
    """What becomes of one recorded answer; what needs a person's eye first."""

    SET_ASIDE = "set-aside"
    """It has no place in the other form; it is kept, listed and printable."""
    MARKED = "marked"
    """It keeps its place, but its choice is no longer offered."""
    CONVERTED = "converted"
    """It is read as another value: another type, or another name of a choice."""
    RETURNED = "returned"
    """It had no place in the present form and gets one."""
    KEPT = "kept"
    """It stands as it is."""
    STAYS_ASIDE = "stays-aside"
    """It has no place in either form."""


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """One recorded answer, now and then; a question is None where the answer has no place.

    ``asked`` is the question as the author of the answer saw it, with its section's heading, where
    that form is here; ``recorded`` the value in its terms. ``fate`` is what happens to the question,
    where the forms were compared and it stands in the present one.
    """

    state: AnswerState
    fate: Fate | None
    name: str
    side: Side
    row: EntityId | None
    asked: Question | None
    section: Text
    recorded: Value
    before: Question | None
    before_value: Value
    after: Question | None
    after_value: Value
    author: str
    wall: int


@dataclass(frozen=True, slots=True)
class InspectionPreview:
    """One inspection under another form.

    ``plan`` compares the forms (None when going back); ``obstacle`` says in words why this
    inspection cannot change its form now. ``is_same`` means that it has that form already,
    ``is_missing`` that the form is not in this vault: others can be changed without it.
    """

    inspection: Inspection
    is_ended: bool
    is_same: bool
    plan: MigrationPlan | None
    answers: tuple[AnswerPreview, ...]
    obstacle: str = ""
    is_missing: bool = False

    def counts(self) -> Mapping[AnswerState, int]:
        """Answers by what becomes of them; states of none are left out."""
        found = Counter(one.state for one in self.answers)
        return {state: found[state] for state in AnswerState if state in found}

    def fates(self) -> Mapping[Fate, int]:
        """Answers by what happens to their questions; fates of none are left out."""
        found = Counter(one.fate for one in self.answers)
        return {fate: found[fate] for fate in Fate if fate in found}


@dataclass(frozen=True, slots=True)
class MigrationPreview:
    """A whole correction: the other form (None when every inspection goes back to its own)."""

    form: Form | None
    inspections: tuple[InspectionPreview, ...]

    @property
    def concerned(self) -> tuple[InspectionPreview, ...]:
        """The inspections that would change their form."""
        return tuple(one for one in self.inspections if not one.is_same and not one.obstacle)

    @property
    def problems(self) -> tuple[str, ...]:
        """What stands against the comparison itself, each once, in words."""
        plans = (one.plan for one in self.inspections if one.plan and not one.is_same)
        return tuple(dict.fromkeys(problem for plan in plans for problem in plan.problems))

    @property
    def plans(self) -> tuple[MigrationPlan, ...]:
        """The comparisons, one for each present form and mapping."""
        found: list[MigrationPlan] = []
        for one in self.inspections:
            if one.plan is not None and all(one.plan.mapping != plan.mapping for plan in found):
                found.append(one.plan)
        return tuple(found)

    def counts(self) -> Mapping[AnswerState, int]:
        """The answers of all concerned inspections by what becomes of them."""
        found: Counter[AnswerState] = Counter()
        for one in self.concerned:
            found.update(one.counts())
        return {state: found[state] for state in AnswerState if state in found}
