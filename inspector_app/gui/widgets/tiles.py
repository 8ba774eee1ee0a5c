"""A tile: one figure of the whole trip, what it is, and the numbers that it is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM, SEMIBOLD
from inspector_app.gui.theme import Theme

_PAD = 14


class FigureTile(QWidget):
    """A painted tile of three lines; all three are its name for a screen reader."""

    def __init__(self, theme: Theme, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._caption = theme, caption
        self._value, self._below, self._ink = "–", "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)
        theme.watch(self._restyle)

    @property
    def value(self) -> str:
        """The figure."""
        return self._value

    @property
    def below(self) -> str:
        """What it is made of."""
        return self._below

    def show_figure(self, value: str, below: str, tip: str = "", ink: str = "text") -> None:
        """Show a figure; ``ink`` is its colour."""
        self._value, self._below, self._ink = value, below, ink
        self.setToolTip("\n".join(filter(None, (below, tip))))
        self.setAccessibleName(f"{self._caption}: {value}")
        self.setAccessibleDescription(" · ".join(filter(None, (below, tip))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(82))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._theme.px(82))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 10, theme.color("surface"), theme.color("border"))
        inner = rect.adjusted(_PAD, 0, -8, 0)
        rows = (
            (10, 18, self._caption, 12.5, MEDIUM, "muted"),
            (28, 28, self._value, 20, SEMIBOLD, self._ink),
            (56, 17, self._below, 12, 400, "muted"),
        )
        for top, tall, text, size, weight, ink in rows:
            place = QRectF(inner.x(), theme.px(top), inner.width(), theme.px(tall))
            metrics = theme.metrics(size, weight)
            while " · " in text and metrics.horizontalAdvance(text) > inner.width():
                text = text.rpartition(" · ")[0]  # the tool tip says the rest
            text = paint.shortened(text, metrics, inner.width())
            ink = "faint" if text == "–" else ink
            paint.text(painter, place, text, theme.font(size, weight), theme.color(ink))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
