"""The minutes of an inspection: composed, rendered, signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from inspector_app.domain.errors import PdfError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.minutes import compose_minutes
from inspector_app.domain.report.values import PageImage, RenderedPdf, Verdict
from inspector_app.services.facts import minutes_facts
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.outcomes import Outcome
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_facts import score_facts
from inspector_app.services.scoring import ScoreService

MAX_PDF_BYTES: Final = 200 * 1024 * 1024
MAX_KEY_FILE_BYTES: Final = 1024 * 1024


class ReportService:
    """Makes the minutes of one unit from what the vault holds now."""

    def __init__(
        self,
        vault: OpenVault,
        inspections: InspectionService,
        forms: FormService,
        scores: ScoreService,
    ) -> None:
        self._vault = vault
        self._scores = scores
        self._forms = forms
        self._inspections = inspections

    def preview(self, inspection: EntityId, *, digital: bool = False) -> RenderedPdf:
        """The minutes as they stand, in memory.

        Args:
            inspection: the inspection.
            digital: for digital signatures instead of wet ink.

        Raises:
            FontError, NotFoundError, FormMissingError
        """
        with self._vault.store.read() as log:
            view = self._inspections.view(log, inspection)
            points = score_facts(self._scores.of(log, view))
        facts = replace(minutes_facts(view, view.conflicts, digital=digital), scores=points)
        return self._vault.rooms.renderer.render(compose_minutes(facts))

    def build(
        self,
        inspection: EntityId,
        out_path: str,
        *,
        digital: bool = False,
        replace: bool = False,
    ) -> Outcome[RenderedPdf]:
        """Write the minutes to a file. Raises: as ``preview``, and the file's errors."""
        rendered = self.preview(inspection, digital=digital)
        with self._vault.rooms.files.create(out_path, replace=replace) as sink:
            sink.write(rendered.data)
        return Outcome(rendered)

    def sign(
        self,
        pdf_path: str,
        out_path: str,
        field: str,
        p12_path: str,
        password: str,
        *,
        replace: bool = False,
    ) -> Verdict:
        """Add one PAdES signature and judge the result without trust roots.

        Args:
            pdf_path: minutes built for digital signatures, perhaps signed in part.
            out_path: where the signed file goes; may be ``pdf_path`` with ``replace``.
            field: ``secretary``, ``unit`` or ``leader``.
            p12_path: the key file.
            password: of the key file.
            replace: whether ``out_path`` may exist.

        Raises:
            KeyFileError, CertificateError, SignOrderError, PdfError, and the files' errors:
            nothing was written.
        """
        rooms = self._vault.rooms
        data = rooms.files.read(pdf_path, limit=MAX_PDF_BYTES)
        p12 = rooms.files.read(p12_path, limit=MAX_KEY_FILE_BYTES)
        now = moment_of(rooms.clock.now_ms())
        try:
            signed = rooms.signer.sign(data, field, p12, password, now=now, source=p12_path)
        except PdfError as error:  # the room sees bytes; the person needs the file's name
            raise PdfError(path=pdf_path, what=error.details.get("what", "")) from error
        with rooms.files.create(out_path, replace=replace) as sink:
            sink.write(signed)
        return rooms.verifier.verify(signed, (), ())

    def page_image(self, data: bytes, index: int, scale: float) -> PageImage:
        """A picture of one page; scale 1.0 = 72 dpi. Raises: PdfError."""
        return self._vault.rooms.preview.page_image(data, index, scale)


def moment_of(milliseconds: int) -> datetime:
    """The aware time of a clock reading."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
