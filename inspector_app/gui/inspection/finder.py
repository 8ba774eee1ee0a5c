"""Finding one's way: search over all questions, and the list of what must be dealt with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from inspector_app.gui.inspection.bars import TopBar
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import (
    code_of,
    label_of,
    name_of,
    problems,
)
from inspector_app.gui.inspection.search import search_index
from inspector_app.gui.inspection.search_list import SearchList
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

_MENU_LIMIT: Final = 20


class Finder(QObject):
    """The search field's list and the menu of "Cần xử lý".

    Signals:
        chosen(Place): go there.
        left: the search was closed without choosing.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        top: TopBar,
        language: str,
        say: Callable[[str, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._top, self._language = desk, theme, top, language
        self._page = parent
        self._say = say
        self.results = SearchList(theme, parent)
        self.results.chosen.connect(self.chosen)
        top.search.textEdited.connect(self._on_search)
        top.search.key_pressed.connect(self._on_key)
        top.problems.clicked.connect(self.show_problems)

    def refresh(self) -> None:
        """Index the questions that are asked now."""
        self.results.set_index(search_index(self._desk.view, self._language))

    def begin(self) -> None:
        """Ctrl+K."""
        self._top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._top.search.selectAll()

    def menu(self) -> QMenu | None:
        """What must be dealt with, as a menu; None when there is nothing."""
        found = problems(self._desk.view)
        if not found:
            return None
        items = {name_of(item): item for one in self._desk.view.sections for item in one.items}
        menu = QMenu(self._page)
        for place in found[:_MENU_LIMIT]:
            item = items[place.item]
            label = label_of(item, self._language)
            short = label if len(label) <= 70 else label[:69] + "…"
            menu.addAction(f"{code_of(item)}  {short}".strip(), partial(self.chosen.emit, place))
        return menu

    def show_problems(self) -> None:
        """List what must be dealt with; choosing one goes there."""
        if not self._desk.is_open:
            return
        menu = self.menu()
        if menu is None:
            progress = self._desk.view.progress
            left = progress.total - progress.answered
            self._say(_("Không có lỗi; còn {count} câu chưa trả lời.").format(count=left), "good")
            return
        button = self._top.problems
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _on_search(self, typed: str) -> None:
        field = self._top.search
        wide = max(field.width(), self._theme.px(460))
        left = min(field.mapTo(self._page, QPoint(0, 0)).x(), self._page.width() - wide - 8)
        self.results.setGeometry(QRect(left, self._top.height() - 6, wide, 10))
        self.results.filter(typed)

    def _on_key(self, key: int) -> None:
        if self.results.take_key(key):
            self._top.search.clear()
            if key == Qt.Key.Key_Escape:
                self.left.emit()
