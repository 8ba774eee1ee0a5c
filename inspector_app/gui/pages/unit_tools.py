"""The buttons over the list of units that change the trip; only who may sees them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.values import Role
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import _
from inspector_app.services.trip_views import TripView


class UnitTools(QWidget):
    """Add a unit, edit the chosen one, assign its sections."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.add = IconButton(theme, "plus", _("Thêm đơn vị vào đợt"))
        self.edit = IconButton(theme, "pen", _("Sửa, thay hoặc rút đơn vị đang chọn (F2)"))
        self.assign = IconButton(theme, "people", _("Phân công các phần của đơn vị đang chọn"))
        row(self.add, self.edit, self.assign, spacing=2, on=self)
        for button in (self.add, self.edit, self.assign):
            button.hide()

    def show_rights(self, trip: TripView) -> None:
        """The author edits; the author and team leaders assign."""
        leads = trip.me is not None and trip.me.role is Role.LEADER
        self.add.setVisible(trip.is_author)
        self.edit.setVisible(trip.is_author)
        self.assign.setVisible(trip.is_author or leads)
