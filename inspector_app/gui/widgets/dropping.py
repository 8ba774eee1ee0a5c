"""A place to drop files on; a click chooses them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton


class FileDrop(PaintedButton):
    """What all places to drop files on share; subclasses paint, lit while ``_is_over``.

    Signals:
        dropped(object): the list of paths.
    """

    dropped = Signal(object)

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._is_over = False
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            self._is_over = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._is_over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._is_over = False
        self.update()
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


class DropZone(FileDrop):
    """Where files are dropped; a click chooses them."""

    def __init__(self, theme: Theme, text: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent)
        self._second = second
        self.setAccessibleDescription(second)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(108))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        is_lit = self._is_over or self._is_hovered
        fill = "accent_soft" if is_lit else "surface"
        border = "accent" if is_lit else "input_border"
        paint.box(painter, rect, 10, theme.color(fill), theme.color(border), 1.3, dashed=True)
        side = float(theme.px(26))
        top = rect.center().y() - theme.px(38)  # icon and two lines stand in the middle
        icon = QRectF(rect.center().x() - side / 2, top, side, side)
        icons.draw(painter, "download", icon, theme.color("accent_text"), 1.8)
        title = QRectF(rect.x(), icon.bottom() + 4, rect.width(), theme.px(22))
        paint.text(
            painter, title, self.text(), theme.font(14, MEDIUM), theme.color("text"), paint.CENTER
        )
        below = QRectF(rect.x(), title.bottom(), rect.width(), theme.px(18))
        paint.text(
            painter, below, self._second, theme.font(12.5), theme.color("muted"), paint.CENTER
        )
        if self.hasFocus():
            paint.focus_ring(painter, rect, 10, theme.color("focus"))
