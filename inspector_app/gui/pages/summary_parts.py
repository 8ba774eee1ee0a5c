"""Parts of the summary page: the strip of figures, the states without a table, the sortable head."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.scoring.arithmetic import shown
from inspector_app.domain.scoring.bands import band_of
from inspector_app.gui import paint, score_words
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.models.standing_delegate import sort_mark
from inspector_app.gui.models.standings import Column, StandingModel
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import EmptyState, Label
from inspector_app.gui.widgets.indicators import Spinner, Tone, tint
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.tables import Header
from inspector_app.gui.widgets.tiles import FigureTile
from inspector_app.host.i18n import _, language, ngettext
from inspector_app.host.wording import DASH, number
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.summary_views import TripSummary


class View(IntEnum):
    """What the card of the page shows; the first three are the person's choice."""

    UNITS = 0
    SECTIONS = 1
    CRITERIA = 2
    READING = 3
    SWITCHED_OFF = 4
    NO_MAXIMA = 5
    NO_POINTS = 6


def view_name(view: View) -> str:
    """The text of a chip."""
    return {
        View.UNITS: _("Xếp hạng"),
        View.SECTIONS: _("Theo phần"),
        View.CRITERIA: _("Theo tiêu chí"),
    }[view]


def state_of(summary: TripSummary) -> View | None:
    """Why there is nothing to show; None where there is."""
    if not summary.settings.is_on:
        return View.SWITCHED_OFF
    if not summary.has_maxima:
        return View.NO_MAXIMA
    return None if summary.has_points else View.NO_POINTS


def hint_of(view: View) -> str:
    """How to read a view, and what Enter does."""
    if view is View.UNITS:
        return _("Số trong ngoặc là tạm tính. Enter: mở cuộc kiểm tra.")
    if view is View.SECTIONS:
        return _("Chỉ số (%) và điểm của từng phần. Enter: mở phần ấy.")
    return _("Điểm thẩm định; KAD: không áp dụng; –: chưa có. Enter: mở tiêu chí ấy.")


def empty_states(theme: Theme) -> tuple[EmptyState, EmptyState]:
    """What is shown without maxima, and without any points yet."""
    no_maxima = EmptyState(
        theme,
        "file",
        _("Phiếu của đợt này không có điểm tối đa"),
        _("Tiêu chí có điểm khi tác giả phiếu ghi điểm tối đa (insp:score-max)."),
    )
    no_points = EmptyState(
        theme,
        "clock",
        _("Chưa có trả lời nào để chấm điểm"),
        _("Điểm và thứ hạng hiện ra khi các đoàn trả lời phiếu hoặc gói của họ được gộp."),
    )
    return no_maxima, no_points


