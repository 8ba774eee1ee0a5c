"""What the unit did about one requirement, and what the team decides: edited in place."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState
from inspector_app.domain.trip.values import Remediation, RemediationState
from inspector_app.gui import fonts, words
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText, Editor
from inspector_app.gui.inspection.evidence_picks import EvidencePicks, Owner
from inspector_app.gui.inspection.slots import remediation_slot
from inspector_app.gui.inspection.wording import refusal_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment

TONES: Final = {
    RemediationState.PENDING: Tone.ACCENT,
    RemediationState.ACCEPTED: Tone.GOOD,
    RemediationState.REJECTED: Tone.BAD,
}


class RemediationRow(Card):
    """One remediation: what was done and when, the team's decision and its reason."""

    def __init__(self, desk: Desk, theme: Theme, one: Remediation, number: int) -> None:
        super().__init__(theme, "surface")
        self._desk, self.id = desk, one.id
        text = AnswerText(
            theme, _("Kết quả khắc phục {n}: nội dung").format(n=number), lines=(1, 5)
        )
        done = AnswerLine(
            theme,
            _("Kết quả khắc phục {n}: ngày").format(n=number),
            placeholder=_("ngày/tháng/năm"),
        )
        reason = AnswerLine(theme, _("Kết quả khắc phục {n}: lý do").format(n=number))
        text.setPlaceholderText(_("Đơn vị đã làm gì"))
        reason.setPlaceholderText(_("Lý do (bắt buộc khi không chấp nhận)"))
        done.setFixedWidth(theme.px(158))
        self.fields: dict[str, Editor] = {"text": text, "done": done, "reason": reason}
        self.evidence = EvidencePicks(desk, theme, "")
        self.state = Pill(theme, "", Tone.ACCENT)
        self._who = Label(theme, "", 12.5, ink="muted", wrap=True)
        self._error = Label(theme, "", 12.5, fonts.MEDIUM, "bad", wrap=True)
        self._error.hide()
        self.accept = Button(theme, _("Chấp nhận"), icon="check")
        self.reject = Button(theme, _("Không chấp nhận"), icon="close")
        self.reopen = Button(theme, _("Xem xét lại"), ButtonKind.GHOST, icon="undo")
        for button, state in (
            (self.accept, RemediationState.ACCEPTED),
            (self.reject, RemediationState.REJECTED),
            (self.reopen, RemediationState.PENDING),
        ):
            button.clicked.connect(partial(self._on_decide, state))
        remove = IconButton(
            theme, "trash", _("Xóa kết quả khắc phục {n}").format(n=number), size=26
        )
        remove.clicked.connect(self._on_remove)
        caption = Label(theme, _("Kết quả khắc phục {n}").format(n=number), 13, fonts.MEDIUM)
        column(
            row(caption, self.state, None, remove, spacing=8),
            text,
            row(reason, done, spacing=8),
            self.evidence,
            self._error,
            self._who,
            row(self.accept, self.reject, self.reopen, None, spacing=8),
            spacing=6,
            margins=(12, 8, 12, 10),
            on=self,
        )
        for name, field in self.fields.items():
            slot = remediation_slot(one.id, name)
            field.edited.connect(partial(desk.type_text, slot))
            field.left.connect(partial(desk.leave, slot))
            field.composing.connect(desk.set_composing)
        self._shown = one
        self.apply(one)

    def apply(self, one: Remediation) -> None:
        """Show the remediation as it is now."""
        self._shown = one
        done = one.done.strftime("%d/%m/%Y") if one.done else ""
        shown = {"text": one.text, "done": done, "reason": one.reason}
        problems = []
        for name, field in self.fields.items():
            slot = remediation_slot(one.id, name)
            typed, error = self._desk.typed(slot), self._desk.refusal(slot)
            if not field.hasFocus():
                field.show_value(shown[name] if typed is None else typed)
            field.set_error(error is not None)
            if error is not None:
                problems.append(refusal_text(error))
        self._show_problem("\n".join(problems))
        edit = self._desk.services.remediations.edit
        self.evidence.show_owner(Owner(one.id, "", one.evidence, edit))
        self.evidence.setVisible(bool(self._desk.view.evidence))
        if one.is_disputed:
            self.state.show_text(words.requirement_state(RequirementState.CONFLICT), Tone.BAD)
        else:
            self.state.show_text(words.remediation_state(one.state), TONES[one.state])
        is_decided = bool(one.decided_by) and not one.is_disputed
        who = f"{one.decided_by} · {moment(one.decided_wall)}" if is_decided else ""
        self._who.setText(who)
        self._who.setVisible(bool(who))
        self.accept.setVisible(one.state is not RemediationState.ACCEPTED)
        self.reject.setVisible(one.state is not RemediationState.REJECTED)
        self.reopen.setVisible(one.state is not RemediationState.PENDING)

    def _show_problem(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def _on_decide(self, state: RemediationState) -> None:
        self._desk.commit_composed()
        field = self.fields["reason"]
        typed = self._desk.typed(remediation_slot(self.id, "reason"))
        reason = self._shown.reason if typed is None else typed
        if state is RemediationState.REJECTED and not reason.strip():
            self._show_problem(_("Không chấp nhận thì phải nêu lý do."))
            field.set_error(True)
            field.setFocus()
            return
        self._desk.flush()
        service, former = self._desk.services.remediations, self._shown
        self._desk.act(
            partial(service.decide, self.id, state, reason),
            undo=lambda _outcome: partial(service.decide, former.id, former.state, former.reason),
            redo=lambda _outcome: partial(service.decide, former.id, state, reason),
            text=_("xem xét kết quả khắc phục"),
        )

    def _on_remove(self) -> None:
        service, remediation = self._desk.services.remediations, self.id
        self._desk.act(
            partial(service.remove, remediation),
            undo=lambda _outcome: partial(service.restore, remediation),
            redo=lambda _outcome: partial(service.remove, remediation),
            text=_("xóa kết quả khắc phục"),
        )


class RemediationRows(QWidget):
    """All remediations of one requirement, and a button that begins the next."""

    def __init__(self, desk: Desk, theme: Theme, requirement: EntityId) -> None:
        super().__init__()
        self._desk, self._theme, self._requirement = desk, theme, requirement
        self.rows: list[RemediationRow] = []
        self._focus_new = False
        self._list: QVBoxLayout = column(spacing=6)
        self.add = Button(theme, _("Ghi kết quả khắc phục"), ButtonKind.GHOST, icon="plus")
        self.add.clicked.connect(self._on_add)
        column(self._list, row(self.add, None), spacing=4, on=self)

    def refresh(self) -> None:
        """Show what is stored now; rows that stay keep their editors."""
        mine = [one for one in self._desk.view.remediations if one.requirement == self._requirement]
        if [each.id for each in self.rows] != [one.id for one in mine]:
            for each in self.rows:
                self._list.removeWidget(each)
                each.hide()
                each.deleteLater()
            self.rows = [
                RemediationRow(self._desk, self._theme, one, number)
                for number, one in enumerate(mine, start=1)
            ]
            for each in self.rows:
                self._list.addWidget(each)
        for each, one in zip(self.rows, mine, strict=True):
            each.apply(one)
        if self._focus_new and self.rows:
            self._focus_new = False
            self.rows[-1].fields["text"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        service = self._desk.services.remediations
        self._desk.flush()
        self._focus_new = True
        self._desk.act(
            partial(service.record, self._desk.id, self._requirement),
            undo=lambda outcome: partial(service.remove, outcome.value.id),
            redo=lambda outcome: partial(service.restore, outcome.value.id),
            text=_("ghi kết quả khắc phục"),
        )
