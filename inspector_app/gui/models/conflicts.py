"""Conflicts as a list: open and decided ones in their places, decided ones dim."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.gui.models.conflict_words import decision_text, place_of, title_of
from inspector_app.host.i18n import _
from inspector_app.services.conflict_views import ConflictFilter, ConflictState, ConflictView

Index = QModelIndex | QPersistentModelIndex
CONFLICT_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""The ``ConflictView`` of an index."""
EVERYTHING: Final = ConflictFilter().of_state()


class ConflictModel(QAbstractListModel):
    """The list beside the comparison; a filter leaves some of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known: tuple[ConflictView, ...] = ()
        """All conflicts of the vault, those that the filter hides too."""
        self.entries: tuple[ConflictView, ...] = ()
        """Those that are listed."""
        self._filter = EVERYTHING

    @property
    def waiting(self) -> int:
        """How many of the listed conflicts are open."""
        return sum(one.state is not ConflictState.DECIDED for one in self.entries)

    def show_conflicts(self, conflicts: Iterable[ConflictView]) -> None:
        """Take all conflicts, each to its place: by unit, section and name, whatever its state."""
        self.known = tuple(sorted(conflicts, key=_place))
        self.show_filter(self._filter)

    def show_filter(self, wanted: ConflictFilter) -> None:
        """List only what a filter leaves."""
        self.beginResetModel()
        self._filter = wanted
        self.entries = tuple(one for one in self.known if wanted.has(one))
        self.endResetModel()

    def find(self, one: ConflictView) -> int:
        """The row of a conflict or of what became of it; -1 when it is not listed."""
        rows = [number for number, entry in enumerate(self.entries) if entry.id == one.id]
        rows += [n for n, entry in enumerate(self.entries) if entry.register == one.register]
        return rows[0] if rows else -1

    def first_beside(self, ids: frozenset[str]) -> ConflictView | None:
        """The first open conflict that is none of these; None when there is none."""
        return next(
            (
                one
                for one in self.entries
                if one.id not in ids and one.state is not ConflictState.DECIDED
            ),
            None,
        )

    def next_open(self, start: int, step: int) -> int:
        """The next open conflict from a row on, in either direction, around the end; -1 without."""
        count = len(self.entries)
        for distance in range(1, count + 1):
            row = (start + step * distance) % count
            if self.entries[row].state is not ConflictState.DECIDED:
                return row
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.entries[index.row()]
        if role == CONFLICT_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = decision_text(one)
            if one.state is ConflictState.REOPENED:
                state = _("mở lại")
            return ", ".join(filter(None, (title_of(one), place_of(one), state)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return title_of(one)
        return None


_LAST: Final = ((sys.maxsize, ""),)


def _place(one: ConflictView) -> tuple[str, str, tuple[tuple[int, str], ...], str, bytes]:
    unit = one.inspection.unit.name if one.inspection else ""
    asked = one.question or one.criterion or one.asked
    clause = _counted(asked.clause) if asked and asked.clause else _LAST
    return (unit, one.section, clause, one.register.path, one.register.ent)


def _counted(clause: str) -> tuple[tuple[int, str], ...]:
    """A clause as people count: 1.2 stands before 1.11."""
    parts = re.split(r"(\d+)", clause)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)
