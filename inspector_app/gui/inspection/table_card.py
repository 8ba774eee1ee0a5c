"""The card of a repeating table: the first rows, what does not balance, and the way to all rows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.values import Side
from inspector_app.gui import paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.cards import PAD, ItemCard, Line
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.grid import Grid, empty_text, fixed_text, legend_text
from inspector_app.gui.inspection.items import Item, Tone, cells, errors, has_conflict
from inspector_app.gui.inspection.table_model import RowsModel
from inspector_app.gui.inspection.table_problems import missing_texts, problem_texts
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.host.i18n import _, ngettext
from inspector_app.services.views import TableView

SHOWN_ROWS: Final = 4
_SHOWN_PROBLEMS: Final = 4


class TableCard(ItemCard):
    """A table question.

    Signals:
        expanded(str, bytes or None): the full width is wanted; the row that holds the table.
        row_opened(bytes): the sheet of a row is wanted.
    """

    expanded = Signal(str, object)
    row_opened = Signal(object)

    def __init__(
        self, desk: Desk, theme: Theme, table: TableView, language: str, parent: QWidget
    ) -> None:
        super().__init__(theme, table, language, parent)
        self._desk = desk
        if table.repeat.insp.get("legal-verified", "") == "yes":
            self.basis = table.repeat.insp.get("legal-basis", "")
        self.model = RowsModel(desk, theme, table, language, self)
        self.grid = Grid(desk, theme, self.model, self)
        self.grid.focused.connect(self.pick)
        self.grid.row_opened.connect(self.row_opened)
        self._add = self._button(_("Thêm dòng"), "plus")
        self._add.clicked.connect(self.grid.add_row)
        self.grid.ended.connect(self._on_ended)
        self._paste = self._button(_("Dán từ Excel"), "copy")
        self._paste.clicked.connect(self.grid.paste)
        self._expand = self._button(_("Mở rộng"), "table")
        self._expand.clicked.connect(self._on_expand)
        self._open = self._button(_("Mở dòng"), "card")
        self._open.clicked.connect(self.grid.open_row)
        self._open.setToolTip(_("Mọi câu của dòng đang chọn, từng câu một (Ctrl+Enter)"))
        self._count = 0
        self.apply(table)

    def _button(self, text: str, icon: str) -> Button:
        button = Button(self.theme, text, ButtonKind.GHOST, icon=icon, parent=self)
        button.setAccessibleName(f"{text} — {self.title}")
        return button

    def apply(self, item: Item) -> None:
        """Show the table as it is now."""
        assert isinstance(item, TableView)
        self.model.apply(item)
        self._count = len(item.rows)
        found = problem_texts(self._desk, item, self.language)
        lines = [Line(Tone.BAD, "alert", text) for text in found[:_SHOWN_PROBLEMS]]
        if len(found) > _SHOWN_PROBLEMS:
            more = len(found) - _SHOWN_PROBLEMS
            text = _("… và {count} lỗi nữa (Mở rộng để xem)").format(count=more)
            lines.append(Line(Tone.BAD, "alert", text))
        gaps = missing_texts(item, self.language)
        lines += [Line(Tone.WARN, "pen", text) for text in gaps[:_SHOWN_PROBLEMS]]
        if len(gaps) > _SHOWN_PROBLEMS:
            more = len(gaps) - _SHOWN_PROBLEMS
            text = _("… và {count} dòng nữa còn thiếu (F8 để đến)").format(count=more)
            lines.append(Line(Tone.WARN, "pen", text))
        different = sum(cell.differs for cell in cells(item))
        self._add.setVisible(not item.is_fixed)
        self._paste.setVisible(not item.is_fixed or bool(item.rows))
        self._open.setVisible(bool(item.rows))
        if different:
            text = _("{count} ô lệch so với số đơn vị báo cáo").format(count=different)
            lines.append(Line(Tone.WARN, "conflict", text))
        self.lines = tuple(lines)
        self.badge_tone = Tone.GOOD if item.rows else None
        self.edge = "border"
        if errors(item):
            self.badge_tone, self.edge = Tone.BAD, "bad"
        elif has_conflict(item) or gaps:
            self.badge_tone, self.edge = Tone.WARN, "warn"
        self.touch()

    def place_body(self, x: int, y: int, width: int) -> int:
        """The grid over the whole card, the buttons under it."""
        theme = self.theme
        left = 15
        wide = x + width + PAD - 2 * left
        shown = min(max(self._count, 1), SHOWN_ROWS)
        tall = self.grid.content_height(shown)
        self.grid.setGeometry(left, y, wide, tall)
        self.grid.setVisible(self._count > 0)
        if not self._count:
            tall = theme.px(40)
        y += tall + theme.px(6)
        place = left - 8 if self._count else x - 12
        for button in (self._add, self._paste, self._open, self._expand):
            if button.isHidden():
                continue
            size = button.sizeHint()
            button.setGeometry(place, y, size.width(), size.height())
            place += size.width() + 4
        return y + theme.px(34)

    def draw_body(self, painter: QPainter) -> None:
        """A line around the grid, or what an empty table says."""
        theme = self.theme
        if not self._count:
            area = QRectF(theme.px(64), self._expand.y() - theme.px(44), self.width(), theme.px(36))
            words = fixed_text() if self.model.table.is_fixed else empty_text()
            inking.draw_line(painter, theme, area, words, 13, theme.color("muted"))
            return
        around = QRectF(self.grid.geometry()).adjusted(-1, -1, 1, 1)
        paint.box(painter, around, 2, None, theme.color("border"))
        words = ngettext("{count} dòng", "{count} dòng", self._count).format(count=self._count)
        if self.model.side is Side.REPORTED:
            words += " · " + _("Đơn vị báo cáo")
        elif self.model.has_reported:
            words += " · " + legend_text()
        end = QRectF(self._expand.geometry().right() + 8, self._expand.y(), 200, theme.px(36))
        end.setRight(self.width() - 16)
        inking.draw_line(
            painter, theme, end, words, 12.5, theme.color("muted"), flags=paint.RIGHT_MIDDLE
        )

    def take_focus(self) -> None:
        """The grid, or the button that adds the first row."""
        first = self._expand if self._add.isHidden() else self._add
        (self.grid if self._count else first).setFocus()

    def _on_expand(self) -> None:
        self.expanded.emit(self.name, self.model.table.parent_row)

    def _on_ended(self) -> None:
        if self._add.isHidden():
            self.moved.emit(self.name, 1)
        else:
            self._add.setFocus()
