"""A form corrected in the middle of a trip: what it would do, doing it, and going back.

Nothing is copied. The inspection's mapping register (``services.lineages``) gets another value: one
change of the log that names the old form, the new form and what became what.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.errors import (
    FormError,
    FormMissingError,
    InputValueError,
    NotAllowedError,
)
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.versions.migration import MigrationPlan, plan_migration
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import is_conflict
from inspector_app.domain.saying import joined, said
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.editions import readable_inspections
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal
from inspector_app.services.lineages import MAPPING
from inspector_app.services.migration_answers import compare_answers
from inspector_app.services.migration_views import (
    AnswerPreview,
    InspectionPreview,
    MigrationPreview,
)
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import (
    author_devices,
    current_trip,
    lineage_of,
    read_inspection,
    read_session,
)
from inspector_app.services.rooms import OpenVault

NO_WISHES = Wanted()


class MigrationService:
    """Previews, makes and takes back the change of an inspection to another form."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms

    # --- seeing

    def open_inspections(self, form_id: str = "") -> tuple[EntityId, ...]:
        """The inspections whose session has not ended.

        Args:
            form_id: only those that are filled in a version of this form; a correction of the
                communes' checklist is none of the departments'.

        Raises:
            NoTripError
        """
        with self._vault.store.read() as log:
            ents = [one.id for one in readable_inspections(log, current_trip(log))]
            return tuple(
                ent
                for ent in ents
                if not read_session(log, ent).ended
                and (not form_id or self._form_id(log, ent) == form_id)
            )

    def _form_id(self, log: Log, inspection: EntityId) -> str:
        """The id of the form that an inspection is filled in; empty when it is not here."""
        try:
            return self._forms.of(log, lineage_of(log, inspection).form).form_id
        except (FormMissingError, FormError):
            return ""

    def may_migrate(self) -> bool:
        """Whether this vault's person may change forms: a team leader, or the trip's author."""
        with self._vault.store.read() as log:
            return self._may(log)

    def preview(
        self, form: Form, inspections: Sequence[EntityId], wanted: Wanted = NO_WISHES
    ) -> MigrationPreview:
        """What another form would do to each inspection; nothing is written.

        Args:
            form: the corrected form; it need not be in the vault yet.
            inspections: whose form would change.
            wanted: renames beside those that the form itself tells.

        Raises:
            NotFoundError, FormMissingError
        """
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            found = tuple(self._preview(log, directory, form, ent, wanted) for ent in inspections)
        return MigrationPreview(form, found)

    def preview_undo(self, inspections: Sequence[EntityId]) -> MigrationPreview:
        """What going back to the former form would do. Raises: as ``preview``."""
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            found = tuple(self._preview_undo(log, directory, ent) for ent in inspections)
        return MigrationPreview(None, found)

    # --- doing

    def apply(
        self, sha256: str, inspections: Sequence[EntityId], wanted: Wanted = NO_WISHES
    ) -> Outcome[MigrationPreview]:
        """Give inspections a corrected form, all in one transaction.

        Inspections that have it already are left alone.

        Args:
            sha256: a form of this vault.
            inspections: whose form changes.
            wanted: as in ``preview``.

        Raises:
            NotAllowedError: the person is neither a team leader nor the trip's author.
            InputValueError: the forms cannot be matched, or an inspection cannot change now.
            FormMissingError, NotFoundError: nothing was written.
        """
        with self._journal.write() as pen:
            self._require_role(pen.log)
            form = self._forms.of(pen.log, sha256)
            directory = Directory(self._vault, pen.log)
            found = tuple(
                self._preview(pen.log, directory, form, ent, wanted) for ent in inspections
            )
            preview = MigrationPreview(form, found)
            _require_possible(preview)
            for one in preview.concerned:
                if one.plan is not None:
                    value = one.plan.mapping.encode()
                    pen.set(one.inspection.id, MAPPING, value, bytes.fromhex(form.sha256))
        return Outcome(preview, _touched(preview))

    def undo(self, inspections: Sequence[EntityId]) -> Outcome[MigrationPreview]:
        """Go back to the form before the last correction; nothing answered since is lost.

        Raises: as ``apply``.
        """
        with self._journal.write() as pen:
            self._require_role(pen.log)
            directory = Directory(self._vault, pen.log)
            found = tuple(self._preview_undo(pen.log, directory, ent) for ent in inspections)
            preview = MigrationPreview(None, found)
            _require_possible(preview)
            for one in preview.concerned:
                former = lineage_of(pen.log, one.inspection.id).former()
                if former is not None:
                    mapping = former.mapping
                    value = mapping.encode() if len(mapping.forms) > 1 else None
                    pen.set(one.inspection.id, MAPPING, value, bytes.fromhex(former.form))
        return Outcome(preview, _touched(preview))

    # --- inside

    def _may(self, log: Log) -> bool:
        is_author = self._vault.identity.dev in author_devices(log)
        return is_author or is_leader(log, Directory(self._vault, log))

    def _require_role(self, log: Log) -> None:
        if not self._may(log):
            raise NotAllowedError(what="đổi phiếu của cuộc kiểm tra (chỉ trưởng đoàn)")

    def _preview(
        self, log: Log, directory: Directory, form: Form, ent: EntityId, wanted: Wanted
    ) -> InspectionPreview:
        lineage = lineage_of(log, ent)
        if lineage.form == form.sha256:
            return self._result(log, ent, None, (), is_same=True)
        try:
            now = Placing(log, self._forms, lineage)
        except (FormMissingError, FormError):
            return self._result(log, ent, None, (), has_form=False)
        plan = plan_migration(now.form, form, now.mapping, wanted)
        if plan.problems:
            return self._result(log, ent, plan, ())
        then = Placing(log, self._forms, now.lineage.following(plan.mapping), form)
        return self._result(
            log,
            ent,
            plan,
            tuple(compare_answers(self._vault, log, directory, ent, (now, then), plan)),
        )

    def _preview_undo(self, log: Log, directory: Directory, ent: EntityId) -> InspectionPreview:
        lineage = lineage_of(log, ent)
        former = lineage.former()
        if former is None:
            return self._result(log, ent, None, (), is_same=True)
        try:
            then = Placing(log, self._forms, former)
        except (FormMissingError, FormError):
            return self._result(log, ent, None, (), has_form=False)
        try:
            now = Placing(log, self._forms, lineage)
        except (FormMissingError, FormError):
            # going back is the way out of a form that never arrived
            return self._result(log, ent, None, ())
        return self._result(
            log,
            ent,
            None,
            tuple(compare_answers(self._vault, log, directory, ent, (now, then), None)),
        )

    def _result(
        self,
        log: Log,
        ent: EntityId,
        plan: MigrationPlan | None,
        answers: Sequence[AnswerPreview],
        *,
        is_same: bool = False,
        has_form: bool = True,
    ) -> InspectionPreview:
        obstacle = ""
        if is_conflict(log.heads(Register(ent, MAPPING))):
            obstacle = said(
                "hai trưởng đoàn đã chọn hai phiếu khác nhau; quyết định xung đột đó trước"
            )
        elif not has_form:
            obstacle = said(
                "kho này chưa có phiếu của cuộc kiểm tra; nhập gói mới nhất của trưởng đoàn, hoặc trở lại phiếu trước"
            )
        return InspectionPreview(
            inspection=read_inspection(log, ent),
            is_ended=bool(read_session(log, ent).ended),
            is_same=is_same,
            plan=plan,
            answers=tuple(answers),
            obstacle=obstacle,
            is_missing=not has_form,
        )


def _require_possible(preview: MigrationPreview) -> None:
    """Raises: InputValueError."""
    if preview.problems:
        raise InputValueError(field="Nối hai phiếu", what=joined("; ", preview.problems))
    for one in preview.inspections:
        # one form that is not here keeps nobody from correcting the others
        if one.obstacle and not (one.is_missing and preview.concerned):
            raise InputValueError(field=one.inspection.unit.name, what=one.obstacle)
    if not preview.concerned:
        what = (
            said("các cuộc kiểm tra này đã dùng phiếu đó")
            if preview.form
            else said("chưa cuộc kiểm tra nào trong số này đổi phiếu")
        )
        raise InputValueError(field="Phiếu", what=what)


def _touched(preview: MigrationPreview) -> tuple[Touched, ...]:
    ents = (one.inspection.id for one in preview.concerned)
    return tuple(Touched(EntityType.INSPECTION, ent, ent) for ent in ents)
