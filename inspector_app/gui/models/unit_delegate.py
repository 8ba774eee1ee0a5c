"""Paints the table of units: two-line names, rings, counts and pills."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import paint, words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.units import (
    ROW_ROLE,
    Column,
    SessionState,
    in_charge,
    session_state,
    state_text,
)
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import Tone, paint_ring, tint
from inspector_app.host.i18n import _
from inspector_app.services.views import InspectionRow

ROW_HEIGHT = 54
_PAD = 12.0


class UnitDelegate(QStyledItemDelegate):
    """One row of 54 pixels; the selected row is tinted over all its cells."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, self._theme.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, InspectionRow):
            return
        rect = QRectF(option.rect)
        state = option.state
        theme = self._theme
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            if index.column() == 0:
                painter.fillRect(
                    QRectF(rect.x(), rect.y(), 3, rect.height()), theme.color("accent")
                )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.color("border"))
        self._paint_cell(painter, rect, row, Column(index.column()))
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, row: InspectionRow, column: Column
    ) -> None:
        theme, inspection = self._theme, row.inspection
        place = rect.adjusted(_PAD, 0, -4, 0)
        if column is Column.UNIT:
            below = words.unit_kind(inspection.unit.kind)
            if inspection.is_unannounced:
                below = _("đột xuất") + f" · {below}"
            if inspection.withdrawn is not None:
                below += f" · {inspection.withdrawn.reason}"
            elif row.assigned:
                below += " · " + _("phụ trách: {names}").format(names=in_charge(row))
            elif inspection.unit.parent_name:
                below += f" · {inspection.unit.parent_name}"
            self._two_lines(painter, place.adjusted(6, 0, 0, 0), inspection.unit.name, below)
        elif column is Column.TEAM:
            name = _("Đoàn {number}").format(number=inspection.team.number)
            self._one_line(painter, place, name, "muted")
        elif column is Column.DAY:
            first = words.short_day(inspection.planned)
            self._two_lines(painter, place, first, words.half_day(inspection.half_day))
        elif column is Column.PROGRESS:
            progress = row.progress
            side = float(theme.px(26))
            ring = QRectF(place.x(), place.center().y() - side / 2, side, side)
            paint_ring(painter, ring, theme, progress.answered, progress.total)
            text = f"{progress.answered}/{progress.total}"
            self._one_line(painter, place.adjusted(side + 10, 0, 0, 0), text, "text")
        elif column is Column.STATE:
            self._paint_state(painter, place, session_state(row))
        else:
            counts = {
                Column.VIOLATIONS: (row.progress.all_violations, Tone.BAD),
                Column.FINDINGS: (row.findings, Tone.WARN),
                Column.CONFLICTS: (row.conflicts, Tone.BAD),
            }
            count, tone = counts[column]
            self._paint_count(painter, place, count, tone)

    def _two_lines(self, painter: QPainter, place: QRectF, first: str, second: str) -> None:
        theme = self._theme
        upper = QRectF(place.x(), place.center().y() - theme.px(20), place.width(), theme.px(20))
        if not second:
            upper.moveTop(place.center().y() - theme.px(10))
        text = paint.shortened(first, theme.metrics(14, MEDIUM), place.width())
        paint.text(painter, upper, text, theme.font(14, MEDIUM), theme.color("text"))
        if second:
            lower = QRectF(place.x(), place.center().y(), place.width(), theme.px(18))
            text = paint.shortened(second, theme.metrics(12.5), place.width())
            paint.text(painter, lower, text, theme.font(12.5), theme.color("muted"))

    def _one_line(self, painter: QPainter, place: QRectF, value: str, ink: str) -> None:
        theme = self._theme
        text = paint.shortened(value, theme.metrics(13.5), place.width())
        paint.text(painter, place, text, theme.font(13.5, REGULAR), theme.color(ink))

    def _paint_count(self, painter: QPainter, place: QRectF, count: int, tone: Tone) -> None:
        theme = self._theme
        if not count:
            paint.text(painter, place, "–", theme.font(13.5), theme.color("faint"))
            return
        fill, ink = tint(tone)
        font = theme.font(12.5, SEMIBOLD)
        width = max(theme.metrics(12.5, SEMIBOLD).horizontalAdvance(str(count)) + 16, 24)
        height = theme.px(22)
        badge = QRectF(place.x() - 4, place.center().y() - height / 2, width, height)
        paint.box(painter, badge, height / 2, theme.color(fill))
        paint.text(painter, badge, str(count), font, theme.color(ink), paint.CENTER)

    def _paint_state(self, painter: QPainter, place: QRectF, state: SessionState) -> None:
        theme = self._theme
        tones = {
            SessionState.WITHDRAWN: Tone.NEUTRAL,
            SessionState.NO_FORM: Tone.WARN,
            SessionState.NOT_STARTED: Tone.NEUTRAL,
            SessionState.RUNNING: Tone.ACCENT,
            SessionState.ENDED: Tone.GOOD,
        }
        fill, ink = tint(tones[state])
        text = state_text(state)
        width = theme.metrics(12.5, MEDIUM).horizontalAdvance(text) + 20
        height = theme.px(24)
        pill = QRectF(place.x() - 4, place.center().y() - height / 2, width, height)
        paint.box(painter, pill, height / 2, theme.color(fill))
        paint.text(painter, pill, text, theme.font(12.5, MEDIUM), theme.color(ink), paint.CENTER)
