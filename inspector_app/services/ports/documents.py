"""Ports: documents as PDF, their signatures and pictures of their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from inspector_app.domain.report.blocks import Document
from inspector_app.domain.report.values import PageImage, QrMatrix, RenderedPdf, Verdict
from inspector_app.domain.report.worksheets import Book


class MinutesRenderer(Protocol):
    """Blocks to PDF in the layout of Decree 30/2020."""

    def render(self, document: Document) -> RenderedPdf:
        """Raises: FontError for a missing face or a character that it cannot print."""


class WorkbookWriter(Protocol):
    """Tables to a workbook."""

    def write(self, book: Book) -> bytes:
        """The bytes of an .xlsx file; formulas keep the values that were computed here."""


class PdfSigner(Protocol):
    """PAdES signatures with a key file."""

    def sign(
        self,
        data: bytes,
        field: str,
        p12: bytes,
        password: str,
        *,
        now: datetime,
        source: str = ".p12",
    ) -> bytes:
        """The document with one more signature; ``source`` names the key file in errors.

        Raises:
            KeyFileError, CertificateError, SignOrderError, PdfError
        """


class PdfVerifier(Protocol):
    """Judges a signed document."""

    def verify(
        self, data: bytes, roots: Sequence[bytes], expected_fields: Sequence[str]
    ) -> Verdict:
        """A verdict about any bytes; never raises for bad ones.

        Args:
            roots: trusted root certificates (PEM or DER).
            expected_fields: fields that must be signed for the document to be complete.
        """


class PagePreview(Protocol):
    """Pictures of pages, signatures included."""

    def pages(self, data: bytes) -> int:
        """How many pages. Raises: PdfError."""

    def page_image(self, data: bytes, index: int, scale: float) -> PageImage:
        """One page; scale 1.0 = 72 dpi. Raises: PdfError."""


class QrCodes(Protocol):
    """QR codes of short texts."""

    def matrix(self, text: str) -> QrMatrix:
        """The squares; ``text`` in capitals and digits gives the smallest code."""

    def picture(self, text: str, kind: str) -> bytes:
        """The same as a file; ``kind`` is ``png`` or ``svg``."""


class PracticeKeyMaker(Protocol):
    """Throw-away certificates for exercises, marked as such."""

    def make(self, names: Mapping[str, str], now: datetime) -> PracticeKeySet:
        """Keys for names by field (``secretary``, ``unit``, ``leader``)."""


class PracticeKeySet(Protocol):
    """A practice authority and its keys."""

    @property
    def root(self) -> bytes:
        """The authority's certificate (PEM)."""

    @property
    def password(self) -> str:
        """The password of every key file."""

    @property
    def key_files(self) -> Mapping[str, bytes]:
        """A ``.p12`` by field."""
