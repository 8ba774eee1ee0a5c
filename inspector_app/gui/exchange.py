"""What goes out of the window and comes in by it: exports, and bundles dropped anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.media import is_bundle_name, is_receipt_name
from inspector_app.domain.trip.trip_changes import change_words, summary_words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.devices import DevicesDialog
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.gui.dialogs.pack import PackDialog
from inspector_app.gui.dialogs.shared_folder import SharedFolderDialog, state_text
from inspector_app.gui.folder_watcher import FolderWatcher
from inspector_app.gui.shell_bars import HomeRail
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.host.i18n import _
from inspector_app.services.exchange import BundleReceipt, BundleSummary, ExportOptions
from inspector_app.services.packing import PackPlan
from inspector_app.services.ports.host import Progress
from inspector_app.services.workshop import Services

_TOLD = 6
"""Changes of an edition that are told one by one in the banner."""


class Sending(QObject):
    """Opens the windows of exporting.

    Signals:
        exported(object): the ``BundleSummary`` of a bundle that was written.
        pack_exported(object): the same of a trip pack; the trip may have a new edition.
        card_asked(): a member's card is to be taken in first.
        failed(object): the error that kept a window from opening.
    """

    exported = Signal(object)
    pack_exported = Signal(object)
    card_asked = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, services: Services, page: QWidget) -> None:
        super().__init__(page)
        self._theme, self._tasks, self._services, self._page = theme, tasks, services, page

    def ask_export(self) -> None:
        """Export a bundle."""
        commit_composed_text()
        dialog = ExportDialog(
            self._theme,
            self._tasks,
            self._services,
            "changes",
            self._services.bundles.export_parts,
            _("Xuất gói đồng bộ"),
            self._page,
        )
        dialog.exported.connect(self.exported)
        self._show(dialog)

    def ask_pack(self) -> None:
        """Write the trip pack: first say which edition it is and who can open it."""
        commit_composed_text()
        self._tasks.run(self._services.editions.plan, self._on_plan, self.failed.emit)

    def _on_plan(self, plan: PackPlan) -> None:
        dialog = PackDialog(
            self._theme, self._tasks, self._services, self._write_pack, plan, self._page
        )
        dialog.card_asked.connect(self.card_asked)
        dialog.exported.connect(self.pack_exported)
        self._show(dialog)

    def _write_pack(
        self, folder: str, _options: ExportOptions, progress: Progress
    ) -> tuple[BundleSummary, ...]:
        return (self._services.trips.export_pack(folder, progress=progress),)

    def _show(self, dialog: ExportDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class SharedFolder(QObject):
    """The watch of the shared folder, its mark in the rail, its window, and that of the devices.

    Signals:
        renewed(): this device has a new identity; the vault must be opened anew.
    """

    renewed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        broadcast: Broadcast,
        rail: HomeRail,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._theme, self._tasks, self._services, self._page = theme, tasks, services, page
        self._rail, self._broadcast = rail, broadcast
        self.watcher = FolderWatcher(services, tasks, broadcast, self)
        self.watcher.changed.connect(self._on_changed)
        rail.watch_asked.connect(self.ask)

    def ask(self) -> None:
        """Show the window of the shared folder."""
        dialog = SharedFolderDialog(
            self._theme, self._tasks, self._services, self.watcher, self._page
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def ask_devices(self) -> None:
        """Show the devices of the trip."""
        shared = (self._theme, self._tasks, self._services, self._broadcast)
        dialog = DevicesDialog(*shared, self._page)
        dialog.renewed.connect(self.renewed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_changed(self) -> None:
        watcher = self.watcher
        self._rail.show_watch(watcher.state, watcher.looked_at, state_text(watcher))


def edition_text(receipt: BundleReceipt) -> str:
    """What a trip pack brought: its edition, and what that changed of the trip known here."""
    if not receipt.edition:
        return ""
    text = _("Phiên bản {number}.").format(number=receipt.edition)
    if receipt.trip_changes:
        summary = _(summary_words(receipt.trip_changes))
        text += " " + _("Đợt đã đổi: {summary}.").format(summary=summary)
        lines = [_(change_words(one)) for one in receipt.trip_changes[:_TOLD]]
        text += "".join(f"\n•  {line}" for line in lines)
    return text


def cards_in(data: QMimeData) -> list[str]:
    """The card files among what is being dragged over the window."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [one for one in paths if Path(one).suffix.lower() == ".inspcard"]


def bundles_in(data: QMimeData) -> list[str]:
    """The bundles, receipts and folders among what is being dragged over the window."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [one for one in paths if Path(one).is_dir() or _is_ours(Path(one).name)]


def _is_ours(name: str) -> bool:
    return is_bundle_name(name) or is_receipt_name(name)
