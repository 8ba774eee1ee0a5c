"""Editing the decision and the dates of the trip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.outline import Header
from inspector_app.domain.trip.outline_edits import Edit, SetHeader
from inspector_app.gui.dialogs.trip_parts import DayField, EditDialog, TextField
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services


class HeaderDialog(EditDialog):
    """Title, agency, decision, period, dates, place, copies."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        header: Header,
        parent: QWidget | None = None,
    ) -> None:
        text = _("Sửa xong, xuất gói phiên bản mới để các thành viên cũng có.")
        super().__init__(theme, tasks, services, _("Sửa đợt kiểm tra"), text, parent)
        self._header = header
        self.texts = {
            "title": TextField(theme, _("Tên đợt kiểm tra"), header.title),
            "agency": TextField(theme, _("Cơ quan quyết định"), header.agency),
            "decision_number": TextField(theme, _("Số quyết định"), header.decision_number),
            "place": TextField(theme, _("Địa danh"), header.place),
        }
        self.copies = TextField(theme, _("Số bản biên bản"), str(header.copies))
        self.days = {
            "decision_date": DayField(theme, _("Ngày quyết định"), header.decision_date),
            "period_from": DayField(theme, _("Thời kỳ từ"), header.period_from),
            "period_to": DayField(theme, _("Thời kỳ đến"), header.period_to),
            "starts": DayField(theme, _("Ngày bắt đầu"), header.starts),
            "ends": DayField(theme, _("Ngày kết thúc"), header.ends),
        }
        texts, days = self.texts, self.days
        self.form.addWidget(texts["title"])
        for pair in (
            (texts["agency"], texts["place"]),
            (texts["decision_number"], days["decision_date"], self.copies),
            (days["period_from"], days["period_to"]),
            (days["starts"], days["ends"]),
        ):
            line = row(*pair, spacing=12)
            for at in range(len(pair)):
                line.setStretch(at, 1)
            self.form.addLayout(line)

    def edits(self) -> Sequence[Edit] | None:
        """What is other than before."""
        read = {name: field.read() for name, field in self.days.items()}
        copies = self.copies.value
        if not copies.isdecimal():
            self.copies.show_error(_("Phải là một số."))
        if not copies.isdecimal() or not all(is_day for _day, is_day in read.values()):
            return None
        values: dict[str, object] = {name: field.value for name, field in self.texts.items()}
        values |= {name: found for name, (found, _is_day) in read.items()}
        values["copies"] = int(copies)
        changed = {
            name: value for name, value in values.items() if getattr(self._header, name) != value
        }
        return [SetHeader(changed)] if changed else []  # type: ignore[arg-type]
