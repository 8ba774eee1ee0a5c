"""Paints the table of merged bundles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.receipts import (
    ENTRY_ROLE,
    BundleEntry,
    ReceiptColumn,
    Stage,
    cell_text,
    result_of,
    second_line,
)
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import Tone, tint

ROW_HEIGHT = 56


class ReceiptDelegate(QStyledItemDelegate):
    """Name and second line, counts, and the result as a pill."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, self._theme.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, BundleEntry):
            return
        theme = self._theme
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.color("border"))
        column = ReceiptColumn(index.column())
        place = rect.adjusted(12, 0, -6, 0)
        if column is ReceiptColumn.RESULT:
            self._pill(painter, place, *result_of(entry))
        elif second_line(entry, column):
            left = 6 if column is ReceiptColumn.BUNDLE else 0
            self._two_lines(painter, place.adjusted(left, 0, 0, 0), entry, column)
        else:
            told = entry.told
            has_new = (
                column is ReceiptColumn.CONFLICTS and told is not None and told.conflicts_new > 0
            )
            ink = "bad" if has_new else "text"
            font = theme.font(13.5, SEMIBOLD if has_new else 400)
            text = paint.shortened(
                cell_text(entry, column), theme.metrics(13.5, SEMIBOLD), place.width()
            )
            paint.text(painter, place, text, font, theme.color(ink))
        painter.restore()

    def _two_lines(
        self, painter: QPainter, place: QRectF, entry: BundleEntry, column: ReceiptColumn
    ) -> None:
        theme = self._theme
        upper = QRectF(place.x(), place.center().y() - theme.px(20), place.width(), theme.px(20))
        lower = QRectF(place.x(), place.center().y(), place.width(), theme.px(18))
        weight = MEDIUM if column is ReceiptColumn.BUNDLE else REGULAR
        size = 14 if column is ReceiptColumn.BUNDLE else 13.5
        name = paint.shortened(cell_text(entry, column), theme.metrics(size, weight), place.width())
        paint.text(painter, upper, name, theme.font(size, weight), theme.color("text"))
        below = paint.shortened(second_line(entry, column), theme.metrics(12.5), place.width())
        is_bad = column is ReceiptColumn.BUNDLE and entry.stage is Stage.REFUSED
        ink = "bad" if is_bad else "muted"
        paint.text(painter, lower, below, theme.font(12.5), theme.color(ink))

    def _pill(self, painter: QPainter, place: QRectF, text: str, tone: Tone) -> None:
        theme = self._theme
        fill, ink = tint(tone)
        width = theme.metrics(12.5, MEDIUM).horizontalAdvance(text) + 20
        height = theme.px(24)
        pill = QRectF(place.x() - 4, place.center().y() - height / 2, width, height)
        paint.box(painter, pill, height / 2, theme.color(fill))
        paint.text(painter, pill, text, theme.font(12.5, MEDIUM), theme.color(ink), paint.CENTER)
