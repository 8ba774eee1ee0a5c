"""Choices as buttons: one row of self-painting radio buttons (or check boxes) with key hints.

The n-th choice by key is handled in the buttons' ``keyPressEvent`` and never as a window shortcut:
people who type Vietnamese the VNI way write tone marks with digits.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from inspector_app.domain.form.definition import Choice
from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.items import Tone
from inspector_app.gui.theme import Theme

HEIGHT = 34
COMPACT_HEIGHT = 28
GAP = 8


class _Face:
    """How a choice looks; shared by the exclusive and the multiple button."""

    def __init__(self, theme: Theme, choice: Choice, number: int, tone: Tone, compact: bool):
        self.theme = theme
        self.choice = choice
        self.number = number
        self.tone = tone
        self.compact = compact
        self.language = "vi"

    @property
    def label(self) -> str:
        return self.choice.label.in_(self.language) or self.choice.name

    @property
    def size(self) -> float:
        return 12.5 if self.compact else 13.5

    def hint(self) -> QSize:
        theme = self.theme
        text = inking.width_of(theme, self.label, self.size, fonts.MEDIUM)
        badge = theme.px(26 if not self.compact else 0)
        height = theme.px(COMPACT_HEIGHT if self.compact else HEIGHT)
        return QSize(int(theme.px(8) + badge + text + theme.px(16) + 1), height)

    def draw(self, button: QAbstractButton) -> None:
        theme = self.theme
        painter = QPainter(button)
        rect = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        checked, enabled = button.isChecked(), button.isEnabled()
        fill = theme.color("surface")
        ink = theme.color("text" if enabled else "faint")
        edge = theme.color("border")
        if checked:
            fill = inking.fill_of(theme, self.tone)
            ink = inking.ink_of(theme, self.tone)
            edge = inking.edge_of(theme, self.tone)
        elif button.underMouse() and enabled:
            fill, edge = theme.color("hover"), theme.color("input_border")
        elif enabled:
            edge = theme.color("input_border") if not self.compact else theme.color("border")
        focused = button.hasFocus()
        paint.box(painter, rect, 6, fill, edge, 1.3 if checked else 1.0)
        x = rect.left() + theme.px(8)
        if not self.compact:
            x = self._badge(painter, rect, x, checked)
        weight = fonts.SEMIBOLD if checked else fonts.REGULAR
        area = QRectF(x, rect.top(), rect.right() - x, rect.height())
        paint.text(painter, area, self.label, theme.font(self.size, weight), ink)
        if focused:
            paint.focus_ring(painter, rect, 6, theme.color("focus"))

    def _badge(self, painter: QPainter, rect: QRectF, x: float, checked: bool) -> float:
        theme = self.theme
        side = theme.px(18)
        box = QRectF(x, rect.center().y() - side / 2, side, side)
        if checked:
            paint.box(painter, box, 4, inking.edge_of(theme, self.tone))
            icons.draw(painter, "check", box.adjusted(3, 3, -3, -3), theme.color("surface"), 2.2)
        else:
            paint.box(painter, box, 4, theme.color("hover"))
            font = theme.font(11, fonts.SEMIBOLD)
            paint.text(painter, box, str(self.number), font, theme.color("muted"), paint.CENTER)
        return x + side + theme.px(8)


class OneButton(QRadioButton):
    """An exclusive choice; its row keeps the exclusion, so that arrows never answer."""

    def __init__(self, face: _Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Wide enough for the label in its heavy weight."""
        return self.face.hint()

    def hitButton(self, pos: object) -> bool:
        """The whole box is the button."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face."""
        self.face.draw(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, arrows and Delete belong to the row."""
        row = self.parent()
        if not (isinstance(row, ChoiceRow) and row.take_key(event)):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the row."""
        super().focusInEvent(event)
        _tell_focus(self)


class ManyButton(QCheckBox):
    """A choice of several."""

    def __init__(self, face: _Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Wide enough for the label in its heavy weight."""
        return self.face.hint()

    def hitButton(self, pos: object) -> bool:
        """The whole box is the button."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face."""
        self.face.draw(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, arrows and Delete belong to the row."""
        row = self.parent()
        if not (isinstance(row, ChoiceRow) and row.take_key(event)):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the row."""
        super().focusInEvent(event)
        _tell_focus(self)


def _tell_focus(button: QAbstractButton) -> None:
    row = button.parent()
    if isinstance(row, ChoiceRow):
        row.focused.emit()


class ChoiceRow(QWidget):
    """The choices of one side of one question, wrapping where the card is narrow.

    Signals:
        chosen: the names that are now chosen (empty = cleared); ``by_key`` tells a digit key.
        moved: Up (-1) or Down (1) was pressed: the neighbour question is wanted.
        focused: one of the buttons got the keyboard.
    """

    chosen = Signal(list, bool)
    moved = Signal(int)
    focused = Signal()

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[Choice],
        tones: Sequence[Tone],
        *,
        name: str,
        several: bool = False,
        compact: bool = False,
        language: str = "vi",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._several = several
        self.buttons: list[OneButton | ManyButton] = []
        for number, (choice, tone) in enumerate(zip(choices, tones, strict=True), start=1):
            face = _Face(theme, choice, number, tone, compact)
            face.language = language
            button = ManyButton(face, self) if several else OneButton(face, self)
            button.setAccessibleName(f"{face.label} — {name}")
            button.clicked.connect(self._on_clicked)
            self.buttons.append(button)
        self.setAccessibleName(name)
        self._rove()

    @property
    def names(self) -> list[str]:
        """The names of the chosen choices."""
        return [button.face.choice.name for button in self.buttons if button.isChecked()]

    def show_names(self, names: Sequence[str]) -> None:
        """Check exactly these choices, silently."""
        for button in self.buttons:
            wanted = button.face.choice.name in names
            if button.isChecked() != wanted:
                button.setChecked(wanted)
        self._rove()

    def take_focus(self) -> None:
        """Give the keyboard to the chosen button, else to the first."""
        self._home().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def arrange(self, width: int) -> int:
        """Place the buttons in lines of at most ``width``; returns the height needed."""
        theme = self._theme
        x = y = 0
        height = 0
        for button in self.buttons:
            size = button.sizeHint()
            wide = min(size.width(), width)
            if x and x + wide > width:
                x, y = 0, y + height + theme.px(GAP)
            button.setGeometry(x, y, wide, size.height())
            x += wide + theme.px(GAP)
            height = size.height()
        return y + height

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that a button got; True when it was the row's."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        key = event.key()
        number = key - Qt.Key.Key_0
        if 1 <= number <= len(self.buttons):
            self._press(self.buttons[number - 1], by_key=True)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.show_names([])
            self.chosen.emit([], False)
        else:
            return key in (Qt.Key.Key_0,)
        return True

    def _step(self, step: int) -> None:
        here = next((i for i, button in enumerate(self.buttons) if button.hasFocus()), 0)
        target = self.buttons[(here + step) % len(self.buttons)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, button: OneButton | ManyButton, *, by_key: bool) -> None:
        if self._several:
            button.setChecked(not button.isChecked())
        else:
            for other in self.buttons:
                other.setChecked(other is button)
        self._rove()
        self.chosen.emit(self.names, by_key and not self._several)

    def _on_clicked(self) -> None:
        button = self.sender()
        if self._several:
            self.chosen.emit(self.names, False)
        elif isinstance(button, OneButton):
            self._press(button, by_key=False)

    def _home(self) -> OneButton | ManyButton:
        return next((button for button in self.buttons if button.isChecked()), self.buttons[0])

    def _rove(self) -> None:
        # one Tab stop per question: the chosen button, or the first
        home = self._home()
        for button in self.buttons:
            strong = button is home or self._several
            policy = Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus
            if button.focusPolicy() != policy:
                button.setFocusPolicy(policy)
