"""The home of an open vault: the trip's units with their progress, and what is left today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.unit_delegate import ROW_HEIGHT, UnitDelegate
from inspector_app.gui.models.units import (
    Column,
    SessionState,
    UnitFilter,
    UnitModel,
    is_in_charge,
    remaining,
    session_state,
)
from inspector_app.gui.pages.trip_editing import TripEditing
from inspector_app.gui.pages.unit_tools import UnitsHead, UnitTools
from inspector_app.gui.pages.units_side import WIDTH, UnitsSide
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Banner, Card, EmptyState, Label, Surface
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.exchange import BundleSummary
from inspector_app.services.trip_views import TripView
from inspector_app.services.views import InspectionRow, VaultView
from inspector_app.services.workshop import Services

NARROW = 1000
_ALL, _OPEN, _VIOLATIONS, _CONFLICTS, _MINE, _WITHDRAWN = range(6)


class TripHomePage(Surface):
    """Units of the trip.

    Signals:
        inspection_opened(bytes): the person wants to work on an inspection.
        conflicts_asked(): go to the conflicts.
        export_asked(): export a bundle.
        tables_asked(): write the summary tables of the trip.
        blank_asked(object): print the ``Inspection``'s checklist without answers.
        trip_shown(object): the ``TripView`` that was read.
    """

    inspection_opened = Signal(bytes)
    conflicts_asked = Signal()
    export_asked = Signal()
    tables_asked = Signal()
    blank_asked = Signal(object)
    trip_shown = Signal(object)

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks = services, tasks
        self._trip: TripView | None = None
        self._is_stale = True
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.model = UnitModel(self)
        self.table = Table(theme, _("Danh sách đơn vị"), ROW_HEIGHT)
        self.table.setModel(self.model)
        self.table.setItemDelegate(UnitDelegate(theme, self.table))
        self.table.row_opened.connect(self._on_row_opened)
        self.search = LineEdit(
            theme, _("Tìm đơn vị"), placeholder=_("Tìm đơn vị (không cần dấu)"), icon="search"
        )
        self.search.edited.connect(self._on_search)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        self.blank = Button(theme, _("In phiếu trắng"), ButtonKind.GHOST, icon="print")
        self.blank.setToolTip(_("In phiếu của đơn vị đang chọn để ghi bằng bút (Ctrl+P)"))
        self.blank.clicked.connect(self._on_blank)
        QShortcut(QKeySequence("Ctrl+P"), self, self._on_blank)
        self.editing = TripEditing(services, tasks, broadcast, theme, self.banner, self)
        self.tools = UnitTools(theme)
        self.tools.add.clicked.connect(self.editing.add_unit)
        self.tools.edit.clicked.connect(self._on_edit)
        self.tools.assign.clicked.connect(self._on_assign)
        QShortcut(QKeySequence("F2"), self, self._on_edit)
        self.team = DropDown(theme, _("Lọc theo đoàn"))
        self.day = DropDown(theme, _("Lọc theo ngày"))
        self.team.activated.connect(self._on_filter)
        self.day.activated.connect(self._on_filter)
        self.chips = self._make_chips(theme)
        self.side = UnitsSide(theme)
        self.side.setFixedWidth(theme.px(WIDTH))
        self.side.day_asked.connect(self._on_day_asked)
        self.side.violations_asked.connect(self._on_violations_asked)
        self.side.conflicts_asked.connect(self.conflicts_asked)
        self.side.export_asked.connect(self.export_asked)
        self.side.tables_asked.connect(self.tables_asked)
        self._build(theme)
        broadcast.touched.connect(self._on_touched)
        theme.watch(self._resize)

    def reload(self) -> None:
        """Read the trip and the vault again."""
        self._is_stale = False
        self._tasks.run(self._services.trips.show, self._on_trip, self._on_failure)
        self._tasks.run(self._services.vault.info, self._on_vault, self._on_failure)

    def refresh(self) -> None:
        """Read again only if something changed since."""
        if self._is_stale:
            self.reload()

    def show_export(self, summary: BundleSummary) -> None:
        """Show what was exported."""
        self.side.show_export(summary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def _build(self, theme: Theme) -> None:
        self._title = Label(theme, _("Đơn vị được kiểm tra"), 20, SEMIBOLD)
        self._count = Label(theme, "", 14, REGULAR, "muted")
        tools = (self.tools, self.blank)
        head = UnitsHead(theme, (self._title, self._count), tools, self.search)
        filters = row(*self.chips.values(), None, self.team, self.day, spacing=8)
        frame = Card(theme)
        self._empty = EmptyState(
            theme,
            "search",
            _("Không có đơn vị nào khớp"),
            _("Bỏ bớt điều kiện lọc hoặc sửa từ cần tìm."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column(self._stack, margins=(1, 5, 1, 6), on=frame)
        middle = QWidget()
        column(
            head,
            filters,
            self.banner,
            frame,
            spacing=12,
            margins=(20, 16, 20, 18),
            on=middle,
        )
        row(middle, self.side, spacing=0, on=self)

    def _make_chips(self, theme: Theme) -> dict[int, Chip]:
        chips = {
            _ALL: Chip(theme, _("Tất cả"), 0, Tone.NEUTRAL),
            _OPEN: Chip(theme, _("Chưa kết thúc"), 0, Tone.WARN),
            _VIOLATIONS: Chip(theme, _("Có lỗi"), 0, Tone.BAD),
            _CONFLICTS: Chip(theme, _("Xung đột"), 0, Tone.BAD),
            _MINE: Chip(theme, _("Phần của tôi"), 0, Tone.ACCENT),
            _WITHDRAWN: Chip(theme, _("Đã rút"), 0, Tone.NEUTRAL),
        }
        self._group = QButtonGroup(self)
        for number, chip in chips.items():
            self._group.addButton(chip, number)
        chips[_ALL].setChecked(True)
        self._group.idClicked.connect(self._on_filter)
        return chips

    def _on_trip(self, trip: TripView) -> None:
        is_first = self._trip is None
        self._trip = trip
        rows = trip.inspections
        self.chips[_ALL].set_count(len(rows))
        self.chips[_OPEN].set_count(sum(not one.is_ended for one in rows))
        self.chips[_VIOLATIONS].set_count(sum(one.progress.all_violations > 0 for one in rows))
        self.chips[_CONFLICTS].set_count(sum(one.conflicts > 0 for one in rows))
        me = trip.me.id if trip.me else None
        mine = sum(me is not None and is_in_charge(one, me) for one in rows)
        self._show_chip(_MINE, mine)
        self._show_chip(_WITHDRAWN, len(trip.withdrawn))
        self.tools.show_rights(trip)
        self._fill_choices(trip)
        chosen = self.table.currentIndex()
        current = self.model.row_at(chosen.row()).inspection.id if chosen.isValid() else None
        self.model.show_rows((*rows, *trip.withdrawn), trip.me.team if trip.me else None)
        self._set_widths()
        if current is not None:
            self.table.selectRow(max(self.model.number_of(current), 0))
        elif self.model.rowCount():
            self.table.selectRow(0)
        self._show_count()
        today = _today()
        left = remaining(rows, trip.me.team if trip.me else None, today)
        self.side.show_remaining(left, left.day == today)
        self.side.show_conflicts(trip.conflicts, trip.is_leader)
        self.trip_shown.emit(trip)
        if is_first:
            self.table.setFocus()

    def _show_chip(self, chip: int, count: int) -> None:
        """A chip that is there only while it has something; choosing falls back to all."""
        self.chips[chip].set_count(count)
        self.chips[chip].setVisible(count > 0)
        if not count and self.chips[chip].isChecked():
            self.chips[_ALL].setChecked(True)
            self._on_filter(_ALL)

    def _on_vault(self, vault: VaultView) -> None:
        rows = self._trip.inspections if self._trip else ()
        self.side.show_vault(vault, max((one.last_wall for one in rows), default=0))

    def _on_failure(self, error: InspectorError) -> None:
        self.banner.show_message(*error_texts(error))

    def _fill_choices(self, trip: TripView) -> None:
        teams: list[tuple[str, object]] = [(_("Tất cả các đoàn"), None)]
        teams += [(view.team.name, view.team.id) for view in trip.teams]
        _refill(self.team, teams)
        days = sorted(
            {one.inspection.planned for one in trip.inspections if one.inspection.planned}
        )
        choices: list[tuple[str, object]] = [(_("Tất cả các ngày"), None)]
        choices += [(words.short_day(one), one.isoformat()) for one in days]
        _refill(self.day, choices)

    def _on_search(self, text: str) -> None:
        self._apply(replace(self.model.filter, text=text))

    def _on_filter(self, _chosen: int) -> None:
        chip = self._group.checkedId()
        day = self.day.currentData()
        self._apply(
            replace(
                self.model.filter,
                team=self.team.currentData(),
                day=date.fromisoformat(day) if isinstance(day, str) else None,
                only_violations=chip == _VIOLATIONS,
                only_conflicts=chip == _CONFLICTS,
                only_open=chip == _OPEN,
                only_withdrawn=chip == _WITHDRAWN,
                mine=self._trip.me.id if chip == _MINE and self._trip and self._trip.me else None,
            )
        )

    def _apply(self, wanted: UnitFilter) -> None:
        self.model.set_filter(wanted)
        self._show_count()
        if self.model.rowCount():
            self.table.selectRow(0)

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), len(self._trip.inspections) if self._trip else 0
        self._stack.setCurrentIndex(0 if shown else 1)
        self.blank.setEnabled(bool(shown))
        ended = 0
        if self._trip is not None:
            ended = sum(session_state(one) is SessionState.ENDED for one in self._trip.inspections)
        self._count.setText(
            _("{ended}/{total} đã kết thúc").format(ended=ended, total=total)
            if shown == total
            else _("{shown}/{total} đơn vị").format(shown=shown, total=total)
        )

    def _on_row_opened(self, number: int) -> None:
        self.inspection_opened.emit(self.model.row_at(number).inspection.id)

    def _on_blank(self) -> None:
        chosen = self.table.currentIndex()
        if chosen.isValid():
            self.blank_asked.emit(self.model.row_at(chosen.row()).inspection)

    def _chosen(self) -> InspectionRow | None:
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _on_edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.tools.edit.isVisible():
            self.editing.edit_unit(chosen.inspection.id)

    def _on_assign(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.editing.assign_unit(chosen.inspection)

    def _on_day_asked(self) -> None:
        if self._trip is None:
            return
        own = self._trip.me.team if self._trip.me else None
        left = remaining(self._trip.inspections, own, _today())
        if left.day is None:
            return
        self.day.setCurrentIndex(max(self.day.findData(left.day.isoformat()), 0))
        self.team.setCurrentIndex(max(self.team.findData(own), 0))
        self._on_filter(0)
        self.table.setFocus()

    def _on_violations_asked(self) -> None:
        self.chips[_VIOLATIONS].setChecked(True)
        self._on_filter(_VIOLATIONS)
        self.table.setFocus()

    def _on_touched(self, _touched: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def _resize(self) -> None:
        self.side.setFixedWidth(self._theme.px(WIDTH))
        self.side.setVisible(self.width() >= self._theme.px(NARROW))
        self._set_widths()

    def _set_widths(self) -> None:
        is_narrow = self.table.width() < self._theme.px(780)
        self.table.setColumnHidden(Column.TEAM, is_narrow)
        self.table.setColumnHidden(Column.FINDINGS, is_narrow)
        self.table.set_widths((260, 76, 84, 118, 46, 72, 78, 132), stretch=Column.UNIT)


def _refill(choices: DropDown, items: list[tuple[str, object]]) -> None:
    """Put new items in and keep what was chosen."""
    chosen = choices.currentData()
    choices.blockSignals(True)
    choices.clear()
    for text, value in items:
        choices.addItem(text, value)
    found = [value for _text, value in items]
    choices.setCurrentIndex(found.index(chosen) if chosen in found else 0)
    choices.blockSignals(False)
    choices.updateGeometry()


def _today() -> date:
    return cast("date", QDate.currentDate().toPython())
