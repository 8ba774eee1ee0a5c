"""Buttons with own paint: primary, secondary, ghost, danger; icon buttons and links."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, SEMIBOLD
from inspector_app.gui.theme import Theme

HEIGHT: Final = 36
RADIUS: Final = 7.0
_ENTER_KEYS: Final = (0x01000004, 0x01000005)  # Qt::Key_Return, Qt::Key_Enter
_SPINNER_MS: Final = 40


class ButtonKind(StrEnum):
    """How loud a button is; a page has one primary button at most."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class _Colours:
    fill: str | None
    border: str | None
    text: str


_NORMAL: Final = {
    ButtonKind.PRIMARY: _Colours("accent", None, "on_accent"),
    ButtonKind.SECONDARY: _Colours("surface", "input_border", "text"),
    ButtonKind.GHOST: _Colours(None, None, "accent_text"),
    ButtonKind.DANGER: _Colours("surface", "bad", "bad"),
}
_HOVER: Final = {
    ButtonKind.PRIMARY: _Colours("accent_hover", None, "on_accent"),
    ButtonKind.SECONDARY: _Colours("hover", "input_border", "text"),
    ButtonKind.GHOST: _Colours("hover", None, "accent_text"),
    ButtonKind.DANGER: _Colours("bad_soft", "bad", "bad"),
}


class PaintedButton(QAbstractButton):
    """What all painted buttons share: hover, Enter as click, accessible name, theme."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_hovered = False
        self.setText(text)
        self.setAccessibleName(text)
        theme.watch(self._restyle)

    def set_text(self, text: str) -> None:
        """Change text and accessible name together."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS:
            self.click()
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Button(PaintedButton):
    """A push button.

    Args:
        icon: name of an icon drawn before the text, or empty.
        count: shown as a badge after the text when not None.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self.kind = kind
        self._icon_name = icon
        self._count: int | None = None
        self._turn = 0
        self._timer: QTimer | None = None
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def is_busy(self) -> bool:
        """Whether the button shows its spinner."""
        return self._timer is not None

    def set_busy(self, is_busy: bool) -> None:
        """Show a spinner instead of the icon and refuse clicks while work runs."""
        if is_busy == self.is_busy:
            return
        if is_busy:
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._on_turn)
            self._timer.start(_SPINNER_MS)
        elif self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None
        self.setEnabled(not is_busy)
        self.updateGeometry()
        self.update()

    def set_count(self, count: int | None) -> None:
        """The number in the badge; None hides it."""
        if count != self._count:
            self._count = count
            self.setAccessibleDescription("" if count is None else str(count))
            self.updateGeometry()
            self.update()

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._theme.metrics(14, SEMIBOLD).horizontalAdvance(self.text())
        if self._icon_name or self.is_busy:
            width += self._theme.px(18) + (8 if self.text() else 0)
        if self._count is not None:
            width += self._badge_width() + 8
        side = 12 if self.kind is ButtonKind.GHOST else 16
        return QSize(round(width) + 2 * side, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        look = (_HOVER if self._is_hovered and self.isEnabled() else _NORMAL)[self.kind]
        rect = QRectF(self.rect())
        fill, text = look.fill, look.text
        border = look.border
        if not self.isEnabled():
            text = "faint"
            border = "border" if border else None
            fill = "track" if self.kind is ButtonKind.PRIMARY else fill
        paint.box(
            painter,
            rect,
            RADIUS,
            theme.color(fill) if fill else None,
            theme.color(border) if border else None,
        )
        self._paint_content(painter, rect, text)
        if self.hasFocus():
            ring = "on_accent" if self.kind is ButtonKind.PRIMARY else "focus"
            inset = 2.0 if self.kind is ButtonKind.PRIMARY else 0.0
            paint.focus_ring(
                painter,
                rect.adjusted(inset, inset, -inset, -inset),
                RADIUS - inset,
                theme.color(ring),
            )

    def _badge_width(self) -> float:
        return max(
            self._theme.metrics(12, SEMIBOLD).horizontalAdvance(str(self._count)) + 12,
            self._theme.px(20),
        )

    def _paint_content(self, painter: QPainter, rect: QRectF, ink: str) -> None:
        theme = self._theme
        color = theme.color(ink)
        font = theme.font(14, MEDIUM if self.kind is ButtonKind.GHOST else SEMIBOLD)
        width = theme.metrics(14, SEMIBOLD).horizontalAdvance(self.text())
        mark = float(theme.px(18)) if self._icon_name or self.is_busy else 0.0
        gap = 8.0 if mark and self.text() else 0.0
        badge = self._badge_width() + 8 if self._count is not None else 0.0
        x = rect.center().x() - (width + mark + gap + badge) / 2
        if self.kind is ButtonKind.GHOST and rect.width() > width + mark + gap + badge + 24:
            x = rect.x() + 12
        if mark:
            box = QRectF(x, rect.center().y() - mark / 2, mark, mark)
            if self.is_busy:
                paint_spinner(painter, box, self._turn, theme, ink)
            else:
                icons.draw(painter, self._icon_name, box, color, 1.7)
        text_rect = QRectF(x + mark + gap, rect.y(), width + 2, rect.height())
        paint.text(painter, text_rect, self.text(), font, color)
        if self._count is not None:
            place = QRectF(
                text_rect.right() + 6, rect.center().y() - theme.px(10), badge - 8, theme.px(20)
            )
            tint = ("bad_soft", "bad") if self._count else ("hover", "muted")
            paint.box(painter, place, place.height() / 2, theme.color(tint[0]))
            paint.text(
                painter,
                place,
                str(self._count),
                theme.font(12, SEMIBOLD),
                theme.color(tint[1]),
                paint.CENTER,
            )

    def _on_turn(self) -> None:
        self._turn = (self._turn + 14) % 360
        self.update()


class IconButton(PaintedButton):
    """A square button with an icon only; ``text`` is its name and tooltip."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str,
        *,
        size: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, parent)
        self._icon_name = icon
        self._size = size
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, text: str = "") -> None:
        """Change the icon and, when given, the name."""
        self._icon_name = name
        if text:
            self.set_text(text)
            self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        is_on = self.isCheckable() and self.isChecked()
        if is_on or (self._is_hovered and self.isEnabled()):
            paint.box(painter, rect, RADIUS, self._theme.color("accent_soft" if is_on else "hover"))
        ink = "faint" if not self.isEnabled() else "accent_text" if is_on else "muted"
        side = min(rect.width(), rect.height()) * 0.56
        box = QRectF(0, 0, side, side)
        box.moveCenter(rect.center())
        icons.draw(painter, self._icon_name, box, self._theme.color(ink), 1.7)
        if self.hasFocus():
            paint.focus_ring(painter, rect, RADIUS, self._theme.color("focus"))


def paint_spinner(
    painter: QPainter, box: QRectF, degrees: int, theme: Theme, ink: str = "accent"
) -> None:
    """A turning three-quarter ring."""
    painter.save()
    painter.translate(box.center())
    painter.rotate(degrees)
    half = box.width() / 2
    color = theme.color(ink)
    faded = color.toRgb()
    faded.setAlpha(60)
    inner = QRectF(QPointF(-half, -half), box.size()).adjusted(1, 1, -1, -1)
    paint.ring(painter, inner, 0.28, color, faded, 2.2)
    painter.restore()
