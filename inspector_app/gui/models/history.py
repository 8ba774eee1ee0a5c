"""The lines of a history as a list model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.trip.history import Deed, HistoryLine
from inspector_app.host import history_wording as words

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 5
"""The ``HistoryLine`` of an index."""


class HistoryModel(QAbstractListModel):
    """Newest first; pages are added at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[HistoryLine, ...] = ()
        self.total = 0
        self.with_subject = False

    def show_lines(self, lines: tuple[HistoryLine, ...], total: int, *, with_subject: bool) -> None:
        """Show a first page."""
        self.beginResetModel()
        self.lines, self.total, self.with_subject = lines, total, with_subject
        self.endResetModel()

    def add_lines(self, lines: tuple[HistoryLine, ...]) -> None:
        """Show a further page."""
        if not lines:
            return
        first = len(self.lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self.lines += lines
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return content(line)
        return None


def spoken(line: HistoryLine) -> str:
    """A line as it is read aloud."""
    parts = (
        words.when_text(line),
        line.author,
        words.deed_text(line),
        words.subject_text(line.subject, with_unit=False),
        content(line),
        words.standing_text(line.standing),
    )
    return ", ".join(filter(None, parts))


def content(line: HistoryLine) -> str:
    """Before → after; of a decision its result first, then what it decided between."""
    if line.deed is Deed.DECIDE:
        after, before = words.after_text(line), words.before_text(line)
        return f"{after} ← {before}" if before else after
    return " → ".join(filter(None, (words.before_text(line), words.after_text(line))))
