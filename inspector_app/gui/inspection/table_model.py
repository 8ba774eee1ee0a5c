"""A repeating table as an item model: cells are answers, computed cells are read-only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.form.definition import UPLOADS, Question, QuestionType, Repeat
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.self_reports import has_reported_side
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.cascades import nothing_offered
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import errors, is_missing
from inspector_app.gui.inspection.paste import parse_tsv, paste_cells, take_back, write_again
from inspector_app.gui.inspection.sides import NUMBERS
from inspector_app.gui.inspection.slots import AnswerSlot, answer_slot
from inspector_app.gui.inspection.wording import (
    disputed_text,
    side_name,
    value_text,
    violation_text,
)
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _, ngettext
from inspector_app.services.views import QuestionView, TableView

Index = QModelIndex | QPersistentModelIndex


IN_SHEET: Final = UPLOADS | {QuestionType.SELECT_MULTIPLE, QuestionType.RANK}
"""Types that a cell is too small for: they are answered in the sheet of the row."""


class RowsModel(QAbstractTableModel):
    """One table of the inspection on one side; tables inside its rows are columns with a count."""

    def __init__(
        self, desk: Desk, theme: Theme, table: TableView, language: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._language = desk, theme, language
        self.table = table
        self.side = Side.VERIFIED
        questions = desk.view.form.questions
        self.columns: tuple[Question, ...] = tuple(
            questions[name]
            for name in table.repeat.questions
            if name in questions and _is_column(questions[name], language)
        )
        repeats = desk.view.form.repeats
        self.inner: tuple[Repeat, ...] = tuple(
            repeats[name] for name in table.repeat.items if name in repeats
        )

    # --- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of the table."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Questions of the table, and the tables inside its rows."""
        return 0 if parent.isValid() else len(self.columns) + len(self.inner)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid() or index.row() >= len(self.table.rows):
            return None
        if index.column() >= len(self.columns):
            return self._inner_data(index, role)
        cell = self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            is_edited = role == Qt.ItemDataRole.EditRole
            return self._edited_text(cell) if is_edited else self._text(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(cell.question):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._background(cell)
        if role == Qt.ItemDataRole.ForegroundRole and self._is_wrong(cell):
            return self._theme.color("bad")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole and self.reported_text(index):
            return f"{self._text(cell)}; {side_name(Side.REPORTED)}: {self.reported_text(index)}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Questions above, row numbers at the left."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if section >= len(self.columns):
                return self.inner[section - len(self.columns)].label.in_(self._language)
            question = self.columns[section]
            name = question.label.in_(self._language) or question.name
            wanted = any(row.cells[question.name].state.is_required for row in self.table.rows)
            return f"{name} *" if wanted else name
        return None

    def _inner_data(self, index: Index, role: int) -> Any:
        name = self.inner[index.column() - len(self.columns)].name
        row = self.table.rows[index.row()]
        table = next((one for one in row.tables if one.repeat.name == name), None)
        if table is None or not table.is_relevant:
            return self._theme.color("sunken") if role == Qt.ItemDataRole.BackgroundRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            count = len(table.rows)
            return ngettext("{count} dòng", "{count} dòng", count).format(count=count) + "  ›"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color("bad" if errors(table) else "accent_text")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("Enter: mở dòng để xem và sửa")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Computed cells cannot be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_cell = index.isValid() and index.column() < len(self.columns)
        if is_cell and self._is_open(self.cell(index)):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Record what was typed into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        slot = self.slot(index)
        if str(value) != self._edited_text(self.cell(index)):
            self._desk.type_text(slot, str(value))
        self._desk.leave(slot)
        return True

    # --- what the views ask

    def cell(self, index: Index) -> QuestionView:
        """The answer behind a cell."""
        return self.table.rows[index.row()].cells[self.columns[index.column()].name]

    def slot(self, index: Index) -> AnswerSlot:
        """Where text typed into a cell goes."""
        return answer_slot(self.cell(index).node, self.side)

    def is_missing_at(self, index: Index) -> bool:
        """Whether a cell must be filled in and is not."""
        if self.side is not Side.VERIFIED or index.column() >= len(self.columns):
            return False
        cell = self.cell(index)
        return is_missing(cell) and self._desk.typed(self.slot(index)) is None

    def reported_text(self, index: Index) -> str:
        """What the unit reported, while the verified side is shown; else empty."""
        if self.side is not Side.VERIFIED or index.column() >= len(self.columns):
            return ""
        return self._reported(self.cell(index))

    def wants_sheet(self, index: Index) -> bool:
        """Whether a cell is answered in the sheet of its row."""
        is_inner = index.column() >= len(self.columns)
        return is_inner or self.columns[index.column()].type in IN_SHEET

    def is_editable(self, question: Question) -> bool:
        """Whether a person fills this column on the present side."""
        if self.side is Side.VERIFIED:
            return question.is_answerable
        is_asked = has_reported_side(self._desk.view.form, question)
        return question.is_answerable and is_asked

    @property
    def has_reported(self) -> bool:
        """Whether the unit reports any column."""
        return any(question.is_reported for question in self.columns)

    def apply(self, table: TableView) -> None:
        """Show the table as it is now."""
        before = [row.id for row in self.table.rows]
        now = [row.id for row in table.rows]
        if len(now) > len(before) and now[: len(before)] == before:
            # cells that are being edited stay open
            self.beginInsertRows(QModelIndex(), len(before), len(now) - 1)
            self.table = table
            self.endInsertRows()
        elif before != now:
            self.beginResetModel()
            self.table = table
            self.endResetModel()
        self.table = table
        if table.rows:
            last = self.index(len(table.rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_side(self, side: Side) -> None:
        """Show the reported or the verified side."""
        self.beginResetModel()
        self.side = side
        self.endResetModel()

    # --- actions

    def add_row(self, done: Callable[[], None] | None = None) -> None:
        """Append an empty row; ``done`` is called when it is shown."""
        inspection, name = self._desk.id, self.table.repeat.name
        service = self._desk.services.inspections
        self._desk.act(
            partial(service.add_row, inspection, name, self.table.parent_row),
            lambda _outcome: done() if done is not None else None,
            undo=lambda outcome: partial(service.remove_row, inspection, outcome.value),
            redo=lambda outcome: partial(service.restore_row, inspection, outcome.value),
            text=_("thêm dòng"),
        )

    def remove_rows(self, rows: list[int]) -> None:
        """Remove rows by their place; undo brings them back with all they held."""
        if self.table.is_fixed:
            return
        for place in sorted(set(rows), reverse=True):
            self._remove(self.table.rows[place].id)

    def _remove(self, row: EntityId) -> None:
        service, inspection = self._desk.services.inspections, self._desk.id
        self._desk.act(
            partial(service.remove_row, inspection, row),
            undo=lambda _outcome: partial(service.restore_row, inspection, row),
            redo=lambda _outcome: partial(service.remove_row, inspection, row),
            text=_("xóa dòng"),
        )

    def paste(self, text: str, row: int, column: int) -> None:
        """Put cells copied from a spreadsheet in, from a place on; rows are added as needed."""
        lines = parse_tsv(text)
        if not lines:
            return
        names = [question.name for question in self.columns[column:]]
        rows: list[EntityId] = [one.id for one in self.table.rows[row:]]
        desk = self._desk
        editable = [name for name in names if self.is_editable(desk.view.form.questions[name])]
        desk.act(
            partial(
                paste_cells,
                desk.services,
                desk.view,
                self.table,
                self.side,
                rows,
                names,
                editable,
                lines,
            ),
            undo=lambda outcome: partial(take_back, desk.services, desk.id, outcome.value),
            redo=lambda outcome: partial(write_again, desk.services, desk.id, outcome.value),
            text=_("dán bảng"),
        )

    # --- inside

    def _text(self, cell: QuestionView) -> str:
        typed = self._desk.typed(answer_slot(cell.node, self.side))
        if typed is not None:
            return typed
        value: Value
        if cell.question.is_answerable:
            register = cell.reported if self.side is Side.REPORTED else cell.verified
            if register.is_conflict:
                return disputed_text(self._whole(cell.question), register, self._language)
            value = register.value
        else:
            state = cell.reported_state if self.side is Side.REPORTED else cell.state
            value = state.value if state is not None else None
        if value in (None, "", []):
            return ""
        return value_text(self._whole(cell.question), value, self._language)

    def _edited_text(self, cell: QuestionView) -> str:
        # an editor that is opened over a conflict and left decides nothing: it begins empty
        register = cell.reported if self.side is Side.REPORTED else cell.verified
        is_typed = self._desk.typed(answer_slot(cell.node, self.side)) is not None
        return "" if register.is_conflict and not is_typed else self._text(cell)

    def _reported(self, cell: QuestionView) -> str:
        question = cell.question
        if question.is_answerable:
            value = cell.reported.value
        else:
            value = cell.reported_state.value if cell.reported_state is not None else None
        if value in (None, "", []):
            return ""
        return value_text(self._whole(question), value, self._language)

    def _whole(self, question: Question) -> Question:
        # with all choices that there could be: one that is no longer offered keeps its label
        return _bare(self._desk.view.form.questions.get(question.name, question))

    def _is_number(self, question: Question) -> bool:
        return question.type in (*NUMBERS, QuestionType.CALCULATE)

    def _is_wrong(self, cell: QuestionView) -> bool:
        if self._desk.refusal(answer_slot(cell.node, self.side)) is not None:
            return True
        return any(violation.kind != "required" for violation in cell.state.violations)

    def _background(self, cell: QuestionView) -> Any:
        if self._is_wrong(cell):
            return self._theme.color("bad_soft")
        if cell.verified.is_conflict or cell.reported.is_conflict or cell.differs:
            return self._theme.color("warn_soft")
        return None if self._is_open(cell) else self._theme.color("sunken")

    def _is_open(self, cell: QuestionView) -> bool:
        is_free = cell.state.is_relevant and not cell.state.is_readonly
        return is_free and self.is_editable(cell.question)

    def _tip(self, cell: QuestionView) -> str | None:
        question = cell.question
        texts = []
        if self.side is Side.VERIFIED and self._reported(cell):
            texts.append(f"{side_name(Side.REPORTED)}: {self._reported(cell)}")
        elif self.side is Side.REPORTED and cell.differs:
            what = value_text(question, cell.verified.value, self._language)
            texts.append(f"{side_name(Side.VERIFIED)}: {what}")
        texts += [violation_text(one, self._language, question) for one in cell.state.violations]
        if cell.state.is_readonly and self.is_editable(question):
            texts.append(_("Chỉ đọc theo điều kiện của phiếu."))
        texts.append(nothing_offered(cell, self._desk.view, self._language))
        return "\n".join(filter(None, texts)) or None


def _bare(question: Question) -> Question:
    # the unit of measure stands in the column's heading
    if not question.insp.get("unit"):
        return question
    insp = {key: value for key, value in question.insp.items() if key != "unit"}
    return replace(question, insp=insp)


def _is_column(question: Question, language: str) -> bool:
    """Notes say something only in the sheet of a row; what has no label is the form's own affair."""
    if question.type is QuestionType.NOTE:
        return False
    return question.has_control or bool(question.label.in_(language))
