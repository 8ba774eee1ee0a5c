"""The previous inspection of a unit: what the last trip recorded, and its place in this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import fold
from inspector_app.domain.trip.follow_up import is_closed
from inspector_app.domain.trip.values import Remediation, Severity, Unit, UnitKind

FOLLOW_UP_CLAUSE: Final = "1.6"
"""The criterion that asks how findings of earlier inspections were handled."""


class Match(StrEnum):
    """By what something of the last trip found its question in the present form."""

    NAME = "name"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that something of the last trip belongs to, as it was named then."""

    question: str = ""
    clause: str = ""
    is_only: bool = False
    """Whether no other question of that form had this clause."""


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """An answer of the last trip, as it was printed and as it was stored."""

    asked: Asked
    label: str
    verified: str
    verified_value: Value
    reported: str
    reported_value: Value
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class PreviousFinding:
    """A finding of the last trip; ``question`` is its place in the present form, or empty."""

    id: EntityId
    asked: Asked
    severity: Severity
    text: str
    legal_basis: str
    cause: str
    question: str = ""
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class PreviousRequirement:
    """A requirement of the last trip that was still open; remediations name it by its id."""

    id: EntityId
    asked: Asked
    text: str
    responsible: str
    due: date | None
    finding: str
    """The text of the finding it answered, or empty."""
    question: str = ""
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class PreviousInspection:
    """What the last trip recorded about one unit."""

    id: EntityId
    """The inspection's id in the last trip."""
    unit: str
    kind: UnitKind
    parent_name: str
    title: str
    starts: date | None
    ends: date | None
    form: str
    answers: tuple[PreviousAnswer, ...]
    findings: tuple[PreviousFinding, ...]
    requirements: tuple[PreviousRequirement, ...]
    closed: int
    """How many requirements had been met before this trip."""

    @property
    def year(self) -> str:
        """The year people know the trip by; empty when its days are not known."""
        day = self.starts or self.ends
        return str(day.year) if day else ""


