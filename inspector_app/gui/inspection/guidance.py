"""The small «?» beside a question: longer guidance that is read when it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.host.i18n import _

SIDE = 24


class HelpButton(PaintedButton):
    """Shows the guidance, or hides it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(theme, _("Hướng dẫn"), parent)
        self.setAccessibleName(_("Hướng dẫn — {title}").format(title=title))
        self.setToolTip(_("Xem hướng dẫn của câu này"))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(self._theme.px(SIDE), self._theme.px(SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A question mark in a ring."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        side = theme.px(18)
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(rect.center())
        is_on = self.isChecked()
        ink = "accent_text" if is_on or self._is_hovered else "muted"
        fill = theme.color("accent_soft") if is_on else None
        paint.box(painter, disc, side / 2, fill, theme.color(ink), 1.4)
        font = theme.font(12, fonts.SEMIBOLD)
        paint.text(painter, disc, "?", font, theme.color(ink), paint.CENTER)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 6, theme.color("focus"))
