"""A caption over an input, with room for a line of help or error under it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label


class Field(QWidget):
    """A caption over an input with room for a line of help or error under it."""

    def __init__(
        self,
        theme: Theme,
        caption: str,
        editor: QWidget,
        *,
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._help = help_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.caption = Label(theme, caption, 13, MEDIUM, "muted")
        self.caption.setBuddy(editor)
        column.addWidget(self.caption)
        column.addWidget(editor)
        self._note = Label(theme, help_text, 12.5, REGULAR, "faint", wrap=True)
        self._note.setVisible(bool(help_text))
        column.addWidget(self._note)

    def show_error(self, text: str) -> None:
        """Show an error under the input, or the help again when empty."""
        self._note.set_ink("bad" if text else "faint")
        self._note.setText(text or self._help)
        self._note.setVisible(bool(text or self._help))
        setter = getattr(self.editor, "set_error", None)
        if setter is not None:
            setter(bool(text))

    def error(self) -> str:
        """The text under the input."""
        return self._note.text()
