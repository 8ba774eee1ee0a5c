"""What services show: frozen values, composed for a screen or a listing, free of any rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.form.definition import Form, Question, Repeat, Section, Text
from inspector_app.domain.form.instance.engine import Node, NodeState, Progress
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import PreviousView
from inspector_app.domain.trip.values import (
    Evidence,
    Finding,
    Inspection,
    Member,
    Remediation,
    Requirement,
    Session,
    Side,
    Trip,
)


@dataclass(frozen=True, slots=True)
class HeadView:
    """One of the current values of a register, with who stands behind it."""

    change: str
    """The change's id, hexadecimal."""
    value: Value
    is_deletion: bool
    author: str
    device: str
    wall: int
    """Claimed time, milliseconds since 1970 UTC."""
    ahead_ms: int = 0
    """How much too fast the device's clock is at least (``services.clock_offsets``); 0 for unknown."""


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register as a screen shows it; with a conflict ``value`` is provisional."""

    value: Value
    heads: tuple[HeadView, ...] = ()
    is_conflict: bool = False


EMPTY: Final = RegisterView(None)


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """One answer of a block: question, side, row (None outside tables) and the typed text."""

    question: str
    side: Side
    row: EntityId | None
    text: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of an inspection with both sides of its answer.

    ``question`` is as it stands now: only the choices offered, values filled into its texts.

    ``state`` is the verified instance's (value, relevance, required, violations);
    ``reported_state`` exists for questions that the unit reports.
    ``differs`` says that both sides are answered and not equal. ``source`` and ``period`` are what
    was said of a figure: where it is from, what time it covers (``services.figures`` has defaults).
    """

    node: Node
    question: Question
    verified: RegisterView
    reported: RegisterView
    note: RegisterView
    state: NodeState
    reported_state: NodeState | None
    differs: bool
    findings: int
    evidence: int
    source: RegisterView = EMPTY
    period: RegisterView = EMPTY


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a repeating table; cells by question name, and the tables inside the row."""

    id: EntityId
    cells: Mapping[str, QuestionView]
    tables: tuple[TableView, ...] = ()


@dataclass(frozen=True, slots=True)
class TableView:
    """A repeating table of an inspection; all its figures have one source and one period."""

    repeat: Repeat
    is_relevant: bool
    rows: tuple[TableRow, ...]
    is_fixed: bool = False
    """Whether the form fixes the number of rows: nobody adds or removes one."""
    parent_row: EntityId | None = None
    """The row that holds this table, where it stands inside another one."""
    source: RegisterView = EMPTY
    period: RegisterView = EMPTY

    def all_rows(self) -> Iterator[TableRow]:
        """The rows, each followed by those of the tables inside it."""
        for row in self.rows:
            yield row
            for table in row.tables:
                yield from table.all_rows()


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section with its progress; items stand in the form's order."""

    section: Section
    is_relevant: bool
    progress: Progress
    items: tuple[QuestionView | TableView, ...]


@dataclass(frozen=True, slots=True)
class LeftoverView:
    """What was answered to a question that the present form lacks, or that takes it no more.

    ``question`` is the question as the person saw it, with the headings of its section and table;
    None when that form is not in this vault. ``name`` links findings and evidence. A side that
    still has a place is empty here. ``drafts`` is half-typed text that was never recorded.
    """

    name: str
    question: Question | None
    section: Text
    table: Text
    row: EntityId | None
    verified: RegisterView
    reported: RegisterView
    note: RegisterView
    source: RegisterView
    period: RegisterView
    findings: int
    evidence: int
    drafts: Mapping[Side, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InspectionView:
    """One inspection, whole."""

    inspection: Inspection
    trip: Trip
    form: Form
    members: tuple[Member, ...]
    sections: tuple[SectionView, ...]
    progress: Progress
    session: Session
    findings: tuple[Finding, ...]
    requirements: tuple[Requirement, ...]
    evidence: tuple[Evidence, ...]
    conflicts: int
    """Open ones of the inspection, and of the trip, unit, team and members that its minutes name."""
    leftovers: tuple[LeftoverView, ...] = ()
    """Recorded answers without a place in the form."""
    remediations: tuple[Remediation, ...] = ()
    """What the unit did about requirements, those of the last trip too."""
    previous: PreviousView | None = None
    """What the last trip recorded; None where it was not imported."""
    assigned: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    """Who is to fill each section, by the section's name."""
    me: EntityId | None = None
    """Who the person of this vault is in the trip."""

    def table(self, name: str, parent_row: EntityId | None = None) -> TableView | None:
        """A table by name; ``parent_row``: of a table inside another one, the row that holds it."""
        pending = [
            item
            for section in self.sections
            for item in section.items
            if isinstance(item, TableView)
        ]
        while pending:
            found = pending.pop()
            if found.repeat.name == name and found.parent_row == parent_row:
                return found
            pending += [table for row in found.rows for table in row.tables]
        return None

    def questions(self, *, hidden: bool = False) -> Iterator[QuestionView]:
        """Every question, and every cell of the rows of relevant tables (``hidden``: of all)."""
        for section in self.sections:
            for item in section.items:
                if isinstance(item, QuestionView):
                    yield item
                elif item.is_relevant or hidden:
                    for row in item.all_rows():
                        yield from row.cells.values()

    def question(self, node: Node) -> QuestionView | None:
        """The view of one node (question name, row), or None."""
        return next((one for one in self.questions(hidden=True) if one.node == node), None)


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One line of the trip's list."""

    inspection: Inspection
    progress: Progress
    findings: int
    evidence: int
    conflicts: int
    is_started: bool
    is_ended: bool
    last_author: str
    last_wall: int
    """Newest claimed time in this inspection, 0 when untouched."""
    missing_form: str = ""
    """The beginning of the hash of its form, where that is not in this vault; then nothing of the
    form is counted."""
    assigned: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    """Who is to fill each section, by the section's name."""


@dataclass(frozen=True, slots=True)
class CardView:
    """An enrolled card (or the own one)."""

    name: str
    post: str
    agency: str
    device: str
    device_id: str
    """Hexadecimal."""
    fingerprint: str
    """Eight words."""
    age_recipient: str
    member: Member | None
    is_own: bool
    is_office: bool = False
    """The head office's: every bundle of the team is sealed to it too."""
    code: str = ""
    """What its QR code says (``domain.trip.card_codes``)."""


@dataclass(frozen=True, slots=True)
class VaultView:
    """What ``vault info`` shows."""

    path: str
    card: CardView
    changes: int
    devices: int
    conflicts: int
    gaps: tuple[str, ...]
    forks: tuple[str, ...]
    trip: str
    state_digest: str
    forms: tuple[str, ...]
