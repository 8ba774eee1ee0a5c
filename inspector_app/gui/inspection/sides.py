"""One side of one question on a card: the editor that fits its type, tied to the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.form.instance.engine import display_value, parse_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.cascades import nothing_offered
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText
from inspector_app.gui.inspection.fitting import NUMBERS, Editor, Fitting
from inspector_app.gui.inspection.items import agreed
from inspector_app.gui.inspection.looks import Look, completed, names_of, offers
from inspector_app.gui.inspection.moments import MomentField
from inspector_app.gui.inspection.slots import answer_slot
from inspector_app.gui.inspection.wording import side_name
from inspector_app.gui.theme import Theme
from inspector_app.services.views import QuestionView

__all__ = ["NUMBERS", "SideField"]

_SINGLE = (
    QuestionType.SELECT_ONE,
    QuestionType.ACKNOWLEDGE,
    QuestionType.IMAGE,
    QuestionType.AUDIO,
    QuestionType.VIDEO,
    QuestionType.FILE,
)


class SideField:
    """The editor of one side.

    Args:
        look: how a select shows its choices; by its appearance when None.

    Attributes:
        advance: called after a digit key answered the verified side.
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
        look: Look | None = None,
    ) -> None:
        self.side = side
        self.slot = answer_slot(view.node, side)
        self._desk = desk
        self._question = view.question
        # all that could be offered, whatever holds now
        whole = desk.view.form.questions if desk.is_open else {}
        self._every = whole.get(view.question.name, view.question).choices
        self._language = language
        self.preview = ""
        self.advance: Callable[[], None] | None = None
        self.grown: Callable[[], None] | None = None
        label = view.question.label.in_(language)
        fitting = Fitting(desk, theme, language, f"{label} — {side_name(side)}")
        self.widget: Editor = fitting.editor(view.question, self.slot, parent, look)
        self._connect(self.widget)

    @property
    def is_choice(self) -> bool:
        """Whether the side's name stands beside its editor and not above."""
        return isinstance(self.widget, ChosenEditor) and self.widget.has_caption_beside

    @property
    def is_short(self) -> bool:
        """Whether the editor is one short line, so that both sides fit beside each other."""
        return isinstance(self.widget, AnswerLine)

    def _connect(self, widget: Editor) -> None:
        if isinstance(widget, ChosenEditor):
            widget.chosen.connect(self._on_chosen)
            widget.grown.connect(self._on_grown)
            return
        widget.edited.connect(self._on_edited)
        widget.left.connect(self._on_left)
        widget.composing.connect(self._desk.set_composing)
        if isinstance(widget, AnswerText):
            widget.grown.connect(self._on_grown)
        elif isinstance(widget, MomentField):
            widget.now_wanted.connect(self._on_now)

    # --- showing

    def show(self, view: QuestionView) -> None:
        """Show the stored value, or what is typed and not stored yet."""
        register = view.reported if self.side is Side.REPORTED else view.verified
        widget, question = self.widget, view.question
        self._question = question
        value = agreed(register)  # of a conflict no side is shown as if it were the answer
        widget.setEnabled(not view.state.is_readonly)
        if isinstance(widget, ChosenEditor):
            widget.offer(offers(question, register.value, self._every, self._language))
            widget.explain(nothing_offered(view, self._desk.view, self._language))
            widget.show_names(names_of(value))
            widget.set_error(self.is_bad(view))
            return
        typed = self._desk.typed(self.slot)
        if typed is not None:
            if not self._has_keyboard:
                widget.show_value(typed)
        elif not self._has_keyboard or self._read(widget.value) != value:
            widget.show_value(display_value(question, _plain(value), self._language))
        widget.set_error(self.is_bad(view))
        self._make_preview(widget.value)

    @property
    def _has_keyboard(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and (here is self.widget or self.widget.isAncestorOf(here))

    def is_bad(self, view: QuestionView) -> bool:
        """Whether what this side holds breaks a rule, or was refused."""
        if self._desk.refusal(self.slot) is not None:
            return True
        state = view.reported_state if self.side is Side.REPORTED else view.state
        return state is not None and any(v.kind != "required" for v in state.violations)

    def take_focus(self) -> None:
        """Give the editor the keyboard; a number is selected, so that typing replaces it."""
        widget = self.widget
        if isinstance(widget, ChosenEditor):
            widget.take_focus()
            return
        widget.setFocus()
        if not isinstance(widget, AnswerText):
            widget.selectAll()

    def height_for(self, width: int) -> int:
        """Height of the editor at a width; its parts are placed by it."""
        widget = self.widget
        if isinstance(widget, AnswerText):
            return widget.wanted_height(width)
        if isinstance(widget, AnswerLine):
            return widget.sizeHint().height()
        return widget.arrange(width)

    # --- what the person does

    def _on_chosen(self, names: list[str], by_key: bool) -> None:
        value: Value = list(names) if names else None
        if self._question.type in _SINGLE:
            value = names[0] if names else None
        self._desk.put(self.slot, value)
        if by_key and self.side is Side.VERIFIED and self.advance is not None:
            self.advance()

    def _on_edited(self, text: str) -> None:
        text = completed(self._question, text)
        self._desk.type_text(self.slot, text)
        self._make_preview(text)
        if not isinstance(self.widget, AnswerText | ChosenEditor):
            self.widget.set_error(False)
        if self.grown is not None:
            self.grown()

    def _on_left(self) -> None:
        self._desk.leave(self.slot)
        question = self._desk.question(self.slot.node)
        if question is not None and self._desk.typed(self.slot) is None:
            self._reformat()

    def _on_now(self) -> None:
        text = f"{datetime.now(UTC).astimezone():%d/%m/%Y %H:%M}"
        if isinstance(self.widget, MomentField):
            self.widget.show_value(text)
        self._desk.type_text(self.slot, text)
        self._desk.leave(self.slot)

    def _on_grown(self) -> None:
        if self.grown is not None:
            self.grown()

    def _reformat(self) -> None:
        widget = self.widget
        if not isinstance(widget, AnswerText | ChosenEditor):
            value = self._read(widget.value)
            if value is not None:
                widget.show_value(display_value(self._question, value, self._language))
                self._make_preview(widget.value)

    def _make_preview(self, text: str) -> None:
        """What a number or a date being typed will be read as, when it reads otherwise."""
        self.preview = ""
        if not self.is_short or self._question.type is QuestionType.TEXT or not text:
            return
        value = self._read(text)
        if value is not None:
            shown = display_value(self._question, value, self._language)
            if shown != text.strip():
                unit = self._question.insp.get("unit", "")
                self.preview = f"= {shown} {unit}".rstrip()

    def _read(self, text: str) -> str | int | bool | list[str] | None:
        try:
            return parse_value(self._question, completed(self._question, text))
        except AnswerError:
            return None


def _plain(value: Value) -> str | int | bool | list[str] | None:
    if isinstance(value, list | tuple):
        return [item for item in value if isinstance(item, str)]
    return value if isinstance(value, str | int | bool) else None
