"""The trip's units as a table, the filters over it and what is left to do today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import fold
from inspector_app.gui import words
from inspector_app.host.i18n import _
from inspector_app.services.views import InspectionRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``InspectionRow`` of an index."""


class Column(IntEnum):
    """Columns of the table."""

    UNIT = 0
    TEAM = 1
    DAY = 2
    PROGRESS = 3
    VIOLATIONS = 4
    FINDINGS = 5
    CONFLICTS = 6
    STATE = 7


class SessionState(StrEnum):
    """How far the session at the unit is."""

    WITHDRAWN = "withdrawn"
    NO_FORM = "no-form"
    NOT_STARTED = "not-started"
    RUNNING = "running"
    ENDED = "ended"


def session_state(row: InspectionRow) -> SessionState:
    """The state that a row shows."""
    if row.inspection.withdrawn is not None:
        return SessionState.WITHDRAWN
    if row.missing_form:
        return SessionState.NO_FORM
    if row.is_ended:
        return SessionState.ENDED
    if row.is_started or row.last_wall:
        return SessionState.RUNNING
    return SessionState.NOT_STARTED


def state_text(state: SessionState) -> str:
    """The state in words."""
    return {
        SessionState.WITHDRAWN: _("Đã rút"),
        SessionState.NO_FORM: _("Thiếu phiếu"),
        SessionState.NOT_STARTED: _("Chưa bắt đầu"),
        SessionState.RUNNING: _("Đang kiểm tra"),
        SessionState.ENDED: _("Đã kết thúc"),
    }[state]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which rows to show; empty fields let everything through."""

    text: str = ""
    team: EntityId | None = None
    day: date | None = None
    only_open: bool = False
    only_violations: bool = False
    only_conflicts: bool = False
    only_withdrawn: bool = False
    """Units that left the trip; they stand in no other list."""
    mine: EntityId | None = None
    """Only where this member is to fill a section."""

    def accepts(self, row: InspectionRow) -> bool:
        """Whether a row is shown; text is compared without accents and case."""
        inspection = row.inspection
        words_found = fold(f"{inspection.unit.name} {inspection.unit.parent_name}")
        return (
            (self.team is None or inspection.team.id == self.team)
            and (self.day is None or inspection.planned == self.day)
            and not (self.only_open and row.is_ended)
            and (not self.only_violations or row.progress.all_violations > 0)
            and (not self.only_conflicts or row.conflicts > 0)
            and self.only_withdrawn == (inspection.withdrawn is not None)
            and (self.mine is None or is_in_charge(row, self.mine))
            and all(word in words_found for word in fold(self.text).split())
        )


def is_in_charge(row: InspectionRow, member: EntityId) -> bool:
    """Whether a member is to fill some section of an inspection."""
    return any(one.id == member for people in row.assigned.values() for one in people)


def in_charge(row: InspectionRow) -> str:
    """Who is to fill the sections of an inspection, each once."""
    names = [one.name for people in row.assigned.values() for one in people]
    return ", ".join(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left on a day: the day's inspections and what they still need."""

    day: date | None
    inspections: int
    not_ended: int
    unanswered: int
    violations: int
    conflicts: int


def remaining(rows: Iterable[InspectionRow], team: EntityId | None, today: date) -> Remaining:
    """What is left on the next day with work of a team (today if it has any).

    Args:
        rows: the trip's inspections.
        team: the team of the person, or None for all.
        today: the local day.
    """
    own = [row for row in rows if team is None or row.inspection.team.id == team]
    open_days = sorted(
        row.inspection.planned for row in own if row.inspection.planned and not row.is_ended
    )
    coming = [planned for planned in open_days if planned >= today]
    day = coming[0] if coming else open_days[0] if open_days else None
    of_day = [row for row in own if day is not None and row.inspection.planned == day]
    return Remaining(
        day=day,
        inspections=len(of_day),
        not_ended=sum(not row.is_ended for row in of_day),
        unanswered=sum(row.progress.total - row.progress.answered for row in of_day),
        violations=sum(row.progress.all_violations for row in of_day),
        conflicts=sum(row.conflicts for row in own),
    )


class UnitModel(QAbstractTableModel):
    """Rows of the trip, the own team first, then by day, half day and name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[InspectionRow, ...] = ()
        self._shown: list[InspectionRow] = []
        self._filter = UnitFilter()

    def show_rows(self, rows: Iterable[InspectionRow], own_team: EntityId | None) -> None:
        """Take the trip's rows."""

        def order(row: InspectionRow) -> tuple[object, ...]:
            inspection = row.inspection
            return (
                own_team is not None and inspection.team.id != own_team,
                inspection.planned or date.max,
                inspection.half_day == "afternoon",
                inspection.team.number,
                fold(inspection.unit.name),
            )

        self._all = tuple(sorted(rows, key=order))
        self.set_filter(self._filter)

    def set_filter(self, wanted: UnitFilter) -> None:
        """Show the rows that a filter accepts."""
        self.beginResetModel()
        self._filter = wanted
        self._shown = [row for row in self._all if wanted.accepts(row)]
        self.endResetModel()

    @property
    def filter(self) -> UnitFilter:
        """The filter in force."""
        return self._filter

    def row_at(self, number: int) -> InspectionRow:
        """One shown row."""
        return self._shown[number]

    def number_of(self, inspection: EntityId) -> int:
        """The row number of an inspection, or -1."""
        for number, row in enumerate(self._shown):
            if row.inspection.id == inspection:
                return number
        return -1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._shown[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell_text(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and row.missing_form:
            return _(
                "Kho chưa có phiếu {form} của cuộc kiểm tra này. Nhập gói mới nhất của trưởng đoàn;"
                " trưởng đoàn có thể trở lại phiếu trước."
            ).format(form=row.missing_form)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.UNIT:
            return _unit_tip(row)
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
            Column.UNIT: _("Đơn vị"),
            Column.TEAM: _("Đoàn"),
            Column.DAY: _("Ngày"),
            Column.PROGRESS: _("Tiến độ"),
            Column.VIOLATIONS: _("Lỗi"),
            Column.FINDINGS: _("Tồn tại"),
            Column.CONFLICTS: _("Xung đột"),
            Column.STATE: _("Trạng thái"),
        }[Column(section)]


def _unit_tip(row: InspectionRow) -> str:
    inspection = row.inspection
    lines = [inspection.unit.address or inspection.unit.name]
    if inspection.withdrawn is not None:
        lines.append(_("Đã rút khỏi đợt: {reason}").format(reason=inspection.withdrawn.reason))
    if row.assigned:
        lines.append(_("Phụ trách: {names}").format(names=in_charge(row)))
    return "\n".join(lines)


def _cell_text(row: InspectionRow, column: Column) -> str:
    inspection, progress = row.inspection, row.progress
    if column is Column.UNIT:
        return f"{inspection.unit.name}, {words.unit_kind(inspection.unit.kind)}"
    if column is Column.TEAM:
        return _("Đoàn {number}").format(number=inspection.team.number)
    if column is Column.DAY:
        return (
            f"{words.short_day(inspection.planned)} {words.half_day(inspection.half_day)}".strip()
        )
    if column is Column.PROGRESS:
        return f"{progress.answered}/{progress.total}"
    if column is Column.STATE:
        return state_text(session_state(row))
    counts = {
        Column.VIOLATIONS: progress.all_violations,
        Column.FINDINGS: row.findings,
        Column.CONFLICTS: row.conflicts,
    }
    return str(counts[column])
