"""A large choice: a card with a value and who stands behind it, exclusive among its siblings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton


class OptionCard(PaintedButton):
    """One of the values that people wrote.

    Args:
        letter: ``A``, ``B`` … as the keys and the explanation name it.
        value: the value in words; long texts wrap.
        who: author, device and time.
    """

    def __init__(
        self,
        theme: Theme,
        letter: str,
        value: str,
        who: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, value, parent)
        self._letter, self._who = letter, who
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(f"{letter}: {value}")
        self.setAccessibleDescription(" ".join(who))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = self._theme
        lines = theme.metrics(16, MEDIUM).boundingRect(
            QRectF(0, 0, max(width - 36, 60), 4000), paint.WRAP, self.text()
        )
        return round(lines.height()) + theme.px(92)

    def sizeHint(self) -> QSize:
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        is_on = self.isChecked()
        fill = "accent_soft" if is_on else "hover" if self._is_hovered else "surface"
        border = "accent" if is_on else "input_border"
        paint.box(painter, rect, 10, theme.color(fill), theme.color(border), 2.0 if is_on else 1.0)
        side = float(theme.px(26))
        disc = QRectF(16, 16, side, side)
        paint.box(painter, disc, 7, theme.color("accent" if is_on else "hover"))
        ink = "on_accent" if is_on else "muted"
        paint.text(
            painter, disc, self._letter, theme.font(13, SEMIBOLD), theme.color(ink), paint.CENTER
        )
        author, where = self._who
        room = rect.width() - disc.right() - 26
        upper = QRectF(disc.right() + 10, disc.y() - 4, room, theme.px(18))
        lower = QRectF(upper.x(), upper.bottom(), room, theme.px(17))
        author = paint.shortened(author, theme.metrics(13, SEMIBOLD), room)
        where = paint.shortened(where, theme.metrics(12.5), room)
        paint.text(painter, upper, author, theme.font(13, SEMIBOLD), theme.color("text"))
        paint.text(painter, lower, where, theme.font(12.5), theme.color("muted"))
        value = QRectF(18, disc.bottom() + 14, rect.width() - 36, rect.height())
        paint.text(
            painter,
            value,
            self.text(),
            theme.font(16, MEDIUM),
            theme.color("text"),
            paint.TOP_LEFT | paint.WRAP,
        )
        if self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), 7, theme.color("focus"))
