"""Bundles that were chosen for merging, with what became of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.gui import words
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment
from inspector_app.services.exchange import BundleReceipt

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 2
"""The ``BundleEntry`` of an index."""


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One chosen file: waiting, being merged (``share``), merged or refused."""

    path: str
    receipt: BundleReceipt | None = None
    share: float | None = None
    message: str = ""
    remedy: str = ""

    @property
    def is_finished(self) -> bool:
        """Merged, refused or stopped."""
        return self.receipt is not None or bool(self.message)


class ReceiptColumn(IntEnum):
    """Columns of the table."""

    BUNDLE = 0
    SENDER = 1
    CHANGES = 2
    EVIDENCE = 3
    CONFLICTS = 4
    RESULT = 5


def result_of(entry: BundleEntry) -> tuple[str, Tone]:
    """What to say of an entry and in which tone."""
    if entry.message:
        return _("Từ chối"), Tone.BAD
    if entry.receipt is None:
        if entry.share is None:
            return _("Đang chờ"), Tone.NEUTRAL
        return _("Đang gộp {share}%").format(share=round(100 * entry.share)), Tone.ACCENT
    return {
        "new": (_("Mới"), Tone.GOOD),
        "updated": (_("Đã cập nhật"), Tone.GOOD),
        "known": (_("Đã có đủ"), Tone.NEUTRAL),
        "held": (_("Chờ gói trước"), Tone.WARN),
        "refused": (_("Từ chối"), Tone.BAD),
    }.get(entry.receipt.status, (entry.receipt.status, Tone.NEUTRAL))


class ReceiptModel(QAbstractTableModel):
    """Entries in the order in which they were chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[BundleEntry] = []

    @property
    def entries(self) -> tuple[BundleEntry, ...]:
        """All entries."""
        return tuple(self._entries)

    def add(self, paths: list[str]) -> list[str]:
        """Append files that are not waiting yet; returns those."""
        waiting = {entry.path for entry in self._entries if not entry.is_finished}
        fresh = [path for path in dict.fromkeys(paths) if path not in waiting]
        if fresh:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._entries += [BundleEntry(path) for path in fresh]
            self.endInsertRows()
        return fresh

    def update_path(self, path: str, **values: object) -> None:
        """Change the newest entry of a file."""
        for number in range(len(self._entries) - 1, -1, -1):
            if self._entries[number].path == path:
                self._entries[number] = replace(self._entries[number], **values)  # type: ignore[arg-type]
                last = len(ReceiptColumn) - 1
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))
                return

    def clear(self) -> None:
        """Forget the finished entries."""
        self.beginResetModel()
        self._entries = [entry for entry in self._entries if not entry.is_finished]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(ReceiptColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(entry, ReceiptColumn(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.message}\n{entry.remedy}" if entry.message else entry.path
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return {
            ReceiptColumn.BUNDLE: _("Gói"),
            ReceiptColumn.SENDER: _("Người gửi"),
            ReceiptColumn.CHANGES: _("Thay đổi mới"),
            ReceiptColumn.EVIDENCE: _("Minh chứng mới"),
            ReceiptColumn.CONFLICTS: _("Xung đột mới"),
            ReceiptColumn.RESULT: _("Kết quả"),
        }[ReceiptColumn(section)]


def cell_text(entry: BundleEntry, column: ReceiptColumn) -> str:
    """The text of a cell."""
    receipt = entry.receipt
    if column is ReceiptColumn.BUNDLE:
        return words.file_name(entry.path)
    if column is ReceiptColumn.RESULT:
        return result_of(entry)[0]
    if receipt is None:
        return ""
    if column is ReceiptColumn.SENDER:
        return receipt.sender
    if column is ReceiptColumn.CHANGES:
        return _("{new} mới · {known} đã có").format(
            new=receipt.changes_new, known=receipt.changes_known
        )
    if column is ReceiptColumn.EVIDENCE:
        text = str(receipt.evidence_new)
        if receipt.evidence_absent:
            text += " " + _("(thiếu {count})").format(count=receipt.evidence_absent)
        return text
    return str(receipt.conflicts_new)


def second_line(entry: BundleEntry) -> str:
    """What stands under the name of the file."""
    if entry.message:
        return entry.message
    if entry.receipt is None:
        return entry.path
    return _("số {number} · xuất lúc {when}").format(
        number=entry.receipt.export_number, when=moment(entry.receipt.created)
    )
