"""A thin scroll bar with own paint, and scroll areas that use it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from inspector_app.gui import paint
from inspector_app.gui.theme import Theme

THICK = 12


class ThinBar(QScrollBar):
    """A handle without arrows; grows darker under the pointer."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.watch(self.update)

    def sizeHint(self) -> QSize:
        """Thin."""
        if self.orientation() == Qt.Orientation.Vertical:
            return QSize(THICK, 40)
        return QSize(40, THICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the handle."""
        if self.maximum() <= self.minimum():
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        area = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        is_tall = self.orientation() == Qt.Orientation.Vertical
        inset = (3, 1, -3, -1) if is_tall else (1, 3, -1, -3)
        ink = "faint" if self.underMouse() else "input_border"
        color = self._theme.color(ink).toRgb()
        color.setAlpha(255 if self.underMouse() else 130)
        paint.box(QPainter(self), QRectF(area.adjusted(*inset)), 3, color)


def soften(area: QAbstractScrollArea, theme: Theme) -> None:
    """Thin bars, no frame, the ground of what lies behind."""
    area.setVerticalScrollBar(ThinBar(theme, Qt.Orientation.Vertical))
    area.setHorizontalScrollBar(ThinBar(theme, Qt.Orientation.Horizontal))
    area.setFrameShape(QFrame.Shape.NoFrame)


def scroller(theme: Theme, body: QWidget, name: str) -> QScrollArea:
    """An area that scrolls a body up and down and shows the ground behind it."""
    area = QScrollArea()
    prepare(area, theme, body, name)
    return area


def prepare(area: QScrollArea, theme: Theme, body: QWidget, name: str) -> None:
    """Make an existing area one like :func:`scroller`."""
    soften(area, theme)
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
