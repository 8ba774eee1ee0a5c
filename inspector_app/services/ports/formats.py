"""Ports: bytes to values and back: changes, cards, bundles, forms, trip workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problems
from inspector_app.domain.log.chains import Outline
from inspector_app.domain.log.change import Change, Segment, StoredChange
from inspector_app.domain.log.ids import ChangeId
from inspector_app.domain.log.runs import Records
from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.self_reports import FilledReport, SelfReport
from inspector_app.services.ports.crypto import PublicKeys
from inspector_app.services.ports.store import EvidenceWriter


class ChangeCodec(Protocol):
    """Canonical bytes of a change record."""

    def encode(self, change: Change) -> bytes:
        """The record's bytes. Raises: InputValueError when a field is out of bounds."""

    def decode(self, raw: bytes, id_: ChangeId) -> StoredChange:
        """Raises: ChangeRefusedError for anything malformed or out of bounds."""

    def decode_many(self, frames: Sequence[bytes]) -> Records:
        """The records of a run. Raises: ChangeRefusedError, as ``decode`` of each would."""

    def outline(self, raw: bytes) -> Outline | None:
        """The first fields of a record, quickly; None when it is none."""


@dataclass(frozen=True, slots=True)
class Card:
    """The public part of one person on one device, self-signed (``docs/formats/card.md``)."""

    name: str
    post: str
    agency: str
    device: str
    """A name people give the laptop."""
    keys: PublicKeys

    def named_as(self, compared: Card) -> Card:
        """This card under the name that somebody compared: a renewal gives nobody another one."""
        return replace(self, name=compared.name, post=compared.post, agency=compared.agency)


class CardCodec(Protocol):
    """Cards as small text files."""

    def encode(self, card: Card, sign: Callable[[bytes], bytes]) -> bytes:
        """The card file; ``sign`` makes the device's Ed25519 signature."""

    def decode(self, data: bytes, verify: Callable[[bytes, bytes, bytes], bool], path: str) -> Card:
        """Raises: CardError."""


@dataclass(frozen=True, slots=True)
class BundleMember:
    """One member of a bundle: where its bytes come from is the writer's business."""

    name: str
    size: int
    sha256: str
    raw_size: int


@dataclass(frozen=True, slots=True)
class BundleManifest:
    """What the signed manifest says (``docs/formats/bundle.md``)."""

    purpose: str
    """``changes`` (a member's or leader's work) or ``trip`` (a trip pack with cards and forms)."""
    created_ms: int
    export_number: int
    trip: bytes
    device: bytes
    actor: bytes
    sender: str
    recipients: tuple[str, ...]
    heads: tuple[tuple[bytes, int, bytes], ...]
    """(device, seq, id) of every sealed chain end inside."""
    absent: tuple[str, ...]
    """SHA-256 of evidence that the log names but the sender does not hold."""
    counts: Mapping[str, int]
    """``changes``, ``evidence``, ``forms``, ``cards`` are filled in by the writer."""
    members: tuple[BundleMember, ...]
    base: tuple[tuple[bytes, int, bytes], ...] = ()
    """(device, seq, id) that the receiver said it holds; empty in a whole export."""
    team: bytes = b""
    """The sender's team (16 bytes), or empty."""
    sha256: str = ""
    """Of the manifest's bytes (hex), which names the bundle; filled in by the codec."""

    @property
    def part(self) -> int:
        """Which part of a split export this is; 1 of an export in one file."""
        return self.counts.get("part", 1)

    @property
    def parts(self) -> int:
        """How many parts the export has."""
        return max(self.counts.get("parts", 1), self.part)

    @property
    def part_of(self) -> int:
        """The export number of the first part."""
        return self.counts.get("part_of", self.export_number)


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """One evidence file to send: its hash, its plain size in bytes, and its plain bytes."""

    sha256: str
    size: int
    read: Callable[[], Iterator[bytes]]


class BundleSink(Protocol):
    """Receives the verified content of a bundle while it streams in.

    Nothing is published before ``finish``.
    """

    def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
        """Whether the signer may send to this vault; asked before the manifest is parsed.

        ``manifest_device`` is the id of that key; the manifest must repeat it. May raise
        BundleSenderError itself, with the fingerprint in words; after a plain False the reader
        raises it with the key in hexadecimal.
        """

    def manifest(self, manifest: BundleManifest, signer: bytes) -> None:
        """The verified manifest; may raise to refuse the bundle."""

    def segment(self, segment: Segment) -> None:
        """One chain segment, container checks done, chain and seal not yet."""

    def evidence(self, sha256: str) -> EvidenceWriter:
        """Where to stage one evidence file.

        The next call of any other method means that the file is complete and its hash was right.
        The reader never calls ``publish``.
        """

    def meta(self, name: str, data: bytes) -> None:
        """A form or card that travels along.

        ``name`` is ``meta/forms/<sha256>.inspform`` (``.xml`` for a bare XForm) or ``meta/cards/<device>.inspcard``.
        """


