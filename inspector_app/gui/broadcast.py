"""Tells the pages what an action changed, so that those who show it reload."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector_app.services.outcomes import Notice, Outcome, Touched


class Broadcast(QObject):
    """The outcomes of all actions, in the order in which they happened.

    Signals:
        touched(tuple[Touched, ...]): what changed.
        noticed(tuple[Notice, ...]): things worth saying.
    """

    touched = Signal(object)
    noticed = Signal(object)

    def send(self, outcome: Outcome[Any]) -> None:
        """Announce what a service returned."""
        if outcome.touched:
            self.touched.emit(outcome.touched)
        if outcome.notices:
            self.noticed.emit(outcome.notices)

    def announce(self, *touched: Touched) -> None:
        """Announce changes that came without an outcome, such as a merged bundle."""
        if touched:
            self.touched.emit(touched)

    def say(self, *notices: Notice) -> None:
        """Announce something worth saying."""
        if notices:
            self.noticed.emit(notices)
