"""One row of a table over the cards: every cell as a question, the tables inside it below them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.form.definition import Section
from inspector_app.domain.form.instance.engine import Node, Progress
from inspector_app.gui import fonts
from inspector_app.gui.inspection.column import Column
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Item, find_row, name_of
from inspector_app.gui.inspection.wording import trail
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.host.i18n import _
from inspector_app.services.views import QuestionView, SectionView, TableRow, TableView


class RowSheet(Surface):
    """A row; Escape closes, Ctrl+Page Up and Ctrl+Page Down go to its neighbours.

    Signals:
        closed: back to where it was opened.
        row_wanted(bytes): another row of the same table instead of this one.
        row_opened(bytes): a row of a table inside this one.
        expanded(str, bytes): a table inside this row wants the full width.
        picked(str): a question was selected.
    """

    closed = Signal()
    row_wanted = Signal(object)
    row_opened = Signal(object)
    expanded = Signal(str, object)
    picked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        table: TableView,
        row: TableRow,
        language: str,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._desk, self._theme, self._language = desk, theme, language
        self.table, self.row = table, row.id
        self.setAccessibleName(trail(desk.view, language, row.id, ""))
        self.column = Column(desk, theme, _section(table, row), language)
        self.column.picked.connect(self.picked)
        self.column.expanded.connect(self.expanded)
        self.column.row_opened.connect(self.row_opened)
        self._title = Label(theme, "", 18, fonts.SEMIBOLD, wrap=True)
        self._before = IconButton(theme, "chevron-left", _("Dòng trước (Ctrl+Page Up)"))
        self._before.clicked.connect(partial(self.step_row, -1))
        self._after = IconButton(theme, "chevron-right", _("Dòng sau (Ctrl+Page Down)"))
        self._after.clicked.connect(partial(self.step_row, 1))
        self._count = Label(theme, "", 13, ink="muted")
        self._add = Button(theme, _("Thêm dòng"), ButtonKind.GHOST, icon="plus")
        self._add.clicked.connect(self._on_add)
        self._remove = Button(theme, _("Xóa dòng"), ButtonKind.GHOST, icon="trash")
        self._remove.clicked.connect(self._on_remove)
        self._close = Button(theme, _("Đóng (Esc)"), icon="close")
        self._close.clicked.connect(self.closed)
        self._build()
        self.refresh()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 16, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 0, 16, 8)
        tools.setSpacing(4)
        for widget in (self._before, self._count, self._after):
            tools.addWidget(widget)
        tools.addSpacing(8)
        for button in (self._add, self._remove):
            button.setVisible(not self.table.is_fixed)
            tools.addWidget(button)
        tools.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(tools)
        box.addWidget(self.column, 1)

    # --- what the page asks

    def refresh(self) -> None:
        """Show the row as it is now; close when it is gone."""
        found = find_row(self._desk.view, self.row)
        if found is None:
            self.closed.emit()
            return
        self.table, row, place = found
        self.column.apply(_section(self.table, row))
        self._title.setText(trail(self._desk.view, self._language, self.row, self._subject(row)))
        count = len(self.table.rows)
        self._count.setText(f"{place}/{count}")
        self._before.setEnabled(place > 1)
        self._after.setEnabled(place < count)

    def _subject(self, row: TableRow) -> str:
        # what the row is about: its first text
        texts = (cell for cell in row.cells.values() if cell.question.type == "text")
        first = next(texts, None)
        value = "" if first is None else " ".join(str(first.verified.value or "").split())
        return value if len(value) <= 60 else value[:59] + "…"

    def item(self, name: str) -> Item | None:
        """A cell or an inner table of the row, by its name."""
        found = find_row(self._desk.view, self.row)
        if found is None:
            return None
        items = _section(found[0], found[1]).items
        return next((one for one in items if name_of(one) == name), None)

    def shows(self, node: Node) -> bool:
        """Whether a node is one of the row's cells."""
        return node[1] == self.row and node[0] in self.column.cards

    def apply_slot(self, node: Node) -> None:
        """Typed text of a cell was refused or accepted."""
        question = self._desk.view.form.questions.get(node[0])
        if question is not None:
            self.column.apply_slot(node[0] if node[1] == self.row else question.repeat)

    def take_focus(self) -> None:
        """The first question."""
        names = self.column.visible_names
        if names:
            self.column.arrange()
            self.column.focus(names[0])
        else:
            self._close.setFocus()

    # --- rows

    def step_row(self, step: int) -> None:
        """To the row before or after."""
        ids = [row.id for row in self.table.rows]
        place = ids.index(self.row) + step
        if 0 <= place < len(ids):
            self.row_wanted.emit(ids[place])

    def _on_add(self) -> None:
        desk, service, name = self._desk, self._desk.services.inspections, self.table.repeat.name
        desk.flush()
        desk.act(
            partial(service.add_row, desk.id, name, self.table.parent_row),
            lambda outcome: self.row_wanted.emit(outcome.value),
            undo=lambda outcome: partial(service.remove_row, desk.id, outcome.value),
            redo=lambda outcome: partial(service.restore_row, desk.id, outcome.value),
            text=_("thêm dòng"),
        )

    def _on_remove(self) -> None:
        desk, service, row = self._desk, self._desk.services.inspections, self.row
        desk.flush()
        desk.act(
            partial(service.remove_row, desk.id, row),
            undo=lambda _outcome: partial(service.restore_row, desk.id, row),
            redo=lambda _outcome: partial(service.remove_row, desk.id, row),
            text=_("xóa dòng"),
        )

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Ctrl+Page keys go to the neighbours."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif control and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step_row(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The page below sees no key that means this row."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                event.accept()
                return True
        return super().event(event)


def _section(table: TableView, row: TableRow) -> SectionView:
    """The row as the column of cards takes it; items stand in the form's order."""
    inner = {one.repeat.name: one for one in row.tables}
    names = table.repeat.items or (*table.repeat.questions, *inner)
    found = [row.cells.get(name) or inner.get(name) for name in names]
    items = tuple(
        one
        for one in found
        if isinstance(one, TableView) or (isinstance(one, QuestionView) and _is_asked(one))
    )
    repeat = table.repeat
    section = Section(repeat.name, repeat.label, tuple(names))
    return SectionView(section, table.is_relevant, Progress(0, 0, 0), items)


def _is_asked(cell: QuestionView) -> bool:
    return cell.question.has_control or bool(cell.question.label)
