"""The export window: pre-flight, content and place, and what was written; then onto a stick."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.domain.media import Drive
from inspector_app.gui import files
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.export_content import ExportContent
from inspector_app.gui.dialogs.export_parts import CheckList, DriveButtons, Proof
from inspector_app.gui.dialogs.export_result import ResultCard
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.gui.widgets.steps import Steps
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.carrying import CarriedFile
from inspector_app.services.exchange import BundleSummary
from inspector_app.services.export_plans import ExportPlan
from inspector_app.services.workshop import Services

Write = Callable[..., tuple[BundleSummary, ...]]


class ExportDialog(Dialog):
    """Three steps in one window.

    Args:
        services: of the open vault.
        purpose: ``changes`` or ``trip``.
        write: the service call, ``write(folder, options, progress=…)``.

    Signals:
        exported(object): the ``BundleSummary`` of the bundle, or of its first part.
    """

    exported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        purpose: str,
        write: Write,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent=parent)
        self._tasks, self._services, self._purpose, self._write = tasks, services, purpose, write
        self._job: Job | None = None
        self._plan: ExportPlan | None = None
        self._parts: tuple[BundleSummary, ...] = ()
        self._drives: tuple[Drive, ...] = ()
        self.steps = Steps(theme, (_("Kiểm tra"), _("Nội dung, nơi ghi"), _("Kết quả")))
        self.checks = CheckList(theme)
        self.content = ExportContent(theme, services.carrier, purpose)
        self.content.changed.connect(self._replan)
        self.content.start_asked.connect(self._on_start)
        self.progress = ProgressLine(theme)
        self.progress.hide()
        self.result_card = ResultCard(theme)
        self.proof = Proof(theme)
        self._pages = QStackedWidget()
        for page in (self._check_page(), self.content, self._result_page()):
            self._pages.addWidget(page)
        self.body.addWidget(self.steps)
        self.body.addWidget(self._pages)
        self.body.addWidget(self.progress)
        self._build_buttons()
        self.setMinimumWidth(theme.px(660))
        self._show_step(0)
        self._replan()
        tasks.carry(services.carrier.drives, self._on_drives)

    @property
    def summary(self) -> BundleSummary | None:
        """What was written (the first part), or None."""
        return self._parts[0] if self._parts else None

    def reject(self) -> None:
        """Esc or Cancel: stop what is running first."""
        if self._job is not None and not self._job.is_finished:
            self._job.cancel()
            return
        super().reject()

    # --- pages

    def _check_page(self) -> QWidget:
        page = QWidget()
        self._about = Label(self._theme, "", 13.5, REGULAR, "muted", wrap=True)
        column(self.checks, self._about, None, spacing=12, on=page)
        return page

    def _result_page(self) -> QWidget:
        page = QWidget()
        self._copy_title = Label(self._theme, _("Chép sang USB"), 13.5, MEDIUM)
        self.copies = DriveButtons(self._theme, _("Chép sang thư mục khác…"))
        self.copies.chosen.connect(self.copy_to)
        self.copies.other_asked.connect(self._on_copy_browse)
        column(
            self.result_card,
            self.proof,
            row(self._copy_title, self.copies, spacing=10),
            None,
            spacing=10,
            on=page,
        )
        return page

    def _build_buttons(self) -> None:
        self.open_folder = self.add_button(_("Mở thư mục"), ButtonKind.SECONDARY, icon="folder")
        self.open_folder.clicked.connect(self._on_open_folder)
        self.back_button = self.add_button(_("Quay lại"), ButtonKind.GHOST, icon="arrow-left")
        self.back_button.clicked.connect(partial(self._show_step, 0))
        self.close_button = self.add_close(_("Hủy"))
        self.next_button = self.add_button(_("Tiếp"), ButtonKind.PRIMARY, icon="arrow-right")
        self.next_button.clicked.connect(partial(self._show_step, 1))
        self.next_button.setEnabled(False)
        self.start_button = self.add_button(_("Xuất gói"), ButtonKind.PRIMARY, icon="upload")
        self.start_button.clicked.connect(self._on_start)

    def _show_step(self, number: int) -> None:
        self.steps.show_step(number)
        self._pages.setCurrentIndex(number)
        self.open_folder.setVisible(number == 2)
        self.back_button.setVisible(number == 1)
        self.next_button.setVisible(number == 0)
        self.start_button.setVisible(number == 1)
        if number == 1:
            self.start_button.setFocus()
        self._fit()

    def _fit(self) -> None:
        """As tall as the present page, no taller."""
        for index in range(self._pages.count()):
            page = self._pages.widget(index)
            if page is not None:
                policy = page.sizePolicy()
                is_shown = index == self._pages.currentIndex()
                kinds = QSizePolicy.Policy
                policy.setVerticalPolicy(kinds.Preferred if is_shown else kinds.Ignored)
                page.setSizePolicy(policy)
        QTimer.singleShot(0, self, self.adjustSize)

    # --- the plan

    def _replan(self) -> None:
        plan = partial(
            self._services.export_plans.plan, self._purpose, self.content.planned_options()
        )
        self._tasks.run(plan, self._on_planned, self._on_failed)

    def _on_planned(self, plan: ExportPlan) -> None:
        self._plan = plan
        self.checks.show_checks(plan.checks)
        self.content.show_plan(plan)
        self._about.setText(
            _(
                "Gói được ký bằng khóa của máy này và mã hóa cho người nhận;"
                " người khác không mở được, không sửa được."
            )
        )
        self.next_button.setEnabled(plan.may_go)
        if self.steps.now == 0 and plan.may_go:
            self.next_button.setFocus()
        self._fit()

    def _on_drives(self, drives: tuple[Drive, ...]) -> None:
        self._drives = drives
        for buttons in (self.content.drives, self.copies):
            buttons.show_drives(drives)
        none = _("Chưa thấy USB nào đang cắm.")
        self._copy_title.setText(_("Chép sang USB") if drives else none)

    # --- writing

    def _on_start(self) -> None:
        if not self.content.is_complete():
            return
        self.banner.clear()
        self.start_button.set_busy(True)
        self.progress.begin(_("Đang chuẩn bị gói"))
        write = partial(self._write, self.content.folder.value.strip(), self.content.options())
        self._job = self._tasks.run(
            write, self._on_exported, self._on_failed, progress=self.progress.show_progress
        )

    def _on_failed(self, error: InspectorError) -> None:
        self.start_button.set_busy(False)
        self.progress.hide()
        if not isinstance(error, CancelledError):
            self.show_failure(error)
        self._fit()

    def _on_exported(self, parts: tuple[BundleSummary, ...]) -> None:
        self._parts = parts
        names = [one.name for one in self._plan.receivers] if self._plan else []
        self.progress.hide()
        self.start_button.set_busy(False)
        self.close_button.set_text(_("Xong"))
        self.result_card.show_result(parts, names)
        self._show_step(2)
        self.close_button.setFocus()
        self.exported.emit(parts[0])
        if any(parts[0].path.startswith(one.path) for one in self._drives):
            self._carry(
                [partial(self._services.carrier.prove, one.path, one.sha256) for one in parts]
            )

    # --- onto a stick

    def copy_to(self, folder: str) -> None:
        """Copy what was written into a folder, read it back, and say so."""
        copy = self._services.carrier.copy
        self._carry([partial(copy, one.path, folder) for one in self._parts])

    def _carry(self, calls: list[Callable[..., CarriedFile]]) -> None:
        self.banner.clear()
        self.proof.hide()
        self.copies.setEnabled(False)
        self.progress.begin(_("Đang chép"))
        self._job = self._tasks.carry(
            partial(_all, calls),
            self._on_carried,
            self._on_not_carried,
            progress=self.progress.show_progress,
        )

    def _on_carried(self, copies: list[CarriedFile]) -> None:
        self.progress.hide()
        self.copies.setEnabled(True)
        self.proof.show_copies(copies)
        self._fit()

    def _on_not_carried(self, error: InspectorError) -> None:
        self.progress.hide()
        self.copies.setEnabled(True)
        if not isinstance(error, CancelledError):
            self.banner.show_message(*error_texts(error))
        self._tasks.carry(self._services.carrier.drives, self._on_drives)
        self._fit()

    def _on_copy_browse(self) -> None:
        path = files.choose_folder(self, _("Chép sang thư mục"), self.content.folder.value)
        if path:
            self.copy_to(path)

    def _on_open_folder(self) -> None:
        if self._parts:
            files.show_folder(self._parts[0].path)


def _all(
    calls: list[Callable[..., CarriedFile]], progress: Callable[[int, int, str], None]
) -> list[CarriedFile]:
    """One file after another; the progress counts through all of them."""
    count, copies = len(calls), []
    for at, call in enumerate(calls):

        def report(done: int, total: int, what: str, at: int = at) -> None:
            share = done / total if total else 1.0
            progress(round(1000 * (at + share)), 1000 * count, what)

        copies.append(call(progress=report))
    return copies
