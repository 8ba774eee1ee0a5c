"""What can be done before a vault is open, and the services of an open one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import NotFoundError, PdfError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.report.blank_checklist import Visit, compose_blank
from inspector_app.domain.report.values import PageImage, RenderedPdf, Verdict
from inspector_app.domain.trip.editions import shipped_names
from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.previous import PreviousTrip
from inspector_app.services.assignments import AssignmentService
from inspector_app.services.audits import AuditService
from inspector_app.services.bundles import BundleService
from inspector_app.services.cards import CardComparison, CardService, compare_card
from inspector_app.services.carrying import Carrier
from inspector_app.services.checklists import ChecklistService
from inspector_app.services.conflicts import ConflictService
from inspector_app.services.devices import DeviceService
from inspector_app.services.evidence import EvidenceService
from inspector_app.services.export_plans import ExportPlanService
from inspector_app.services.findings import FindingService, RequirementService
from inspector_app.services.form_siblings import Siblings
from inspector_app.services.forms import MAX_FORM_BYTES, FormService, file_name
from inspector_app.services.handovers import HandoverService
from inspector_app.services.history import LogService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal
from inspector_app.services.last_trip import read_last_trip
from inspector_app.services.migrations import MigrationService
from inspector_app.services.packing import EditionService
from inspector_app.services.ports.documents import PracticeKeyMaker, PracticeKeySet
from inspector_app.services.ports.formats import FormCheck, FormFile
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import OpenStore
from inspector_app.services.previous import PreviousService
from inspector_app.services.remediations import RemediationService
from inspector_app.services.renewal import settle
from inspector_app.services.reports import MAX_PDF_BYTES, ReportService, moment_of
from inspector_app.services.returning import ReturnService
from inspector_app.services.rooms import OpenVault, Rooms
from inspector_app.services.scoring import ScoreService
from inspector_app.services.self_reports import SelfReportService
from inspector_app.services.sessions import SessionService
from inspector_app.services.summaries import SummaryService
from inspector_app.services.tables import TableService
from inspector_app.services.trip_edits import TripEditService
from inspector_app.services.trips import MAX_WORKBOOK_BYTES, TripService
from inspector_app.services.vaults import (
    CreatedVault,
    Person,
    VaultService,
    create_vault,
    read_identity,
)
from inspector_app.services.verdicts import LogVerdict
from inspector_app.services.verification import VerificationService, verify_vault
from inspector_app.services.watching import WatchService

MAX_CERTIFICATE_BYTES: Final = 1024 * 1024
SIGNING_FIELDS: Final = ("secretary", "unit", "leader")
WITNESSED_FIELDS: Final = ("secretary", "witness", "leader")


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a person can do with one open vault; call it from one thread."""

    path: str
    vault: VaultService
    cards: CardService
    devices: DeviceService
    trips: TripService
    trip_edits: TripEditService
    editions: EditionService
    assignments: AssignmentService
    forms: FormService
    migrations: MigrationService
    inspections: InspectionService
    self_reports: SelfReportService
    sessions: SessionService
    findings: FindingService
    requirements: RequirementService
    remediations: RemediationService
    previous: PreviousService
    evidence: EvidenceService
    conflicts: ConflictService
    scores: ScoreService
    summaries: SummaryService
    bundles: BundleService
    handovers: HandoverService
    reports: ReportService
    checklists: ChecklistService
    tables: TableService
    log: LogService
    audits: AuditService
    returns: ReturnService
    verification: VerificationService
    carrier: Carrier
    export_plans: ExportPlanService
    watch: WatchService
    _open: OpenStore

    def close(self) -> None:
        """Close the vault and give its lock back."""
        self._open.close()


