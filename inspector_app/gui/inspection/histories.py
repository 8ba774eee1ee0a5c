"""Opens the history drawer over a page and keeps it in its place (Ctrl+H)."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.gui.inspection import history_drawer
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.drawer import Shade
from inspector_app.gui.inspection.history_drawer import HistoryDrawer, Topic
from inspector_app.gui.inspection.items import code_of, find_item, label_of
from inspector_app.gui.inspection.overlays import Overlays
from inspector_app.gui.inspection.side_panel import SidePanel
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _, language

KEY = "Ctrl+H"
_LONGEST = 40


class Page(Protocol):
    """What the histories need of the page."""

    desk: Desk
    selected: str
    overlays: Overlays
    panel: SidePanel

    def say(self, text: str, ink: str = "accent") -> None: ...


class Histories(QObject):
    """The drawer of one page."""

    def __init__(self, page: Page, theme: Theme) -> None:
        assert isinstance(page, QWidget)
        super().__init__(page)
        self._page, self._theme = page, theme
        self.shade = Shade(page)
        self.drawer = HistoryDrawer(page.desk, theme, page)
        for widget in (self.shade, self.drawer):
            widget.hide()
        self.shade.clicked.connect(self.close)
        self.drawer.closed.connect(self.close)
        self.drawer.said.connect(page.say)
        page.panel.history_wanted.connect(self.open)
        page.desk.opened.connect(self.close)
        page.overlays.shade.installEventFilter(self)  # it is placed whenever the page is
        shortcut = QShortcut(QKeySequence(KEY), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)

    def toggle(self) -> None:
        """Ctrl+H: open, or close again."""
        if self.drawer.isVisible():
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """The history of the open finding, else of the selected question, else of everything."""
        page = self._page
        if not page.desk.is_open:
            return
        page.desk.flush()
        self._place()
        for widget in (self.shade, self.drawer):
            widget.show()
            widget.raise_()
        self.drawer.open_topic(self._topic())

    def close(self) -> None:
        """Back to what lies under it."""
        if self.drawer.isVisible():
            self.drawer.hide()
            self.shade.hide()
            if not self._page.overlays.drawer.isVisible():
                self._page.overlays.closed.emit()

    def _topic(self) -> Topic:
        page = self._page
        finding = page.overlays.drawer.finding
        if page.overlays.drawer.isVisible() and finding is not None:
            return Topic(_("Tồn tại này"), entity=finding)
        row = page.overlays.row
        item = row.item(page.selected) if row is not None else None
        if item is not None and row is not None:
            return Topic(_("Ô này"), page.selected, row=row.row)
        item = find_item(page.desk.view, page.selected) if page.selected else None
        if item is None:
            return Topic("")
        code = code_of(item)
        label = label_of(item, language())
        short = label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
        return Topic(_("Câu {code}").format(code=code) if code else short, page.selected)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the page."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        area = self._page.overlays.shade.geometry()
        wide = min(self._theme.px(history_drawer.WIDTH), area.width())
        self.shade.setGeometry(area)
        self.drawer.setGeometry(QRect(area.right() + 1 - wide, area.top(), wide, area.height()))
