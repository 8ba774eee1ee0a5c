"""Conflicts: seeing them, and deciding them with a reason."""

from __future__ import annotations

from dataclasses import replace

from inspector_app.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import parse_value
from inspector_app.domain.form.versions.mapping import decode
from inspector_app.domain.log.change import Ref, Register, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, conflict_id, head_of
from inspector_app.domain.text import clean
from inspector_app.domain.trip.figures import described
from inspector_app.domain.trip.values import Inspection, Role, Side
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of, open_conflicts, placing_of
from inspector_app.services.entries import Entries
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.lineages import MAPPING, told_apart
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import Placing, as_answer
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import is_of_last_trip
from inspector_app.services.reading import Fields, has_role, read_inspection
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_deciding import (
    criterion_question,
    is_score_path,
    typed_score,
)
from inspector_app.services.views import ConflictView, HeadView, RegisterView

FIRST_FORM = "Phiếu gắn lúc lập đợt"


class ConflictService:
    """Lists what people answered differently; a leader decides, nothing is lost."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms

    def list(self) -> tuple[ConflictView, ...]:
        """Every open conflict."""
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            return tuple(self._view(log, directory, register) for register in self._disputed(log))

    def find(self, text: str) -> ConflictView:
        """The conflict whose id begins with ``text``. Raises: NotFoundError, AmbiguousNameError."""
        found = [one for one in self.list() if one.id.startswith(text.strip().lower())]
        if not found or not text.strip():
            raise NotFoundError(kind="xung đột", name=text)
        if len(found) > 1:
            ids = ", ".join(one.id[:8] for one in found)
            raise AmbiguousNameError(kind="xung đột", name=text, matches=ids)
        return found[0]

    def resolve(
        self,
        conflict: str,
        choose: str | None = None,
        text: str | None = None,
        reason: str = "",
    ) -> Outcome[RegisterView]:
        """Decide one conflict.

        Args:
            conflict: ``ConflictView.id``; it names exactly the values that were seen.
            choose: ``HeadView.change`` of the value to keep, or
            text: another value, as typed.
            reason: why; mandatory.

        Raises:
            NotAllowedError: only a team leader decides.
            ConflictError: another value has arrived since.
            InputValueError, AnswerError
        """
        if not clean(reason):
            raise InputValueError(field="Lý do", what="chưa nhập; mỗi quyết định cần một lý do")
        with self._journal.write() as pen:
            directory = Directory(self._vault, pen.log)
            if not is_leader(pen.log, directory):
                raise NotAllowedError(what="quyết định xung đột (chỉ trưởng đoàn)")
            register, heads = self._open(pen.log, conflict)
            head = next((one for one in heads if one.id.hex() == choose), None)
            if (head is None) == (text is None):
                raise InputValueError(field="Giá trị", what="chọn một bên hoặc nhập giá trị khác")
            if head is not None:
                value, form = head.value, head.form
            else:
                value, form = self._parse(pen, register, text or "", heads)
            if head is not None and head.is_deletion:
                pen.resolve_deletion(register, heads)
            else:
                pen.resolve(register, value, form, heads)
                self._follow(pen, register, value, head)
            record: dict[str, Value] = {
                "conflict": bytes.fromhex(conflict),
                "path": register.path,
                "reason": clean(reason),
                "seen": sorted(one.id[:16] for one in heads),
            }
            pen.create(EntityType.DECISION, register.ent, {"record": record})
        with self._vault.store.read() as log:
            view = Directory(self._vault, log).register_view(log.heads(register))
            of = inspection_of(log, register.ent)
        return Outcome(view, (Touched("conflict", register.ent, of),))

    def _open(self, log: Log, conflict: str) -> tuple[Register, tuple[Head, ...]]:
        for register in self._disputed(log):
            heads = log.heads(register)
            if conflict_id(heads).hex() == conflict:
                return register, heads
        raise ConflictError(name=conflict[:8])

    def _disputed(self, log: Log) -> tuple[Register, ...]:
        return open_conflicts(log, self._forms)

    def _follow(self, pen: Pen, register: Register, value: Value, head: Head | None) -> None:
        """Write what the form makes of a decided answer (``trigger``), in the same transaction."""
        placed = self._placed(pen.log, register)
        of = inspection_of(pen.log, register.ent)
        if placed is None or of is None or placed[2] is not Side.VERIFIED:
            return
        placing, question, side = placed
        if head is not None:
            value = placing.fitting(placing.key(question.name), side, head)
        row = None if register.ent == of else register.ent
        Entries(self._vault, pen, placing, of).decided((question.name, row), as_answer(value))

    def _parse(
        self, pen: Pen, register: Register, text: str, heads: tuple[Head, ...]
    ) -> tuple[Value, bytes]:
        """A typed value and the form it was typed in."""
        log = pen.log
        if register.path == MAPPING:
            raise InputValueError(field="Giá trị", what="phiếu chỉ chọn được một trong các bên")
        if is_of_last_trip(register.path):
            raise InputValueError(
                field="Giá trị", what="kết quả kỳ trước chỉ chọn được một trong các bên"
            )
        if is_score_path(register.path):
            return typed_score(log, self._forms, register, text)
        placed = self._placed(log, register)
        if placed is None:
            return clean(text) or None, max(heads, key=lambda one: one.lam).form
        placing, question, side = placed
        if side.is_about_figure:
            return described(question.name, side, text), placing.own
        if side.is_text:
            return clean(text) or None, placing.own
        of = inspection_of(log, register.ent)
        if of is not None:
            row = None if register.ent == of else register.ent
            question = Entries(self._vault, pen, placing, of).offered(question, row)
        return parse_value(question, text), placing.own

    def _placed(self, log: Log, register: Register) -> tuple[Placing, Question, Side] | None:
        """The question that a register answers in the present form; None without one."""
        found = answer_of(register.path)
        of = inspection_of(log, register.ent)
        if found is None or of is None:
            return None
        placing = placing_of(log, self._forms, of)  # listed even where its form is not here
        question = placing.question(found[0]) if placing is not None else None
        return (placing, question, found[1]) if placing and question else None

    def _view(self, log: Log, directory: Directory, register: Register) -> ConflictView:
        heads = log.heads(register)
        of = inspection_of(log, register.ent)
        placing, question, side = self._placed(log, register) or (None, None, None)
        base = _base(log, heads)
        inspection = _inspection(log, of)
        sides = (*heads, base) if base else heads
        if register.path == MAPPING:
            forms = told_apart([decode(head.value) for head in sides], FIRST_FORM)
            views = [
                replace(directory.head_view(head), value=form)
                for head, form in zip(sides, forms, strict=True)
            ]
        else:
            views = [_in_form(directory.head_view(one), placing, one, register) for one in sides]
        return ConflictView(
            id=conflict_id(heads).hex(),
            register=register,
            inspection=inspection,
            section=question.section if question else "",
            question=question,
            side=side,
            label="" if question else register.path,
            heads=tuple(views[: len(heads)]),
            base=views[-1] if base else None,
            earlier=_earlier_reason(log, register),
            criterion=criterion_question(log, self._forms, register),
        )


def is_leader(log: Log, directory: Directory) -> bool:
    """Whether this vault's person leads a team of the trip."""
    own = directory.own_member()
    return own is not None and has_role(log, own, Role.LEADER)


