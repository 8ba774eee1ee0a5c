"""Conflicts and decisions of one transaction's log as views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.form.versions.mapping import decode
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import LIFE, EntityType, removals, unseen_by_removals
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, conflict_id, head_of
from inspector_app.domain.trip.values import Evidence, Inspection, Role, Side
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.both_values import both_of
from inspector_app.services.conflict_kinds import is_authors_matter, kind_of, link_words, subject_of
from inspector_app.services.conflict_views import (
    ConflictKind,
    ConflictSide,
    ConflictState,
    ConflictView,
    DecisionView,
    EditView,
)
from inspector_app.services.decisions import Decision, Decisions, common_base
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of, open_conflicts, placing_of
from inspector_app.services.forms import FormService
from inspector_app.services.lineages import told_apart
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    Fields,
    author_devices,
    has_role,
    read_all_evidence,
    read_inspection,
    read_member,
)
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_deciding import criterion_question
from inspector_app.services.views import HeadView

FIRST_FORM = "Phiếu gắn lúc lập đợt"
_NO_OTHER = (ConflictKind.REMOVAL, ConflictKind.FORM, ConflictKind.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a register stands: its inspection with the present form, and the question it answers."""

    of: EntityId | None
    placing: Placing | None
    question: Question | None
    side: Side | None


