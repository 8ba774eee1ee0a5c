"""What lies over the cards: finding drawer, full-width table, side panel of a narrow window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Finding
from inspector_app.gui.inspection import drawer, side_panel
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import find_row, find_table
from inspector_app.gui.inspection.row_sheet import RowSheet
from inspector_app.gui.inspection.table_sheet import TableSheet
from inspector_app.gui.theme import Theme
from inspector_app.services.views import TableView

PANEL_FROM: Final = 1180


class Overlays(QObject):
    """Opens, places and closes the overlays of a page.

    Signals:
        closed: an overlay went; the cards get the keyboard again.
        picked(str): a question of a row was selected.
    """

    closed = Signal()
    picked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        language: str,
        middle: QHBoxLayout,
        panel: side_panel.SidePanel,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk, self._theme, self._language = desk, theme, language
        self._middle, self._panel, self._page = middle, panel, page
        self._area = QRect()
        self.sheets: list[TableSheet | RowSheet] = []
        self.shade = drawer.Shade(page)
        self.drawer = drawer.FindingDrawer(desk, theme, page)
        self.shade.hide()
        self.drawer.hide()
        self.shade.clicked.connect(self.drawer.close_drawer)
        self.drawer.closed.connect(self._close_drawer)

    # --- finding drawer

    def new_finding(self, question: str) -> None:
        """Begin a finding at a question (or at none)."""
        self._open_drawer()
        self.drawer.open_new(question)

    def open_finding(self, finding: Finding) -> None:
        """Edit a finding."""
        self._open_drawer()
        self.drawer.open_finding(finding)

    def _open_drawer(self) -> None:
        for widget in (self.shade, self.drawer):
            widget.show()
            widget.raise_()

    def _close_drawer(self) -> None:
        self.drawer.hide()
        self.shade.hide()
        self.closed.emit()

    def settle(self) -> None:
        """Make what is typed in the drawer a change."""
        if self.drawer.isVisible():
            self.drawer.settle()

    # --- tables and rows, one over the other

    @property
    def sheet(self) -> TableSheet | RowSheet | None:
        """What lies on top."""
        return self.sheets[-1] if self.sheets else None

    @property
    def row(self) -> RowSheet | None:
        """The row on top, if it is one."""
        return self.sheet if isinstance(self.sheet, RowSheet) else None

    def open_table(self, table: TableView) -> None:
        """Show a table over the full width."""
        sheet = TableSheet(self._desk, self._theme, table, self._language, self._page)
        sheet.closed.connect(self.close_table)
        sheet.row_opened.connect(self.open_row)
        self._put(sheet)

    def open_row(self, row: object) -> None:
        """Show a row of any table."""
        found = find_row(self._desk.view, EntityId(row)) if isinstance(row, bytes) else None
        if found is None:
            return
        table, line, _place = found
        sheet = RowSheet(self._desk, self._theme, table, line, self._language, self._page)
        sheet.closed.connect(self.close_table)
        sheet.row_wanted.connect(self._replace_row)
        sheet.row_opened.connect(self.open_row)
        sheet.expanded.connect(self.expand)
        sheet.picked.connect(self.picked)
        self._put(sheet)

    def _put(self, sheet: TableSheet | RowSheet) -> None:
        self._desk.flush()
        self.sheets.append(sheet)
        self._place(sheet)
        sheet.show()
        sheet.raise_()
        sheet.take_focus()

    def _replace_row(self, row: object) -> None:
        self._drop()
        self.open_row(row)

    def expand(self, name: str, parent_row: object = None) -> None:
        """Show a table over the full width, by its name and the row that holds it."""
        outer = EntityId(parent_row) if isinstance(parent_row, bytes) else None
        table = find_table(self._desk.view, name, outer)
        if table is not None:
            self.open_table(table)

    def _drop(self) -> None:
        self._desk.flush()
        sheet = self.sheets.pop()
        sheet.hide()
        sheet.deleteLater()

    def close_table(self) -> None:
        """Back from a table or row to what lies under it."""
        if self.sheets:
            self._drop()
            if self.sheet is not None:
                self.sheet.take_focus()
            else:
                self.closed.emit()

    def close_tables(self) -> None:
        """Back from all tables and rows to the cards."""
        while self.sheets:
            self._drop()

    def refresh(self) -> None:
        """Show tables and rows as they are now."""
        for sheet in tuple(self.sheets):
            if sheet in self.sheets:
                sheet.refresh()

    def apply_slot(self, node: Node) -> None:
        """Typed text of a cell was refused or accepted."""
        for sheet in self.sheets:
            sheet.apply_slot(node)

    def shows(self, node: Node) -> bool:
        """Whether the sheet on top holds a node; it is selected there."""
        sheet = self.sheet
        if sheet is None or not sheet.shows(node):
            return False
        if isinstance(sheet, RowSheet):
            sheet.column.focus(node[0])
        return True

    def _place(self, sheet: TableSheet | RowSheet) -> None:
        area = QRect(self._area)
        if isinstance(sheet, RowSheet) and self.is_wide() and self._panel.isVisible():
            # evidence, note and history of the cells stay in sight
            area.setRight(area.right() - self._panel.width())
        sheet.setGeometry(area)

    # --- side panel

    def is_wide(self) -> bool:
        """Whether the side panel has its own room."""
        return self._page.width() >= self._theme.px(PANEL_FROM)

    def toggle_panel(self) -> None:
        """In a narrow window, slide the side panel over the cards, or away."""
        if not self.is_wide():
            self._panel.setVisible(not self._panel.isVisible())
            self._panel.raise_()

    def fit(self, area: QRect, *, has_cards: bool) -> None:
        """Place everything in the area between the bars."""
        self._area = area
        floats = self._middle.indexOf(self._panel) < 0
        if self.is_wide() and floats:
            self._middle.addWidget(self._panel)
        elif not self.is_wide() and not floats:
            self._middle.removeWidget(self._panel)
            self._panel.hide()
        if self.is_wide():
            self._panel.setVisible(has_cards)
        elif not has_cards:
            self._panel.hide()
        wide = min(self._theme.px(drawer.WIDTH), area.width())
        self.shade.setGeometry(area)
        self.drawer.setGeometry(QRect(area.right() + 1 - wide, area.top(), wide, area.height()))
        for sheet in self.sheets:
            self._place(sheet)
        if not self.is_wide():
            side = self._theme.px(side_panel.WIDTH)
            self._panel.setGeometry(QRect(area.right() + 1 - side, area.top(), side, area.height()))
