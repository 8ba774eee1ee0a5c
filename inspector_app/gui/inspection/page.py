"""The inspection page: everything a team does at one unit, by keyboard or mouse, without saving."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Finding
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.inspection import drawer, rail, side_panel
from inspector_app.gui.inspection.bars import BottomBar, Toast, TopBar
from inspector_app.gui.inspection.centre import Centre
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import (
    Item,
    Place,
    code_of,
    label_of,
    name_of,
    next_stop,
    problems,
    search_index,
)
from inspector_app.gui.inspection.keys import install_keys
from inspector_app.gui.inspection.search_list import SearchList
from inspector_app.gui.inspection.slots import AnswerSlot, Slot
from inspector_app.gui.inspection.table_sheet import TableSheet
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.host import i18n, wording
from inspector_app.host.i18n import _
from inspector_app.services.views import TableView
from inspector_app.services.workshop import Services

PANEL_FROM: Final = 1180
TOAST_MS: Final = 6000
_MENU_LIMIT: Final = 20


class InspectionPage(QWidget):
    """Signals: ``minutes_requested`` (inspection id), ``back_requested``."""

    minutes_requested = Signal(object)
    back_requested = Signal()

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = i18n.language()
        self.desk = Desk(services, tasks, broadcast, self)
        self.selected = ""
        self._chosen: dict[str, str] = {}
        self.top = TopBar(theme, self)
        self.rail = rail.Rail(theme, self._language, self)
        self.centre = Centre(self.desk, theme, self._language, self)
        self.panel = side_panel.SidePanel(self.desk, theme, self._language, self)
        self.bottom = BottomBar(theme, self)
        self.results = SearchList(theme, self)
        self.shade = drawer.Shade(self)
        self.drawer = drawer.FindingDrawer(self.desk, theme, self)
        self.sheet: TableSheet | None = None
        self.toast = Toast(theme, self)
        self._toast_timer = QTimer(self)
        self._toast_timer.setSingleShot(True)
        self._toast_timer.timeout.connect(self.toast.hide)
        self.shade.hide()
        self.drawer.hide()
        self._place_parts()
        self._connect(broadcast)
        install_keys(self)
        theme.watch(self.update)

    def _place_parts(self) -> None:
        px = self._theme.px
        self.rail.setFixedWidth(px(rail.WIDTH))
        self.panel.setFixedWidth(px(side_panel.WIDTH))
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.rail)
        self._middle.addWidget(self.centre, 1)
        self._middle.addWidget(self.panel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.top)
        box.addLayout(self._middle, 1)
        box.addWidget(self.bottom)

    def _connect(self, broadcast: Broadcast) -> None:
        desk, top = self.desk, self.top
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._on_refreshed)
        desk.saving_changed.connect(self._on_saving)
        desk.slot_changed.connect(self._on_slot)
        desk.located.connect(self._on_located)
        desk.failed.connect(self._on_failed)
        desk.restored.connect(self._on_restored)
        broadcast.noticed.connect(self._on_noticed)
        top.back.clicked.connect(self._on_back)
        top.search.textEdited.connect(self._on_search)
        top.search.key_pressed.connect(self._on_search_key)
        top.problems.clicked.connect(self.show_problems)
        top.minutes.clicked.connect(self._on_minutes)
        top.panel.clicked.connect(self.toggle_panel)
        self.rail.chosen.connect(self.show_place)
        self.results.chosen.connect(self.go)
        self.centre.picked.connect(self.select)
        self.centre.expanded.connect(self.expand_table)
        self.centre.overview.finding_opened.connect(self.open_finding)
        self.centre.overview.finding_wanted.connect(partial(self.new_finding, ""))
        self.panel.finding_wanted.connect(self.new_finding)
        self.panel.finding_opened.connect(self.open_finding)
        self.panel.files_wanted.connect(self.choose_files)
        self.shade.clicked.connect(self.drawer.close_drawer)
        self.drawer.closed.connect(self._close_drawer)

    # --- opening and leaving

    def open(self, inspection_id: bytes) -> None:
        """Show an inspection; drafts that survived come back and are said."""
        self.desk.open(EntityId(inspection_id))

    def leave(self) -> None:
        """Commit all that is typed: before the page is left, locked or closed."""
        if self.drawer.isVisible():
            self.drawer.settle()
        self.desk.flush()

    def _on_opened(self) -> None:
        view = self.desk.view
        self.centre.reset()
        self._chosen.clear()
        self.selected = ""
        self.top.show_inspection(view)
        self.rail.build(view)
        self.results.set_index(search_index(view, self._language))
        started = bool(view.session.started) or view.progress.answered > 0
        first = next((one.section.name for one in view.sections if one.is_relevant), rail.SESSION)
        self.show_place(first if started else rail.SESSION)
        self._on_refreshed()

    def _on_back(self) -> None:
        self.leave()
        self.back_requested.emit()

    def _on_minutes(self) -> None:
        self.leave()
        self.desk.tasks.when_idle(self._ask_minutes)

    def _ask_minutes(self) -> None:
        self.minutes_requested.emit(self.desk.id)

    # --- what changed

    def _on_refreshed(self) -> None:
        view = self.desk.view
        self.rail.apply(view)
        self.centre.apply()
        self.top.show_problems(len(problems(view)))
        if self.sheet is not None:
            table = self._item(self.sheet.name)
            if isinstance(table, TableView):
                self.sheet.apply(table)
        item = self._item(self.selected)
        if item is not None:
            self.panel.show_item(item)
        self.results.set_index(search_index(view, self._language))

    def _on_saving(self) -> None:
        self.top.show_saving(self.desk.saving())

    def _on_slot(self, slot: Slot) -> None:
        if isinstance(slot, AnswerSlot):
            question = self.desk.view.form.questions.get(slot.node[0])
            name = question.repeat or question.name if question is not None else ""
            for column in self.centre.columns.values():
                column.apply_slot(name)

    def _on_located(self, node: Node | None) -> None:
        question = self.desk.view.form.questions.get(node[0]) if node is not None else None
        if question is not None:
            self.go(Place(question.section, question.repeat or question.name))

    def _on_failed(self, error: InspectorError) -> None:
        what, remedy = wording.error_texts(error)
        self.say(f"{what} {remedy}".strip(), "bad")

    def _on_restored(self, count: int) -> None:
        self.say(_("Đã khôi phục {count} nội dung đang gõ dở.").format(count=count), "accent")

    def _on_noticed(self, notices: object) -> None:
        if self.isVisible() and isinstance(notices, tuple) and notices:
            self.say("\n".join(words.notice_text(one) for one in notices), "warn")

    def say(self, text: str, ink: str = "accent") -> None:
        """Show a short message over the page."""
        self.toast.show_text(text, ink)
        self._toast_timer.start(TOAST_MS)

    # --- going around

    def _item(self, name: str) -> Item | None:
        for section in self.desk.view.sections if self.desk.is_open else ():
            for item in section.items:
                if name_of(item) == name:
                    return item
        return None

    def show_place(self, place: str) -> None:
        """Show a section, the session or the overview; what is typed is committed first."""
        if not self.desk.is_open:
            return
        self.desk.flush()
        self.centre.show_place(place)
        self.rail.mark(place)
        column = self.centre.column
        self.panel.setEnabled(column is not None)
        if column is not None and column.visible_names:
            name = self._chosen.get(place, column.visible_names[0])
            if name not in column.visible_names:
                name = column.visible_names[0]
            column.arrange()
            column.focus(name)
        elif column is None:
            self.selected = ""
        self._fit()

    def go(self, place: Place) -> None:
        """Show an item and give it the keyboard."""
        if self.centre.place != place.section:
            self._chosen[place.section] = place.item
            self.show_place(place.section)
        column = self.centre.column
        if column is not None and place.item in column.cards:
            column.focus(place.item)

    def select(self, name: str) -> None:
        """Mark an item as the selected one; the side panel follows."""
        column = self.centre.column
        if column is None or not self.desk.is_open:
            return
        if name != self.selected:
            self.selected = name
            self._chosen[self.centre.place] = name
            for card in column.cards.values():
                card.set_selected(card.name == name)
            item = self._item(name)
            if item is not None:
                self.panel.show_item(item)

    def step(self, step: int) -> None:
        """To the neighbour question; at the ends of a section to the next section."""
        column = self.centre.column
        if column is None:
            return
        target = column.neighbour(self.selected, step)
        if target is not None:
            column.focus(target)
            return
        names = [one.section.name for one in self.desk.view.sections if one.is_relevant]
        place = names.index(self.centre.place) + step
        if 0 <= place < len(names):
            self._chosen.pop(names[place], None)
            self.show_place(names[place])

    def next_problem(self, step: int) -> None:
        """To the next (or former) problem or unanswered item of the whole form."""
        here = Place(self.centre.place, self.selected) if self.selected else None
        stop = next_stop(self.desk.view, here, step)
        if stop is None:
            self.say(_("Không còn lỗi và không còn câu trống."), "good")
        else:
            self.go(stop)

    def show_section_number(self, number: int) -> None:
        """Ctrl+1…9: the n-th section."""
        names = [one.section.name for one in self.desk.view.sections if one.is_relevant]
        if number <= len(names):
            self.show_place(names[number - 1])

    def show_problems(self) -> None:
        """List what must be dealt with; choosing one goes there."""
        if not self.desk.is_open:
            return
        found = problems(self.desk.view)
        if not found:
            progress = self.desk.view.progress
            left = progress.total - progress.answered
            self.say(_("Không có lỗi; còn {count} câu chưa trả lời.").format(count=left), "good")
            return
        menu = QMenu(self)
        for place in found[:_MENU_LIMIT]:
            item = self._item(place.item)
            if item is not None:
                label = label_of(item, self._language)
                short = label if len(label) <= 70 else label[:69] + "…"
                menu.addAction(f"{code_of(item)}  {short}".strip(), partial(self.go, place))
        menu.popup(self.top.problems.mapToGlobal(QPoint(0, self.top.problems.height() + 4)))

    # --- searching

    def begin_search(self) -> None:
        """Ctrl+K."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _on_search(self, typed: str) -> None:
        left = self.top.search.mapTo(self, QPoint(0, 0)).x()
        wide = max(self.top.search.width(), self._theme.px(460))
        left = min(left, self.width() - wide - 8)
        self.results.setGeometry(QRect(left, self.top.height() - 6, wide, 10))
        self.results.filter(typed)

    def _on_search_key(self, key: int) -> None:
        if self.results.take_key(key):
            self.top.search.clear()
            column = self.centre.column
            if key == Qt.Key.Key_Escape and column is not None and self.selected:
                column.focus(self.selected)

    # --- findings, tables, evidence

    def new_finding(self, question: str | None = None) -> None:
        """F4: record a finding at the selected question, or open the one it has."""
        if not self.desk.is_open:
            return
        name = self.selected if question is None else question
        mine = [one for one in self.desk.view.findings if name and one.question == name]
        if question is None and mine:
            self.open_finding(mine[-1])
            return
        self._open_drawer()
        self.drawer.open_new(name)

    def open_finding(self, finding: Finding) -> None:
        """Edit a finding in the drawer."""
        self._open_drawer()
        self.drawer.open_finding(finding)

    def _open_drawer(self) -> None:
        self._fit_drawer()
        self.shade.show()
        self.shade.raise_()
        self.drawer.show()
        self.drawer.raise_()

    def _close_drawer(self) -> None:
        self.drawer.hide()
        self.shade.hide()
        column = self.centre.column
        if column is not None and self.selected in column.cards:
            column.focus(self.selected)

    def expand_table(self, name: str) -> None:
        """Show a table over the full width."""
        table = self._item(name)
        if not isinstance(table, TableView):
            return
        self.close_sheet()
        self.sheet = TableSheet(self.desk, self._theme, table, self._language, self)
        self.sheet.closed.connect(self.close_sheet)
        self._fit_drawer()
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.grid.setFocus()

    def close_sheet(self) -> None:
        """Back from the full-width table to the cards."""
        if self.sheet is not None:
            self.desk.flush()
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None

    def choose_files(self) -> None:
        """F6: choose files as evidence of the selected question."""
        if self.desk.is_open:
            self.panel.evidence.add_paths(self.ask_files())

    def ask_files(self) -> list[str]:
        """The system's file dialog."""
        kinds = _(
            "Minh chứng (*.jpg *.jpeg *.png *.heic *.pdf *.docx *.xlsx *.mp3 *.mp4);;Mọi tệp (*)"
        )
        return files.choose_many(self, _("Chọn minh chứng"), kinds)

    def paste_evidence(self) -> None:
        """Ctrl+V outside text: the clipboard's picture or files become evidence."""
        if self.desk.is_open and self.selected and not self.panel.evidence.paste():
            self.say(_("Bộ nhớ tạm không có ảnh hay tệp nào."), "warn")

    # --- fitting

    def toggle_panel(self) -> None:
        """F7: in a narrow window, slide the side panel over the cards, or away."""
        if self.width() < self._theme.px(PANEL_FROM):
            self.panel.setVisible(not self.panel.isVisible())
            self._fit_drawer()
            self.panel.raise_()

    def _fit(self) -> None:
        wide = self.width() >= self._theme.px(PANEL_FROM)
        floats = self._middle.indexOf(self.panel) < 0
        self.top.panel.setVisible(not wide)
        if wide and floats:
            self._middle.addWidget(self.panel)
        elif not wide and not floats:
            self._middle.removeWidget(self.panel)
            self.panel.hide()
        if wide:
            self.panel.setVisible(self.centre.column is not None)
        elif self.centre.column is None:
            self.panel.hide()
        self._fit_drawer()

    def _fit_drawer(self) -> None:
        top, low = self.top.height(), self.height() - self.bottom.height()
        wide = min(self._theme.px(drawer.WIDTH), self.width())
        self.shade.setGeometry(0, top, self.width(), low - top)
        self.drawer.setGeometry(self.width() - wide, top, wide, low - top)
        if self.sheet is not None:
            self.sheet.setGeometry(0, top, self.width(), low - top)
        if self._middle.indexOf(self.panel) < 0:
            side = self._theme.px(side_panel.WIDTH)
            self.panel.setGeometry(self.width() - side, top, side, low - top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit panel, drawer and table to the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground under the cards."""
        QPainter(self).fillRect(self.rect(), self._theme.color("window"))
