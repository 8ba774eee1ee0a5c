"""Adding a member, and changing, replacing or letting go one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.outline import Outline, OutlineMember
from inspector_app.domain.trip.outline_edits import (
    AddMember,
    BringBack,
    ChangeMember,
    Edit,
    LeaveTeam,
)
from inspector_app.domain.trip.plan import PlannedMember
from inspector_app.domain.trip.values import Role
from inspector_app.gui.dialogs.trip_parts import (
    ChoiceField,
    EditDialog,
    TextField,
    role_choices,
    team_choices,
)
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services

CHANGE, REPLACE, LEAVE, BACK, ADD = "change", "replace", "leave", "back", "add"
_ASKS_WHO: Final = (CHANGE, REPLACE, ADD)


class MemberDialog(EditDialog):
    """One member; without one, a new one of a team."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        outline: Outline,
        member: OutlineMember | None,
        team: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        title = member.name if member else _("Thêm thành viên")
        super().__init__(theme, tasks, services, title, "", parent)
        self._member = member
        acts: list[tuple[str, object]] = [(_("Thêm thành viên mới"), ADD)]
        if member is not None and member.left is not None:
            acts = [(_("Đưa trở lại đoàn"), BACK)]
        elif member is not None:
            acts = [
                (_("Sửa thông tin, vai trò hoặc đoàn"), CHANGE),
                (_("Người khác thay"), REPLACE),
                (_("Thôi làm trong đoàn"), LEAVE),
            ]
        self.act = ChoiceField(theme, _("Việc cần làm"), acts, acts[0][1])
        self.act.setVisible(len(acts) > 1)
        self.name = TextField(theme, _("Họ và tên"))
        self.post = TextField(theme, _("Chức vụ"))
        self.agency = TextField(theme, _("Cơ quan"))
        self.role = ChoiceField(
            theme, _("Vai trò"), role_choices(), member.role if member else Role.MEMBER
        )
        self.team = ChoiceField(
            theme, _("Đoàn"), team_choices(outline), member.team if member else team
        )
        self.reason = TextField(theme, _("Lý do (không bắt buộc)"))
        line = row(self.role, self.team, spacing=12)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        self.form.addWidget(self.act)
        for field in (self.name, self.post, self.agency):
            self.form.addWidget(field)
        self.form.addLayout(line)
        self.form.addWidget(self.reason)
        self.act.box.activated.connect(self._on_act)
        self._on_act()

    def edits(self) -> Sequence[Edit] | None:
        """What was typed, as an edit."""
        act, member = self.act.value, self._member
        if act in _ASKS_WHO and not self.name.value:
            self.name.show_error(_("Chưa điền họ và tên."))
            return None
        values = {
            "name": self.name.value,
            "post": self.post.value,
            "agency": self.agency.value,
            "role": Role(str(self.role.value)),  # Qt keeps a plain text of it
            "team": self.team.value,
        }
        if act == ADD or member is None:
            return [AddMember(self._planned())]
        if act == BACK:
            return [BringBack(member.id)]
        if act == LEAVE:
            return [LeaveTeam(member.id, self.reason.value)]
        if act == REPLACE:
            return [LeaveTeam(member.id, self.reason.value, self._planned())]
        changed = {name: one for name, one in values.items() if getattr(member, name) != one}
        return [ChangeMember(member.id, changed)] if changed else []

    def _planned(self) -> PlannedMember:
        role, team = Role(str(self.role.value)), self.team.value
        assert isinstance(team, int)
        return PlannedMember(team, self.name.value, self.post.value, self.agency.value, role)

    def _on_act(self) -> None:
        act, member = self.act.value, self._member
        for field in (self.name, self.post, self.agency, self.role, self.team):
            field.setVisible(act in _ASKS_WHO)
        self.reason.setVisible(act in (REPLACE, LEAVE))
        shown = member if act == CHANGE else None
        self.name.line.show_value(shown.name if shown else "")
        self.post.line.show_value(shown.post if shown else "")
        self.agency.line.show_value(shown.agency if shown else "")
        self.fit()
