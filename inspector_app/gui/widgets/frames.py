"""Containers and texts: label, card, separator, empty state, banner, caption over a field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.indicators import Tone, tint

CARD_RADIUS: Final = 10.0
_TONE_ICONS: Final = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.GOOD: "check",
    Tone.WARN: "alert",
    Tone.BAD: "alert",
}


class Label(QLabel):
    """Plain text in one of the interface's sizes; wraps when asked."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        size: float = 14,
        weight: int = REGULAR,
        ink: str = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._theme, self._size, self._weight, self._ink = theme, size, weight, ink
        self.setWordWrap(wrap)
        if selectable:
            flags = type(self.textInteractionFlags())
            self.setTextInteractionFlags(flags.TextSelectableByMouse)
        self._restyle()
        theme.watch(self._restyle)

    def setText(self, text: str) -> None:
        # never rich text; only asked for where it matters, for it loads the Qt namespace (38 ms)
        if "<" in text:
            self.setTextFormat(type(self.textFormat()).PlainText)
        super().setText(text)

    def set_ink(self, ink: str) -> None:
        """Change the colour."""
        self._ink = ink
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._size, self._weight))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._ink))
        self.setPalette(palette)


class Surface(QWidget):
    """A plain area painted with one colour, with an optional line at one edge.

    Args:
        edge: ``top``, ``bottom``, ``left``, ``right`` or empty.
    """

    def __init__(
        self,
        theme: Theme,
        fill: str = "surface",
        *,
        edge: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._fill, self._edge = theme, fill, edge
        theme.watch(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, self._theme.color(self._fill))
        lines = {
            "top": QRectF(0, 0, rect.width(), 1),
            "bottom": QRectF(0, rect.height() - 1, rect.width(), 1),
            "left": QRectF(0, 0, 1, rect.height()),
            "right": QRectF(rect.width() - 1, 0, 1, rect.height()),
        }
        if self._edge in lines:
            painter.fillRect(lines[self._edge], self._theme.color("border"))


class Card(QWidget):
    """A framed area with rounded corners; give it a layout.

    Args:
        fill: the colour's token.
        border: the border's ink; change it with :meth:`set_border` to show a state.
    """

    def __init__(
        self,
        theme: Theme,
        fill: str = "surface",
        border: str = "border",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._fill, self._border, self._width = theme, fill, border, 1.0
        theme.watch(self.update)

    def set_border(self, ink: str, width: float = 1.0) -> None:
        """Change the border."""
        self._border, self._width = ink, width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color
        paint.box(
            painter,
            QRectF(self.rect()),
            CARD_RADIUS,
            color(self._fill),
            color(self._border),
            self._width,
        )


class Line(QWidget):
    """A thin separator."""

    def __init__(
        self, theme: Theme, *, is_vertical: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        if is_vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.watch(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("border"))


class Glyph(QWidget):
    """An icon as a widget, optionally on a round tint."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        size: int = 20,
        ink: str = "muted",
        *,
        disc: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._size, self._ink = theme, icon, size, ink
        self._disc = disc
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)

    def show_icon(self, icon: str, ink: str) -> None:
        """Change icon and colour."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._disc:
            paint.box(painter, rect, rect.width() / 2, self._theme.color(self._disc))
            inset = rect.width() * 0.25
            rect = rect.adjusted(inset, inset, -inset, -inset)
        icons.draw(painter, self._icon, rect, self._theme.color(self._ink), 1.7)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class EmptyState(QWidget):
    """Icon, sentence, explanation and, if any, the one thing to do next."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        text: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(Glyph(theme, icon, 52, "accent_text", disc="accent_soft"))
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(6)
        self.title = Label(theme, title, 16, SEMIBOLD, wrap=True)
        self.text = Label(theme, text, 14, REGULAR, "muted", wrap=True)
        for label in (self.title, self.text):
            center = type(label.alignment()).AlignHCenter
            label.setAlignment(center)
            column.addWidget(label)
        self.text.setVisible(bool(text))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def add_button(self, button: QWidget) -> None:
        """Put a button under the text."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)


class Banner(QWidget):
    """A message in the page: what happened and what to do; stays until closed or replaced.

    Signals:
        closed: the person closed it.
    """

    closed = Signal()

    def __init__(self, theme: Theme, close_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tone = theme, Tone.BAD
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(10)
        self._glyph = Glyph(theme, "alert", 20, "bad")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self._title = Label(theme, "", 14, MEDIUM, wrap=True, selectable=True)
        self._remedy = Label(theme, "", 13, REGULAR, "muted", wrap=True, selectable=True)
        texts.addWidget(self._title)
        texts.addWidget(self._remedy)
        self._action = Button(theme, "", ButtonKind.GHOST)
        self._action.hide()
        self._close = IconButton(theme, "close", close_name, size=28)
        self._close.clicked.connect(self._on_close)
        row.addWidget(self._glyph)
        row.addLayout(texts, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.watch(self.update)
        self.hide()

    def show_message(self, title: str, remedy: str = "", tone: Tone = Tone.BAD) -> None:
        """Show a message; the remedy stands under it in smaller letters."""
        self._tone = tone
        self._title.setText(title)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._glyph.show_icon(_TONE_ICONS[tone], tint(tone)[1])
        self.setAccessibleName(title)
        self.setAccessibleDescription(remedy)
        self.show()
        self.update()

    def action(self, text: str) -> Button:
        """Show and return the action button (connect ``clicked`` once)."""
        self._action.set_text(text)
        self._action.show()
        return self._action

    def clear(self) -> None:
        """Hide it."""
        self._title.clear()
        self.hide()

    def title(self) -> str:
        """What it says."""
        return self._title.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, ink = tint(self._tone)
        color = self._theme.color
        paint.box(painter, QRectF(self.rect()), 8, color(fill), color(ink))

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
