"""Writing answers into one inspection: what may be written, and what its form writes along with it.

A form can write values by itself (``setvalue``, dynamic defaults, metadata, ``once()``); they are
answers like typed ones and belong into the same transaction as the answer that set them off.
"""

from __future__ import annotations

from dataclasses import replace

from inspector_app.domain.errors import AnswerError, InputValueError, NotFoundError
from inspector_app.domain.form.answers import Value, check_value, parse_value
from inspector_app.domain.form.definition import UPLOADS, Form, Question
from inspector_app.domain.form.instance.acting import writes_by_itself
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.domain.trip.figures import described
from inspector_app.domain.trip.self_reports import has_reported_side
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import table_question
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import has_proven_life
from inspector_app.services.filling import Sheet, load_sheet
from inspector_app.services.journal import Pen
from inspector_app.services.placing import Placing, as_answer
from inspector_app.services.reading import read_all_evidence
from inspector_app.services.rooms import OpenVault, surroundings_of
from inspector_app.services.views import TypedAnswer


class Entries:
    """Answers being written in one transaction.

    The form's running instance is loaded only where the form needs it: conditions on what may be
    typed, rows that the form fixes in number, values that it writes by itself.
    """

    def __init__(self, vault: OpenVault, pen: Pen, placing: Placing, inspection: EntityId) -> None:
        self._vault, self._pen = vault, pen
        self._placing, self._inspection = placing, inspection
        self._form: Form = placing.form
        self._writes = writes_by_itself(placing.form)
        self._loaded: Sheet | None = None
        self._put: list[tuple[Node, Value]] = []
        self._made: set[EntityId] = set()

    def parsed(self, answer: TypedAnswer) -> Value:
        """What was typed as the value to store. Raises: AnswerError, NotFoundError."""
        if answer.side.is_about_figure:
            return described(answer.question, answer.side, answer.text)
        asked = self.question(answer)
        if answer.side.is_text:
            return clean(answer.text) or None
        return parse_value(self.offered(asked, answer.row), answer.text)

    def offered(self, asked: Question, row: EntityId | None) -> Question:
        """The question with the choices that it offers now."""
        if asked.itemset is None:
            return asked
        return replace(asked, choices=self._sheet.verified.choices((asked.name, row)))

    def question(self, answer: TypedAnswer) -> Question:
        """The question an answer is for, if it may be answered. Raises: AnswerError, NotFoundError."""
        name, row, side = answer.question, answer.row, answer.side
        question = self._form.questions.get(name)
        if question is None:
            raise NotFoundError(kind="câu hỏi", name=name)
        if bool(question.repeat) != (row is not None):
            if question.repeat:
                raise AnswerError(question=name, what="là ô của bảng, cần chỉ rõ dòng")
            raise AnswerError(question=name, what="không thuộc bảng nào")
        if row is not None and not self._has_row(question.repeat, row):
            raise NotFoundError(kind="dòng", name=row.hex())
        if side.is_text:
            return question
        if not question.is_answerable:
            raise AnswerError(question=name, what="được tính tự động, không nhập tay")
        if side is Side.REPORTED and not has_reported_side(self._form, question):
            raise AnswerError(question=name, what="đơn vị không báo cáo số liệu này")
        is_conditional = bool(question.readonly or self._form.group_readonly)
        if is_conditional and self._sheet.verified.flags((name, row))[2]:
            raise AnswerError(question=name, what="hiện chỉ để đọc theo điều kiện của phiếu")
        return question

    def put(self, answer: TypedAnswer, value: Value) -> bool:
        """Write one value; False when it stands there already. Raises: AnswerError, NotFoundError."""
        if answer.side.is_about_figure:
            self._see_figure(answer)
            path = self._placing.path(answer.question, answer.side)
            text = described(answer.question, answer.side, str(value or ""))
            return self._pen.set(self._inspection, path, text, self._placing.own)
        question = self._form.questions[answer.question]
        if not answer.side.is_text:
            value = check_value(question, as_answer(value))
            if question.type in UPLOADS and value is not None:
                self._check_file(question, str(value))
        node = (answer.question, answer.row)
        if answer.side is not Side.VERIFIED:
            return self._write(node, answer.side, value)
        if self._writes:
            self._sheet.verified.set(node, value)
        elif self._loaded is not None:
            self._loaded.verified.set(node, value)
        else:
            self._put.append((node, value))
        is_new = self._write(node, answer.side, value)
        self._write_what_follows(node)
        return is_new

    def _see_figure(self, answer: TypedAnswer) -> None:
        """See that something has a source and a period: a figure, or a table with figures.

        Raises:
            NotFoundError: no such question or table.
            AnswerError: it holds no numbers, or it stands in a table, which has one of each.
        """
        name = answer.question
        is_table = name in self._form.repeats
        asked = table_question(self._form, name) if is_table else self._form.questions.get(name)
        if asked is None:
            raise NotFoundError(kind="câu hỏi", name=name)
        around = asked.repeat
        while around and self._form.repeats[around].parent:
            around = self._form.repeats[around].parent
        if around:
            what = said(
                "nằm trong bảng «{table}»; nguồn và kỳ số liệu ghi cho cả bảng", table=around
            )
            raise AnswerError(question=name, what=what)
        if answer.row is not None:
            raise AnswerError(question=name, what="không thuộc bảng nào")
        if not asked.is_figure:
            what = said("không phải câu nhập số nên không có nguồn và kỳ số liệu")
            raise AnswerError(question=name, what=what)

    def decided(self, node: Node, value: Value) -> None:
        """Write what a leader's decision on an answer sets off."""
        if self._writes:
            self._sheet.verified.decide(node, value)
            self._write_what_follows(node)

    def add_row(self, repeat: str, outer: EntityId | None, ent: EntityId | None = None) -> EntityId:
        """Add an empty row with the values that the form gives it; ``ent``: see ``Pen.create``.

        Raises:
            NotFoundError: no such table, or no such row around it.
            InputValueError: the form says how many rows the table has, or it stands in the rows
                of another table and none of them is named.
        """
        table = self._form.repeats.get(repeat)
        if table is None:
            raise NotFoundError(kind="bảng", name=repeat)
        if table.count:
            what = said(
                "bảng «{table}» có số dòng do phiếu định, không thêm bằng tay", table=repeat
            )
            raise InputValueError(field="Dòng", what=what)
        if bool(table.parent) != (outer is not None):
            what = (
                said(
                    "bảng «{table}» nằm trong dòng của bảng khác, cần chỉ rõ dòng đó", table=repeat
                )
                if table.parent
                else said("bảng «{table}» không nằm trong dòng của bảng nào", table=repeat)
            )
            raise InputValueError(field="Dòng", what=what)
        if outer is not None and not self._has_row(table.parent, outer):
            raise NotFoundError(kind="dòng", name=outer.hex())
        parent = self._entity(table.parent, outer) if outer is not None else self._inspection
        row = self._pen.create(self._placing.row_type(repeat), parent, {}, ent)
        self._made.add(row)
        if self._writes or self._loaded is not None:
            self._sheet.verified.add_row(repeat, row, outer)
        self._write_what_follows()
        return row

    def row(self, row: EntityId) -> None:
        """See that a row may be removed or brought back.

        Raises:
            NotFoundError: it is no row of this inspection.
            InputValueError: the form says how many rows its table has.
        """
        entity = self._pen.log.entity(row)
        above = entity
        while above is not None and above.id != self._inspection:
            above = self._pen.log.entity(above.parent) if above.parent else None
        if entity is None or above is None or not entity.type.startswith(f"{EntityType.ROW}/"):
            raise NotFoundError(kind="dòng", name=row.hex())
        key = entity.type.partition("/")[2]
        tables = (
            name for name in self._form.repeats if self._placing.row_type(name) == entity.type
        )
        name = next(tables, None)
        # where the form lost the table, the answers of the rows that it fixed are listed
        is_fixed = (
            bool(self._form.repeats[name].count) if name else has_proven_life(self._pen.log, row)
        )
        if is_fixed:
            what = said("bảng «{table}» có số dòng do phiếu định", table=name or key)
            raise InputValueError(field="Dòng", what=what)

    def finish(self) -> None:
        """Write what the form notes at the end of the session (``end``)."""
        if any(one.preload == "end" for one in self._form.questions.values()):
            self._sheet.verified.finish()
            self._write_what_follows()

    # --- inside

    @property
    def _sheet(self) -> Sheet:
        if self._loaded is None:
            name = Directory(self._vault, self._pen.log).author(self._vault.identity.actor)
            around = surroundings_of(self._vault, self._inspection, name)
            self._loaded = load_sheet(self._pen.log, self._placing, self._inspection, around)
            for node, value in self._put:  # written before and not in the log yet
                self._loaded.verified.set(node, value)
        return self._loaded

    def _write_what_follows(self, typed: Node | None = None) -> None:
        """Store what the form has written by itself since the last time, but for what was typed."""
        if self._loaded is None or not self._writes:
            return
        written = {**self._loaded.pending, **self._loaded.verified.take_written()}
        self._loaded.pending.clear()
        for node, value in written.items():
            if node != typed:
                self._write(node, Side.VERIFIED, value)

    def _check_file(self, question: Question, value: str) -> None:
        """An answer that names a file names one that is there. Raises: AnswerError."""
        evidence = self._vault.evidence
        known = read_all_evidence(self._pen.log, evidence, self._inspection)
        if value.partition(".")[0] not in {one.sha256 for one in known}:
            what = said("tệp này chưa được đính kèm; hãy đính kèm tệp trước")
            raise AnswerError(question=question.name, what=what)

    def _write(self, node: Node, side: Side, value: Value) -> bool:
        name, row = node
        question = self._form.questions[name]
        ent = self._inspection
        if row is not None:
            ent = self._entity(question.repeat, EntityId(row))
        return self._pen.set(ent, self._placing.path(name, side), value, self._placing.own)

    def _has_row(self, repeat: str, row: EntityId) -> bool:
        """Whether a row is there: recorded below the inspection, or fixed by the form."""
        if row in self._made:
            return True
        chain, name = row, repeat
        while name:
            table = self._form.repeats[name]
            if table.count:  # whether the form has the row now is a matter of its answers
                return self._sheet.verified.has_row(repeat, row)
            entity = self._pen.log.entity(chain)
            if entity is None or entity.is_hidden or entity.parent is None:
                return False
            if entity.type != self._placing.row_type(name):
                return False
            chain, name = entity.parent, table.parent
        return chain == self._inspection

    def _entity(self, repeat: str, row: EntityId) -> EntityId:
        """The entity of a row; a row that the form fixes comes into being with its first value."""
        if row in self._made:
            return row
        table = self._form.repeats[repeat]
        # whatever others claim of the id of a fixed row, its birth with the proof must be there
        if table.count and not has_proven_life(self._pen.log, row):
            parent = self._inspection
            if table.parent:
                around = self._sheet.verified.outer_rows[row]
                parent = self._entity(table.parent, EntityId(around or b""))
            key = self._placing.mapping.table_key(repeat)
            self._pen.bring(row, key, parent, self._inspection)
        self._made.add(row)
        return row
