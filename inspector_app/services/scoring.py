"""Points: what the rules give, what the unit claims, what the team says, and how units stand."""

from __future__ import annotations

from inspector_app.domain.errors import (
    AmbiguousNameError,
    FormError,
    FormMissingError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import stored
from inspector_app.domain.scoring.criteria import Criterion, criteria_of
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.scoring.typed_points import typed_number
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Inspection
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.editions import active_inspections
from inspector_app.services.forms import FormService
from inspector_app.services.history import ChangeView, change_views
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    author_devices,
    current_trip,
    lineage_of,
    read_inspection,
)
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_registers import (
    BANDS,
    ON,
    PRINT,
    bands_value,
    read_settings,
    score_path,
)
from inspector_app.services.score_sheets import inspection_scores
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreField,
    ScoreSettings,
    TripScores,
)
from inspector_app.services.standings import standing
from inspector_app.services.views import InspectionView


class ScoreService:
    """The points of the trip: an optional layer over the answers."""

    def __init__(
        self,
        vault: OpenVault,
        journal: Journal,
        inspections: InspectionService,
        forms: FormService,
    ) -> None:
        self._vault = vault
        self._journal = journal
        self._inspections = inspections
        self._forms = forms

    # --- reading

    def show(self, inspection: EntityId) -> InspectionScores:
        """The points of one inspection. Raises: NotFoundError, FormMissingError."""
        with self._vault.store.read() as log:
            return self.of(log, self._inspections.view(log, inspection))

    def showing(self, view: InspectionView) -> InspectionScores:
        """The points of an inspection as a page shows it already. Raises: NotFoundError."""
        with self._vault.store.read() as log:
            return self.of(log, view)

    def of(self, log: Log, view: InspectionView) -> InspectionScores:
        """The points of a view, inside a running transaction."""
        ent = view.inspection.id
        directory = Directory(self._vault, log)
        settings = self._settings(log, directory)
        mapping = lineage_of(log, ent).mapping
        return inspection_scores(view, mapping, log.registers(ent), directory, settings)

    def trip(self) -> TripScores:
        """The points of all units with their ranks. Raises: NoTripError."""
        with self._vault.store.read() as log:
            trip = current_trip(log)
            settings = self._settings(log, Directory(self._vault, log))
            if not settings.is_on:
                return TripScores(trip, settings)
            found = [self._unit(log, ent) for ent in active_inspections(log, trip)]
        return TripScores(trip, settings, standing(found))

    def history(
        self, inspection: EntityId, criterion: str, field: ScoreField
    ) -> tuple[ChangeView, ...]:
        """Who wrote what about a criterion's points, oldest first. Raises: as ``set_self``."""
        with self._vault.store.read() as log:
            key, _ = self._criterion(log, inspection, criterion)
            history = log.history(Register(inspection, score_path(key, field)))
            return change_views(log, Directory(self._vault, log), history)

    def settings(self) -> ScoreSettings:
        """How the trip deals with points. Raises: NoTripError."""
        with self._vault.store.read() as log:
            return self._settings(log, Directory(self._vault, log))

    def mapping(self, form: str) -> tuple[Criterion, ...]:
        """The criteria of a form with the codes of the PAR Index that they map to (``par_index``).

        Args: ``form``: its SHA-256.

        Raises: FormMissingError
        """
        return criteria_of(self._forms.show(form))

    # --- writing

    def set_self(
        self, inspection: EntityId, criterion: str, points: str
    ) -> Outcome[CriterionScore]:
        """Record the points that the unit claims; blank or ``-`` leaves them to the rule.

        Args:
            inspection: the inspection.
            criterion: the name of its question, or a clause that one criterion alone has.
            points: as typed.

        Raises:
            NotFoundError, AmbiguousNameError: of the criterion.
            InputValueError: no number between 0 and the maximum, or points are switched off;
                nothing is recorded.
        """
        with self._journal.write() as pen:
            key, one = self._writable(pen, inspection, criterion)
            value = typed_number(points, one.maximum, said("Điểm tự đánh giá"))
            self._set(pen, inspection, key, ScoreField.SELF, value)
        return self._outcome(inspection, one.name)

    def appraise(
        self, inspection: EntityId, criterion: str, points: str, reason: str = ""
    ) -> Outcome[CriterionScore]:
        """Record the team's own points; blank or ``-`` goes back to the rule.

        Args:
            inspection: the inspection.
            criterion: as in ``set_self``.
            points: as typed.
            reason: why; needed where the points are not the rule's, unless one is recorded already.

        Raises:
            NotFoundError, AmbiguousNameError: of the criterion.
            InputValueError: as ``set_self``; without a reason; or the criterion does not apply.
        """
        field = said("Điểm thẩm định")
        with self._journal.write() as pen:
            key, one = self._writable(pen, inspection, criterion)
            value = typed_number(points, one.maximum, field)
            if value is not None:
                self._check_departure(pen.log, inspection, one, value, reason)
            self._set(pen, inspection, key, ScoreField.APPRAISED, value)
            if clean(reason):
                self._set(pen, inspection, key, ScoreField.REASON, clean(reason))
        return self._outcome(inspection, one.name)

    def explain(self, inspection: EntityId, criterion: str, reason: str) -> Outcome[CriterionScore]:
        """Record why self-assessed and appraised points differ; blank clears it.

        Raises:
            NotFoundError, AmbiguousNameError: of the criterion.
            InputValueError: points are switched off.
        """
        with self._journal.write() as pen:
            key, one = self._writable(pen, inspection, criterion)
            self._set(pen, inspection, key, ScoreField.REASON, clean(reason) or None)
        return self._outcome(inspection, one.name)

    def configure(
        self,
        *,
        is_on: bool | None = None,
        is_printed: bool | None = None,
        bands: str | None = None,
    ) -> Outcome[ScoreSettings]:
        """Change the trip's settings; None leaves one as it is, blank bands are the default ones.

        Raises:
            NotAllowedError: only the trip's author and team leaders may.
            InputValueError: bands that make no sense; nothing is changed.
            NoTripError
        """
        values: dict[str, Value] = {}
        if is_on is not None:
            values[ON] = is_on
        if is_printed is not None:
            values[PRINT] = is_printed
        if bands is not None:
            values[BANDS] = bands_value(bands)
        with self._journal.write() as pen:
            trip = current_trip(pen.log)
            if not self._may_configure(pen.log, Directory(self._vault, pen.log)):
                raise NotAllowedError(what=said("đổi cách chấm điểm của đợt"))
            for path, value in values.items():
                pen.set(trip, path, value)
        return Outcome(self.settings(), (Touched(EntityType.TRIP, trip, trip),))

    # --- inside

    def _settings(self, log: Log, directory: Directory) -> ScoreSettings:
        may_change = self._may_configure(log, directory)
        return read_settings(log, current_trip(log), may_change=may_change)

    def _may_configure(self, log: Log, directory: Directory) -> bool:
        is_author = self._vault.identity.dev in author_devices(log)
        return is_author or is_leader(log, directory)

    def _criterion(self, log: Log, inspection: EntityId, text: str) -> tuple[str, Criterion]:
        """Key and criterion meant by the name of a question or by a clause."""
        lineage = lineage_of(log, inspection)
        criteria = criteria_of(self._forms.of(log, lineage.form))
        wanted = clean(text)
        found = [one for one in criteria if one.name == wanted]
        found = found or [one for one in criteria if wanted and one.clause == wanted]
        if not found:
            raise NotFoundError(kind="tiêu chí", name=text)
        if len(found) > 1:
            names = ", ".join(one.name for one in found)
            raise AmbiguousNameError(kind="tiêu chí", name=text, matches=names)
        return lineage.mapping.key(found[0].name), found[0]

    def _writable(self, pen: Pen, inspection: EntityId, text: str) -> tuple[str, Criterion]:
        read_inspection(pen.log, inspection)
        found = self._criterion(pen.log, inspection, text)
        if not self._settings(pen.log, Directory(self._vault, pen.log)).is_on:
            raise InputValueError(field=said("Chấm điểm"), what=said("đợt này không chấm điểm"))
        return found

    def _check_departure(
        self, log: Log, inspection: EntityId, criterion: Criterion, value: str, reason: str
    ) -> None:
        """Refuse own points on what does not apply, or without a reason where they are not the rule's."""
        scores = self.of(log, self._inspections.view(log, inspection))
        now = next(one for one in scores.criteria() if one.criterion.name == criterion.name)
        if now.by_rule.state in (PointState.NOT_APPLICABLE, PointState.UNEXPLAINED):
            what = said("tiêu chí đang được ghi là không áp dụng; sửa trả lời trước")
            raise InputValueError(field=said("Điểm thẩm định"), what=what)
        is_other = now.by_rule.state is not PointState.BY_HAND and (
            now.by_rule.points is None or stored(now.by_rule.points) != value
        )
        if is_other and not clean(reason) and not now.reason_text:
            what = said("chưa nhập; điểm khác quy tắc cần một lý do")
            raise InputValueError(field=said("Lý do"), what=what)

    def _set(
        self, pen: Pen, inspection: EntityId, key: str, field: ScoreField, value: Value
    ) -> None:
        path = score_path(key, field)
        if value is None and not pen.log.heads(Register(inspection, path)):
            return  # nothing was ever written: nothing to clear
        form = bytes.fromhex(lineage_of(pen.log, inspection).form)
        pen.set(inspection, path, value, form)

    def _outcome(self, inspection: EntityId, name: str) -> Outcome[CriterionScore]:
        scores = self.show(inspection)
        value = next(one for one in scores.criteria() if one.criterion.name == name)
        return Outcome(value, (Touched(EntityType.INSPECTION, inspection, inspection),))

    def _unit(self, log: Log, ent: EntityId) -> Inspection | InspectionScores:
        """The points of an inspection; the bare inspection where its form is not here."""
        try:
            return self.of(log, self._inspections.view(log, ent))
        except (FormMissingError, FormError):
            return read_inspection(log, ent)
