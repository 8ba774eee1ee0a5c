"""The summary of a trip: every unit's points, rates and progress, read one by one.

A page asks for one unit after the other, so that answers typed meanwhile are not kept waiting;
``summarize`` puts them together without the vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.form.definition import Form, Text
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.criteria import criteria_of
from inspector_app.services.editions import active_inspections
from inspector_app.services.flow_figures import Indicator, flow_of, flow_rates, has_flow
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.reading import current_trip, read_inspection
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_mapping import HEADINGS, Row, mapping_csv, mapping_rows
from inspector_app.services.scoring import ScoreService
from inspector_app.services.standings import standing
from inspector_app.services.summary_views import (
    TripFrame,
    TripSummary,
    UnitFigures,
    UnitSummary,
)


class SummaryService:
    """All units of the trip side by side."""

    def __init__(
        self,
        vault: OpenVault,
        inspections: InspectionService,
        scores: ScoreService,
        forms: FormService,
    ) -> None:
        self._vault = vault
        self._forms = forms
        self._inspections = inspections
        self._scores = scores

    def begin(self) -> TripFrame:
        """The units to read and how the trip deals with points. Raises: NoTripError."""
        settings = self._scores.settings()
        with self._vault.store.read() as log:
            trip = current_trip(log)
            ents = active_inspections(log, trip)
            return TripFrame(trip, settings, tuple(read_inspection(log, one) for one in ents))

    def unit(self, inspection: EntityId) -> UnitFigures:
        """One unit; without figures where its form is not in this vault. Raises: NotFoundError."""
        with self._vault.store.read() as log:
            try:
                view = self._inspections.view(log, inspection)
            except (FormMissingError, FormError):
                return UnitFigures(read_inspection(log, inspection))
            scores = self._scores.of(log, view)
        flow = flow_of(view)
        return UnitFigures(
            inspection=view.inspection,
            scores=scores,
            progress=view.progress,
            findings=len(view.findings),
            is_ended=bool(view.session.ended),
            rates=flow_rates(flow),
            unverified=sum(not one.is_verified for one in flow),
            asked=frozenset(Indicator if has_flow(view.form) else ()),
            short_names=dict(_short_names(view.form)),
        )

    def export_mapping(self, path: str, language: str) -> int:
        """Write which criteria of the trip's forms map to which codes of the PAR Index, as CSV.

        Returns: how many lines it has.

        Raises: NoTripError; the file's errors: nothing is left behind then.
        """
        rows = list(self._mapping(language))
        with self._vault.rooms.files.create(path) as sink:
            sink.write(mapping_csv(("form", *HEADINGS), rows))
        return len(rows)

    def _mapping(self, language: str) -> Iterator[Row]:
        pinned = dict.fromkeys(one.form_sha256 for one in self.begin().inspections)
        for sha256 in pinned:
            try:
                form = self._forms.show(sha256)
            except (FormMissingError, FormError):
                continue  # what is not in this vault cannot be listed
            for row in mapping_rows(criteria_of(form), language):
                yield (form.form_id, *row)

    def show(self) -> TripSummary:
        """The whole trip at once. Raises: NoTripError."""
        frame = self.begin()
        return summarize(frame, [self.unit(one.id) for one in frame.inspections])


def summarize(frame: TripFrame, units: Iterable[UnitFigures]) -> TripSummary:
    """Units put side by side, with their ranks, in the order given."""
    listed = tuple(units)
    ranked = standing([one.scores or one.inspection for one in listed])
    pairs = zip(listed, ranked, strict=True)
    return TripSummary(
        frame.trip, frame.settings, tuple(UnitSummary(one, place) for one, place in pairs)
    )


def _short_names(form: Form) -> Iterator[tuple[str, Text]]:
    for section in form.sections:
        short = section.insp.get("short", "")
        if short:
            english = section.insp.get("short-en", "") or section.label.in_("en")
            yield section.name, Text({"vi": short, "en": english})
