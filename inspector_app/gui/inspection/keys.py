"""The keys of the page. Digits are no shortcuts: they belong to the answer buttons alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.gui.inspection.desk import Desk


class Keyed(Protocol):
    """What the keys call."""

    desk: Desk

    def begin_search(self) -> None: ...
    def next_problem(self, step: int) -> None: ...
    def step(self, step: int) -> None: ...
    def new_finding(self, question: str | None = None) -> None: ...
    def choose_files(self) -> None: ...
    def toggle_panel(self) -> None: ...
    def paste_evidence(self) -> None: ...
    def show_section_number(self, number: int) -> None: ...


def install_keys(page: Keyed) -> None:
    """Make the page's shortcuts; they hold while the page or a child has the keyboard."""
    table: dict[str, Callable[[], None]] = {
        "Ctrl+K": page.begin_search,
        "F8": partial(page.next_problem, 1),
        "Shift+F8": partial(page.next_problem, -1),
        "Alt+Down": partial(page.step, 1),
        "Alt+Up": partial(page.step, -1),
        "F4": page.new_finding,
        "F6": page.choose_files,
        "F7": page.toggle_panel,
        "Ctrl+V": page.paste_evidence,
        "Ctrl+Z": page.desk.undo,
        "Ctrl+Y": page.desk.redo,
        "Ctrl+Shift+Z": page.desk.redo,
    }
    for number in range(1, 10):
        table[f"Ctrl+{number}"] = partial(page.show_section_number, number)
    assert isinstance(page, QWidget)
    for key, call in table.items():
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)
