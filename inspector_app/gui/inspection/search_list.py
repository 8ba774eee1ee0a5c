"""The list under the search field: questions found, most fitting first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.items import Place
from inspector_app.gui.inspection.search import SearchEntry, search
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

ROW: Final = 46


class SearchList(QWidget):
    """Painted results; the keyboard stays in the field.

    Signals:
        chosen(Place): jump there.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._index: tuple[SearchEntry, ...] = ()
        self.results: tuple[SearchEntry, ...] = ()
        self.current = 0
        self._typed = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Kết quả tìm"))
        self.hide()

    def set_index(self, index: tuple[SearchEntry, ...]) -> None:
        """What can be found."""
        self._index = index

    def filter(self, typed: str) -> None:
        """Show what fits the typed words."""
        self._typed = typed
        self.results = search(self._index, typed)
        self.current = 0
        if not typed.strip():
            self.hide()
            return
        rows = max(1, len(self.results))
        self.setFixedHeight(rows * self._theme.px(ROW) + 12)
        self._tell()
        self.show()
        self.raise_()
        self.update()

    def take_key(self, key: int) -> bool:
        """Arrows move, Enter jumps, Escape closes; True when something was chosen or closed."""
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.results:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.current = (self.current + step) % len(self.results)
            self._tell()
            self.update()
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.results:
            self._choose(self.results[self.current].place)
            return True
        return False

    def _choose(self, place: Place) -> None:
        self.hide()
        self.chosen.emit(place)

    def _tell(self) -> None:
        if self.results:
            one = self.results[self.current]
            self.setAccessibleDescription(f"{one.code} {one.label}")

    def _row(self, y: float) -> int:
        return int((y - 6) // self._theme.px(ROW))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        row = self._row(event.position().y())
        if 0 <= row < len(self.results) and row != self.current:
            self.current = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump."""
        row = self._row(event.position().y())
        if 0 <= row < len(self.results):
            self._choose(self.results[row].place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Code, question, section."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 8, theme.color("surface"), theme.color("input_border"))
        tall = theme.px(ROW)
        if not self.results:
            text = _("Không có câu nào khớp «{typed}»").format(typed=self._typed)
            area = QRectF(16, 6, rect.width() - 32, tall)
            inking.draw_line(painter, theme, area, text, 13, theme.color("muted"))
        for place, one in enumerate(self.results):
            row = QRectF(6, 6 + place * tall, rect.width() - 12, tall)
            if place == self.current:
                paint.box(painter, row, 6, theme.color("accent_soft"))
            code = QRectF(row.left() + 10, row.top(), theme.px(40), row.height())
            font = theme.font(13, fonts.SEMIBOLD)
            paint.text(painter, code, one.code, font, theme.color("accent_text"))
            left = row.left() + theme.px(54)
            wide = row.right() - left - 8
            first = QRectF(left, row.top() + 4, wide, theme.px(20))
            inking.draw_line(
                painter, theme, first, one.label, 13.5, theme.color("text"), fonts.MEDIUM
            )
            second = QRectF(left, row.top() + theme.px(23), wide, theme.px(18))
            inking.draw_line(painter, theme, second, one.detail, 12, theme.color("muted"))
