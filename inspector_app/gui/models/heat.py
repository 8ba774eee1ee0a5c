"""Units against sections, or against the criteria of one section: a cell for each pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.scoring.arithmetic import ONE, ZERO, shown
from inspector_app.domain.scoring.bands import Band, band_of
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.scoring.sums import Sum
from inspector_app.gui import score_words
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH, number
from inspector_app.services.score_views import CriterionScore
from inspector_app.services.summary_views import TripSummary, UnitSummary

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 8
"""The ``HeatCell`` of an index."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What a cell shows, and where a double click leads; without a place it is not in the form."""

    text: str = ""
    below: str = ""
    tone: Tone | None = None
    is_faint: bool = False
    about: str = ""
    """The whole of it in words, for the line under the table and for screen readers."""
    section: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """The heading of a column: short, what stands under it, and the whole of it."""

    title: str
    below: str = ""
    about: str = ""


Make = Callable[[UnitSummary], tuple[HeatCell, ...]]


class HeatModel(QAbstractTableModel):
    """One row per unit under columns that the summary gives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[HeatColumn, ...] = ()
        self._units: tuple[UnitSummary, ...] = ()
        self._cells: list[tuple[HeatCell, ...]] = []

    def show_sections(self, summary: TripSummary, units: Sequence[UnitSummary], code: str) -> None:
        """The index of each section; ``code``: the language of the form's texts."""
        names = summary.sections()
        whole = HeatColumn(_("Cả phiếu"), about=_("Chỉ số của cả phiếu"))
        columns = [
            HeatColumn(short.in_(code), about=label.in_(code)) for label, short in names.values()
        ]
        bands = summary.settings.bands

        def make(unit: UnitSummary) -> tuple[HeatCell, ...]:
            sums = {one.name: one.standing.sum for one in unit.scores.sections}
            cells = [
                _sum_cell(sums.get(name), bands, name, column.about)
                for name, column in zip(names, columns, strict=True)
            ]
            total = unit.scores.standing.sum if unit.scores.sections else None
            return (_sum_cell(total, bands, next(iter(sums), ""), whole.about), *cells)

        self._show([whole, *columns], units, make)

    def show_criteria(
        self, summary: TripSummary, units: Sequence[UnitSummary], section: str
    ) -> None:
        """The points of each criterion of a section."""
        criteria = summary.criteria(section)
        columns = [_criterion_column(one) for one in criteria]

        def make(unit: UnitSummary) -> tuple[HeatCell, ...]:
            found = {one.criterion.name: one for one in unit.figures.criteria(section)}
            return tuple(_criterion_cell(found.get(one.name), section) for one in criteria)

        self._show(columns, units, make)

    def _show(
        self, columns: Sequence[HeatColumn], units: Sequence[UnitSummary], make: Make
    ) -> None:
        is_same = tuple(columns) == self.columns and len(units) == len(self._units)
        cells = [make(unit) for unit in units]
        if is_same and cells:
            self._units, self._cells = tuple(units), cells
            self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, len(columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(cells) - 1)
            return
        self.beginResetModel()
        self.columns, self._units, self._cells = tuple(columns), tuple(units), cells
        self.endResetModel()

    def unit_at(self, row: int) -> UnitSummary:
        """The unit of a row."""
        return self._units[row]

    def cell(self, index: Index) -> HeatCell:
        """The cell of an index."""
        return self._cells[index.row()][index.column()]

    def about(self, index: Index) -> str:
        """A cell in words, with the unit's name."""
        return f"{self._units[index.row()].inspection.unit.name} · {self.cell(index).about}"

    # --- Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.about(index)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            name = self._units[section].inspection.unit.name
            return (
                name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None
            )
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return column.about or None if role == Qt.ItemDataRole.ToolTipRole else None


def _sum_cell(total: Sum | None, bands: Sequence[Band], section: str, name: str) -> HeatCell:
    if total is None:
        return HeatCell(about=_("{what}: phiếu của đơn vị không có").format(what=name))
    index, points = score_words.index_text(total), score_words.sum_text(total)
    if index == DASH:
        why = _("chưa có điểm") if total.pending_count else _("không tiêu chí nào áp dụng")
        about = f"{name}: {why}"
        return HeatCell(DASH, is_faint=True, about=about, section=section)
    about = f"{name}: {index} ({points})"
    if not total.is_final:
        about += " · " + _("còn {count} tiêu chí chưa có điểm").format(count=total.pending_count)
        return HeatCell(_bare(index), points, is_faint=True, about=about, section=section)
    band = band_of(total.index, bands)
    about = f"{about} · {_(band)}" if band else about
    tone = score_words.band_tone(band, bands)
    return HeatCell(_bare(index), points, tone, about=about, section=section)


def _bare(index: str) -> str:
    # the unit of measure stands in the legend
    return index.replace(" %", "")


def _criterion_column(criterion: Criterion) -> HeatColumn:
    label = criterion.label.in_(language())
    most = _("{points} đ").format(points=score_words.amount(criterion.maximum))
    return HeatColumn(
        criterion.clause or criterion.name, most, f"{criterion.clause} {label}".strip()
    )


def _criterion_cell(score: CriterionScore | None, section: str) -> HeatCell:
    if score is None:
        return HeatCell(about=_("phiếu của đơn vị không có tiêu chí này"))
    criterion, points = score.criterion, score.appraised
    text = score_words.points_text(points)
    name = f"{criterion.clause} {criterion.label.in_(language())}".strip()
    about = f"{name}: {text}/{score_words.amount(criterion.maximum)}"
    if points.value is not None and not points.is_typed:
        measure = f" {criterion.measure}" if criterion.measure else ""
        about += f" · {number(shown(points.value))}{measure}"
    reason = score_words.state_text(points)
    about = f"{about} · {reason}" if reason else about
    if points.is_typed:
        about += " · " + _("đoàn tự cho điểm")
    if score.needs_reason:
        about += " · " + _("thiếu lý do")
    if score.is_conflict and points.state is not PointState.DISPUTED:
        about += " · " + _("điểm đang xung đột")
    return HeatCell(
        text=text,
        below="!" if score.needs_reason or score.is_conflict else "",
        tone=_points_tone(points.points, criterion.maximum),
        is_faint=points.points is None and points.state is not PointState.NOT_APPLICABLE,
        about=about,
        section=section,
        criterion=criterion.name,
    )


def _points_tone(points: Decimal | None, maximum: Decimal) -> Tone | None:
    if points is None:
        return None
    share = points / maximum
    if share >= ONE:
        return Tone.GOOD
    if share == ZERO:
        return Tone.BAD
    return Tone.ACCENT if share >= Decimal("0.75") else Tone.WARN
