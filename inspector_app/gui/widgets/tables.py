"""A table with the house's look: no grid, own header, keys Enter and arrows, one row selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften


class Header(QHeaderView):
    """Column titles in small muted letters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.watch(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(36))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme = self._theme
        painter.save()
        area = QRectF(rect)
        painter.fillRect(area, theme.color("surface"))
        line = QRectF(area.x(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(line, theme.color("border"))
        model = self.model()
        title = str(model.headerData(logical_index, Qt.Orientation.Horizontal) or "")
        place = area.adjusted(18 if logical_index == 0 else 12, 0, -4, 0)
        title = paint.shortened(title, theme.metrics(12.5, MEDIUM), place.width())
        paint.text(painter, place, title, theme.font(12.5, MEDIUM), theme.color("muted"))
        painter.restore()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.viewport().update()


class Table(QTableView):
    """A table whose rows are chosen whole.

    Signals:
        row_opened(int): Enter, Space or a double click on a row.
        removal_asked(int): Delete on a row.
    """

    row_opened = Signal(int)
    removal_asked = Signal(int)

    def __init__(
        self, theme: Theme, name: str, row_height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._row_height = theme, row_height
        self.setAccessibleName(name)
        self.setHorizontalHeader(Header(theme, self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        soften(self, theme)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.doubleClicked.connect(self._on_double_clicked)
        self._restyle()
        theme.watch(self._restyle)

    def set_widths(self, widths: tuple[int, ...], stretch: int) -> None:
        """Widths of the columns at 100 %; the column ``stretch`` takes the rest."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(30)
        for column, width in enumerate(widths):
            if column == stretch:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, self._theme.px(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
            return
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removal_asked.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(self._row_height))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))
        self.setPalette(palette)
        self.viewport().update()
