"""What a trip workbook would change, shown before anything is written."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.trip.trip_changes import TripChange, change_words, summary_words
from inspector_app.gui import words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import column
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_edits import TripDifference
from inspector_app.services.workshop import Services

LIST_HEIGHT = 180


def change_list(
    theme: Theme, changes: tuple[TripChange, ...], name: str, height: int = LIST_HEIGHT
) -> QWidget:
    """Differences one under another, in a list that scrolls where they are many."""
    inside = QWidget()
    lines = [
        Label(theme, f"•  {_(change_words(one))}", 13.5, REGULAR, wrap=True) for one in changes
    ]
    column(*lines, None, spacing=5, margins=(2, 2, 8, 2), on=inside)
    area = scroller(theme, inside, name)
    needed = theme.px(23) * len(changes) + theme.px(12)
    area.setFixedHeight(min(needed, theme.px(height)))
    return area


class DifferencesDialog(Dialog):
    """Lists what differs; writes it when the person says so.

    Signals:
        saved(object): the ``Outcome[TripDifference]``.
    """

    saved = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        path: str,
        found: TripDifference,
        parent: QWidget | None = None,
    ) -> None:
        name = words.file_name(path)
        text = _("Tệp «{name}» khác đợt đang có như sau. Chưa có gì được ghi.").format(name=name)
        if not found.changes:
            text = _("Tệp «{name}» giống hệt đợt đang có: không có gì để ghi.").format(name=name)
        super().__init__(theme, _("Đọc đợt từ Excel"), text, parent)
        self._tasks, self._services, self._path = tasks, services, path
        self.setMinimumWidth(theme.px(600))
        if found.changes:
            summary = _(summary_words(found.changes))
            self.body.addWidget(
                Label(theme, summary[:1].upper() + summary[1:], 14, MEDIUM, wrap=True)
            )
            self.body.addWidget(change_list(theme, found.changes, _("Khác biệt")))
        self.add_close(_("Hủy") if found.changes else _("Đóng"))
        self.apply = self.add_button(_("Áp dụng"), ButtonKind.PRIMARY, icon="check")
        self.apply.setVisible(bool(found.changes))
        self.apply.clicked.connect(self._on_apply)

    def _on_apply(self) -> None:
        self.apply.set_busy(True)
        call = partial(self._services.trip_edits.apply, self._path)
        self._tasks.run(call, self._on_saved, self._on_failed)

    def _on_saved(self, outcome: Outcome[TripDifference]) -> None:
        self.saved.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.apply.set_busy(False)
        self.show_failure(error)
