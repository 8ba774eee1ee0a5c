"""The kind of editor whose value is chosen and recorded at once, unlike text that is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme


class ChosenEditor(QWidget):
    """What all of them share; a value is a list of names, empty where nothing is chosen.

    Signals:
        chosen: the names that are now chosen (empty = cleared); ``by_key`` tells a digit key.
        moved: Up (-1) or Down (1) was pressed: the neighbour question is wanted.
        focused: it got the keyboard.
        grown: it wants another height.
    """

    chosen = Signal(list, bool)
    moved = Signal(int)
    focused = Signal()
    grown = Signal()

    has_caption_beside = False
    """Whether the name of a side stands at its left and not above."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self.setAccessibleName(name)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer these choices from now on."""

    def explain(self, why: str) -> None:
        """Say why nothing is offered; empty when something is."""

    def show_names(self, names: Sequence[str]) -> None:
        """Show what is recorded, silently."""
        raise NotImplementedError

    def set_error(self, has_error: bool) -> None:
        """Draw as wrong, or as usual."""

    def take_focus(self) -> None:
        """Give the main part the keyboard."""
        raise NotImplementedError

    def arrange(self, width: int) -> int:
        """Place the parts within a width; returns the height needed."""
        raise NotImplementedError
