"""The passphrase field: hidden text with an eye to show it and a hint when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.host.i18n import _

_KEY_CAPS_LOCK = 0x01000024  # Qt::Key_CapsLock


class PassphraseEdit(LineEdit):
    """A hidden line of text.

    Signals:
        caps_changed(bool): Caps Lock seems to be on (guessed from what the keys produce, for Qt
            cannot ask the keyboard).
    """

    caps_changed = Signal(bool)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, is_secret=True, parent=parent)
        self._caps: bool | None = None
        self._eye = IconButton(theme, "eye", _("Hiện mật khẩu"), size=30, parent=self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)

    def set_hidden(self, is_hidden: bool) -> None:
        """Hide or show what is typed."""
        self._eye.setChecked(not is_hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == _KEY_CAPS_LOCK and self._caps is not None:
            self._set_caps(not self._caps)
        elif len(text) == 1 and text.isalpha():
            has_shift = bool(event.modifiers().value & 0x02000000)
            self._set_caps(text.isupper() != has_shift)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._eye.sizeHint().width()
        self._eye.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)

    def _set_caps(self, is_on: bool) -> None:
        if is_on != bool(self._caps):
            self.caps_changed.emit(is_on)
        self._caps = is_on

    def _on_eye_toggled(self, is_shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self.setEchoMode(modes.Normal if is_shown else modes.Password)
        name = _("Ẩn mật khẩu") if is_shown else _("Hiện mật khẩu")
        self._eye.set_icon("eye-off" if is_shown else "eye", name)

    def _restyle(self) -> None:
        super()._restyle()
        self.setTextMargins(10, 0, self._theme.px(38), 0)