def _inspection(log: Log, of: EntityId | None) -> Inspection | None:
    try:
        return read_inspection(log, of) if of else None
    except NotFoundError:
        return None


def _in_form(view: HeadView, placing: Placing | None, head: Head, register: Register) -> HeadView:
    """A value as the present form has it, so that both sides are compared in the same terms."""
    found = answer_of(register.path)
    if placing is None or found is None or head.is_deletion:
        return view
    return replace(view, value=placing.fitting(*found, head))


def _base(log: Log, heads: tuple[Head, ...]) -> Head | None:
    """The value that all heads replaced, when they share one."""
    replaced: set[Ref] | None = None
    for head in heads:
        stored = log.change(head.ref)
        sup = set(stored.change.sup) if stored else set()
        replaced = sup if replaced is None else replaced & sup
    for ref in sorted(replaced or ()):
        stored = log.change(ref)
        if stored is not None:
            return head_of(stored)
    return None


def _earlier_reason(log: Log, register: Register) -> str:
    """The reason of the last decision about this register that a late value reopened."""
    reason = ""
    for ent in log.entities(EntityType.DECISION, register.ent):
        record = Fields(log.registers(ent)).value("record")
        if isinstance(record, dict) and record.get("path") == register.path:
            said = record.get("reason")
            reason = said if isinstance(said, str) else reason
    return reason
