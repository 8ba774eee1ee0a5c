"""The table view of points: a walk of cells, editing by keys, Tab to the next cell that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_app.domain.form.definition import Question
from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.points_cells import HEAD_ROW, NUMBERS, ROW, PointCells
from inspector_app.gui.inspection.points_model import PointsModel
from inspector_app.gui.inspection.points_texts import Column
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften
from inspector_app.gui.widgets.tables import Header
from inspector_app.host.i18n import _

_WIDE: Final = (0, 66, 102, 110, 98, 92, 0)
_NARROW: Final = (0, 56, 92, 100, 84, 82, 0)
_BREAK: Final = 960


class Titles(Header):
    """Titles over numbers stand at the right, as the numbers do."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        if logical_index not in NUMBERS:
            super().paintSection(painter, rect, logical_index)
            return
        theme, area = self._theme, QRectF(rect)
        painter.save()
        painter.fillRect(area, theme.color("surface"))
        line = QRectF(area.x(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, theme.color("border"))
        title = str(self.model().headerData(logical_index, Qt.Orientation.Horizontal) or "")
        place = area.adjusted(2, 0, -12, 0)
        title = paint.shortened(title, theme.metrics(12.5, MEDIUM), place.width())
        font, ink = theme.font(12.5, MEDIUM), theme.color("muted")
        paint.text(painter, place, title, font, ink, paint.RIGHT_MIDDLE)
        painter.restore()


class PointsTable(QTableView):
    """Criteria and their points.

    Signals:
        row_chosen(int): the row that the keyboard is in.
        opened(int): the question of a row is wanted.
    """

    row_chosen = Signal(int)
    opened = Signal(int)

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        model: PointsModel,
        question: Callable[[str], Question | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._points = theme, model
        self.cells = PointCells(desk, theme, question, self)
        self.cells.entered.connect(self.step_down)
        self.cells.tabbed.connect(self.step_beside)
        self.setAccessibleName(_("Điểm của các tiêu chí"))
        self.setHorizontalHeader(Titles(theme, self))
        self.verticalHeader().hide()
        self.setModel(model)
        self.setItemDelegate(self.cells)
        self.setShowGrid(False)
        soften(self, theme)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelReset.connect(self._restyle)
        self._restyle()
        theme.watch(self._restyle)

    # --- going around

    def choose(self, row: int, column: Column = Column.OWN) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self._points.index(row, column))
        self.scrollTo(self.currentIndex())

    def step_down(self, step: int) -> None:
        """To the criterion below (1) or above (-1), in the same column."""
        here = self.currentIndex()
        row = here.row() + step
        while 0 <= row < self._points.rowCount():
            index = self._points.index(row, here.column())
            if self._points.score(index) is not None:
                self.setCurrentIndex(index)
                return
            row += step

    def step_beside(self, step: int) -> None:
        """To the next cell (1) or the one before (-1) that can be written into."""
        found = self._beside(self.currentIndex(), step)
        if found is not None:
            self.setCurrentIndex(found)

    def _beside(self, here: QModelIndex, step: int) -> QModelIndex | None:
        across = len(Column)
        place = here.row() * across + here.column() + step
        while 0 <= place < across * self._points.rowCount():
            index = self._points.index(place // across, place % across)
            if self._points.slot(index) is not None:
                return index
            place += step
        return None

    @property
    def is_editing(self) -> bool:
        """Whether a cell's editor is open."""
        return self.state() is QAbstractItemView.State.EditingState

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 edit, or open the question of a cell that is computed; Delete clears."""
        index, key = self.currentIndex(), event.key()
        if not index.isValid() or self.is_editing:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if self._points.slot(index) is not None and not is_control:
                self.edit(index)
            elif self._points.score(index) is not None:
                self.opened.emit(index.row())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._points.slot(index) is not None:
                self._points.setData(index, "")
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._points.slot(index) is None and self._points.score(index) is not None:
            self.opened.emit(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first criterion is current."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._points.rowCount() > 1:
            self.choose(1)

    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self.row_chosen.emit(current.row() if current.isValid() else -1)

    # --- looks

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def _set_widths(self) -> None:
        header, theme = self.horizontalHeader(), self._theme
        is_narrow = self.width() < theme.px(_BREAK)
        for column, width in enumerate(_NARROW if is_narrow else _WIDE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            if column in NUMBERS:
                header.resizeSection(column, theme.px(width))
        taken = sum(header.sectionSize(one) for one in range(1, len(Column) - 1))
        rest = max(self.viewport().width() - taken, theme.px(260))
        wide = rest * 62 // 100
        header.resizeSection(Column.CRITERION, wide)
        header.resizeSection(Column.REASON, rest - wide)

    def _restyle(self) -> None:
        theme = self._theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("surface"))
        self.setPalette(palette)
        head = self.verticalHeader()
        head.setMinimumSectionSize(10)
        head.setDefaultSectionSize(theme.px(ROW))
        for row in range(self._points.rowCount()):
            is_section = self._points.score(self._points.index(row, 0)) is None
            self.setRowHeight(row, theme.px(HEAD_ROW if is_section else ROW))
        self._set_widths()
        self.viewport().update()
