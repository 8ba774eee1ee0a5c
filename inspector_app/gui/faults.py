"""Catches what nobody expected: writes it to the log without anybody's data and tells the person.

Doors: exceptions in slots and timers (``sys.excepthook``), in threads (``threading.excepthook``),
from the task runner (``Tasks.unexpected``), Qt's own messages, and crashes (``faulthandler``).
"""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)


class Faults(QObject):
    """The hooks; one error window per distinct traceback.

    Signals:
        happened(str): path of the log after a new kind of failure was written to it; emitted on
            the GUI thread.
    """

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._crash_file: TextIO | None = None

    def install(self) -> None:
        """Set all hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def begin_crash_log(self) -> None:
        """Open the log files; after the first paint, for logging takes longer to load than that."""
        from inspector_app.host import logs

        logs.start()
        try:
            path = logs.log_file().with_name("crash.log")
            self._crash_file = path.open("a", encoding="utf-8")
            faulthandler.enable(self._crash_file)
        except OSError:
            self._crash_file = None  # without a writable place there is no crash log

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()
            self._crash_file = None

    def report(self, error: BaseException) -> None:
        """Log a failure; announce it when its traceback is a new one."""
        from inspector_app.host import logs

        path = logs.record_failure(error, "window")
        frames = traceback.extract_tb(error.__traceback__)
        key = f"{type(error).__name__} " + " ".join(f"{one.name}:{one.lineno}" for one in frames)
        if key not in self._seen:
            self._seen.add(key)
            self.happened.emit(path)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        # Qt's messages name files and widgets, never what was typed; only the loud ones are kept
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            from inspector_app.host import logs

            logs.start().error("Qt: %s", message[:300])
