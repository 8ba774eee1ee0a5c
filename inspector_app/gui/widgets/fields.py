"""Text fields that are safe with Vietnamese input methods and hand out NFC text only.

An input method keeps the word being typed as preedit text; a field that loses the focus may drop
it. The fields here remember the preedit and put it back when it would be lost, never change their
text while a word is being composed, and normalise what is pasted or committed to NFC.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QValidator,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.theme import Theme

HEIGHT: Final = 38
RADIUS: Final = 7.0


def nfc(text: str) -> str:
    """Text in Unicode normalisation form C."""
    return unicodedata.normalize("NFC", text)


class _NfcValidator(QValidator):
    """Accepts everything, as NFC: pasted and committed text goes through here."""

    def validate(self, text: str, position: int) -> object:
        normal = nfc(text)
        if normal != text:
            position = len(nfc(text[:position]))
        return QValidator.State.Acceptable, normal, position


def _frame_tokens(*, is_enabled: bool, has_focus: bool, has_error: bool) -> tuple[str, str, float]:
    if not is_enabled:
        return "sunken", "border", 1.0
    if has_error:
        return "surface", "bad", 2.0 if has_focus else 1.4
    if has_focus:
        return "surface", "focus", 2.0
    return "surface", "input_border", 1.0


def _clear_base(widget: QWidget, theme: Theme) -> None:
    palette = widget.palette()
    base = theme.color("surface").toRgb()
    base.setAlpha(0)
    palette.setColor(QPalette.ColorRole.Base, base)
    palette.setColor(QPalette.ColorRole.Text, theme.color("text"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, theme.color("faint"))
    palette.setColor(QPalette.ColorRole.Highlight, theme.color("accent"))
    palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("on_accent"))
    widget.setPalette(palette)


class LineEdit(QLineEdit):
    """One line of text.

    Signals:
        edited(str): the person changed the text (NFC); silent while a word is being composed.
        finished(str): Enter was pressed or the field was left after a change.
    """

    edited = Signal(str)
    finished = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str = "",
        icon: str = "",
        is_secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._has_error = False
        self._preedit = ""
        self._before_preedit = ""
        self._seen = ""
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        if is_secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        else:
            self.setValidator(_NfcValidator(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)
        self._restyle()
        theme.watch(self._restyle)

    @property
    def is_composing(self) -> bool:
        """Whether a word is still in the input method's hands."""
        return bool(self._preedit)

    @property
    def value(self) -> str:
        """The text, NFC."""
        return nfc(self.text())

    def show_value(self, text: str) -> bool:
        """Show a value that comes from elsewhere; refused (False) while a word is composed."""
        if self.is_composing:
            return False
        if text != self.text():
            self.setText(text)
        self._seen = text
        return True

    def set_error(self, has_error: bool) -> None:
        """Draw the border as wrong, or as usual."""
        if has_error != self._has_error:
            self._has_error = has_error
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, border, width = _frame_tokens(
            is_enabled=self.isEnabled() and not self.isReadOnly(),
            has_focus=self.hasFocus(),
            has_error=self._has_error,
        )
        color = self._theme.color
        paint.box(painter, QRectF(self.rect()), RADIUS, color(fill), color(border), width)
        if self._icon_name:
            side = self._theme.px(17)
            box = QRectF(12, (self.height() - side) / 2, side, side)
            icons.draw(painter, self._icon_name, box, color("muted"))
        painter.end()
        super().paintEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._preedit:
            self._before_preedit = self.text()
        # first, for the commit inside announces the text
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        lost, before = self._preedit, self._before_preedit
        super().focusOutEvent(event)
        self._preedit = ""
        if lost and self.text() == before and not self.isReadOnly():
            self.insert(nfc(lost))
            self._on_text_edited(self.text())
            self._on_editing_finished()

    def _on_text_edited(self, text: str) -> None:
        if not self.is_composing:
            self.edited.emit(nfc(text))

    def _on_editing_finished(self) -> None:
        if self.value != self._seen:
            self._seen = self.value
            self.finished.emit(self._seen)

    def _restyle(self) -> None:
        _clear_base(self, self._theme)
        self.setFont(self._theme.font(14))
        left = 12 + (self._theme.px(17) + 6 if self._icon_name else 0)
        self.setTextMargins(left - 2, 0, 10, 0)
        self.updateGeometry()


class TextEdit(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    Signals:
        edited(str): the text changed by typing (NFC); silent while a word is being composed.
        finished(str): the field was left after a change.
    """

    edited = Signal(str)
    finished = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_error = False
        self._lines = lines
        self._preedit = ""
        self._before_preedit = ""
        self._seen = ""
        self._last = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportMargins(8, 6, 6, 6)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._on_text_changed)
        self._restyle()
        theme.watch(self._restyle)

    @property
    def is_composing(self) -> bool:
        """Whether a word is still in the input method's hands."""
        return bool(self._preedit)

    @property
    def value(self) -> str:
        """The text, NFC."""
        return nfc(self.toPlainText())

    def show_value(self, text: str) -> bool:
        """Show a value that comes from elsewhere; refused (False) while a word is composed."""
        if self.is_composing:
            return False
        self._seen = self._last = text
        if text != self.toPlainText():
            self.setPlainText(text)
        return True

    def set_error(self, has_error: bool) -> None:
        """Draw the border as wrong, or as usual."""
        if has_error != self._has_error:
            self._has_error = has_error
            self.update()

    def sizeHint(self) -> QSize:
        line = self._theme.metrics(14).lineSpacing()
        return QSize(240, round(line * self._lines) + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(self._theme.metrics(14).lineSpacing() * min(2, self._lines)) + 24)

    def event(self, event: QEvent) -> bool:
        # the frame around the viewport; paintEvent itself belongs to the viewport
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            fill, border, width = _frame_tokens(
                is_enabled=self.isEnabled() and not self.isReadOnly(),
                has_focus=self.hasFocus(),
                has_error=self._has_error,
            )
            color = self._theme.color
            paint.box(painter, QRectF(self.rect()), RADIUS, color(fill), color(border), width)
            painter.end()
            return True
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(nfc(source.text()))
            return
        super().insertFromMimeData(source)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._preedit:
            self._before_preedit = self.toPlainText()
        commit = event.commitString()
        self._preedit = event.preeditString()
        if commit and nfc(commit) != commit:
            start, length = event.replacementStart(), event.replacementLength()
            event = QInputMethodEvent(event.preeditString(), event.attributes())
            event.setCommitString(nfc(commit), start, length)
        super().inputMethodEvent(event)
        if not self._preedit:
            self._on_text_changed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        lost, before = self._preedit, self._before_preedit
        super().focusOutEvent(event)
        self._preedit = ""
        self.update()
        if lost and self.toPlainText() == before and not self.isReadOnly():
            self.insertPlainText(nfc(lost))
        self._on_text_changed()
        if self.value != self._seen:
            self._seen = self.value
            self.finished.emit(self._seen)

    def _on_text_changed(self) -> None:
        # textChanged also fires with an unchanged text while a word is being composed
        text = self.value
        if self.is_composing or text == self._last:
            return
        self._last = text
        self.edited.emit(text)

    def _restyle(self) -> None:
        _clear_base(self, self._theme)
        self.setFont(self._theme.font(14))
        self.updateGeometry()
        self.update()


def commit_composed_text() -> None:
    """Ask the input method to hand over its word: before a page is left, locked or closed."""
    QGuiApplication.inputMethod().commit()
