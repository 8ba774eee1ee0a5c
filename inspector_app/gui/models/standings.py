"""The trip's units as a table of points and rates, sorted by any column."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.sums import Sum
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import UnitKind
from inspector_app.gui import score_words, words
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.summary_views import TripSummary, UnitSummary

Index = QModelIndex | QPersistentModelIndex
UNIT_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ``UnitSummary`` of an index."""
RANK_ROLE = Qt.ItemDataRole.UserRole + 2
"""The rank that the index shows, or None."""


class Column(IntEnum):
    """Columns of the table."""

    RANK = 0
    UNIT = 1
    PROGRESS = 2
    SELF = 3
    APPRAISED = 4
    BAND = 5
    ON_TIME = 6
    FINDINGS = 7
    REASONS = 8


_BEST_FIRST = {Column.PROGRESS, Column.SELF, Column.APPRAISED, Column.ON_TIME}
_MOST_FIRST = {Column.FINDINGS, Column.REASONS}


def column_name(column: Column) -> str:
    """The heading of a column."""
    return {
        Column.RANK: _("Hạng"),
        Column.UNIT: _("Đơn vị"),
        Column.PROGRESS: _("Tiến độ"),
        Column.SELF: _("Tự đánh giá"),
        Column.APPRAISED: _("Thẩm định"),
        Column.BAND: _("Xếp loại"),
        Column.ON_TIME: _("Đúng hạn"),
        Column.FINDINGS: _("Tồn tại"),
        Column.REASONS: _("Thiếu lý do"),
    }[column]


