"""The only module that knows every room: it builds what the edges work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from inspector_app.crypto.keys import Keys
from inspector_app.crypto.sealing import Sealer
from inspector_app.crypto.slots import WORK_FACTOR, KeySlots
from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.form.definition import Form
from inspector_app.formats.bundles import BundleCodec
from inspector_app.formats.cards import CardCodec
from inspector_app.formats.changes import ChangeCodec
from inspector_app.formats.receipts import ReceiptCodec
from inspector_app.host import resources
from inspector_app.host.clock import SystemClock
from inspector_app.host.files import HostFiles
from inspector_app.host.marks import HostMarks
from inspector_app.host.media import HostMedia
from inspector_app.host.randomness import SystemRandomness
from inspector_app.services.ports import documents, formats, store
from inspector_app.services.ports.host import Clock, Marks, Randomness
from inspector_app.services.reports import moment_of
from inspector_app.services.rooms import Rooms
from inspector_app.services.workshop import Workshop
from inspector_app.store.vaults import Vaults


class OnFirstUse:
    """Stands for a part whose libraries are slow to load, and makes it when it is first used.

    ReportLab, pyHanko and pyxform together take several times as long to import as everything
    else; most commands and the first window need none of them.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._part: object | None = None

    def __getattr__(self, name: str) -> Any:
        if self._part is None:
            self._part = self._make()
        return getattr(self._part, name)


def make_workshop(
    *,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
    marks: Marks | None = None,
    prefer_times: bool = True,
    work_factor: int = WORK_FACTOR,
) -> Workshop:
    """Wire the rooms together.

    Args:
        clock: this computer's by default.
        randomness: the operating system's by default.
        marks: what this computer remembers of the chains written on it; the user's by default.
        prefer_times: set documents in the system's Times New Roman where it is complete.
        work_factor: of new key slots; tests take a small one.
    """
    clock = clock or SystemClock()
    codec = ChangeCodec()
    rooms = Rooms(
        clock=clock,
        randomness=randomness or SystemRandomness(),
        marks=marks or HostMarks(),
        files=HostFiles(),
        media=HostMedia(),
        vaults=cast(store.Vaults, Vaults(codec.decode, VaultKeys())),
        slots=KeySlots(work_factor),
        keys=Keys(),
        sealer=Sealer(work_factor),
        changes=codec,
        cards=CardCodec(),
        bundles=BundleCodec(),
        receipts=ReceiptCodec(),
        forms=cast(formats.FormReader, OnFirstUse(_FormReader)),
        trips=cast(formats.TripReader, OnFirstUse(_trip_reader)),
        self_reports=cast(formats.SelfReportBooks, OnFirstUse(_self_report_books)),
        renderer=cast(documents.MinutesRenderer, OnFirstUse(lambda: _renderer(prefer_times))),
        workbooks=cast(documents.WorkbookWriter, OnFirstUse(_workbooks)),
        signer=cast(documents.PdfSigner, OnFirstUse(lambda: _signer(prefer_times))),
        verifier=cast(documents.PdfVerifier, OnFirstUse(lambda: _verifier(clock))),
        preview=cast(documents.PagePreview, OnFirstUse(_preview)),
        qr_codes=cast(documents.QrCodes, OnFirstUse(_qr_codes)),
    )
    return Workshop(rooms, cast(documents.PracticeKeyMaker, OnFirstUse(_practice_keys)))


class _FormReader:
    """The form reader of the formats room, and the checklist that the program ships."""

    _packs: ClassVar[dict[tuple[str, tuple[tuple[str, bytes], ...]], formats.FormFile]] = {}

    def __init__(self) -> None:
        from inspector_app.formats import xlsforms

        self._xlsforms = xlsforms

    def read(
        self, data: bytes, name: str, files: Mapping[str, bytes] | None = None
    ) -> formats.FormFile:
        """Convert and check an authored form. Raises: FormError."""
        return self._xlsforms.read_form_file(data, name, files)

    def check(
        self, data: bytes, name: str, files: Mapping[str, bytes] | None = None
    ) -> formats.FormCheck:
        """Every problem of an authored form."""
        return self._xlsforms.check_form_file(data, name, files)

    def parse(self, data: bytes) -> Form:
        """Read a published form. Raises: FormError."""
        return self._xlsforms.parse_form(data)

    def parts(self, data: bytes) -> formats.FormParts:
        """Take a published form apart. Raises: FormError."""
        return self._xlsforms.form_parts(data)

    def template(self) -> bytes:
        """The workbook that an author starts from. Raises: PlatformError."""
        from inspector_app.formats import authoring_texts, template_workbook

        folder = resources.resource("authoring")
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        return template_workbook.write_template(authoring_texts.read_texts(files))

    def shipped(self, name: str) -> formats.FormFile:
        """A checklist in ``forms/``. Raises: PlatformError, FormError."""
        folder = resources.form(name)
        files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
        tables = (name, tuple(files.items()))
        if tables not in self._packs:  # converting takes a second, and a trip has three of them
            self._packs[tables] = self._xlsforms.read_pack(files, name)
        return self._packs[tables]


def _trip_reader() -> object:
    from inspector_app.formats.trip_workbooks import TripReader

    return TripReader()


def _self_report_books() -> object:
    from inspector_app.formats.self_report_books import SelfReportBooks

    return SelfReportBooks()


def _renderer(prefer_times: bool) -> object:
    from inspector_app.documents.pdf import MinutesRenderer

    return MinutesRenderer(prefer_times=prefer_times)


def _workbooks() -> object:
    from inspector_app.documents.workbooks import WorkbookWriter

    return WorkbookWriter()


def _signer(prefer_times: bool) -> object:
    from inspector_app.documents.signing import PdfSigner

    return PdfSigner(prefer_times=prefer_times)


def _verifier(clock: Clock) -> object:
    from inspector_app.documents.verification import PdfVerifier

    def now() -> datetime:
        return moment_of(clock.now_ms())

    return PdfVerifier(now)


def _preview() -> object:
    from inspector_app.documents.preview import PagePreview

    return PagePreview()


def _qr_codes() -> object:
    from inspector_app.documents.qr_codes import QrCodes

    return QrCodes()


def _practice_keys() -> object:
    from inspector_app.documents.practice_keys import PracticeKeyMaker

    return PracticeKeyMaker()
