"""The grid of a repeating table: typing, moving, pasting from a spreadsheet."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QElapsedTimer,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.text import fold
from inspector_app.gui import fonts
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.sides import NUMBERS
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _, language

ROW: Final = 32
HEAD: Final = 58
_TYPING_MS: Final = 1500  # a longer pause begins a new word


class _Head(QHeaderView):
    """Column headings of up to three lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("border"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        text = str(self.model().headerData(index, self.orientation()) or "")
        area = QRectF(rect).adjusted(7, 5, -6, -4)
        painter.setClipRect(area)
        inking.draw_wrapped(painter, theme, area, text, 12, theme.color("muted"), fonts.MEDIUM)
        painter.restore()


class _ChoiceBox(QComboBox):
    """Chooses by typing, without accents; a space belongs to the word that is being typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._pause = QElapsedTimer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        goes_on = self._pause.isValid() and self._pause.elapsed() < _TYPING_MS
        typed = (self._typed if goes_on else "") + letter
        if held or not letter.isprintable() or not typed.strip():
            super().keyPressEvent(event)
            return
        self._typed = typed
        self._pause.start()
        wanted = fold(typed)
        for index in range(self.count()):
            if fold(self.itemText(index)).startswith(wanted):
                self.setCurrentIndex(index)
                break
        event.accept()


class _Cells(QStyledItemDelegate):
    """Editors of cells; typed text goes to the desk at once, so that it is drafted."""

    def __init__(self, desk: Desk, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        model = index.model()
        assert isinstance(model, RowsModel)
        question = model.columns[index.column()]
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        if question.type is QuestionType.SELECT_ONE:
            box = _ChoiceBox(parent)
            box.setAccessibleName(name)
            box.addItem("", "")
            for choice in question.choices:
                box.addItem(choice.label.in_(language()), choice.name)
            return box
        slot = model.slot(index)
        line = AnswerLine(self._theme, name, right=question.type in NUMBERS, parent=parent)
        line.edited.connect(lambda text: self._desk.type_text(slot, text))
        line.composing.connect(self._desk.set_composing)
        return line

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
    """

    focused = Signal()

    def __init__(self, desk: Desk, theme: Theme, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows_model = model
        self.setModel(model)
        self.setItemDelegate(_Cells(desk, theme, self))
        self.setHorizontalHeader(_Head(theme, self))
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
        side = self.verticalHeader()
        side.setFixedWidth(theme.px(30))
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self._restyle()
        theme.watch(self._restyle)

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font(13.5))
        self.verticalHeader().setFont(theme.font(12))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        for place, question in enumerate(self.rows_model.columns):
            is_text = question.type is QuestionType.TEXT
            self.setColumnWidth(place, theme.px(170 if is_text else 98))

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
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            here = self.currentIndex()
            below = self.rows_model.index(here.row() + 1, here.column())
            if below.isValid():
                self.setCurrentIndex(below)
        else:
            super().keyPressEvent(event)

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


EMPTY_INDEX: Final = QModelIndex()
