"""The scrolling column of one section's cards; placed by hand, for speed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from inspector_app.domain.form.definition import Question
from inspector_app.gui import fonts
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.cards import ItemCard, PointChip
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.form_pictures import draw_picture, fitted, form_picture
from inspector_app.gui.inspection.items import (
    Filter,
    Item,
    is_heading,
    is_note,
    is_shown,
    label_of,
    matches,
    name_of,
)
from inspector_app.gui.inspection.looks import media_name
from inspector_app.gui.inspection.matrix import MatrixCard, MatrixHead, run_of
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.inspection.table_card import TableCard
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _
from inspector_app.services.views import QuestionView, SectionView, TableView

MARGIN: Final = 20
GAP: Final = 12
WIDEST: Final = 980
_PICTURE: Final = 220


class Words(QWidget):
    """A heading between cards, or a note of the form."""

    def __init__(self, theme: Theme, text: str, *, is_heading: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self._size, self._weight = (14.5, fonts.SEMIBOLD) if is_heading else (13.0, fonts.REGULAR)
        self._ink = "text" if is_heading else "muted"
        self._picture: QImage | None = None

    def show_words(self, text: str, picture: QImage | None) -> None:
        """Other words, with a picture under them or none."""
        self._text, self._picture = text, picture
        self.setAccessibleName(text)
        self.update()

    def _picture_size(self, width: int) -> QSize:
        if self._picture is None:
            return QSize(0, 0)
        return fitted(self._picture, QSize(max(40, width), self._theme.px(_PICTURE)))

    def _text_height(self, width: int) -> int:
        return inking.height_of(self._theme, self._text, width, self._size, self._weight) + 6

    def height_for(self, width: int) -> int:
        """Height of the text and of the picture at a width."""
        return self._text_height(width) + self._picture_size(width).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, the picture."""
        painter = QPainter(self)
        ink = self._theme.color(self._ink)
        area = QRectF(self.rect()).adjusted(0, 3, 1, 3)
        inking.draw_wrapped(painter, self._theme, area, self._text, self._size, ink, self._weight)
        if self._picture is not None:
            size = self._picture_size(self.width())
            place = QRectF(0, self._text_height(self.width()), size.width(), size.height())
            draw_picture(painter, self._picture, place)


