"""Taking other people's bundles in: drop them, see what each would bring, merge, read the receipts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.media import is_receipt_name
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.merge_run import MergeRun
from inspector_app.gui.models.receipt_delegate import ROW_HEIGHT, ReceiptDelegate
from inspector_app.gui.models.receipts import ReceiptModel, Stage
from inspector_app.gui.pages.merge_detail import BundleDetail
from inspector_app.gui.pages.merge_words import (
    batch_words,
    not_taken,
    receipt_words,
    waiting_words,
)
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.dropping import DropZone
from inspector_app.gui.widgets.frames import Banner, Card, Label, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.gui.widgets.steps import Steps
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.exchange import BundleReceipt, ReceiptView
from inspector_app.services.outcomes import Touched
from inspector_app.services.rehearsals import BundleLook
from inspector_app.services.workshop import Services

NO_ENTITY = EntityId(bytes(16))
CLEAN: Final = {"share": None, "message": "", "remedy": "", "short": ""}
_CHANGING: Final = (Stage.LOOKING, Stage.WAITING, Stage.MERGING)


class MergePage(Surface):
    """Bundles in, receipts out; each bundle is one transaction of its own.

    Signals:
        begun(): bundles are about to be merged.
        conflicts_asked(): go to the conflicts.
        cards_asked(): take in the card of an unknown sender.
        folder_asked(): show the shared folder.
    """

    begun = Signal()
    conflicts_asked = Signal()
    cards_asked = Signal()
    folder_asked = Signal()

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
        self._batch: list[str] = []
        self.run = MergeRun(services, tasks, self)
        self.model = ReceiptModel(self)
        self.steps = Steps(theme, (_("Xem trước"), _("Gộp"), _("Kết quả")))
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.banner.action(_("Xem xung đột")).clicked.connect(self.conflicts_asked)
        self.zone = DropZone(
            theme,
            _("Kéo thả gói đồng bộ hoặc cả thư mục vào đây, hoặc bấm để chọn"),
            _("Xem trước từng gói; chưa ghi gì vào kho cho đến khi bấm «Gộp»"),
        )
        self.detail = BundleDetail(theme)
        self.progress = ProgressLine(theme)
        self._build_table()
        self._build_buttons()
        self._build_page()
        self._connect()
        self._show_state()

    def refresh(self) -> None:
        """Nothing here grows old."""

    @property
    def is_running(self) -> bool:
        """Whether bundles are waiting, being looked at or being merged."""
        return self.run.is_running

    def add(self, paths: list[str]) -> None:
        """Look at what was dropped: bundles, and the bundles in folders."""
        self.banner.clear()
        gather = partial(self._services.carrier.gather, [str(Path(one)) for one in paths])
        self._tasks.carry(gather, self._on_gathered, self._on_not_gathered)

    def merge(self, paths: list[str]) -> None:
        """Merge bundles one after another; typing elsewhere is saved in between."""
        self.banner.clear()
        known = {one.path for one in self.model.entries if one.is_mergeable}
        named = [str(Path(one)) for one in paths]
        fresh = self.model.add([one for one in named if one not in known], Stage.WAITING)
        wanted = [one for one in named if one in known] + fresh
        for path in wanted:
            self.model.update_path(path, stage=Stage.WAITING, **CLEAN)
        if not self.is_running:
            self._batch = []
            self.begun.emit()
        self._batch += wanted
        self.run.merge(wanted)
        self._show_state()

    def merge_all(self) -> None:
        """Merge whatever would change something; the rest is known already."""
        self.merge([one.path for one in self.model.entries if one.would_change])

    def cancel(self) -> None:
        """Stop; the bundle in progress is taken back whole, those merged before stay merged."""
        self.run.cancel()

    def show_refusal(self, message: str, remedy: str) -> None:
        """Say that a bundle of the shared folder was refused."""
        self._say(message, remedy, Tone.BAD)

    def _build_table(self) -> None:
        self.table = Table(self._theme, _("Các gói"), ROW_HEIGHT)
        self.table.setModel(self.model)
        self.table.setItemDelegate(ReceiptDelegate(self._theme, self.table))
        self.table.set_widths((250, 124, 134, 144, 84, 114), stretch=0)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.table.removal_asked.connect(self._on_remove)

    def _build_buttons(self) -> None:
        theme = self._theme
        self.files_button = Button(theme, _("Thêm gói…"), icon="file")
        self.folder_button = Button(theme, _("Thêm thư mục…"), icon="folder")
        self.shared_button = Button(
            theme, _("Thư mục dùng chung…"), ButtonKind.GHOST, icon="shared-folder"
        )
        self.shared_button.clicked.connect(self.folder_asked)
        self.receipt_button = Button(theme, _("Ghi biên nhận…"), icon="file")
        self.receipt_button.clicked.connect(self._on_write_receipt)
        self.clear_button = Button(theme, _("Xóa danh sách"), ButtonKind.GHOST)
        self.cancel_button = Button(theme, _("Dừng"), ButtonKind.SECONDARY, icon="close")
        self.merge_button = Button(theme, _("Gộp"), ButtonKind.PRIMARY, icon="merge")
        self._hint = Label(theme, "", 13, REGULAR, "muted", wrap=True)

    def _build_page(self) -> None:
        theme = self._theme
        frame = Card(theme)
        column(self.table, margins=(1, 5, 1, 6), on=frame)
        self._stack = QStackedWidget()
        empty = QWidget()
        text = _("Gộp không làm mất gì: chỗ hai người ghi khác nhau được giữ cả hai để quyết định.")
        self.zone.setMinimumHeight(theme.px(220))
        column(self.zone, Label(theme, text, 13.5, REGULAR, "muted", wrap=True), None, on=empty)
        self._stack.addWidget(empty)
        self._stack.addWidget(frame)
        title = Label(theme, _("Gộp gói đồng bộ"), 20, SEMIBOLD)
        foot = row(self._hint, self.progress, self.clear_button, spacing=12)
        foot.addWidget(self.receipt_button)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.merge_button)
        foot.setStretch(0, 1)
        foot.setStretch(1, 2)
        column(
            row(title, None, self.shared_button, self.files_button, self.folder_button),
            self.steps,
            self.banner,
            self._stack,
            self.detail,
            foot,
            spacing=12,
            margins=(20, 16, 20, 14),
            on=self,
        ).setStretch(3, 1)

    def _connect(self) -> None:
        for zone in (self.zone, self.files_button):
            zone.clicked.connect(self._on_choose)
        self.zone.dropped.connect(self.add)
        self.folder_button.clicked.connect(self._on_choose_folder)
        self.clear_button.clicked.connect(self._on_clear)
        self.cancel_button.clicked.connect(self.cancel)
        self.merge_button.clicked.connect(self.merge_all)
        self.detail.unlock_asked.connect(self._on_unlock)
        self.run.begun.connect(self._on_begun)
        self.run.progressed.connect(self._on_progress)
        self.run.looked.connect(self._on_looked)
        self.run.merged.connect(self._on_merged)
        self.run.failed.connect(self._on_failed)
        self.run.ended.connect(self._on_ended)

    def _on_choose(self) -> None:
        paths = files.choose_many(self, _("Chọn gói đồng bộ"), files.bundle_patterns())
        if paths:
            self.add(paths)

    def _on_choose_folder(self) -> None:
        path = files.choose_folder(self, _("Chọn thư mục có các gói"), files.documents_folder())
        if path:
            self.add([path])

    def _on_gathered(self, paths: tuple[str, ...]) -> None:
        receipts = [one for one in paths if is_receipt_name(words.file_name(one))]
        for path in receipts:
            read = partial(self._services.handovers.import_receipt, path)
            self._tasks.run(read, self._on_receipt_read, self._on_not_gathered)
        bundles = [one for one in paths if one not in receipts]
        if not bundles:
            if not receipts:
                self._say(_("Không có gói đồng bộ (.inspb) nào trong đó."), "", Tone.WARN)
            return
        self.run.look(self.model.add(bundles, Stage.LOOKING))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_state()

    def _on_receipt_read(self, receipt: ReceiptView) -> None:
        self._say(*receipt_words(receipt))

    def _on_write_receipt(self) -> None:
        merged = [one.path for one in self.model.entries if one.stage is Stage.MERGED]
        start = str(Path(merged[-1]).parent) if merged else ""
        folder = files.choose_folder(self, _("Ghi biên nhận vào thư mục"), start)
        if folder:
            self.write_receipt(folder)

    def write_receipt(self, folder: str) -> None:
        """Write a receipt for what was merged, to hand back to the senders."""
        write = partial(self._services.handovers.write_receipt, folder)
        self._tasks.run(write, self._on_receipt_written, self._on_not_gathered)

    def _on_receipt_written(self, receipt: ReceiptView) -> None:
        text = _("Đã ghi biên nhận «{name}».").format(name=words.file_name(receipt.path))
        remedy = _("Đưa tệp này cho người gửi: lần xuất sau của họ chỉ mang phần mới.")
        self._say(text, remedy, Tone.GOOD)

    def _on_not_gathered(self, error: InspectorError) -> None:
        self._say(*error_texts(error), Tone.BAD)

    def _on_begun(self, path: str) -> None:
        if self.model.entry(path).stage is Stage.WAITING:
            self.model.update_path(path, stage=Stage.MERGING)
        self._show_progress(path, 0.0)

    def _on_progress(self, path: str, share: float) -> None:
        self.model.update_path(path, share=share)
        self._show_progress(path, share)

    def _on_unlock(self, path: str, passphrase: str) -> None:
        self.model.update_path(path, stage=Stage.LOOKING, **CLEAN)
        self.run.unlock(path, passphrase)
        self._show_state()

    def _on_looked(self, path: str, look: BundleLook) -> None:
        self._set(path, stage=Stage.READY, look=look, **CLEAN)

    def _on_merged(self, path: str, receipt: BundleReceipt) -> None:
        self._set(path, stage=Stage.MERGED, receipt=receipt, share=None)
        if receipt.changes_new or receipt.evidence_new or receipt.conflicts_new:
            self._broadcast.announce(Touched("bundle", NO_ENTITY))

    def _on_failed(self, path: str, error: InspectorError) -> None:
        self._set(path, **not_taken(path, error))

    def _on_ended(self) -> None:
        if self._batch:
            self._sum_up()
        self._batch = []
        self._show_state()
        if self.isVisible() and self.merge_button.isEnabled():
            self.merge_button.setFocus()

    def _sum_up(self) -> None:
        entries = [self.model.entry(path) for path in self._batch]
        text, remedy, tone, has_conflicts = batch_words(entries)
        self._say(text, remedy, tone)
        if has_conflicts:
            self.banner.action(_("Xem xung đột"))

    def _say(self, text: str, remedy: str, tone: Tone) -> None:
        self.banner.show_message(text, remedy, tone)
        self.banner.action(_("Xem xung đột")).hide()

    def _set(self, path: str, **values: object) -> None:
        self.model.update_path(path, **values)
        current = self.table.currentIndex()
        if current.isValid() and self.model.entries[current.row()].path == path:
            self.detail.show_entry(self.model.entries[current.row()])
        self._show_state()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.detail.show_entry(self.model.entries[current.row()] if current.isValid() else None)

    def _on_remove(self, line: int) -> None:
        if self.model.entries[line].stage not in _CHANGING:
            self.model.remove(line)
            self._show_state()

    def _on_clear(self) -> None:
        self.model.clear()
        self.banner.clear()
        self.detail.show_entry(None)
        self._show_state()

    def _show_progress(self, path: str, share: float) -> None:
        if not self._batch:
            self.progress.show_progress(round(100 * share), 100, _("Đang xem các gói"))
            return
        done = sum(self.model.entry(one).is_finished for one in self._batch)
        text = _("Đang gộp gói {number}/{count}: {name}").format(
            number=min(done + 1, len(self._batch)), count=len(self._batch), name=Path(path).name
        )
        self.progress.show_progress(round(100 * (done + share)), 100 * len(self._batch), text)

    def _show_state(self) -> None:
        entries = self.model.entries
        has_any, is_running = bool(entries), self.is_running
        count = sum(one.would_change for one in entries)
        self._stack.setCurrentIndex(1 if has_any else 0)
        self.progress.setVisible(is_running)
        self.cancel_button.setVisible(is_running)
        self.clear_button.setVisible(has_any and not is_running)
        has_merged = any(one.stage is Stage.MERGED for one in entries)
        self.receipt_button.setVisible(has_merged and not is_running)
        self.merge_button.setVisible(has_any and not is_running and (count > 0 or not has_merged))
        self.merge_button.setEnabled(count > 0)
        self.merge_button.set_text(_("Gộp {count} gói").format(count=count) if count else _("Gộp"))
        self._hint.setVisible(has_any and not is_running)
        self._hint.setText(waiting_words(entries))
        is_done = any(one.is_finished for one in entries) and all(one.is_settled for one in entries)
        self.steps.setVisible(has_any)
        self.steps.show_step(1 if self._batch else 2 if is_done else 0)
