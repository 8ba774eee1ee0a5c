"""Conflicts: both values side by side; a team leader decides, with a reason."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from inspector_app.domain.errors import ConflictError, InspectorError
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.conflict_delegate import ConflictDelegate
from inspector_app.gui.models.conflicts import (
    ConflictEntry,
    ConflictModel,
)
from inspector_app.gui.pages.decision import DecisionPanel
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Banner, Card, EmptyState, Label, Surface
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.scroll import scroller, soften
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.conflict_views import ConflictView
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_views import TripView
from inspector_app.services.views import RegisterView
from inspector_app.services.workshop import Services

LIST_WIDTH = 300


class ConflictList(QListView):
    """The list; ← and → belong to the comparison beside it.

    Signals:
        side_asked(int): -1 for the value at the left, 1 for the one at the right.
    """

    side_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(_("Danh sách xung đột"))
        soften(self, theme)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._restyle()
        theme.watch(self._restyle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        side = sides.get(cast("Qt.Key", event.key()))
        if side is not None:
            self.side_asked.emit(side)
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))
        self.setPalette(palette)


class ConflictsPage(Surface):
    """The list at the left, the comparison at the right.

    Signals:
        inspection_opened(bytes): show the inspection that a conflict belongs to.
    """

    inspection_opened = Signal(bytes)

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self._is_leader = False
        self._is_stale = True
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.model = ConflictModel(self)
        self.list = ConflictList(theme)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConflictDelegate(theme, self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.panel = DecisionPanel(theme)
        self.panel.decided.connect(self._on_decided)
        self.panel.inspection_asked.connect(self.inspection_opened)
        self.list.side_asked.connect(self.panel.choose_side)
        QShortcut(QKeySequence("F8"), self, self.go_next)
        self._count = Label(theme, "", 14, REGULAR, "muted")
        frame = Card(theme)
        column(self.list, margins=(1, 6, 1, 6), on=frame)
        frame.setFixedWidth(theme.px(LIST_WIDTH))
        self._frame = frame
        area = scroller(theme, self.panel, _("So sánh các giá trị"))
        both = QWidget()
        row(frame, area, spacing=16, on=both)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                theme,
                "check",
                _("Không có xung đột nào"),
                _("Khi hai người ghi khác nhau vào cùng một chỗ, cả hai giá trị sẽ hiện ở đây."),
            )
        )
        self._stack.addWidget(both)
        column(
            row(Label(theme, _("Xung đột"), 20, SEMIBOLD), self._count, None, spacing=12),
            self.banner,
            self._stack,
            spacing=12,
            margins=(20, 16, 20, 18),
            on=self,
        )
        broadcast.touched.connect(self._on_touched)
        theme.watch(self._resize)

    def reload(self) -> None:
        """Read the open conflicts again."""
        self._is_stale = False
        self._tasks.run(self._services.conflicts.list, self._on_conflicts, self._on_failure)

    def refresh(self) -> None:
        """Read again only if something changed since."""
        if self._is_stale:
            self.model.forget_decided()
            self.reload()

    def show_trip(self, trip: TripView) -> None:
        """Learn whether the person may decide."""
        self._is_leader = trip.is_leader
        self.panel.set_leader(is_leader=trip.is_leader)

    def go_next(self) -> None:
        """Go to the next conflict that is open."""
        entries = self.model.entries
        start = self.list.currentIndex().row()
        for step in range(1, len(entries) + 1):
            number = (start + step) % len(entries)
            if not entries[number].decision:
                self.list.setCurrentIndex(self.model.index(number))
                return

    def _on_conflicts(self, conflicts: tuple[ConflictView, ...]) -> None:
        current = self.list.currentIndex().data(Qt.ItemDataRole.UserRole + 3)
        register = current.conflict.register if isinstance(current, ConflictEntry) else None
        self.model.show_conflicts(conflicts)
        registers = [entry.conflict.register for entry in self.model.entries]
        open_first = next(
            (number for number, entry in enumerate(self.model.entries) if not entry.decision), 0
        )
        number = registers.index(register) if register in registers else open_first
        if registers and self.model.entries[number].decision:
            number = open_first
        self._stack.setCurrentIndex(1 if registers else 0)
        if registers:
            self.list.setCurrentIndex(self.model.index(number))
        self._show_count()

    def _on_failure(self, error: InspectorError) -> None:
        self.banner.show_message(*error_texts(error))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            entry = self.model.entries[current.row()]
            self.panel.show_conflict(entry.conflict, entry.decision)

    def _on_decided(self, choose: object, text: object, reason: str, words: str) -> None:
        conflict = self.panel.conflict
        if conflict is None:
            return
        self.panel.set_busy(True)
        call = partial(
            self._services.conflicts.resolve,
            conflict.id,
            choose if isinstance(choose, str) else None,
            text if isinstance(text, str) else None,
            reason,
        )
        self._tasks.run(
            call, partial(self._on_resolved, conflict.id, words), self._on_resolve_failed
        )

    def _on_resolved(self, conflict: str, words: str, outcome: Outcome[RegisterView]) -> None:
        self.panel.set_busy(False)
        self.banner.clear()
        self.model.mark_decided(conflict, _("Đã quyết định: {value}").format(value=words))
        self._show_count()
        self._broadcast.send(outcome)
        self.go_next()
        self.list.setFocus()

    def _on_resolve_failed(self, error: InspectorError) -> None:
        self.panel.set_busy(False)
        self._on_failure(error)
        if isinstance(error, ConflictError):
            self.reload()

    def _on_touched(self, _touched: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def _show_count(self) -> None:
        entries = self.model.entries
        decided = sum(bool(entry.decision) for entry in entries)
        self._count.setText(
            _("{open} đang mở · {decided} đã quyết định").format(
                open=len(entries) - decided, decided=decided
            )
        )

    def _resize(self) -> None:
        self._frame.setFixedWidth(self._theme.px(LIST_WIDTH))
