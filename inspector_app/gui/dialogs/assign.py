"""Who fills which section, for one unit or for all units of a team."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _, language
from inspector_app.services.assignments import AssignmentChart
from inspector_app.services.outcomes import Outcome
from inspector_app.services.workshop import Services

_NAME: Final = 66
"""Width of a person's column: full names on two lines, for many share their last words."""
_SECTION: Final = 220
_GAP: Final = 8


class AssignDialog(Dialog):
    """A check box per section and member.

    Signals:
        saved(object): the ``Outcome`` of each part that was written.
    """

    saved = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        target: EntityId,
        title: str,
        text: str,
        chart: AssignmentChart,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, text, parent)
        self._tasks, self._services, self._target = tasks, services, target
        sections, members, assigned = chart.sections, chart.members, chart.assigned
        self._before = {
            (section.name, member.id): member.id
            in {one.id for one in assigned.get(section.name, ())}
            for section in sections
            for member in members
        }
        self.boxes: dict[tuple[str, EntityId], CheckBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(4)
        for column, member in enumerate(members, start=1):
            name = Label(theme, member.name, 13, MEDIUM, "muted", wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name.setFixedWidth(theme.px(_NAME))
            name.setToolTip(", ".join(filter(None, (member.name, member.post))))
            grid.addWidget(name, 0, column, Qt.AlignmentFlag.AlignHCenter)
        for line, section in enumerate(sections, start=1):
            label = section.label.in_(language()) or section.name
            grid.addWidget(Label(theme, label, 13.5, REGULAR, wrap=True), line, 0)
            for column, member in enumerate(members, start=1):
                box = CheckBox(theme, "")
                box.setAccessibleName(f"{label}: {member.name}")
                box.setToolTip(box.accessibleName())
                box.setChecked(self._before[section.name, member.id])
                self.boxes[section.name, member.id] = box
                grid.addWidget(box, line, column, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, theme.px(_SECTION))
        grid.setRowStretch(len(sections) + 1, 1)
        area = scroller(theme, inside, _("Phân công các phần"))
        wide = max(620, _SECTION + len(members) * (_NAME + _GAP) + 40)
        wide = min(theme.px(wide), parent.window().width() - 80 if parent else theme.px(wide))
        area.setMinimumSize(wide, min(theme.px(44) * (len(sections) + 1), theme.px(360)))
        self.body.addWidget(area)
        self.add_close(_("Hủy"))
        self.save = self.add_button(_("Ghi"), ButtonKind.PRIMARY, icon="check")
        self.save.clicked.connect(self._on_save)

    def _on_save(self) -> None:
        changed = {
            key: box.isChecked()
            for key, box in self.boxes.items()
            if box.isChecked() != self._before[key]
        }
        self.save.set_busy(True)
        self._tasks.run(partial(self._write, changed), self._on_saved, self._on_failed)

    def _write(self, changed: Mapping[tuple[str, EntityId], bool]) -> Outcome[int]:
        return self._services.assignments.assign_many(self._target, changed)

    def _on_saved(self, outcome: Outcome[int]) -> None:
        self.saved.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.save.set_busy(False)
        self.show_failure(error)
