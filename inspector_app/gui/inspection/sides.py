"""One side of one question on a card: the editor that fits its type, tied to the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.engine import display_value, parse_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.choices import ChoiceRow
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText
from inspector_app.gui.inspection.items import tone_of
from inspector_app.gui.inspection.slots import answer_slot
from inspector_app.gui.inspection.wording import side_name
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _
from inspector_app.services.views import QuestionView

NUMBERS = (QuestionType.INTEGER, QuestionType.DECIMAL)
CHOICES = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)


class SideField:
    """The editor of one side.

    Args:
        advance: called after a digit key answered the verified side.
        moved: called with -1 or 1 when a neighbour question is wanted.
        focused: called when the editor gets the keyboard.
        grown: called when the editor wants another height.
    """

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        view: QuestionView,
        side: Side,
        language: str,
        parent: QWidget,
    ) -> None:
        self.side = side
        self.slot = answer_slot(view.node, side)
        self.widget: ChoiceRow | AnswerLine | AnswerText
        self._desk = desk
        self._question = view.question
        self._language = language
        self.preview = ""
        self.advance: Callable[[], None] | None = None
        self.grown: Callable[[], None] | None = None
        label = view.question.label.in_(language)
        self._name = f"{label} — {side_name(side)}"
        self.widget = self._make(theme, view.question, parent)

    @property
    def is_choice(self) -> bool:
        """Whether the side is answered by buttons."""
        return isinstance(self.widget, ChoiceRow)

    def _make(
        self, theme: Theme, question: Question, parent: QWidget
    ) -> ChoiceRow | AnswerLine | AnswerText:
        if question.type in CHOICES:
            row = ChoiceRow(
                theme,
                question.choices,
                [tone_of(question, choice.name) for choice in question.choices],
                name=self._name,
                several=question.type is QuestionType.SELECT_MULTIPLE,
                compact=self.side is Side.REPORTED,
                language=self._language,
                parent=parent,
            )
            row.chosen.connect(self._on_chosen)
            return row
        field: AnswerLine | AnswerText
        if question.type is QuestionType.TEXT:
            field = AnswerText(theme, self._name, lines=(1, 8), parent=parent)
            field.grown.connect(self._on_grown)
        else:
            hints = {QuestionType.DATE: _("ngày/tháng/năm"), QuestionType.TIME: _("giờ:phút")}
            field = AnswerLine(
                theme,
                self._name,
                unit=question.insp.get("unit", ""),
                right=question.type in NUMBERS,
                placeholder=hints.get(question.type, ""),
                parent=parent,
            )
        field.edited.connect(self._on_edited)
        field.left.connect(self._on_left)
        field.composing.connect(self._desk.set_composing)
        return field

    # --- showing

    def show(self, view: QuestionView) -> None:
        """Show the stored value, or what is typed and not stored yet."""
        register = view.reported if self.side is Side.REPORTED else view.verified
        widget = self.widget
        if isinstance(widget, ChoiceRow):
            widget.show_names(_names(register.value))
            return
        typed = self._desk.typed(self.slot)
        if typed is not None:
            if not widget.hasFocus():
                widget.show_value(typed)
        elif not widget.hasFocus() or self._read(widget.value) != register.value:
            widget.show_value(display_value(self._question, _plain(register.value), self._language))
        widget.set_error(self.is_bad(view))
        self._make_preview(widget.value)

    def is_bad(self, view: QuestionView) -> bool:
        """Whether what this side holds breaks a rule, or was refused."""
        if self._desk.refusal(self.slot) is not None:
            return True
        state = view.reported_state if self.side is Side.REPORTED else view.state
        return state is not None and any(v.kind != "required" for v in state.violations)

    def take_focus(self) -> None:
        """Give the editor the keyboard; a number is selected, so that typing replaces it."""
        widget = self.widget
        if isinstance(widget, ChoiceRow):
            widget.take_focus()
            return
        widget.setFocus()
        if isinstance(widget, AnswerLine):
            widget.selectAll()

    def height_for(self, width: int) -> int:
        """Height of the editor at a width; buttons are placed by it."""
        if isinstance(self.widget, ChoiceRow):
            return self.widget.arrange(width)
        if isinstance(self.widget, AnswerText):
            return self.widget.wanted_height(width)
        return self.widget.sizeHint().height()

    # --- what the person does

    def _on_chosen(self, names: list[str], by_key: bool) -> None:
        value: Value = list(names) if names else None
        if self._question.type is QuestionType.SELECT_ONE:
            value = names[0] if names else None
        self._desk.put(self.slot, value)
        if by_key and self.side is Side.VERIFIED and self.advance is not None:
            self.advance()

    def _on_edited(self, text: str) -> None:
        self._desk.type_text(self.slot, text)
        self._make_preview(text)
        if isinstance(self.widget, AnswerLine):
            self.widget.set_error(False)
        if self.grown is not None:
            self.grown()

    def _on_left(self) -> None:
        self._desk.leave(self.slot)
        question = self._desk.question(self.slot.node)
        if question is not None and self._desk.typed(self.slot) is None:
            self._reformat()

    def _on_grown(self) -> None:
        if self.grown is not None:
            self.grown()

    def _reformat(self) -> None:
        widget = self.widget
        if isinstance(widget, AnswerLine):
            value = self._read(widget.value)
            if value is not None:
                widget.show_value(display_value(self._question, value, self._language))
                self._make_preview(widget.value)

    def _make_preview(self, text: str) -> None:
        """What a number or a date being typed will be read as, when it reads otherwise."""
        self.preview = ""
        if self._question.type is QuestionType.TEXT or not text:
            return
        value = self._read(text)
        if value is not None:
            shown = display_value(self._question, value, self._language)
            if shown != text.strip():
                unit = self._question.insp.get("unit", "")
                self.preview = f"= {shown} {unit}".rstrip()

    def _read(self, text: str) -> str | int | bool | list[str] | None:
        try:
            return parse_value(self._question, text)
        except AnswerError:
            return None


def _names(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return []


def _plain(value: Value) -> str | int | bool | list[str] | None:
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return value if isinstance(value, str | int | bool) else None
