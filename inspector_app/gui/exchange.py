"""What goes out of the window and comes in by it: exports, and bundles dropped anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.media import is_bundle_name, is_receipt_name
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.devices import DevicesDialog
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.gui.dialogs.shared_folder import SharedFolderDialog, state_text
from inspector_app.gui.folder_watcher import FolderWatcher
from inspector_app.gui.shell_bars import HomeRail
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.host.i18n import _
from inspector_app.services.exchange import BundleSummary, ExportOptions
from inspector_app.services.ports.host import Progress
from inspector_app.services.workshop import Services


class Sending(QObject):
    """Opens the windows of exporting.

    Signals:
        exported(object): the ``BundleSummary`` of a bundle that was written.
    """

    exported = Signal(object)

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
        """Write the trip pack."""
        dialog = ExportDialog(
            self._theme,
            self._tasks,
            self._services,
            "trip",
            self._write_pack,
            _("Xuất gói đợt kiểm tra"),
            self._page,
        )
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


def bundles_in(data: QMimeData) -> list[str]:
    """The bundles, receipts and folders among what is being dragged over the window."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return [one for one in paths if Path(one).is_dir() or _is_ours(Path(one).name)]


def _is_ours(name: str) -> bool:
    return is_bundle_name(name) or is_receipt_name(name)
