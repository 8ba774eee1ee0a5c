"""The painted parts of a file as an answer: where one is dropped, and the one that is attached."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
)

from inspector_app.domain.trip.values import Evidence
from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.evidence_box import size_text
from inspector_app.gui.inspection.form_pictures import draw_picture, fitted
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.host.i18n import _

THUMB: Final = QSize(96, 66)


class PartOwner(ChosenEditor):
    """What the parts ask of their editor."""

    is_over = False
    """Whether a file is being dragged over it."""

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that a part got; True when it was the editor's."""
        raise NotImplementedError


class UploadPart(PaintedButton):
    """A painted part that takes the keyboard for the editor."""

    def __init__(self, theme: Theme, text: str, owner: PartOwner) -> None:
        super().__init__(theme, text, owner)
        self._owner = owner
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def event(self, event: QEvent) -> bool:
        # Ctrl+V here sets the answer; elsewhere on the page it adds evidence
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and event.matches(QKeySequence.StandardKey.Paste):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.focused.emit()


class Strip(UploadPart):
    """Nothing attached yet: where a file is dropped, or chosen by a click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        over, enabled = self._owner.is_over, self.isEnabled()
        active = (over or self._is_hovered) and enabled
        fill = theme.color("accent_soft" if over else "sunken")
        edge = "focus" if self.hasFocus() else "accent" if active else "input_border"
        edge = edge if enabled else "border"
        width = 2.0 if self.hasFocus() else 1.3
        paint.box(painter, rect, 8, fill, theme.color(edge), width, dashed=not self.hasFocus())
        side = theme.px(20)
        box = QRectF(theme.px(16), rect.center().y() - side / 2, side, side)
        ink = theme.color("accent_text" if enabled else "faint")
        icons.draw(painter, "upload", box, ink, 1.7)
        x = box.right() + theme.px(14)
        room = rect.right() - x - 10
        upper = QRectF(x, theme.px(8), room, theme.px(20))
        lower = QRectF(x, theme.px(29), room, theme.px(18))
        ink = theme.color("text" if enabled else "faint")
        inking.draw_line(painter, theme, upper, self.text(), 13.5, ink, fonts.MEDIUM)
        hint = _("Kéo thả tệp vào đây · Ctrl+V dán · Enter chọn tệp")
        inking.draw_line(painter, theme, lower, hint, 12, theme.color("muted"))


class AttachedFile(UploadPart):
    """The attached file: a thumbnail or its type, name and size; a click opens it."""

    evidence: Evidence | None = None
    answer = ""
    picture: QImage | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        fill = theme.color("hover" if self._is_hovered and self.isEnabled() else "surface")
        paint.box(painter, rect, 8, fill, theme.color("input_border"))
        wide, tall = theme.px(THUMB.width()), rect.height() - 10
        frame = QRectF(5, 5, wide, tall)
        paint.box(painter, frame, 5, theme.color("sunken"))
        if self.picture is not None:
            size = fitted(self.picture, QSize(int(wide), int(tall)))
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            clip = QPainterPath()
            clip.addRoundedRect(place, 4, 4)
            painter.save()
            painter.setClipPath(clip)
            draw_picture(painter, self.picture, place)
            painter.restore()
        else:
            kind = self.answer.rsplit(".", 1)[-1].upper()[:4]
            font = theme.font(14, fonts.SEMIBOLD)
            paint.text(painter, frame, kind, font, theme.color("accent_text"), paint.CENTER)
        x = frame.right() + theme.px(12)
        room = rect.right() - x - 10
        middle = rect.center().y()
        upper = QRectF(x, middle - theme.px(21), room, theme.px(21))
        lower = QRectF(x, middle + theme.px(1), room, theme.px(19))
        inking.draw_line(
            painter, theme, upper, self.text(), 13.5, theme.color("text"), fonts.MEDIUM
        )
        found = self.evidence
        what = _("không còn trong minh chứng") if found is None else size_text(found.size)
        if found is not None and not found.is_present:
            what += " · " + _("máy này chưa có tệp")
        ink = theme.color("muted" if found is not None and found.is_present else "warn")
        inking.draw_line(painter, theme, lower, what, 12.5, ink)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 8, theme.color("focus"))
