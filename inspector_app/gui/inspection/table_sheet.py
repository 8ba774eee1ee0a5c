"""A repeating table over the full width of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.trip.values import Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.grid import Grid
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.indicators import Chip
from inspector_app.host.i18n import _
from inspector_app.services.views import TableView


class TableSheet(Surface):
    """All rows of a table; Escape closes.

    Signals:
        closed: back to the cards.
    """

    closed = Signal()

    def __init__(
        self, desk: Desk, theme: Theme, table: TableView, language: str, parent: QWidget
    ) -> None:
        super().__init__(theme, "surface", parent=parent)
        self.name = table.repeat.name
        self.model = RowsModel(desk, theme, table, language, self)
        self.grid = Grid(desk, theme, self.model, self)
        self._desk = desk
        self._chips: dict[Side, Chip] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label(theme, table.repeat.label.in_(language), 18, fonts.SEMIBOLD))
        head.addStretch(1)
        close = Button(theme, _("Đóng (Esc)"), icon="close")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        box.addLayout(head)
        box.addLayout(self._tools(theme))
        box.addWidget(self.grid, 1)
        self._problems = Label(theme, "", 13, fonts.MEDIUM, "bad", wrap=True)
        box.addWidget(self._problems)
        self.apply(table)

    def _tools(self, theme: Theme) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if self.model.has_reported:
            names = {Side.VERIFIED: _("Đoàn xác minh"), Side.REPORTED: _("Đơn vị báo cáo")}
            for side, name in names.items():
                chip = Chip(theme, name)
                chip.setAutoExclusive(True)
                chip.setChecked(side is Side.VERIFIED)
                chip.clicked.connect(lambda _on=False, side=side: self.model.set_side(side))
                self._chips[side] = chip
                line.addWidget(chip)
        line.addStretch(1)
        actions = (
            (_("Thêm dòng"), "plus", self.model.add_row),
            (_("Xóa dòng"), "trash", self.grid.remove_selected),
            (_("Dán từ Excel"), "copy", self.grid.paste),
        )
        for text, icon, action in actions:
            button = Button(theme, text, ButtonKind.SECONDARY, icon=icon)
            button.clicked.connect(action)
            line.addWidget(button)
        return line

    def apply(self, table: TableView) -> None:
        """Show the table as it is now."""
        self.model.apply(table)
        self._problems.setText("\n".join(self.model.problems()[:6]))
        self._problems.setVisible(bool(self._problems.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