class Column(QScrollArea):
    """The cards of one section; built once, then refreshed.

    Signals:
        picked(str): a card was selected.
        expanded(str, bytes or None): a table wants the full width; the row that holds it.
        row_opened(bytes): the sheet of a row is wanted.
    """

    picked = Signal(str)
    expanded = Signal(str, object)
    row_opened = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, section: SectionView, language: str) -> None:
        super().__init__()
        self._desk, self._theme, self._language = desk, theme, language
        self._section = section
        self._filter = Filter.ALL
        self._order: list[ItemCard | Words | MatrixHead] = []
        self.notes: dict[str, Words] = {}
        self._matrices: list[tuple[MatrixHead, list[str]]] = []
        self.cards: dict[str, ItemCard] = {}
        self._heads: list[tuple[Words, list[str]]] = []
        self._advancing = ""
        self._body = QWidget()
        self.setWidget(self._body)
        soften(self, theme)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(section.section.label.in_(language))
        self.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.arrange)
        self._build()
        self._choose_visible()

    def _build(self) -> None:
        group = None
        form = self._desk.view.form
        # in the sheet of a row the table's name stands above already
        named = {repeat.path for repeat in form.repeats.values()}
        labels = {path: text for path, text in form.group_labels.items() if path not in named}
        before: QuestionView | None = None
        heading = ""
        for item in self._section.items:
            if is_heading(item):
                heading, before = label_of(item, self._language), None
                continue
            here = item.question.group if isinstance(item, QuestionView) else ""
            if here != group and here in labels and here.count("/") > 2 and labels[here]:
                text = labels[here].in_(self._language)
                head = Words(self._theme, text, is_heading=True, parent=self._body)
                self._heads.append((head, []))
                self._order.append(head)
            elif here != group:
                self._heads.append((Words(self._theme, "", is_heading=True, parent=self._body), []))
            group = here
            goes_on = run_of(item, before)
            if goes_on is False and isinstance(item, QuestionView):
                self._begin_matrix(item.question, heading)
            before = item if goes_on is not None and isinstance(item, QuestionView) else None
            heading = heading if before is None else ""
            widget = self._make(item)
            self._order.append(widget)
            if self._heads:
                self._heads[-1][1].append(name_of(item))
            if before is not None:
                self._matrices[-1][1].append(name_of(item))

    def _begin_matrix(self, question: Question, title: str) -> None:
        labels = [choice.label.in_(self._language) or choice.name for choice in question.choices]
        head = MatrixHead(self._theme, title, labels, self._body)
        self._matrices.append((head, []))
        self._order.append(head)

    def _make(self, item: Item) -> ItemCard | Words:
        if isinstance(item, QuestionView) and is_note(item):
            note = Words(self._theme, "", is_heading=False, parent=self._body)
            self.notes[name_of(item)] = note
            self._show_note(item)
            return note
        card: ItemCard
        if isinstance(item, TableView):
            card = TableCard(self._desk, self._theme, item, self._language, self._body)
            card.expanded.connect(self.expanded)
            card.row_opened.connect(self.row_opened)
        else:
            kind = QuestionCard if run_of(item, None) is None else MatrixCard
            card = kind(self._desk, self._theme, item, self._language, self._body)
            card.answered.connect(self._on_answered)
        card.picked.connect(self.picked)
        card.moved.connect(self._on_moved)
        card.resized.connect(self._later.start)
        self.cards[card.name] = card
        return card

    def _show_note(self, item: QuestionView) -> None:
        image = media_name(item.question.media.get("image"), self._language)
        picture = form_picture(self._desk.view.form, image)
        self.notes[name_of(item)].show_words(item.question.label.in_(self._language), picture)

    # --- showing

    def apply(self, section: SectionView) -> None:
        """Refresh the cards whose item has changed."""
        before = {name_of(item): item for item in self._section.items}
        appeared = False
        self._section = section
        for item in section.items:
            old = before.get(name_of(item))
            appeared |= old is None or is_shown(old) != is_shown(item)
            card = self.cards.get(name_of(item))
            if card is None:
                if item != old and isinstance(item, QuestionView) and is_note(item):
                    self._show_note(item)
                    appeared = True
                continue
            if (
                item != old
                or isinstance(item, TableView)
                or item.question.calculate
                or item.findings
            ):
                card.apply(item)
        if appeared:
            self._choose_visible()
            self.arrange()
            self._keep_in_view()
        if self._advancing:
            name, self._advancing = self._advancing, ""
            if self.cards[name].isAncestorOf(self.focusWidget() or self):
                self._on_moved(name, 1)

    def show_chips(self, chips: Mapping[str, PointChip]) -> None:
        """Show the points of the criteria among the cards."""
        for name, card in self.cards.items():
            card.show_chip(chips.get(name))

    def apply_slot(self, name: str) -> None:
        """Refresh one card after typed text of it was refused or accepted."""
        card = self.cards.get(name)
        item = next((item for item in self._section.items if name_of(item) == name), None)
        if card is not None and item is not None:
            card.apply(item)

    def set_filter(self, chosen: Filter) -> None:
        """Show the items of a filter; what is answered later stays until the next choice."""
        self._filter = chosen
        self._choose_visible()
        self.arrange()
        self.verticalScrollBar().setValue(0)

    def show_item(self, name: str) -> None:
        """Make sure an item is listed, whatever the filter."""
        card = self.cards.get(name)
        if card is not None and card.isHidden():
            card.show()
            self.arrange()

    def _choose_visible(self) -> None:
        for item in self._section.items:
            card = self.cards.get(name_of(item))
            if card is not None:
                card.setVisible(matches(item, self._filter))
        for head, names in self._heads:
            cards = [self.cards[name] for name in names if name in self.cards]
            head.setVisible(any(not card.isHidden() for card in cards))
        for captions, names in self._matrices:
            captions.setVisible(any(not self.cards[name].isHidden() for name in names))
            for name in names:
                row = self.cards[name]
                if isinstance(row, MatrixCard):
                    row.is_last = all(
                        self.cards[later].isHidden() for later in names[names.index(name) + 1 :]
                    )
        for item in self._section.items:
            note = self.notes.get(name_of(item))
            if note is not None:
                note.setVisible(self._filter is Filter.ALL and is_shown(item))

    @property
    def visible_names(self) -> list[str]:
        """Names of the listed items, from top to bottom."""
        return [one.name for one in self._order if isinstance(one, ItemCard) and not one.isHidden()]

    # --- placing

    def arrange(self) -> None:
        """Place all cards for the present width."""
        theme = self._theme
        margin = theme.px(MARGIN)
        width = min(self.viewport().width() - margin - theme.px(8), theme.px(WIDEST))
        y = theme.px(4)
        for widget in self._order:
            if widget.isHidden():
                continue
            tall = widget.height_for(width)
            widget.setGeometry(margin, y, width, tall)
            joined = isinstance(widget, MatrixHead) or (
                isinstance(widget, MatrixCard) and not widget.is_last
            )
            y += tall + (0 if joined else theme.px(GAP if isinstance(widget, ItemCard) else 4))
        self._body.resize(self.viewport().width(), max(y + theme.px(8), self.viewport().height()))
        self._body.setAccessibleDescription("" if self.visible_names else _("Không có câu nào"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place again for the new width."""
        super().resizeEvent(event)
        self.arrange()

    def reveal(self, name: str) -> None:
        """Scroll a card into view."""
        card = self.cards.get(name)
        if card is None:
            return
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top, bottom = card.y() - 12, card.y() + card.height() + 12
        if top < bar.value() or card.height() > room:
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    def neighbour(self, name: str, step: int) -> str | None:
        """The listed item before or after another."""
        names = self.visible_names
        if name not in names:
            return names[0] if names else None
        place = names.index(name) + step
        return names[place] if 0 <= place < len(names) else None

    def _keep_in_view(self) -> None:
        here = self.focusWidget()
        for name, card in self.cards.items():
            if here is not None and here.hasFocus() and card.isAncestorOf(here):
                self.reveal(name)

    def _on_answered(self, name: str) -> None:
        # the answer may bring follow-up questions: go on when the view is back
        self._advancing = name

    def _on_moved(self, name: str, step: int) -> None:
        target = self.neighbour(name, step)
        if target is not None:
            self.focus(target)

    def focus(self, name: str) -> None:
        """Select a card, scroll to it and give it the keyboard."""
        self.show_item(name)
        self.reveal(name)
        self.cards[name].take_focus()
        self.picked.emit(name)
