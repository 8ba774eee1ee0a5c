"""The summary tables of the trip: composed for the screen, for other programs, and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.worksheets import Book
from inspector_app.services.editions import active_inspections, readable_inspections
from inspector_app.services.flow_figures import flow_of
from inspector_app.services.inspections import InspectionService
from inspector_app.services.outcomes import Outcome
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, read_inspection, read_trip
from inspector_app.services.rooms import OpenVault
from inspector_app.services.scoring import ScoreService
from inspector_app.services.standings import standing
from inspector_app.services.summary.criteria_sheet import criteria_sheet
from inspector_app.services.summary.figures_sheet import figures_sheet
from inspector_app.services.summary.findings_sheets import findings_sheet, requirements_sheet
from inspector_app.services.summary.flow_sheet import flow_sheet
from inspector_app.services.summary.points_sheets import sections_sheet
from inspector_app.services.summary.reading import TripData, UnitData, unit_names
from inspector_app.services.summary.units_sheet import units_sheet
from inspector_app.services.views import InspectionView


class TableService:
    """Composes the tables from what the vault holds now."""

    def __init__(
        self, vault: OpenVault, inspections: InspectionService, scores: ScoreService
    ) -> None:
        self._vault = vault
        self._inspections = inspections
        self._scores = scores

    def book(self, units: Sequence[EntityId] = ()) -> Book:
        """The tables of these inspections, or of all of the trip, in the order of the plan.

        Raises:
            NoTripError
        """
        settings = self._scores.settings()
        with self._vault.store.read() as log:
            trip = read_trip(log, current_trip(log))
            data = TripData(self._read(log, units), settings)
        flows = flow_sheet(data.units)
        figures = figures_sheet(data.units, self._moment)
        findings, requirements = findings_sheet(data.units), requirements_sheet(data.units)
        points = sections_sheet(data.units) if data.settings.is_on else None
        sheets = [
            units_sheet(data, flows, points, (findings, requirements)),
            *([points.sheet, criteria_sheet(data.units, figures)] if points else []),
            figures.sheet,
            flows.sheet,
            findings,
            requirements,
        ]
        return Book(trip.title, self._vault.rooms.clock.today(), tuple(sheets))

    def build(
        self, out_path: str, units: Sequence[EntityId] = (), *, replace: bool = False
    ) -> Outcome[Book]:
        """Write the tables as a workbook. Raises: as ``book``, and the file's errors."""
        book = self.book(units)
        data = self._vault.rooms.workbooks.write(book)
        with self._vault.rooms.files.create(out_path, replace=replace) as sink:
            sink.write(data)
        return Outcome(book)

    def _read(self, log: Log, units: Sequence[EntityId]) -> tuple[UnitData, ...]:
        trip, wanted = current_trip(log), set(units)
        # a withdrawn unit is in no figure of the trip; asked for by name it is
        listed = (
            tuple(one.id for one in readable_inspections(log, trip))
            if wanted
            else active_inspections(log, trip)
        )
        chosen = [ent for ent in listed if not wanted or ent in wanted]
        inspections = [read_inspection(log, ent) for ent in chosen]
        views = [self._view(log, ent) for ent in chosen]
        scores = [None if view is None else self._scores.of(log, view) for view in views]
        found = [one or bare for one, bare in zip(scores, inspections, strict=True)]
        return tuple(
            UnitData(
                name=name,
                inspection=inspection,
                view=view,
                scores=score,
                standing=place,
                flow=flow_of(view) if view is not None else (),
            )
            for name, inspection, view, score, place in zip(
                unit_names(inspections), inspections, views, scores, standing(found), strict=True
            )
        )

    def _view(self, log: Log, ent: EntityId) -> InspectionView | None:
        try:
            return self._inspections.view(log, ent)
        except (FormMissingError, FormError):  # the others are listed all the same
            return None

    def _moment(self, wall: int) -> str:
        """A claimed time as local day and hour: "16/09/2019 14:05"."""
        offset = timedelta(minutes=self._vault.rooms.clock.offset_minutes(wall))
        local = datetime.fromtimestamp(wall / 1000, UTC) + offset
        return f"{local:%d/%m/%Y %H:%M}"
