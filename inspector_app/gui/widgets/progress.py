"""A progress line with the words of the step that runs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import paint
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _


class ProgressLine(QWidget):
    """Words over a bar; connect a task's progress to :meth:`show_progress`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watch(self.updateGeometry)

    def begin(self, text: str) -> None:
        """Show an empty bar."""
        self._share, self._text = 0.0, text
        self.setAccessibleName(text)
        self.show()
        self.update()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show ``done`` of ``total``; ``what`` is a message id."""
        self._share = min(done / total, 1.0) if total else 0.0
        self._text = _(what) if what else self._text
        self.setAccessibleName(f"{self._text} {round(100 * self._share)}%")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        text_height = theme.px(20)
        place = QRectF(0, 0, self.width(), text_height)
        paint.text(painter, place, self._text, theme.font(13), theme.color("muted"))
        share = f"{round(100 * self._share)}%"
        paint.text(painter, place, share, theme.font(13), theme.color("muted"), paint.RIGHT_MIDDLE)
        track = QRectF(0, text_height + 5, self.width(), 6)
        paint.box(painter, track, 3, theme.color("track"))
        if self._share > 0:
            track.setWidth(max(track.width() * self._share, 6))
            paint.box(painter, track, 3, theme.color("accent"))
