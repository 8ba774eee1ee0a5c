"""Two columns side by side, or one under the other where both do not fit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget


class Columns(QWidget):
    """Nothing of either is ever cut."""

    def __init__(
        self, left: QVBoxLayout, right: QVBoxLayout, shares: tuple[int, int], spacing: int = 16
    ) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setSpacing(spacing)
        for one, share in zip((left, right), shares, strict=True):
            self._box.addLayout(one, share)

    def set_margins(self, left: int, top: int, right: int, bottom: int) -> None:
        """Room around both, in pixels."""
        self._box.setContentsMargins(left, top, right, bottom)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two."""
        room = self._box.contentsMargins()
        wide = max(self._left.minimumSize().width(), self._right.minimumSize().width())
        return QSize(wide + room.left() + room.right(), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self._box.contentsMargins()
        least = self._left.minimumSize().width() + self._right.minimumSize().width()
        fits = least + self._box.spacing() + room.left() + room.right() <= self.width()
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
