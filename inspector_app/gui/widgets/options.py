"""A large choice: a card with a letter and rich text, exclusive among its siblings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton

_PAD = 16
_LEAST = 96


class OptionCard(PaintedButton):
    """One of the values that people wrote.

    Args:
        letter: ``A``, ``B`` … as the keys and the explanation name it.
        value: the value in words, for the screen reader.
        about: who stands behind it and what else the card says, for the screen reader.
        html: makes the card's text in the theme's colours; asked again when they change.
    """

    def __init__(
        self,
        theme: Theme,
        letter: str,
        value: str,
        about: str,
        html: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, value, parent)
        self._letter, self._html = letter, html
        self._is_taken = False
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(f"{letter}: {value}")
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._write()

    def set_taken(self, is_taken: bool) -> None:
        """Mark it as what was decided."""
        self._is_taken = is_taken
        self.update()

    def text_shown(self) -> str:
        """Everything that the card says, as plain text."""
        return self._document.toPlainText()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(max(width - 2 * _PAD, 60))
        return max(round(self._document.size().height()) + 2 * _PAD, self._theme.px(_LEAST))

    def sizeHint(self) -> QSize:
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(_LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        is_on = self.isChecked()
        fill = "hover" if self._is_hovered and self.isEnabled() else "surface"
        border = "input_border" if self.isEnabled() else "border"
        if is_on:
            fill, border = "accent_soft", "accent"
        elif self._is_taken:
            fill, border = "good_soft", "good"
        is_strong = is_on or self._is_taken
        paint.box(
            painter, rect, 10, theme.color(fill), theme.color(border), 2.0 if is_strong else 1.0
        )
        side = float(theme.px(26))
        disc = QRectF(_PAD, _PAD, side, side)
        if self._is_taken and not is_on:
            paint.box(painter, disc, 7, theme.color("good"))
            ink = theme.color("surface")
            icons.draw(painter, "check", disc.adjusted(5, 5, -5, -5), ink, 2.2)
        else:
            paint.box(painter, disc, 7, theme.color("accent" if is_on else "hover"))
            paint.text(
                painter,
                disc,
                self._letter,
                theme.font(13, SEMIBOLD),
                theme.color("on_accent" if is_on else "muted"),
                paint.CENTER,
            )
        self._document.setTextWidth(max(rect.width() - 2 * _PAD, 60))
        painter.save()
        painter.translate(QPointF(_PAD, _PAD))
        self._document.drawContents(painter)
        painter.restore()
        if self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), 7, theme.color("focus"))

    def _write(self) -> None:
        self._document.setDefaultFont(self._theme.font(14))
        self._document.setHtml(self._html())

    def _restyle(self) -> None:
        if hasattr(self, "_document"):
            self._write()
        super()._restyle()
