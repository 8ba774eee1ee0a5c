"""Reads the trip's units one after the other, and again only those that something touched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.tasks import Tasks
from inspector_app.services.outcomes import Touched
from inspector_app.services.summaries import summarize
from inspector_app.services.summary_views import TripFrame, TripSummary, UnitFigures
from inspector_app.services.workshop import Services


class SummaryReading(QObject):
    """Keeps a ``TripSummary`` true; between two units the vault worker does what else is asked.

    Signals:
        arrived(object): a ``TripSummary``.
        progressed(int, int): so many units of so many were read.
        failed(object): an ``InspectorError``.
    """

    arrived = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, services: Services, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._known: dict[EntityId, UnitFigures] = {}
        self._frame: TripFrame | None = None
        self._round = 0
        self._wanted = 0
        self._waiting = 0
        self.is_stale = True

    def forget(self, touched: Iterable[Touched]) -> None:
        """Something changed: what belongs to one inspection makes only that one old."""
        self.is_stale = True
        for one in touched:
            if one.of in self._known:
                self._known.pop(EntityId(one.of), None)
            elif one.id in self._known:
                self._known.pop(one.id)
            else:
                self._known.clear()
                return

    def refresh(self) -> None:
        """Read what is old; ``arrived`` follows."""
        self.is_stale = False
        self._round += 1
        self._tasks.run(
            self._services.summaries.begin, partial(self._on_begun, self._round), self._on_failed
        )

    def _on_begun(self, number: int, frame: TripFrame) -> None:
        if number != self._round:
            return
        if self._frame is not None and self._frame.settings != frame.settings:
            self._known.clear()
        self._frame = frame
        missing = [one.id for one in frame.inspections if one.id not in self._known]
        self._wanted = self._waiting = len(missing)
        for ent in missing:
            call = partial(self._services.summaries.unit, ent)
            self._tasks.run(call, partial(self._on_unit, number), self._on_failed)
        if not missing:
            self._deliver()

    def _on_unit(self, number: int, figures: UnitFigures) -> None:
        if number != self._round:
            return
        self._known[figures.inspection.id] = figures
        self._waiting -= 1
        self.progressed.emit(self._wanted - self._waiting, self._wanted)
        if not self._waiting:
            self._deliver()

    def _deliver(self) -> None:
        frame = self._frame
        if frame is None or not all(one.id in self._known for one in frame.inspections):
            return  # touched meanwhile: the next round delivers
        units = [self._known[one.id] for one in frame.inspections]
        summary: TripSummary = summarize(frame, units)
        self.arrived.emit(summary)

    def _on_failed(self, error: InspectorError) -> None:
        self.is_stale = True
        self.failed.emit(error)
