"""The list under a field in which one types to find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

_SHOWN: Final = 8
_ROW: Final = 34


class FoundList(QFrame):
    """The list under the field: painted lines; the keyboard stays in the field.

    Signals:
        picked(str): a line was clicked.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.lines: tuple[Offer, ...] = ()
        self.checked: frozenset[str] = frozenset()
        self.current = 0
        self.words = ""
        self._top = 0
        self._rest = 0

    def show_lines(
        self, lines: Sequence[Offer], checked: frozenset[str], under: QWidget, current: int = 0
    ) -> None:
        """Show what was found under a field."""
        self.lines, self.checked = tuple(lines), checked
        self.current = min(max(current, 0), max(len(lines) - 1, 0))
        self._scroll()
        rows = max(1, min(len(lines), _SHOWN))
        more = self._theme.px(24) if len(lines) > _SHOWN else 0
        self.resize(under.width(), rows * self._theme.px(_ROW) + 10 + more)
        self.move(under.mapToGlobal(QPoint(0, under.height() + 3)))
        self.show()
        self.raise_()
        self.update()

    def showEvent(self, event: object) -> None:
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def hideEvent(self, event: object) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It would hang in the air when what lies under it scrolls or goes."""
        kind = event.type()
        outside = watched is not self and isinstance(watched, QWidget)
        if kind == QEvent.Type.ApplicationDeactivate or (kind == QEvent.Type.Wheel and outside):
            self.hide()
        return False

    def step(self, step: int) -> None:
        """Move the mark."""
        if self.lines:
            self.current = (self.current + step) % len(self.lines)
            self._scroll()
            self.update()

    @property
    def marked(self) -> Offer | None:
        """The line that Enter chooses."""
        return self.lines[self.current] if self.lines else None

    def _scroll(self) -> None:
        if self.current < self._top:
            self._top = self.current
        elif self.current >= self._top + _SHOWN:
            self._top = self.current - _SHOWN + 1
        self._top = max(0, min(self._top, len(self.lines) - _SHOWN))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme.color("surface"))
        paint.box(painter, rect, 0, theme.color("surface"), theme.color("input_border"))
        tall = theme.px(_ROW)
        if not self.lines:
            area = rect.adjusted(14, 0, -8, 0)
            inking.draw_line(painter, theme, area, self.words, 13, theme.color("muted"))
            return
        for place, one in enumerate(self.lines[self._top : self._top + _SHOWN]):
            line = QRectF(5, 5 + place * tall, rect.width() - 10, tall)
            if self._top + place == self.current:
                paint.box(painter, line, 5, theme.color("accent_soft"))
            is_on = one.name in self.checked
            if is_on:
                mark = QRectF(line.left() + 8, line.center().y() - 8, 16, 16)
                icons.draw(painter, "check", mark, theme.color("accent_text"), 2.0)
            ink = theme.color("bad" if one.is_stray else "accent_text" if is_on else "text")
            area = line.adjusted(32, 0, -8, 0)
            weight = fonts.MEDIUM if is_on else fonts.REGULAR
            inking.draw_line(painter, theme, area, one.label, 13.5, ink, weight)
        if len(self.lines) > _SHOWN:
            foot = QRectF(14, rect.bottom() - theme.px(26), rect.width() - 28, theme.px(22))
            words = _("{shown}/{count} lựa chọn · gõ để lọc").format(
                shown=f"{self._top + 1}–{self._top + _SHOWN}", count=len(self.lines)
            )
            inking.draw_line(painter, theme, foot, words, 12, theme.color("muted"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mark(event)
        if self.marked is not None:
            self.picked.emit(self.marked.name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._rest += event.angleDelta().y()
        while abs(self._rest) >= 60:
            step = -1 if self._rest > 0 else 1
            self._rest += 60 * step
            if 0 <= self.current + step < len(self.lines):
                self.step(step)
        event.accept()

    def _mark(self, event: QMouseEvent) -> None:
        y = event.position().y()
        place = self._top + int((y - 5) // self._theme.px(_ROW))
        if self._top <= place < min(self._top + _SHOWN, len(self.lines)):
            self.current = place
            self.update()
