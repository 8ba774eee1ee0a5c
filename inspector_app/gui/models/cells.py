"""Tables of plain cells: one or two lines, a pill, a check mark; for listings that only show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import Tone, tint

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 7
"""The ``Cell`` of an index."""
ROW_HEIGHT = 52
_BOX = 18


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; with a tone it is a pill, ``is_checked`` puts a check box before it."""

    text: str
    below: str = ""
    tone: Tone | None = None
    is_faint: bool = False
    is_checked: bool | None = None

    @property
    def spoken(self) -> str:
        """For screen readers and tool tips."""
        return " · ".join(filter(None, (self.text, self.below)))


class CellModel(QAbstractTableModel):
    """Rows of cells under fixed headings."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: list[tuple[Cell, ...]] = []

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """All rows."""
        return tuple(self._rows)

    def show_rows(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Replace all rows; rows of the same number are changed in place, so that a choice stays."""
        if len(rows) == len(self._rows):
            self._rows = list(rows)
            if rows:
                last = self.index(len(rows) - 1, len(self._headings) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return cell.spoken
        if role == Qt.ItemDataRole.CheckStateRole and cell.is_checked is not None:
            return Qt.CheckState.Checked if cell.is_checked else Qt.CheckState.Unchecked
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self._headings[section]


class CellDelegate(QStyledItemDelegate):
    """Paints cells in the house's look; the chosen row is tinted over all of them."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        state = paint.RowState(
            is_chosen=bool(option.state & QStyle.StateFlag.State_Selected),
            is_hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            is_first=index.column() == 0,
        )
        paint.row_ground(painter, rect, theme.color, state)
        place = rect.adjusted(18 if index.column() == 0 else 12, 0, -6, 0)
        if cell.is_checked is not None:
            place = self._check(painter, place, is_checked=cell.is_checked)
        if cell.tone is not None:
            self._pill(painter, place, cell)
        else:
            self._lines(painter, place, cell, is_first=index.column() == 0)
        painter.restore()

    def _check(self, painter: QPainter, place: QRectF, *, is_checked: bool) -> QRectF:
        theme = self._theme
        side = float(theme.px(_BOX))
        box = QRectF(place.x(), place.center().y() - side / 2, side, side)
        if is_checked:
            paint.box(painter, box, 5, theme.color("accent"))
            inner = box.adjusted(2, 2, -2, -2)
            icons.draw(painter, "check", inner, theme.color("on_accent"), 2.0)
        else:
            paint.box(painter, box, 5, theme.color("surface"), theme.color("input_border"))
        return place.adjusted(side + 10, 0, 0, 0)

    def _lines(self, painter: QPainter, place: QRectF, cell: Cell, *, is_first: bool) -> None:
        theme = self._theme
        weight = MEDIUM if is_first else REGULAR
        upper = QRectF(place.x(), place.center().y() - theme.px(20), place.width(), theme.px(20))
        if not cell.below:
            upper.moveTop(place.center().y() - theme.px(10))
        text = paint.shortened(cell.text, theme.metrics(13.5, weight), place.width())
        ink = "faint" if cell.is_faint else "text"
        paint.text(painter, upper, text, theme.font(13.5, weight), theme.color(ink))
        if cell.below:
            lower = QRectF(place.x(), place.center().y(), place.width(), theme.px(18))
            text = paint.shortened(cell.below, theme.metrics(12.5), place.width())
            paint.text(painter, lower, text, theme.font(12.5), theme.color("muted"))

    def _pill(self, painter: QPainter, place: QRectF, cell: Cell) -> None:
        theme = self._theme
        fill, ink = tint(cell.tone or Tone.NEUTRAL)
        height = float(theme.px(24))
        top = place.center().y() - (theme.px(23) if cell.below else height / 2)
        room = place.width() - 20
        text = paint.shortened(cell.text, theme.metrics(12.5, MEDIUM), room)
        width = theme.metrics(12.5, MEDIUM).horizontalAdvance(text) + 20
        pill = QRectF(place.x() - 4, top, width, height)
        paint.box(painter, pill, height / 2, theme.color(fill))
        font = theme.font(12.5, MEDIUM)
        paint.text(painter, pill, text, font, theme.color(ink), paint.CENTER)
        if cell.below:
            lower = QRectF(place.x(), pill.bottom() + 2, place.width(), theme.px(18))
            text = paint.shortened(cell.below, theme.metrics(12.5), place.width())
            paint.text(painter, lower, text, theme.font(12.5), theme.color("muted"))
