"""The buttons over the list of units that change the trip; only who may sees them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.values import Role
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import _
from inspector_app.services.trip_views import TripView

LEAST: Final = 150
MOST: Final = 270
"""Widths of the search field."""
_GAP: Final = 10


class UnitsHead(QWidget):
    """Title, count, buttons and search field on one line: the search field gives way, then the count."""

    def __init__(
        self,
        theme: Theme,
        words: tuple[QWidget, QWidget],
        tools: tuple[QWidget, ...],
        search: QWidget,
    ) -> None:
        super().__init__()
        self._theme, self._words, self._tools, self._search = theme, words, tools, search
        row(*words, None, *tools, search, spacing=_GAP, on=self)

    def minimumSizeHint(self) -> QSize:
        """With the narrowest search field and without the count."""
        wide = self._taken() + self._theme.px(LEAST)
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Buttons that come or go change what is left, too."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _taken(self) -> int:
        shown = (self._words[0], *(one for one in self._tools if not one.isHidden()))
        return sum(one.sizeHint().width() + _GAP for one in shown) + _GAP

    def _fit(self) -> None:
        count, least, most = self._words[1], self._theme.px(LEAST), self._theme.px(MOST)
        room = self.width() - self._taken()
        spare = room - count.sizeHint().width() - _GAP
        count.setVisible(spare >= least)
        wide = min(max(spare if spare >= least else room, least), most)
        if self._search.width() != wide:
            self._search.setFixedWidth(wide)


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
