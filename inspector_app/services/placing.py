"""Where each recorded answer of an inspection stands in its present form, or that it has no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.versions.carrying import LANGUAGE, Carried, carry
from inspector_app.domain.form.versions.mapping import Lineage, names_by_key, table_path
from inspector_app.domain.log.change import Change
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, is_conflict, provisional
from inspector_app.domain.trip.self_reports import has_reported_side
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import (
    METADATA,
    TABLE,
    answer_of,
    answer_path,
    metadata_path,
    row_type,
    table_question,
)
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.standing_rows import Row, StandingRows
from inspector_app.services.views import RegisterView

Registers = Mapping[str, tuple[Head, ...]]


def as_answer(value: LogValue) -> Value:
    """A log value as the form engine takes it; what cannot be an answer counts as none."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded in one register, and where it stands now.

    A register whose heads were written in several forms may hold two: the heads that have a place
    now, and those that have none.
    """

    row: Row | None
    key: str
    side: Side
    heads: tuple[Head, ...]
    """Those with a place, or those without."""
    head: Head
    """The head that counts (provisional in a conflict)."""
    question: Question | None
    """In the present form; None without a place."""
    value: Value
    is_metadata: bool = False
    """Noted by the form itself: nobody answered it, and nobody is asked it now."""
    is_note_register: bool = False
    """Whether it stands where a form notes by itself (``meta/``), rightly or not."""

    @property
    def is_answered(self) -> bool:
        """Whether a person's answer is recorded."""
        return self.head.value not in (None, "") and not self.is_metadata


