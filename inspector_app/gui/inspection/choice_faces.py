"""How a choice looks: a box with its key, a place on a scale, a bare mark, a tile with a picture."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton

from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.form_pictures import draw_picture, fitted
from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme

HEIGHT: Final = 34
COMPACT_HEIGHT: Final = 28
MARK: Final = 22
PICTURE: Final = QSize(132, 88)
_WRAPPED_CENTRE: Final = paint.HCENTER | paint.TOP | paint.WRAP


class Shape(StrEnum):
    """Which face a choice has."""

    BOX = "box"
    LIKERT = "likert"
    MARK = "mark"
    TILE = "tile"


class Face:
    """Draws one choice upon its button.

    Args:
        number: the key that chooses it; 0 = none is shown.
        compact: the small look of the reported side.
        several: square marks instead of round ones.
    """

    def __init__(
        self,
        theme: Theme,
        offer: Offer,
        number: int,
        *,
        shape: Shape = Shape.BOX,
        compact: bool = False,
        several: bool = False,
    ) -> None:
        self.theme = theme
        self.offer = offer
        self.number = number
        self.shape = shape
        self.compact = compact
        self.several = several
        self.picture: QImage | None = None
        self.is_first = self.is_last = False

    @property
    def size(self) -> float:
        """Text size."""
        return 12.5 if self.compact else 13.5

    # --- measuring

    def natural_width(self) -> int:
        """Wide enough for the label in its heavy weight."""
        theme = self.theme
        text = inking.width_of(theme, self.offer.label, self.size, fonts.MEDIUM)
        wide = int(theme.px(8) + self._badge_room() + text + theme.px(16) + 1)
        if self.shape is Shape.TILE:
            return max(wide, theme.px(PICTURE.width()) + theme.px(16))
        return wide

    def height_for(self, width: int) -> int:
        """Height at a width: a long label takes several lines."""
        theme = self.theme
        if self.shape is Shape.MARK:
            return theme.px(HEIGHT)
        if self.shape is Shape.LIKERT:
            text = inking.height_of(theme, self.offer.label, width - 8, 12.5, fonts.SEMIBOLD)
            return theme.px(MARK) + theme.px(10) + text + theme.px(4)
        least = theme.px(COMPACT_HEIGHT if self.compact else HEIGHT)
        room = width - theme.px(8) - self._badge_room() - theme.px(14)
        text = inking.height_of(theme, self.offer.label, room, self.size, fonts.MEDIUM)
        tall = least if width >= self.natural_width() else max(least, text + theme.px(14))
        if self.shape is Shape.TILE:
            tall += theme.px(PICTURE.height()) + theme.px(8)
        return tall

    def _badge_room(self) -> int:
        return 0 if self.compact or not self.number else self.theme.px(26)

    # --- drawing

    def draw(self, button: QAbstractButton) -> None:
        """Draw the choice in the button's present state."""
        painter = QPainter(button)
        if self.shape is Shape.LIKERT:
            self._draw_likert(painter, button)
        elif self.shape is Shape.MARK:
            rect = QRectF(button.rect())
            self._draw_mark(painter, button, rect.center().x(), rect.center().y())
            if button.hasFocus():
                side = self.theme.px(MARK) + 8
                around = QRectF(0, 0, side, side)
                around.moveCenter(rect.center())
                paint.focus_ring(painter, around, 6, self.theme.color("focus"))
        else:
            self._draw_box(painter, button)

    def _draw_box(self, painter: QPainter, button: QAbstractButton) -> None:
        theme = self.theme
        rect = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        checked, enabled = button.isChecked(), button.isEnabled()
        fill = theme.color("surface" if enabled else "sunken")
        ink = theme.color("text" if enabled else "faint")
        edge = theme.color("border")
        if checked:
            fill = inking.fill_of(theme, self.offer.tone)
            ink = inking.ink_of(theme, self.offer.tone)
            edge = inking.edge_of(theme, self.offer.tone)
        elif button.underMouse() and enabled:
            fill, edge = theme.color("hover"), theme.color("input_border")
        elif enabled:
            edge = theme.color("input_border") if not self.compact else theme.color("border")
        stray = self.offer.is_stray
        paint.box(painter, rect, 6, fill, edge, 1.3 if checked else 1.0, dashed=stray)
        low = self._draw_tile_picture(painter, rect) if self.shape is Shape.TILE else rect
        x = low.left() + theme.px(8)
        if self._badge_room():
            x = self._draw_badge(painter, low, x, checked)
        weight = fonts.SEMIBOLD if checked else fonts.REGULAR
        area = QRectF(x, low.top(), low.right() - x - 2, low.height())
        is_tall = low.height() > theme.px(COMPACT_HEIGHT if self.compact else HEIGHT) + 2
        flags = paint.LEFT_MIDDLE | (paint.WRAP if is_tall else 0)
        paint.text(painter, area, self.offer.label, theme.font(self.size, weight), ink, flags)
        if button.hasFocus():
            paint.focus_ring(painter, rect, 6, theme.color("focus"))

    def _draw_tile_picture(self, painter: QPainter, rect: QRectF) -> QRectF:
        theme = self.theme
        tall = theme.px(PICTURE.height())
        area = QRectF(rect.left() + 6, rect.top() + 6, rect.width() - 12, tall)
        if self.picture is not None:
            size = fitted(self.picture, QSize(int(area.width()), int(area.height())))
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            draw_picture(painter, self.picture, place)
        return QRectF(rect.left(), area.bottom(), rect.width(), rect.bottom() - area.bottom())

    def _draw_badge(self, painter: QPainter, rect: QRectF, x: float, checked: bool) -> float:
        theme = self.theme
        side = theme.px(18)
        box = QRectF(x, rect.center().y() - side / 2, side, side)
        if checked:
            paint.box(painter, box, 4, inking.edge_of(theme, self.offer.tone))
            icons.draw(painter, "check", box.adjusted(3, 3, -3, -3), theme.color("surface"), 2.2)
        else:
            paint.box(painter, box, 4, theme.color("hover"))
            font = theme.font(11, fonts.SEMIBOLD)
            paint.text(painter, box, str(self.number), font, theme.color("muted"), paint.CENTER)
        return x + side + theme.px(8)

    def _draw_likert(self, painter: QPainter, button: QAbstractButton) -> None:
        theme = self.theme
        rect = QRectF(button.rect())
        middle = rect.center().x()
        y = theme.px(MARK) / 2 + 3.0
        gap = theme.px(MARK) / 2 + 3
        line = theme.color("input_border" if button.isEnabled() else "border")
        if not self.is_first:
            painter.fillRect(QRectF(rect.left(), y - 0.75, middle - gap - rect.left(), 1.5), line)
        if not self.is_last:
            painter.fillRect(QRectF(middle + gap, y - 0.75, rect.right() - middle - gap, 1.5), line)
        self._draw_mark(painter, button, middle, y)
        checked = button.isChecked()
        ink = theme.color("text" if button.isEnabled() else "faint")
        if checked:
            ink = inking.ink_of(theme, self.offer.tone)
        top = theme.px(MARK) + theme.px(10)
        area = QRectF(4, top, rect.width() - 8, rect.height() - top)
        font = theme.font(12.5, fonts.SEMIBOLD if checked else fonts.REGULAR)
        paint.text(painter, area, self.offer.label, font, ink, _WRAPPED_CENTRE)
        if button.hasFocus():
            paint.focus_ring(painter, rect, 6, theme.color("focus"))

    def _draw_mark(
        self, painter: QPainter, button: QAbstractButton, middle: float, y: float
    ) -> None:
        theme = self.theme
        side = float(theme.px(MARK))
        box = QRectF(middle - side / 2, y - side / 2, side, side)
        radius = 5.0 if self.several else side / 2
        if button.isChecked():
            edge = inking.edge_of(theme, self.offer.tone)
            paint.box(painter, box, radius, edge)
            icons.draw(painter, "check", box.adjusted(4, 4, -4, -4), theme.color("surface"), 2.2)
            return
        enabled = button.isEnabled()
        hovered = button.underMouse() and enabled
        fill = theme.color("hover" if hovered else "surface" if enabled else "sunken")
        paint.box(painter, box, radius, fill, theme.color("input_border" if enabled else "border"))
        if self.number:
            font = theme.font(11, fonts.SEMIBOLD)
            ink = theme.color("muted" if enabled else "faint")
            paint.text(painter, box, str(self.number), font, ink, paint.CENTER)
