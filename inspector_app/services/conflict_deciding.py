"""Writing decisions: one side, both, or a value of one's own, typed by the rules of its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.errors import InputValueError, NotAllowedError
from inspector_app.domain.form.instance.engine import parse_value
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.domain.trip.figures import described
from inspector_app.domain.trip.values import Side
from inspector_app.services.conflict_reading import ConflictReader, Placed
from inspector_app.services.conflict_views import ConflictKind, ConflictView
from inspector_app.services.decisions import RECORD, record_value
from inspector_app.services.entries import Entries
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Pen
from inspector_app.services.placing import as_answer
from inspector_app.services.records import field_value, parse_day
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_deciding import is_score_path, typed_score
from inspector_app.services.sessions import typed_field

SESSION = "session/"
_RECORDS = (ConflictKind.FINDING, ConflictKind.REQUIREMENT, ConflictKind.REMEDIATION)
_DAYS = ("decision_date", "period_from", "period_to", "starts", "ends", "planned")
_LINKS = ("unit", "team", "form", "requirement", "finding", "file", "invented")
"""Registers whose values are picked, not typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decides: one side (a ``HeadView.change`` of it), both, or a typed value."""

    change: str | None = None
    text: str | None = None
    both: bool = False


class ConflictDecider:
    """Writes decisions of one transaction."""

    def __init__(self, vault: OpenVault, forms: FormService, pen: Pen) -> None:
        self._vault, self._forms, self._pen = vault, forms, pen
        self.reader = ConflictReader(vault, forms, pen.log)
        self._entries: dict[EntityId, Entries] = {}

    @property
    def written(self) -> int:
        """How many changes the transaction holds so far."""
        return len(self._pen.collected)

    def decide(self, view: ConflictView, choice: Choice, reason: str) -> None:
        """Write one decision.

        Raises:
            NotAllowedError: not this person's to decide.
            InputValueError, AnswerError: nothing that could be written.
        """
        if not view.may_decide:
            if self.reader.is_leader:
                raise NotAllowedError(what="quyết định xung đột này (chỉ máy lập đợt)")
            raise NotAllowedError(what="quyết định xung đột (chỉ trưởng đoàn)")
        register = view.register
        heads = self.reader.heads(register)
        head = next((one for one in heads if one.id.hex() == choice.change), None)
        if (head is not None) + (choice.text is not None) + choice.both != 1:
            raise InputValueError(field="Giá trị", what="chọn một bên hoặc nhập giá trị khác")
        if choice.both and not view.has_both:
            raise InputValueError(field="Giá trị", what="không lấy được cả hai ở đây; chọn một bên")
        if register.path == LIFE and not view.is_removal:
            if head is None:
                raise InputValueError(field="Giá trị", what="chọn một bên")
            self._pen.resolve(register, head.value, b"", heads)
            how = "side"
        elif view.is_removal:
            self._decide_life(view, head)
            how = "remove" if head is not None and head.is_deletion else "keep"
        elif head is not None and head.is_deletion:
            self._pen.resolve_deletion(register, heads)
            how = "side"
        else:
            how = "side" if head is not None else "both" if choice.both else "other"
            self._decide_value(view, choice, head, heads)
        record = record_value(view.id, register.path, clean(reason), heads, how)
        self._pen.create(EntityType.DECISION, register.ent, {RECORD: record})

    def _decide_life(self, view: ConflictView, head: Head | None) -> None:
        if head is None:
            raise InputValueError(field="Giá trị", what="chọn giữ lại hoặc gỡ bỏ")
        self._pen.resolve_life(view.register.ent, removed=head.is_deletion)

    def _decide_value(
        self, view: ConflictView, choice: Choice, head: Head | None, heads: tuple[Head, ...]
    ) -> None:
        register, placed = view.register, self.reader.placed(view.register)
        if head is not None:
            value, form = head.value, head.form
        elif choice.both:
            value, form = view.both, _form(placed, heads)
        else:
            value, form = self._typed(view, placed, choice.text or "", heads)
        self._pen.resolve(register, value, form, heads)
        self._follow(placed, register, value, head)

    def _follow(self, placed: Placed, register: Register, value: Value, head: Head | None) -> None:
        """Write what the form makes of a decided answer (``trigger``), in the same transaction."""
        placing, question = placed.placing, placed.question
        if placing is None or question is None or placed.of is None:
            return
        if placed.side is not Side.VERIFIED:
            return
        if head is not None:
            value = placing.fitting(placing.key(question.name), Side.VERIFIED, head)
        row = None if register.ent == placed.of else register.ent
        self._entries_of(placed).decided((question.name, row), as_answer(value))

    def _entries_of(self, placed: Placed) -> Entries:
        """One running form per inspection: later decisions build on the earlier ones."""
        of, placing = placed.of, placed.placing
        if of is None or placing is None:
            raise InputValueError(field="Giá trị", what="không thuộc cuộc kiểm tra nào")
        if of not in self._entries:
            self._entries[of] = Entries(self._vault, self._pen, placing, of)
        return self._entries[of]

    def _typed(
        self, view: ConflictView, placed: Placed, text: str, heads: tuple[Head, ...]
    ) -> tuple[Value, bytes]:
        """A typed value and the form it was typed in."""
        register = view.register
        if view.kind is ConflictKind.FORM:
            raise InputValueError(field="Giá trị", what="phiếu chỉ chọn được một trong các bên")
        if view.kind is ConflictKind.PREVIOUS:
            raise InputValueError(
                field="Giá trị", what="kết quả kỳ trước chỉ chọn được một trong các bên"
            )
        if is_score_path(register.path):
            return typed_score(self._pen.log, self._forms, register, text)
        placing, question, side = placed.placing, placed.question, placed.side
        if placing is None or question is None or side is None:
            return _typed_field(view, text), _form(placed, heads)
        if side.is_about_figure:
            return described(question.name, side, text), placing.own
        if side.is_text:
            return clean(text) or None, placing.own
        row = None if register.ent == placed.of else register.ent
        offered = self._entries_of(placed).offered(question, row)
        return parse_value(offered, text), placing.own


def _typed_field(view: ConflictView, text: str) -> Value:
    """What was typed for a register that is no answer, by the rules of its place."""
    path = view.register.path
    if path in _LINKS:
        raise InputValueError(field=said("Giá trị"), what=said("chỉ chọn được một trong các bên"))
    if view.kind in _RECORDS:
        return field_value(path, text)
    if path.startswith(SESSION):
        return typed_field(path.removeprefix(SESSION), text)
    if path in _DAYS:
        day: Callable[[str], date] = parse_day
        return day(clean(text)).isoformat() if clean(text) else None
    if path in ("number", "copies"):
        if not clean(text).isdecimal():
            raise InputValueError(field=said("Giá trị"), what=said("phải là số nguyên"))
        return int(clean(text))
    return clean(text) or None


def _form(placed: Placed, heads: tuple[Head, ...]) -> bytes:
    """The form that a united value was written in: the present one for answers."""
    if placed.placing is not None and placed.question is not None:
        return placed.placing.own
    return max(heads, key=lambda one: one.lam).form
