"""Says how strong a passphrase being chosen is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

STRONG_LENGTH: Final = 20


class StrengthMeter(QWidget):
    """Four bars and a word for the passphrase being chosen; length is what counts."""

    def __init__(self, theme: Theme, minimum: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._minimum = theme, minimum
        self._level = 0
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.measure("")

    @property
    def level(self) -> int:
        """0 too short, 1 weak, 2 fair, 3 good, 4 strong."""
        return self._level

    def measure(self, passphrase: str) -> None:
        """Judge a passphrase by its length and by how many different characters it has."""
        length, variety = len(passphrase), len(set(passphrase.casefold()))
        if length < self._minimum:
            self._level = 0
        elif variety < self._minimum // 2:
            self._level = 1
        elif length < self._minimum + 4:
            self._level = 2
        else:
            self._level = 3 if length < STRONG_LENGTH else 4
        self._word = (
            _("Cần ít nhất {count} ký tự").format(count=self._minimum),
            _("Yếu: lặp lại quá nhiều"),
            _("Tạm được"),
            _("Tốt"),
            _("Mạnh"),
        )[self._level]
        self.setAccessibleName(self._word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        inks = ("faint", "bad", "warn", "good", "good")
        width = 26.0
        y = self.height() / 2 - 2
        for index in range(4):
            fill = inks[self._level] if index < self._level else "track"
            bar = QRectF(index * (width + 4), y, width, 4)
            paint.box(painter, bar, 2, theme.color(fill))
        place = QRectF(4 * (width + 4) + 8, 0, self.width() - 4 * (width + 4) - 8, self.height())
        ink = theme.color(inks[self._level])
        paint.text(painter, place, self._word, theme.font(12.5, MEDIUM), ink)
