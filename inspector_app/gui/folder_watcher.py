"""Looks into the shared folder while a vault is open, quietly; merges between the person's saves.

Looking and hashing run on the worker that carries files, for a share may be slow or away; each
bundle is then one job on the vault worker, so that typing waits for one bundle at most.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui import words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.host.wording import error_texts
from inspector_app.services.exchange import BundleSummary, ReceiptView
from inspector_app.services.outcomes import Touched
from inspector_app.services.watching import (
    FolderWatch,
    WatchedFile,
    WatchResult,
    WatchSettings,
)
from inspector_app.services.workshop import Services

LOOK_MS: Final = 15_000
SEND_MS: Final = 30 * 60_000
_KEPT: Final = 20
_NO_ENTITY: Final = EntityId(bytes(16))


class WatchState(StrEnum):
    """What the mark says."""

    OFF = "off"
    FINE = "fine"
    BUSY = "busy"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class WatchNews:
    """One thing that happened, for the list; ``is_bad``: a bundle that was refused."""

    at: str
    result: WatchResult | None = None
    sent: BundleSummary | None = None
    answered: ReceiptView | None = None
    message: str = ""
    remedy: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.message)


class FolderWatcher(QObject):
    """One shared folder of one open vault.

    Signals:
        changed(): the state, the time of the last look or the news changed.
        refused(str, str): message and remedy of a bundle that was refused, once for each file.
    """

    changed = Signal()
    refused = Signal(str, str)

    def __init__(
        self, services: Services, tasks: Tasks, broadcast: Broadcast, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self.settings = WatchSettings()
        self.state = WatchState.OFF
        self.looked_at = ""
        self.failure = ""
        self.news: tuple[WatchNews, ...] = ()
        self._watch: FolderWatch | None = None
        self._waiting: deque[WatchedFile] = deque()
        self._said: set[tuple[str, str]] = set()
        self._job: Job | None = None
        self._is_stopped = False
        self._has_answered = False
        self._since_sent = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def waiting(self) -> int:
        """Files in the folder that are not done."""
        return self._watch.waiting if self._watch is not None else 0

    def start(self) -> None:
        """Begin as this vault is set."""
        self._tasks.run(self._services.watch.settings, self.apply)

    def apply(self, settings: WatchSettings) -> None:
        """Begin anew with other settings."""
        self.settings = settings
        self._timer.stop()
        self._watch, self.failure, self.looked_at = None, "", ""
        self._waiting.clear()
        self._since_sent.invalidate()
        self._show(WatchState.FINE if settings.is_on else WatchState.OFF)
        if settings.is_on and not self._is_stopped:
            begin = partial(self._services.watch.begin, settings.folder)
            self._tasks.run(begin, self._on_begun, self._on_away)

    def stop(self) -> None:
        """Before the vault is locked: the bundle in progress is taken back whole."""
        self._is_stopped = True
        self._timer.stop()
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def look(self) -> None:
        """Look now."""
        if self._watch is None or self._is_stopped or self.state is WatchState.BUSY:
            return
        self._timer.stop()
        self._show(WatchState.BUSY)
        watch = self._watch
        self._job = self._tasks.carry(
            watch.look, self._on_looked, self._on_away, progress=_nobody_watches
        )

    def _on_begun(self, watch: FolderWatch) -> None:
        if watch.folder == self.settings.folder and self.settings.is_on:
            self._watch = watch
            self.look()

    def _on_looked(self, files: tuple[WatchedFile, ...]) -> None:
        self.failure = ""
        self.looked_at = _now()
        self._waiting = deque(files)
        self._has_answered = False
        self._next()

    def _next(self) -> None:
        self._job = None
        watch = self._watch
        if watch is None or self._is_stopped:
            return
        if self._waiting:
            file = self._waiting.popleft()
            self._job = self._tasks.run(
                partial(self._services.watch.take, watch, file),
                self._on_taken,
                self._on_failed,
                progress=_nobody_watches,
            )
        elif not self._has_answered:
            self._has_answered = True
            self._job = self._tasks.run(
                partial(self._services.watch.acknowledge, watch), self._on_answered, self._on_failed
            )
        elif self.settings.sends and self._may_send():
            self._since_sent.start()
            self._job = self._tasks.run(
                partial(self._services.watch.send, watch),
                self._on_sent,
                self._on_failed,
                progress=_nobody_watches,
            )
        else:
            self._rest(WatchState.FINE)

    def _may_send(self) -> bool:
        return not self._since_sent.isValid() or self._since_sent.elapsed() >= SEND_MS

    def _on_taken(self, result: WatchResult | None) -> None:
        if result is not None and result.error is not None:
            name = (result.file.sha256, result.error.code)
            if name not in self._said:
                self._said.add(name)
                message, remedy = error_texts(result.error)
                message = message.replace(result.file.path, words.file_name(result.file.path))
                self._tell(WatchNews(_now(), result, message=message, remedy=remedy))
                self.refused.emit(message, remedy)
        elif result is not None and result.receipt is not None:
            receipt = result.receipt
            if receipt.changes_new or receipt.evidence_new:
                self._tell(WatchNews(_now(), result))
                self._broadcast.announce(Touched("bundle", _NO_ENTITY))
        elif result is not None and result.told is not None:
            self._tell(WatchNews(_now(), result))
        self._next()

    def _on_answered(self, answered: ReceiptView | None) -> None:
        if answered is not None:
            self._tell(WatchNews(_now(), answered=answered))
        self._next()

    def _on_sent(self, sent: BundleSummary | None) -> None:
        if sent is not None:
            self._tell(WatchNews(_now(), sent=sent))
        self._next()

    def _on_failed(self, error: InspectorError) -> None:
        if not isinstance(error, CancelledError) and ("", error.code) not in self._said:
            self._said.add(("", error.code))
            message, remedy = error_texts(error)
            self._tell(WatchNews(_now(), message=message, remedy=remedy))
        self._next()

    def _on_away(self, error: InspectorError) -> None:
        self.failure = error_texts(error)[0]
        self._job = None
        self._rest(WatchState.AWAY)

    def _rest(self, state: WatchState) -> None:
        self._show(state if self.settings.is_on else WatchState.OFF)
        if self.settings.is_on and not self._is_stopped:
            self._timer.start()

    def _tell(self, news: WatchNews) -> None:
        self.news = (news, *self.news)[:_KEPT]
        self.changed.emit()

    def _show(self, state: WatchState) -> None:
        self.state = state
        self.changed.emit()


def _nobody_watches(_done: int, _total: int, _what: str) -> None:
    """A progress that is not drawn; having one lets a job be stopped."""


def _now() -> str:
    return f"{datetime.now(UTC).astimezone():%H:%M}"
