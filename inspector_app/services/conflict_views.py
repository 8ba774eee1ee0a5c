"""Conflicts as a screen or a listing shows them: sides, who wrote them, how one was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.text import clean, fold
from inspector_app.domain.trip.values import Evidence, Inspection, Side
from inspector_app.services.views import HeadView


class ConflictKind(StrEnum):
    """What a conflict is about."""

    ANSWER = "answer"
    NOTE = "note"
    POINTS = "points"
    FINDING = "finding"
    REQUIREMENT = "requirement"
    REMEDIATION = "remediation"
    EVIDENCE = "evidence"
    SESSION = "session"
    FRAME = "frame"
    """The trip's header, teams, members, units, what an inspection is of."""
    FORM = "form"
    PREVIOUS = "previous"
    REMOVAL = "removal"
    """One person removed what another one wrote on."""


class ConflictState(StrEnum):
    """Whether somebody has decided."""

    OPEN = "open"
    REOPENED = "reopened"
    """Decided before; a late value came, or the decision was taken back."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class EditView:
    """What was written to a thing that somebody else removed."""

    path: str
    head: HeadView
    before: HeadView | None


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the values of a conflict, with everybody who wrote it.

    Of a removal against edits: the removal (``is_deletion``), or keeping, with the ``edits``.
    """

    value: Value
    is_deletion: bool
    heads: tuple[HeadView, ...]
    note: str = ""
    """What its authors noted beside the answer."""
    evidence: tuple[Evidence, ...] = ()
    """Files that its authors took in for the question."""
    edits: tuple[EditView, ...] = ()
    is_new: bool = False
    """It came after the last decision."""
    words: str = ""
    """What a value of links leads to (files, findings, units); empty where the value tells itself."""
    restored_by: str = ""
    """Who brought it back by taking a decision back, or empty; ``heads`` are its first authors."""

    @property
    def change(self) -> str:
        """How a decision names this side: ``HeadView.change`` of its first head."""
        return self.heads[0].change


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision: who, when, why, what it chose, what it had seen."""

    id: str
    """Hexadecimal id of the decision's entity."""
    conflict: str
    reason: str
    how: str
    """``side``, ``both``, ``other``, ``keep`` or ``remove``; empty in decisions of older programs."""
    value: Value
    is_deletion: bool
    head: HeadView
    """The change that decided."""
    seen: frozenset[bytes]
    """The first 16 bytes of the ids of the changes that its author had seen."""
    is_current: bool = True
    """Whether its value still stands: nobody has written there since."""
    undone: HeadView | None = None
    """Who took it back, and when; ``undone.value`` is a map with the reason."""

    @property
    def undone_reason(self) -> str:
        """Why it was taken back; may be empty."""
        said = self.undone.value if self.undone else None
        text = said.get("reason") if isinstance(said, dict) else None
        return text if isinstance(text, str) else ""


@dataclass(frozen=True, slots=True)
class ConflictView:
    """One register with values that do not agree, or a decision about one."""

    id: str
    """Hexadecimal; names exactly these heads."""
    register: Register
    kind: ConflictKind
    state: ConflictState
    inspection: Inspection | None
    section: str
    section_label: Text
    question: Question | None
    """The question in the present form that an answer's register belongs to."""
    side: Side | None
    label: str
    """What the register is called where it is not a question (a message id)."""
    subject: str
    """The text of the finding, name of the file … that the register belongs to, or empty."""
    sides: tuple[ConflictSide, ...]
    """In the order in which they are counted (Lamport number, id): A, B, C …"""
    base: HeadView | None
    """The value all sides replaced, when there is one."""
    decision: DecisionView | None = None
    """The last decision: of a reopened conflict the earlier one."""
    criterion: Question | None = None
    """The question whose points the register holds (``score/…``); ``question`` is None then."""
    asked: Question | None = None
    """The question that a finding or a file belongs to."""
    both: Value = None
    """What taking both sides would write."""
    has_both: bool = False
    has_other: bool = True
    """Whether a value of one's own can be typed."""
    may_decide: bool = False
    is_mine: bool = False
    """Whether this vault's person decides: leader of the inspection's team."""

    @property
    def heads(self) -> tuple[HeadView, ...]:
        """Every value with its author, side by side."""
        return tuple(head for side in self.sides for head in side.heads)

    @property
    def is_removal(self) -> bool:
        """Whether it is about keeping or removing; two claims of what a thing is are something else."""
        return self.register.path == LIFE and any(one.is_deletion for one in self.sides)

    @property
    def earlier(self) -> str:
        """The reason of a decision that was reopened, or empty."""
        is_reopened = self.state is ConflictState.REOPENED
        return self.decision.reason if self.decision is not None and is_reopened else ""

    def side_of(self, person: str) -> ConflictSide | None:
        """The one side that a person wrote; None where there is none, or several."""
        found = [one for one in self.sides if any(is_by(head, person) for head in one.heads)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class ConflictFilter:
    """Which conflicts to list; what is empty does not matter."""

    inspection: bytes = b""
    section: str = ""
    """A section's name, or any words of its title."""
    kind: str = ""
    person: str = ""
    """A person who wrote one of the sides: a part of the name."""
    states: frozenset[ConflictState] = frozenset((ConflictState.OPEN, ConflictState.REOPENED))
    is_mine: bool = False

    def has(self, one: ConflictView) -> bool:
        """Whether a conflict is to be listed."""
        return (
            one.state in self.states
            and (not self.inspection or _inspection_id(one) == self.inspection)
            and (not self.section or is_in_section(one, self.section))
            and (not self.kind or one.kind == self.kind)
            and (not self.person or any(is_by(head, self.person) for head in one.heads))
            and (not self.is_mine or one.is_mine)
        )

    def of_state(self, *states: ConflictState) -> ConflictFilter:
        """The same with other states; all without any."""
        return replace(self, states=frozenset(states or ConflictState))


@dataclass(frozen=True, slots=True)
class LeftConflict:
    """A conflict that a batch does not decide, and why (a message id)."""

    conflict: ConflictView
    why: str


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a batch would decide, and what it would leave."""

    person: str
    taken: tuple[tuple[ConflictView, ConflictSide], ...]
    left: tuple[LeftConflict, ...]


def is_by(head: HeadView, person: str) -> bool:
    """Whether a value is by somebody whose name has these words."""
    return is_named(head.author, person)


def is_named(name: str, person: str) -> bool:
    """Whether a name has these words."""
    wanted = fold(clean(person))
    return bool(wanted) and wanted in fold(name)


def is_in_section(one: ConflictView, section: str) -> bool:
    """Whether a conflict stands in a section, by its name or any words of its title."""
    return bool(one.section) and is_titled(one.section, one.section_label, section)


def is_titled(name: str, label: Text, section: str) -> bool:
    """Whether a section is meant by its name (``s1``) or by any words of its title."""
    wanted = fold(clean(section))
    titles = (fold(title) for title in label.by_language.values())
    return fold(name) == wanted or any(wanted in title for title in titles)


def _inspection_id(one: ConflictView) -> bytes:
    return one.inspection.id if one.inspection else b""
