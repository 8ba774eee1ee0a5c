"""The grid of a repeating table: typing, moving, pasting from a spreadsheet."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from inspector_app.domain.form.definition import QuestionType
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.grid_cells import Cells, beside, wanted_width
from inspector_app.gui.inspection.grid_heads import HEAD, Head, Numbers
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _, language

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
_WIDEST: Final = 300  # what a reported value beside the verified one may widen a column to


class Grid(QTableView):
    """A table view for both the card and the full width.

    Signals:
        focused: the grid got the keyboard.
        row_opened(bytes): the sheet of a row is wanted.
        ended: Enter was pressed in the last cell that it could lead on from.
    """

    focused = Signal()
    row_opened = Signal(object)
    ended = Signal()

    def __init__(self, desk: Desk, theme: Theme, model: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._here = (0, 0)
        self.rows_model = model
        self.setModel(model)
        cells = Cells(desk, theme, self)
        cells.entered.connect(self.step_down)
        cells.tabbed.connect(self._on_tabbed)
        self.setItemDelegate(cells)
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
        for changed in (model.dataChanged, model.rowsInserted, model.modelReset):
            changed.connect(self._make_room)

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font(13.5))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        for place, question in enumerate(self.rows_model.columns):
            self.setColumnWidth(place, theme.px(_WIDTHS.get(question.type, 98)))
        for place in range(len(self.rows_model.inner)):
            self.setColumnWidth(len(self.rows_model.columns) + place, theme.px(120))

        self._make_room()

    def _make_room(self) -> None:
        # columns only grow: nothing moves under the hand that types
        for place in range(len(self.rows_model.columns)):
            wanted = wanted_width(self._theme, self.rows_model, place)
            if wanted > self.columnWidth(place):
                self.setColumnWidth(place, min(wanted, self._theme.px(_WIDEST)))

    def content_height(self, rows: int) -> int:
        """Height that shows so many rows with the heading and the scroll bar."""
        theme = self._theme
        return (
            theme.px(HEAD) + rows * theme.px(ROW) + self.horizontalScrollBar().sizeHint().height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a block, Ctrl+C copies one, Delete empties, Enter goes down, Shift+Enter up."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete:
            self._clear_selected()
        elif self._opens_row(event):
            self.open_row()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_down(-1 if is_back else 1)
        else:
            super().keyPressEvent(event)

    # --- from cell to cell

    def step_down(self, step: int) -> None:
        """To the cell below (1) or above (-1).

        After the last row: where rows can be added, on to adding one (``ended``); where the form
        fixes them, to the top of the next column that is filled in.
        """
        here = self.currentIndex()
        below = self.rows_model.index(here.row() + step, here.column())
        if below.isValid():
            self.setCurrentIndex(below)
        elif step > 0 and here.isValid():
            top = self._next_top(here.column()) if self.rows_model.table.is_fixed else None
            if top is None:
                self.ended.emit()
            else:
                self.setCurrentIndex(top)

    def _next_top(self, column: int) -> QModelIndex | None:
        model = self.rows_model
        for place in range(column + 1, len(model.columns)):
            index = model.index(0, place)
            if model.is_editable(model.columns[place]) and not model.wants_sheet(index):
                return index
        return None

    def _on_tabbed(self, step: int) -> None:
        here = self.currentIndex()
        found = beside(self.rows_model, here.row(), here.column(), step)
        if found.isValid():
            self.setCurrentIndex(found)
        else:
            self.focusNextPrevChild(step > 0)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab goes through the cells and out after the last one."""
        here = self.currentIndex()
        found = beside(self.rows_model, here.row(), here.column(), 1 if is_next else -1)
        if here.isValid() and found.isValid():
            self.setCurrentIndex(found)
            return True
        self.setTabKeyNavigation(False)
        done = bool(super().focusNextPrevChild(is_next))
        self.setTabKeyNavigation(True)
        return done

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Remember the place, for the time after rows came or went."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._here = (current.row(), current.column())

    def reset(self) -> None:
        """Stay at the same place when the rows are others."""
        super().reset()
        row, column = self._here
        rows, columns = self.rows_model.rowCount(), self.rows_model.columnCount()
        if self.hasFocus() and rows and columns:
            self.setCurrentIndex(
                self.rows_model.index(min(row, rows - 1), min(column, columns - 1))
            )

    def add_row(self) -> None:
        """Add a row and go there, to the column that was typed into."""
        self.rows_model.add_row(self._on_added)

    def _on_added(self) -> None:
        column = max(0, self._here[1])
        self.setCurrentIndex(self.rows_model.index(self.rows_model.rowCount() - 1, column))
        self.setFocus()

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


def legend_text() -> str:
    """What the small text beside a value is."""
    return _("BC: số đơn vị báo cáo")
