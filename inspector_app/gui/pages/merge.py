"""Taking other people's bundles in: drop or choose files, watch, read the receipts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.errors import BundleSenderError, CancelledError, InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui import files
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.receipt_delegate import ROW_HEIGHT, ReceiptDelegate
from inspector_app.gui.models.receipts import ReceiptModel
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.dropping import DropZone
from inspector_app.gui.widgets.frames import Banner, Card, EmptyState, Label, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.outcomes import Touched
from inspector_app.services.workshop import Services

NO_ENTITY = EntityId(bytes(16))


class MergePage(Surface):
    """Bundles in, receipts out; each bundle is one transaction of its own.

    Signals:
        conflicts_asked(): go to the conflicts.
        cards_asked(): take in the card of an unknown sender.
    """

    conflicts_asked = Signal()
    cards_asked = Signal()

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
        self._jobs: dict[str, Job] = {}
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.banner.action(_("Xem xung đột")).clicked.connect(self.conflicts_asked)
        self.zone = DropZone(
            theme,
            _("Kéo thả gói đồng bộ vào đây, hoặc bấm để chọn"),
            _("Nhiều gói một lần được; gói nào trùng sẽ chỉ báo «đã có đủ»"),
        )
        self.zone.clicked.connect(self._on_choose)
        self.zone.dropped.connect(self.merge)
        self.model = ReceiptModel(self)
        self.table = Table(theme, _("Biên nhận các gói"), ROW_HEIGHT)
        self.table.setModel(self.model)
        self.table.setItemDelegate(ReceiptDelegate(theme, self.table))
        self.table.set_widths((300, 150, 150, 126, 112, 126), stretch=0)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.detail = Label(theme, "", 13.5, REGULAR, "muted", wrap=True, selectable=True)
        self.detail.hide()
        self.cancel_button = Button(theme, _("Dừng"), ButtonKind.SECONDARY, icon="close")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.hide()
        self.clear_button = Button(theme, _("Xóa danh sách"), ButtonKind.GHOST)
        self.clear_button.clicked.connect(self._on_clear)
        empty = EmptyState(
            theme,
            "merge",
            _("Chưa gộp gói nào trong phiên này"),
            _("Gộp không làm mất gì: chỗ hai người ghi khác nhau được giữ cả hai để quyết định."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.table)
        frame = Card(theme)
        column(self._stack, margins=(1, 5, 1, 6), on=frame)
        column(
            row(
                Label(theme, _("Gộp gói đồng bộ"), 20, SEMIBOLD),
                None,
                self.clear_button,
                self.cancel_button,
            ),
            self.zone,
            self.banner,
            frame,
            self.detail,
            spacing=12,
            margins=(20, 16, 20, 18),
            on=self,
        )

    def refresh(self) -> None:
        """Nothing here grows old."""

    @property
    def is_running(self) -> bool:
        """Whether bundles are waiting or being merged."""
        return bool(self._jobs)

    def merge(self, paths: list[str]) -> None:
        """Merge bundles one after another; typing elsewhere is saved in between."""
        self.banner.clear()
        for path in self.model.add([str(Path(one)) for one in paths]):
            self._jobs[path] = self._tasks.run(
                partial(self._services.bundles.merge_one, path),
                partial(self._on_merged, path),
                partial(self._on_refused, path),
                progress=partial(self._on_progress, path),
            )
        self._show_state()

    def cancel(self) -> None:
        """Stop; bundles merged before stay merged."""
        for job in self._jobs.values():
            job.cancel()

    def _on_choose(self) -> None:
        paths = files.choose_many(self, _("Chọn gói đồng bộ"), files.bundle_patterns())
        if paths:
            self.merge(paths)

    def _on_progress(self, path: str, done: int, total: int, _what: str) -> None:
        self.model.update_path(path, share=done / total if total else 0.0)

    def _on_merged(self, path: str, receipt: BundleReceipt) -> None:
        self.model.update_path(path, receipt=receipt)
        if receipt.changes_new or receipt.evidence_new or receipt.conflicts_new:
            self._broadcast.announce(Touched("bundle", NO_ENTITY))
        self._finish(path)

    def _on_refused(self, path: str, error: InspectorError) -> None:
        message, remedy = error_texts(error)
        if isinstance(error, CancelledError):
            message = _("Đã dừng theo yêu cầu; chưa có gì thay đổi.")
        if isinstance(error, BundleSenderError):
            remedy = _("Nhập thẻ nhận diện của người gửi ở mục «Đoàn và thẻ», rồi gộp lại.")
        self.model.update_path(path, message=message, remedy=remedy)
        self._finish(path)

    def _finish(self, path: str) -> None:
        self._jobs.pop(path, None)
        self._show_state()
        if self._jobs:
            return
        entries = self.model.entries
        refused = [entry for entry in entries if entry.message]
        conflicts = sum(entry.receipt.conflicts_new for entry in entries if entry.receipt)
        merged = sum(entry.receipt is not None for entry in entries)
        if conflicts:
            text = _("Đã gộp {count} gói; {conflicts} xung đột mới cần quyết định.")
            self._say(text.format(count=merged, conflicts=conflicts), "", Tone.WARN)
        elif refused:
            self._say(refused[-1].message, refused[-1].remedy, Tone.BAD)
        else:
            self._say(
                _("Đã gộp {count} gói, không có xung đột.").format(count=merged), "", Tone.GOOD
            )

    def _say(self, text: str, remedy: str, tone: Tone) -> None:
        self.banner.show_message(text, remedy, tone)
        self.banner.action(_("Xem xung đột")).setVisible(tone is Tone.WARN)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self.model.entries[current.row()] if current.isValid() else None
        has_message = entry is not None and bool(entry.message)
        self.detail.setVisible(has_message)
        if entry is not None and has_message:
            self.detail.setText(f"{entry.message} {entry.remedy}")

    def _on_clear(self) -> None:
        self.model.clear()
        self.banner.clear()
        self.detail.hide()
        self._show_state()

    def _show_state(self) -> None:
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)
        self.cancel_button.setVisible(self.is_running)
        self.clear_button.setVisible(bool(self.model.rowCount()) and not self.is_running)
