"""Paints the list of conflicts: dot, title, place; decided ones are dim with a check mark."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.models.conflict_words import decision_text, place_of, title_of
from inspector_app.gui.models.conflicts import CONFLICT_ROLE
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _
from inspector_app.services.conflict_views import ConflictState, ConflictView

ROW_HEIGHT = 58
_LINE = 18
_MARGINS = 54
_MOST = 3
"""Lines below the title."""


class ConflictDelegate(QStyledItemDelegate):
    """One conflict in two lines."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        one, view = index.data(CONFLICT_ROLE), self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 0
        lines = self._lines(one, width - _MARGINS) if isinstance(one, ConflictView) else 1
        return QSize(120, self._theme.px(ROW_HEIGHT + _LINE * (lines - 1)))

    def _lines(self, one: ConflictView, room: float) -> int:
        """How many lines the text below the title takes; no more than three."""
        if room <= 0:
            return 1
        line = self._theme.metrics(12.5)
        area = QRectF(0, 0, room, 10_000)
        tall = line.boundingRect(area, Qt.TextFlag.TextWordWrap, _below(one)).height()
        return min(max(round(tall / line.lineSpacing()), 1), _MOST)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        one = index.data(CONFLICT_ROLE)
        if not isinstance(one, ConflictView):
            return
        is_decided = one.state is ConflictState.DECIDED
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.color("border"))
        mark = QRectF(rect.x() + 14, rect.center().y() - 8, 16, 16)
        if is_decided:
            icons.draw(painter, "check", mark, theme.color("good"), 2.0)
        elif one.state is ConflictState.REOPENED:
            icons.draw(painter, "refresh", mark, theme.color("warn"), 1.9)
        else:
            paint.dot(painter, QPointF(mark.center()), 5, theme.color("bad"))
        room = rect.width() - _MARGINS
        lines = self._lines(one, room)
        top = rect.center().y() - theme.px(20) - theme.px(_LINE) * (lines - 1) / 2
        upper = QRectF(rect.x() + 42, top, room, theme.px(20))
        lower = QRectF(rect.x() + 42, upper.bottom(), room, theme.px(18) * lines)
        ink = "faint" if is_decided else "text"
        title = paint.shortened(title_of(one), theme.metrics(14, MEDIUM), room)
        paint.text(painter, upper, title, theme.font(14, MEDIUM), theme.color(ink))
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        font, pale = theme.font(12.5), theme.color("faint" if is_decided else "muted")
        below = paint.shortened(_below(one), theme.metrics(12.5), room * _MOST)
        paint.text(painter, lower, below, font, pale, flags)
        painter.restore()


def _below(one: ConflictView) -> str:
    """Unit and side; of a decided one what was decided."""
    below = decision_text(one) or place_of(one)
    return f"{_('mở lại')} · {below}" if one.state is ConflictState.REOPENED else below
