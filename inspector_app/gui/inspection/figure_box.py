"""Where the selected figure is from and what time it covers; of a table, for all its figures."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from inspector_app.domain.text import fold
from inspector_app.domain.trip.figures import SOURCES
from inspector_app.domain.trip.values import FIGURE_SIDES, Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.items import Item, find_item, name_of, place_of
from inspector_app.gui.inspection.slots import FigureSlot, figure_slot
from inspector_app.gui.inspection.wording import conflict_text, refusal_text, side_name
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Label
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import source_text
from inspector_app.services.figures import figures_in, is_figure, usual_period, usual_source
from inspector_app.services.sides import registers_of
from inspector_app.services.views import QuestionView, TypedAnswer


class _SourceLine(AnswerLine):
    """A source; Down opens the list of the usual ones."""

    list_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)


class FigureBox(QWidget):
    """Two fields, and one key to say the same of all figures of the section.

    Signals:
        applied(str, str): what was done to the others of the section, and its ink.
    """

    applied = Signal(str, str)

    def __init__(self, desk: Desk, theme: Theme, language: str) -> None:
        super().__init__()
        self._desk, self._theme, self._language = desk, theme, language
        self._item: Item | None = None
        self._slots: dict[Side, FigureSlot] = {}
        self.source = _SourceLine(theme, side_name(Side.SOURCE))
        self.period = AnswerLine(theme, side_name(Side.PERIOD))
        self._fields = {Side.SOURCE: self.source, Side.PERIOD: self.period}
        self.usual = IconButton(theme, "chevron-down", _("Chọn nguồn thường dùng"), size=30)
        self.usual.clicked.connect(self.show_list)
        self.source.list_wanted.connect(self.show_list)
        self.whole = Button(theme, _("Áp dụng cho cả phần"), ButtonKind.GHOST, icon="copy")
        self.whole.setToolTip(_("Ghi nguồn và kỳ này cho mọi số liệu của phần đang mở"))
        self.whole.clicked.connect(self.apply_to_section)
        self.problem = Label(theme, "", 12, fonts.MEDIUM, "bad", wrap=True)
        for side, field in self._fields.items():
            field.edited.connect(partial(self._on_edited, side))
            field.left.connect(partial(self._on_left, side))
            field.composing.connect(desk.set_composing)
        desk.slot_changed.connect(self._on_slot)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        grid.addWidget(Label(theme, _("Nguồn"), 13, fonts.MEDIUM), 0, 0)
        grid.addWidget(self.source, 0, 1)
        grid.addWidget(self.usual, 0, 2)
        grid.addWidget(Label(theme, _("Kỳ"), 13, fonts.MEDIUM), 1, 0)
        grid.addWidget(self.period, 1, 1, 1, 2)
        grid.addWidget(self.problem, 2, 0, 1, 3)
        grid.addWidget(self.whole, 3, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)

    # --- showing

    def show_item(self, item: Item) -> None:
        """Show what is kept of a figure; of a cell, what is kept of its whole table."""
        view = self._desk.view
        if isinstance(item, QuestionView) and item.node[1] is not None:
            place = place_of(view.form, item.node)
            item = (find_item(view, place.item) if place else None) or item
        is_other = self._item is None or name_of(self._item) != name_of(item)
        self._item = item
        self.setVisible(is_figure(item, view.form))
        name = name_of(item)
        self._slots = {side: figure_slot(name, side) for side in FIGURE_SIDES}
        self.source.setPlaceholderText(source_text(usual_source(item)) or _("chưa ghi"))
        self.period.setPlaceholderText(usual_period(view.trip) or _("chưa ghi"))
        for side, field in self._fields.items():
            slot = self._slots[side]
            typed = self._desk.typed(slot)
            text = str(registers_of(item)[side].value or "") if typed is None else typed
            # what was read otherwise than it was typed is shown as it was read
            is_settled = typed is None and not self._desk.is_writing(slot)
            if is_other or is_settled or not field.hasFocus():
                self._show_text(side, text)
        self._show_problem()

    def _show_text(self, side: Side, text: str) -> None:
        field = self._fields[side]
        text = source_text(text) if side is Side.SOURCE else text
        if field.show_value(text) and not field.hasFocus():
            field.setCursorPosition(0)
        field.setToolTip(text)  # the field is narrow

    def _show_problem(self) -> None:
        texts = []
        for side, slot in self._slots.items():
            error = self._desk.refusal(slot)
            self._fields[side].set_error(error is not None)
            if error is not None:
                texts.append(refusal_text(error))
            register = registers_of(self._item)[side] if self._item is not None else None
            if register is not None and register.is_conflict:
                what = conflict_text(side, None, register.heads, self._language)
                texts.append(_("Xung đột ({side}): {what}").format(side=side_name(side), what=what))
        self.problem.setText("\n".join(texts))
        self.problem.setVisible(bool(texts))
        self.whole.setEnabled(any(field.value.strip() for field in self._fields.values()))

    def menu(self) -> QMenu:
        """The usual sources."""
        menu = QMenu(self)
        for words in SOURCES.values():
            menu.addAction(_(words), partial(self.choose, words))
        return menu

    def show_list(self) -> None:
        """Open the list under the field."""
        self.menu().popup(self.source.mapToGlobal(QPoint(0, self.source.height() + 2)))

    # --- what a person does

    def choose(self, words: str) -> None:
        """Take one of the usual sources."""
        self._show_text(Side.SOURCE, words)
        self._on_edited(Side.SOURCE, words)
        self._on_left(Side.SOURCE)
        self.source.setFocus()

    def apply_to_section(self) -> None:
        """Say the same of every figure and table of the section; one step to undo."""
        if self._item is None:
            return
        self._desk.flush()
        view, own = self._desk.view, name_of(self._item)
        texts = {side: self._text(side) for side in FIGURE_SIDES if self._text(side)}
        section = next(
            one for one in view.sections if any(name_of(item) == own for item in one.items)
        )
        names = [name for name in figures_in(section, view.form) if name != own]
        slots = [figure_slot(name, side) for name in names for side in texts]
        after = [TypedAnswer(one.node[0], one.side, None, texts[one.side]) for one in slots]
        before = [
            TypedAnswer(one.node[0], one.side, None, str(one.value(view) or "")) for one in slots
        ]
        write = partial(self._desk.services.inspections.answer_many, view.inspection.id)
        self._desk.act(
            partial(write, after),
            lambda _outcome: self.applied.emit(_applied_text(len(names)), "good"),
            undo=lambda _outcome: partial(write, before),
            redo=lambda _outcome: partial(write, after),
            text=self.whole.text(),
        )

    def _text(self, side: Side) -> str:
        """What a field says, a usual source in the words in which it is stored."""
        text = self._fields[side].value.strip()
        if side is Side.SOURCE:
            usual = (words for words in SOURCES.values() if fold(text) == fold(_(words)))
            text = next(usual, text)
        return text

    def _on_edited(self, side: Side, _typed: str) -> None:
        if self._slots:
            self._desk.type_text(self._slots[side], self._text(side))
            self._show_problem()

    def _on_left(self, side: Side) -> None:
        if self._slots:
            self._desk.leave(self._slots[side])

    def _on_slot(self, slot: object) -> None:
        if slot in self._slots.values() and self._desk.is_open:
            self._show_problem()


def _applied_text(count: int) -> str:
    text = ngettext(
        "Đã ghi cho {count} số liệu, bảng khác.", "Đã ghi cho {count} số liệu, bảng khác.", count
    )
    return text.format(count=count)
