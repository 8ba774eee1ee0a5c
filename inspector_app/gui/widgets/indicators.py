"""Small marks that say a state: saved pill, progress ring, spinner, chip, badge."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton, paint_spinner


class Tone(StrEnum):
    """The colour family of a mark: neutral, accent, good, warning, bad."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


_TINTS: Final = {
    Tone.NEUTRAL: ("hover", "muted"),
    Tone.ACCENT: ("accent_soft", "accent_text"),
    Tone.GOOD: ("good_soft", "good"),
    Tone.WARN: ("warn_soft", "warn"),
    Tone.BAD: ("bad_soft", "bad"),
}


def tint(tone: Tone) -> tuple[str, str]:
    """Token names (fill, text) of a tone."""
    return _TINTS[tone]


class SaveState(StrEnum):
    """What the saved pill says."""

    IDLE = "idle"
    TYPING = "typing"
    WAITING = "waiting"
    SAVED = "saved"
    FAILED = "failed"


_STATE_LOOK: Final = {
    SaveState.IDLE: (Tone.NEUTRAL, "lock"),
    SaveState.TYPING: (Tone.NEUTRAL, "pen"),
    SaveState.WAITING: (Tone.ACCENT, "clock"),
    SaveState.SAVED: (Tone.GOOD, "check"),
    SaveState.FAILED: (Tone.BAD, "alert"),
}


class Pill(QWidget):
    """A rounded label with an icon; :meth:`show_state` makes it the saved pill."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._tone, self._icon_name = text, tone, icon
        self.state = SaveState.IDLE
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)

    def text(self) -> str:
        """What it says."""
        return self._text

    def show_state(self, state: SaveState, text: str) -> None:
        """Show one of the states of saving; the caller gives the (translated) words."""
        self.state = state
        tone, icon = _STATE_LOOK[state]
        self.show_text(text, tone, icon)

    def show_text(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show any text."""
        if (text, tone, icon) == (self._text, self._tone, self._icon_name):
            return
        self._text, self._tone, self._icon_name = text, tone, icon
        self.setAccessibleName(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        width = self._theme.metrics(13, MEDIUM).horizontalAdvance(self._text) + 22
        if self._icon_name:
            width += self._theme.px(15) + 6
        return QSize(round(width), self._theme.px(25))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        fill, ink = tint(self._tone)
        paint.box(painter, rect, rect.height() / 2, theme.color(fill))
        x = 11.0
        if self._icon_name:
            side = float(theme.px(15))
            box = QRectF(x, rect.center().y() - side / 2, side, side)
            icons.draw(painter, self._icon_name, box, theme.color(ink), 1.7)
            x += side + 6
        place = QRectF(x, 0, rect.width() - x, rect.height())
        paint.text(painter, place, self._text, theme.font(13, MEDIUM), theme.color(ink))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Ring(QWidget):
    """A progress ring with a percentage or, when complete and free of errors, a check mark."""

    def __init__(
        self,
        theme: Theme,
        size: int = 28,
        *,
        has_text: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._size, self._has_text = theme, size, has_text
        self._done, self._total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self._done / self._total if self._total else 0.0

    def set_progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``."""
        if (done, total) != (self._done, self._total):
            self._done, self._total = done, total
            self.setAccessibleName(f"{done}/{total}")
            self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_ring(painter, rect, self._theme, self._done, self._total)
        if self._has_text:
            text = f"{round(100 * self.share)}%"
            font = self._theme.font(self._size * 0.27, SEMIBOLD)
            paint.text(painter, rect, text, font, self._theme.color("text"), paint.CENTER)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def paint_ring(painter: QPainter, rect: QRectF, theme: Theme, done: int, total: int) -> None:
    """A progress ring for delegates: blue while open, green with a check mark when complete."""
    thickness = max(2.6, rect.width() / 11)
    is_complete = total > 0 and done >= total
    color = theme.color("good" if is_complete else "accent")
    share = done / total if total else 0.0
    paint.ring(painter, rect, share, color, theme.color("track"), thickness)
    if is_complete and rect.width() < 40:
        inset = rect.width() * 0.27
        icons.draw(painter, "check", rect.adjusted(inset, inset, -inset, -inset), color, 1.8)


class Spinner(QWidget):
    """Turns while it is visible."""

    def __init__(self, theme: Theme, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size, self._turn = theme, size, 0
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._on_turn)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_spinner(painter, QRectF(self.rect()), self._turn, self._theme)

    def _on_turn(self) -> None:
        self._turn = (self._turn + 14) % 360
        self.update()


class Chip(PaintedButton):
    """A checkable filter with a count."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        count: int | None = None,
        tone: Tone = Tone.WARN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._count, self._tone = count, tone
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """Change the number; None hides it."""
        if count != self._count:
            self._count = count
            self._restyle()

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics(13, MEDIUM)
        width = metrics.horizontalAdvance(self.text()) + 24
        if self._count is not None:
            width += metrics.horizontalAdvance(str(self._count)) + 8
        return QSize(round(width), self._theme.px(29))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        radius = rect.height() / 2
        if self.isChecked():
            paint.box(painter, rect, radius, theme.color("accent_soft"), theme.color("accent"))
            ink = "accent_text"
        else:
            fill = "hover" if self._is_hovered else "surface"
            paint.box(painter, rect, radius, theme.color(fill), theme.color("border"))
            ink = "text"
        font, metrics = theme.font(13, MEDIUM), theme.metrics(13, MEDIUM)
        place = rect.adjusted(12, 0, -4, 0)
        paint.text(painter, place, self.text(), font, theme.color(ink))
        if self._count is not None:
            place.setLeft(place.left() + metrics.horizontalAdvance(self.text()) + 8)
            mark = "accent_text" if self.isChecked() else tint(self._tone)[1]
            if not self._count and not self.isChecked():
                mark = "faint"
            paint.text(
                painter, place, str(self._count), theme.font(13, SEMIBOLD), theme.color(mark)
            )
        if self.hasFocus():
            paint.focus_ring(painter, rect, radius, theme.color("focus"))