class Workshop:
    """What needs no open vault, and the door to one."""

    def __init__(self, rooms: Rooms, practice: PracticeKeyMaker) -> None:
        self._rooms = rooms
        self._practice = practice
        self.carrier = Carrier(rooms.files, rooms.media)

    def create_vault(self, path: str, passphrase: str, person: Person) -> CreatedVault:
        """Make a new vault. Raises: as ``services.vaults.create_vault``."""
        return create_vault(self._rooms, path, passphrase, person)

    def open_vault(self, path: str, secret: str) -> Services:
        """Open a vault with its passphrase or recovery code.

        A vault that turns out to be a restored or copied one gets a new identity
        (``Services.devices.renewed``).

        Raises:
            NotAVaultError, WrongPassphraseError, VaultLockedError, VaultDamagedError,
            VaultVersionError
        """
        key = self._rooms.slots.open(self._rooms.vaults.slots(path), secret)
        opened = self._rooms.vaults.open(path, key)
        try:
            vault = settle(self._vault(path, opened))
        except BaseException:
            opened.close()
            raise
        return _services(vault, opened)

    def read_previous(
        self, path: str, secret: str, progress: Progress | None = None
    ) -> PreviousTrip:
        """What the vault of the last trip tells; nothing is written there, not even a lock.

        Raises:
            NotAVaultError, WrongPassphraseError, VaultDamagedError, VaultVersionError
            NoTripError: there is no trip in it.
            DiskFullError: no room for the working copy.
        """
        key = self._rooms.slots.open(self._rooms.vaults.slots(path), secret)
        opened = self._rooms.vaults.open_copy(path, key)
        try:
            vault = self._vault(path, opened)
            services = _services(vault, opened)
            return read_last_trip(vault, services.inspections, progress)
        finally:
            opened.close()

    def verify_vault(self, path: str, secret: str, progress: Progress | None = None) -> LogVerdict:
        """Verify the log of a vault folder without a vault of one's own to compare it with.

        Raises: as ``services.verification.verify_vault``.
        """
        return verify_vault(self._rooms, path, secret, progress)

    def _vault(self, path: str, opened: OpenStore) -> OpenVault:
        with opened.store.read() as log:
            identity = read_identity(self._rooms, log)
        return OpenVault(path, self._rooms, opened.store, opened.evidence, identity)

    def verify_report(
        self,
        path: str,
        roots: Sequence[str] = (),
        expected: Sequence[str] | None = None,
    ) -> Verdict:
        """Judge a signed document.

        Args:
            path: the PDF.
            roots: files of trusted root certificates.
            expected: fields that must be signed; by default secretary, leader, and the unit or,
                where it refused, the witness.

        Raises:
            FileAccessError, PdfError: the file cannot be read at all.
            CertificateError: a root that is not a certificate.
        """
        files = self._rooms.files
        data = files.read(path, limit=MAX_PDF_BYTES)
        known = [files.read(one, limit=MAX_CERTIFICATE_BYTES) for one in roots]
        if expected is None:
            expected = self._signing_fields(data)
        verdict = self._rooms.verifier.verify(data, known, expected)
        if not verdict.readable:
            raise PdfError(path=path, what="không phải tệp PDF hoặc tệp đã hỏng")
        return verdict

    def _signing_fields(self, data: bytes) -> Sequence[str]:
        """Who must sign: where the unit refused, the document has a witness's field instead."""
        found = self._rooms.verifier.verify(data, (), ())
        fields = {one.field for one in found.signatures} | set(found.missing)
        return WITNESSED_FIELDS if "witness" in fields else SIGNING_FIELDS

    def page_image(self, data: bytes, index: int, scale: float) -> PageImage:
        """A picture of one page. Raises: PdfError."""
        return self._rooms.preview.page_image(data, index, scale)

    def read_form(self, path: str) -> Form:
        """An authored form, with the files beside it. Raises: FormError, FileAccessError."""
        files = self._rooms.files
        data = files.read(path, limit=MAX_FORM_BYTES)
        return self._rooms.forms.read(data, file_name(path), Siblings(files, path)).form

    def check_form(self, path: str) -> FormCheck:
        """Every problem of an authored form. Raises: FileAccessError."""
        files = self._rooms.files
        data = files.read(path, limit=MAX_FORM_BYTES)
        return self._rooms.forms.check(data, file_name(path), Siblings(files, path))

    def blank_checklist(self, form: Form) -> RenderedPdf:
        """A form that needs no vault, to fill in by hand. Raises: FontError."""
        return self._rooms.renderer.render(compose_blank(form, Visit()))

    def form_template(self) -> bytes:
        """The workbook that an author starts from. Raises: PlatformError."""
        return self._rooms.forms.template()

    def shipped_form(self, name: str) -> FormFile:
        """A checklist that comes with the program (``domain.trip.editions``).

        Raises:
            NotFoundError: none is called so.
            PlatformError: the program was installed in part.
        """
        if name not in shipped_names():
            raise NotFoundError(kind="phiếu kèm theo phần mềm", name=name)
        return self._rooms.forms.shipped(name)

    def read_trip(self, path: str) -> TripPlan:
        """Check a trip workbook. Raises: TripFileError, FileAccessError."""
        data = self._rooms.files.read(path, limit=MAX_WORKBOOK_BYTES)
        return self._rooms.trips.read(data, path)

    def compare_card(self, text: str, path: str) -> CardComparison:
        """Compare a scanned QR code with a card file. Raises: as ``services.cards.compare_card``."""
        return compare_card(self._rooms, text, path)

    def practice_keys(self, names: Mapping[str, str]) -> PracticeKeySet:
        """Throw-away signing keys for exercises, marked as such in every certificate."""
        return self._practice.make(names, moment_of(self._rooms.clock.now_ms()))


def _services(vault: OpenVault, opened: OpenStore) -> Services:
    journal = Journal(vault.rooms, vault.store, vault.identity)
    forms = FormService(vault)
    cards = CardService(vault, journal)
    inspections = InspectionService(vault, journal, forms)
    scores = ScoreService(vault, journal, inspections, forms)
    bundles = BundleService(vault, journal, forms)
    handovers = HandoverService(vault)
    log = LogService(vault, forms)
    editions = EditionService(vault, journal, cards)
    return Services(
        path=vault.path,
        vault=VaultService(vault, cards, forms),
        cards=cards,
        devices=DeviceService(vault, journal, cards, forms),
        trips=TripService(vault, journal, cards, inspections, bundles, forms, editions),
        trip_edits=TripEditService(vault, journal),
        editions=editions,
        assignments=AssignmentService(vault, journal, forms, inspections),
        forms=forms,
        migrations=MigrationService(vault, journal, forms),
        inspections=inspections,
        self_reports=SelfReportService(vault, journal, forms, inspections),
        sessions=SessionService(vault, journal, forms),
        findings=FindingService(vault, journal),
        requirements=RequirementService(vault, journal),
        remediations=RemediationService(vault, journal),
        previous=PreviousService(vault, journal, inspections),
        evidence=EvidenceService(vault, journal),
        conflicts=ConflictService(vault, journal, forms),
        scores=scores,
        summaries=SummaryService(vault, inspections, scores, forms),
        bundles=bundles,
        handovers=handovers,
        reports=ReportService(vault, inspections, forms, scores),
        checklists=ChecklistService(vault, inspections, forms),
        tables=TableService(vault, inspections, scores),
        log=log,
        audits=AuditService(vault, forms),
        returns=ReturnService(vault, journal, forms, log),
        verification=VerificationService(vault, bundles),
        carrier=Carrier(vault.rooms.files, vault.rooms.media),
        export_plans=ExportPlanService(vault, forms),
        watch=WatchService(vault, bundles, handovers),
        _open=opened,
    )
