"""Inspections: listing them, showing one, answering its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector_app.domain.errors import (
    AmbiguousNameError,
    AnswerError,
    FormError,
    FormMissingError,
    NotFoundError,
)
from inspector_app.domain.form.instance.engine import Node, Progress
from inspector_app.domain.log.change import Change, Register, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import clean, fold
from inspector_app.domain.trip.values import Inspection, Side
from inspector_app.services.assignment_registers import assigned_members
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import conflicts_by_inspection, conflicts_of_minutes
from inspector_app.services.drafts import draft_key, read_drafts
from inspector_app.services.editions import readable_inspections
from inspector_app.services.entries import Entries
from inspector_app.services.evidence_names import told_apart
from inspector_app.services.filling import Sheet, SheetViews, load_sheet
from inspector_app.services.forms import FormService
from inspector_app.services.history import ChangeView, change_views
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import Placing, as_answer
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import placed_previous
from inspector_app.services.progress import progress_of
from inspector_app.services.reading import (
    current_trip,
    lineage_of,
    read_all_evidence,
    read_inspection,
    read_members,
    read_session,
    read_trip,
)
from inspector_app.services.reading_findings import (
    read_findings,
    read_remediations,
    read_requirements,
)
from inspector_app.services.rooms import OpenVault, surroundings_of
from inspector_app.services.views import (
    InspectionRow,
    InspectionView,
    QuestionView,
    TypedAnswer,
)


class InspectionService:
    """What a person does with one unit's checklist."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms

    # --- reading

    def list(self) -> tuple[InspectionRow, ...]:
        """All inspections of the trip, in the order of the plan; withdrawn units come last.

        Raises: NoTripError.
        """
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            rows = self.rows(log, directory, current_trip(log))
        return tuple(sorted(rows, key=lambda row: row.inspection.withdrawn is not None))

    def rows(self, log: Log, directory: Directory, trip: EntityId) -> tuple[InspectionRow, ...]:
        """The lines of a trip's list, inside a running transaction."""
        conflicts = conflicts_by_inspection(log, self._forms)
        found = readable_inspections(log, trip)
        return tuple(self._row(log, directory, one, conflicts[one.id]) for one in found)

    def _row(
        self, log: Log, directory: Directory, inspection: Inspection, conflicts: int
    ) -> InspectionRow:
        ent = inspection.id
        try:
            sheet = self.sheet(log, inspection)
        except (FormMissingError, FormError):  # the others are listed all the same
            sheet = None
        session = read_session(log, ent)
        newest = sheet.newest() if sheet else None
        return InspectionRow(
            inspection=inspection,
            progress=progress_of(sheet.verified, sheet.reported) if sheet else Progress(0, 0, 0),
            findings=len(log.entities(EntityType.FINDING, ent)),
            evidence=len(log.entities(EntityType.EVIDENCE, ent)),
            conflicts=conflicts,
            is_started=bool(session.started),
            is_ended=bool(session.ended),
            last_author=directory.author(newest.actor) if newest else "",
            last_wall=newest.wall if newest else 0,
            missing_form="" if sheet else inspection.form_sha256[:12],
            assigned=assigned_members(log, inspection, read_members(log, inspection.team.id)),
        )

    def find(self, text: str) -> Inspection:
        """The inspection meant by the beginning of its id or by its unit's name.

        Accents do not matter, a part of the name is enough when only one unit has it.

        Raises:
            NoTripError, NotFoundError, AmbiguousNameError
        """
        wanted = fold(clean(text))
        with self._vault.store.read() as log:
            found = list(readable_inspections(log, current_trip(log)))
        exact = _in_force([one for one in found if fold(one.unit.name) == wanted])
        if len(exact) == 1:
            return exact[0]
        named = [
            one
            for one in found
            if (len(wanted) >= 4 and one.id.hex().startswith(wanted))
            or (wanted and wanted in fold(one.unit.name))
        ]
        if not named:
            raise NotFoundError(kind="cuộc kiểm tra", name=text)
        named = _in_force(named)
        if len(named) > 1:
            names = ", ".join(f"{one.unit.name} ({one.id.hex()[:8]})" for one in named)
            raise AmbiguousNameError(kind="cuộc kiểm tra", name=text, matches=names)
        return named[0]

    def show(self, inspection: EntityId) -> InspectionView:
        """One inspection, whole. Raises: NotFoundError, FormMissingError."""
        with self._vault.store.read() as log:
            return self.view(log, inspection)

    def view(self, log: Log, ent: EntityId) -> InspectionView:
        """One inspection inside a running transaction."""
        inspection = read_inspection(log, ent)
        sheet = self.sheet(log, inspection)
        findings = read_findings(log, ent)
        directory = Directory(self._vault, log)
        evidence = told_apart(log, directory, read_all_evidence(log, self._vault.evidence, ent))
        views = SheetViews(sheet, directory, findings, evidence)
        members = read_members(log, inspection.team.id)
        return InspectionView(
            inspection=inspection,
            trip=read_trip(log, current_trip(log)),
            form=views.form(),
            members=members,
            sections=views.sections(),
            progress=progress_of(sheet.verified, sheet.reported),
            session=read_session(log, ent),
            findings=findings,
            requirements=read_requirements(log, ent),
            evidence=evidence,
            conflicts=conflicts_of_minutes(log, self._forms, inspection),
            leftovers=views.leftovers(read_drafts(log, ent, sheet.placing)),
            remediations=read_remediations(log, ent, directory.author),
            previous=placed_previous(log, ent, sheet.form),
            assigned=assigned_members(log, inspection, members),
            me=directory.own_member(),
        )

    def sheet(self, log: Log, inspection: Inspection) -> Sheet:
        """The inspection's registers with the running form."""
        placing = self._placing(log, inspection.id)
        return load_sheet(log, placing, inspection.id, surroundings_of(self._vault, inspection.id))

    def history(
        self, inspection: EntityId, question: str, side: Side, row: EntityId | None = None
    ) -> tuple[ChangeView, ...]:
        """Who wrote what into one side of an answer, oldest first."""
        with self._vault.store.read() as log:
            placing = self._placing(log, inspection)
            key = placing.key(question)
            history = log.history(Register(row or inspection, placing.path(question, side)))
            views = change_views(log, Directory(self._vault, log), history)
            return tuple(
                replace(
                    view,
                    value=placing.read(key, side, one.change),
                    before=placing.read(key, side, _replaced(log, one.change)),
                )
                for view, one in zip(views, history, strict=True)
            )

    # --- writing

    def answer(
        self,
        inspection: EntityId,
        question: str,
        side: Side,
        text: str,
        row: EntityId | None = None,
    ) -> Outcome[QuestionView]:
        """Record what a person typed; empty text clears the answer.

        Raises:
            AnswerError: the question cannot hold it; the former value stays.
            NotFoundError: no such question or row.
        """
        answer = TypedAnswer(question, side, row, text)
        with self._journal.write() as pen:
            placing = self._placing(pen.log, inspection)
            entries = Entries(self._vault, pen, placing, inspection)
            entries.put(answer, entries.parsed(answer))
            pen.log.drop_note(draft_key(inspection, placing, (question, row), side))
        return self._answered(inspection, (question, row))

    def set_value(
        self,
        inspection: EntityId,
        question: str,
        side: Side,
        value: Value,
        row: EntityId | None = None,
    ) -> Outcome[QuestionView]:
        """Record an already typed value (undo, import). Raises: as ``answer``."""
        answer = TypedAnswer(question, side, row, "")
        with self._journal.write() as pen:
            placing = self._placing(pen.log, inspection)
            entries = Entries(self._vault, pen, placing, inspection)
            if not side.is_about_figure:
                entries.question(answer)
            entries.put(answer, as_answer(value))
            pen.log.drop_note(draft_key(inspection, placing, (question, row), side))
        return self._answered(inspection, (question, row))

    def answer_many(
        self, inspection: EntityId, answers: Sequence[TypedAnswer], *, is_lenient: bool = False
    ) -> Outcome[tuple[bool, ...]]:
        """Record a block of answers, such as a pasted table, in one transaction.

        Args:
            inspection: the inspection.
            answers: what was typed.
            is_lenient: leave out what its question refuses instead of refusing all.

        Returns:
            for each answer whether its question took the text.

        Raises:
            AnswerError: a question refused its text; nothing is recorded.
            NotFoundError: no such question or row; nothing is recorded.
        """
        taken = []
        with self._journal.write() as pen:
            placing = self._placing(pen.log, inspection)
            entries = Entries(self._vault, pen, placing, inspection)
            for one in answers:
                try:
                    entries.put(one, entries.parsed(one))
                except AnswerError:
                    if not is_lenient:
                        raise
                    taken.append(False)
                    continue
                node = (one.question, one.row)
                pen.log.drop_note(draft_key(inspection, placing, node, one.side))
                taken.append(True)
        touched = (Touched(EntityType.INSPECTION, inspection, inspection),)
        return Outcome(tuple(taken), touched)

    def add_row(
        self, inspection: EntityId, repeat: str, parent_row: EntityId | None = None
    ) -> Outcome[EntityId]:
        """Add an empty row to a table; ``parent_row``: the row of the outer table that holds it.

        Raises:
            NotFoundError: no such table or outer row.
            InputValueError: the form fixes its number of rows, or its outer row is not named.
        """
        with self._journal.write() as pen:
            placing = self._placing(pen.log, inspection)
            row = Entries(self._vault, pen, placing, inspection).add_row(repeat, parent_row)
        return Outcome(row, (Touched(EntityType.INSPECTION, inspection, inspection),))

    def remove_row(self, inspection: EntityId, row: EntityId) -> Outcome[bool]:
        """Remove a table row; nothing of it is lost (``restore_row``).

        Raises:
            NotFoundError: it is no row of this inspection.
            InputValueError: the form says how many rows its table has.
        """
        with self._journal.write() as pen:
            Entries(self._vault, pen, self._placing(pen.log, inspection), inspection).row(row)
            done = pen.delete(row)
        return Outcome(done, (Touched(EntityType.INSPECTION, inspection, inspection),))

    def restore_row(self, inspection: EntityId, row: EntityId) -> Outcome[bool]:
        """Bring a removed row back. Raises: as ``remove_row``."""
        with self._journal.write() as pen:
            Entries(self._vault, pen, self._placing(pen.log, inspection), inspection).row(row)
            done = pen.restore(row)
        return Outcome(done, (Touched(EntityType.INSPECTION, inspection, inspection),))

    # --- drafts: typed text that is not a change yet

    def draft(self, inspection: EntityId, node: Node, side: Side, text: str) -> None:
        """Keep typed text durable before it becomes a change."""
        with self._vault.store.write() as log:
            key = draft_key(inspection, self._placing(log, inspection), node, side)
            log.put_note(key, clean(text).encode())

    def drafts(self, inspection: EntityId) -> Mapping[tuple[Node, Side], str]:
        """Typed text that never became a change, by node and side."""
        with self._vault.store.read() as log:
            found = read_drafts(log, inspection, self._placing(log, inspection))
            return {(one.node, one.side): one.text for one in found if one.node is not None}

    def drop_draft(self, inspection: EntityId, node: Node, side: Side) -> None:
        """Forget a draft that the person threw away."""
        with self._vault.store.write() as log:
            log.drop_note(draft_key(inspection, self._placing(log, inspection), node, side))

    # --- inside

    def _placing(self, log: Log, inspection: EntityId) -> Placing:
        return Placing(log, self._forms, lineage_of(log, inspection))

    def _answered(self, inspection: EntityId, node: Node) -> Outcome[QuestionView]:
        with self._vault.store.read() as log:
            view = self._question_view(log, inspection, node)
        touched = (Touched(EntityType.INSPECTION, inspection, inspection),)
        return Outcome(view, touched, view.state.violations)

    def _question_view(self, log: Log, ent: EntityId, node: Node) -> QuestionView:
        sheet = self.sheet(log, read_inspection(log, ent))
        findings = read_findings(log, ent)
        evidence = read_all_evidence(log, self._vault.evidence, ent)
        return SheetViews(sheet, Directory(self._vault, log), findings, evidence).question(node)


def _in_force(found: list[Inspection]) -> list[Inspection]:
    """Without withdrawn units where one that is inspected answers to the name, too."""
    return [one for one in found if one.withdrawn is None] or found


def _replaced(log: Log, change: Change) -> Change | None:
    """The change whose value a change replaced."""
    found = [stored.change for ref in change.sup if (stored := log.change(ref)) is not None]
    return found[-1] if found else None
