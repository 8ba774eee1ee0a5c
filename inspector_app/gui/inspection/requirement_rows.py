"""Requirements: what the unit must do, by whom, by when; a list that is edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Requirement
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText, Editor
from inspector_app.gui.inspection.items import code_named
from inspector_app.gui.inspection.remediation_rows import RemediationRows
from inspector_app.gui.inspection.slots import requirement_slot
from inspector_app.gui.inspection.standing import show_standing
from inspector_app.gui.inspection.wording import refusal_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Pill
from inspector_app.host.i18n import _


class RequirementRow(Card):
    """One requirement, where it stands, and what was done about it.

    Signals:
        question_wanted(str): show the question that it came from.
    """

    question_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, one: Requirement, number: int) -> None:
        super().__init__(theme, "sunken")
        self._desk, self.id, self._question = desk, one.id, one.question
        self.remediations = RemediationRows(desk, theme, one.id)
        self.fields: dict[str, Editor] = {
            "text": AnswerText(theme, _("Yêu cầu {n}: nội dung").format(n=number), lines=(2, 6)),
            "responsible": AnswerLine(theme, _("Yêu cầu {n}: người thực hiện").format(n=number)),
            "due": AnswerLine(
                theme,
                _("Yêu cầu {n}: thời hạn").format(n=number),
                placeholder=_("ngày/tháng/năm"),
            ),
        }
        self.fields["text"].setPlaceholderText(_("Việc đơn vị phải làm"))
        self.fields["responsible"].setPlaceholderText(_("Người, bộ phận thực hiện"))
        self.fields["due"].setFixedWidth(theme.px(158))
        self._error = Label(theme, "", 12.5, fonts.MEDIUM, "bad", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Label(theme, _("Yêu cầu {n}").format(n=number), 13, fonts.MEDIUM))
        self.state = Pill(theme)
        head.addWidget(self.state)
        head.addStretch(1)
        self.jump = Button(theme, _("Đến câu hỏi"), ButtonKind.GHOST, icon="arrow-right")
        self.jump.clicked.connect(lambda: self.question_wanted.emit(self._question))
        head.addWidget(self.jump)
        remove = IconButton(theme, "trash", _("Xóa yêu cầu {n}").format(n=number), size=26)
        remove.clicked.connect(self._on_remove)
        head.addWidget(remove)
        box.addLayout(head)
        box.addWidget(self.fields["text"])
        line = QHBoxLayout()
        line.addWidget(self.fields["responsible"], 1)
        line.addWidget(self.fields["due"])
        box.addLayout(line)
        box.addWidget(self._error)
        box.addWidget(self.remediations)
        for name, field in self.fields.items():
            slot = requirement_slot(one.id, name)
            field.edited.connect(partial(desk.type_text, slot))
            field.left.connect(partial(desk.leave, slot))
            field.composing.connect(desk.set_composing)
        self.apply(one)

    def apply(self, one: Requirement) -> None:
        """Show the requirement as it is now."""
        due = one.due.strftime("%d/%m/%Y") if one.due else ""
        shown = {"text": one.text, "responsible": one.responsible, "due": due}
        problems = []
        for name, field in self.fields.items():
            slot = requirement_slot(one.id, name)
            typed, error = self._desk.typed(slot), self._desk.refusal(slot)
            if not field.hasFocus():
                field.show_value(shown[name] if typed is None else typed)
            field.set_error(error is not None)
            if error is not None:
                problems.append(refusal_text(error))
        self._error.setText("\n".join(problems))
        self._error.setVisible(bool(problems))
        self._question = one.question
        code = code_named(self._desk.view.form, one.question)
        self.jump.set_text(_("Câu {code}").format(code=code) if code else _("Đến câu hỏi"))
        self.jump.setVisible(bool(one.question))
        show_standing(self.state, self._desk.view, one.id, one.due)
        self.remediations.refresh()

    def _on_remove(self) -> None:
        service, requirement = self._desk.services.requirements, self.id
        self._desk.act(
            partial(service.remove, requirement),
            undo=lambda _outcome: partial(service.restore, requirement),
            redo=lambda _outcome: partial(service.remove, requirement),
            text=_("xóa yêu cầu"),
        )


class RequirementRows(QWidget):
    """Requirements of one finding, or those of the inspection that answer none.

    Signals:
        question_wanted(str): show a question.
    """

    question_wanted = Signal(str)

    def __init__(
        self, desk: Desk, theme: Theme, parent: QWidget | None = None, *, caption: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._finding: EntityId | None = None
        self._is_on = False
        self.rows: list[RequirementRow] = []
        self._focus_new = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        if caption:
            box.addWidget(Label(theme, caption, 13, fonts.MEDIUM))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        box.addLayout(self._list)
        self.add = Button(theme, _("Thêm yêu cầu"), ButtonKind.GHOST, icon="plus")
        self.add.clicked.connect(self._on_add)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        box.addLayout(line)
        desk.refreshed.connect(self.refresh)
        desk.slot_changed.connect(self._on_slot)

    def show_finding(self, finding: EntityId | None, *, general: bool = False) -> None:
        """Show the requirements of a finding; ``general`` shows those of no finding."""
        self._finding = finding
        self._is_on = finding is not None or general
        self.add.setEnabled(self._is_on)
        self.refresh()

    def refresh(self) -> None:
        """Show what is stored now; rows that stay keep their editors."""
        if not self._desk.is_open:
            return
        mine = [one for one in self._desk.view.requirements if one.finding == self._finding]
        if not self._is_on:
            mine = []
        if [row.id for row in self.rows] != [one.id for one in mine]:
            for row in self.rows:
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = [
                RequirementRow(self._desk, self._theme, one, number)
                for number, one in enumerate(mine, start=1)
            ]
            for row in self.rows:
                row.question_wanted.connect(self.question_wanted)
                self._list.addWidget(row)
        for row, one in zip(self.rows, mine, strict=True):
            row.apply(one)
        if self._focus_new and self.rows:
            self._focus_new = False
            self.rows[-1].fields["text"].setFocus()
            QTimer.singleShot(0, self._reveal_last)

    def _reveal_last(self) -> None:
        area: QWidget | None = self
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea) and self.rows:
            area.ensureWidgetVisible(self.rows[-1], 0, 12)

    def _on_slot(self, _slot: object) -> None:
        if self.isVisible():
            self.refresh()

    def _on_add(self) -> None:
        service = self._desk.services.requirements
        self._desk.flush()
        self._focus_new = True
        self._desk.act(
            partial(service.add, self._desk.id, "", "", "", self._finding),
            undo=lambda outcome: partial(service.remove, outcome.value.id),
            redo=lambda outcome: partial(service.restore, outcome.value.id),
            text=_("thêm yêu cầu"),
        )
