"""One undoable step: what takes a change back and what makes it again, and where it happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QUndoCommand

from inspector_app.domain.form.instance.engine import Node
from inspector_app.services.outcomes import Outcome

Call = Callable[[], Outcome[Any]]


class Replayer(Protocol):
    """Runs the call of a step on the vault thread and shows where it happened."""

    def replay(self, call: Call, node: Node | None) -> None:
        """Run and show."""
        ...


class Step(QUndoCommand):
    """A step that was already done when it is pushed."""

    def __init__(
        self, replayer: Replayer, text: str, undo: Call, redo: Call, node: Node | None
    ) -> None:
        super().__init__(text)
        self._replayer = replayer
        self._undo, self._redo = undo, redo
        self._node = node
        self._is_fresh = True

    def undo(self) -> None:
        """Take the change back."""
        self._replayer.replay(self._undo, self._node)

    def redo(self) -> None:
        """Make the change again; the first call comes from the push and does nothing."""
        if self._is_fresh:
            self._is_fresh = False
            return
        self._replayer.replay(self._redo, self._node)
