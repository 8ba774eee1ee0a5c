"""The grid of a repeating table: typing, moving, pasting from a spreadsheet."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.combos import TypedWord
from inspector_app.gui.inspection.consents import OK
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.grid_heads import HEAD, Head, Numbers
from inspector_app.gui.inspection.looks import offers
from inspector_app.gui.inspection.sides import NUMBERS
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _, language
from inspector_app.services.views import QuestionView

ROW: Final = 32
_WIDTHS: Final = {
    QuestionType.TEXT: 170,
    QuestionType.BARCODE: 150,
    QuestionType.DATETIME: 150,
    QuestionType.SELECT_MULTIPLE: 170,
    QuestionType.RANK: 170,
    QuestionType.ACKNOWLEDGE: 150,
    QuestionType.IMAGE: 130,
    QuestionType.AUDIO: 130,
    QuestionType.VIDEO: 130,
    QuestionType.FILE: 130,
}


class _ChoiceBox(QComboBox):
    """Chooses by typing, without accents; a space belongs to the word that is being typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._word = TypedWord(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._word.take_key(event):
            super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Editors of cells; typed text goes to the desk at once, so that it is drafted."""

    def __init__(self, desk: Desk, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        model = index.model()
        assert isinstance(model, RowsModel)
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        cell = model.cell(index)
        question = cell.question
        listed = self._listed(model, cell)
        if listed:
            box = _ChoiceBox(parent)
            box.setAccessibleName(name)
            box.addItem("", "")
            for label, value in listed:
                box.addItem(label, value)
            return box
        slot = model.slot(index)
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
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
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


class Grid(QTableView):
    """A table view for both the card and the full width.

    Signals:
        focused: the grid got the keyboard.
        row_opened(bytes): the sheet of a row is wanted.
    """

    focused = Signal()
    row_opened = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows_model = model
        self.setModel(model)
        self.setItemDelegate(_Cells(desk, theme, self))
        self.setHorizontalHeader(Head(theme, self))
        self.setAccessibleName(model.table.repeat.label.in_(language()))
        soften(self, theme)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(True)
        side = Numbers(theme, self)
        self.setVerticalHeader(side)
        side.sectionClicked.connect(self._on_number_clicked)
        self.doubleClicked.connect(self._on_double_clicked)
        self._restyle()
        theme.watch(self._restyle)

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font(13.5))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        for place, question in enumerate(self.rows_model.columns):
            self.setColumnWidth(place, theme.px(_WIDTHS.get(question.type, 98)))
        for place in range(len(self.rows_model.inner)):
            self.setColumnWidth(len(self.rows_model.columns) + place, theme.px(120))

    def content_height(self, rows: int) -> int:
        """Height that shows so many rows with the heading and the scroll bar."""
        theme = self._theme
        return (
            theme.px(HEAD) + rows * theme.px(ROW) + self.horizontalScrollBar().sizeHint().height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a block, Ctrl+C copies one, Delete empties, Enter goes down."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete:
            self._clear_selected()
        elif self._opens_row(event):
            self.open_row()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            here = self.currentIndex()
            below = self.rows_model.index(here.row() + 1, here.column())
            if below.isValid():
                self.setCurrentIndex(below)
        else:
            super().keyPressEvent(event)

    def _opens_row(self, event: QKeyEvent) -> bool:
        here = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return here.isValid()
        keys = (Qt.Key.Key_F2, Qt.Key.Key_Space)
        return here.isValid() and (enter or event.key() in keys) and self._wants_sheet(here)

    def _wants_sheet(self, index: QModelIndex) -> bool:
        return self.rows_model.wants_sheet(index)

    def open_row(self) -> None:
        """Ask for the sheet of the current row, else of the first."""
        rows = self.rows_model.table.rows
        here = max(0, self.currentIndex().row())
        if here < len(rows):
            self.row_opened.emit(rows[here].id)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._wants_sheet(index):
            self.open_row()

    def _on_number_clicked(self, place: int) -> None:
        self.setCurrentIndex(self.rows_model.index(place, 0))
        self.open_row()

    def edit(self, index: Any, *args: Any) -> Any:
        """What does not fit a cell is edited in the sheet of its row."""
        if args and index.isValid() and self._wants_sheet(index):
            return False
        return super().edit(index, *args)

    def paste(self) -> None:
        """Paste a block copied from a spreadsheet at the current cell."""
        here = self.currentIndex()
        row = here.row() if here.isValid() else self.rows_model.rowCount()
        column = max(here.column(), 0)
        self.rows_model.paste(QGuiApplication.clipboard().text(), row, column)

    def copy(self) -> None:
        """Copy the selected cells as a block with tabs."""
        cells = self.selectedIndexes()
        rows = sorted({cell.row() for cell in cells})
        columns = sorted({cell.column() for cell in cells})
        chosen = {(cell.row(), cell.column()): str(cell.data() or "") for cell in cells}
        lines = ["\t".join(chosen.get((row, col), "") for col in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def remove_selected(self) -> None:
        """Remove the rows of the selected cells."""
        rows = [index.row() for index in self.selectedIndexes()]
        if rows:
            self.rows_model.remove_rows(rows)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the card; the first cell is current."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(0, 0))
        self.focused.emit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+V is the grid's, not the page's, while a cell has the keyboard."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent):
            wanted = event.matches(QKeySequence.StandardKey.Paste)
            if wanted or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def _clear_selected(self) -> None:
        for index in self.selectedIndexes():
            if self.rows_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                self.rows_model.setData(index, "")


def empty_text() -> str:
    """What an empty table says."""
    return _("Chưa có dòng nào. Thêm dòng, hoặc chép từ Excel rồi dán (Ctrl+V).")


def fixed_text() -> str:
    """What an empty table says whose rows come from another answer."""
    return _("Số dòng do phiếu tính từ câu khác; hiện chưa có dòng nào.")
