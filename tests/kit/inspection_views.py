"""An open vault with the sample trip, and an inspection page upon it, for tests of the page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.trip.values import Inspection, UnitKind
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.inspection.items import Place, name_of
from inspector_app.gui.inspection.page import InspectionPage
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.inspection.saving import SavingState
from inspector_app.gui.inspection.table_card import TableCard
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.services.vaults import Person
from inspector_app.services.workshop import Services

# before the application begins: the pictures are the same everywhere, a display is not needed
os.environ.setdefault("QT_FONT_DPI", "96")
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

T = TypeVar("T")
PASSPHRASE = "mat khau kiem tra 1"
ROOT = Path(__file__).parents[2]
SAMPLE_TRIP = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"
SCREENS = ROOT / "out" / "screens"


def make_vault(folder: Path) -> Path:
    """A new vault with the sample trip."""
    workshop = make_workshop()
    person = Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy thử")
    workshop.create_vault(str(folder), PASSPHRASE, person)
    services = workshop.open_vault(str(folder), PASSPHRASE)
    services.trips.create(str(SAMPLE_TRIP))
    services.close()
    return folder


def wait_until(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    """Run the event loop until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        if time.monotonic() > end:
            raise AssertionError("it did not become so in time")


class Bench:
    """Services of one open vault on their thread, theme and broadcast."""

    def __init__(self, folder: Path, scheme: str = "light") -> None:
        self.folder = folder
        self.theme = Theme(scheme)
        self.theme.apply()
        self.tasks = Tasks()
        self.broadcast = Broadcast()
        self.services: Services = self.call(
            lambda: make_workshop().open_vault(str(folder), PASSPHRASE)
        )
        trip = self.call(self.services.trips.show)
        inspections = [row.inspection for row in trip.inspections]
        self._unused = [one for one in inspections if one.unit.kind is UnitKind.COMMUNE]
        self._unused += [one for one in inspections if one.unit.kind is not UnitKind.COMMUNE]

    def call(self, function: Callable[[], T]) -> T:
        """Run on the vault thread and wait for the result."""
        results: list[T] = []
        errors: list[InspectorError] = []
        self.tasks.run(function, results.append, errors.append)
        wait_until(lambda: bool(results or errors))
        if errors:
            raise errors[0]
        return results[0]

    def next_inspection(self) -> Inspection:
        """An inspection that no test has used."""
        return self._unused.pop(0)

    def close(self) -> None:
        """Close the vault and end the workers."""
        self.call(self.services.close)
        self.tasks.close()


class Hand:
    """A person at an inspection page."""

    def __init__(self, bench: Bench, inspection: Inspection, size: tuple[int, int]) -> None:
        self.bench = bench
        self.inspection = inspection
        self.page = InspectionPage(bench.services, bench.tasks, bench.broadcast, bench.theme)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.open(inspection.id)
        wait_until(lambda: self.page.desk.is_open)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        for _round in range(3):
            wait_until(lambda: not self.bench.tasks.is_busy)
            QApplication.processEvents()
            if self.page.isVisible() and QApplication.activeWindow() is None:  # the window manager
                self.page.activateWindow()
                wait_until(lambda: QApplication.activeWindow() is not None)

    def saved(self) -> None:
        """Wait until the pill says that everything is saved."""
        wait_until(lambda: self.page.desk.saving().state is SavingState.SAVED)
        self.settle()

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        widget = self.page.focusWidget()
        assert widget is not None
        return widget

    def press(
        self,
        key: Qt.Key,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.focus, key, held)
        self.settle()

    def type(self, text: str) -> None:
        """Type; other than ASCII letters come from an input method, as in life."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(self.focus, event)

    def compose(self, word: str) -> None:
        """Compose a word without committing it."""
        QApplication.sendEvent(self.focus, QInputMethodEvent(word, []))

    def go(self, item: str) -> None:
        """Go to an item, as from a link."""
        for section in self.page.desk.view.sections:
            for one in section.items:
                if name_of(one) == item:
                    self.page.go(Place(section.section.name, item))
        self.settle()

    def card(self, name: str) -> QuestionCard:
        """A question's card in the section on screen."""
        column = self.page.centre.column
        assert column is not None
        card = column.cards[name]
        assert isinstance(card, QuestionCard)
        return card

    def table(self, name: str) -> TableCard:
        """A table's card in the section on screen."""
        column = self.page.centre.column
        assert column is not None
        card = column.cards[name]
        assert isinstance(card, TableCard)
        return card

    def fill(self, name: str, reported: str, verified: str) -> None:
        """Type both sides of a question."""
        for side, text in zip(self.card(name).sides, (reported, verified), strict=True):
            side.take_focus()
            self.type(text)
            self.press(Qt.Key.Key_Tab)

    def shot(self, name: str) -> None:
        """Save a picture of the page."""
        self.settle()
        SCREENS.mkdir(parents=True, exist_ok=True)
        assert self.page.grab().save(str(SCREENS / f"{name}.png"))

    def close(self) -> None:
        """Leave the page."""
        self.page.leave()
        self.settle()
        self.page.close()
        self.page.deleteLater()
        QApplication.processEvents()


def focusables_without_name(page: QWidget) -> list[str]:
    """Widgets that take the keyboard and say nothing about themselves."""
    nameless: list[str] = []
    for widget in page.findChildren(QWidget):
        takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        spoken = widget.accessibleName() or (
            widget.text() if isinstance(widget, QAbstractButton) else ""
        )
        if takes_focus and not spoken and widget.focusProxy() is None:
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return nameless