class StandingModel(QAbstractTableModel):
    """The units of one kind, or of all; what is not known stands last whatever the order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.summary: TripSummary | None = None
        self.kind: UnitKind | None = None
        self.column = Column.RANK
        self.is_reversed = False
        self._shown: list[UnitSummary] = []

    # --- what it shows

    def show(self, summary: TripSummary) -> None:
        """Take the trip as it is now."""
        self.summary = summary
        self._arrange()

    def set_kind(self, kind: UnitKind | None) -> None:
        """Show one kind of unit only; ranks are those within it."""
        self.kind = kind
        self._arrange()

    def sort_by(self, column: Column) -> None:
        """Order by a column; the same one again turns the order round."""
        self.is_reversed = not self.is_reversed if column is self.column else False
        self.column = column
        self._arrange()

    @property
    def units(self) -> tuple[UnitSummary, ...]:
        """The units on screen, in their order."""
        return tuple(self._shown)

    def unit_at(self, number: int) -> UnitSummary:
        """One shown unit."""
        return self._shown[number]

    def number_of(self, inspection: EntityId) -> int:
        """The row of an inspection, or -1."""
        found = (n for n, one in enumerate(self._shown) if one.inspection.id == inspection)
        return next(found, -1)

    def rank(self, unit: UnitSummary) -> int | None:
        """The rank among the units that are shown."""
        place = unit.scores.standing
        return place.rank if self.kind is None else place.rank_in_kind

    def _arrange(self) -> None:
        units = self.summary.units if self.summary is not None else ()
        shown = [one for one in units if self.kind in (None, one.inspection.unit.kind)]
        known = [one for one in shown if self._key(one) is not None]
        known.sort(key=lambda one: self._key(one) or (0,), reverse=self.is_reversed)
        self.beginResetModel()
        self._shown = known + [one for one in shown if self._key(one) is None]
        self.endResetModel()

    def _key(self, unit: UnitSummary) -> tuple[object, ...] | None:
        """What a unit is ordered by; None where that is not known."""
        name = fold(unit.inspection.unit.name)
        if self.column is Column.UNIT:
            return (name,)
        value = self._value(unit)
        if value is None:
            return None
        turned = self.column in _BEST_FIRST | _MOST_FIRST
        return (-value if turned else value, name)

    def _value(self, unit: UnitSummary) -> Decimal | int | None:
        scores, figures = unit.scores, unit.figures
        rate = figures.rates.get(Indicator.ON_TIME)
        progress = figures.progress
        match self.column:
            case Column.PROGRESS:
                done = Decimal(progress.answered)
                return done / progress.total if progress.total else None
            case Column.SELF:
                return scores.self_assessed.so_far
            case Column.APPRAISED | Column.BAND:
                return (
                    scores.standing.sum.so_far
                    if self.column is Column.APPRAISED
                    else (None if scores.standing.sum.index is None else -scores.standing.sum.index)
                )
            case Column.ON_TIME:
                return rate.percent if rate is not None else None
            case Column.FINDINGS:
                return figures.findings
            case Column.REASONS:
                return scores.missing_reasons
            case _:
                return self.rank(unit)

    # --- Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        unit, column = self._shown[index.row()], Column(index.column())
        if role == UNIT_ROLE:
            return unit
        if role == RANK_ROLE:
            return self.rank(unit)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(unit, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(unit, column) or None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return column_name(column)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.ON_TIME:
            return score_words.indicator_meaning(Indicator.ON_TIME)
        return None

    def _text(self, unit: UnitSummary, column: Column) -> str:
        inspection, scores = unit.inspection, unit.scores
        if column is Column.RANK:
            rank = self.rank(unit)
            return DASH if rank is None else str(rank)
        if column is Column.UNIT:
            return f"{inspection.unit.name}, {below_name(unit)}"
        if column is Column.PROGRESS:
            return f"{unit.figures.progress.answered}/{unit.figures.progress.total}"
        if column in (Column.SELF, Column.APPRAISED):
            side = scores.self_assessed if column is Column.SELF else scores.standing.sum
            return f"{score_words.index_text(side)} ({score_words.sum_text(side)})"
        if column is Column.BAND:
            return _(scores.band) or (_("Xung đột") if scores.conflicts else DASH)
        if column is Column.ON_TIME:
            rate = unit.figures.rates.get(Indicator.ON_TIME)
            text = score_words.rate_text(rate)
            return text if rate is None else f"{text} ({rate.base_text(language())})"
        count = unit.figures.findings if column is Column.FINDINGS else scores.missing_reasons
        return str(count)


def below_name(unit: UnitSummary) -> str:
    """What stands under the name of a unit: its kind and its team."""
    inspection = unit.inspection
    team = _("Đoàn {number}").format(number=inspection.team.number)
    return f"{words.unit_kind(inspection.unit.kind)} · {team}"


def _tip(unit: UnitSummary, column: Column) -> str:
    scores = unit.scores
    if scores.missing_form:
        return _(
            "Kho chưa có phiếu {form} của cuộc kiểm tra này, nên không tính được điểm."
        ).format(form=scores.missing_form)
    if column is Column.UNIT:
        return unit.inspection.unit.name
    if column in (Column.SELF, Column.APPRAISED):
        side = scores.self_assessed if column is Column.SELF else scores.standing.sum
        if not side.is_final:
            text = _("Tạm tính: còn {count} tiêu chí chưa có điểm, tối đa {points} điểm.").format(
                count=side.pending_count, points=score_words.amount(side.pending)
            )
            return f"{text} {_conflicts(scores.conflicts)}".rstrip()
        return _(
            "{points} điểm trên {most} điểm tối đa áp dụng; {count} tiêu chí không áp dụng."
        ).format(
            points=score_words.amount(side.points),
            most=score_words.amount(side.applicable),
            count=side.not_applicable_count,
        ) + _unclaimed(side)
    if column is Column.ON_TIME and unit.figures.unverified:
        return _(
            "{count} lĩnh vực của bảng luân chuyển hồ sơ chưa được đoàn xác minh hoặc đang xung đột,"
            " không tính vào tỷ lệ."
        ).format(count=unit.figures.unverified)
    if column is Column.BAND:
        return _conflicts(scores.conflicts)
    if column is Column.REASONS:
        return _(
            "Tiêu chí có điểm thẩm định khác điểm tự đánh giá hoặc khác quy tắc, hoặc ghi không áp dụng,"
            " mà chưa ghi lý do."
        )
    return ""


def _conflicts(count: int) -> str:
    return _("{count} tiêu chí đang xung đột, chờ quyết định.").format(count=count) if count else ""


def _unclaimed(side: Sum) -> str:
    """What the self-assessed side leaves out, as a further sentence."""
    if not side.unclaimed_count:
        return ""
    return " " + _("Không gồm {count} tiêu chí đơn vị không tự chấm, tối đa {points} điểm.").format(
        count=side.unclaimed_count, points=score_words.amount(side.unclaimed)
    )
