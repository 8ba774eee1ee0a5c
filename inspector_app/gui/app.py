"""Starts the window: guard, hooks, look, language; returns the exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import PySide6
from PySide6.QtCore import QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from inspector_app.domain.errors import PlatformError
from inspector_app.gui import guard
from inspector_app.gui.faults import Faults
from inspector_app.gui.main_window import NAME, MainWindow
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import set_language
from inspector_app.host.wording import error_texts

_AFTER_PAINT_MS = 50


def main(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed.

    Args:
        arguments: what ``inspector`` was told; a folder offers that vault first.
    """
    preferences = Preferences.read()
    set_language(preferences.now.language)
    try:
        guard.check_runtime(PySide6.__version__)
    except PlatformError as error:
        for line in error_texts(error):
            sys.stderr.write(f"{line}\n")
        return PlatformError.exit_status
    application = QApplication([NAME, *arguments])
    faults = Faults()
    faults.install()
    theme = dress(application, preferences)
    tasks = Tasks()
    tasks.unexpected.connect(faults.report)
    window = MainWindow(theme, tasks, preferences)
    faults.happened.connect(lambda path: _show_failure(window, theme, path))
    if arguments and not arguments[-1].startswith("-"):
        window.unlock.card.choose(arguments[-1])
    window.show()
    QTimer.singleShot(_AFTER_PAINT_MS, faults.begin_crash_log)
    status = application.exec()
    tasks.close()
    faults.remove()
    return status


def dress(application: QApplication, preferences: Preferences) -> Theme:
    """Fusion, our palette and font, Qt's own words in the person's language."""
    application.setApplicationName("par-inspector")
    application.setApplicationDisplayName(NAME)
    application.setStyle("Fusion")
    theme = Theme(preferences.now.theme, preferences.now.text_size, application)
    theme.apply()
    theme.follow_system()
    if preferences.now.language == "vi":
        application.installTranslator(_qt_words(application))
    return theme


def _qt_words(application: QApplication) -> QTranslator:
    from inspector_app.gui.qt_words import VietnameseQt

    return VietnameseQt(application)


def _show_failure(window: MainWindow, theme: Theme, path: str) -> None:
    from inspector_app.gui.dialogs.failure import FailureDialog

    dialog = FailureDialog(theme, path, window)
    dialog.quit_asked.connect(window.close)
    dialog.open()