class Placing:
    """The present form of one inspection with the way from every earlier form to it.

    Args:
        log: the running transaction.
        forms: the vault's forms.
        lineage: the inspection's forms.
        form: the present form, where it is not in the vault yet.
    """

    def __init__(
        self, log: Log, forms: FormService, lineage: Lineage, form: Form | None = None
    ) -> None:
        self._log, self._forms, self.lineage = log, forms, lineage
        self.form = form or forms.of(log, lineage.form)
        self.mapping = lineage.mapping
        self._questions = names_by_key(self.mapping.questions, self.form.questions)
        self._tables = names_by_key(self.mapping.tables, self.form.repeats)
        self.own = bytes.fromhex(lineage.form)
        """The present form as changes name it."""
        self._known: dict[str, tuple[Form, dict[str, str]] | None] = {}

    def key(self, name: str) -> str:
        """The key that answers of a question of the present form have, or what is kept of a table."""
        if name in self.form.repeats:
            return TABLE + self.mapping.table_key(name)
        return self.mapping.key(name)

    def path(self, question: str, side: Side) -> str:
        """The register path of one side of a question's answer, or of what is kept of a table."""
        key = self.key(question)
        asked = self.form.questions.get(question)
        if asked is not None and asked.preload and side is Side.VERIFIED:
            return metadata_path(key)
        return answer_path(key, side)

    def row_type(self, table: str) -> str:
        """The entity type of a table's rows."""
        return row_type(self.mapping.table_key(table))

    def question(self, key: str) -> Question | None:
        """The question of the present form with that key; a table stands for one."""
        if not key.startswith(TABLE):
            return self.form.questions.get(self._questions.get(key, ""))
        name = self._tables.get(key.removeprefix(TABLE))
        return table_question(self.form, name) if name else None

    def name_of(self, key: str) -> str:
        """What people call the question or table with a key."""
        question = self.question(key)
        return question.name if question else self.mapping.name_of(key.removeprefix(TABLE))

    def table(self, row: Row) -> str | None:
        """The table of the present form that a row stands in; None without one."""
        name = self._tables.get(row.tables[-1])
        if name is None or table_path(self.form, self.mapping, name) != row.tables:
            return None
        return name if row.is_fixed or not self.form.repeats[name].count else None

    # --- answers

    def rows(self, inspection: EntityId) -> tuple[Row, ...]:
        """Every row of the inspection that stands, also of tables that the present form lacks."""
        return StandingRows(self._log, self.lineage, self._form, self.form).of(inspection)

    def answers(self, row: Row | None, registers: Registers) -> Iterator[Answer]:
        """The registers of answers of the inspection itself (row None) or of one row."""
        for path, heads in registers.items():
            found, is_note = answer_of(path), path.startswith(METADATA)
            if found is None:
                continue
            counted = self.counted(row, path, heads)
            aside = tuple(one for one in heads if one not in counted and not one.is_deletion)
            if is_note and counted:
                aside = tuple(one for one in aside if not self.is_noted(found[0], one))
            for group in filter(None, (counted, aside)):
                head = provisional(group)
                if head is not None and not head.is_deletion:
                    yield self._answer(row, path, group, head, has_place=group is counted)

    def _answer(
        self, row: Row | None, path: str, group: tuple[Head, ...], head: Head, *, has_place: bool
    ) -> Answer:
        key, side = answer_of(path) or ("", Side.NOTE)
        asked, is_note = self.question(key), path.startswith(METADATA)
        question = asked if has_place else None
        carried = self.value(key, side, head) if question else None
        # what a form noted is nobody's answer, unless somebody is asked the question now
        is_own = is_note and self.is_noted(key, head) and (asked is None or bool(asked.preload))
        value = carried.value if carried else None
        return Answer(row, key, side, group, head, question, value, is_own, is_note)

    def counted(self, row: Row | None, path: str, heads: tuple[Head, ...]) -> tuple[Head, ...]:
        """The heads of an answer's register that have a place in the present form.

        Of what forms note by themselves, the first note alone.
        """
        found = answer_of(path)
        question = self.question(found[0]) if found else None
        if found is None or question is None or self.path(question.name, found[1]) != path:
            return ()
        key, side = found
        if question.repeat != ((self.table(row) or None) if row else ""):
            return ()
        if path.startswith(METADATA):
            return self.first_note(key, heads)
        return tuple(
            one
            for one in heads
            if one.is_deletion or self._carried(question, key, side, one.form, one.value).has_place
        )

    def first_note(self, key: str, heads: tuple[Head, ...]) -> tuple[Head, ...]:
        """The head that counts of what forms noted by themselves; empty without one."""
        noted = [one for one in heads if self.is_noted(key, one)]
        return tuple(sorted(noted, key=lambda one: (one.lam, one.id))[:1])

    def is_noted(self, key: str, head: Head) -> bool:
        """Whether the form that a note was written in notes it by itself: anybody may claim so."""
        found = self.question_in(head.form, key)
        return found is not None and bool(found[1].preload) and not head.is_deletion

    def differ(self, key: str, side: Side, heads: tuple[Head, ...]) -> bool:
        """Whether heads of one answer do not say the same.

        Within one form by their bytes, across forms as the present form reads them; what it cannot
        read is compared by the words that its author saw.
        """
        by_form: dict[bytes, list[Head]] = {}
        for head in heads:
            by_form.setdefault(head.form, []).append(head)
        if any(is_conflict(written) for written in by_form.values()):
            return True
        first, *others = (self._meaning(key, side, written[0]) for written in by_form.values())
        return any(one != first for one in others)

    def _meaning(self, key: str, side: Side, head: Head) -> tuple[str, object]:
        if head.is_deletion:
            return ("removed", None)
        carried = self.value(key, side, head)
        if carried is not None and carried.has_place:
            return ("placed", carried.value)
        asked = self.question_in(head.form, key)
        if side.is_text or asked is None:
            return ("aside", head.value)
        return ("aside", display_value(asked[1], as_answer(head.value), LANGUAGE))

    def value(self, key: str, side: Side, head: Head) -> Carried | None:
        """A head's value in the present form; None where the form has no question for it."""
        question = self.question(key)
        return self._carried(question, key, side, head.form, head.value) if question else None

    def question_in(self, form: bytes, key: str) -> tuple[Form, Question] | None:
        """The question of that key as the author of a value saw it; None if that is not known."""
        sha256 = form.hex() or self.lineage.form
        if key.startswith(TABLE):
            return self._table_in(sha256, key.removeprefix(TABLE))
        if sha256 not in self._known:
            found = self._form(sha256)
            names = self.lineage.mapping_of(sha256).questions
            self._known[sha256] = (found, names_by_key(names, found.questions)) if found else None
        known = self._known[sha256]
        question = known[0].questions.get(known[1].get(key, "")) if known else None
        return (known[0], question) if known and question else None

    def _table_in(self, sha256: str, key: str) -> tuple[Form, Question] | None:
        form, named = self._form(sha256), self.lineage.mapping_of(sha256).tables
        table = names_by_key(named, form.repeats).get(key) if form else None
        return (form, table_question(form, table)) if form and table else None

    def read(self, key: str, side: Side, change: Change | None) -> LogValue:
        """A recorded value as the present form has it, or as it is where it has no place there."""
        question = self.question(key)
        if change is None or question is None:
            return change.value if change else None
        found = self._carried(question, key, side, change.form, change.value)
        return found.value if found.has_place else change.value

    def shown(
        self, key: str, side: Side, view: RegisterView, heads: tuple[Head, ...]
    ) -> RegisterView:
        """A register's view with its values as the present form has them.

        Where some heads have a place there, one of them is shown; where none has, the question is
        not answered. What has no place is a leftover.
        """
        if all(head.form == self.own for head in heads):
            return view
        is_open = self.differ(key, side, heads)
        by_id = {head.id.hex(): head for head in heads}
        values = tuple(
            one
            if one.is_deletion
            else replace(one, value=self.fitting(key, side, by_id[one.change]))
            for one in view.heads
        )
        read = {head.id: self.value(key, side, head) for head in heads}
        counted = [one for one in heads if one.is_deletion or _fits(read[one.id])]
        top = provisional(counted)
        if top is None:
            return RegisterView(None)
        found = None if top.is_deletion else read[top.id]
        return replace(
            view, heads=values, value=found.value if found else None, is_conflict=is_open
        )

    def fitting(self, key: str, side: Side, head: Head) -> LogValue:
        """A head's value for a comparison: converted where it can be."""
        found = self.value(key, side, head)
        return found.value if found is not None and found.has_place else head.value

    def _carried(
        self, question: Question, key: str, side: Side, form: bytes, recorded: LogValue
    ) -> Carried:
        value = as_answer(recorded)
        if side.is_about_figure and (question.repeat or not question.is_figure):
            return Carried(None, has_place=value is None)
        if side.is_text or form == self.own:
            return Carried(value)
        if side is Side.REPORTED and not has_reported_side(self.form, question):
            return Carried(None, has_place=value is None)
        found = self.question_in(form, key)
        former, sha256 = found[1] if found else None, form.hex()
        return carry(former, question, value, lambda code: self.lineage.recode(sha256, key, code))

    def _form(self, sha256: str) -> Form | None:
        """A form of the chain; None where it is not in this vault."""
        if sha256 == self.form.sha256 or sha256 == self.lineage.form:
            return self.form
        try:
            return self._forms.of(self._log, sha256)
        except (FormMissingError, FormError):
            return None


def _fits(carried: Carried | None) -> bool:
    return carried is not None and carried.has_place
