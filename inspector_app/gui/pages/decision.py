"""The comparison of one conflict and the form of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.conflict_words import (
    decided_texts,
    is_text,
    place_of,
    reopened_texts,
    side_text,
    title_of,
    value_text,
    when_text,
)
from inspector_app.gui.pages.conflict_other import OtherValue
from inspector_app.gui.pages.conflict_side import SideCard
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import RadioButton
from inspector_app.gui.widgets.frames import Banner, Card, Label, Line
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.reasons import ReasonBox
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.services.conflict_deciding import Choice
from inspector_app.services.conflict_views import ConflictState, ConflictView, DecisionView

BOTH: Final = 90
OTHER: Final = 100
_ABREAST: Final = 3
"""Most cards in one line; four stand two by two."""


class DecisionPanel(Card):
    """Values, base, both, a third value, the reason, the button.

    Signals:
        decided(Choice, str): what was chosen, and why.
        undo_asked(): take the shown decision back.
        inspection_asked(bytes, str, str): show the inspection at a section and a question of it.
    """

    decided = Signal(object, str)
    undo_asked = Signal()
    inspection_asked = Signal(bytes, str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.conflict: ConflictView | None = None
        self._is_leader = False
        self._title = Label(theme, "", 17, SEMIBOLD, wrap=True)
        self._place = Label(theme, "", 13.5, REGULAR, "muted")
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._base = Label(theme, "", 13.5, REGULAR, "muted", wrap=True)
        self._earlier = Banner(theme, _("Đóng thông báo"))
        self._readonly = Banner(theme, _("Đóng thông báo"))
        self._undo = Button(theme, _("Lấy lại quyết định"), ButtonKind.SECONDARY, icon="undo")
        self._undo.clicked.connect(self.undo_asked)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.cards: list[SideCard] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_choice)
        self.both = RadioButton(theme, _("Lấy cả hai"))
        self._both_text = Label(theme, "", 14, REGULAR, "muted", wrap=True)
        self.other = RadioButton(theme, _("Giá trị khác"))
        self.editor = OtherValue(theme)
        self.editor.edited.connect(self._on_other_edited)
        self.editor.confirmed.connect(self.decide)
        self.reason = ReasonBox(theme)
        self.reason.confirmed.connect(self.decide)
        self.button = Button(theme, _("Quyết định"), ButtonKind.PRIMARY, icon="check")
        self.button.clicked.connect(self.decide)
        self._open = Button(theme, _("Xem trong phiếu"), ButtonKind.GHOST, icon="arrow-right")
        self._open.clicked.connect(self._on_open)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.decide)
        self._hint = Label(theme, "", 12.5, REGULAR, "faint", wrap=True)
        self._form, self._both_row, self._other_row = QWidget(), QWidget(), QWidget()
        self._dock = QWidget()
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        """What is compared scrolls; reason and button below it are always there."""
        row(self.both, self._both_text, spacing=10, on=self._both_row).setStretch(1, 1)
        row(self.other, self.editor, spacing=10, on=self._other_row).setStretch(1, 1)
        column(self._both_row, self._other_row, self._hint, spacing=9, on=self._form)
        head = row(self._place, self._open)
        head.setStretch(0, 1)
        content = QWidget()
        column(
            head,
            self._title,
            self._earlier,
            self._grid,
            self._base,
            self._readonly,
            row(None, self._undo),
            2,
            self._form,
            None,
            spacing=8,
            margins=(22, 12, 22, 12),
            on=content,
        )
        foot = row(self.reason.choices, self.button, spacing=12)
        foot.setStretch(0, 1)
        column(
            Line(theme),
            column(self.reason, foot, spacing=8, margins=(22, 8, 22, 12)),
            spacing=0,
            on=self._dock,
        )
        area = scroller(theme, content, _("So sánh các giá trị"))
        layout = column(area, self._dock, spacing=0, margins=(1, 1, 1, 1), on=self)
        layout.setStretch(0, 1)

    def set_leader(self, *, is_leader: bool) -> None:
        """Whether the person may decide; others read."""
        self._is_leader = is_leader
        if self.conflict is not None:
            self.show_conflict(self.conflict)

    def set_busy(self, is_busy: bool) -> None:
        """Show that a decision is being written."""
        self.button.set_busy(is_busy)

    def show_conflict(self, conflict: ConflictView) -> None:
        """Show one conflict, open or decided; what was typed for the same one stays."""
        former = self.conflict
        self.conflict = conflict
        is_same = former is not None and (former.id, former.state) == (conflict.id, conflict.state)
        self._title.setText(title_of(conflict))
        self._place.setText(place_of(conflict))
        self._open.setVisible(conflict.inspection is not None)
        if not is_same or former != conflict:
            self._make_cards(conflict)
        if not is_same:
            self.editor.prepare(conflict)
            self.reason.start()
        self._show_base(conflict)
        self._show_both(conflict)
        self._other_row.setVisible(conflict.has_other)
        keys = [_("← → chọn bên")]
        keys += [_("B cả hai")] if conflict.has_both else []
        keys += [_("E giá trị khác")] if conflict.has_other else []
        keys += [_("Enter quyết định"), _("F8 xung đột sau"), _("Ctrl+Z lấy lại")]
        self._hint.setText("   ·   ".join(keys))
        self._show_state(conflict)

    def take_key(self, key: str) -> None:
        """What a key of ``conflict_side.key_of`` does."""
        if not self.can_decide or not self.cards:
            return
        if key in ("left", "right"):
            self.choose_side(-1 if key == "left" else 1)
        elif key == "both" and self.conflict is not None and self.conflict.has_both:
            self.both.setChecked(True)
        elif key == "other" and self.conflict is not None and self.conflict.has_other:
            self._begin_other()
        elif key == "decide":
            self.decide()

    @property
    def can_decide(self) -> bool:
        """Whether there is something to decide, by this person."""
        one = self.conflict
        is_open = one is not None and one.state is not ConflictState.DECIDED
        return self._is_leader and is_open and one is not None and one.may_decide

    def choose_side(self, direction: int) -> None:
        """Take the value at the left (-1) or at the right (1) of the chosen one."""
        if not self.can_decide or not self.cards:
            return
        chosen = self._group.checkedId()
        if 0 <= chosen < len(self.cards):
            number = min(max(chosen + direction, 0), len(self.cards) - 1)
        else:
            number = 0 if direction < 0 else len(self.cards) - 1
        self.cards[number].setChecked(True)

    def decide(self) -> None:
        """Ask for the decision that is set, or say what is missing."""
        one = self.conflict
        if not self.can_decide or self.button.is_busy or one is None:
            return
        chosen = self._group.checkedId()
        if chosen == -1 or (chosen == OTHER and not self.editor.value):
            self.reason.field.show_error(_("Chọn một bên, hoặc nhập giá trị khác."))
            return
        if not self.reason.value:
            self.reason.field.show_error(_("Nhập lý do của quyết định."))
            self.reason.line.setFocus()
            return
        self.reason.field.show_error("")
        if chosen == OTHER:
            choice = Choice(text=self.editor.value)
        elif chosen == BOTH:
            choice = Choice(both=True)
        else:
            choice = Choice(one.sides[chosen].change)
        self.decided.emit(choice, self.reason.value)

    def _make_cards(self, conflict: ConflictView) -> None:
        chosen = self._group.checkedId()
        for card in self.cards:
            self._group.removeButton(card)
        clear(self._grid)
        self.cards = []
        count = len(conflict.sides)
        abreast = 2 if count == 4 else min(count, _ABREAST)
        for number in range(count):
            card = SideCard(self._theme, conflict, number)
            card.key_pressed.connect(self.take_key)
            self.cards.append(card)
            self._group.addButton(card, number)
            self._grid.addWidget(card, number // max(abreast, 1), number % max(abreast, 1))
        for place in range(_ABREAST):
            self._grid.setColumnStretch(place, 1 if place < abreast else 0)
        self._group.addButton(self.both, BOTH)
        self._group.addButton(self.other, OTHER)
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        if chosen == OTHER and self.editor.value:
            self.other.setChecked(True)

    def _show_base(self, conflict: ConflictView) -> None:
        base = conflict.base
        self._base.setVisible(not conflict.is_removal)
        if base is None:
            self._base.setText(_("Trước đó chưa có giá trị."))
            return
        self._base.setText(
            _("Trước đó: {value} ({who}, {when})").format(
                value=value_text(conflict, base.value, is_deletion=base.is_deletion),
                who=base.author,
                when=when_text(base.wall, base.ahead_ms, base.device),
            )
        )

    def _show_both(self, conflict: ConflictView) -> None:
        self._both_row.setVisible(conflict.has_both)
        if conflict.has_both:
            text = value_text(conflict, conflict.both)
            if conflict.register.path == "evidence":
                text = "; ".join(dict.fromkeys(side.words for side in conflict.sides))
            self._both_text.setText(text)

    def _show_state(self, conflict: ConflictView) -> None:
        """What the person may do here, what was decided before."""
        decision = conflict.decision
        is_decided = conflict.state is ConflictState.DECIDED
        self._form.setVisible(self.can_decide)
        self._dock.setVisible(self.can_decide)
        is_undoable = is_decided and decision is not None and decision.is_current
        self._undo.setVisible(is_undoable and self._is_leader and conflict.may_decide)
        for card in self.cards:
            is_kept = decision is not None and decision.how in ("", "side", "keep", "remove")
            is_taken = is_decided and is_kept and _is_of(card, decision)
            card.set_taken(is_taken)
            card.setEnabled(self.can_decide)
        self._earlier.setVisible(conflict.state is ConflictState.REOPENED)
        if conflict.state is ConflictState.REOPENED and decision is not None:
            self._earlier.show_message(*reopened_texts(conflict, decision), Tone.WARN)
        if is_decided and decision is not None:
            self._readonly.show_message(*decided_texts(conflict, decision), Tone.GOOD)
        elif not self._is_leader:
            self._readonly.show_message(
                _("Chỉ trưởng đoàn quyết định xung đột."),
                _("Cả hai giá trị được giữ nguyên; gửi gói đồng bộ để trưởng đoàn quyết định."),
                Tone.ACCENT,
            )
        elif not conflict.may_decide:
            self._readonly.show_message(
                _("Chỉ máy lập đợt quyết định được xung đột này."),
                _("Đoàn, đơn vị và thông tin chung của đợt do người lập đợt ghi."),
                Tone.ACCENT,
            )
        else:
            self._readonly.clear()

    def _begin_other(self) -> None:
        """Type a value; a text starts from the chosen side's."""
        one, chosen = self.conflict, self._group.checkedId()
        self.other.setChecked(True)
        if one is None:
            return
        side = one.sides[chosen] if 0 <= chosen < len(one.sides) else one.sides[0]
        self.editor.begin(side_text(one, side) if is_text(one) else "")

    def _on_choice(self, number: int) -> None:
        self.reason.field.show_error("")
        if number == OTHER:
            self._begin_other()

    def _on_other_edited(self) -> None:
        self.other.setChecked(True)

    def _on_open(self) -> None:
        one = self.conflict
        if one is not None and one.inspection is not None:
            asked = one.question or one.criterion or one.asked
            name = asked.name if asked is not None else ""
            section = one.section or (asked.section if asked is not None else "")
            self.inspection_asked.emit(one.inspection.id, section, name)

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Offer reasons."""
        self.reason.show_reasons(reasons)


def _is_of(card: SideCard, decision: DecisionView | None) -> bool:
    """Whether a decision chose this side."""
    if decision is None:
        return False
    if decision.is_deletion or card.side.is_deletion or decision.how in ("keep", "remove"):
        return decision.is_deletion == card.side.is_deletion
    return card.side.value == decision.value