class BundleCodec(Protocol):
    """The container: strict ustar, signed manifest first, zstd segments."""

    def packed_size(self, segments: Sequence[Segment]) -> int:
        """Bytes of the members that runs of changes become."""

    def write(
        self,
        manifest: BundleManifest,
        segments: Sequence[Segment],
        evidence: Sequence[EvidenceSource],
        meta: Mapping[str, bytes],
        sign: Callable[[bytes], bytes],
    ) -> BinaryIO:
        """A readable stream of the plain container, made while it is read.

        Args:
            manifest: ``members``, ``heads`` and the counts of members are filled in here.
            meta: full member names and bytes.
            sign: makes the armoured SSHSIG over the manifest bytes (namespace insp-bundle-v1).

        Raises:
            InputValueError: something that no reader would accept.
            EvidenceError: while reading: evidence is not what its source announced.
        """

    def reader(
        self, sink: BundleSink, verify: Callable[[bytes, bytes], bytes | None], path: str
    ) -> BundleReader:
        """A push parser for the plain container.

        Args:
            verify: ``verify(message, armoured signature)`` gives the signer's key or None.
        """


class BundleReader(Protocol):
    """Takes plain container bytes as they are decrypted."""

    def write(self, data: bytes) -> int:
        """Take the next bytes; after an error the reader is dead.

        Raises:
            BundleDamagedError, BundleSenderError, BundleVersionError, or what the sink raises
        """

    def finish(self) -> BundleManifest:
        """The end was reached and every member was there. Raises: BundleDamagedError."""


class FormReader(Protocol):
    """XLSForm workbooks and frozen XForms to checked definitions."""

    def read(self, data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> FormFile:
        """Convert and check an authored form with the files beside it. Raises: FormError."""

    def check(self, data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> FormCheck:
        """As ``read``, with every problem and warning instead of an error."""

    def parse(self, data: bytes) -> Form:
        """Read a published form file, or a bare XForm of an early vault. Raises: FormError."""

    def parts(self, data: bytes) -> FormParts:
        """Take a published form file apart. Raises: FormError."""

    def template(self) -> bytes:
        """The workbook that an author starts from. Raises: PlatformError."""

    def shipped(self, name: str) -> FormFile:
        """A checklist that the program ships, by its folder (``domain.trip.editions``).

        Raises: PlatformError, FormError.
        """


class FormFile(Protocol):
    """A published form."""

    @property
    def data(self) -> bytes:
        """The bytes of the form file, which are hashed and kept."""

    @property
    def xform(self) -> bytes:
        """The XForm inside."""

    @property
    def workbook(self) -> bytes:
        """The author's workbook, or nothing."""

    @property
    def sha256(self) -> str:
        """Of ``data``, lower-case hex."""

    @property
    def form(self) -> Form:
        """The checked definition."""

    @property
    def warnings(self) -> Problems:
        """What its author should look at."""


class FormCheck(Protocol):
    """What a check of an authored form found."""

    @property
    def file(self) -> FormFile | None:
        """The published form, when nothing is an error."""

    @property
    def problems(self) -> Problems:
        """Errors and warnings in order."""


class FormParts(Protocol):
    """What a form file holds."""

    @property
    def xform(self) -> bytes:
        """The XForm."""

    @property
    def workbook(self) -> bytes:
        """The author's workbook, or nothing."""

    @property
    def workbook_kind(self) -> str:
        """The workbook's extension without the dot, or empty."""

    @property
    def media(self) -> Mapping[str, bytes]:
        """Lists and pictures by name."""


class TripReader(Protocol):
    """The workbook a head office prepares a trip in."""

    def read(self, data: bytes, path: str) -> TripPlan:
        """Raises: TripFileError with every problem, row by row."""

    def write(self, plan: TripPlan) -> bytes:
        """The workbook of a plan; reading it again gives the plan."""


class SelfReportBooks(Protocol):
    """The workbook that a unit fills in before the inspection."""

    def write(self, report: SelfReport) -> bytes:
        """The workbook of one unit."""

    def read(self, data: bytes, path: str) -> FilledReport:
        """Raises: SelfReportError: it is no such workbook, or cannot be read."""
