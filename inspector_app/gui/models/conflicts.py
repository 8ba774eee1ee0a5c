"""Open conflicts as a list; what was decided here stays in it, dimmed, until the page is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.form.definition import UPLOADS
from inspector_app.domain.form.instance.engine import display_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.trip.values import RemediationState, Severity, Side
from inspector_app.gui import words
from inspector_app.host import wording
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import source_text
from inspector_app.services.conflict_views import ConflictView

Index = QModelIndex | QPersistentModelIndex
CONFLICT_ROLE = Qt.ItemDataRole.UserRole + 3
"""The ``ConflictEntry`` of an index."""

_LABELS: Final[dict[str, str]] = {
    "started": N_("Giờ bắt đầu làm việc"),
    "ended": N_("Giờ kết thúc"),
    "place": N_("Địa điểm làm việc"),
    "unit_opinion": N_("Ý kiến của đơn vị"),
    "conclusion": N_("Kết luận của trưởng đoàn"),
    "refusal": N_("Lý do không ký"),
    "name": N_("Họ và tên"),
    "post": N_("Chức vụ"),
    "text": N_("Nội dung"),
    "severity": N_("Mức độ"),
    "legal_basis": N_("Căn cứ"),
    "cause": N_("Nguyên nhân"),
    "responsible": N_("Người chịu trách nhiệm"),
    "due": N_("Thời hạn"),
    "caption": N_("Chú thích minh chứng"),
    "question": N_("Câu hỏi"),
    "finding": N_("Tồn tại được xử lý"),
    "evidence": N_("Minh chứng kèm theo"),
    "done": N_("Ngày khắc phục"),
    "state": N_("Kết quả khắc phục: chấp nhận hay không"),
    "reason": N_("Lý do chấp nhận hay không"),
    "last": N_("Kỳ kiểm tra trước"),
    "_": N_("Xóa hay giữ"),
    "mapping": N_("Phiếu của cuộc kiểm tra"),
    "on": N_("Có chấm điểm"),
    "print": N_("In bảng điểm trong biên bản"),
    "bands": N_("Mức xếp loại"),
}
_POINTS: Final[dict[str, str]] = {
    "self": N_("điểm tự đánh giá"),
    "appraised": N_("điểm thẩm định"),
    "reason": N_("lý do lệch điểm"),
}
"""What registers ``score/<criterion>/…`` hold."""


_PARTS: Final = {
    "last/answer/": N_("Trả lời kỳ trước"),
    "last/finding/": N_("Tồn tại kỳ trước"),
    "last/requirement/": N_("Yêu cầu kỳ trước"),
}


@dataclass(frozen=True, slots=True)
class ConflictEntry:
    """A conflict and, once decided here, the value that was chosen."""

    conflict: ConflictView
    decision: str = ""


def title_of(conflict: ConflictView) -> str:
    """What the register is called."""
    asked = conflict.question or conflict.criterion
    if asked is not None:
        clause = asked.clause
        label = asked.label.in_(language())
        return f"{clause}. {label}" if clause else label
    for prefix, part in _PARTS.items():
        if conflict.label.startswith(prefix):
            return f"{_(part)} {conflict.label[len(prefix) :][:32]}"
    name = conflict.label.rsplit("/", 1)[-1]
    return _(_LABELS[name]) if name in _LABELS else _(conflict.label)


def place_of(conflict: ConflictView) -> str:
    """Unit and side of a conflict."""
    sides = {
        Side.REPORTED: _("số đơn vị báo cáo"),
        Side.VERIFIED: _("số đoàn xác minh"),
        Side.NOTE: _("ghi chú của đoàn"),
        Side.SOURCE: _("nguồn số liệu"),
        Side.PERIOD: _("kỳ số liệu"),
    }
    parts = [conflict.inspection.unit.name] if conflict.inspection else []
    if conflict.side is not None:
        parts.append(sides[conflict.side])
    if conflict.label.startswith("score/"):
        parts.append(_(_POINTS.get(conflict.label.rsplit("/", 1)[-1], conflict.label)))
    return " · ".join(parts)


def value_text(conflict: ConflictView, value: Value, *, is_deletion: bool = False) -> str:
    """A value as people read it."""
    if is_deletion:
        return _("Đã xóa")
    if value is None or value == "":
        return _("(để trống)")
    if conflict.side is Side.SOURCE:
        return source_text(str(value))
    if conflict.question is None and isinstance(value, bool):
        return _("Có") if value else _("Không")
    if conflict.label.startswith("score/") and not conflict.label.endswith("/reason"):
        points = number_of(value)
        return str(value) if points is None else wording.number(points)
    if conflict.question is not None and conflict.side is not None and not conflict.side.is_text:
        if conflict.question.type in UPLOADS and isinstance(value, str):
            name, _dot, ending = value.rpartition(".")
            return _("tệp {ending} {code}…").format(ending=ending.upper(), code=name[:8])
        plain = value if not isinstance(value, bytes) else value.hex()
        if plain is None or isinstance(plain, bool | int | str):
            return display_value(conflict.question, plain, language())
        if isinstance(plain, list | tuple):
            names = [str(one) for one in plain]
            return display_value(conflict.question, names, language())
    return _record_text(conflict.register.path, value)


def _record_text(path: str, value: Value) -> str:
    """A value of a finding, requirement, remediation or of last time."""
    if path == "state" and value in list(RemediationState):
        return words.remediation_state(RemediationState(str(value)))
    if path == "severity" and value in list(Severity):
        return words.severity(Severity(str(value)))
    if isinstance(value, bytes):
        return value.hex()[:16]
    if isinstance(value, list | tuple):
        shown = (one.hex()[:8] if isinstance(one, bytes) else str(one) for one in value)
        return "; ".join(shown) or _("(để trống)")
    if isinstance(value, dict):
        said = value.get("text") or value.get("verified") or value.get("title")
        return str(said) if said else _("Giữ lại")
    return str(value)


class ConflictModel(QAbstractListModel):
    """The list beside the comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[ConflictEntry] = []

    @property
    def entries(self) -> tuple[ConflictEntry, ...]:
        """All entries."""
        return tuple(self._entries)

    def show_conflicts(self, conflicts: Iterable[ConflictView]) -> None:
        """Take the open conflicts; entries decided before stay at the end."""
        decided = [entry for entry in self._entries if entry.decision]
        fresh = [ConflictEntry(one) for one in conflicts]
        registers = {entry.conflict.register for entry in fresh}
        self.beginResetModel()
        self._entries = fresh + [
            entry for entry in decided if entry.conflict.register not in registers
        ]
        self.endResetModel()

    def mark_decided(self, conflict_id: str, decision: str) -> None:
        """Dim an entry."""
        for number, entry in enumerate(self._entries):
            if entry.conflict.id == conflict_id:
                self._entries[number] = ConflictEntry(entry.conflict, decision)
                self.dataChanged.emit(self.index(number), self.index(number))

    def forget_decided(self) -> None:
        """Take the dimmed entries away."""
        self.beginResetModel()
        self._entries = [entry for entry in self._entries if not entry.decision]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role == CONFLICT_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{title_of(entry.conflict)}, {place_of(entry.conflict)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return title_of(entry.conflict)
        return None
