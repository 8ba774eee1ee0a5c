"""Fields for typed answers, upon the shared text fields: unit of measure, growth, neighbour keys.

Ctrl+Z belongs to the inspection: a field's own undo would stop inside a composed word.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets import fields

HEIGHT: Final = 34


def _is_history_key(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)


def _is_picture_paste(event: QEvent) -> bool:
    """Ctrl+V while the clipboard holds a picture and no text: it becomes evidence."""
    if not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Paste):
        return False
    mime = QGuiApplication.clipboard().mimeData()
    return mime.hasImage() and not mime.hasText()


def _is_the_page_s(event: QEvent) -> bool:
    return _is_history_key(event) or _is_picture_paste(event)


class AnswerLine(fields.LineEdit):
    """One line with a unit of measure at its end.

    Signals:
        composing(bool): whether a word is being composed.
        left: the field lost the keyboard, or Enter was pressed.
        moved(int): Up (-1), Down or Enter (1): the neighbour question is wanted.
        entered: Enter was pressed.
        focused: the field got the keyboard.
    """

    composing = Signal(bool)
    left = Signal()
    moved = Signal(int)
    entered = Signal()
    focused = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        unit: str = "",
        right: bool = False,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._unit = unit
        super().__init__(theme, name, placeholder=placeholder, parent=parent)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """A usual width; the card sets the real one."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Small enough for two in a row."""
        return QSize(self._theme.px(80), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shared field, then the unit."""
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            area = QRectF(self.rect()).adjusted(0, 0, -self._theme.px(11), 0)
            font, ink = self._theme.font(13), self._theme.color("muted")
            paint.text(painter, area, self._unit, font, ink, paint.RIGHT_MIDDLE)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Say when a composition begins and ends."""
        before = self.is_composing
        super().inputMethodEvent(event)
        if self.is_composing != before:
            self.composing.emit(self.is_composing)
        if event.commitString() and not self.is_composing:
            # the commit that ends a composition was silent while the word was still marked
            self.edited.emit(self.value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the card."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left, after a composed word was rescued."""
        was_composing = self.is_composing
        super().focusOutEvent(event)
        if was_composing:
            self.composing.emit(False)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leaves; Up and Down go to the neighbour question; undo is the page's."""
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.left.emit()
            self.entered.emit()
            self.moved.emit(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and plain:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif _is_history_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_the_page_s(event):
            event.ignore()
            return False
        return super().event(event)

    def _restyle(self) -> None:
        super()._restyle()
        tail = inking.width_of(self._theme, self._unit, 13) + self._theme.px(8) if self._unit else 0
        self.setTextMargins(10, 0, 10 + int(tail), 0)


class AnswerText(fields.TextEdit):
    """Several lines that grow with their text; signals as :class:`AnswerLine`.

    Signals:
        grown: the height that it wants may have changed.
    """

    composing = Signal(bool)
    left = Signal()
    moved = Signal(int)
    focused = Signal()
    grown = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        lines: tuple[int, int] = (2, 7),
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, placeholder=placeholder, lines=lines[0], parent=parent)
        self._limits = lines
        self._tall = 0
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.textChanged.connect(self._on_grown)

    def wanted_height(self, width: int) -> int:
        """Height for the text at a width, within the lines allowed."""
        line = self._theme.metrics(14).lineSpacing()
        text = (self.toPlainText() or " ") + " "
        tall = inking.height_of(self._theme, text, width - 26, 14, fonts.REGULAR)
        least, most = self._limits
        return round(min(max(tall, least * line), most * line)) + 22

    def sizeHint(self) -> QSize:
        """As tall as its text."""
        return QSize(240, self.wanted_height(self.width()))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Say when a composition begins and ends."""
        before = self.is_composing
        super().inputMethodEvent(event)
        if self.is_composing != before:
            self.composing.emit(self.is_composing)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the card."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left, after a composed word was rescued."""
        was_composing = self.is_composing
        super().focusOutEvent(event)
        if was_composing:
            self.composing.emit(False)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo is the page's."""
        if _is_history_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_the_page_s(event):
            event.ignore()
            return False
        return super().event(event)

    def _on_grown(self) -> None:
        tall = self.wanted_height(self.width())
        if tall != self._tall:
            self._tall = tall
            self.updateGeometry()
            self.grown.emit()


Editor = AnswerLine | AnswerText
