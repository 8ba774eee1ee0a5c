"""The history of an answer, a finding or a whole inspection: a drawer over the right side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.history import HistoryLine
from inspector_app.gui import fonts
from inspector_app.gui.dialogs.bringing_back import BringBackDialog
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.models.history import LINE_ROLE, HistoryModel
from inspector_app.gui.models.history_delegate import HistoryDelegate
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import EmptyState, Label, Surface
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.history import Focus, HistoryFilter, HistoryPage
from inspector_app.services.returning import Return

WIDTH: Final = 560
PAGE: Final = 100
_TYPING_MS: Final = 200


@dataclass(frozen=True, slots=True)
class Topic:
    """What the history was opened for: a question, or an entity; neither means the inspection."""

    title: str
    question: str = ""
    entity: EntityId | None = None
    row: EntityId | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it is less than the whole inspection."""
        return bool(self.question) or self.entity is not None


class _List(QListView):
    """The lines; the keys that belong to the drawer go up to it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (0x01000004, 0x01000005, 0x01000000):  # Return, Enter, Escape
            event.ignore()
            return
        super().keyPressEvent(event)


class HistoryDrawer(Surface):
    """Chips for how wide to look, a search field, the lines, and the way back to a former value.

    Signals:
        closed: the drawer wants to go.
        said(str, str): a short message and its ink.
    """

    closed = Signal()
    said = Signal(str, str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="left", parent=parent)
        self._desk, self._theme = desk, theme
        self._topic = Topic("")
        self._wanted = HistoryFilter()
        self._title = Label(theme, _("Nhật ký"), 17, fonts.SEMIBOLD)
        self.scope = (
            Chip(theme, _("Mục đang chọn")),
            Chip(theme, _("Cả cuộc kiểm tra"), tone=Tone.ACCENT),
        )
        self.focus_chips = {
            Focus.ALL: Chip(theme, _("Tất cả")),
            Focus.TAKEN_OVER: Chip(theme, _("Thay giá trị của người khác")),
            Focus.DECIDED: Chip(theme, _("Quyết định")),
            Focus.OPEN: Chip(theme, _("Đang xung đột")),
        }
        self.search = LineEdit(
            theme,
            _("Tìm trong nhật ký"),
            placeholder=_("Tìm người, máy, câu, nội dung (không dấu)"),
            icon="search",
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.model = HistoryModel(self)
        self.list = _List()
        self._count = Label(theme, "", 13, ink="muted")
        self.more = Button(theme, _("Xem cũ hơn"), ButtonKind.GHOST, icon="chevron-down")
        self.back = Button(theme, _("Lấy lại giá trị này"), ButtonKind.SECONDARY, icon="undo")
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        theme.watch(self._restyle)
        self._restyle()

    def _build(self) -> None:
        theme = self._theme
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(theme, self.list))
        self.list.setAccessibleName(_("Các thay đổi, mới trước"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        soften(self.list, theme)
        self._stack.addWidget(self.list)
        self._stack.addWidget(
            EmptyState(
                theme,
                "clock",
                _("Chưa có thay đổi nào"),
                _("Mọi lần ghi, sửa, gỡ, quyết định đều hiện ở đây và không mất đi."),
            )
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addSpacing(8)
        for chip in self.scope:
            head.addWidget(chip)
        head.addStretch(1)
        close = IconButton(theme, "close", _("Đóng (Esc)"))
        close.clicked.connect(self.close_drawer)
        head.addWidget(close)
        focus, foot, search = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        focus.setSpacing(8)
        for chip in self.focus_chips.values():
            focus.addWidget(chip)
        focus.addStretch(1)
        foot.addWidget(self._count)
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 16, 0, 14)
        box.setSpacing(8)
        search.addWidget(self.search)
        for line in (head, search, focus, foot):
            line.setContentsMargins(24, 0, 20, 0)
            if line is foot:
                box.addWidget(self._stack, 1)
            box.addLayout(line)

    def _connect(self) -> None:
        for chip in self.scope:
            chip.setAutoExclusive(False)
        self.scope[0].clicked.connect(partial(self._on_scope, 0))
        self.scope[1].clicked.connect(partial(self._on_scope, 1))
        for focus, chip in self.focus_chips.items():
            chip.clicked.connect(partial(self._on_focus, focus))
        self.search.edited.connect(self._on_typed)
        self.more.clicked.connect(self._on_more)
        self.back.clicked.connect(self.ask_return)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.doubleClicked.connect(self.ask_return)
        self._desk.refreshed.connect(self._on_refreshed)

    # --- opening

    def open_topic(self, topic: Topic) -> None:
        """Show the history of a topic."""
        self._topic = topic
        self.search.setText("")
        self.scope[0].setText(topic.title)
        self.scope[0].setAccessibleName(topic.title)
        self.scope[0].setVisible(topic.is_narrow)
        self.scope[0].updateGeometry()
        self._wanted = HistoryFilter(limit=PAGE)
        self._on_scope(0 if topic.is_narrow else 1)
        self.list.setFocus()

    def close_drawer(self) -> None:
        """Go away."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Enter brings back."""
        if event.key() == 0x01000000:
            self.close_drawer()
        elif event.key() in (0x01000004, 0x01000005):
            self.ask_return()
        else:
            super().keyPressEvent(event)

    # --- what to look at

    def _on_scope(self, number_: int) -> None:
        for place, chip in enumerate(self.scope):
            chip.setChecked(place == number_)
        topic = self._topic if number_ == 0 else Topic("")
        self._wanted = replace(
            self._wanted,
            inspection=self._desk.id,
            entity=topic.entity,
            question=topic.question,
            row=topic.row,
            offset=0,
        )
        self._on_focus(self._wanted.focus)

    def _on_focus(self, focus: Focus) -> None:
        for one, chip in self.focus_chips.items():
            chip.setChecked(one is focus)
        self._wanted = replace(self._wanted, focus=focus, offset=0)
        self._ask()

    def _on_typed(self, text: str) -> None:
        self._wanted = replace(self._wanted, text=text, offset=0)
        self._typing.start()

    def _on_more(self) -> None:
        self._wanted = replace(self._wanted, offset=len(self.model.lines))
        self._ask()

    def _on_refreshed(self) -> None:
        if self.isVisible():
            self._wanted = replace(self._wanted, offset=0)
            self._ask()

    def _ask(self) -> None:
        call = partial(self._desk.services.log.lines, self._wanted, words.line_text)
        self._desk.tasks.run(call, partial(self._show, self._wanted), self._on_failed)

    def _show(self, wanted: HistoryFilter, page: HistoryPage) -> None:
        if wanted != self._wanted:
            return
        if wanted.offset:
            self.model.add_lines(page.lines)
        else:
            is_wide = not wanted.question and wanted.entity is None
            self.model.show_lines(page.lines, page.total, with_subject=is_wide)
            if page.lines:
                self.list.setCurrentIndex(self.model.index(0))
        shown = len(self.model.lines)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._count.setText(
            _("{shown}/{total} thay đổi").format(shown=number(shown), total=number(page.total))
        )
        self.more.setVisible(shown < page.total)
        self._on_current()

    # --- bringing back

    @property
    def line(self) -> HistoryLine | None:
        """The selected line."""
        found = self.list.currentIndex().data(LINE_ROLE)
        return found if isinstance(found, HistoryLine) else None

    def _on_current(self, *_indexes: object) -> None:
        line = self.line
        self.back.setEnabled(line is not None and line.can_return)

    def ask_return(self) -> None:
        """Show what bringing the selected value back would change."""
        line = self.line
        if line is None or not line.can_return:
            return
        self._desk.flush()
        call = partial(self._desk.services.returns.preview, line.change)
        self._desk.tasks.run(call, self._confirm, self._on_failed)

    def _confirm(self, view: Return) -> None:
        dialog = BringBackDialog(self._theme, view, self)
        dialog.accepted.connect(partial(self.bring_back, view))
        dialog.open()

    def bring_back(self, view: Return) -> None:
        """One more change brings the value back; undo brings the other one back in its turn."""
        service = self._desk.services.returns
        former, current = view.former.change, view.current.change if view.current else ""
        self._desk.act(
            partial(service.bring_back, former),
            lambda _outcome: self.said.emit(_("Đã lấy lại giá trị cũ."), "good"),
            undo=lambda _outcome: partial(service.bring_back, current),
            redo=lambda _outcome: partial(service.bring_back, former),
            text=_("lấy lại giá trị cũ"),
        )

    def _on_failed(self, error: InspectorError) -> None:
        what, remedy = error_texts(error)
        self.said.emit(f"{what} {remedy}".strip(), "bad")

    def _restyle(self) -> None:
        palette = self.list.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))
        self.list.setPalette(palette)
