"""Where one is in a job of a few steps: numbered names, done ones ticked, the present one strong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

_GAP = 26


class Steps(QWidget):
    """Painted only; what can be done at a step stands elsewhere."""

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._names = theme, tuple(names)
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)
        self.show_step(0)

    @property
    def now(self) -> int:
        """The present step, from 0."""
        return self._now

    def show_step(self, number: int) -> None:
        """Make a step the present one."""
        self._now = number
        text = _("Bước {number} trên {count}: {name}").format(
            number=number + 1, count=len(self._names), name=self._names[number]
        )
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        widths = [self._width(name) for name in self._names]
        return QSize(round(sum(widths) + _GAP * (len(widths) - 1)), theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        x, middle = 0.0, self.height() / 2
        side = float(theme.px(22))
        for number, name in enumerate(self._names):
            is_now, is_done = number == self._now, number < self._now
            disc = QRectF(x, middle - side / 2, side, side)
            fill = "accent" if is_now else "accent_soft" if is_done else "hover"
            paint.box(painter, disc, side / 2, theme.color(fill))
            if is_done:
                tick = disc.adjusted(5, 5, -5, -5)
                icons.draw(painter, "check", tick, theme.color("accent_text"), 1.8)
            else:
                ink = theme.color("on_accent" if is_now else "muted")
                paint.text(
                    painter, disc, str(number + 1), theme.font(12, SEMIBOLD), ink, paint.CENTER
                )
            place = QRectF(disc.right() + 7, 0, self._width(name), self.height())
            font = theme.font(13, SEMIBOLD if is_now else MEDIUM)
            paint.text(painter, place, name, font, theme.color("text" if is_now else "muted"))
            x += self._width(name)
            if number + 1 < len(self._names):
                line = QRectF(x + 6, middle - 0.5, _GAP - 12, 1)
                painter.fillRect(line, theme.color("border"))
            x += _GAP

    def _width(self, name: str) -> float:
        theme = self._theme
        return theme.px(22) + 8 + theme.metrics(13, SEMIBOLD).horizontalAdvance(name)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
