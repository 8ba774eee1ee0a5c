"""What is on the screen while a vault is open: rail, header and the pages of the trip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.values import Inspection
from inspector_app.gui import files
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.cards import ImportPackDialog
from inspector_app.gui.dialogs.create_trip import CreateTripDialog
from inspector_app.gui.dialogs.renewed import RenewedDialog
from inspector_app.gui.dialogs.self_report import SelfReportDialog
from inspector_app.gui.exchange import Sending, SharedFolder, bundles_in, cards_in, edition_text
from inspector_app.gui.inspection.page import InspectionPage
from inspector_app.gui.own_card_saving import OwnCardSaving
from inspector_app.gui.pages.blank_checklist import BlankChecklistPage
from inspector_app.gui.pages.conflicts import ConflictsPage
from inspector_app.gui.pages.merge import MergePage
from inspector_app.gui.pages.migration import MigrationPage
from inspector_app.gui.pages.minutes import MinutesPage
from inspector_app.gui.pages.no_trip import NoTripPage
from inspector_app.gui.pages.summary import SummaryPage
from inspector_app.gui.pages.trip_details import TripDetailsPage
from inspector_app.gui.pages.trip_home import TripHomePage
from inspector_app.gui.shell_bars import HomeHeader, HomeRail, Place
from inspector_app.gui.table_export import TableExport
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.warmup import workshop
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.outcomes import Outcome
from inspector_app.services.renewal import RenewalView
from inspector_app.services.trip_views import TripView
from inspector_app.services.workshop import Services


class Shell(QWidget):
    """Pages over one open vault.

    Signals:
        lock_asked(): close the vault and ask for its passphrase.
        settings_asked(): show the settings.
        title_changed(str): what the window is about now.
    """

    lock_asked = Signal()
    settings_asked = Signal()
    title_changed = Signal(str)

    def __init__(
        self, services: Services, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._theme = services, tasks, theme
        self._trip_title = ""
        self.broadcast = Broadcast(self)
        shared = (services, tasks, self.broadcast, theme)
        self.rail = HomeRail(theme)
        self.header = HomeHeader(theme)
        self.no_trip = NoTripPage(theme)
        self.own_card = OwnCardSaving(tasks, services, self.no_trip)
        self.units = TripHomePage(*shared)
        self.sending = Sending(theme, tasks, services, self)
        self.shared = SharedFolder(theme, tasks, services, self.broadcast, self.rail, self)
        self.tables = TableExport(services, tasks, self.units)
        self.summary = SummaryPage(*shared)
        self.details = TripDetailsPage(*shared)
        self.merge = MergePage(*shared)
        self.conflicts = ConflictsPage(*shared)
        self.inspection = InspectionPage(*shared)
        self.minutes = MinutesPage(*shared)
        self.migration: MigrationPage | None = None  # made when first asked for
        self.blank: BlankChecklistPage | None = None  # the same
        self._places: dict[Place, QWidget] = {
            Place.UNITS: self.units,
            Place.SUMMARY: self.summary,
            Place.DETAILS: self.details,
            Place.MERGE: self.merge,
            Place.CONFLICTS: self.conflicts,
        }
        self._inner = QStackedWidget()
        for page in (self.no_trip, *self._places.values()):
            self._inner.addWidget(page)
        self._home = QWidget()
        right = column(self.header, self._inner, spacing=0)
        row(self.rail, right, spacing=0, on=self._home)
        self._outer = QStackedWidget()
        for widget in (self._home, self.inspection, self.minutes):
            self._outer.addWidget(widget)
        column(self._outer, on=self)
        self._current: EntityId | None = None
        self._wanted: tuple[str, str] | None = None
        self._back = Place.UNITS
        self._connect()
        self.setAcceptDrops(True)
        self._tasks.run(services.trips.has_trip, self._on_has_trip, self.no_trip.show_failure)
        self._tasks.run(services.devices.renewed, self._on_renewed)

    def go(self, place: Place) -> None:
        """Show one of the pages of the rail."""
        commit_composed_text()
        page = self._places[place]
        self._outer.setCurrentWidget(self._home)
        self._inner.setCurrentWidget(page)
        self.rail.check(place)
        for one in (self.units, self.summary, self.details, self.conflicts):
            if one is page:
                one.refresh()
        self.title_changed.emit(self._trip_title)

    def open_inspection(self, inspection: bytes, section: str = "", question: str = "") -> None:
        """Show an inspection, at a section and a question of it where these are given.

        Going back leads to the page that it was opened from.
        """
        if self._outer.currentWidget() is self._home:
            here = self._inner.currentWidget()
            kept = {self.summary: Place.SUMMARY, self.conflicts: Place.CONFLICTS}
            self._back = next((at for page, at in kept.items() if page is here), Place.UNITS)
        self._current = EntityId(inspection)
        self._wanted = (section, question) if section else None
        self._outer.setCurrentWidget(self.inspection)
        self.inspection.open(self._current)

    def open_minutes(self, inspection: bytes) -> None:
        """Show the minutes of an inspection, after what was typed is saved."""
        commit_composed_text()
        self._current = EntityId(inspection)
        self._outer.setCurrentWidget(self.minutes)
        self.minutes.open(self._current)

    def open_migration(self) -> None:
        """Show what a corrected form would do to the inspections."""
        commit_composed_text()
        if self.migration is None:
            shared = (self._services, self._tasks, self.broadcast, self._theme)
            self.migration = MigrationPage(*shared)
            self.migration.back_requested.connect(partial(self.go, Place.DETAILS))
            self._outer.addWidget(self.migration)
        self._outer.setCurrentWidget(self.migration)
        self.migration.open()

    def open_blank(self, inspection: Inspection) -> None:
        """Show the checklist of an inspection as it is printed without answers."""
        if self.blank is None:
            self.blank = BlankChecklistPage(self._services, self._tasks, self._theme)
            self.blank.back_requested.connect(partial(self.go, Place.UNITS))
            self._outer.addWidget(self.blank)
        self._outer.setCurrentWidget(self.blank)
        self.blank.open(inspection)

    def ask_report(self) -> None:
        """Write the workbook for the unit of the open inspection, or take the filled one in."""
        desk = self.inspection.desk
        if not desk.is_open or self._outer.currentWidget() is not self.inspection:
            return
        commit_composed_text()
        dialog = SelfReportDialog(
            self._theme,
            self._tasks,
            self._services,
            self.broadcast,
            desk.view.inspection,
            self,
        )
        self._show(dialog)

    def ask_export(self) -> None:
        """Export a bundle."""
        self.sending.ask_export()

    def ask_pack_import(self, path: str = "") -> None:
        """Take a trip pack in."""
        path = path or files.choose_open(self, _("Chọn gói đợt kiểm tra"), files.bundle_patterns())
        if not path:
            return
        dialog = ImportPackDialog(self._theme, self._tasks, self._services, path, self)
        dialog.imported.connect(self._on_pack_imported)
        self._show(dialog)
        dialog.start()

    def create_trip(self, path: str) -> None:
        """Read a trip's workbook, then ask for the checklists of its kinds of units."""
        self.no_trip.set_busy(True)
        self._tasks.run(
            lambda: workshop().read_trip(path),
            partial(self._on_plan_read, path),
            self.no_trip.show_failure,
        )

    def _on_plan_read(self, path: str, plan: TripPlan) -> None:
        self.no_trip.set_busy(False)
        dialog = CreateTripDialog(self._theme, self._tasks, self._services, path, plan, self)
        dialog.created.connect(self._on_trip_created)
        self._show(dialog)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.settings_asked.connect(self.settings_asked)
        self.rail.lock_asked.connect(self.lock_asked)
        self.header.export_asked.connect(self.ask_export)
        self.sending.exported.connect(self.units.show_export)
        self.no_trip.pack_asked.connect(self.ask_pack_import)
        self.no_trip.workbook_asked.connect(self._on_workbook_asked)
        self.no_trip.card_asked.connect(self.own_card.ask)
        self.units.inspection_opened.connect(self.open_inspection)
        self.summary.inspection_opened.connect(self.open_inspection)
        self.units.conflicts_asked.connect(partial(self.go, Place.CONFLICTS))
        self.units.export_asked.connect(self.ask_export)
        self.units.blank_asked.connect(self.open_blank)
        self.units.tables_asked.connect(self.tables.ask)
        self.units.trip_shown.connect(self._on_trip_shown)
        self.details.pack_export_asked.connect(self.sending.ask_pack)
        self.sending.card_asked.connect(self.details.choose_card)
        self.sending.pack_exported.connect(self.details.show_pack)
        self.sending.failed.connect(self.details.show_failure)
        self.details.pack_import_asked.connect(self.ask_pack_import)
        self.details.devices_asked.connect(self.shared.ask_devices)
        self.shared.renewed.connect(self.lock_asked)
        self.details.migration_asked.connect(self.open_migration)
        self.merge.folder_asked.connect(self.shared.ask)
        self.shared.watcher.refused.connect(self.merge.show_refusal)
        self.merge.conflicts_asked.connect(partial(self.go, Place.CONFLICTS))
        self.merge.begun.connect(self.conflicts.remember)
        self.conflicts.inspection_opened.connect(self.open_inspection)
        self.inspection.top.report.clicked.connect(self.ask_report)
        QShortcut(QKeySequence("Ctrl+Shift+B"), self.inspection, self.ask_report)
        self.inspection.minutes_requested.connect(self.open_minutes)
        self.inspection.back_requested.connect(self._on_inspection_left)
        self.inspection.desk.opened.connect(self._on_inspection_opened)
        self.minutes.back_requested.connect(self._on_minutes_left)
        self.minutes.conflicts_asked.connect(partial(self.go, Place.CONFLICTS))
        self.broadcast.touched.connect(self._on_touched)
        self._tasks.busy_changed.connect(self.header.show_busy)
        for number, place in enumerate(self._places, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self._home, partial(self.go, place))
        QShortcut(QKeySequence("Ctrl+E"), self._home, self.ask_export)

    def _show(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_has_trip(self, has_trip: bool) -> None:
        self.rail.set_has_trip(has_trip)
        self.header.setVisible(has_trip)
        if not has_trip:
            self._outer.setCurrentWidget(self._home)
            self._inner.setCurrentWidget(self.no_trip)
            self.no_trip.pack_button.setFocus()
            return
        self.shared.watcher.start()
        self.go(Place.UNITS)

    def _on_renewed(self, view: RenewalView | None) -> None:
        """The vault was copied or restored: say what that did."""
        if view is not None:
            self._show(RenewedDialog(self._theme, self._tasks, self._services, view, self))

    def _on_trip_shown(self, trip: TripView) -> None:
        self._trip_title = trip.trip.title
        self.header.show_trip(trip)
        self.rail.show_trip(trip)
        self.details.show_trip(trip)
        self.conflicts.show_trip(trip)
        self.title_changed.emit(trip.trip.title)

    def _on_touched(self, _touched: object) -> None:
        # the units page reads the trip again when it is in sight; the badge must not wait for that
        if not self.units.isVisible():
            self._tasks.run(self._services.trips.show, self._on_trip_shown)

    def _on_pack_imported(self, outcome: Outcome[BundleReceipt]) -> None:
        self._on_has_trip(True)
        self.broadcast.send(outcome)
        self.units.banner.show_message(
            _("Đã nhập gói đợt kiểm tra của {name}.").format(name=outcome.value.sender),
            edition_text(outcome.value),
            Tone.GOOD,
        )

    def _on_workbook_asked(self) -> None:
        path = files.choose_open(self, _("Chọn tệp đợt kiểm tra"), files.workbook_patterns())
        if path:
            self.create_trip(path)

    def _on_trip_created(self, outcome: Outcome[TripView]) -> None:
        self._on_has_trip(True)
        self.broadcast.send(outcome)

    def _on_inspection_opened(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.inspection.show_at(*wanted)

    def _on_inspection_left(self) -> None:
        self.go(self._back)

    def _on_minutes_left(self) -> None:
        if self._current is not None:
            self.open_inspection(self._current)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        has_bundles = self.rail.items[Place.MERGE].isVisible() and bundles_in(data)
        if has_bundles or cards_in(data):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Cards, bundles and folders may be dropped anywhere on the pages of the trip."""
        paths, cards = bundles_in(event.mimeData()), cards_in(event.mimeData())
        event.acceptProposedAction()
        if cards:
            if self.rail.items[Place.DETAILS].isVisible():
                self.go(Place.DETAILS)
            self.details.take_cards(cards)
            return
        self.go(Place.MERGE)
        self.merge.add(paths)

    def flush(self) -> None:
        """Hand everything that was typed to the vault worker, before a lock or the end.

        Bundles that wait are not merged any more; the one in progress is taken back whole.
        """
        self.merge.cancel()
        self.shared.watcher.stop()
        self.inspection.leave()
