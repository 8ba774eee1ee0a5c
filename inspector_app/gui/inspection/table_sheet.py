"""A repeating table over the full width of the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.trip.values import Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.grid import Grid, legend_text
from inspector_app.gui.inspection.items import Item, find_table
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.inspection.table_problems import missing_texts, problem_texts
from inspector_app.gui.inspection.wording import trail
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.indicators import Chip
from inspector_app.host.i18n import _
from inspector_app.services.views import TableView


class TableSheet(Surface):
    """All rows of a table; Escape closes.

    Signals:
        closed: back to where it was opened.
        row_opened(bytes): the sheet of a row is wanted.
    """

    closed = Signal()
    row_opened = Signal(object)

    def __init__(
        self, desk: Desk, theme: Theme, table: TableView, language: str, parent: QWidget
    ) -> None:
        super().__init__(theme, "surface", parent=parent)
        self.name = table.repeat.name
        self.parent_row = table.parent_row
        self.model = RowsModel(desk, theme, table, language, self)
        self.grid = Grid(desk, theme, self.model, self)
        self.grid.row_opened.connect(self.row_opened)
        self._desk, self._language = desk, language
        self._chips: dict[Side, Chip] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        head = QHBoxLayout()
        title = trail(desk.view, language, table.parent_row, table.repeat.label.in_(language))
        head.addWidget(Label(theme, title, 18, fonts.SEMIBOLD))
        head.addStretch(1)
        close = Button(theme, _("Đóng (Esc)"), icon="close")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        box.addLayout(head)
        box.addLayout(self._tools(theme))
        box.addWidget(self.grid, 1)
        self._problems = Label(theme, "", 13, fonts.MEDIUM, "bad", wrap=True)
        box.addWidget(self._problems)
        self._gaps = Label(theme, "", 13, fonts.MEDIUM, "warn", wrap=True)
        box.addWidget(self._gaps)
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
            line.addWidget(Label(theme, legend_text(), 12.5, ink="muted"))
        line.addStretch(1)
        actions = (
            (_("Thêm dòng"), "plus", self.grid.add_row, False),
            (_("Mở dòng"), "card", self.grid.open_row, True),
            (_("Xóa dòng"), "trash", self.grid.remove_selected, False),
            (_("Dán từ Excel"), "copy", self.grid.paste, True),
        )
        for text, icon, action, is_for_fixed in actions:
            if self.model.table.is_fixed and not is_for_fixed:
                continue
            button = Button(theme, text, ButtonKind.SECONDARY, icon=icon)
            button.clicked.connect(action)
            if action == self.grid.add_row:
                self.grid.ended.connect(button.setFocus)
            line.addWidget(button)
        return line

    # --- what the page asks

    def item(self, name: str) -> Item | None:
        """No question is selected here."""
        return None

    def shows(self, node: Node) -> bool:
        """Whether a node is one of the cells."""
        rows = self.model.table.rows
        return any(node[1] == row.id and node[0] in row.cells for row in rows)

    def refresh(self) -> None:
        """Show the table as it is now; close when the row around it is gone."""
        table = find_table(self._desk.view, self.name, self.parent_row)
        if table is None:
            self.closed.emit()
        else:
            self.apply(table)

    def apply_slot(self, node: Node) -> None:
        """Typed text of a cell was refused or accepted."""
        if self.shows(node):
            self.apply(self.model.table)

    def take_focus(self) -> None:
        """The grid."""
        self.grid.setFocus()

    def apply(self, table: TableView) -> None:
        """Show the table as it is now."""
        self.model.apply(table)
        found = problem_texts(self._desk, table, self._language)
        gaps = missing_texts(table, self._language)
        for label, texts in ((self._problems, found), (self._gaps, gaps)):
            label.setText("\n".join(texts[:6]))
            label.setVisible(bool(texts))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
