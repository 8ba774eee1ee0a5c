"""Adding a unit, and changing, replacing, withdrawing one or bringing it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.outline import Outline, OutlineUnit
from inspector_app.domain.trip.outline_edits import (
    AddUnit,
    BringBack,
    ChangeUnit,
    Edit,
    WithdrawUnit,
)
from inspector_app.domain.trip.plan import PlannedUnit
from inspector_app.domain.trip.values import UnitKind
from inspector_app.gui.dialogs.trip_parts import (
    ChoiceField,
    DayField,
    EditDialog,
    TextField,
    half_day_choices,
    kind_choices,
    team_choices,
)
from inspector_app.gui.fonts import REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services

CHANGE, REPLACE, WITHDRAW, BACK, ADD = "change", "replace", "withdraw", "back", "add"
_ASKS_WHAT: Final = (CHANGE, REPLACE, ADD)


class UnitDialog(EditDialog):
    """One unit; without one, a new one."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        outline: Outline,
        unit: OutlineUnit | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, tasks, services, unit.name if unit else _("Thêm đơn vị"), "", parent
        )
        self._unit = unit
        acts: list[tuple[str, object]] = [(_("Thêm đơn vị mới"), ADD)]
        if unit is not None and unit.withdrawn is not None:
            acts = [(_("Đưa trở lại đợt"), BACK)]
        elif unit is not None:
            acts = [
                (_("Sửa ngày, đoàn hoặc thông tin"), CHANGE),
                (_("Thay bằng đơn vị khác"), REPLACE),
                (_("Rút khỏi đợt"), WITHDRAW),
            ]
        self.act = ChoiceField(theme, _("Việc cần làm"), acts, acts[0][1])
        self.act.setVisible(len(acts) > 1)
        self.note = Label(theme, "", 13.5, REGULAR, "muted", wrap=True)
        self.name = TextField(theme, _("Tên đơn vị"))
        self.parent_name = TextField(theme, _("Đơn vị cấp trên"), unit.parent if unit else "")
        self.address = TextField(theme, _("Địa chỉ"))
        self.kind = ChoiceField(
            theme, _("Loại"), kind_choices(), unit.kind if unit else UnitKind.COMMUNE
        )
        self.team = ChoiceField(
            theme, _("Đoàn kiểm tra"), team_choices(outline), unit.team if unit else 1
        )
        self.day = DayField(theme, _("Ngày kiểm tra"), unit.day if unit else None)
        self.half = ChoiceField(theme, _("Buổi"), half_day_choices(), unit.half_day if unit else "")
        self.unannounced = CheckBox(theme, _("Kiểm tra đột xuất (không báo trước cho đơn vị)"))
        self.unannounced.setChecked(unit.is_unannounced if unit else False)
        self.reason = TextField(theme, _("Lý do"))
        self._fill_body()
        self.act.box.activated.connect(self._on_act)
        self._on_act()

    def _fill_body(self) -> None:
        self.form.addWidget(self.act)
        self.form.addWidget(self.note)
        self.form.addWidget(self.name)
        for pair in (
            (self.parent_name, self.address),
            (self.kind, self.team),
            (self.day, self.half),
        ):
            line = row(*pair, spacing=12)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            self.form.addLayout(line)
        self.form.addWidget(self.unannounced)
        self.form.addWidget(self.reason)

    def edits(self) -> Sequence[Edit] | None:
        """What was typed, as an edit."""
        act, unit = self.act.value, self._unit
        day, is_day = self.day.read()
        if act in _ASKS_WHAT and not self.name.value:
            self.name.show_error(_("Chưa điền tên đơn vị."))
            return None
        if act in (REPLACE, WITHDRAW) and not self.reason.value:
            self.reason.show_error(_("Ghi lý do: nó đứng cạnh đơn vị trong danh sách."))
            return None
        if not is_day:
            return None
        if act == BACK and unit is not None:
            return [BringBack(unit.id)]
        if act == WITHDRAW and unit is not None:
            return [WithdrawUnit(unit.id, self.reason.value)]
        kind, team = UnitKind(str(self.kind.value)), self.team.value  # Qt keeps a plain text
        assert isinstance(team, int)
        planned = PlannedUnit(
            team=team,
            name=self.name.value,
            kind=kind,
            parent=self.parent_name.value,
            address=self.address.value,
            day=day,
            half_day=str(self.half.value),
            is_invented=unit.is_invented if unit else False,
            is_unannounced=self.unannounced.isChecked(),
        )
        if unit is None:
            return [AddUnit(planned)]
        if act == REPLACE:
            return [WithdrawUnit(unit.id, self.reason.value, planned)]
        names = ("team", "name", "kind", "parent", "address", "day", "half_day", "is_unannounced")
        changed = {
            name: getattr(planned, name)
            for name in names
            if getattr(planned, name) != getattr(unit, name)
        }
        return [ChangeUnit(unit.id, changed)] if changed else []

    def _on_act(self) -> None:
        act, unit = self.act.value, self._unit
        for one in (self.name, self.reason, self.day):
            one.show_error("")
        for field in (
            self.name,
            self.parent_name,
            self.address,
            self.kind,
            self.team,
            self.day,
            self.half,
            self.unannounced,
        ):
            field.setVisible(act in _ASKS_WHAT)
        self.reason.setVisible(act in (REPLACE, WITHDRAW))
        shown = unit if act == CHANGE else None
        self.name.line.show_value(shown.name if shown else "")
        self.address.line.show_value(shown.address if shown else "")
        texts = {
            REPLACE: _("Đơn vị cũ được rút khỏi đợt; những gì đã trả lời vẫn còn và in được."),
            WITHDRAW: _("Không mất gì: câu trả lời, tồn tại, minh chứng vẫn còn và in được."),
            BACK: _("Đơn vị được kiểm tra tiếp, với mọi thứ đã ghi trước đây."),
        }
        if unit is not None and unit.withdrawn is not None:
            texts[BACK] += " " + _("Lý do đã rút: {reason}").format(reason=unit.withdrawn.reason)
        text = texts.get(str(act), "")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.fit()
