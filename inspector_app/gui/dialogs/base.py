"""The frame of all dialogs: title, content, a row of buttons; Esc closes."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Banner, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts


class Dialog(QDialog):
    """A dialog of the house; put content into ``body`` and buttons into ``buttons``."""

    def __init__(
        self, theme: Theme, title: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(460))
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.intro = Label(theme, text, 14, REGULAR, "muted", wrap=True)
        self.intro.setVisible(bool(text))
        self.body: QVBoxLayout = column(spacing=12)
        self.buttons: QHBoxLayout = row(None, spacing=10)
        column(
            Label(theme, title, 18, SEMIBOLD),
            self.intro,
            self.banner,
            4,
            self.body,
            8,
            self.buttons,
            spacing=8,
            margins=(24, 22, 24, 20),
            on=self,
        )

    def add_button(self, text: str, kind: ButtonKind, *, icon: str = "") -> Button:
        """A button at the right end."""
        button = Button(self._theme, text, kind, icon=icon)
        self.buttons.addWidget(button)
        return button

    def add_close(self, text: str = "") -> Button:
        """A button that closes the dialog."""
        button = self.add_button(text or _("Đóng"), ButtonKind.SECONDARY)
        button.clicked.connect(self.reject)
        return button

    def show_failure(self, error: InspectorError) -> None:
        """Show an error of the catalogue above the content."""
        self.banner.show_message(*error_texts(error))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))
