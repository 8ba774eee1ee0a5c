"""Typing a value of one's own to decide a conflict: the editor that fits its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.trip.values import RemediationState, Severity
from inspector_app.gui import words
from inspector_app.gui.models.conflict_words import is_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.fields import LineEdit, TextEdit
from inspector_app.gui.widgets.layouts import column
from inspector_app.host.i18n import _, language
from inspector_app.services.conflict_views import ConflictView


class OtherValue(QWidget):
    """A drop-down for single choices, lines for texts, a line for all else.

    Signals:
        edited(): the person typed or chose.
        confirmed(): Enter was pressed in the line.
    """

    edited = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineEdit(theme, _("Giá trị khác"))
        self.lines = TextEdit(theme, _("Giá trị khác"), lines=2)
        self.choice = DropDown(theme, _("Giá trị khác"))
        self._stack = QStackedWidget()
        for one in (self.line, self.lines, self.choice):
            self._stack.addWidget(one)
        self.line.edited.connect(self.edited)
        self.line.returnPressed.connect(self.confirmed)
        self.lines.edited.connect(self.edited)
        self.choice.activated.connect(self.edited)
        column(self._stack, on=self)

    def prepare(self, conflict: ConflictView) -> None:
        """Make the editor for one conflict, empty."""
        choices = _choices(conflict)
        self.line.show_value("")
        self.lines.show_value("")
        self.choice.clear()
        for text, value in (("", ""), *choices) if choices else ():
            self.choice.addItem(text or _("Chọn…"), value)
        self.choice.updateGeometry()
        editor: QWidget = self.lines if is_text(conflict) else self.line
        editor = self.choice if choices else editor
        self._stack.setCurrentWidget(editor)
        asked = conflict.question
        is_several = asked is not None and asked.type is QuestionType.SELECT_MULTIPLE
        hint = _("các lựa chọn, cách nhau bằng dấu ;") if is_several else ""
        self.line.setPlaceholderText(hint)
        self._stack.setFixedHeight(editor.sizeHint().height())

    def begin(self, text: str) -> None:
        """Go into the editor; a text starts from ``text``."""
        editor = self._stack.currentWidget()
        if editor is self.lines and not self.lines.value:
            self.lines.show_value(text)
            self.lines.selectAll()
        if editor is not None:
            editor.setFocus()

    @property
    def value(self) -> str:
        """What was typed or chosen, as the service takes it; empty for nothing."""
        editor = self._stack.currentWidget()
        if editor is self.choice:
            return str(self.choice.currentData() or "")
        return (self.lines.value if editor is self.lines else self.line.value).strip()

    @property
    def shown(self) -> str:
        """The same in words."""
        is_choice = self._stack.currentWidget() is self.choice
        return self.choice.currentText() if is_choice else self.value


def _choices(conflict: ConflictView) -> list[tuple[str, str]]:
    """The values to choose from, where only some are possible."""
    asked, side = conflict.question, conflict.side
    if asked is not None and side is not None:
        if asked.type is QuestionType.SELECT_ONE and not side.is_text:
            return [(one.label.in_(language()), one.name) for one in asked.choices]
        return []
    if conflict.register.path == "severity":
        return [(words.severity(one), str(one)) for one in Severity]
    if conflict.register.path == "state":
        return [(words.remediation_state(one), str(one)) for one in RemediationState]
    return []
