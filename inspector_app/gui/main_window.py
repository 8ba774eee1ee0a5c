"""The one window: the unlock page, and over an open vault the shell with its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget

from inspector_app.gui import warmup
from inspector_app.gui.idle import IdleWatch
from inspector_app.gui.pages.unlock import UnlockPage
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.host.i18n import _, set_language

if TYPE_CHECKING:
    from inspector_app.gui.shell import Shell
    from inspector_app.services.workshop import Services

START_SIZE = QSize(1366, 740)
LEAST_SIZE = QSize(960, 540)
NAME = "PAR Inspector"


class MainWindow(QMainWindow):
    """Opens, locks and closes; waits for the worker before a vault is let go."""

    def __init__(
        self, theme: Theme, tasks: Tasks, preferences: Preferences, *, warms_up: bool = True
    ) -> None:
        super().__init__()
        self._theme, self._tasks, self._preferences = theme, tasks, preferences
        self._warms_up = warms_up
        self._services: Services | None = None
        self.shell: Shell | None = None
        self._is_leaving = False
        self._after: str = ""
        self.setWindowTitle(NAME)
        self.setMinimumSize(LEAST_SIZE)
        self.resize(START_SIZE)
        self._stack = QStackedWidget()
        self.unlock = self._make_unlock()
        self._stack.addWidget(self.unlock)
        self.setCentralWidget(self._stack)
        self._idle = IdleWatch(cast("QGuiApplication", QGuiApplication.instance()), self)
        self._idle.idle.connect(self.lock)
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock)

    @property
    def services(self) -> Services | None:
        """The services of the open vault, or None while it is locked."""
        return self._services

    def lock(self) -> None:
        """Save what is being typed, close the vault and ask for the passphrase."""
        self._leave("lock")

    def show_settings(self) -> None:
        """Show the settings."""
        from inspector_app.gui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self._theme, self._tasks, self._preferences, self._services, self)
        dialog.language_changed.connect(self._on_language)
        dialog.finished.connect(self._on_settings_closed)
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.unlock.begin()
        if self._warms_up:
            self._warms_up = False
            QTimer.singleShot(60, warmup.begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._services is not None or self._tasks.is_busy:
            event.ignore()
            self._leave("close")
            return
        self._tasks.close()
        event.accept()

    def _make_unlock(self) -> UnlockPage:
        page = UnlockPage(self._tasks, self._theme, self._preferences)
        page.opened.connect(self._on_opened)
        return page

    def _on_opened(self, services: Services) -> None:
        from inspector_app.gui.shell import Shell

        self._services = services
        self.shell = Shell(services, self._tasks, self._theme)
        self.shell.lock_asked.connect(self.lock)
        self.shell.settings_asked.connect(self.show_settings)
        self.shell.title_changed.connect(self._on_title)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self._idle.start(self._preferences.now.auto_lock)

    def _on_title(self, title: str) -> None:
        self.setWindowTitle(f"{title} – {NAME}" if title else NAME)

    def _on_language(self) -> None:
        # the words of a page are made with it: lock, and build the next pages in the new language
        set_language(self._preferences.now.language)
        if self._services is None:
            self._renew_unlock()
        else:
            self._after = "renew"
            self._leave("lock")

    def _on_settings_closed(self, _result: int) -> None:
        if self._services is not None:
            self._idle.start(self._preferences.now.auto_lock)

    def _leave(self, why: str) -> None:
        """Begin to let the vault go; the rest follows when all that was typed is saved."""
        if self._is_leaving:
            return
        if self._services is None and why == "lock":
            return
        self._is_leaving = True
        self._idle.stop()
        commit_composed_text()
        if self.shell is not None:
            self.shell.flush()
            self.shell.setEnabled(False)
            self.setWindowTitle(_("Đang lưu…") + f" – {NAME}")
        close_modal_windows(self)
        self._tasks.when_idle(self._close_lock if why == "lock" else self._close_all)

    def _close_lock(self) -> None:
        self._let_go(self._on_locked)

    def _close_all(self) -> None:
        self._let_go(self._on_closed)

    def _let_go(self, then: Callable[[], None]) -> None:
        services, self._services = self._services, None
        if services is None:
            then()
            return
        self._tasks.run(services.close, lambda _none: then(), lambda _error: then())

    def _on_locked(self) -> None:
        self._is_leaving = False
        shell, self.shell = self.shell, None
        if self._after == "renew":
            self._after = ""
            self._renew_unlock()
        self._stack.setCurrentWidget(self.unlock)
        if shell is not None:
            self._stack.removeWidget(shell)
            shell.deleteLater()
        self.setWindowTitle(NAME)
        self.unlock.show_recent()

    def _renew_unlock(self) -> None:
        old, self.unlock = self.unlock, self._make_unlock()
        self._stack.addWidget(self.unlock)
        if self.shell is None:
            self._stack.setCurrentWidget(self.unlock)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _on_closed(self) -> None:
        self._is_leaving = False
        QTimer.singleShot(0, self.close)


def close_modal_windows(window: QWidget) -> None:
    """Close the dialogs of a window."""
    for dialog in window.findChildren(QDialog):
        dialog.done(0)
