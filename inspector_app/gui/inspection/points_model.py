"""The criteria of an inspection with both sides of their points, as a table; sections stand between."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.domain.scoring.points import PointState
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.points_texts import (
    Column,
    PointCell,
    column_name,
    point_cell,
    section_text,
    tip,
)
from inspector_app.gui.inspection.slots import ScoreSlot, score_slot
from inspector_app.gui.inspection.wording import refusal_text
from inspector_app.host.i18n import language
from inspector_app.host.wording import DASH
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreField,
    SectionScore,
)

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 11
"""The ``CriterionScore`` or ``SectionScore`` of an index."""
CELL_ROLE = Qt.ItemDataRole.UserRole + 12
"""The ``PointCell`` of an index."""


FIELDS: Final = {
    Column.SELF: ScoreField.SELF,
    Column.OWN: ScoreField.APPRAISED,
    Column.REASON: ScoreField.REASON,
}
"""The columns that people write."""


class Filter(StrEnum):
    """Which criteria are listed."""

    ALL = "all"
    MISSING = "missing"
    DIFFERENT = "different"
    PENDING = "pending"
    NOT_APPLICABLE = "not-applicable"


def matches(score: CriterionScore, chosen: Filter) -> bool:
    """Whether a criterion stands in a filtered list."""
    match chosen:
        case Filter.ALL:
            return True
        case Filter.MISSING:
            return score.needs_reason or score.is_conflict
        case Filter.DIFFERENT:
            return score.differs or score.departs
        case Filter.PENDING:
            return score.appraised.is_pending
        case Filter.NOT_APPLICABLE:
            return score.appraised.state is PointState.NOT_APPLICABLE


class PointsModel(QAbstractTableModel):
    """Criteria under their sections; what a section adds up to stands beside its name."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._scores: InspectionScores | None = None
        self._rows: list[SectionScore | CriterionScore] = []
        self.filter = Filter.ALL

    # --- what it shows

    def show(self, scores: InspectionScores | None) -> None:
        """Take the points as they are now; the place in the table stays where the rows are the same."""
        self._scores = scores
        rows = list(self._chosen())
        if [_name(one) for one in rows] == [_name(one) for one in self._rows]:
            self._rows = rows
            self.touch()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def set_filter(self, chosen: Filter) -> None:
        """List only some criteria."""
        self.filter = chosen
        self.show(self._scores)

    def touch(self) -> None:
        """What the cells show may be other than before."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def counts(self) -> dict[Filter, int]:
        """How many criteria each filter lists."""
        listed = list(self._scores.criteria()) if self._scores is not None else []
        return {one: sum(matches(score, one) for score in listed) for one in Filter}

    def row(self, number: int) -> SectionScore | CriterionScore:
        """One row."""
        return self._rows[number]

    def number_of(self, criterion: str) -> int:
        """The row of a criterion, or -1."""
        names = (n for n, one in enumerate(self._rows) if _name(one) == criterion)
        return next(names, -1)

    def _chosen(self) -> Iterator[SectionScore | CriterionScore]:
        for section in self._scores.sections if self._scores is not None else ():
            listed = [one for one in section.criteria if matches(one, self.filter)]
            if listed:
                yield section
                yield from listed

    # --- cells

    def score(self, index: Index) -> CriterionScore | None:
        """The criterion of a row; None for a section."""
        row = self._rows[index.row()]
        return row if isinstance(row, CriterionScore) else None

    def slot(self, index: Index) -> ScoreSlot | None:
        """Where text typed into a cell goes; None where nothing can be typed."""
        score, field = self.score(index), FIELDS.get(Column(index.column()))
        if score is None or field is None:
            return None
        if field is ScoreField.APPRAISED and score.by_rule.state is PointState.NOT_APPLICABLE:
            return None
        return score_slot(score.criterion.name, field)

    def typed_text(self, index: Index) -> str:
        """What an editor begins with: what was typed and not stored, else what is stored."""
        slot, score = self.slot(index), self.score(index)
        if slot is None or score is None:
            return ""
        typed = self._desk.typed(slot)
        if typed is not None:
            return typed
        text = slot.text(score)
        is_number = slot.field is not ScoreField.REASON
        return text.replace(".", ",") if is_number and language() == "vi" else text

    def refusal(self, index: Index) -> str:
        """Why the text of a cell was not taken; empty where it was."""
        slot = self.slot(index)
        error = self._desk.refusal(slot) if slot is not None else None
        return refusal_text(error) if error is not None else ""

    def cell(self, index: Index) -> PointCell:
        """What a cell of a criterion shows."""
        score = self.score(index)
        assert score is not None
        slot = self.slot(index)
        typed = self._desk.typed(slot) if slot is not None else None
        if typed is not None:
            refused = bool(self.refusal(index))
            return PointCell(
                typed or DASH, "bad" if refused else "text", mark="alert" if refused else ""
            )
        return point_cell(score, Column(index.column()))

    # --- Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.slot(index) is not None else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, SectionScore):
            text = section_text(row, Column(index.column()), self._scores)
            shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return text if role in shown else None
        if role == CELL_ROLE:
            return self.cell(index)
        if role == Qt.ItemDataRole.EditRole:
            return self.typed_text(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.refusal(index) or tip(row, Column(index.column())) or None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_name(Column(section))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Record what was typed into a cell; nothing clears what is recorded."""
        slot, score = self.slot(index), self.score(index)
        if role != Qt.ItemDataRole.EditRole or slot is None or score is None:
            return False
        text = str(value).strip()
        was_typed = self._desk.typed(slot) is not None
        if text == "" and slot.text(score) == "" and not self._desk.refusal(slot):
            if was_typed:
                self._desk.leave(slot)  # an empty text that was never more than a draft
            return True
        if was_typed or text != self.typed_text(index):
            self._desk.write_now(slot, text)
        return True


def _name(row: SectionScore | CriterionScore) -> str:
    return row.criterion.name if isinstance(row, CriterionScore) else f"@{row.name}"
