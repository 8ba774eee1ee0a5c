"""Bundles that were chosen for merging, with what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.gui import words
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment, number
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.rehearsals import BundleLook

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 2
"""The ``BundleEntry`` of an index."""


class Stage(StrEnum):
    """What is happening to a bundle."""

    LOOKING = "looking"
    READY = "ready"
    WAITING = "waiting"
    MERGING = "merging"
    LOCKED = "locked"
    HELD = "held"
    MERGED = "merged"
    STOPPED = "stopped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One chosen file, on its way from being looked at to its receipt."""

    path: str
    stage: Stage = Stage.LOOKING
    look: BundleLook | None = None
    receipt: BundleReceipt | None = None
    share: float | None = None
    message: str = ""
    remedy: str = ""
    short: str = ""
    """The message in a few words."""

    @property
    def is_finished(self) -> bool:
        """Merged, refused or stopped."""
        return self.stage in (Stage.MERGED, Stage.STOPPED, Stage.REFUSED)

    @property
    def is_mergeable(self) -> bool:
        """Whether a merge may be asked for."""
        return self.stage in (Stage.READY, Stage.HELD, Stage.STOPPED)

    @property
    def would_change(self) -> bool:
        """Whether merging it would bring something, as far as anybody knows."""
        return self.is_mergeable and (self.look is None or not self.look.is_known)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: finished, or known already."""
        return self.is_finished or (self.stage is Stage.READY and not self.would_change)

    @property
    def told(self) -> BundleLook | BundleReceipt | None:
        """What is known of its content: what was done, or else what would be."""
        return self.receipt or self.look


class ReceiptColumn(IntEnum):
    """Columns of the table."""

    BUNDLE = 0
    SENDER = 1
    UNITS = 2
    CHANGES = 3
    CONFLICTS = 4
    RESULT = 5


def result_of(entry: BundleEntry) -> tuple[str, Tone]:
    """What to say of an entry and in which tone."""
    if entry.stage is Stage.MERGED and entry.receipt is not None:
        return {
            "new": (_("Mới"), Tone.GOOD),
            "updated": (_("Đã cập nhật"), Tone.GOOD),
            "known": (_("Đã có đủ"), Tone.NEUTRAL),
            "held": (_("Chờ gói trước"), Tone.WARN),
            "quarantined": (_("Cách ly"), Tone.WARN),
            "refused": (_("Từ chối"), Tone.BAD),
        }.get(entry.receipt.status, (entry.receipt.status, Tone.NEUTRAL))
    share = "" if entry.share is None else f" {round(100 * entry.share)}%"
    if entry.stage is Stage.READY:
        if entry.look is not None and entry.look.is_known:
            return _("Đã có đủ"), Tone.NEUTRAL
        return _("Gộp được"), Tone.GOOD
    return {
        Stage.LOOKING: (_("Đang xem") + share, Tone.NEUTRAL),
        Stage.WAITING: (_("Đang chờ"), Tone.NEUTRAL),
        Stage.MERGING: (_("Đang gộp") + share, Tone.ACCENT),
        Stage.LOCKED: (_("Cần mật khẩu"), Tone.WARN),
        Stage.HELD: (_("Chờ gói trước"), Tone.WARN),
        Stage.STOPPED: (_("Chưa gộp"), Tone.WARN),
    }.get(entry.stage, (_("Từ chối"), Tone.BAD))


class ReceiptModel(QAbstractTableModel):
    """Entries in the order in which they were chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[BundleEntry] = []

    @property
    def entries(self) -> tuple[BundleEntry, ...]:
        """All entries."""
        return tuple(self._entries)

    def entry(self, path: str) -> BundleEntry:
        """The newest entry of a file. Raises: KeyError."""
        for one in reversed(self._entries):
            if one.path == path:
                return one
        raise KeyError(path)

    def add(self, paths: Sequence[str], stage: Stage) -> list[str]:
        """Append files that are not waiting yet, at a stage; returns those."""
        waiting = {entry.path for entry in self._entries if not entry.is_finished}
        fresh = [path for path in dict.fromkeys(paths) if path not in waiting]
        if fresh:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._entries += [BundleEntry(path, stage) for path in fresh]
            self.endInsertRows()
        return fresh

    def update_path(self, path: str, **values: object) -> None:
        """Change the newest entry of a file."""
        for place in range(len(self._entries) - 1, -1, -1):
            if self._entries[place].path == path:
                self._entries[place] = replace(self._entries[place], **values)  # type: ignore[arg-type]
                last = len(ReceiptColumn) - 1
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))
                return

    def remove(self, row: int) -> None:
        """Take an entry off the list; its file stays where it is."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row]
        self.endRemoveRows()

    def clear(self) -> None:
        """Forget all entries; their files stay where they are."""
        self.beginResetModel()
        self._entries = []
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
            ReceiptColumn.UNITS: _("Đơn vị"),
            ReceiptColumn.CHANGES: _("Thay đổi, minh chứng"),
            ReceiptColumn.CONFLICTS: _("Xung đột"),
            ReceiptColumn.RESULT: _("Kết quả"),
        }[ReceiptColumn(section)]


def cell_text(entry: BundleEntry, column: ReceiptColumn) -> str:
    """The text of a cell, or the first line of it."""
    told = entry.told
    if column is ReceiptColumn.BUNDLE:
        return words.file_name(entry.path)
    if column is ReceiptColumn.RESULT:
        return result_of(entry)[0]
    if told is None:
        return ""
    if column is ReceiptColumn.SENDER:
        return told.sender
    if column is ReceiptColumn.UNITS:
        units = entry.look.units if entry.look else ()
        if len(units) > 1:
            return _("{count} đơn vị").format(count=len(units))
        return units[0] if units else "–"
    if column is ReceiptColumn.CHANGES:
        return _("{new} mới · {known} đã có").format(
            new=number(told.changes_new), known=number(told.changes_known)
        )
    return number(told.conflicts_new)


def second_line(entry: BundleEntry, column: ReceiptColumn) -> str:
    """What stands under it in small letters."""
    told = entry.told
    if column is ReceiptColumn.BUNDLE:
        if entry.message:
            return entry.short or entry.message
        if told is None:
            return entry.path
        return _("số {number} · xuất lúc {when}").format(
            number=told.export_number, when=moment(told.created)
        )
    if told is None:
        return ""
    if column is ReceiptColumn.SENDER:
        return told.device
    if column is ReceiptColumn.CHANGES:
        text = _("{count} tệp mới").format(count=number(told.evidence_new))
        if told.evidence_absent:
            text += " · " + _("thiếu {count}").format(count=number(told.evidence_absent))
        return text
    return ""
