"""A picture of the evidence, as large as the window: shown from the vault, never put on disk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.inspection.form_pictures import draw_picture, fitted
from inspector_app.gui.theme import Theme


class _Sheet(QWidget):
    """The picture in the middle."""

    def __init__(self, theme: Theme, image: QImage, name: str, room: QSize) -> None:
        super().__init__()
        self._theme, self._image = theme, image
        self.setAccessibleName(name)
        self.setMinimumSize(fitted(image, room))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        size = fitted(self._image, self.size())
        area = QRectF(0, 0, size.width(), size.height())
        area.moveCenter(QRectF(self.rect()).center())
        draw_picture(painter, self._image, area)


class PictureView(Dialog):
    """One picture; Esc closes."""

    def __init__(self, theme: Theme, name: str, image: QImage, parent: QWidget) -> None:
        super().__init__(theme, name, "", parent)
        window = parent.window().size()
        room = QSize(max(320, window.width() - 200), max(240, window.height() - 240))
        self.body.addWidget(_Sheet(theme, image, name, room), 1)
        self.buttons.addStretch(1)
        self.add_close().setFocus()
