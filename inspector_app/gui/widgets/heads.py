"""The head of a page: its title and its buttons, one under the other where both do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.gui.fonts import SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import row

_GAP = 8


class PageHead(QWidget):
    """Nothing of it is ever cut: a narrow page gets two lines."""

    def __init__(
        self, theme: Theme, title: str, buttons: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(theme, title, 20, SEMIBOLD)
        self._tools: QHBoxLayout = row(None, *buttons, spacing=_GAP)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.addWidget(self._title)
        self._box.addLayout(self._tools, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of its two lines."""
        wide = max(self._title.sizeHint().width(), self._tools.minimumSize().width())
        return QSize(wide, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._title.sizeHint().width() + self._tools.minimumSize().width() + 3 * _GAP
        fits = wanted <= self.width()
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
