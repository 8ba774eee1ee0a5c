"""The cells of a grid: their editors, the keys that end editing, what stands beside the value."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.trip.values import Side
from inspector_app.gui import paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.combos import TypedWord
from inspector_app.gui.inspection.consents import OK
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.looks import offers
from inspector_app.gui.inspection.sides import NUMBERS
from inspector_app.gui.inspection.slots import AnswerSlot
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _, language
from inspector_app.services.views import QuestionView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class _ChoiceBox(QComboBox):
    """Chooses by typing, without accents; a space belongs to the word that is being typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_touched = False
        self._word = TypedWord(self)
        self.activated.connect(self._on_touched)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.is_touched = True
        if not self._word.take_key(event):
            super().keyPressEvent(event)

    def _on_touched(self) -> None:
        self.is_touched = True


class Cells(QStyledItemDelegate):
    """Editors of cells; typed text goes to the desk at once, so that it is drafted.

    Signals:
        entered(int): Enter (1) or Shift+Enter (-1) ended editing; the cell below or above is next.
        tabbed(int): Tab (1) or Shift+Tab (-1) did; the cell beside is next.
    """

    entered = Signal(int)
    tabbed = Signal(int)

    def __init__(self, desk: Desk, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._before: tuple[AnswerSlot, str] | None = None

    # --- editors

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        model = index.model()
        assert isinstance(model, RowsModel)
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        cell = model.cell(index)
        question = cell.question
        listed = self._listed(model, cell)
        if listed:
            self._before = None
            box = _ChoiceBox(parent)
            box.setAccessibleName(name)
            box.addItem("", "")
            for label, value in listed:
                box.addItem(label, value)
            return box
        slot = model.slot(index)
        self._before = (slot, str(index.data(Qt.ItemDataRole.EditRole) or ""))
        line = AnswerLine(self._theme, name, right=question.type in NUMBERS, parent=parent)
        line.edited.connect(lambda text: self._desk.type_text(slot, text))
        line.composing.connect(self._desk.set_composing)
        return line

    def _listed(self, model: RowsModel, cell: QuestionView) -> list[tuple[str, str]]:
        question = cell.question
        if question.type is QuestionType.ACKNOWLEDGE:
            return [(_("Đã đọc và xác nhận"), OK)]
        if question.type is not QuestionType.SELECT_ONE:
            return []
        register = cell.reported if model.side is Side.REPORTED else cell.verified
        whole = self._desk.view.form.questions.get(question.name, question)
        found = offers(question, register.value, whole.choices, language())
        return [(one.label, one.name) for one in found]

    def setEditorData(self, editor: QWidget, index: Any) -> None:
        # what is being typed or chosen stays when another cell's answer lands meanwhile
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, _ChoiceBox) and not editor.is_touched:
            editor.setCurrentText(text)
        elif isinstance(editor, AnswerLine) and not editor.isModified():
            editor.show_value(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Any) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, AnswerLine):
            model.setData(index, editor.value)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Any
    ) -> None:
        editor.setGeometry(option.rect)

    # --- keys

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab end editing and lead to the next cell; Escape takes back what was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            is_back = bool(held & Qt.KeyboardModifier.ShiftModifier)
            plain = not held & ~Qt.KeyboardModifier.ShiftModifier
            key = event.key()
            if plain and key in _ENTER:
                self._end(editor)
                self.entered.emit(-1 if is_back else 1)
                return True
            if plain and key in _TAB:
                self._end(editor)
                self.tabbed.emit(-1 if is_back or key == Qt.Key.Key_Backtab else 1)
                return True
            if key == Qt.Key.Key_Escape and self._before is not None:
                slot, text = self._before
                if self._desk.typed(slot) is not None:
                    self._desk.type_text(slot, text)
                    self._desk.leave(slot)
        return bool(super().eventFilter(editor, event))

    def _end(self, editor: QObject) -> None:
        if isinstance(editor, QWidget):
            self._desk.commit_composed()
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    # --- paint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """The value, the reported one small beside it, a dashed frame where it is missing."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        theme, area = self._theme, QRectF(option.rect)
        if model.is_missing_at(index):
            inner = area.adjusted(2.5, 2.5, -3.5, -3.5)
            paint.box(painter, inner, 4, None, theme.color("warn"), 1.2, dashed=True)
        reported = model.reported_text(index)
        if not reported:
            return
        taken = inking.width_of(theme, str(index.data() or ""), 13.5)
        room = area.adjusted(7, 0, -7, 0)
        is_right = index.data(Qt.ItemDataRole.TextAlignmentRole) is not None
        if is_right:
            room.setRight(room.right() - taken - 8)
        else:
            room.setLeft(room.left() + taken + 8)
        words = beside_text(reported)
        flags = paint.LEFT_MIDDLE if is_right else paint.RIGHT_MIDDLE
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = theme.color("on_accent" if is_chosen else "muted")
        if room.width() > theme.px(24):
            inking.draw_line(painter, theme, room, words, 11.5, ink, flags=flags)


def beside_text(reported: str) -> str:
    """The reported value as it stands beside the verified one."""
    return _("BC {value}").format(value=reported)


def wanted_width(theme: Theme, model: RowsModel, column: int) -> int:
    """Width at which every value of a column and the reported one beside it are seen whole."""
    widest = 0.0
    for row in range(model.rowCount()):
        index = model.index(row, column)
        reported = model.reported_text(index)
        if reported:
            value = inking.width_of(theme, str(index.data() or ""), 13.5)
            widest = max(widest, value + inking.width_of(theme, beside_text(reported), 11.5) + 28)
    return int(widest)


def beside(model: RowsModel, row: int, column: int, step: int) -> QModelIndex:
    """The cell after (1) or before (-1) another in reading order; invalid at the ends."""
    across = model.columnCount()
    place = row * across + column + step
    if not across or not 0 <= place < across * model.rowCount():
        return QModelIndex()
    return model.index(place // across, place % across)
