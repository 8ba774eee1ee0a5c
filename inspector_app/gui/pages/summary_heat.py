"""A table whose cells are tinted by what they say; the numbers are always there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.heat import CELL_ROLE, HeatCell, HeatModel, Index
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Surface
from inspector_app.gui.widgets.indicators import tint
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _

ROW_HEIGHT: Final = 44
_HEAD: Final = 52
_NAMES: Final = 236
_WRAPPED: Final = paint.HCENTER | paint.VCENTER | paint.WRAP


class HeatDelegate(QStyledItemDelegate):
    """A rounded tint with the number in it."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, HeatCell):
            return
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        box = rect.adjusted(2, 2, -2, -2)
        fill, ink = ("sunken", "faint") if cell.tone is None else tint(cell.tone)
        paint.box(painter, box, 6, theme.color(fill))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, box, 6, theme.color("focus"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, box, 6, None, theme.color("input_border"))
        self._texts(painter, box, cell, ink)
        painter.restore()

    def _texts(self, painter: QPainter, box: QRectF, cell: HeatCell, ink: str) -> None:
        theme = self._theme
        ink = "muted" if cell.is_faint else ink
        weight = REGULAR if cell.is_faint else SEMIBOLD
        if cell.below == "!":
            side = float(theme.px(12))
            mark = QRectF(box.right() - side - 4, box.y() + 4, side, side)
            icons.draw(painter, "alert", mark, theme.color("bad"), 1.8)
        if not cell.below or cell.below == "!":
            font = theme.font(13.5, weight)
            paint.text(painter, box, cell.text, font, theme.color(ink), paint.CENTER)
            return
        upper = QRectF(box.x(), box.center().y() - theme.px(18), box.width(), theme.px(19))
        lower = QRectF(box.x(), box.center().y(), box.width(), theme.px(16))
        paint.text(
            painter, upper, cell.text, theme.font(13.5, weight), theme.color(ink), paint.CENTER
        )
        below = paint.shortened(cell.below, theme.metrics(11.5), box.width() - 6)
        paint.text(painter, lower, below, theme.font(11.5), theme.color(ink), paint.CENTER)


class _Titles(QHeaderView):
    """Short titles in the middle of their columns, with a small line under them."""

    def __init__(self, theme: Theme, model: HeatModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = theme, model
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.px(_HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        _flatten(self, self._theme)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme, column = self._theme, self._model.columns[logical_index]
        painter.save()
        area = QRectF(rect)
        painter.fillRect(area, theme.color("surface"))
        inner = area.adjusted(3, 2, -3, -3)
        painter.setClipRect(inner)
        if column.below:
            upper = QRectF(
                inner.x(), inner.center().y() - theme.px(17), inner.width(), theme.px(18)
            )
            lower = QRectF(inner.x(), inner.center().y() + 1, inner.width(), theme.px(16))
            font, muted = theme.font(13, SEMIBOLD), theme.color("muted")
            paint.text(painter, upper, column.title, font, theme.color("text"), paint.CENTER)
            paint.text(painter, lower, column.below, theme.font(11.5), muted, paint.CENTER)
        else:
            font = theme.font(12, MEDIUM)
            paint.text(painter, inner, column.title, font, theme.color("muted"), _WRAPPED)
        painter.restore()


class _Names(QHeaderView):
    """The units at the left; they stay while the columns scroll."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        _flatten(self, self._theme)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme = self._theme
        painter.save()
        area = QRectF(rect)
        painter.fillRect(area, theme.color("surface"))
        name = str(self.model().headerData(logical_index, Qt.Orientation.Vertical) or "")
        place = area.adjusted(18, 0, -10, 0)
        table = self.parent()
        is_here = isinstance(table, QTableView) and table.currentIndex().row() == logical_index
        weight = SEMIBOLD if is_here else REGULAR
        name = paint.shortened(name, theme.metrics(13, weight), place.width())
        paint.text(painter, place, name, theme.font(13, weight), theme.color("text"))
        painter.restore()


class HeatTable(QTableView):
    """Cells that the arrows walk through.

    Signals:
        cell_opened(QModelIndex): Enter, Space or a double click.
        cell_chosen(str): a cell has the keyboard; what it says in words.
    """

    cell_opened = Signal(QModelIndex)
    cell_chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, model: HeatModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._model, self._least = theme, model, 64
        self.setAccessibleName(name)
        self.setItemDelegate(HeatDelegate(theme, self))
        self.setHorizontalHeader(_Titles(theme, model, self))
        self._names = _Names(theme, self)
        self.setVerticalHeader(self._names)
        self.setModel(model)
        self.setShowGrid(False)
        soften(self, theme)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.doubleClicked.connect(self.cell_opened)
        self.setCornerWidget(Surface(theme))
        corner = self.findChild(QAbstractButton)
        assert corner is not None  # what Qt puts between the two headings
        self._corner = corner
        corner.installEventFilter(self)
        model.modelReset.connect(self._fit)
        self._restyle()
        theme.watch(self._restyle)

    def set_least_width(self, width: int) -> None:
        """The narrowest that a column may be, at 100 %."""
        self._least = width
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The corner between the headings says what the rows are."""
        if watched is self._corner and event.type() == QEvent.Type.Paint:
            theme, painter = self._theme, QPainter(self._corner)
            area = QRectF(self._corner.rect())
            painter.fillRect(area, theme.color("surface"))
            place, muted = area.adjusted(18, 0, -8, -5), theme.color("muted")
            low = paint.LEFT | paint.BOTTOM
            paint.text(painter, place, _("Đơn vị"), theme.font(12.5, MEDIUM), muted, low)
            return True
        return bool(super().eventFilter(watched, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.cell_opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._names.viewport().update()
        self.cell_chosen.emit(self._model.about(current) if current.isValid() else "")

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        """The columns share the width, as long as each has room for its numbers."""
        count, theme = self._model.columnCount(), self._theme
        names = min(theme.px(_NAMES), max(theme.px(150), self.width() // 4))
        if self._names.width() != names:
            self._names.setFixedWidth(names)
        if not count:
            return
        room = self.width() - names - self.verticalScrollBar().sizeHint().width()
        each = min(max(room // count, theme.px(self._least)), theme.px(132))
        for column in range(count):
            self.setColumnWidth(column, each)

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW_HEIGHT))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))
        self.setPalette(palette)
        self._fit()
        self.viewport().update()


def _flatten(header: QHeaderView, theme: Theme) -> None:
    """The part of a heading without sections has the colour of the rest."""
    palette = header.palette()
    wanted = theme.color("surface")
    if palette.color(QPalette.ColorRole.Window) != wanted:
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button):
            palette.setColor(role, wanted)
        header.setPalette(palette)
