"""Choices as buttons: self-painting radio buttons (or check boxes) with key hints.

The n-th choice by key is handled in the buttons' ``keyPressEvent`` and never as a window shortcut:
people who type Vietnamese the VNI way write tone marks with digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from inspector_app.gui.inspection.choice_faces import Face, Shape
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.looks import ChoiceLook, Look, Offer
from inspector_app.gui.theme import Theme

GAP: Final = 8
_KEYS: Final = 9
_SHAPES: Final = {ChoiceLook.LIKERT: Shape.LIKERT, ChoiceLook.MARKS: Shape.MARK}


class OneButton(QRadioButton):
    """An exclusive choice; its row keeps the exclusion, so that arrows never answer."""

    def __init__(self, face: Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Wide enough for the label in its heavy weight."""
        return _hint(self.face)

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

    def __init__(self, face: Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Wide enough for the label in its heavy weight."""
        return _hint(self.face)

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


def _hint(face: Face) -> QSize:
    wide = face.natural_width()
    return QSize(wide, face.height_for(wide))


def _tell_focus(button: QAbstractButton) -> None:
    row = button.parent()
    if isinstance(row, ChoiceRow):
        row.focused.emit()


class ChoiceRow(ChosenEditor):
    """The choices of one side of one question, wrapping where the card is narrow.

    Args:
        look: buttons one after the other, in columns, on a scale, or bare marks.
        several: whether more than one may be chosen.
        compact: the small look of the reported side.
        picture: finds the picture of a choice by its file's name.
    """

    has_caption_beside = True

    def __init__(
        self,
        theme: Theme,
        name: str,
        look: Look,
        *,
        several: bool = False,
        compact: bool = False,
        picture: Callable[[str], QImage | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, parent)
        self._look = look
        self._several = several
        self._compact = compact
        self._picture = picture
        self._offers: tuple[Offer, ...] = ()
        self.buttons: list[OneButton | ManyButton] = []

    # --- showing

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer these choices; buttons that stay keep the keyboard."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        has_pictures = any(one.picture for one in offers)
        shape = _SHAPES.get(self._look.kind, Shape.TILE if has_pictures else Shape.BOX)
        for number, one in enumerate(offers, start=1):
            self._dress(number, one, shape)
        for button in self.buttons[len(offers) :]:
            button.hide()
            button.deleteLater()
        del self.buttons[len(offers) :]
        if self.buttons:
            self.buttons[0].face.is_first = self.buttons[-1].face.is_last = True
        self._rove()
        self.grown.emit()

    def _dress(self, number: int, one: Offer, shape: Shape) -> None:
        has_key = self._look.has_keys and number <= _KEYS
        face = Face(
            self._theme,
            one,
            number if has_key else 0,
            shape=shape,
            compact=self._compact and shape is Shape.BOX,
            several=self._several,
        )
        if self._picture is not None:
            face.picture = self._picture(one.picture)
        if number <= len(self.buttons):
            button = self.buttons[number - 1]
            button.face = face
            button.update()
        else:
            button = ManyButton(face, self) if self._several else OneButton(face, self)
            button.clicked.connect(self._on_clicked)
            button.show()
            self.buttons.append(button)
        button.setAccessibleName(f"{one.label} — {self._name}")
        button.setToolTip(one.label if shape is Shape.MARK else "")

    @property
    def is_several(self) -> bool:
        """Whether more than one may be chosen."""
        return self._several

    @property
    def key_count(self) -> int:
        """How many choices have a digit key, from 1 on."""
        return min(len(self.buttons), _KEYS)

    @property
    def names(self) -> list[str]:
        """The names of the chosen choices."""
        return [button.face.offer.name for button in self.buttons if button.isChecked()]

    def show_names(self, names: Sequence[str]) -> None:
        """Check exactly these choices, silently."""
        for button in self.buttons:
            wanted = button.face.offer.name in names
            if button.isChecked() != wanted:
                button.setChecked(wanted)
        self._rove()

    def take_focus(self) -> None:
        """Give the keyboard to the chosen button, else to the first."""
        if self.buttons:
            self._home().setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- placing

    def arrange(self, width: int) -> int:
        """Place the buttons within ``width``; returns the height needed."""
        if not self.buttons:
            return self._theme.px(4)
        if self._look.kind is ChoiceLook.BUTTONS:
            return self._flow(width)
        if self._look.kind is ChoiceLook.COLUMNS:
            return self._columns(width, self._look.columns or self._fitting(width))
        return self._spread(width)

    def _flow(self, width: int) -> int:
        gap = self._theme.px(GAP)
        x = y = height = 0
        for button in self.buttons:
            wide = min(button.face.natural_width(), width)
            tall = button.face.height_for(wide)
            if x and x + wide > width:
                x, y, height = 0, y + height + gap, 0
            button.setGeometry(x, y, wide, tall)
            x += wide + gap
            height = max(height, tall)
        return y + height

    def _fitting(self, width: int) -> int:
        widest = max(button.face.natural_width() for button in self.buttons)
        gap = self._theme.px(GAP)
        return max(1, min(len(self.buttons), (width + gap) // (widest + gap)))

    def _columns(self, width: int, across: int) -> int:
        gap = self._theme.px(GAP)
        wide = max(24, (width - (across - 1) * gap) // across)
        y = 0
        for first in range(0, len(self.buttons), across):
            line = self.buttons[first : first + across]
            tall = max(button.face.height_for(wide) for button in line)
            for place, button in enumerate(line):
                button.setGeometry(place * (wide + gap), y, wide, tall)
            y += tall + gap
        return y - gap

    def _spread(self, width: int) -> int:
        # equal shares without gaps: a scale, or the columns of a matrix
        count = len(self.buttons)
        tall = max(button.face.height_for(width // count) for button in self.buttons)
        for place, button in enumerate(self.buttons):
            left, right = width * place // count, width * (place + 1) // count
            button.setGeometry(left, 0, right - left, tall)
        return tall

    # --- what the person does

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that a button got; True when it was the row's."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            return False
        key = event.key()
        number = key - Qt.Key.Key_0
        if 1 <= number <= self.key_count:
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
        if not self.buttons:
            return
        home = self._home()
        for button in self.buttons:
            strong = button is home or self._several
            policy = Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus
            if button.focusPolicy() != policy:
                button.setFocusPolicy(policy)
