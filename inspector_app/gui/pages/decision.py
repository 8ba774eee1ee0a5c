"""The comparison of one conflict and the form of the decision."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from inspector_app.domain.form.definition import QuestionType
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.conflicts import place_of, title_of, value_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import DropDown, RadioButton
from inspector_app.gui.widgets.fields import LineEdit, TextEdit
from inspector_app.gui.widgets.frames import Banner, Card, Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.options import OptionCard
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import moment
from inspector_app.services.conflict_views import ConflictView

_LETTERS: Final = "ABCDEFGH"
_OTHER: Final = 100


class DecisionPanel(Card):
    """Values, base, a third value, the reason, the button.

    Signals:
        decided(object, object, str, str): change id or None, typed text or None, reason, and the
            chosen value in words.
        inspection_asked(bytes): show the inspection.
    """

    decided = Signal(object, object, str, str)
    inspection_asked = Signal(bytes)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.conflict: ConflictView | None = None
        self._is_leader = False
        self._decision = ""
        self._title = Label(theme, "", 17, SEMIBOLD, wrap=True)
        self._place = Label(theme, "", 13.5, REGULAR, "muted")
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._base = Label(theme, "", 13.5, REGULAR, "muted", wrap=True)
        self._earlier = Banner(theme, _("Đóng thông báo"))
        self._readonly = Banner(theme, _("Đóng thông báo"))
        self._options_row = row(spacing=14)
        self._options: list[OptionCard] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_choice)
        self.other = RadioButton(theme, _("Giá trị khác"))
        self.text = LineEdit(theme, _("Giá trị khác"))
        self.choice = DropDown(theme, _("Giá trị khác"))
        self.text.edited.connect(self._on_other_edited)
        self.choice.activated.connect(self._on_other_edited)
        self.reason = TextEdit(
            theme,
            _("Lý do quyết định"),
            placeholder=_("Căn cứ vào đâu: tài liệu đã xem, ai đã xác nhận…"),
            lines=2,
        )
        self.reason_field = Field(theme, _("Lý do (bắt buộc, lưu cùng quyết định)"), self.reason)
        self.button = Button(theme, _("Quyết định"), ButtonKind.PRIMARY, icon="check")
        self.button.clicked.connect(self._on_decide)
        self._open = Button(theme, _("Xem trong phiếu"), ButtonKind.GHOST, icon="arrow-right")
        self._open.clicked.connect(self._on_open)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_decide)
        self._form = QWidget()
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        column(
            row(self.other, self.text, self.choice, None, spacing=10),
            4,
            self.reason_field,
            row(
                Label(
                    theme,
                    _("← → chọn bên   ·   Ctrl+Enter quyết định   ·   F8 xung đột sau"),
                    12.5,
                    REGULAR,
                    "faint",
                    wrap=True,
                ),
                None,
                self.button,
            ),
            spacing=10,
            on=self._form,
        )
        column(
            row(self._place, self._open),
            self._title,
            self._earlier,
            4,
            self._options_row,
            self._base,
            self._readonly,
            4,
            self._form,
            None,
            spacing=8,
            margins=(22, 14, 22, 18),
            on=self,
        )

    def set_leader(self, *, is_leader: bool) -> None:
        """Whether the person may decide; others read."""
        self._is_leader = is_leader
        if self.conflict is not None:
            self.show_conflict(self.conflict, self._decision)

    def set_busy(self, is_busy: bool) -> None:
        """Show that a decision is being written."""
        self.button.set_busy(is_busy)

    def show_conflict(self, conflict: ConflictView, decision: str = "") -> None:
        """Show one conflict; ``decision`` says how it was decided just now."""
        is_same = self.conflict is not None and self.conflict.id == conflict.id
        self.conflict, self._decision = conflict, decision
        self._title.setText(title_of(conflict))
        self._place.setText(place_of(conflict))
        self._open.setVisible(conflict.inspection is not None)
        if not is_same:
            self._make_options(conflict)
            self._prepare_other(conflict)
            self.reason.show_value("")
            self.reason_field.show_error("")
        self._show_base(conflict)
        self._earlier.setVisible(bool(conflict.earlier))
        if conflict.earlier:
            self._earlier.show_message(
                _("Đã từng được quyết định; gói đến sau mang thêm giá trị khác."),
                conflict.earlier,
                Tone.WARN,
            )
        self._form.setVisible(self._is_leader and not decision)
        if decision:
            self._readonly.show_message(decision, "", Tone.GOOD)
        elif not self._is_leader:
            self._readonly.show_message(
                _("Chỉ trưởng đoàn quyết định xung đột."),
                _("Cả hai giá trị được giữ nguyên; gửi gói đồng bộ để trưởng đoàn quyết định."),
                Tone.ACCENT,
            )
        else:
            self._readonly.clear()

    def choose_side(self, direction: int) -> None:
        """Take the value at the left (-1) or at the right (1) of the chosen one."""
        if not self._is_leader or self._decision or not self._options:
            return
        chosen = self._group.checkedId()
        if chosen in (-1, _OTHER):
            number = 0 if direction < 0 else len(self._options) - 1
        else:
            number = min(max(chosen + direction, 0), len(self._options) - 1)
        self._options[number].setChecked(True)
        self._on_choice(number)

    def _make_options(self, conflict: ConflictView) -> None:
        for option in self._options:
            self._group.removeButton(option)
        clear(self._options_row)
        self._options = []
        for number, side in enumerate(conflict.sides):
            head = side.heads[0]
            value = value_text(conflict, side.value, is_deletion=side.is_deletion)
            letter = _LETTERS[number] if number < len(_LETTERS) else str(number + 1)
            who = (head.author, f"{moment(head.wall)} · {head.device}")
            option = OptionCard(self._theme, letter, value, who)
            self._options.append(option)
            self._group.addButton(option, number)
            self._options_row.addWidget(option, 1)
        self._group.addButton(self.other, _OTHER)
        self._group.setExclusive(False)
        self.other.setChecked(False)
        self._group.setExclusive(True)

    def _prepare_other(self, conflict: ConflictView) -> None:
        question = conflict.question
        is_choice = question is not None and question.type is QuestionType.SELECT_ONE
        self.text.setVisible(not is_choice)
        self.choice.setVisible(is_choice)
        self.text.show_value("")
        self.choice.clear()
        self.choice.addItem(_("Chọn…"), "")
        if question is not None and is_choice:
            for one in question.choices:
                self.choice.addItem(one.label.in_(language()), one.name)
        self.choice.updateGeometry()

    def _show_base(self, conflict: ConflictView) -> None:
        if conflict.base is None:
            self._base.setText(_("Trước đó chưa có giá trị."))
            return
        base = conflict.base
        self._base.setText(
            _("Trước đó: {value} ({who}, {when})").format(
                value=value_text(conflict, base.value, is_deletion=base.is_deletion),
                who=base.author,
                when=moment(base.wall),
            )
        )

    def _on_choice(self, number: int) -> None:
        if number == _OTHER:
            (self.choice if self.choice.isVisible() else self.text).setFocus()

    def _on_other_edited(self, _value: object) -> None:
        self.other.setChecked(True)

    def _on_open(self) -> None:
        if self.conflict is not None and self.conflict.inspection is not None:
            self.inspection_asked.emit(self.conflict.inspection.id)

    def _on_decide(self) -> None:
        if not self._form.isVisible() or self.button.is_busy or self.conflict is None:
            return
        chosen = self._group.checkedId()
        reason = self.reason.value.strip()
        typed = self.choice.currentData() if self.choice.isVisible() else self.text.value.strip()
        if chosen == -1 or (chosen == _OTHER and not typed):
            self.reason_field.show_error(_("Chọn một bên, hoặc nhập giá trị khác."))
            return
        if not reason:
            self.reason_field.show_error(_("Nhập lý do của quyết định."))
            self.reason.setFocus()
            return
        self.reason_field.show_error("")
        if chosen == _OTHER:
            shown = self.choice.currentText() if self.choice.isVisible() else str(typed)
            self.decided.emit(None, str(typed), reason, shown)
            return
        side = self.conflict.sides[chosen]
        self.decided.emit(side.change, None, reason, self._options[chosen].text())
