"""The points of the inspection that lies open, computed again after each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import score_words
from inspector_app.gui.inspection.cards import PointChip
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Tone
from inspector_app.gui.inspection.rail import POINTS
from inspector_app.host.i18n import _
from inspector_app.services.score_views import CriterionScore, InspectionScores


class Scores(QObject):
    """Asks for the points of each view that the desk shows; only the newest counts.

    Signals:
        changed: other points, or none (``now`` is None).
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.now: InspectionScores | None = None
        self.chips: Mapping[str, PointChip] = {}
        self.words: Mapping[str, str] = {}
        self._is_asking = self._is_old = False
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._ask)

    def score(self, criterion: str) -> CriterionScore | None:
        """The points of a criterion by its name."""
        listed = self.now.criteria() if self.now is not None else iter(())
        return next((one for one in listed if one.criterion.name == criterion), None)

    def _on_opened(self) -> None:
        self._take(None)
        self._ask()

    def _ask(self) -> None:
        if self._is_asking:
            self._is_old = True
            return
        self._is_asking, self._is_old = True, False
        call = partial(self._desk.services.scores.showing, self._desk.view)
        self._desk.tasks.run(call, self._on_arrived, self._on_failed)

    def _on_arrived(self, scores: InspectionScores) -> None:
        self._is_asking = False
        if scores.inspection.id == self._desk.id:
            self._take(scores if scores.sections else None)
        if self._is_old:
            self._ask()

    def _on_failed(self, error: InspectorError) -> None:
        self._is_asking = False
        self._take(None)
        self._desk.failed.emit(error)

    def _take(self, scores: InspectionScores | None) -> None:
        if scores is None and self.now is None:
            return
        self.now = scores
        self.chips = {} if scores is None else dict(_chips(scores))
        self.words = {} if scores is None else dict(_words(scores))
        self.changed.emit()


def _chips(scores: InspectionScores) -> Iterator[tuple[str, PointChip]]:
    for one in scores.criteria():
        yield one.criterion.name, _chip(one)


def _chip(score: CriterionScore) -> PointChip:
    points, most = score.appraised, score_words.amount(score.criterion.maximum)
    text = score_words.points_text(points)
    if points.points is not None:
        shown = _("{points}/{most} đ").format(points=text, most=most)
    elif points.is_pending:
        shown = _("– /{most} đ").format(most=most)
    else:
        shown = text
    about = _("Điểm thẩm định {points} trên {most}").format(points=text, most=most)
    state = score_words.state_text(points)
    about = f"{about}. {state}" if state else about
    if score.is_conflict:
        return PointChip(shown, f"{about}. {_('Điểm đang xung đột')}", Tone.WARN)
    if score.needs_reason:
        return PointChip(shown, f"{about}. {_('Thiếu lý do')}", Tone.WARN)
    return PointChip(shown, about)


def _words(scores: InspectionScores) -> Iterator[tuple[str, str]]:
    for section in scores.sections:
        total = score_words.sum_text(section.appraised)
        yield section.name, _("{points} đ").format(points=total)
    total = score_words.sum_text(scores.appraised)
    parts = [_("{points} đ").format(points=total)]
    if scores.appraised.index is not None:
        parts = [score_words.index_text(scores.appraised), _(scores.band)]
    yield POINTS, " · ".join(part for part in parts if part)
