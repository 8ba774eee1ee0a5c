"""The headings of a grid: questions above, row numbers at the left."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

HEAD: Final = 58


class Head(QHeaderView):
    """Column headings of up to three lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.px(HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        flatten(self, self._theme)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("border"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        text = str(self.model().headerData(index, self.orientation()) or "")
        area = QRectF(rect).adjusted(7, 5, -6, -4)
        painter.setClipRect(area)
        inking.draw_wrapped(painter, theme, area, text, 12, theme.color("muted"), fonts.MEDIUM)
        painter.restore()


class Numbers(QHeaderView):
    """Row numbers, flat; a click opens the row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setFixedWidth(theme.px(30))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setToolTip(_("Bấm để mở dòng (Ctrl+Enter)"))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        flatten(self, self._theme)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("border"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        font, ink = theme.font(12), theme.color("muted")
        paint.text(painter, QRectF(rect), str(index + 1), font, ink, paint.CENTER)
        painter.restore()


def flatten(header: QHeaderView, theme: Theme) -> None:
    """The part of a heading without sections has the colour of the rest."""
    palette = header.palette()
    wanted = theme.color("sunken")
    if palette.color(QPalette.ColorRole.Window) != wanted:
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button):
            palette.setColor(role, wanted)
        header.setPalette(palette)
