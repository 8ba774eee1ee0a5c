"""People present on one side, with their posts; edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.trip.values import Attendee, Member
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.slots import attendee_slot
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Label
from inspector_app.host.i18n import _


class AttendeeRow(QWidget):
    """One person: name, post, remove."""

    def __init__(self, desk: Desk, theme: Theme, one: Attendee) -> None:
        super().__init__()
        self._desk, self.id = desk, one.id
        self.fields = {
            "name": AnswerLine(theme, _("Họ và tên"), placeholder=_("Họ và tên")),
            "post": AnswerLine(theme, _("Chức vụ"), placeholder=_("Chức vụ")),
        }
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for name, field in self.fields.items():
            slot = attendee_slot(one.id, name)
            field.edited.connect(partial(desk.type_text, slot))
            field.left.connect(partial(desk.leave, slot))
            field.composing.connect(desk.set_composing)
            line.addWidget(field, 2 if name == "name" else 3)
        self._remove = IconButton(theme, "close", _("Bỏ {name}").format(name=one.name), size=30)
        self._remove.clicked.connect(self._on_remove)
        line.addWidget(self._remove)
        self.apply(one)

    def apply(self, one: Attendee) -> None:
        """Show the person as recorded now."""
        for name, field in self.fields.items():
            slot = attendee_slot(one.id, name)
            typed = self._desk.typed(slot)
            if not field.hasFocus():
                field.show_value(str(getattr(one, name)) if typed is None else typed)
            field.set_error(self._desk.refusal(slot) is not None)

    def _on_remove(self) -> None:
        service, person = self._desk.services.sessions, self.id
        self._desk.act(
            partial(service.remove_attendee, person),
            undo=lambda _outcome: partial(service.restore_attendee, person),
            redo=lambda _outcome: partial(service.remove_attendee, person),
            text=_("bỏ người tham dự"),
        )


class AttendeeRows(QWidget):
    """The people of one side; for the team the members of the trip are offered."""

    def __init__(self, desk: Desk, theme: Theme, *, is_team: bool) -> None:
        super().__init__()
        self._desk, self._theme, self._is_team = desk, theme, is_team
        self.rows: list[AttendeeRow] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        box.addLayout(self._list)
        self._empty = Label(theme, _("Chưa ghi ai."), 13, ink="muted")
        box.addWidget(self._empty)
        side = _("đoàn") if is_team else _("đơn vị")
        self.name = AnswerLine(
            theme, _("Thêm người ({side}): họ và tên").format(side=side), placeholder=_("Họ và tên")
        )
        self.post = AnswerLine(
            theme, _("Thêm người ({side}): chức vụ").format(side=side), placeholder=_("Chức vụ")
        )
        self.add = Button(theme, _("Thêm"), icon="plus")
        self.add.setAccessibleName(_("Thêm người ({side})").format(side=side))
        self.add.clicked.connect(self._on_add)
        for field in (self.name, self.post):
            field.entered.connect(self._on_add)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name, 2)
        line.addWidget(self.post, 3)
        line.addWidget(self.add)
        box.addLayout(line)
        self.offer = Button(theme, "", ButtonKind.GHOST, icon="people")
        self.offer.clicked.connect(self._on_offer)
        offer = QHBoxLayout()
        offer.addWidget(self.offer)
        offer.addStretch(1)
        box.addLayout(offer)

    def refresh(self) -> None:
        """Show who is recorded now; rows that stay keep their editors."""
        people = [one for one in self._desk.view.session.attendees if one.is_team == self._is_team]
        if [row.id for row in self.rows] != [one.id for one in people]:
            for row in self.rows:
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = [AttendeeRow(self._desk, self._theme, one) for one in people]
            for row in self.rows:
                self._list.addWidget(row)
        for row, one in zip(self.rows, people, strict=True):
            row.apply(one)
        self._empty.setVisible(not people)
        missing = self._missing()
        self.offer.setVisible(bool(missing))
        self.offer.set_text(_("Thêm {count} thành viên của đoàn").format(count=len(missing)))

    def _missing(self) -> list[Member]:
        if not self._is_team:
            return []
        view = self._desk.view
        here = {one.name for one in view.session.attendees if one.is_team}
        return [member for member in view.members if member.name not in here]

    def _on_add(self) -> None:
        name, post = self.name.value.strip(), self.post.value.strip()
        if not name:
            self.name.setFocus()
            return
        self.name.show_value("")
        self.post.show_value("")
        self._add(name, post)
        self.name.setFocus()

    def _on_offer(self) -> None:
        for member in self._missing():
            self._add(member.name, member.post)

    def _add(self, name: str, post: str) -> None:
        service = self._desk.services.sessions
        self._desk.act(
            partial(service.add_attendee, self._desk.id, self._is_team, name, post),
            undo=lambda outcome: partial(service.remove_attendee, outcome.value),
            redo=lambda outcome: partial(service.restore_attendee, outcome.value),
            text=_("thêm người tham dự"),
        )
