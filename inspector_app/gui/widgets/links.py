"""A row that leads somewhere: icon, sentence, smaller second line, chevron."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.gui.widgets.indicators import Tone, tint


class LinkRow(PaintedButton):
    """A clickable fact."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        tone: Tone = Tone.ACCENT,
        *,
        text: str = "",
        second: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon_name, self._tone, self._second = icon, tone, second
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, second: str = "") -> None:
        """Change both lines."""
        self._second = second
        self.setAccessibleDescription(second)
        self.set_text(text)

    def set_tone(self, tone: Tone, icon: str = "") -> None:
        """Change the colour of the icon and, when given, the icon."""
        self._tone = tone
        self._icon_name = icon or self._icon_name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        if self._is_hovered:
            paint.box(painter, rect, 8, theme.color("hover"))
        fill, ink = tint(self._tone)
        side = float(theme.px(34))
        disc = QRectF(6, rect.center().y() - side / 2, side, side)
        paint.box(painter, disc, 9, theme.color(fill))
        inset = side * 0.25
        icons.draw(
            painter, self._icon_name, disc.adjusted(inset, inset, -inset, -inset), theme.color(ink)
        )
        x = disc.right() + 11
        arrow = float(theme.px(14))
        room = rect.width() - x - arrow - 14
        upper = QRectF(x, rect.center().y() - theme.px(19), room, theme.px(20))
        if not self._second:
            upper.moveTop(rect.center().y() - theme.px(10))
        lower = QRectF(x, rect.center().y() + 1, room, theme.px(17))
        title = paint.shortened(self.text(), theme.metrics(14, MEDIUM), room)
        paint.text(painter, upper, title, theme.font(14, MEDIUM), theme.color("text"))
        second = paint.shortened(self._second, theme.metrics(12.5), room)
        paint.text(painter, lower, second, theme.font(12.5), theme.color("muted"))
        place = QRectF(rect.right() - arrow - 8, rect.center().y() - arrow / 2, arrow, arrow)
        icons.draw(painter, "chevron-right", place, theme.color("faint"), 1.8)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 8, theme.color("focus"))
