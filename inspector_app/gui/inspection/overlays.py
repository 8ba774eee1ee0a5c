"""What lies over the cards: finding drawer, full-width table, side panel of a narrow window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.trip.values import Finding
from inspector_app.gui.inspection import drawer, side_panel
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.table_sheet import TableSheet
from inspector_app.gui.theme import Theme
from inspector_app.services.views import TableView

PANEL_FROM: Final = 1180


class Overlays(QObject):
    """Opens, places and closes the overlays of a page.

    Signals:
        closed: an overlay went; the cards get the keyboard again.
    """

    closed = Signal()

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
        self.sheet: TableSheet | None = None
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

    # --- full-width table

    def open_table(self, table: TableView) -> None:
        """Show a table over the full width."""
        self.close_table()
        self.sheet = TableSheet(self._desk, self._theme, table, self._language, self._page)
        self.sheet.closed.connect(self.close_table)
        self.sheet.setGeometry(self._area)
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.grid.setFocus()

    def close_table(self) -> None:
        """Back from the full-width table to the cards."""
        if self.sheet is not None:
            self._desk.flush()
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
            self.closed.emit()

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
        if self.sheet is not None:
            self.sheet.setGeometry(area)
        if not self.is_wide():
            side = self._theme.px(side_panel.WIDTH)
            self._panel.setGeometry(QRect(area.right() + 1 - side, area.top(), side, area.height()))
