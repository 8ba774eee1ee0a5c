"""All values of one person at once: what will be decided is listed before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QListView, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.models.conflict_words import authors, place_of, side_text, title_of
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.reasons import ReasonBox
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import number
from inspector_app.services.conflict_batches import plan_batch
from inspector_app.services.conflict_views import BatchPlan, ConflictView

_LIST_HEIGHT = 210


class ConflictBatchDialog(Dialog):
    """Asks whose values to take and why; ``accepted`` when the person agrees with the list.

    Args:
        conflicts: the open conflicts that the filters of the page leave.
        reasons: to choose from.
        where: what the filters leave, in words.
    """

    def __init__(
        self,
        theme: Theme,
        conflicts: Sequence[ConflictView],
        reasons: Sequence[str],
        where: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Lấy mọi giá trị của một người"), where, parent)
        self.setMinimumWidth(theme.px(640))
        self._conflicts = conflicts
        self.plan: BatchPlan | None = None
        self.person = DropDown(theme, _("Lấy giá trị của"))
        self.person.show_choices(
            [(_("Chọn người…"), ""), *((one, one) for one in authors(conflicts))]
        )
        self.person.activated.connect(self._on_person)
        self._count = Label(theme, "", 14, MEDIUM, wrap=True)
        self._lines = QStringListModel(self)
        self.list = QListView()
        self.list.setAccessibleName(_("Những gì sẽ được quyết định"))
        self.list.setModel(self._lines)
        self.list.setFont(theme.font(13))
        self.list.setSpacing(4)
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFixedHeight(theme.px(_LIST_HEIGHT))
        soften(self.list, theme)
        self._left = Label(theme, "", 13, REGULAR, "warn", wrap=True)
        self.reason = ReasonBox(theme)
        self.reason.show_reasons(reasons)
        self.reason.confirmed.connect(self._on_confirm)
        self.reason.set_fixed()
        for one in (Field(theme, _("Lấy giá trị của"), self.person), self._count, self.list):
            self.body.addWidget(one)
        self.body.addWidget(self._left)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.reason.choices)
        self.add_close(_("Hủy"))
        self.confirm = self.add_button(_("Quyết định"), ButtonKind.PRIMARY, icon="check")
        self.confirm.clicked.connect(self._on_confirm)
        self._show_plan()

    @property
    def ids(self) -> list[str]:
        """The conflicts that the plan is about."""
        plan = self.plan
        if plan is None:
            return []
        return [one.id for one, _side in plan.taken] + [one.conflict.id for one in plan.left]

    def _on_person(self) -> None:
        name = self.person.currentData()
        try:
            self.plan = plan_batch(self._conflicts, name) if name else None
        except InspectorError as error:
            self.plan = None
            self.show_failure(error)
        else:
            self.banner.clear()
        self._show_plan()

    def _show_plan(self) -> None:
        plan = self.plan
        taken = plan.taken if plan else ()
        self.confirm.setEnabled(bool(taken))
        count = len(taken)
        text = ngettext(
            "Sẽ quyết định {count} xung đột:", "Sẽ quyết định {count} xung đột:", count
        ).format(count=number(count))
        self._count.setText(text if plan else _("Chọn người để xem những gì sẽ được quyết định."))
        self._lines.setStringList(
            [f"{title_of(one)}  →  {side_text(one, side)}\n{place_of(one)}" for one, side in taken]
        )
        self._left.setVisible(bool(plan and plan.left))
        if plan and plan.left:
            lines = [f"• {title_of(one.conflict)}: {_(one.why)}" for one in plan.left[:5]]
            more = len(plan.left) - len(lines)
            lines += [_("… và {count} xung đột khác").format(count=number(more))] if more else []
            self._left.setText(_("Để lại:") + "\n" + "\n".join(lines))
        self.confirm.set_text(
            _("Quyết định {count} xung đột").format(count=number(count))
            if count
            else _("Quyết định")
        )

    def _on_confirm(self) -> None:
        if not self.confirm.isEnabled():
            return
        if not self.reason.value:
            self.reason.field.show_error(_("Nhập lý do của quyết định."))
            self.reason.line.setFocus()
            return
        self.accept()
