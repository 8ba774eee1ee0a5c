"""The inspection page: everything a team does at one unit, by keyboard or mouse, without saving."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.inspection import rail, side_panel
from inspector_app.gui.inspection.bars import BottomBar, Toast, TopBar
from inspector_app.gui.inspection.cards import ItemCard
from inspector_app.gui.inspection.centre import Centre
from inspector_app.gui.inspection.column import Column
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.finder import Finder
from inspector_app.gui.inspection.follow_up import FollowUp
from inspector_app.gui.inspection.hints import Hints
from inspector_app.gui.inspection.histories import Histories
from inspector_app.gui.inspection.items import Item, Place, find_item, next_stop, place_of, problems
from inspector_app.gui.inspection.keys import install_keys
from inspector_app.gui.inspection.overlays import Overlays
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.inspection.scores import Scores
from inspector_app.gui.inspection.slots import AnswerSlot, Slot
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.host import i18n, wording
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services


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
        self.scores = Scores(self.desk, self)
        self.centre = Centre(self.desk, self.scores, theme, self._language, self)
        self.panel = side_panel.SidePanel(self.desk, theme, self._language, self)
        self.bottom = BottomBar(theme, self)
        self.finder = Finder(self.desk, theme, self.top, self._language, self.say, self)
        self.toast = Toast(theme, self)
        self._place_parts()
        self.overlays = Overlays(self.desk, theme, self._language, self._middle, self.panel, self)
        self._hints = Hints(self.bottom, self.overlays, self._card, self)
        self._connect(broadcast)
        self.follow_up = FollowUp(self)
        self.histories = Histories(self, theme)
        install_keys(self)
        theme.watch(self.update)

    def _place_parts(self) -> None:
        px = self._theme.px
        self.rail.setFixedWidth(px(rail.WIDTH))
        self.panel.setFixedWidth(px(side_panel.WIDTH))
        self.centre.setMinimumWidth(px(380))
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
        top.minutes.clicked.connect(self._on_minutes)
        top.panel.clicked.connect(self.toggle_panel)
        self.rail.chosen.connect(self.show_place)
        self.finder.chosen.connect(self.go)
        self.finder.left.connect(self._focus_cards)
        self.scores.changed.connect(self._on_scores)
        self.centre.points.question_wanted.connect(self.show_at)
        self.centre.picked.connect(self.select)
        self.centre.filtered.connect(self._on_filtered)
        self.centre.expanded.connect(self.overlays.expand)
        self.centre.row_opened.connect(self.overlays.open_row)
        self.overlays.picked.connect(self.select)
        self.panel.figures.applied.connect(self.say)
        self.panel.files_wanted.connect(self.choose_files)
        self.overlays.closed.connect(self._focus_cards)

    # --- opening and leaving

    def open(self, inspection_id: bytes) -> None:
        """Show an inspection; drafts that survived come back and are said."""
        self.desk.open(EntityId(inspection_id))

    def leave(self) -> None:
        """Commit all that is typed: before the page is left, locked or closed."""
        self.overlays.settle()
        self.desk.flush()

    def _on_opened(self) -> None:
        view = self.desk.view
        self.centre.reset()
        self._chosen.clear()
        self.selected = ""
        self.top.show_inspection(view)
        self.rail.build(view)
        started = bool(view.session.started) or view.progress.answered > 0
        first = next((one.section.name for one in view.sections if one.is_relevant), rail.SESSION)
        self.show_place(first if started else rail.SESSION)
        self._on_refreshed()

    def _on_back(self) -> None:
        self.leave()
        self.back_requested.emit()

    def _on_minutes(self) -> None:
        self.leave()
        self.desk.tasks.when_idle(lambda: self.minutes_requested.emit(self.desk.id))

    # --- what changed

    def _on_refreshed(self) -> None:
        view = self.desk.view
        self.rail.apply(view)
        self.centre.apply()
        self.top.show_problems(len(problems(view)))
        self.overlays.refresh()
        item = self._item(self.selected)
        if item is not None:
            self.panel.show_item(item)
        self.finder.refresh()
        self._hints.refresh()

    def _on_saving(self) -> None:
        self.top.show_saving(self.desk.saving())

    def _on_slot(self, slot: Slot) -> None:
        if isinstance(slot, AnswerSlot):
            self.centre.apply_slot(place_of(self.desk.view.form, slot.node))
            self.overlays.apply_slot(slot.node)

    def _on_scores(self) -> None:
        self.rail.show_points(self.scores.words, self.desk.view)
        if self.centre.place == rail.POINTS and rail.POINTS not in self.scores.words:
            self.show_place(rail.SESSION)

    def _on_located(self, node: Node | None) -> None:
        place = place_of(self.desk.view.form, node) if node is not None else None
        if node is not None and place is not None and not self.overlays.shows(node):
            self.go(place)

    def _on_failed(self, error: InspectorError) -> None:
        what, remedy = wording.error_texts(error)
        self.say(f"{what} {remedy}".strip(), "bad")

    def _on_restored(self, count: int) -> None:
        self.say(_("Đã khôi phục {count} nội dung đang gõ dở.").format(count=count), "accent")

    def _on_noticed(self, notices: object) -> None:
        if self.isVisible() and isinstance(notices, tuple) and notices:
            self.say("\n".join(map(words.notice_text, notices)), "warn")

    def say(self, text: str, ink: str = "accent") -> None:
        """Show a short message over the page."""
        self.toast.show_text(text, ink)

    # --- going around

    def _item(self, name: str) -> Item | None:
        row = self.overlays.row
        found = row.item(name) if row is not None else None
        return found or (find_item(self.desk.view, name) if self.desk.is_open else None)

    @property
    def _column(self) -> Column | None:
        """The cards that the keys mean: of the row on top, else of the section."""
        row = self.overlays.row
        return row.column if row is not None else self.centre.column

    def _card(self) -> ItemCard | None:
        """The selected card, where questions are shown."""
        return self._column.cards.get(self.selected) if self._column is not None else None

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
            name = self._chosen.get(place, "")
            name = name if name in column.visible_names else column.visible_names[0]
            column.arrange()
            column.focus(name)
        elif column is None:
            self.selected = ""
            self.centre.take_focus()
        self._fit()

    def go(self, place: Place) -> None:
        """Show an item and give it the keyboard."""
        self.overlays.close_tables()
        if self.centre.place != place.section:
            self._chosen[place.section] = place.item
            self.show_place(place.section)
        column = self.centre.column
        if column is not None and place.item in column.cards:
            column.focus(place.item)

    def show_at(self, section: str, question: str) -> None:
        """Show a section and, where one is named, a question of it."""
        self.go(self.centre.at(section, question)) if question else self.show_place(section)

    def select(self, name: str) -> None:
        """Mark an item as the selected one; the side panel follows."""
        column = self._column
        if column is not None and self.desk.is_open and name != self.selected:
            self.selected = name
            if self.overlays.row is None:
                self._chosen[self.centre.place] = name
            for card in column.cards.values():
                card.set_selected(card.name == name)
            item = self._item(name)
            if item is not None:
                self.panel.show_item(item)

    def step(self, step: int) -> None:
        """To the neighbour question; at the ends of a section to the next section."""
        column = self._column
        if column is None:
            return
        target = column.neighbour(self.selected, step)
        if target is not None:
            column.focus(target)
        if target is not None or self.overlays.row is not None:
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

    # --- findings, tables, evidence

    def new_finding(self, question: str | None = None) -> None:
        """F4: record a finding at the selected question, or open the one it has."""
        if not self.desk.is_open:
            return
        name = self.selected if question is None else question
        mine = [one for one in self.desk.view.findings if name and one.question == name]
        if question is None and mine:
            self.overlays.open_finding(mine[-1])
        else:
            self.overlays.new_finding(name)

    def toggle_panel(self) -> None:
        """F7: in a narrow window, slide the side panel over the cards, or away."""
        self.overlays.toggle_panel()

    def begin_search(self) -> None:
        """Ctrl+K."""
        self.finder.begin()

    def choose_files(self) -> None:
        """F6: choose files as evidence of the selected question, or as its answer."""
        if self.desk.is_open:
            paths = self.ask_files()
            card = self._card()
            rest = card.attach(paths) if isinstance(card, QuestionCard) else paths
            self.panel.evidence.add_paths(rest)

    def ask_files(self) -> list[str]:
        """The system's file dialog."""
        return files.choose_many(self, _("Chọn minh chứng"), files.evidence_patterns())

    def paste_evidence(self) -> None:
        """Ctrl+V outside text: the clipboard's picture or files become evidence."""
        if self.desk.is_open and self.selected and not self.panel.evidence.paste():
            self.say(_("Bộ nhớ tạm không có ảnh hay tệp nào."), "warn")

    def _fit(self) -> None:
        self.top.panel.setVisible(not self.overlays.is_wide())
        area = self.rect().adjusted(0, self.top.height(), 0, -self.bottom.height())
        self.overlays.fit(area, has_cards=self.centre.column is not None)

    def _focus_cards(self) -> None:
        column = self.centre.column
        if column is not None and self.selected in column.cards:
            column.focus(self.selected)

    def _on_filtered(self) -> None:
        names = self.centre.column.visible_names if self.centre.column is not None else []
        if names and self.selected not in names:
            self.select(names[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("window"))
