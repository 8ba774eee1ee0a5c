"""Checklists on paper: the form of a unit, or any form, ready to fill in by hand."""

from __future__ import annotations

from dataclasses import replace as changed

from inspector_app.domain.errors import NoTripError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.blank_checklist import Visit, compose_blank
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.outcomes import Outcome
from inspector_app.services.reading import current_trip
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_registers import read_settings
from inspector_app.services.views import InspectionView


class ChecklistService:
    """Prints forms without answers."""

    def __init__(
        self, vault: OpenVault, inspections: InspectionService, forms: FormService
    ) -> None:
        self._vault = vault
        self._inspections = inspections
        self._forms = forms

    def preview(self, inspection: EntityId) -> RenderedPdf:
        """The form in force of an inspection with the unit, trip and day in its head.

        Raises:
            FontError, NotFoundError, FormMissingError
        """
        view = self._inspections.show(inspection)
        form = self._forms.show(view.form.sha256)
        return self._render(form, visit_of(view))

    def preview_form(self, sha256: str) -> RenderedPdf:
        """Any form of the vault, its head left for the pen. Raises: FontError, FormMissingError."""
        return self._render(self._forms.show(sha256), Visit())

    def build(
        self, inspection: EntityId, out_path: str, *, replace: bool = False
    ) -> Outcome[RenderedPdf]:
        """Write the checklist of an inspection. Raises: as ``preview``, and the file's errors."""
        return self._write(self.preview(inspection), out_path, replace=replace)

    def build_form(
        self, sha256: str, out_path: str, *, replace: bool = False
    ) -> Outcome[RenderedPdf]:
        """Write any form of the vault. Raises: as ``preview_form``, and the file's errors."""
        return self._write(self.preview_form(sha256), out_path, replace=replace)

    def _render(self, form: Form, visit: Visit) -> RenderedPdf:
        """Without points where the vault's trip gives none; a vault without a trip prints them."""
        visit = changed(visit, is_scored=self._gives_points())
        return self._vault.rooms.renderer.render(compose_blank(form, visit))

    def _gives_points(self) -> bool:
        with self._vault.store.read() as log:
            try:
                return read_settings(log, current_trip(log), may_change=False).is_on
            except NoTripError:
                return True

    def _write(
        self, rendered: RenderedPdf, out_path: str, *, replace: bool
    ) -> Outcome[RenderedPdf]:
        with self._vault.rooms.files.create(out_path, replace=replace) as sink:
            sink.write(rendered.data)
        return Outcome(rendered)


def visit_of(view: InspectionView) -> Visit:
    """What the head of the checklist says of an inspection."""
    trip, inspection = view.trip, view.inspection
    start, end = trip.period_from, trip.period_to
    return Visit(
        agency=trip.agency,
        team=inspection.team.name,
        unit=inspection.unit.name,
        trip=trip.title,
        period=(start, end) if start and end else None,
        day=inspection.planned,
    )
