"""The middle: title, filter chips, and the page of the chosen section, built when first seen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.gui import fonts
from inspector_app.gui.inspection.column import Column
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Filter, Place, counts, place_named
from inspector_app.gui.inspection.overview import Overview
from inspector_app.gui.inspection.points_page import PointsPage
from inspector_app.gui.inspection.rail import OVERVIEW, POINTS, SESSION
from inspector_app.gui.inspection.scores import Scores
from inspector_app.gui.inspection.session_page import SessionPage
from inspector_app.gui.inspection.wording import filter_name
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.host.i18n import _
from inspector_app.services.views import SectionView

_TONES = {
    Filter.ALL: Tone.ACCENT,
    Filter.UNANSWERED: Tone.WARN,
    Filter.VIOLATED: Tone.BAD,
    Filter.UNMET: Tone.BAD,
    Filter.DIFFERENT: Tone.WARN,
    Filter.CONFLICT: Tone.WARN,
}


class Centre(QWidget):
    """Signals: ``picked`` (item name), ``expanded`` (table name), ``row_opened``, ``filtered``."""

    picked = Signal(str)
    expanded = Signal(str, object)
    row_opened = Signal(object)
    filtered = Signal()

    def __init__(
        self, desk: Desk, scores: Scores, theme: Theme, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._language = desk, theme, language
        self._scores = scores
        self.place = ""
        self._filters: dict[str, Filter] = {}
        self.columns: dict[str, Column] = {}
        self._title = Label(theme, "", 19, fonts.SEMIBOLD)
        self.chips: dict[Filter, Chip] = {}
        self._chip_bar = QWidget()
        chips = QHBoxLayout(self._chip_bar)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(8)
        for chosen in Filter:
            chip = Chip(theme, filter_name(chosen), 0, _TONES[chosen])
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self.set_filter, chosen))
            self.chips[chosen] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
        self._empty = Label(theme, _("Không có câu nào trong danh sách này."), 14, ink="muted")
        self._stack = QStackedWidget()
        self.session = SessionPage(desk, theme)
        self.overview = Overview(desk, theme)
        self.points = PointsPage(desk, scores, theme)
        for page in (self.session, self.overview, self.points):
            self._stack.addWidget(page)
        scores.changed.connect(self._on_scores)
        head = QVBoxLayout()
        head.setContentsMargins(20, 13, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._chip_bar)
        head.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self._stack, 1)

    # --- places

    def reset(self) -> None:
        """Forget the pages of the former inspection."""
        for column in self.columns.values():
            self._stack.removeWidget(column)
            column.deleteLater()
        self.columns.clear()
        self._filters.clear()
        self.place = ""

    def at(self, section: str, question: str) -> Place:
        """Where a question stands; one inside a table, at the outermost table around it."""
        return place_named(self._desk.view, question) or Place(section, question)

    def show_place(self, place: str) -> None:
        """Show a section (built when first seen), the session or the overview."""
        self.place = place
        if place == SESSION:
            self.session.apply()
            self._stack.setCurrentWidget(self.session)
            self._title.setText(_("Phiên làm việc"))
        elif place == OVERVIEW:
            self.overview.apply()
            self._stack.setCurrentWidget(self.overview)
            self._title.setText(_("Tồn tại, hạn chế và yêu cầu khắc phục"))
        elif place == POINTS:
            self._stack.setCurrentWidget(self.points)
            self._title.setText(_("Điểm tự đánh giá và thẩm định"))
        else:
            section = self.section(place)
            self._stack.setCurrentWidget(self._column_of(section))
            self._title.setText(section.section.label.in_(self._language))
        self._apply_chips()

    def take_focus(self) -> None:
        """Give the keyboard to the page on screen, where it is no section."""
        if self.place == SESSION:
            self.session.take_focus()
        else:
            (self.points if self.place == POINTS else self.overview).take_focus()

    @property
    def column(self) -> Column | None:
        """The cards on screen, if a section is shown."""
        return self.columns.get(self.place)

    def section(self, name: str) -> SectionView:
        """A section's view by its name."""
        return next(one for one in self._desk.view.sections if one.section.name == name)

    def _column_of(self, section: SectionView) -> Column:
        name = section.section.name
        if name not in self.columns:
            column = Column(self._desk, self._theme, section, self._language)
            column.picked.connect(self.picked)
            column.expanded.connect(self.expanded)
            column.row_opened.connect(self.row_opened)
            column.show_chips(self._scores.chips)
            self.columns[name] = column
            self._stack.addWidget(column)
        return self.columns[name]

    # --- showing

    def _on_scores(self) -> None:
        for column in self.columns.values():
            column.show_chips(self._scores.chips)

    def apply(self) -> None:
        """Show everything as it is now."""
        for name, column in self.columns.items():
            column.apply(self.section(name))
        if self.place == SESSION:
            self.session.apply()
        elif self.place == OVERVIEW:
            self.overview.apply()
        self._apply_chips()

    def apply_slot(self, place: Place | None) -> None:
        """Typed text of an item was refused or accepted."""
        column = self.columns.get(place.section) if place is not None else None
        if column is not None and place is not None:
            column.apply_slot(place.item)

    def _apply_chips(self) -> None:
        column = self.column
        self._chip_bar.setVisible(column is not None)
        self._empty.setVisible(column is not None and not column.visible_names)
        if column is None:
            return
        numbers = counts(self.section(self.place).items)
        chosen = self._filters.get(self.place, Filter.ALL)
        for one, chip in self.chips.items():
            chip.set_count(numbers[one])
            rare = one in (Filter.CONFLICT, Filter.DIFFERENT)
            chip.setVisible(not rare or bool(numbers[one]) or one is chosen)
        self.chips[chosen].setChecked(True)

    def set_filter(self, chosen: Filter) -> None:
        """Filter the cards of the section on screen."""
        self._desk.flush()
        self._filters[self.place] = chosen
        if self.column is not None:
            self.column.set_filter(chosen)
        self._apply_chips()
        self.filtered.emit()
