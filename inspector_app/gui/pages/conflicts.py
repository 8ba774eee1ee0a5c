"""Conflicts: both values side by side; a team leader decides, with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from inspector_app.domain.errors import ConflictError, InspectorError
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.conflict_batch import ConflictBatchDialog
from inspector_app.gui.dialogs.conflict_reasons import ReasonsDialog
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models.conflict_delegate import ConflictDelegate
from inspector_app.gui.models.conflicts import EVERYTHING, ConflictModel
from inspector_app.gui.pages.conflict_filters import ConflictFilters
from inspector_app.gui.pages.conflict_side import key_of
from inspector_app.gui.pages.decision import DecisionPanel
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Banner, Card, EmptyState, Label, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.conflict_deciding import Choice
from inspector_app.services.conflict_views import BatchPlan, ConflictState, ConflictView
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_views import TripView
from inspector_app.services.views import RegisterView
from inspector_app.services.workshop import Services

LIST_WIDTH = 284


class ConflictList(QListView):
    """The list; the keys of the comparison beside it work here, too.

    Signals:
        key_pressed(str): one of ``conflict_side.key_of``.
    """

    key_pressed = Signal(str)

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
        key = key_of(event)
        if key:
            self.key_pressed.emit(key)
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))
        self.setPalette(palette)


class ConflictsPage(Surface):
    """The list at the left, the comparison at the right.

    Signals:
        inspection_opened(bytes, str, str): show the inspection, section and question of a conflict.
    """

    inspection_opened = Signal(bytes, str, str)

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
        self._is_leader, self._is_stale = False, True
        self._wanted: ConflictView | None = None
        self._before: frozenset[str] | None = None
        """The ids of the conflicts before a merge, while the first one of it is to be shown."""
        self._last = ""
        """The id of what was decided last, for Ctrl+Z."""
        self._reasons: tuple[str, ...] = ()
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.model, self.list = ConflictModel(self), ConflictList(theme)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConflictDelegate(theme, self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.panel = DecisionPanel(theme)
        self.panel.decided.connect(self._on_decided)
        self.panel.undo_asked.connect(self._on_undo_shown)
        self.panel.inspection_asked.connect(self.inspection_opened)
        self.panel.reason.list_asked.connect(self._on_reasons_asked)
        self.list.key_pressed.connect(self.panel.take_key)
        self.filters = ConflictFilters(theme)
        self.filters.changed.connect(self._on_filter)
        self.batch = Button(theme, _("Lấy mọi giá trị của…"), ButtonKind.SECONDARY, icon="people")
        self.batch.clicked.connect(self._on_batch_asked)
        for key, call in (
            ("F8", self.go_next),
            ("Shift+F8", partial(self.go_next, -1)),
            ("Ctrl+Z", self.undo_last),
        ):
            QShortcut(QKeySequence(key), self, call)
        self._count = Label(theme, "", 14, REGULAR, "muted")
        self._frame = Card(theme)
        self._stack = QStackedWidget()
        self._lay_out(theme)
        broadcast.touched.connect(self._on_touched)
        theme.watch(self._resize)

    def _lay_out(self, theme: Theme) -> None:
        column(self.list, margins=(1, 6, 1, 6), on=self._frame)
        self._frame.setFixedWidth(theme.px(LIST_WIDTH))
        both = QWidget()
        row(self._frame, self.panel, spacing=16, on=both).setStretch(1, 1)
        self._nothing = EmptyState(
            theme,
            "check",
            _("Không có xung đột nào"),
            _("Khi hai người ghi khác nhau vào cùng một chỗ, cả hai giá trị sẽ hiện ở đây."),
        )
        self._filtered = EmptyState(
            theme, "search", _("Không có xung đột nào khớp bộ lọc"), _("Bỏ bớt điều kiện lọc.")
        )
        reset = Button(theme, _("Xem tất cả"), ButtonKind.SECONDARY)
        reset.clicked.connect(self.filters.reset)
        self._filtered.add_button(reset)
        for one in (self._nothing, both, self._filtered):
            self._stack.addWidget(one)
        column(
            row(
                Label(theme, _("Xung đột"), 20, SEMIBOLD),
                self._count,
                None,
                self.filters.states,
                spacing=12,
            ),
            row(self.filters.downs, None, self.batch),
            self.banner,
            self._stack,
            spacing=10,
            margins=(20, 14, 20, 16),
            on=self,
        )

    def reload(self) -> None:
        """Read the conflicts and decisions again."""
        self._is_stale = False
        call = partial(self._services.conflicts.list, EVERYTHING)
        self._tasks.run(call, self._on_conflicts, self._on_failure)
        self._tasks.run(self._services.conflicts.reasons, self._on_reasons, self._on_failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count.setVisible(self.width() >= self._theme.px(800))  # the chips count, too

    def refresh(self) -> None:
        """Read again only if something changed since."""
        if self._is_stale:
            self.reload()

    def show_trip(self, trip: TripView) -> None:
        """Learn whether the person may decide."""
        self._is_leader = trip.is_leader
        self.panel.set_leader(is_leader=trip.is_leader)
        self._show_count()

    def remember(self) -> None:
        """Keep in mind what there is before bundles are merged."""
        call = partial(self._services.conflicts.list, EVERYTHING)
        self._tasks.run(call, self._on_remembered)

    def go_next(self, step: int = 1) -> None:
        """Go to the next conflict that is open (-1: the one before)."""
        found = self.model.next_open(self.list.currentIndex().row(), step)
        if found >= 0:
            self.list.setCurrentIndex(self.model.index(found))

    def undo_last(self) -> None:
        """Take back the decision that is shown, else the last one that was made here."""
        shown = self.panel.conflict
        if shown is not None and shown.state is ConflictState.DECIDED:
            self._undo(shown.id)
        elif self._last:
            self._undo(self._last)

    # --- reading

    def _on_conflicts(self, conflicts: tuple[ConflictView, ...]) -> None:
        wanted = self._wanted or self.panel.conflict
        self._wanted = None
        self.model.show_conflicts(conflicts)
        if self._before is not None and self.isVisible():
            wanted = self.model.first_beside(self._before) or wanted
            self._before = None
        self.filters.show_choices(self.model.known)
        self._choose(wanted)
        self._show_count()

    def _on_remembered(self, conflicts: tuple[ConflictView, ...]) -> None:
        self._before = frozenset(one.id for one in conflicts)

    def _choose(self, wanted: ConflictView | None) -> None:
        """Go to what was shown before, else to the first open conflict."""
        entries = self.model.entries
        self._stack.setCurrentIndex(1 if entries else 2 if self.model.known else 0)
        self.filters.set_shown(is_shown=bool(self.model.known))
        if not entries:
            return
        at = self.model.find(wanted) if wanted is not None else -1
        if at < 0:
            at = max(self.model.next_open(-1, 1), 0)
        self.list.setCurrentIndex(self.model.index(at))

    def _on_filter(self) -> None:
        self.model.show_filter(self.filters.value())
        self._choose(self.panel.conflict)
        self._show_count()

    def _on_reasons(self, reasons: tuple[str, ...]) -> None:
        self._reasons = reasons
        self.panel.show_reasons(reasons)

    def _on_failure(self, error: InspectorError) -> None:
        self.banner.show_message(*error_texts(error))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.panel.show_conflict(self.model.entries[current.row()])

    # --- deciding

    def _on_decided(self, choice: Choice, reason: str) -> None:
        conflict = self.panel.conflict
        if conflict is None:
            return
        self.panel.set_busy(True)
        call = partial(
            self._services.conflicts.resolve,
            conflict.id,
            choice.change,
            choice.text,
            reason,
            both=choice.both,
        )
        self._tasks.run(call, partial(self._on_resolved, conflict), self._on_resolve_failed)

    def _on_resolved(self, conflict: ConflictView, outcome: Outcome[RegisterView]) -> None:
        self.panel.set_busy(False)
        self.banner.clear()
        self._last = conflict.id
        following = self.model.next_open(self.model.find(conflict), 1)
        self._wanted = self.model.entries[following] if following >= 0 else conflict
        self._broadcast.send(outcome)
        self.list.setFocus()

    def _on_resolve_failed(self, error: InspectorError) -> None:
        self.panel.set_busy(False)
        self._on_failure(error)
        if isinstance(error, ConflictError):
            self.reload()

    def _on_undo_shown(self) -> None:
        if self.panel.conflict is not None:
            self._undo(self.panel.conflict.id)

    def _undo(self, conflict: str) -> None:
        if self._is_leader:
            call = partial(self._services.conflicts.undo, conflict)
            self._tasks.run(call, self._on_undone, self._on_failure)

    def _on_undone(self, outcome: Outcome[ConflictView]) -> None:
        self._last = ""
        self._wanted = outcome.value
        self.banner.clear()  # the comparison itself says that the decision was taken back
        self._broadcast.send(outcome)
        self.list.setFocus()

    # --- many at once

    def _on_batch_asked(self) -> None:
        listed = self.model.entries
        waiting = [one for one in listed if one.state is not ConflictState.DECIDED]
        parts = [one.currentText() for one in (self.filters.unit, self.filters.section)]
        where = _("Trong các xung đột đang liệt kê: {where}.").format(where=" · ".join(parts))
        dialog = ConflictBatchDialog(self._theme, waiting, self._reasons, where, self)
        dialog.accepted.connect(partial(self._on_batch_agreed, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_batch_agreed(self, dialog: ConflictBatchDialog) -> None:
        person = dialog.plan.person if dialog.plan else ""
        call = partial(
            self._services.conflicts.resolve_all, dialog.ids, person, dialog.reason.value
        )
        self._tasks.run(call, self._on_batch_done, self._on_resolve_failed)

    def _on_batch_done(self, outcome: Outcome[BatchPlan]) -> None:
        plan = outcome.value
        text = _("Đã quyết định {count} xung đột theo giá trị của {who}.").format(
            count=number(len(plan.taken)), who=plan.person
        )
        left = _("Để lại {count} xung đột.").format(count=number(len(plan.left)))
        self.banner.show_message(text, left if plan.left else "", Tone.GOOD)
        self._broadcast.send(outcome)

    def _on_reasons_asked(self) -> None:
        dialog = ReasonsDialog(self._theme, self._reasons, self)
        dialog.accepted.connect(partial(self._on_reasons_agreed, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_reasons_agreed(self, dialog: ReasonsDialog) -> None:
        call = partial(self._services.conflicts.set_reasons, dialog.reasons())
        self._tasks.run(call, self._on_reasons, self._on_failure)

    # --- inside

    def _on_touched(self, _touched: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def _show_count(self) -> None:
        known = self.model.known
        decided = sum(one.state is ConflictState.DECIDED for one in known)
        self._count.setText(
            _("{count} xung đột · {decided} đã xử lý").format(
                count=number(len(known)), decided=number(decided)
            )
        )
        self.batch.setVisible(self._is_leader and self.model.waiting > 1)

    def _resize(self) -> None:
        self._frame.setFixedWidth(self._theme.px(LIST_WIDTH))
