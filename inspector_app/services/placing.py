"""Where each recorded answer of an inspection stands in its present form, or that it has no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.instance.recalculation import MAX_ROWS
from inspector_app.domain.form.instance.row_tables import fixed_row
from inspector_app.domain.form.versions.carrying import Carried, carry
from inspector_app.domain.form.versions.mapping import FormMapping, Lineage, names_by_key
from inspector_app.domain.log.change import Change
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, provisional
from inspector_app.domain.trip.values import Side
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.views import RegisterView

METADATA: Final = "meta/"
Registers = Mapping[str, tuple[Head, ...]]


def as_answer(value: LogValue) -> Value:
    """A log value as the form engine takes it; what cannot be an answer counts as none."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return None


def answer_path(key: str, side: Side) -> str:
    """The register path of one side of an answer; the key is the question's name in most forms."""
    return f"q/{key}/{side}"


def metadata_path(key: str) -> str:
    """The register path of what a form notes by itself: who began, when, on which machine.

    Two people who fill the same form note different things and both are right, so such registers
    are never a conflict; the first note counts.
    """
    return METADATA + key


def row_type(key: str) -> str:
    """The entity type of a table's rows."""
    return f"{EntityType.ROW}/{key}"


def answer_of(path: str) -> tuple[str, Side] | None:
    """Key and side of an answer's register; None for any other path."""
    if path.startswith(METADATA):
        return path.removeprefix(METADATA), Side.VERIFIED
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != "q" or parts[2] not in list(Side):
        return None
    return parts[1], Side(parts[2])


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the tables around it by key, outermost first, and the row it belongs to."""

    id: EntityId
    tables: tuple[str, ...]
    outer: EntityId | None
    is_fixed: bool = False
    """Whether it is one of those that a form fixes in number (``repeat_count``)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One register with an answer in it: what was recorded, and where it stands now."""

    row: Row | None
    key: str
    side: Side
    heads: tuple[Head, ...]
    head: Head
    """The head that counts (provisional in a conflict)."""
    question: Question | None
    """In the present form; None without a place."""
    value: Value
    is_metadata: bool = False
    """Noted by the form itself: nobody answered it."""

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

    # --- names of registers

    def path(self, question: str, side: Side) -> str:
        """The register path of one side of a question's answer."""
        key = self.mapping.key(question)
        asked = self.form.questions.get(question)
        if asked is not None and asked.preload and side is Side.VERIFIED:
            return metadata_path(key)
        return answer_path(key, side)

    def row_type(self, table: str) -> str:
        """The entity type of a table's rows."""
        return row_type(self.mapping.table_key(table))

    def question(self, key: str) -> Question | None:
        """The question of the present form with that key."""
        return self.form.questions.get(self._questions.get(key, ""))

    def table(self, row: Row) -> str | None:
        """The table of the present form that a row stands in; None without one."""
        name = self._tables.get(row.tables[-1])
        if name is None or self.tables_of(name) != row.tables:
            return None
        return name if row.is_fixed or not self.form.repeats[name].count else None

    def tables_of(self, table: str, form: Form | None = None) -> tuple[str, ...]:
        """The keys of a table and of those around it, outermost first; empty for no table."""
        return _tables_of(form or self.form, self.mapping, table)

    # --- answers

    def rows(self, inspection: EntityId) -> tuple[Row, ...]:
        """Every visible row of the inspection, also of tables that the present form lacks."""
        below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        counted: set[tuple[str, ...]] = set()
        for sha256 in self.lineage.forms:
            form = self._form(sha256)
            if form is None:
                continue
            mapping = self.lineage.mapping_of(sha256)
            for name in form.repeats:
                tables = _tables_of(form, mapping, name)
                known = below.setdefault(tables[:-1], [])
                if tables not in known:
                    known.append(tables)
                if form.repeats[name].count:
                    counted.add(tables)

        def rows_in(outer: EntityId | None, tables: tuple[str, ...]) -> Iterator[Row]:
            for inner in below.get(tables, ()):
                found = self._log.entities(row_type(inner[-1]), outer or inspection)
                fixed = _fixed(inspection, outer, inner[-1]) if found and inner in counted else ()
                for ent in found:
                    yield Row(ent, inner, outer, ent in fixed)
                    yield from rows_in(ent, inner)

        return tuple(rows_in(None, ()))

    def answers(self, row: Row | None, registers: Registers) -> Iterator[Answer]:
        """The registers of answers of the inspection itself (row None) or of one row."""
        for path, heads in registers.items():
            found, head = answer_of(path), provisional(heads)
            if path.startswith(METADATA):
                head = min(heads, key=lambda one: (one.lam, one.id), default=None)
            if found is None or head is None or head.is_deletion:
                continue
            key, side = found
            placed = self._placed(row, key, side, head)
            value = placed.value if placed else None
            question = self.question(key) if placed else None
            is_metadata = path.startswith(METADATA)
            yield Answer(row, key, side, heads, head, question, value, is_metadata)

    def value(self, key: str, side: Side, head: Head) -> Carried | None:
        """A head's value in the present form; None where the form has no question for it."""
        question = self.question(key)
        return self._carried(question, key, side, head.form, head.value) if question else None

    def question_in(self, form: bytes, key: str) -> tuple[Form, Question] | None:
        """The question of that key as the author of a value saw it; None if that is not known."""
        sha256 = form.hex() or self.lineage.form
        if sha256 not in self._known:
            found = self._form(sha256)
            names = self.lineage.mapping_of(sha256).questions
            self._known[sha256] = (found, names_by_key(names, found.questions)) if found else None
        known = self._known[sha256]
        question = known[0].questions.get(known[1].get(key, "")) if known else None
        return (known[0], question) if known and question else None

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

        What has no place there is not shown as the question's answer; it is a leftover.
        """
        if all(head.form == self.own for head in heads):
            return view
        by_id = {head.id.hex(): head for head in heads}
        values = tuple(
            one
            if one.is_deletion
            else replace(one, value=self.fitting(key, side, by_id[one.change]))
            for one in view.heads
        )
        top = provisional(heads)
        if top is None or top.is_deletion:
            return replace(view, heads=values)
        found = self.value(key, side, top)
        if found is None or not found.has_place:
            return RegisterView(None)
        return replace(view, heads=values, value=found.value)

    def fitting(self, key: str, side: Side, head: Head) -> LogValue:
        """A head's value for a comparison: converted where it can be."""
        found = self.value(key, side, head)
        return found.value if found is not None and found.has_place else head.value

    def _placed(self, row: Row | None, key: str, side: Side, head: Head) -> Carried | None:
        question = self.question(key)
        if question is None:
            return None
        if question.repeat != ((self.table(row) or None) if row else ""):
            return None
        carried = self._carried(question, key, side, head.form, head.value)
        return carried if carried.has_place else None

    def _carried(
        self, question: Question, key: str, side: Side, form: bytes, recorded: LogValue
    ) -> Carried:
        value = as_answer(recorded)
        if side is Side.NOTE or form == self.own:
            return Carried(value)
        if side is Side.REPORTED and not question.is_reported:
            return Carried(None, has_place=value is None)
        sha256 = form.hex()
        found = self.question_in(form, key)
        former = found[1] if found else None
        return carry(former, question, value, lambda code: self.lineage.recode(sha256, key, code))

    def _form(self, sha256: str) -> Form | None:
        """A form of the chain; None where it is not in this vault."""
        if sha256 == self.form.sha256 or sha256 == self.lineage.form:
            return self.form
        try:
            return self._forms.of(self._log, sha256)
        except (FormMissingError, FormError):
            return None


def _fixed(inspection: EntityId, outer: EntityId | None, key: str) -> frozenset[bytes]:
    """The ids of all rows that a form could fix in a table."""
    return frozenset(fixed_row(inspection, outer, key, index) for index in range(MAX_ROWS))


def _tables_of(form: Form, mapping: FormMapping, table: str) -> tuple[str, ...]:
    keys: list[str] = []
    while table in form.repeats:
        keys.insert(0, mapping.table_key(table))
        table = form.repeats[table].parent
    return tuple(keys)
