"""What the bundle holds, who opens it and where it goes: the second step of the export window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui import files
from inspector_app.gui.dialogs.export_parts import DriveButtons, Receivers
from inspector_app.gui.fonts import MEDIUM
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import column
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.host.i18n import _
from inspector_app.host.wording import number, size
from inspector_app.services.carrying import Carrier
from inspector_app.services.exchange import EMAIL_PART_BYTES, ExportOptions
from inspector_app.services.export_plans import ExportPlan

_SOME: Final = "…"
"""Stands for a passphrase that is still to be typed: a plan asks only whether there is one."""


class ExportContent(QWidget):
    """Receivers, options, folder.

    Signals:
        changed(): another choice; the plan is another one.
        start_asked(): Return in the folder.
    """

    changed = Signal()
    start_asked = Signal()

    def __init__(
        self, theme: Theme, carrier: Carrier, purpose: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._carrier = theme, carrier
        self._plan: ExportPlan | None = None
        self.receiver_card = Receivers(theme)
        self.only_new = CheckBox(theme, _("Chỉ phần người nhận chưa có"))
        self.only_new.setChecked(True)
        self.only_new.toggled.connect(self.changed)
        self.in_parts = CheckBox(
            theme,
            _("Chia phần để gửi thư, mỗi tệp dưới {size}").format(size=size(EMAIL_PART_BYTES)),
        )
        self.is_locked = CheckBox(theme, _("Khóa bằng mật khẩu thay cho thẻ người nhận"))
        self.is_locked.toggled.connect(self._on_locked)
        self.passphrase = PassphraseEdit(theme, _("Mật khẩu của gói"))
        self._secret = Field(
            theme,
            _("Mật khẩu của gói"),
            self.passphrase,
            help_text=_("Ít nhất 12 ký tự; báo người nhận bằng đường khác, không gửi kèm gói."),
        )
        self._secret.hide()
        self.folder = LineEdit(theme, _("Thư mục nhận gói"), icon="folder")
        self.folder.show_value(files.documents_folder())
        self.folder.textChanged.connect(self._show_room)
        self.folder.returnPressed.connect(self.start_asked)
        self.drives = DriveButtons(theme, _("Chọn thư mục…"))
        self.drives.chosen.connect(self.folder.show_value)
        self.drives.other_asked.connect(self._on_browse)
        self.field = Field(theme, _("Lưu vào thư mục"), self.folder)
        self.room = Label(theme, "", 13, MEDIUM, wrap=True)
        options = (self.only_new, self.in_parts, self.is_locked)
        for one in options:
            one.setVisible(purpose == "changes")
        column(
            self.receiver_card,
            *options,
            self._secret,
            self.field,
            self.drives,
            self.room,
            None,
            spacing=6,
            on=self,
        )

    def options(self) -> ExportOptions:
        """As the person has chosen."""
        return ExportOptions(
            is_whole=not self.only_new.isChecked(),
            passphrase=self.passphrase.value if self.is_locked.isChecked() else "",
            max_bytes=EMAIL_PART_BYTES if self.in_parts.isChecked() else 0,
        )

    def planned_options(self) -> ExportOptions:
        """The same for a plan, which needs no passphrase yet."""
        if self.is_locked.isChecked():
            return ExportOptions(is_whole=True, passphrase=_SOME)
        return self.options()

    def is_complete(self) -> bool:
        """Whether everything needed is given; else the field says what is missing."""
        for field in (self.field, self._secret):
            field.show_error("")
        if not Path(self.folder.value.strip()).is_dir():
            self.field.show_error(_("Không có thư mục này."))
            return False
        if self.is_locked.isChecked() and not self.passphrase.value:
            self._secret.show_error(_("Chưa nhập mật khẩu của gói."))
            return False
        return True

    def show_plan(self, plan: ExportPlan) -> None:
        """Show who opens it and how large it will be."""
        self._plan = plan
        self.receiver_card.show_plan(plan)
        self._show_room()

    def _show_room(self) -> None:
        plan = self._plan
        if plan is None:
            return
        scope = _("toàn bộ") if plan.is_whole else _("phần mới")
        text = _("Gói {scope}: {changes} thay đổi, {files} minh chứng, khoảng {size}").format(
            scope=scope,
            changes=number(plan.changes),
            files=number(plan.evidence),
            size=size(plan.size),
        )
        text += self._why_whole(plan)
        free = self._carrier.free(self.folder.value.strip())
        if free is not None:
            text += " · " + _("còn trống {size}").format(size=size(free))
        self.room.set_ink("bad" if free is not None and free < plan.size else "muted")
        self.room.setText(text)

    def _why_whole(self, plan: ExportPlan) -> str:
        """Why everything goes although only what is new was asked for; empty where that is so."""
        if not plan.is_whole or not self.only_new.isChecked() or self.is_locked.isChecked():
            return ""
        fresh = [
            one.name for one in plan.receivers if not (one.receipt_number or one.export_number)
        ]
        if not fresh:
            return ""
        names = ", ".join(dict.fromkeys(fresh))
        return " " + _("(vì chưa biết {names} đã có gì)").format(names=names)

    def _on_locked(self, is_locked: bool) -> None:
        self._secret.setVisible(is_locked)
        self.only_new.setEnabled(not is_locked)
        self.changed.emit()
        if is_locked:
            self.passphrase.setFocus()

    def _on_browse(self) -> None:
        path = files.choose_folder(self, _("Thư mục nhận gói"), self.folder.value)
        if path:
            self.folder.show_value(path)
