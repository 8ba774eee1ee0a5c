"""The session at the unit: times, place, people present, opinion, conclusion, refusal to sign."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.gui import fonts
from inspector_app.gui.inspection.attendee_rows import AttendeeRows
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText, Editor
from inspector_app.gui.inspection.slots import session_slot
from inspector_app.gui.inspection.wording import refusal_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.scroll import prepare
from inspector_app.host.i18n import _

_TIMES: Final = ("started", "ended")
WIDEST: Final = 900


class SessionPage(QScrollArea):
    """All fields are registers of the inspection and save themselves."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk, self._theme = desk, theme
        self.fields: dict[str, Editor] = {}
        self._errors: dict[str, Label] = {}
        self.now_buttons: dict[str, Button] = {}
        self._reason = Label(theme, "", 12.5, ink="muted", wrap=True)
        self.people = {
            is_team: AttendeeRows(desk, theme, is_team=is_team) for is_team in (True, False)
        }
        body = QWidget()
        body.setMaximumWidth(theme.px(WIDEST))
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(20, 4, 12, 20)
        self._column.setSpacing(12)
        self._build()
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(body, 100)
        line.addStretch(1)
        body.setAutoFillBackground(False)
        prepare(self, theme, holder, _("Phiên làm việc"))
        desk.slot_changed.connect(self._on_slot)

    def _build(self) -> None:
        times = self._card(_("Thời gian, địa điểm"))
        row = QHBoxLayout()
        row.setSpacing(20)
        for name, caption in (("started", _("Bắt đầu")), ("ended", _("Kết thúc"))):
            row.addLayout(self._time(name, caption), 1)
        times.addLayout(row)
        times.addLayout(self._captioned("place", _("Địa điểm làm việc"), (1, 3)))
        for is_team, caption in (
            (True, _("Thành phần đoàn kiểm tra")),
            (False, _("Thành phần đơn vị được kiểm tra")),
        ):
            self._card(caption).addWidget(self.people[is_team])
        opinion = self._card(_("Ý kiến của đơn vị được kiểm tra"))
        opinion.addLayout(self._captioned("unit_opinion", "", (3, 10)))
        conclusion = self._card(_("Kết luận của trưởng đoàn"))
        conclusion.addLayout(self._captioned("conclusion", "", (3, 12)))
        conclusion.addWidget(self._reason)
        refusal = self._card(_("Đơn vị không ký biên bản"))
        refusal.addLayout(self._captioned("refusal", "", (1, 4)))
        hint = _("Chỉ ghi khi đại diện đơn vị từ chối ký: lý do, người chứng kiến.")
        self.fields["refusal"].setPlaceholderText(hint)
        notice = _("Không nhập, không chụp, không đính kèm tài liệu bí mật nhà nước.")
        self._column.addWidget(Label(self._theme, notice, 12, fonts.MEDIUM, "warn", wrap=True))
        self._column.addStretch(1)

    def _card(self, caption: str) -> QVBoxLayout:
        card = Card(self._theme)
        box = QVBoxLayout(card)
        box.setContentsMargins(18, 14, 18, 16)
        box.setSpacing(8)
        box.addWidget(Label(self._theme, caption, 14.5, fonts.SEMIBOLD))
        self._column.addWidget(card)
        return box

    def _time(self, name: str, caption: str) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(Label(self._theme, caption, 13, fonts.MEDIUM))
        line = QHBoxLayout()
        field = AnswerLine(self._theme, caption, placeholder=_("ngày/tháng/năm giờ:phút"))
        line.addWidget(self._bind(name, field), 1)
        text = _("Bắt đầu ngay") if name == "started" else _("Kết thúc ngay")
        button = Button(self._theme, text, icon="clock")
        button.clicked.connect(partial(self._on_now, name))
        self.now_buttons[name] = button
        line.addWidget(button)
        box.addLayout(line)
        box.addWidget(self._error(name))
        return box

    def _captioned(self, name: str, caption: str, lines: tuple[int, int]) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        if caption:
            box.addWidget(Label(self._theme, caption, 13, fonts.MEDIUM))
        spoken = {
            "unit_opinion": _("Ý kiến của đơn vị được kiểm tra"),
            "conclusion": _("Kết luận của trưởng đoàn"),
            "refusal": _("Lý do đơn vị không ký biên bản"),
        }.get(name, caption)
        box.addWidget(self._bind(name, AnswerText(self._theme, spoken, lines=lines)))
        box.addWidget(self._error(name))
        return box

    def _bind(self, name: str, field: Editor) -> Editor:
        slot = session_slot(name)
        field.edited.connect(partial(self._desk.type_text, slot))
        field.left.connect(partial(self._desk.leave, slot))
        field.composing.connect(self._desk.set_composing)
        self.fields[name] = field
        return field

    def _error(self, name: str) -> Label:
        label = Label(self._theme, "", 12.5, fonts.MEDIUM, "bad", wrap=True)
        label.hide()
        self._errors[name] = label
        return label

    # --- showing

    def apply(self) -> None:
        """Show the session as it is now."""
        session = self._desk.view.session
        for name, field in self.fields.items():
            slot = session_slot(name)
            typed, error = self._desk.typed(slot), self._desk.refusal(slot)
            stored = str(getattr(session, name))
            shown = _moment(stored) if name in _TIMES else stored
            if not field.hasFocus():
                field.show_value(shown if typed is None else typed)
            field.set_error(error is not None)
            self._errors[name].setText(refusal_text(error) if error is not None else "")
            self._errors[name].setVisible(error is not None)
        for name, button in self.now_buttons.items():
            button.setVisible(not getattr(session, name))
        self._apply_conclusion()
        for rows in self.people.values():
            rows.refresh()

    def take_focus(self) -> None:
        """The first thing that is still to do."""
        for name, button in self.now_buttons.items():
            if not button.isHidden() and not getattr(self._desk.view.session, name):
                button.setFocus()
                return
        self.fields["place"].setFocus()

    def _apply_conclusion(self) -> None:
        can = self._desk.can_conclude
        self.fields["conclusion"].setReadOnly(not can)
        leader = next((one.name for one in self._desk.view.members if one.role == "leader"), "")
        reason = _("Chỉ trưởng đoàn ({name}) ghi kết luận; ở máy này chỉ xem.").format(name=leader)
        self._reason.setText("" if can else reason)
        self._reason.setVisible(not can)

    def _on_slot(self, slot: object) -> None:
        if self.isVisible() and getattr(slot, "node", ("",))[0].startswith("@session"):
            self.apply()

    def _on_now(self, name: str) -> None:
        now = datetime.now(UTC).astimezone()
        self._desk.write_now(session_slot(name), f"{now:%Y-%m-%dT%H:%M}")


def _moment(text: str) -> str:
    """A stored local time as people write it."""
    try:
        return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"
    except ValueError:
        return text
