"""Paints the list of conflicts: dot, title, place; decided ones are dim with a check mark."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.models.conflict_words import decision_text, place_of, title_of
from inspector_app.gui.models.conflicts import CONFLICT_ROLE
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _
from inspector_app.services.conflict_views import ConflictState, ConflictView

ROW_HEIGHT = 58


class ConflictDelegate(QStyledItemDelegate):
    """One conflict in two lines."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, self._theme.px(ROW_HEIGHT))

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
        room = rect.width() - 54
        upper = QRectF(rect.x() + 42, rect.center().y() - theme.px(20), room, theme.px(20))
        lower = QRectF(rect.x() + 42, rect.center().y(), room, theme.px(18))
        ink = "faint" if is_decided else "text"
        title = paint.shortened(title_of(one), theme.metrics(14, MEDIUM), room)
        paint.text(painter, upper, title, theme.font(14, MEDIUM), theme.color(ink))
        below = decision_text(one) or place_of(one)
        if one.state is ConflictState.REOPENED:
            below = f"{_('mở lại')} · {below}"
        below = paint.shortened(below, theme.metrics(12.5), room)
        paint.text(
            painter, lower, below, theme.font(12.5), theme.color("faint" if is_decided else "muted")
        )
        painter.restore()
