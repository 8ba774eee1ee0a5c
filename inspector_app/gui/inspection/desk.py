"""The desk: one inspection as it lies open, with typed text on its way into the vault.

Typed text becomes a durable draft at the latest ``DRAFT_MS`` after the key; leaving the field or
``IDLE_MS`` without typing makes it one change. Everything runs on the vault thread in the order of
asking; the view that comes back with each change repaints the page. What a service refuses stays in
its field and in its draft; what the vault cannot store is kept and tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from inspector_app.domain.errors import (
    AnswerError,
    InputValueError,
    InspectorError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.inspection import errands
from inspector_app.gui.inspection.errands import Call
from inspector_app.gui.inspection.open_inspection import OpenInspection
from inspector_app.gui.inspection.saving import Saving
from inspector_app.gui.inspection.slots import AnswerSlot, Slot, slot_of
from inspector_app.gui.inspection.texts import Texts
from inspector_app.gui.inspection.undo import Step
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.host.wording import error_texts
from inspector_app.services.outcomes import Outcome
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services

DRAFT_MS: Final = 150
IDLE_MS: Final = 1000
RETRY_MS: Final = 2000

_REFUSALS: Final = (AnswerError, InputValueError, NotAllowedError, NotFoundError)


class Desk(OpenInspection):
    """Reads, drafts, writes and undoes for one page.

    Signals:
        saving_changed: what the pill says may have changed.
        slot_changed(Slot): typed text of a slot was refused, accepted or restored.
        written(Slot, Outcome): typed text became a change.
        located(Node or None): undo touched this node; show it.
        restored(int): so many drafts came back at opening.
    """

    saving_changed = Signal()
    slot_changed = Signal(object)
    written = Signal(object, object)
    located = Signal(object)
    restored = Signal(int)

    def __init__(
        self, services: Services, tasks: Tasks, broadcast: Broadcast, parent: QObject | None = None
    ) -> None:
        super().__init__(services, tasks, broadcast, parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(500)
        self.can_conclude = False
        self._texts = Texts()
        self._composing = 0
        self._flying = 0
        self._saved_at = ""
        self._failure: InspectorError | None = None
        self._draft_timer = self._timer(DRAFT_MS, self._draft_now)
        self._idle_timer = self._timer(IDLE_MS, self.commit_all)
        self._retry_timer = self._timer(RETRY_MS, self.commit_all)

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def open(self, inspection: EntityId) -> None:
        """Read an inspection and what survived of typed text.

        While the vault cannot store what is typed here, that stays on the desk: ``failed`` says so.
        """
        self.flush()
        if self._failure is not None and self._texts.typed:
            self.failed.emit(self._failure)
            return
        self.tasks.run(
            partial(errands.load, self.services, inspection), self._on_loaded, self.failed.emit
        )

    # --- typed text

    def type_text(self, slot: Slot, text: str) -> None:
        """Take typed text: a draft soon, a change when the person pauses or leaves."""
        if self._texts.take(slot, text):
            self.slot_changed.emit(slot)
        if not self._draft_timer.isActive():
            self._draft_timer.start()
        self._idle_timer.start()
        self.saving_changed.emit()

    def set_composing(self, active: bool) -> None:
        """A word is being composed, or no longer."""
        self._composing = max(0, self._composing + (1 if active else -1))
        self.saving_changed.emit()

    def leave(self, slot: Slot) -> None:
        """The person left the field: make its text a change."""
        if slot in self._texts.typed:
            self._commit(slot)

    def commit_all(self) -> None:
        """Make all typed text changes."""
        if self._composing:
            self._idle_timer.start()
            return
        for slot in tuple(self._texts.typed):
            self._commit(slot)

    def commit_composed(self) -> None:
        """Let the input method hand over its word."""
        commit_composed_text()
        self._composing = 0

    def flush(self) -> None:
        """Before a section switch, export, sign, lock or close: commit what is composed and typed."""
        self.commit_composed()
        self.commit_all()

    def write_now(self, slot: Slot, text: str) -> None:
        """Make a text one change at once, even an empty one."""
        self._submit(slot, partial(slot.write, self.services, self.view, text), text)

    def is_writing(self, slot: Slot) -> bool:
        """Whether text of this slot is on its way into the vault."""
        return slot in self._texts.writing

    def typed(self, slot: Slot) -> str | None:
        """Text that is typed or held back in this slot and not stored as a change."""
        return self._texts.shown(slot)

    def refusal(self, slot: Slot) -> InspectorError | None:
        """Why the slot's text was not accepted."""
        return self._texts.refused.get(slot)

    # --- other actions

    def put(self, slot: Slot, value: Value) -> None:
        """Record a chosen value at once."""
        self._texts.refused.pop(slot, None)
        words = [str(one) for one in value] if isinstance(value, list | tuple) else [value or ""]
        text = "; ".join(str(word) for word in words)
        self._submit(slot, partial(slot.restore, self.services, self.view, value), text)

    def act(
        self,
        call: Call,
        done: Callable[[Outcome[Any]], None] | None = None,
        *,
        undo: Callable[[Outcome[Any]], Call] | None = None,
        redo: Callable[[Outcome[Any]], Call] | None = None,
        text: str = "",
    ) -> None:
        """Run one action of a service and read the inspection again.

        Args:
            call: the action, bound to plain values.
            done: gets its outcome on the GUI thread, after the view was refreshed.
            undo, redo: from the outcome, the calls that take it back and do it again.
            text: what the undo step is called.
        """
        self._flying += 1
        self.saving_changed.emit()

        def arrived(result: errands.Done) -> None:
            outcome, view = result
            self._landed(view, outcome)
            if undo is not None and redo is not None:
                self.stack.push(Step(self, text, undo(outcome), redo(outcome), None))
            if done is not None:
                done(outcome)

        run = partial(errands.act, self.services, call, self.id)
        self.tasks.run(run, arrived, self._on_act_failed)

    def replay(self, call: Call, node: Node | None) -> None:
        """Run the call of an undo step; then show where it happened."""
        self._flying += 1
        self.saving_changed.emit()

        def arrived(result: errands.Done) -> None:
            self._landed(result[1], result[0])
            self.located.emit(node)

        self.tasks.run(
            partial(errands.act, self.services, call, self.id), arrived, self._on_act_failed
        )

    def undo(self) -> None:
        """Take back the last change, after what is typed and under way has landed."""
        self.flush()
        self.tasks.when_idle(self.stack.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.flush()
        self.tasks.when_idle(self.stack.redo)

    # --- what the pill says

    def saving(self) -> Saving:
        """The truth about saving."""
        return self._texts.saving(
            error_texts(self._failure)[0] if self._failure is not None else "",
            composing=self._composing > 0,
            flying=self._flying > 0,
            held=self.tasks.is_held,
            at=self._saved_at,
        )

    # --- inside

    def _draft_now(self) -> None:
        waiting = self._texts.begin_draft()
        if not waiting or self._view is None:
            self.saving_changed.emit()
            return
        self._flying += 1
        self.tasks.run(
            partial(errands.draft, self.services, self.id, waiting),
            self._on_drafted,
            self._on_broken,
        )

    def _commit(self, slot: Slot) -> None:
        text = self._texts.typed.pop(slot)
        self._texts.undrafted.discard(slot)
        stored = slot.value(self.view)
        if text == "" and stored in (None, ""):
            self._flying += 1
            drop = partial(self.services.inspections.drop_draft, self.id, slot.node, slot.side)
            self.tasks.run(drop, self._on_drafted, self._on_broken)
            return
        self.write_now(slot, text)

    def _submit(self, slot: Slot, call: Call, text: str) -> None:
        self._flying += 1
        self._texts.begin_write(slot)
        self.saving_changed.emit()
        run = partial(errands.act, self.services, call, self.id)
        self.tasks.run(run, partial(self._on_written, slot), partial(self._on_refused, slot, text))

    def _on_written(self, slot: Slot, result: errands.Done) -> None:
        outcome, view = result
        before = slot.value(self.view)
        self._texts.accept(slot)
        self._landed(view, outcome)
        after = slot.value(view)
        reversal = slot.reversal(self.services, outcome)
        if reversal is not None:
            self.stack.push(Step(self, "", *reversal, None))
        elif before != after:
            node = slot.node if isinstance(slot, AnswerSlot) else None
            undo, redo = partial(self._restore, slot, before), partial(self._restore, slot, after)
            self.stack.push(Step(self, "", undo, redo, node))
        self.written.emit(slot, outcome)
        self.slot_changed.emit(slot)

    def _restore(self, slot: Slot, value: Value) -> Outcome[Any]:
        # on the vault thread; the view is a frozen value
        return slot.restore(self.services, self.view, value)

    def _on_refused(self, slot: Slot, text: str, error: InspectorError) -> None:
        self._flying -= 1
        if not isinstance(error, _REFUSALS):
            self._texts.give_back(slot, text)
            self._fail(error)
            return
        if self._texts.refuse(slot, text, error):
            call = partial(errands.draft, self.services, self.id, [(slot, text)])
            self._flying += 1
            self.tasks.run(call, self._on_drafted, self._on_broken)
        self.slot_changed.emit(slot)
        self.saving_changed.emit()

    def _on_drafted(self, _nothing: object) -> None:
        self._flying -= 1
        self._safe()
        self.saving_changed.emit()

    def _on_broken(self, error: InspectorError) -> None:
        self._flying -= 1
        self._texts.undrafted.update(self._texts.typed)
        self._fail(error)

    def _fail(self, error: InspectorError) -> None:
        self._failure = error
        self._retry_timer.start()
        self.saving_changed.emit()

    def _on_act_failed(self, error: InspectorError) -> None:
        self._flying -= 1
        self.failed.emit(error)
        self.reload()
        self.saving_changed.emit()

    def _safe(self) -> None:
        self._failure = None
        self._retry_timer.stop()
        self._saved_at = f"{datetime.now(UTC).astimezone():%H:%M:%S}"

    def _landed(self, view: InspectionView, outcome: Outcome[Any]) -> None:
        self._flying -= 1
        self._safe()
        self.take(view, outcome)
        self.saving_changed.emit()

    def _on_loaded(self, result: errands.Loaded) -> None:
        view, drafts, self.can_conclude = result
        is_new = self._view is None or self._view.inspection.id != view.inspection.id
        self._view = view
        if is_new:
            self.stack.clear()
            self._texts.clear()
            self._saved_at, self._failure = "", None
        for (node, side), text in drafts.items():
            self._texts.typed.setdefault(slot_of(node, side), text)
        self.opened.emit()
        if drafts:
            self.restored.emit(len(drafts))
            self.commit_all()
        self.saving_changed.emit()
