"""The one way into the background.

The vault's connection belongs to one thread: every service call runs on the vault worker, in the
order of asking. Page images are drawn on a second worker, for they need the PDF bytes only; files
are carried to sticks and looked for on shares on a third, for a slow medium must not keep anybody's
answers waiting.
Results come back on the GUI thread. A callback whose widget is gone is dropped.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import CancelledError, InspectorError, InternalError

T = TypeVar("T")
OnError = Callable[[InspectorError], None]
OnProgress = Callable[[int, int, str], None]


@dataclass(eq=False, slots=True)
class Job:
    """One call on a worker; :meth:`cancel` stops it at its next progress report."""

    call: Callable[..., Any]
    on_done: Callable[[Any], None] | None
    on_error: OnError | None
    on_progress: OnProgress | None
    is_aside: bool = False
    is_finished: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Do not begin it, or stop it at its next progress report; ``on_error`` then says so."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()


class _Worker(threading.Thread):
    """Runs jobs one after another until it is given None."""

    def __init__(self, name: str, deliver: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(name=name, daemon=True)
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.current: Job | None = None
        self._deliver = deliver
        self._finish: Callable[[Job, object, BaseException | None], None] | None = None

    def begin(self, finish: Callable[[Job, object, BaseException | None], None]) -> None:
        """Start; ``finish`` is called on the GUI thread for each job."""
        self._finish = finish
        self.start()

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            result: object = None
            error: Exception | None = None
            self.current = job
            try:
                result = self._run(job)
            except Exception as caught:  # noqa: BLE001  the one door of the task runner
                error = caught
            self.current = None
            assert self._finish is not None
            self._deliver(partial(self._finish, job, result, error))
            del job, result, error

    def _run(self, job: Job) -> object:
        if job.is_cancelled:
            raise CancelledError
        if job.on_progress is None:
            return job.call()
        return job.call(progress=partial(self._report, job))

    def _report(self, job: Job, done: int, total: int, what: str) -> None:
        if job.is_cancelled:
            raise CancelledError
        if job.on_progress is not None:
            self._deliver(partial(_call_if_alive, job.on_progress, done, total, what))


class Tasks(QObject):
    """Runs calls away from the GUI thread.

    Signals:
        busy_changed(bool): the vault worker got its first job, or finished its last.
        unexpected(object): an exception outside the catalogue, for the error window.
    """

    busy_changed = Signal(bool)
    unexpected = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending = 0
        self._is_closed = False
        self._when_idle: list[Callable[[], None]] = []
        self._arrived.connect(self._on_arrived)
        self._vault = _Worker("vault", self._deliver)
        self._vault.begin(self._finish)
        self._aside: dict[str, _Worker] = {}

    @property
    def is_busy(self) -> bool:
        """Whether service calls wait or run."""
        return self._pending > 0

    @property
    def is_held(self) -> bool:
        """Whether the vault worker is at something that takes long: a merge, an export."""
        current = self._vault.current
        return current is not None and current.on_progress is not None

    def run(
        self,
        call: Callable[..., T],
        on_done: Callable[[T], None] | None = None,
        on_error: OnError | None = None,
        *,
        progress: OnProgress | None = None,
    ) -> Job:
        """Run a service call on the vault thread.

        Args:
            call: called without arguments, or with ``progress=`` when ``progress`` is given; bind
                plain values to it with ``functools.partial``.
            on_done: gets the result, on the GUI thread.
            on_error: gets the error of the catalogue, on the GUI thread; an exception outside the
                catalogue arrives as ``InternalError`` after ``unexpected`` was emitted.
            progress: called on the GUI thread with (done, total, message id).
        """
        return self._enqueue(self._vault, Job(call, on_done, on_error, progress))

    def draw(
        self,
        call: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: OnError | None = None,
    ) -> Job:
        """Run a call that draws page images, on the second worker."""
        job = Job(call, on_done, on_error, None, is_aside=True)
        return self._enqueue(self._beside("drawing"), job)

    def carry(
        self,
        call: Callable[..., T],
        on_done: Callable[[T], None] | None = None,
        on_error: OnError | None = None,
        *,
        progress: OnProgress | None = None,
    ) -> Job:
        """Run a call that needs no open vault and may wait for a slow medium, on the third worker."""
        job = Job(call, on_done, on_error, progress, is_aside=True)
        return self._enqueue(self._beside("carrying"), job)

    def _beside(self, name: str) -> _Worker:
        """A worker of its own, made when first used."""
        if name not in self._aside:
            self._aside[name] = _Worker(name, self._deliver)
            self._aside[name].begin(self._finish)
        return self._aside[name]

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call once no service call waits or runs; at once when that is so now."""
        if not self.is_busy:
            call()
            return
        self._when_idle.append(call)

    def close(self) -> None:
        """Finish what was asked for and end the workers; further calls are refused."""
        if self._is_closed:
            return
        self._is_closed = True
        workers = (self._vault, *self._aside.values())
        for worker in workers:
            worker.jobs.put(None)
        for worker in workers:
            worker.join()

    def _enqueue(self, worker: _Worker, job: Job) -> Job:
        if self._is_closed:
            raise RuntimeError("the workers have ended")
        if not job.is_aside:
            self._pending += 1
            if self._pending == 1:
                self.busy_changed.emit(True)
        worker.jobs.put(job)
        return job

    def _deliver(self, call: Callable[[], None]) -> None:
        # on a worker: the queued connection carries the call over to the GUI thread
        if shiboken6.isValid(self):
            self._arrived.emit(call)

    def _on_arrived(self, call: Callable[[], None]) -> None:
        call()

    def _finish(self, job: Job, result: object, error: BaseException | None) -> None:
        job.is_finished = True
        if not job.is_aside:
            self._pending -= 1
        try:
            self._hand_over(job, result, error)
        finally:
            if not job.is_aside and self._pending == 0:
                self.busy_changed.emit(False)
                waiting, self._when_idle = self._when_idle, []
                for call in waiting:
                    _call_if_alive(call)

    def _hand_over(self, job: Job, result: object, error: BaseException | None) -> None:
        if error is None:
            _call_if_alive(job.on_done, result)
            return
        if not isinstance(error, InspectorError):
            self.unexpected.emit(error)
            error = InternalError(what=type(error).__name__, log="inspector.log")
        _call_if_alive(job.on_error, error)


def _call_if_alive(call: Callable[..., None] | None, *values: object) -> None:
    if call is None:
        return
    owner = getattr(call, "__self__", None)
    if isinstance(call, partial):
        owner = getattr(call.func, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return
    call(*values)
