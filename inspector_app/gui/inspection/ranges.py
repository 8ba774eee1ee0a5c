"""A range: a slider with marks, and the number beside it; the number is what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.looks import Scale
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton
from inspector_app.host.i18n import _

_KNOB: Final = 18
_HEIGHT: Final = 46
_BOX: Final = 104


class Slider(QSlider):
    """Own paint: track, marks, both ends in figures; hollow as long as nothing is answered.

    Signals:
        slid(int): the person moved the knob to a step.
        left: the knob was let go, or the keyboard went.
        moved(int): Up (-1) or Down (1): the neighbour question is wanted.
        cleared: Delete.
        focused: it got the keyboard.
    """

    slid = Signal(int)
    left = Signal()
    moved = Signal(int)
    cleared = Signal()
    focused = Signal()

    def __init__(self, theme: Theme, scale: Scale, ends: tuple[str, str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._scale, self._ends = theme, scale, ends
        self.is_answered = False
        self.setRange(0, scale.steps)
        self.setSingleStep(1)
        self.setPageStep(max(1, scale.steps // 10))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.watch(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(self._theme.px(240), self._theme.px(_HEIGHT))

    def show_place(self, place: int | None) -> None:
        """Put the knob on a step, silently; None = nothing is answered."""
        self.is_answered = place is not None
        self.setValue(place or 0)
        self.update()

    # --- geometry

    def _track(self) -> QRectF:
        half = self._theme.px(_KNOB) / 2 + 2
        return QRectF(half, self._theme.px(15), self.width() - 2 * half, 0)

    def _x(self, place: int) -> float:
        track = self._track()
        return track.left() + track.width() * place / max(1, self.maximum())

    def _place(self, x: float) -> int:
        track = self._track()
        share = (x - track.left()) / max(1.0, track.width())
        return round(min(max(share, 0.0), 1.0) * self.maximum())

    # --- paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, marks, ends, knob."""
        theme, painter = self._theme, QPainter(self)
        track, enabled = self._track(), self.isEnabled()
        y = track.top()
        line = QRectF(track.left(), y - 1.5, track.width(), 3)
        paint.box(painter, line, 1.5, theme.color("input_border" if enabled else "border"))
        knob = self._x(self.value())
        accent = theme.color("accent" if enabled else "faint")
        if self.is_answered:
            done = QRectF(track.left(), y - 2, knob - track.left(), 4)
            paint.box(painter, done, 2, accent)
        every = self._scale.ticks
        for place in range(0, self.maximum() + 1, every):
            mark = QRectF(self._x(place) - 0.5, y + theme.px(7), 1, 5)
            painter.fillRect(mark, theme.color("input_border"))
        self._draw_ends(painter, y + theme.px(13))
        side = float(theme.px(_KNOB))
        disc = QRectF(knob - side / 2, y - side / 2, side, side)
        edge = accent if self.is_answered else theme.color("input_border")
        fill = accent if self.is_answered else theme.color("surface")
        paint.box(painter, disc, side / 2, fill, edge, 1.4, dashed=not self.is_answered)
        if self.hasFocus():
            around = disc.adjusted(-3, -3, 3, 3)
            paint.focus_ring(painter, around, around.width() / 2, theme.color("focus"))

    def _draw_ends(self, painter: QPainter, top: float) -> None:
        theme = self._theme
        area = QRectF(2, top, self.width() - 4, theme.px(18))
        ink = theme.color("muted")
        first, last = self._ends
        inking.draw_line(painter, theme, area, first, 12, ink)
        inking.draw_line(
            painter, theme, area, last, 12, ink, fonts.REGULAR, flags=paint.RIGHT_MIDDLE
        )

    # --- what the person does

    def _slide(self, place: int) -> None:
        place = min(max(place, 0), self.maximum())
        if place != self.value() or not self.is_answered:
            self.show_place(place)
            self.slid.emit(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The knob goes to the pointer."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._slide(self._place(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The knob follows the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._slide(self._place(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Letting go records."""
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page and never answers."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right by one step, Page keys by a tenth, Home and End to the ends."""
        here, page = self.value(), self.pageStep()
        places = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1 if self.is_answered else here,
            Qt.Key.Key_PageDown: here - page,
            Qt.Key.Key_PageUp: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.maximum(),
        }
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in places:
            self._slide(places[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the card."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was slid becomes a change."""
        super().focusOutEvent(event)
        self.left.emit()


class RangeField(QWidget):
    """Slider, number and a button that clears; speaks like a typed field.

    Signals: as :class:`~inspector_app.gui.inspection.editors.AnswerLine`.

    Args:
        scale: the numbers of the range.
        read: the number that a typed text means, or None.
        write: a canonical number as people write it.
    """

    edited = Signal(str)
    left = Signal()
    composing = Signal(bool)
    moved = Signal(int)
    focused = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        scale: Scale,
        read: Callable[[str], Decimal | None],
        write: Callable[[str], str],
        *,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._scale, self._read, self._write = theme, scale, read, write
        ends = (write(scale.at(0)), write(scale.at(scale.steps)))
        self.slider = Slider(theme, scale, ends, self)
        between = _("{name} (từ {first} đến {last})")
        self.slider.setAccessibleName(between.format(name=name, first=ends[0], last=ends[1]))
        self.box = AnswerLine(theme, name, unit=unit, right=True, parent=self)
        self.clear = IconButton(theme, "close", _("Xóa trả lời"), size=30, parent=self)
        self.clear.setAccessibleName(_("Xóa trả lời — {name}").format(name=name))
        self.setAccessibleName(name)
        self.slider.slid.connect(self._on_slid)
        self.slider.cleared.connect(self._on_cleared)
        self.clear.clicked.connect(self._on_cleared)
        self.box.edited.connect(self._on_typed)
        self.box.composing.connect(self.composing)
        for part in (self.slider, self.box):
            part.left.connect(self.left)
            part.moved.connect(self.moved)
            part.focused.connect(self.focused)
        self.setFocusProxy(self.slider)

    @property
    def value(self) -> str:
        """The number as text."""
        return self.box.value

    def show_value(self, text: str) -> bool:
        """Show a number from elsewhere."""
        done = self.box.show_value(text)
        self._follow(text)
        return done

    def set_error(self, has_error: bool) -> None:
        """A red box."""
        self.box.set_error(has_error)

    def selectAll(self) -> None:
        """The slider has the keyboard; there is nothing to select."""

    def sizeHint(self) -> QSize:
        """Wide, for the slider."""
        return QSize(self._theme.px(460), self._theme.px(_HEIGHT))

    def arrange(self, width: int) -> int:
        """Slider, number, clear button in one line."""
        theme = self._theme
        tall, box, side = theme.px(_HEIGHT), theme.px(_BOX), theme.px(30)
        wide = max(60, min(width, theme.px(560)) - box - side - theme.px(18))
        self.slider.setGeometry(0, 0, wide, tall)
        self.box.setGeometry(wide + theme.px(12), 0, box, theme.px(34))
        self.clear.setGeometry(wide + theme.px(16) + box, theme.px(2), side, side)
        return tall

    def changeEvent(self, event: QEvent) -> None:
        """What is locked cannot be cleared."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._follow(self.box.value)

    def _follow(self, text: str) -> None:
        number = self._read(text) if text.strip() else None
        self.slider.show_place(None if number is None else self._scale.place_of(number))
        self.clear.setVisible(bool(text.strip()) and self.isEnabled())

    def _on_slid(self, place: int) -> None:
        text = self._write(self._scale.at(place))
        self.box.show_value(text)
        self.clear.show()
        self.edited.emit(text)

    def _on_typed(self, text: str) -> None:
        self._follow(text)
        self.edited.emit(text)

    def _on_cleared(self) -> None:
        self.show_value("")
        self.edited.emit("")
        self.left.emit()
