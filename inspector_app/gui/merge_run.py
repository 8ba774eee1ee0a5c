"""Bundles looked at and merged one at a time; whatever is typed meanwhile is saved in between.

The vault worker does what it is asked in order. A bundle is handed to it only when the one before it
is done, so that an answer typed during a merge waits for one bundle at most, never for all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.workshop import Services

Call = Callable[..., Any]


class MergeRun(QObject):
    """A queue of bundles.

    Signals:
        begun(str): a bundle is being looked at or merged.
        progressed(str, float): its share, from 0 to 1.
        looked(str, object): its ``BundleLook``.
        merged(str, object): its ``BundleReceipt``.
        failed(str, object): its error; ``CancelledError`` also for those that had not begun.
        ended(): nothing waits any more.
    """

    begun = Signal(str)
    progressed = Signal(str, float)
    looked = Signal(str, object)
    merged = Signal(str, object)
    failed = Signal(str, object)
    ended = Signal()

    def __init__(self, services: Services, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._waiting: deque[tuple[str, bool]] = deque()
        self._held: list[str] = []
        self._has_learned = False
        self._secrets: dict[str, str] = {}
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        """Whether a bundle is being read or waits for it."""
        return self._job is not None

    def unlock(self, path: str, passphrase: str) -> None:
        """Look again at a bundle that is locked; its merge then uses the same passphrase."""
        self._secrets[path] = passphrase
        self.look([path])

    def look(self, paths: Sequence[str]) -> None:
        """Look at bundles; nothing is written."""
        self._add([(path, False) for path in paths])

    def merge(self, paths: Sequence[str]) -> None:
        """Merge bundles."""
        self._add([(path, True) for path in paths])

    def cancel(self) -> None:
        """Stop: the bundle in progress is taken back whole, those that are merged stay."""
        waiting, self._waiting = self._waiting, deque()
        self._held = []
        if self._job is not None:
            self._job.cancel()
        for path, _is_merge in waiting:
            self.failed.emit(path, CancelledError())

    def _add(self, wanted: list[tuple[str, bool]]) -> None:
        self._waiting.extend(wanted)
        if self._job is None:
            self._next()

    def _next(self) -> None:
        self._job = None
        if not self._waiting and self._held and self._has_learned:
            # what they wait for may have come with another bundle: the order does not matter
            self._waiting.extend((path, True) for path in self._held)
            self._held, self._has_learned = [], False
        if not self._waiting:
            self._held = []
            self.ended.emit()
            return
        path, is_merge = self._waiting.popleft()
        bundles = self._services.bundles
        call: Call = bundles.merge_one if is_merge else bundles.look
        done = self._on_merged if is_merge else self._on_looked
        self._job = self._tasks.run(
            partial(call, path, passphrase=self._secrets.get(path, "")),
            partial(done, path),
            partial(self._on_failed, path),
            progress=partial(self._on_progress, path),
        )
        self.begun.emit(path)

    def _on_progress(self, path: str, done: int, total: int, _what: str) -> None:
        self.progressed.emit(path, done / total if total else 0.0)

    def _on_looked(self, path: str, look: object) -> None:
        self.looked.emit(path, look)
        self._next()

    def _on_merged(self, path: str, receipt: BundleReceipt) -> None:
        if receipt.status == "held":
            self._held.append(path)
        self._has_learned = self._has_learned or receipt.changes_new > 0
        self.merged.emit(path, receipt)
        self._next()

    def _on_failed(self, path: str, error: InspectorError) -> None:
        self.failed.emit(path, error)
        self._next()