class ConflictReader:
    """Reads conflicts; forms, names and decisions are looked up once per transaction."""

    def __init__(self, vault: OpenVault, forms: FormService, log: Log) -> None:
        self._vault, self._forms, self._log = vault, forms, log
        self.directory = Directory(vault, log)
        self.decisions = Decisions(log)
        self._placings: dict[EntityId, Placing | None] = {}
        self._inspections: dict[EntityId, Inspection | None] = {}
        self._files: dict[EntityId, list[tuple[Evidence, bytes]]] = {}
        own = self.directory.own_member()
        self.is_leader = own is not None and has_role(log, own, Role.LEADER)
        member = read_member(log, own) if own else None
        self._team = member.team if member else None
        self._is_author = vault.identity.dev in author_devices(log)

    def open(self) -> Iterator[ConflictView]:
        """What nobody has decided yet, or what was opened again."""
        for register in open_conflicts(self._log, self._forms):
            yield self.view(register)

    def decided(self) -> Iterator[ConflictView]:
        """The last decision about every register that is no conflict now."""
        disputed = set(open_conflicts(self._log, self._forms))
        for register, found in self.decisions.by_register.items():
            if register not in disputed and found[-1].undone is None:
                yield self._decided(found[-1])

    def heads(self, register: Register) -> tuple[Head, ...]:
        """What stands against each other, counted by (Lamport number, id).

        Of a life register: the removals, and what keeps the entity visible.
        """
        if register.path == LIFE:
            registers = self._log.registers(register.ent)
            edits = [head for _path, head in unseen_by_removals(registers)]
            found = [*removals(registers), *edits] or list(registers.get(LIFE, ()))
        else:
            found = list(self._log.heads(register))
        return tuple(sorted(found, key=lambda one: (one.lam, one.id)))

    def placed(self, register: Register) -> Placed:
        """The place of a register in the present form of its inspection."""
        of, found = inspection_of(self._log, register.ent), answer_of(register.path)
        placing = self._placing(of) if of is not None else None
        question = placing.question(found[0]) if placing and found else None
        return Placed(of, placing, question, found[1] if found and question else None)

    def view(self, register: Register) -> ConflictView:
        """An open conflict."""
        heads = self.heads(register)
        last = self.decisions.last(register)
        view = self._view(register, heads, conflict_id(heads).hex(), last)
        state = ConflictState.REOPENED if last else ConflictState.OPEN
        return replace(view, state=state)

    def decision_view(self, one: Decision) -> DecisionView:
        """A decision with names in place of ids."""
        decided = head_of(one.stored)
        placed = self.placed(one.register)
        return DecisionView(
            id=one.ent.hex(),
            conflict=one.conflict,
            reason=one.reason,
            how=one.how,
            value=self._fitting(placed, one.register, decided),
            is_deletion=decided.is_deletion,
            head=self.directory.head_view(decided),
            seen=one.seen,
            is_current=one.is_head(self._log),
            undone=self.directory.head_view(one.undone) if one.undone else None,
        )

    # --- inside

    def _decided(self, one: Decision) -> ConflictView:
        register = one.register
        paths = self._log.registers(register.ent) if register.path == LIFE else (register.path,)
        history = (self._log.history(Register(register.ent, path)) for path in paths)
        seen = [head_of(stored) for found in history for stored in found]
        heads = [head for head in seen if head.id[:16] in one.seen]
        heads.sort(key=lambda head: (head.lam, head.id))
        view = self._view(register, tuple(heads), one.conflict, one)
        sides = tuple(replace(side, is_new=False) for side in view.sides)
        return replace(view, state=ConflictState.DECIDED, sides=sides)

    def _view(
        self, register: Register, heads: tuple[Head, ...], id_: str, last: Decision | None
    ) -> ConflictView:
        log, placed = self._log, self.placed(register)
        kind, criterion = kind_of(log, register), criterion_question(log, self._forms, register)
        firsts = [self.decisions.original(register, head) for head in heads]
        base = None if kind is ConflictKind.REMOVAL else common_base(log, firsts)
        sides = self._sides(register, placed, heads, firsts, base, last)
        question = placed.question
        asked = question or criterion or self._asked(register, placed)
        inspection = self._inspection(placed.of)
        values = [None if one.is_deletion else one.value for one in sides]
        both = both_of(kind, register.path, values, question, placed.side)
        may = self.is_leader and (self._is_author or not is_authors_matter(log, register))
        return ConflictView(
            id=id_,
            register=register,
            kind=kind,
            state=ConflictState.OPEN,
            inspection=inspection,
            section=asked.section if asked else "",
            section_label=_section_label(placed.placing, asked),
            question=question,
            side=placed.side,
            label="" if question else register.path,
            subject=subject_of(log, register) if placed.side is None else "",
            sides=sides,
            base=self._base_view(register, placed, heads, base),
            decision=self.decision_view(last) if last else None,
            criterion=criterion,
            asked=asked,
            both=both,
            has_both=both is not None and both not in values,
            has_other=kind not in _NO_OTHER,
            may_decide=may,
            is_mine=may and (inspection is None or inspection.team.id == self._team),
        )

    def _sides(
        self,
        register: Register,
        placed: Placed,
        heads: Sequence[Head],
        firsts: Sequence[Head],
        base: Head | None,
        last: Decision | None,
    ) -> tuple[ConflictSide, ...]:
        named = self._named_forms(register, (*heads, *((base,) if base else ())))
        groups: dict[tuple[bool, str], list[int]] = {}
        for number, head in enumerate(heads):
            value = None if head.is_deletion else self._side_value(register, placed, head, named)
            groups.setdefault((head.is_deletion, repr(value)), []).append(number)
        sides = []
        for (is_deletion, _key), numbers in groups.items():
            first = heads[numbers[0]]
            value = self._side_value(register, placed, first, named)
            views = tuple(self._head_view(heads[one], firsts[one], value) for one in numbers)
            restorers = [heads[one] for one in numbers if heads[one].id != firsts[one].id]
            known = last is None or any(_was_seen(last, heads[one], firsts[one]) for one in numbers)
            edits = () if is_deletion else self._edits(register, [heads[one] for one in numbers])
            sides.append(
                ConflictSide(
                    value=value,
                    is_deletion=is_deletion,
                    heads=views,
                    note=self._note(placed, register, [firsts[one] for one in numbers]),
                    evidence=self._evidence(placed, [firsts[one] for one in numbers]),
                    edits=edits,
                    is_new=not known,
                    words="" if is_deletion else link_words(self._log, register.path, value),
                    restored_by=self.directory.author(restorers[0].actor) if restorers else "",
                )
            )
        return tuple(sides)

    def _head_view(self, head: Head, first: Head, value: Value) -> HeadView:
        """Who first wrote it; named by the change that stands now, with the value of its side."""
        return replace(self.directory.head_view(first), change=head.id.hex(), value=value)

    def _side_value(
        self, register: Register, placed: Placed, head: Head, named: dict[bytes, str]
    ) -> Value:
        if head.id in named:
            return named[head.id]
        if register.path == LIFE:  # all edits together mean one thing: keeping
            is_claim = not removals(self._log.registers(register.ent))
            return head.value if head.is_deletion or is_claim else None
        return self._fitting(placed, register, head)

    def _named_forms(self, register: Register, heads: Sequence[Head]) -> dict[bytes, str]:
        """Forms by their names, told apart; empty for other registers."""
        if kind_of(self._log, register) is not ConflictKind.FORM:
            return {}
        names = told_apart([decode(head.value) for head in heads], FIRST_FORM)
        return {head.id: name for head, name in zip(heads, names, strict=True)}

    def _fitting(self, placed: Placed, register: Register, head: Head) -> Value:
        """A value as the present form has it, so that all sides are compared in the same terms."""
        found = answer_of(register.path)
        if placed.placing is None or found is None or head.is_deletion:
            return head.value
        return placed.placing.fitting(*found, head)

    def _base_view(
        self, register: Register, placed: Placed, heads: Sequence[Head], base: Head | None
    ) -> HeadView | None:
        if base is None:
            return None
        named = self._named_forms(register, (*heads, base))
        value = self._side_value(register, placed, base, named)
        return replace(self.directory.head_view(base), value=value)

    def _edits(self, register: Register, heads: Sequence[Head]) -> tuple[EditView, ...]:
        """What was written to a removed entity, with what stood there before."""
        if register.path != LIFE:
            return ()
        found = []
        for head in heads:
            stored = self._log.change(head.ref)
            if stored is None:
                continue
            former = (self._log.change(ref) for ref in stored.change.sup)
            before = next((head_of(one) for one in former if one), None)
            view = self.directory.head_view(before) if before else None
            path = stored.change.path
            found.append(EditView(path, self.directory.head_view(head), view))
        return tuple(found)

    def _note(self, placed: Placed, register: Register, authors: Sequence[Head]) -> str:
        """What the authors of a side noted beside the answer."""
        if placed.placing is None or placed.question is None or placed.side is Side.NOTE:
            return ""
        path = placed.placing.path(placed.question.name, Side.NOTE)
        notes = self._log.heads(Register(register.ent, path))
        actors = {one.actor for one in authors}
        mine = [one.value for one in notes if one.actor in actors and isinstance(one.value, str)]
        return mine[-1] if mine and isinstance(mine[-1], str) else ""

    def _evidence(self, placed: Placed, authors: Sequence[Head]) -> tuple[Evidence, ...]:
        """The files that the authors of a side took in for the question."""
        if placed.of is None or placed.question is None:
            return ()
        actors = {one.actor for one in authors}
        return tuple(
            one
            for one, maker in self._all_evidence(placed.of)
            if one.question == placed.question.name and maker in actors
        )

    def _all_evidence(self, of: EntityId) -> list[tuple[Evidence, bytes]]:
        """The evidence of an inspection, each with who took it in."""
        if of not in self._files:
            found = read_all_evidence(self._log, self._vault.evidence, of)
            self._files[of] = [(one, self._maker(one.id)) for one in found]
        return self._files[of]

    def _maker(self, ent: EntityId) -> bytes:
        history = self._log.history(Register(ent, LIFE))
        return history[0].change.actor if history else b""

    def _asked(self, register: Register, placed: Placed) -> Question | None:
        """The question that a finding, requirement or file belongs to."""
        entity = self._log.entity(register.ent)
        if placed.placing is None or entity is None or entity.type == EntityType.INSPECTION:
            return None
        fields = Fields(self._log.registers(register.ent))
        key, finding = fields.text("question"), fields.entity("finding")
        if not key and finding is not None:
            key = Fields(self._log.registers(finding)).text("question")
        return placed.placing.question(key) if key else None

    def _placing(self, of: EntityId) -> Placing | None:
        if of not in self._placings:  # listed even where its form is not here
            self._placings[of] = placing_of(self._log, self._forms, of)
        return self._placings[of]

    def _inspection(self, of: EntityId | None) -> Inspection | None:
        if of is not None and of not in self._inspections:
            try:
                self._inspections[of] = read_inspection(self._log, of)
            except NotFoundError:
                self._inspections[of] = None
        return self._inspections[of] if of is not None else None


def _was_seen(decision: Decision, head: Head, first: Head) -> bool:
    """Whether a value is the decision's own, or one that its author had before the eyes."""
    return head.id == decision.stored.id or bool({head.id[:16], first.id[:16]} & decision.seen)


def _section_label(placing: Placing | None, asked: Question | None) -> Text:
    sections = placing.form.sections if placing and asked else ()
    return next((one.label for one in sections if asked and one.name == asked.section), Text())
