"""Paints the units' standing: rank, two-line names, indices with a bar, bands, rates."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.domain.scoring.sums import Sum
from inspector_app.gui import icons, paint, score_words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.standings import RANK_ROLE, UNIT_ROLE, Column, Index, below_name
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import Tone, paint_ring, tint
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.summary_views import UnitSummary

ROW_HEIGHT = 54
_PAD = 12.0
_BAR = 4.0


class StandingDelegate(QStyledItemDelegate):
    """One row of 54 pixels; the selected row is tinted over all its cells."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_chosen = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        unit = index.data(UNIT_ROLE)
        if not isinstance(unit, UnitSummary):
            return
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        state = paint.RowState(
            is_chosen=bool(option.state & QStyle.StateFlag.State_Selected),
            is_hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            is_first=index.column() == 0,
        )
        paint.row_ground(painter, rect, theme.color, state)
        place = rect.adjusted(18 if index.column() == 0 else _PAD, 0, -4, 0)
        self._is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._cell(painter, place, unit, index)
        painter.restore()

    def _cell(self, painter: QPainter, place: QRectF, unit: UnitSummary, index: Index) -> None:
        scores = unit.scores
        match Column(index.column()):
            case Column.RANK:
                rank = index.data(RANK_ROLE)
                self._one(painter, place, DASH if rank is None else str(rank), 15, SEMIBOLD)
            case Column.UNIT:
                self._lines(painter, place, unit.inspection.unit.name, below_name(unit))
            case Column.PROGRESS:
                self._progress(painter, place, unit)
            case Column.SELF:
                self._sum(painter, place, scores.self_assessed, has_bar=False)
            case Column.APPRAISED:
                self._sum(painter, place, scores.standing.sum, has_bar=True)
            case Column.BAND:
                self._band(painter, place, unit)
            case Column.ON_TIME:
                rate = unit.figures.rates.get(Indicator.ON_TIME)
                below = rate.base_text(language()) if rate is not None else ""
                self._lines(painter, place, score_words.rate_text(rate), below)
            case Column.FINDINGS:
                self._count(painter, place, unit.figures.findings, Tone.WARN)
            case Column.REASONS:
                self._count(painter, place, scores.missing_reasons, Tone.BAD)

    # --- kinds of cells

    def _one(
        self, painter: QPainter, place: QRectF, text: str, size: float = 13.5, weight: int = REGULAR
    ) -> None:
        theme = self._theme
        ink = theme.color("faint" if text == DASH else "text")
        paint.text(painter, place, text, theme.font(size, weight), ink)

    def _lines(self, painter: QPainter, place: QRectF, first: str, second: str) -> None:
        theme = self._theme
        if not second:
            self._one(painter, place, first)
            return
        middle = place.center().y()
        upper = QRectF(place.x(), middle - theme.px(20), place.width(), theme.px(20))
        lower = QRectF(place.x(), middle, place.width(), theme.px(18))
        first = paint.shortened(first, theme.metrics(13.5, MEDIUM), place.width())
        second = paint.shortened(second, theme.metrics(12.5), place.width())
        paint.text(painter, upper, first, theme.font(13.5, MEDIUM), theme.color("text"))
        paint.text(painter, lower, second, theme.font(12.5), theme.color("muted"))

    def _progress(self, painter: QPainter, place: QRectF, unit: UnitSummary) -> None:
        theme, progress = self._theme, unit.figures.progress
        side = float(theme.px(22))
        ring = QRectF(place.x(), place.center().y() - side / 2, side, side)
        paint_ring(painter, ring, theme, progress.answered, progress.total)
        text = f"{progress.answered}/{progress.total}" if progress.total else DASH
        room = place.adjusted(side + 8, 0, 0, 0)
        ink = theme.color("text" if progress.total else "faint")
        paint.text(painter, room, text, theme.font(13), ink)

    def _sum(self, painter: QPainter, place: QRectF, total: Sum, *, has_bar: bool) -> None:
        """An index over its points; a provisional one in brackets and paler."""
        theme = self._theme
        text = score_words.index_text(total)
        if text == DASH:
            self._one(painter, place, DASH)
            return
        middle = place.center().y() - (theme.px(3) if has_bar else 0)
        upper = QRectF(place.x(), middle - theme.px(19), place.width(), theme.px(20))
        lower = QRectF(place.x(), middle, place.width(), theme.px(17))
        ink = theme.color("text" if total.is_final else "muted")
        weight = SEMIBOLD if has_bar else MEDIUM
        paint.text(painter, upper, text, theme.font(13.5, weight), ink)
        points = _("{points} đ").format(points=score_words.sum_text(total))
        points = paint.shortened(points, theme.metrics(12.5), place.width())
        paint.text(painter, lower, points, theme.font(12.5), theme.color("muted"))
        if has_bar:
            self._bar(painter, place, lower.bottom() + theme.px(2), total)

    def _bar(self, painter: QPainter, place: QRectF, y: float, total: Sum) -> None:
        theme = self._theme
        track = QRectF(place.x(), y, place.width() - 12, _BAR)
        paint.box(painter, track, _BAR / 2, theme.color("track"))
        share = float((total.so_far or Decimal(0)) / 100)
        if share > 0:
            filled = QRectF(track.x(), y, max(track.width() * share, _BAR), _BAR)
            ink = "accent" if total.is_final else "input_border"
            paint.box(painter, filled, _BAR / 2, theme.color(ink))

    def _band(self, painter: QPainter, place: QRectF, unit: UnitSummary) -> None:
        theme, name = self._theme, unit.scores.band
        scores = unit.figures.scores
        if not name or scores is None:
            total = unit.scores.standing.sum
            if total.so_far is None:
                self._one(painter, place, DASH)
            else:
                text = _("tạm tính")
                paint.text(painter, place, text, theme.font(12.5), theme.color("muted"))
            return
        fill, ink = tint(score_words.band_tone(name, scores.settings.bands))
        fill = "surface" if self._is_chosen else fill
        metrics = theme.metrics(12.5, MEDIUM)
        text = paint.shortened(_(name), metrics, place.width() - 16)
        height = float(theme.px(24))
        width = metrics.horizontalAdvance(text) + 20
        pill = QRectF(place.x() - 4, place.center().y() - height / 2, width, height)
        paint.box(painter, pill, height / 2, theme.color(fill))
        paint.text(painter, pill, text, theme.font(12.5, MEDIUM), theme.color(ink), paint.CENTER)

    def _count(self, painter: QPainter, place: QRectF, count: int, tone: Tone) -> None:
        theme = self._theme
        if not count:
            self._one(painter, place, DASH)
            return
        fill, ink = tint(tone)
        metrics = theme.metrics(12.5, SEMIBOLD)
        width = max(metrics.horizontalAdvance(str(count)) + 16, 24)
        height = theme.px(22)
        badge = QRectF(place.x() - 4, place.center().y() - height / 2, width, height)
        paint.box(painter, badge, height / 2, theme.color(fill))
        font = theme.font(12.5, SEMIBOLD)
        paint.text(painter, badge, str(count), font, theme.color(ink), paint.CENTER)


def sort_mark(painter: QPainter, theme: Theme, rect: QRectF, *, is_up: bool) -> None:
    """The small arrow of the column that orders the rows."""
    icons.draw(painter, "chevron-up" if is_up else "chevron-down", rect, theme.color("muted"), 1.8)
