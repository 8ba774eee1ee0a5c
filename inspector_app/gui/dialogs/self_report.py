"""The unit's report: its workbook out, the filled one in, looked at before anything is written."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Inspection
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.models.cells import CellDelegate, CellModel
from inspector_app.gui.models.report_lines import headings, report_rows, summary
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.dropping import DropZone
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import number
from inspector_app.services.outcomes import Outcome
from inspector_app.services.report_views import ReportComparison, ReportReceipt
from inspector_app.services.workshop import Services

_WIDE, _TALL = 980, 560
_ROW: Final = 46
_PLAIN: Final = re.compile(r"[^a-z0-9]+")


class SelfReportDialog(Dialog):
    """Two steps: choose (or write) a file; see what it brings and record it."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        broadcast: Broadcast,
        inspection: Inspection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Báo cáo của đơn vị"), inspection.unit.name, parent)
        self._tasks, self._services, self._broadcast = tasks, services, broadcast
        self._inspection = inspection
        self._job: Job | None = None
        self.found: ReportComparison | None = None
        self.receipt: ReportReceipt | None = None
        self.progress = ProgressLine(theme)
        self.progress.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._first_step())
        self._stack.addWidget(self._second_step())
        self.body.addWidget(self.progress)
        self.body.addWidget(self._stack, 1)
        self.undo_button = self.add_button(_("Hoàn tác"), ButtonKind.SECONDARY, icon="undo")
        self.undo_button.clicked.connect(self._on_undo)
        self.other_button = self.add_button(_("Chọn tệp khác"), ButtonKind.SECONDARY, icon="file")
        self.other_button.clicked.connect(self._on_import)
        self.close_button = self.add_close(_("Đóng"))
        self.record_button = self.add_button("", ButtonKind.PRIMARY, icon="check")
        self.record_button.clicked.connect(self._on_record)
        QShortcut(QKeySequence("Ctrl+S"), self, self._on_export)
        QShortcut(QKeySequence("Ctrl+O"), self, self._on_import)
        self._show_step()
        self.resize(self.sizeHint())  # by itself Qt takes two thirds of the screen at most

    def sizeHint(self) -> QSize:
        """Room for the table, within the window."""
        above = self.parentWidget()
        most = above.window().size() if above is not None else QSize(1366, 698)
        px = self._theme.px
        return QSize(min(px(_WIDE), most.width() - 40), min(px(_TALL), most.height() - 30))

    def reject(self) -> None:
        """Esc or Close: stop what is running first."""
        if self._job is not None and not self._job.is_finished:
            self._job.cancel()
            return
        super().reject()

    # --- the parts

    def _first_step(self) -> QWidget:
        theme = self._theme
        out = Label(
            theme,
            _(
                "Mẫu Excel cho đơn vị điền số liệu trước ngày kiểm tra; số đã báo cáo được điền sẵn."
                " Gửi tệp cho đơn vị, không kèm tài liệu mật."
            ),
            13.5,
            REGULAR,
            "muted",
            wrap=True,
        )
        self.export_button = Button(
            theme, _("Xuất mẫu báo cáo (Excel)…"), ButtonKind.PRIMARY, icon="upload"
        )
        self.export_button.clicked.connect(self._on_export)
        self.zone = DropZone(
            theme,
            _("Nhập báo cáo của đơn vị: kéo thả tệp vào đây, hoặc bấm để chọn"),
            _("Chưa ghi gì: trước hết là xem lỗi và chỗ khác với số đang có"),
        )
        self.zone.clicked.connect(self._on_import)
        self.zone.dropped.connect(lambda paths: self.read(paths[0]))
        page = QWidget()
        column(
            out,
            row(self.export_button, None),
            14,
            self.zone,
            None,
            spacing=10,
            on=page,
        )
        return page

    def _second_step(self) -> QWidget:
        theme = self._theme
        self.summary = Label(theme, "", 14, MEDIUM, wrap=True)
        self.model = CellModel(headings(), self)
        self.table = Table(theme, _("Lỗi và chỗ khác trong tệp của đơn vị"), _ROW)
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellDelegate(theme, self.table))
        self.table.set_widths((140, 300, 104, 104, 104), stretch=1)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.detail = Label(theme, "", 13, REGULAR, "muted", wrap=True, selectable=True)
        self.skip = CheckBox(
            theme, _("Vẫn ghi: bỏ ô không đọc được, ghi cả số trái quy tắc của phiếu")
        )
        self.skip.toggled.connect(self._show_step)
        self.overwrite = CheckBox(theme, _("Ghi đè cả số đã đổi ở cả hai nơi từ khi xuất mẫu"))
        self.overwrite.toggled.connect(self._show_step)
        frame = Card(theme)
        column(self.table, margins=(1, 5, 1, 6), on=frame)
        page = QWidget()
        box = column(
            self.summary, frame, self.detail, self.skip, self.overwrite, spacing=8, on=page
        )
        box.setStretch(1, 1)
        return page

    # --- the workbook out

    def _on_export(self) -> None:
        if self._is_running:
            return
        title, name = _("Xuất mẫu báo cáo (Excel)"), file_name(self._inspection.unit.name)
        path = files.choose_save(self, title, files.workbook_patterns(), name)
        if path:
            self.export(path)

    def export(self, path: str) -> None:
        """Write the workbook for the unit."""
        path = path if path.lower().endswith(".xlsx") else path + ".xlsx"
        self._begin(_("Đang lập mẫu báo cáo"))
        self.export_button.set_busy(True)
        call = partial(self._services.self_reports.export, self._inspection.id, path)
        self._job = self._tasks.run(
            call,
            partial(self._on_exported, path),
            self._on_failed,
            progress=self.progress.show_progress,
        )

    def _on_exported(self, path: str, _size: int) -> None:
        self._end()
        self.banner.show_message(
            _("Đã ghi mẫu vào «{name}».").format(name=words.file_name(path)),
            _("Gửi tệp này cho đơn vị; khi nhận lại thì nhập ở đây."),
            Tone.GOOD,
        )

    # --- the filled one in

    def _on_import(self) -> None:
        if self._is_running:
            return
        title = _("Chọn báo cáo đơn vị đã điền")
        path = files.choose_open(self, title, files.workbook_patterns())
        if path:
            self.read(path)

    def read(self, path: str) -> None:
        """Compare a filled workbook with what is recorded."""
        self._begin(_("Đang đọc báo cáo"))
        call = partial(self._services.self_reports.compare, path, self._inspection.id)
        self._job = self._tasks.run(
            call, self._on_read, self._on_failed, progress=self.progress.show_progress
        )

    def _on_read(self, found: ReportComparison) -> None:
        self._end()
        self.found, self.receipt = found, None
        self.skip.setChecked(False)
        self.overwrite.setChecked(False)
        self.model.show_rows(list(report_rows(found)))
        self.summary.setText(summary(found))
        self.detail.setText("")
        self._show_step()
        self.table.setFocus()
        if self.model.rowCount():
            self.table.selectRow(0)

    def _on_record(self) -> None:
        found = self.found
        if found is None or self._is_running or not self.record_button.isEnabled():
            return
        self._begin(_("Đang ghi"))
        self.record_button.set_busy(True)
        call = partial(
            self._services.self_reports.record,
            found.path,
            self._inspection.id,
            skips_problems=self.skip.isChecked(),
            overwrites=self.overwrite.isChecked(),
        )
        self._job = self._tasks.run(call, self._on_recorded, self._on_failed)

    def _on_recorded(self, outcome: Outcome[ReportReceipt]) -> None:
        self._end()
        receipt = self.receipt = outcome.value
        count = len(receipt.written)
        text = ngettext(
            "Đã ghi {count} giá trị báo cáo.", "Đã ghi {count} giá trị báo cáo.", count
        ).format(count=number(count))
        more = ""
        if receipt.skipped:
            more = _("Bỏ {count} ô không đọc được.").format(count=number(receipt.skipped))
        self.banner.show_message(text, more, Tone.GOOD)
        self._broadcast.send(outcome)
        self._show_step()
        self.close_button.setFocus()

    def _on_undo(self) -> None:
        if self.receipt is None or self._is_running:
            return
        self._begin(_("Đang hoàn tác"))
        call = partial(self._services.self_reports.take_back, self.receipt)
        self._job = self._tasks.run(call, self._on_undone, self._on_failed)

    def _on_undone(self, outcome: Outcome[int]) -> None:
        found, self.receipt = self.found, None
        self._end()
        self._broadcast.send(outcome)
        text = _("Đã trả lại {count} giá trị như trước khi nhập.")
        self.banner.show_message(text.format(count=number(outcome.value)), "", Tone.GOOD)
        if found is not None:
            self.read(found.path)

    # --- state

    @property
    def _is_running(self) -> bool:
        return self._job is not None and not self._job.is_finished

    def _begin(self, text: str) -> None:
        self.banner.clear()
        self.progress.begin(text)

    def _end(self) -> None:
        self.progress.hide()
        self.export_button.set_busy(False)
        self.record_button.set_busy(False)

    def _on_failed(self, error: InspectorError) -> None:
        self._end()
        if not isinstance(error, CancelledError):
            self.show_failure(error)

    def _on_current(self) -> None:
        at = self.table.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            self.detail.setText(" · ".join(one.spoken for one in self.model.rows[at] if one.text))

    def _show_step(self) -> None:
        found, receipt = self.found, self.receipt
        self._stack.setCurrentIndex(0 if found is None else 1)
        self.other_button.setVisible(found is not None)
        self.undo_button.setVisible(receipt is not None)
        self.record_button.setVisible(found is not None and receipt is None)
        self.skip.setVisible(found is not None and receipt is None and bool(found.problems.errors))
        both = 0 if found is None else found.overwritable
        self.overwrite.setVisible(receipt is None and both > 0)
        if found is None:
            return
        is_clean = not found.problems.errors
        count = found.recordable + (both if self.overwrite.isChecked() else 0)
        self.record_button.setEnabled(count > 0 and (is_clean or self.skip.isChecked()))
        self.record_button.set_text(
            ngettext("Ghi {count} giá trị báo cáo", "Ghi {count} giá trị báo cáo", count).format(
                count=number(count)
            )
        )


def file_name(unit: str) -> str:
    """A file name that every mail program takes: ``bao-cao-ubnd-xa-an-khe.xlsx``."""
    return f"bao-cao-{_PLAIN.sub('-', fold(unit)).strip('-') or 'don-vi'}.xlsx"
