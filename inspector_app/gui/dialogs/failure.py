"""The window for a defect of the program: go on, keep the log, or quit."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui import files
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _


class FailureDialog(Dialog):
    """Says that data already saved are safe.

    Signals:
        quit_asked(): the person wants to end the program.
    """

    quit_asked = Signal()

    def __init__(self, theme: Theme, log_path: str, parent: QWidget | None = None) -> None:
        text = _(
            "Dữ liệu đã lưu vẫn nguyên vẹn. Có thể làm việc tiếp; nếu lỗi lặp lại, lưu nhật ký và"
            " gửi cho người phụ trách kỹ thuật. Nhật ký không chứa câu trả lời hay tên người."
        )
        super().__init__(theme, _("Chương trình gặp lỗi ngoài dự kiến"), text, parent)
        self._log = log_path
        self.quit_button = self.add_button(_("Thoát"), ButtonKind.SECONDARY)
        self.save_button = self.add_button(_("Lưu nhật ký…"), ButtonKind.SECONDARY)
        self.go_on_button = self.add_button(_("Tiếp tục"), ButtonKind.PRIMARY)
        self.quit_button.clicked.connect(self._on_quit)
        self.save_button.clicked.connect(self._on_save)
        self.go_on_button.clicked.connect(self.accept)
        self.go_on_button.setFocus()

    def _on_quit(self) -> None:
        self.reject()
        self.quit_asked.emit()

    def _on_save(self) -> None:
        path = files.choose_save(self, _("Lưu nhật ký"), _("Nhật ký (*.log)"), "par-inspector.log")
        if not path:
            return
        try:
            shutil.copyfile(self._log, path)
        except OSError as error:
            reason = error.strerror or ""
            self.banner.show_message(_("Không lưu được nhật ký: {reason}").format(reason=reason))
            return
        text = _("Đã lưu «{name}».").format(name=Path(path).name)
        self.banner.show_message(text, "", Tone.GOOD)
