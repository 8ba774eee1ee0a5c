"""Proving the log: of the open vault, of a bundle, of a vault folder that somebody hands over."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.gui import files
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.host.verdict_wording import verdict_text
from inspector_app.host.wording import number
from inspector_app.services.verdicts import LogVerdict, VerdictLine
from inspector_app.services.workshop import Services

SHOWN = 100


class VerificationDialog(Dialog):
    """Verifies the open vault at once; others when they are chosen."""

    def __init__(
        self, theme: Theme, tasks: Tasks, services: Services, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            _("Kiểm chứng nhật ký"),
            _("Tính lại mọi mã băm, niêm phong và chữ ký mở phiên, không cần mạng."),
            parent,
        )
        self._tasks, self._services = tasks, services
        self._job: Job | None = None
        self._folder = ""
        self.setMinimumWidth(theme.px(620))
        self.line = ProgressLine(theme)
        self.verdict = Label(theme, "", 16, SEMIBOLD, wrap=True)
        self._details = QWidget()
        self._area = scroller(theme, self._details, _("Kết quả kiểm chứng"))
        self._area.setMinimumHeight(theme.px(240))
        self.secret = PassphraseEdit(theme, _("Mật khẩu của kho được đưa"))
        self._secret_field = Field(theme, _("Mật khẩu của kho được đưa"), self.secret)
        self.check_copy = Button(theme, _("Kiểm chứng kho này"), ButtonKind.PRIMARY)
        self.check_copy.clicked.connect(self._on_copy)
        self._ask_secret = QWidget()
        column(self._secret_field, row(None, self.check_copy), spacing=8, on=self._ask_secret)
        for widget in (self.line, self.verdict, self._ask_secret, self._area):
            self.body.addWidget(widget)
        self._ask_secret.hide()
        self.bundle = self.add_button(_("Gói khác…"), ButtonKind.SECONDARY)
        self.vault = self.add_button(_("Kho khác…"), ButtonKind.SECONDARY)
        self.cancel = self.add_button(_("Dừng"), ButtonKind.SECONDARY)
        self.bundle.clicked.connect(self._choose_bundle)
        self.vault.clicked.connect(self._choose_vault)
        self.cancel.clicked.connect(self._on_cancel)
        self.add_close()
        self.finished.connect(self._on_cancel)
        self._begin(services.verification.own)

    # --- running

    def verify(self, path: str, secret: str = "") -> None:
        """Verify a bundle or a vault folder."""
        self._begin(partial(self._services.verification.of, path, secret))

    def _begin(self, call: object) -> None:
        self.banner.clear()
        self.verdict.setText("")
        self._show_details(())
        self.line.begin(_("Đang kiểm chứng nhật ký"))
        self._set_running(is_running=True)
        self._job = self._tasks.run(
            call,  # type: ignore[arg-type]
            self._on_verdict,
            self._on_failed,
            progress=self.line.show_progress,
        )

    def _set_running(self, *, is_running: bool) -> None:
        self.line.setVisible(is_running)
        self.cancel.setVisible(is_running)
        for button in (self.bundle, self.vault, self.check_copy):
            button.setEnabled(not is_running)
            if button is not self.check_copy:
                button.setVisible(not is_running)

    def _on_cancel(self, *_result: object) -> None:
        if self._job is not None and not self._job.is_finished:
            self._job.cancel()

    def _on_failed(self, error: InspectorError) -> None:
        self._set_running(is_running=False)
        if isinstance(error, CancelledError):
            self.verdict.setText(_("Đã dừng; chưa có kết luận."))
        else:
            self.show_failure(error)

    def _on_verdict(self, found: LogVerdict) -> None:
        self._set_running(is_running=False)
        self._ask_secret.hide()
        self.verdict.set_ink("good" if found.is_sound else "bad")
        text = verdict_text(
            found.kind, Path(found.path).name, found.changes, len(found.chains), len(found.problems)
        )
        self.verdict.setText(text)
        self._show_details(_parts(self._theme, found))

    def _show_details(self, labels: tuple[Label, ...]) -> None:
        self._details = QWidget()
        column(*labels, None, spacing=4, margins=(2, 2, 12, 2), on=self._details)
        self._area.setWidget(self._details)
        self._details.setAutoFillBackground(False)  # which the area has just turned on
        self._area.setVisible(bool(labels))
        self.adjustSize()

    # --- what somebody hands over

    def _choose_bundle(self) -> None:
        path = files.choose_open(self, _("Gói cần kiểm chứng"), files.bundle_patterns())
        if path:
            self.verify(path)

    def _choose_vault(self) -> None:
        path = files.choose_folder(self, _("Thư mục kho cần kiểm chứng"))
        if path:
            self.ask_secret(path)

    def ask_secret(self, path: str) -> None:
        """Ask for the passphrase of a vault folder."""
        self._folder = path
        self.verdict.set_ink("text")
        self.verdict.setText(_("Kho «{name}»").format(name=Path(path).name))
        self._show_details(())
        self._ask_secret.show()
        self.adjustSize()
        self.secret.setFocus()

    def _on_copy(self) -> None:
        self.verify(self._folder, self.secret.value)


def _parts(theme: Theme, found: LogVerdict) -> tuple[Label, ...]:
    labels = []
    for title, lines, ink in (
        (_("Vấn đề"), found.problems, "bad"),
        (_("Lưu ý"), found.remarks, "warn"),
    ):
        if lines:
            labels.append(Label(theme, title, 13, MEDIUM, ink))
            labels += [_line(theme, one) for one in lines[:SHOWN]]
            if len(lines) > SHOWN:
                more = _("  … và {count} dòng nữa").format(count=number(len(lines) - SHOWN))
                labels.append(Label(theme, more, 13, REGULAR, "muted"))
    labels.append(Label(theme, _("Từng máy"), 13, MEDIUM, "muted"))
    for one in found.chains:
        text = _("{device}: {count} thay đổi, {sessions} phiên có chữ ký của {person}, {verdict}")
        told = text.format(
            device=one.device,
            count=number(one.changes),
            sessions=number(one.sessions),
            person=one.person or "–",
            verdict=_("đúng") if one.is_sound else _("có vấn đề"),
        )
        ink = "text" if one.is_sound else "bad"
        labels.append(Label(theme, told, 13.5, REGULAR, ink, wrap=True))
    return tuple(labels)


def _line(theme: Theme, one: VerdictLine) -> Label:
    text = _("«{device}»: {text}.").format(device=one.device, text=_(one.text))
    return Label(theme, text, 13.5, REGULAR, wrap=True)
