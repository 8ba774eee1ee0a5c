"""The reasons to choose from when deciding, edited as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.fields import TextEdit
from inspector_app.host.i18n import _


class ReasonsDialog(Dialog):
    """The reasons to choose from, one a line."""

    def __init__(self, theme: Theme, reasons: Sequence[str], parent: QWidget | None = None) -> None:
        text = _(
            "Mỗi dòng một lý do; dùng gần nhất đứng trước. Danh sách nằm trong kho, không gửi đi."
        )
        super().__init__(theme, _("Lý do để chọn nhanh"), text, parent)
        self.text = TextEdit(theme, _("Danh sách lý do"), lines=8)
        self.text.show_value("\n".join(reasons))
        self.body.addWidget(self.text)
        self.add_close(_("Hủy"))
        self.save = self.add_button(_("Lưu"), ButtonKind.PRIMARY, icon="check")
        self.save.clicked.connect(self.accept)

    def reasons(self) -> list[str]:
        """What was typed."""
        return [line for line in self.text.value.splitlines() if line.strip()]
