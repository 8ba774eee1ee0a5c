"""Acknowledging: one check box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.host.i18n import _

OK: Final = "OK"
"""The recorded value (ODK XForms specification, trigger control)."""


class _Box(CheckBox):
    """Space, Enter or 1 checks; Delete clears."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        owner = self.parent()
        assert isinstance(owner, ConsentBox)
        if not owner.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        owner = self.parent()
        if isinstance(owner, ConsentBox):
            owner.focused.emit()


class ConsentBox(ChosenEditor):
    """Read and acknowledged, or not yet."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.box = _Box(theme, _("Đã đọc và xác nhận"), self)
        self.box.setAccessibleName(f"{self.box.text()} — {name}")
        self.box.clicked.connect(self._on_clicked)
        self.setFocusProxy(self.box)

    def show_names(self, names: Sequence[str]) -> None:
        """Checked, or not."""
        self.box.setChecked(bool(names))

    def take_focus(self) -> None:
        """The box."""
        self.box.setFocus()

    def arrange(self, width: int) -> int:
        """The box."""
        size = self.box.sizeHint()
        self.box.setGeometry(0, 0, min(width, size.width()), size.height())
        return size.height()

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that the box got; True when it was an answer or a step."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.box.setChecked(True)
            self.chosen.emit([OK], True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.box.setChecked(False)
            self.chosen.emit([], False)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def _on_clicked(self) -> None:
        self.chosen.emit([OK] if self.box.isChecked() else [], False)
