"""The real window over real vaults: opened, waited for, walked through."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.app import dress
from inspector_app.gui.main_window import MainWindow
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.shell import Shell
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.host.settings import Settings
from tests.kit.team import PASSPHRASE, Team, gather

PATIENCE_S = 30.0


def application() -> QApplication:
    """The one application of the process."""
    found = QApplication.instance()
    return cast("QApplication", found) if found is not None else QApplication(["tests"])


def wait_until(is_true: Callable[[], bool], what: str = "") -> None:
    """Let the event loop run until something is true; fails after 30 seconds."""
    ends = time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > ends:
            raise AssertionError(f"never happened: {what or is_true}")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let everything that is waiting in the event loop happen."""
    for _ in range(4):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@dataclass
class Opened:
    """A window and what it was made of."""

    window: MainWindow
    tasks: Tasks
    theme: Theme
    preferences: Preferences

    @property
    def shell(self) -> Shell:
        """The pages over the open vault."""
        assert self.window.shell is not None
        return self.window.shell

    def idle(self) -> None:
        """Wait for the vault worker and for what its results set off."""
        for _ in range(3):
            wait_until(lambda: not self.tasks.is_busy, "the worker is idle")
            settle()

    def unlock(self, path: str, secret: str = PASSPHRASE) -> None:
        """Type the passphrase of a vault and wait for its pages."""
        card = self.window.unlock.card
        card.folder.setText(path)
        card.secret.setText(secret)
        card.open_button.click()
        wait_until(lambda: self.window.shell is not None, "the vault is open")
        self.idle()


@contextmanager
def opened_window(
    scheme: str = "light",
    text_size: int = 100,
    recent: tuple[str, ...] = (),
    size: tuple[int, int] = (1366, 698),
) -> Iterator[Opened]:
    """A window on the screen, closed and its worker ended afterwards."""
    app = application()
    settings = Settings(theme=scheme, text_size=text_size, recent_vaults=recent)
    preferences = Preferences(settings, is_kept=False)
    theme = dress(app, preferences)
    tasks = Tasks()
    window = MainWindow(theme, tasks, preferences, warms_up=False)
    window.resize(*size)
    window.show()
    settle()
    opened = Opened(window, tasks, theme, preferences)
    try:
        yield opened
    finally:
        opened.idle()
        window.close()
        wait_until(lambda: not window.isVisible(), "the window is closed")
        tasks.close()
        window.deleteLater()
        settle()


def worked_team(folder: Path) -> Team:
    """A team whose secretary and member filled a commune and disagree on one question.

    The leader's vault has merged nothing yet; the bundles ``thu-ky.inspb`` and
    ``thanh-vien.inspb`` lie in the folder.
    """
    team = gather(folder)
    commune = team.commune()
    for number, one in enumerate((team.secretary, team.member)):
        fill_some(one.services.inspections.show(commune).inspection.id, one, number)
    team.secretary.send("thu-ky.inspb")
    team.member.send("thanh-vien.inspb")
    return team


def fill_some(inspection: EntityId, colleague: object, number: int) -> None:
    """Answer the first questions; both people differ on the first one."""
    from tests.kit.team import Colleague

    assert isinstance(colleague, Colleague)
    services = colleague.services
    view = services.inspections.show(inspection)
    choices = [
        one
        for one in view.form.questions.values()
        if one.is_answerable and not one.repeat and one.choices
    ]
    first, others = choices[0], choices[1 + 6 * number : 7 + 6 * number]
    answer = services.inspections.answer
    answer(inspection, first.name, Side.VERIFIED, first.choices[number].name)
    for one in others:
        answer(inspection, one.name, Side.VERIFIED, one.choices[0].name)


def focusable(root: QWidget) -> list[QWidget]:
    """Every visible widget that the keyboard can reach."""
    from PySide6.QtCore import Qt

    return [
        one
        for one in (root, *root.findChildren(QWidget))
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    ]