class FigureStrip(QWidget):
    """Figures of the whole trip: rates with both numbers, units done, mean index."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rates = {one: FigureTile(theme, score_words.indicator_name(one)) for one in Indicator}
        self.done = FigureTile(theme, _("Đã kết thúc"))
        self.mean = FigureTile(theme, _("Chỉ số trung bình"))
        row(*self.rates.values(), self.done, self.mean, spacing=10, on=self)

    def show_summary(self, summary: TripSummary) -> None:
        """Show the trip as it is now; rates that no form asks for are not shown at all."""
        for indicator, tile in self.rates.items():
            tile.setVisible(indicator in summary.indicators)
            self._show_rate(summary, indicator, tile)
        total = len(summary.units)
        started = sum(one.figures.progress.answered > 0 for one in summary.units)
        below = _("{count} đơn vị có trả lời").format(count=started)
        self.done.show_figure(f"{summary.ended}/{total}", below)
        self.mean.setVisible(summary.settings.is_on and summary.has_maxima)
        mean, count = summary.mean_index
        if mean is None:
            below = _("chưa đơn vị nào đủ điểm")
            self.mean.show_figure(DASH, below)
            return
        below = _("{count}/{total} đơn vị").format(count=count, total=total)
        band = band_of(mean, summary.settings.bands)
        below = f"{below} · {_(band)}" if band else below
        tip = _("Trung bình cộng chỉ số của các đơn vị đã chấm xong.")
        self.mean.show_figure(f"{number(shown(mean), 2)} %", below, tip)

    def _show_rate(self, summary: TripSummary, indicator: Indicator, tile: FigureTile) -> None:
        total = summary.total(indicator)
        tip = score_words.indicator_meaning(indicator) + "\n"
        tip += _("Cộng tử số và mẫu số của các đơn vị, không phải trung bình các tỷ lệ.")
        if total.rate is None:
            tile.show_figure(DASH, _("chưa có số liệu"), tip)
            return
        below = f"{total.rate.base_text(language())} · " + _units(total.units)
        is_bad = indicator is Indicator.OVERDUE and bool(total.rate.numerator)
        ink = "bad" if is_bad else "text"
        tile.show_figure(score_words.rate_text(total.rate), below, tip, ink)


def _units(count: int) -> str:
    return ngettext("{count} đơn vị", "{count} đơn vị", count).format(count=count)


class Reading(QWidget):
    """What stands in place of the table while it is read for the first time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(theme, _("Đang tính…"), 14, REGULAR, "muted")
        column(
            None,
            row(None, Spinner(theme, 30), None),
            row(None, self.text, None),
            None,
            spacing=10,
            on=self,
        )

    def show_progress(self, done: int, total: int) -> None:
        """So many units of so many were read."""
        self.text.setText(_("Đang tính {done}/{total} đơn vị…").format(done=done, total=total))


class SortHeader(Header):
    """Titles that order the rows by a click; an arrow marks the one that does.

    Signals:
        sorted(object): the ``Column`` that was clicked.
    """

    sorted = Signal(object)

    def __init__(self, theme: Theme, model: StandingModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._theme_, self._standings = theme, model
        self.setSectionsClickable(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.sectionClicked.connect(lambda section: self.sorted.emit(Column(section)))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        super().paintSection(painter, rect, logical_index)
        model = self._standings
        if model.column != logical_index:
            return
        theme = self._theme_
        title = str(model.headerData(logical_index, Qt.Orientation.Horizontal) or "")
        wide = theme.metrics(12.5, MEDIUM).horizontalAdvance(title)
        side = float(theme.px(12))
        x = rect.x() + (18 if logical_index == 0 else 12) + wide + 4
        if x + side > rect.right():
            return
        box = QRectF(x, rect.center().y() - side / 2 + 1, side, side)
        best_first = not model.is_reversed
        sort_mark(painter, theme, box, is_up=not best_first)


class Legend(QWidget):
    """The bands with their tints, and what a number in brackets means."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[tuple[str, Tone], ...] = ()
        self.setFixedHeight(theme.px(20))
        theme.watch(self._restyle)

    def show_summary(self, summary: TripSummary) -> None:
        """The bands of the trip."""
        bands = summary.settings.bands
        parts = [
            (f"{_(band.name)} ≥ {number(band.threshold)}", score_words.band_tone(band.name, bands))
            for band in bands
        ]
        self._parts = tuple(parts)
        spoken = "; ".join(text for text, _tone in parts)
        self.setAccessibleName(_("Xếp loại: {bands}").format(bands=spoken))
        self.setFixedWidth(round(self._width()))
        self.update()

    def _width(self) -> float:
        metrics = self._theme.metrics(12)
        return sum(
            metrics.horizontalAdvance(text) + self._theme.px(34) for text, _tone in self._parts
        )

    def paintEvent(self, event: object) -> None:
        theme, painter = self._theme, QPainter(self)
        x, side = 0.0, float(theme.px(13))
        metrics = theme.metrics(12)
        for text, tone in self._parts:
            box = QRectF(x, (self.height() - side) / 2, side, side)
            fill, ink = tint(tone)
            paint.box(painter, box, 4, theme.color(fill), theme.color(ink))
            wide = metrics.horizontalAdvance(text)
            place = QRectF(box.right() + 6, 0, wide + 2, self.height())
            paint.text(painter, place, text, theme.font(12), theme.color("muted"))
            x += wide + theme.px(34)

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(20))
        self.setFixedWidth(round(self._width()))
        self.update()
