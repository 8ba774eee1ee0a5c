"""The question before a form is changed: what it does, in numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.models.migrations import count_lines
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import number
from inspector_app.services.migration_views import MigrationPreview


class ConfirmMigrationDialog(Dialog):
    """Names the numbers of a change of form; ``accepted`` when the person agrees."""

    def __init__(
        self, theme: Theme, preview: MigrationPreview, parent: QWidget | None = None
    ) -> None:
        total = len(preview.concerned)
        count = number(total)
        if preview.form is None:
            title = _("Trở lại phiếu trước?")
            text = ngettext(
                "{count} cuộc kiểm tra trở lại phiếu trước lần đổi cuối.",
                "{count} cuộc kiểm tra trở lại phiếu trước lần đổi cuối.",
                total,
            ).format(count=count)
            action = _("Hoàn tác")
        else:
            title = _("Đổi phiếu?")
            text = ngettext(
                "{count} cuộc kiểm tra đổi sang phiếu {form}, phiên bản {version}."
                " Thay đổi được ghi vào nhật ký và hoàn tác được.",
                "{count} cuộc kiểm tra đổi sang phiếu {form}, phiên bản {version}."
                " Thay đổi được ghi vào nhật ký và hoàn tác được.",
                total,
            ).format(count=count, form=preview.form.form_id, version=preview.form.version)
            action = _("Đổi phiếu")
        super().__init__(theme, title, text, parent)
        units = [one.inspection.unit.name for one in preview.concerned]
        shown, more = ", ".join(units[:4]), len(units) - 4
        if more > 0:
            text = ngettext(" và {count} đơn vị khác", " và {count} đơn vị khác", more)
            shown += text.format(count=number(more))
        self.lines = count_lines(preview) or (_("Chưa có trả lời nào được ghi."),)
        box = Card(theme, "sunken")
        column(
            Label(theme, shown, 13.5, MEDIUM, wrap=True),
            *(Label(theme, f"• {line}", 13.5, REGULAR, wrap=True) for line in self.lines),
            spacing=5,
            margins=(16, 12, 16, 12),
            on=box,
        )
        self.body.addWidget(box)
        self.add_close(_("Hủy"))
        self.agree = self.add_button(action, ButtonKind.PRIMARY, icon="check")
        self.agree.clicked.connect(self.accept)
