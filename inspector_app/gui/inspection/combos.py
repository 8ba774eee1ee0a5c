"""Choosing in a drop-down list, by typing too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from inspector_app.domain.text import fold
from inspector_app.gui import paint
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.host.i18n import _

_TYPING_MS: Final = 1500  # a longer pause begins a new word


class TypedWord(QObject):
    """Chooses in a drop-down by typing, without accents; a space belongs to the word."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box
        self._typed = ""
        self._pause = QElapsedTimer()

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key; True when it was a letter of the word."""
        letter = event.text()
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        goes_on = self._pause.isValid() and self._pause.elapsed() < _TYPING_MS
        typed = (self._typed if goes_on else "") + letter
        if held or not letter or not letter.isprintable() or not typed.strip():
            return False
        self._typed = typed
        self._pause.start()
        wanted = fold(typed)
        for index in range(self._box.count()):
            if fold(self._box.itemText(index)).startswith(wanted):
                self._box.setCurrentIndex(index)
                break
        event.accept()
        return True


class _Combo(DropDown):
    """The drop-down itself; the wheel scrolls the page and never answers."""

    left = Signal()
    focused = Signal()
    moved = Signal(int)
    emptied = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, name, parent)
        self._word = TypedWord(self)
        self.has_error = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.emptied.emit()
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        elif not self._word.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.has_error:
            color = self._theme.color("bad")
            paint.box(QPainter(self), QRectF(self.rect()), 7, None, color, 1.4)


class ChoiceCombo(ChosenEditor):
    """One choice in a drop-down (``minimal``); typing letters goes to the choice that begins so."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._offers: tuple[Offer, ...] = ()
        self._shown = ""
        self.box = _Combo(theme, name, self)
        self.box.focused.connect(self.focused)
        self.box.moved.connect(self.moved)
        self.box.emptied.connect(self._on_emptied)
        self.box.activated.connect(self._on_changed)
        self.box.left.connect(self._on_changed)
        self.setFocusProxy(self.box)

    def offer(self, offers: Sequence[Offer]) -> None:
        """List these choices after an empty line."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(_("(chưa chọn)"), "")
        for one in offers:
            self.box.addItem(one.label, one.name)
        self.box.blockSignals(False)
        self.show_names([self._shown] if self._shown else [])
        self.grown.emit()

    def show_names(self, names: Sequence[str]) -> None:
        """Show the recorded choice."""
        self._shown = names[0] if names else ""
        self.box.setCurrentIndex(max(0, self.box.findData(self._shown)))

    def set_error(self, has_error: bool) -> None:
        """A red frame, or the usual one."""
        self.box.has_error = has_error
        self.box.update()

    def take_focus(self) -> None:
        """The drop-down."""
        self.box.setFocus()

    def arrange(self, width: int) -> int:
        """As wide as its longest choice needs."""
        size = self.box.sizeHint()
        self.box.setGeometry(0, 0, min(width, max(size.width(), self._theme.px(230))), 36)
        self.box.resize(self.box.width(), self._theme.px(36))
        return self.box.height()

    def _on_changed(self) -> None:
        name = str(self.box.currentData() or "")
        if name != self._shown:
            self._shown = name
            self.chosen.emit([name] if name else [], False)

    def _on_emptied(self) -> None:
        self.box.setCurrentIndex(0)
        self._on_changed()