@dataclass(frozen=True, slots=True)
class PreviousView:
    """The previous inspection with the places of its parts in the present form."""

    inspection: PreviousInspection
    answers: Mapping[str, PreviousAnswer]
    """By present question."""

    @property
    def findings(self) -> tuple[PreviousFinding, ...]:
        """What the last trip found."""
        return self.inspection.findings

    @property
    def requirements(self) -> tuple[PreviousRequirement, ...]:
        """What the last trip left open."""
        return self.inspection.requirements

    def count(self, remediations: Sequence[Remediation]) -> FollowUp:
        """How many requirements of the last trip there were, and how many are met by now.

        Those that had been met before this trip count in both numbers.
        """
        met = sum(
            is_closed(one for one in remediations if one.requirement == open_.id)
            for open_ in self.requirements
        )
        closed = self.inspection.closed
        return FollowUp(due=closed + len(self.requirements), met=closed + met)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Numbers for the criterion that asks how findings of earlier inspections were handled."""

    due: int
    met: int


@dataclass(frozen=True, slots=True)
class PreviousTrip:
    """Everything that is carried over from the vault of the last trip."""

    id: EntityId
    title: str
    starts: date | None
    ends: date | None
    inspections: tuple[PreviousInspection, ...]
    unreadable: tuple[str, ...] = ()
    """Units whose form is not in that vault."""


@dataclass(frozen=True, slots=True)
class UnitMatches:
    """Which unit of this trip was which of the last one."""

    matched: tuple[tuple[EntityId, PreviousInspection], ...]
    """Inspections of this trip with what is known of their unit."""
    new: tuple[str, ...]
    """Units of this trip without a counterpart."""
    gone: tuple[str, ...]
    """Units of the last trip without one."""
    ambiguous: tuple[str, ...]
    """Units whose name several units of the same kind carry."""


def match_units(
    present: Sequence[tuple[EntityId, Unit]], past: Sequence[PreviousInspection]
) -> UnitMatches:
    """Pair units by kind and name, without regard to accents, case and blanks.

    Where several units of a trip share both, the body above them decides; where that says nothing
    either, none is matched.
    """
    known: dict[tuple[str, str], list[PreviousInspection]] = {}
    for one in past:
        known.setdefault((str(one.kind), _bare(one.unit)), []).append(one)
    names = Counter((str(unit.kind), _bare(unit.name)) for _ent, unit in present)
    matched: list[tuple[EntityId, PreviousInspection]] = []
    new, ambiguous = [], []
    for ent, unit in present:
        key = (str(unit.kind), _bare(unit.name))
        found = known.get(key, [])
        if found and (len(found) > 1 or names[key] > 1):
            twins = [one for one in present if (str(one[1].kind), _bare(one[1].name)) == key]
            above = _bare(unit.parent_name)
            found = [one for one in found if _bare(one.parent_name) == above]
            if sum(_bare(one[1].parent_name) == above for one in twins) > 1:
                found = []
            if len(found) != 1:
                ambiguous.append(unit.name)
                continue
        if found:
            matched.append((ent, found[0]))
        else:
            new.append(unit.name)
    used = {one.id for _ent, one in matched}
    doubtful = {_bare(name) for name in ambiguous}
    gone = [one.unit for one in past if one.id not in used and _bare(one.unit) not in doubtful]
    return UnitMatches(tuple(matched), tuple(new), tuple(gone), tuple(dict.fromkeys(ambiguous)))


def _bare(name: str) -> str:
    return " ".join(fold(name).split())


T = TypeVar("T", PreviousFinding, PreviousRequirement)


class Places:
    """Finds the place of last trip's questions in the present form.

    The same name wins, then the name that the question had before it was corrected
    (``insp:was``, or its key); else the same clause, when it belongs to one question in both forms.
    """

    def __init__(self, form: Form, keys: Mapping[str, str]) -> None:
        """Learn the names of a form.

        Args:
            form: the present form.
            keys: name to key, for questions whose name is not their key.
        """
        self._names: dict[str, str] = {}
        for name, question in form.questions.items():
            for former in filter(None, (keys.get(name), question.insp.get("was"))):
                self._names.setdefault(former, name)
        for name, table in form.repeats.items():
            for former in filter(None, (keys.get(name), table.insp.get("was"))):
                self._names.setdefault(former, name)
        self._names |= {name: name for name in (*form.questions, *form.repeats)}
        self._clauses = only_clauses(form)

    def find(self, asked: Asked) -> tuple[str, Match | None]:
        """The present question, and by what it was found; empty without one."""
        if asked.question in self._names:
            return self._names[asked.question], Match.NAME
        if asked.is_only and asked.clause in self._clauses:
            return self._clauses[asked.clause], Match.CLAUSE
        return "", None

    def answers(self, past: Iterable[PreviousAnswer]) -> dict[str, PreviousAnswer]:
        """The answers that have a place, by present question; a name goes before a clause."""
        found: dict[str, PreviousAnswer] = {}
        for one in past:
            name, match = self.find(one.asked)
            if name and (name not in found or match is Match.NAME):
                found[name] = replace(one, match=match)
        return found

    def placed(self, one: T) -> T:
        """A finding or requirement with its place."""
        name, match = self.find(one.asked)
        return replace(one, question=name, match=match)


def only_clauses(form: Form) -> dict[str, str]:
    """The clauses that one question of a form alone carries, with its name."""
    counted = Counter(one.clause for one in form.questions.values() if one.clause)
    return {
        one.clause: name
        for name, one in form.questions.items()
        if one.clause and counted[one.clause] == 1
    }


def count_questions(form: Form) -> tuple[str, str] | None:
    """The questions that ask how many requirements were met, and of how many.

    They are the numerator and the denominator of the share at ``FOLLOW_UP_CLAUSE``; None where the
    form has no such share, or computes them.
    """
    for one in form.questions.values():
        names = (one.insp.get("numerator", "").strip(), one.insp.get("denominator", "").strip())
        asked = [form.questions.get(name) for name in names]
        if one.clause == FOLLOW_UP_CLAUSE and all(
            each is not None and each.is_answerable and each.is_whole and not each.repeat
            for each in asked
        ):
            return names
    return None
