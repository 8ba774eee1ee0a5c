"""The trip side by side: ranked units, sections, criteria; trip-wide rates above them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import UnitKind
from inspector_app.gui import words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.scoring import ScoringDialog
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.heat import HeatModel
from inspector_app.gui.models.standing_delegate import ROW_HEIGHT, StandingDelegate
from inspector_app.gui.models.standings import Column, StandingModel, column_name
from inspector_app.gui.pages.summary_files import SummaryFiles
from inspector_app.gui.pages.summary_heat import HeatTable
from inspector_app.gui.pages.summary_parts import (
    FigureStrip,
    Legend,
    Reading,
    SortHeader,
    View,
    empty_states,
    hint_of,
    state_of,
    view_name,
)
from inspector_app.gui.pages.summary_reading import SummaryReading
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.frames import Banner, Card, EmptyState, Label, Surface
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import error_texts
from inspector_app.services.summary_views import TripSummary
from inspector_app.services.workshop import Services


class SummaryPage(Surface):
    """Points and rates of all units.

    Signals:
        inspection_opened(bytes, str, str): an inspection, a section of it and a question.
    """

    inspection_opened = Signal(object, str, str)

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self.summary: TripSummary | None = None
        self.view = View.UNITS
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.reading = SummaryReading(services, tasks, self)
        self.reading.arrived.connect(self._on_arrived)
        self.reading.failed.connect(self._on_failed)
        self.strip = FigureStrip(theme)
        self.standings = StandingModel(self)
        self.table = self._make_table(theme)
        self.section_heat, self.criterion_heat = HeatModel(self), HeatModel(self)
        self.sections_table = self._make_heat(theme, _("Chỉ số theo phần"), self.section_heat, 76)
        self.criteria_table = self._make_heat(
            theme, _("Điểm theo tiêu chí"), self.criterion_heat, 60
        )
        self.chips = self._make_chips(theme)
        self.section = DropDown(theme, _("Phần của phiếu"))
        self.section.activated.connect(self._on_section)
        self.kind = DropDown(theme, _("Loại đơn vị"))
        self.kind.activated.connect(self._on_kind)
        self.sort = DropDown(theme, _("Sắp xếp theo"))
        for one in Column:
            self.sort.addItem(_("Theo {what}").format(what=column_name(one).lower()), int(one))
        self.sort.activated.connect(self._on_sort)
        self.settings = Button(theme, _("Cách chấm điểm"), ButtonKind.SECONDARY, icon="sliders")
        self.settings.clicked.connect(self.show_settings)
        self.files = SummaryFiles(services, tasks, theme, self.banner, self)
        self._build(theme)
        broadcast.touched.connect(self._on_touched)
        theme.watch(self._resize)

    # --- parts

    def _make_table(self, theme: Theme) -> Table:
        table = Table(theme, _("Xếp hạng đơn vị"), ROW_HEIGHT)
        header = SortHeader(theme, self.standings, table)
        header.sorted.connect(self._sort_by)
        table.setHorizontalHeader(header)
        table.setModel(self.standings)
        table.setItemDelegate(StandingDelegate(theme, table))
        table.row_opened.connect(self._on_row_opened)
        return table

    def _make_heat(self, theme: Theme, name: str, model: HeatModel, least: int) -> HeatTable:
        table = HeatTable(theme, name, model)
        table.set_least_width(least)
        table.cell_opened.connect(partial(self._on_cell_opened, model))
        table.cell_chosen.connect(self._on_cell_chosen)
        return table

    def _make_chips(self, theme: Theme) -> dict[View, Chip]:
        views = (View.UNITS, View.SECTIONS, View.CRITERIA)
        chips = {view: Chip(theme, view_name(view), tone=Tone.ACCENT) for view in views}
        self._group = QButtonGroup(self)
        for view, chip in chips.items():
            self._group.addButton(chip, view)
        chips[View.UNITS].setChecked(True)
        self._group.idClicked.connect(lambda number: self.show_view(View(number)))
        return chips

    def _build(self, theme: Theme) -> None:
        self._title = Label(theme, _("Tổng hợp"), 20, SEMIBOLD)
        self._count = Label(theme, "", 14, REGULAR, "muted")
        self._loading = Reading(theme)
        self.reading.progressed.connect(self._loading.show_progress)
        self.off = EmptyState(theme, "minus", _("Đợt này không chấm điểm"))
        self.switch_on = Button(theme, _("Bật chấm điểm"), ButtonKind.PRIMARY, icon="check")
        self.switch_on.clicked.connect(self._on_switch_on)
        self.off.add_button(self.switch_on)
        self.stack = QStackedWidget()
        for widget in (
            self.table,
            self.sections_table,
            self.criteria_table,
            self._loading,
            self.off,
            *empty_states(theme),
        ):
            self.stack.addWidget(widget)
        self.stack.setCurrentIndex(View.READING)
        card = Card(theme)
        self.legend = Legend(theme)
        self.about = Label(theme, "", 12.5, REGULAR, "muted", wrap=True)
        self._foot = QWidget()
        foot = row(self.about, self.legend, spacing=16, margins=(18, 4, 14, 2), on=self._foot)
        foot.setStretch(0, 1)
        column(self.stack, self._foot, spacing=0, margins=(1, 5, 1, 6), on=card)
        self._tools = QWidget()
        row(
            *self.chips.values(),
            self.section,
            None,
            self.sort,
            self.kind,
            spacing=8,
            on=self._tools,
        )
        column(
            row(
                self._title,
                self._count,
                None,
                *self.files.buttons,
                self.settings,
                spacing=12,
            ),
            self.strip,
            self.banner,
            self._tools,
            card,
            spacing=12,
            margins=(20, 14, 20, 16),
            on=self,
        ).setStretch(4, 1)

    # --- reading

    def refresh(self) -> None:
        """Read again only if something changed since."""
        if self.reading.is_stale:
            self.reading.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._resize()

    def _on_touched(self, touched: object) -> None:
        if isinstance(touched, tuple):
            self.reading.forget(touched)
            if self.isVisible():
                self.reading.refresh()

    def _on_failed(self, error: InspectorError) -> None:
        self.banner.show_message(*error_texts(error))

    def _on_arrived(self, summary: TripSummary) -> None:
        is_first = self.summary is None
        self.summary = summary
        self._fill_choices(summary)
        chosen = self._chosen()
        self.strip.show_summary(summary)
        self.standings.show(summary)
        self.table.selectRow(max(self.standings.number_of(chosen), 0) if chosen else 0)
        self.legend.show_summary(summary)
        self.settings.setVisible(summary.settings.may_change)
        self.files.mapping.setVisible(summary.has_maxima)
        self.switch_on.setVisible(summary.settings.may_change)
        self.off.text.setText(
            _("Bật lại thì điểm tính từ các trả lời đã có; biên bản chỉ in điểm khi được chọn.")
            if summary.settings.may_change
            else _("Trưởng đoàn hoặc người lập đợt có thể bật chấm điểm.")
        )
        self.off.text.show()
        ranked = sum(one.scores.standing.rank is not None for one in summary.units)
        text = _("{ranked}/{total} đơn vị có chỉ số").format(
            ranked=ranked, total=len(summary.units)
        )
        self._count.setText(text if summary.settings.is_on and summary.has_maxima else "")
        self._show_heat()
        self.show_view(self.view)
        if is_first and self.isVisible():
            self._take_focus()

    def _chosen(self) -> EntityId | None:
        here = self.table.currentIndex()
        is_there = here.isValid() and here.row() < self.standings.rowCount()
        return self.standings.unit_at(here.row()).inspection.id if is_there else None

    def _fill_choices(self, summary: TripSummary) -> None:
        kinds = {one.inspection.unit.kind for one in summary.units}
        choices: list[tuple[str, object]] = [(_("Mọi loại đơn vị"), "")]
        choices += [(words.unit_kind(one), str(one)) for one in UnitKind if one in kinds]
        self.kind.show_choices(choices)
        names = summary.sections().items()
        self.section.show_choices([(label.in_(language()), name) for name, (label, _s) in names])

    # --- views

    def show_view(self, view: View) -> None:
        """Show one of the three views, or why there is none."""
        self.view = view
        self.chips[view].setChecked(True)
        shown = view if self.summary is None else state_of(self.summary) or view
        self.stack.setCurrentIndex(View.READING if self.summary is None else shown)
        has_table = self.summary is not None and shown is view
        self._tools.setVisible(has_table)
        self._foot.setVisible(has_table)
        self.section.setVisible(view is View.CRITERIA)
        self.sort.setVisible(view is View.UNITS)
        self.legend.setVisible(view is not View.CRITERIA)
        self.about.setText(hint_of(self.view))

    def _show_heat(self) -> None:
        if self.summary is None:
            return
        units = self.standings.units
        self.section_heat.show_sections(self.summary, units, language())
        self.criterion_heat.show_criteria(
            self.summary, units, str(self.section.currentData() or "")
        )

    def _take_focus(self) -> None:
        widget = self.stack.currentWidget()
        if isinstance(widget, Table | HeatTable):
            widget.setFocus()

    # --- what a person does

    def show_settings(self) -> None:
        """Show how the trip deals with points."""
        if self.summary is None:
            return
        dialog = ScoringDialog(
            self._theme, self._tasks, self._services, self.summary.settings, self
        )
        dialog.saved.connect(self._broadcast.send)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_switch_on(self) -> None:
        call = partial(self._services.scores.configure, is_on=True)
        self._tasks.run(call, self._broadcast.send, self._on_failed)

    def _on_section(self, _number: int) -> None:
        self._show_heat()

    def _on_kind(self, _number: int) -> None:
        text = self.kind.currentData()
        self.standings.set_kind(UnitKind(text) if text else None)
        self.table.selectRow(0)
        self._show_heat()

    def _on_sort(self, _number: int) -> None:
        self._sort_by(Column(self.sort.currentData()))

    def _sort_by(self, column_: Column) -> None:
        self.standings.sort_by(column_)
        place = self.sort.findData(int(column_))
        self.sort.setCurrentIndex(max(place, 0))
        self.table.selectRow(0)
        self.table.horizontalHeader().viewport().update()
        self._show_heat()

    def _on_row_opened(self, number: int) -> None:
        self.inspection_opened.emit(self.standings.unit_at(number).inspection.id, "", "")

    def _on_cell_opened(self, model: HeatModel, index: QModelIndex) -> None:
        cell, unit = model.cell(index), model.unit_at(index.row())
        self.inspection_opened.emit(unit.inspection.id, cell.section, cell.criterion)

    def _on_cell_chosen(self, text: str) -> None:
        self.about.setText(text or hint_of(self.view))

    # --- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    def _resize(self) -> None:
        is_narrow = self.width() < self._theme.px(960)
        self._count.setVisible(not is_narrow)
        wide = (74, 240, 116, 116, 128, 108, 122, 74, 96)
        narrow = (66, 170, 112, 100, 112, 98, 106, 64, 96)
        for hidden in (Column.PROGRESS, Column.FINDINGS):
            self.table.setColumnHidden(hidden, is_narrow)
        self.table.set_widths(narrow if is_narrow else wide, stretch=Column.UNIT)
