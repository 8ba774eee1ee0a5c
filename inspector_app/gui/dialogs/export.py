"""Export of a bundle or a trip pack: where to, progress, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.gui import files, words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.host.i18n import _
from inspector_app.host.wording import size
from inspector_app.services.exchange import BundleSummary
from inspector_app.services.views import CardView


class ExportDialog(Dialog):
    """Chooses a folder, runs the export and shows path, size and digest.

    Args:
        export: the service call, ``export(out_path, progress=…)``.
        list_cards: the service call that knows the names of recipients.

    Signals:
        exported(object): the ``BundleSummary``.
    """

    exported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        export: Callable[..., BundleSummary],
        title: str,
        text: str,
        list_cards: Callable[[], tuple[CardView, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, text, parent)
        self._tasks, self._export, self._list_cards = tasks, export, list_cards
        self._job: Job | None = None
        self._summary: BundleSummary | None = None
        self.folder = LineEdit(theme, _("Thư mục nhận gói"), icon="folder")
        self.folder.show_value(files.documents_folder())
        browse = Button(theme, _("Chọn…"))
        browse.setAccessibleName(_("Chọn thư mục nhận gói"))
        browse.clicked.connect(self._on_browse)
        self._choice = QWidget()
        row(self.folder, browse, spacing=6, on=self._choice)
        self._field = Field(
            theme,
            _("Lưu vào thư mục"),
            self._choice,
            help_text=_("Có thể chọn thẳng USB; tên tệp do chương trình đặt."),
        )
        self.progress = ProgressLine(theme)
        self.progress.hide()
        self._result = Card(theme, "sunken")
        self._result.hide()
        self.body.addWidget(self._field)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._result)
        self.open_folder = self.add_button(_("Mở thư mục"), ButtonKind.SECONDARY, icon="folder")
        self.open_folder.clicked.connect(self._on_open_folder)
        self.open_folder.hide()
        self.close_button = self.add_close(_("Hủy"))
        self.start_button = self.add_button(_("Xuất gói"), ButtonKind.PRIMARY, icon="upload")
        self.start_button.clicked.connect(self._on_start)
        self.folder.returnPressed.connect(self._on_start)

    @property
    def summary(self) -> BundleSummary | None:
        """What was written, or None."""
        return self._summary

    def reject(self) -> None:
        """Esc or Cancel: stop a running export first."""
        if self._job is not None and not self._job.is_finished:
            self._job.cancel()
            return
        super().reject()

    def _on_browse(self) -> None:
        path = files.choose_folder(self, _("Thư mục nhận gói"), self.folder.value)
        if path:
            self.folder.show_value(path)

    def _on_start(self) -> None:
        folder = self.folder.value.strip()
        if not Path(folder).is_dir():
            self._field.show_error(_("Không có thư mục này."))
            return
        self._field.show_error("")
        self.banner.clear()
        self.start_button.set_busy(True)
        self.progress.begin(_("Đang chuẩn bị gói"))
        self._job = self._tasks.run(
            partial(self._export, folder),
            self._on_exported,
            self._on_failed,
            progress=self.progress.show_progress,
        )

    def _on_failed(self, error: InspectorError) -> None:
        self.start_button.set_busy(False)
        self.progress.hide()
        if not isinstance(error, CancelledError):
            self.show_failure(error)

    def _on_exported(self, summary: BundleSummary) -> None:
        self._summary = summary
        self._tasks.run(self._list_cards, self._on_cards, self._on_failed)

    def _on_cards(self, cards: tuple[CardView, ...]) -> None:
        summary = self._summary
        assert summary is not None
        self.progress.hide()
        self.start_button.hide()
        self._field.hide()
        self.intro.hide()
        self.close_button.set_text(_("Xong"))
        self.open_folder.show()
        self._show_result(summary, {one.age_recipient: one.name for one in cards})
        self.close_button.setFocus()
        self.exported.emit(summary)

    def _show_result(self, summary: BundleSummary, names: Mapping[str, str]) -> None:
        theme = self._theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        facts = (
            (_("Tệp"), words.file_name(summary.path)),
            (_("Kích thước"), size(summary.size)),
            (_("Nội dung"), _content(summary)),
            (_("Mở được bởi"), ", ".join(names.get(one, one) for one in summary.recipients)),
            ("SHA-256", f"{summary.sha256[:16]}…"),
        )
        for number, (name, value) in enumerate(facts):
            grid.addWidget(Label(theme, name, 13, REGULAR, "muted"), number, 0)
            label = Label(theme, value, 13, MEDIUM, wrap=True, selectable=True)
            label.setToolTip(summary.sha256 if name == "SHA-256" else summary.path)
            grid.addWidget(label, number, 1)
        grid.setColumnStretch(1, 1)
        copy = Button(theme, _("Chép SHA-256"), ButtonKind.GHOST, icon="copy")
        copy.clicked.connect(partial(_copy, summary.sha256))
        column(
            row(
                Glyph(theme, "check", 22, "good", disc="good_soft"),
                Label(theme, _("Đã ghi gói và đọc lại đúng"), 15, SEMIBOLD),
                None,
                spacing=8,
            ),
            4,
            grid,
            row(copy, None),
            margins=(16, 14, 16, 8),
            spacing=4,
            on=self._result,
        )
        self._result.show()
        self.adjustSize()

    def _on_open_folder(self) -> None:
        if self._summary is not None:
            files.show_folder(self._summary.path)


def _content(summary: BundleSummary) -> str:
    parts = [_("{count} thay đổi").format(count=summary.changes)]
    if summary.evidence:
        parts.append(_("{count} minh chứng").format(count=summary.evidence))
    if summary.absent:
        parts.append(_("{count} minh chứng chưa có tệp").format(count=summary.absent))
    if summary.forms:
        parts.append(_("{count} biểu mẫu").format(count=summary.forms))
    if summary.cards:
        parts.append(_("{count} thẻ").format(count=summary.cards))
    return " · ".join(parts)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
