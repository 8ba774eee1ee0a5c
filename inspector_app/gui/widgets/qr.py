"""A QR code, sharp at any scale: whole device pixels, dark on white in either scheme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.domain.report.values import QrMatrix
from inspector_app.gui import paint
from inspector_app.gui.theme import Theme

WHITE: Final = QColor("#FFFFFF")
BLACK: Final = QColor("#000000")


class QrCode(QWidget):
    """Shows a code; cameras read dark squares on a white plate, also where the page is dark."""

    def __init__(
        self,
        theme: Theme,
        matrix: QrMatrix,
        name: str,
        square: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._matrix, self._square = theme, matrix, square
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = (self._matrix.size + 2 * self._matrix.quiet) * self._square
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        matrix, painter = self._matrix, QPainter(self)
        paint.box(painter, QRectF(self.rect()), 6, WHITE)
        ratio = self.devicePixelRatioF()
        squares = matrix.size + 2 * matrix.quiet
        pixels = int(min(self.width(), self.height()) * ratio) // squares
        side = pixels / ratio  # whole pixels of the screen: no square is blurred
        left = round((self.width() * ratio - pixels * squares) / 2) / ratio
        for y in range(matrix.size):
            for x in range(matrix.size):
                if matrix.is_dark(x, y):
                    place = QRectF(
                        left + (x + matrix.quiet) * side,
                        left + (y + matrix.quiet) * side,
                        side,
                        side,
                    )
                    painter.fillRect(place, BLACK)
