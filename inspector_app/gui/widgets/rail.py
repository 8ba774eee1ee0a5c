"""The items of a navigation rail: icon or ring, title, second line, badge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.gui.widgets.indicators import Tone, paint_ring, tint


class NavRailItem(PaintedButton):
    """One place of a rail, checkable and exclusive among its siblings.

    Args:
        icon: an icon's name; empty draws a progress ring instead (:meth:`set_progress`).
        subtitle: a second, smaller line.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        icon: str = "",
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent)
        self._icon_name, self._subtitle = icon, subtitle
        self._done, self._total = 0, 0
        self._badge, self._tone = "", Tone.BAD
        self._about = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_progress(self, done: int, total: int, subtitle: str) -> None:
        """Show a ring and its words."""
        self._done, self._total = done, total
        self.set_subtitle(subtitle)

    def set_subtitle(self, subtitle: str) -> None:
        """Change the second line."""
        self._subtitle = subtitle
        self.setAccessibleDescription(" ".join(filter(None, (subtitle, self._badge))))
        self._restyle()

    def set_about(self, text: str) -> None:
        """What the tool tip says where that is more than the title."""
        self._about = text

    def set_badge(self, text: str, tone: Tone = Tone.BAD) -> None:
        """Show a badge such as ``1 lỗi``; empty hides it."""
        self._badge, self._tone = text, tone
        self.setAccessibleDescription(" ".join(filter(None, (self._subtitle, text))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(50 if self._has_two_lines else 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(44), self.sizeHint().height())

    @property
    def _has_two_lines(self) -> bool:
        return bool(self._subtitle) or not self._icon_name

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            paint.box(painter, rect, 7, theme.color("accent_soft"))
            bar = QRectF(0, rect.height() * 0.22, 3, rect.height() * 0.56)
            paint.box(painter, bar, 1.5, theme.color("accent"))
        elif self._is_hovered:
            paint.box(painter, rect, 7, theme.color("hover"))
        side = float(theme.px(20 if self._icon_name else 28))
        box = QRectF(13, rect.center().y() - side / 2, side, side)
        if self._icon_name:
            ink = "accent_text" if self.isChecked() else "muted"
            icons.draw(painter, self._icon_name, box, theme.color(ink), 1.7)
        else:
            paint_ring(painter, box, theme, self._done, self._total)
        self._paint_texts(painter, rect, box.right() + 11)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 7, theme.color("focus"))

    def _badge_width(self, badge: str) -> float:
        if not badge:
            return 0.0
        return self._theme.metrics(12, SEMIBOLD).horizontalAdvance(badge) + 14

    def _paint_texts(self, painter: QPainter, rect: QRectF, x: float) -> None:
        theme = self._theme
        weight = SEMIBOLD if self.isChecked() else MEDIUM
        metrics = theme.metrics(14, weight)
        room = rect.width() - x - 8
        badge, badge_width = self._badge, self._badge_width(self._badge)
        height = theme.px(20)
        badge_x = rect.right() - badge_width - 8
        if self._has_two_lines:
            top = rect.center().y() - height - 1
            second = QRectF(x, rect.center().y() + 0.5, room, theme.px(18))
            paint.text(
                painter, second, self._subtitle, theme.font(13, REGULAR), theme.color("muted")
            )
            badge_x = x + theme.metrics(13).horizontalAdvance(self._subtitle) + 10
            badge_y = second.y()
            if badge and badge_x + badge_width > rect.right() - 4:
                # in a narrow rail the number alone; the whole is in the description
                badge = badge.split()[0]
                badge_width = self._badge_width(badge)
        else:
            top = rect.center().y() - height / 2
            room -= badge_width + (8 if self._badge else 0)
            badge_y = top + 1
        title = paint.shortened(self.text(), metrics, room)
        paint.text(
            painter,
            QRectF(x, top, room + 2, height),
            title,
            theme.font(14, weight),
            theme.color("text"),
        )
        about = self._about or self.text()
        self.setToolTip(about if title != self.text() or about != self.text() else "")
        if self._badge:
            fill, ink = tint(self._tone)
            place = QRectF(badge_x, badge_y, badge_width, theme.px(18))
            paint.box(painter, place, place.height() / 2, theme.color(fill))
            paint.text(
                painter,
                place,
                badge,
                theme.font(12, SEMIBOLD),
                theme.color(ink),
                paint.CENTER,
            )
