"""Reads the signatures of a PDF: which fields there are, who signed, what came after.

Everything here trusts the library for parsing, digests and the comparison of revisions, and
nothing else: coverage of the whole file, revisions between signatures and completeness are
computed from the bytes by our own rules, because the library accepts files whose last signatures
were cut off or that carry bytes behind the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from inspector_app.documents.certificates import CertificateNames, names_of
from inspector_app.documents.fields import split_reading_name
from inspector_app.domain.report.values import ChangesAfter

_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
_ANY_USAGE = KeyUsageConstraints(key_usage=frozenset())
_FILTERS = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")


@dataclass(frozen=True, slots=True)
class FieldState:
    """One signature field of a file."""

    name: str
    title: str
    accepted: tuple[str, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One signature with everything that does not depend on trust roots."""

    field: FieldState
    embedded: EmbeddedPdfSignature
    names: CertificateNames
    claimed: datetime | None
    covers: int
    contiguous: bool
    certifies: bool


def open_pdf(data: bytes) -> PdfFileReader:
    """A strict reader.

    Raises:
        Exception: whatever the parser makes of damaged bytes; callers stand behind the wall.
    """
    return PdfFileReader(BytesIO(data), strict=True)


def fields_of(reader: PdfFileReader) -> tuple[FieldState, ...]:
    """All signature fields in the order of the form."""
    states = []
    for name, value, reference in enumerate_sig_fields(reader):
        field: Any = reference.get_object()
        title, accepted = split_reading_name(str(field.get("/TU", "")))
        states.append(FieldState(str(name), title or str(name), accepted, value is not None))
    return tuple(states)


def signatures_of(reader: PdfFileReader) -> tuple[Found, ...]:
    """All signatures, in the order in which they were made.

    Raises:
        ValueError: a signed field holds something that is not a detached PAdES or PKCS#7
            signature.
    """
    states = {state.name: state for state in fields_of(reader)}
    found = []
    for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
        signature: Any = value.get_object()
        if signature.get("/SubFilter") not in _FILTERS or signature.get("/Type") != "/Sig":
            raise ValueError(str(name))
        embedded = EmbeddedPdfSignature(reader, reference, str(name))
        found.append(_found(states[str(name)], embedded))
    return tuple(sorted(found, key=lambda one: one.covers))


def _found(state: FieldState, embedded: EmbeddedPdfSignature) -> Found:
    ranges = [int(part) for part in embedded.byte_range]
    gap = len(embedded.pkcs7_content) * 2 + 2
    contiguous = (
        len(ranges) == 4 and ranges[0] == 0 and ranges[1] > 0 and ranges[2] == ranges[1] + gap
    )
    # DocMDP is only honoured in the signature that the catalogue names as certifying.
    permissions: Any = embedded.reader.root.get("/Perms", {})
    certifier: Any = permissions["/DocMDP"] if "/DocMDP" in permissions else {}  # noqa: SIM401 - [] resolves the reference, get does not
    return Found(
        field=state,
        embedded=embedded,
        names=names_of(embedded.signer_cert),
        claimed=embedded.self_reported_timestamp,
        covers=ranges[2] + ranges[3] if len(ranges) == 4 else 0,
        contiguous=contiguous,
        certifies=certifier.get("/Contents") == embedded.sig_object.get("/Contents"),
    )


async def status_of(found: Found, context: ValidationContext) -> PdfSignatureStatus:
    """The library's judgement of one signature."""
    # Without the extension a key may be used for anything (RFC 5280, 4.2.1.3).
    limited = found.embedded.signer_cert.key_usage_value is not None
    return await async_validate_pdf_signature(
        found.embedded,
        signer_validation_context=context,
        key_usage_settings=_USAGE if limited else _ANY_USAGE,
    )


def is_intact(found: Found, status: PdfSignatureStatus) -> bool:
    """Whether digest and signature hold and the signature covers its revision without a gap."""
    covers = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    )
    return bool(status.intact and status.valid and covers and found.contiguous)


def changes_after(status: PdfSignatureStatus) -> ChangesAfter:
    """What was added behind a signature; anything but further signatures is OTHER."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return ChangesAfter.NONE
    level = status.modification_level
    allowed = (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    )
    if status.docmdp_ok and level in allowed:
        return ChangesAfter.SIGNATURES
    return ChangesAfter.OTHER


def unsigned_tail(data: bytes, found: tuple[Found, ...]) -> int:
    """Bytes behind the last signature; 0 when a signature covers the whole file."""
    return len(data) - max((one.covers for one in found), default=0)


def single_steps(data: bytes, found: tuple[Found, ...]) -> bool:
    """Whether consecutive signed revisions differ by at most one end-of-file mark.

    Some verifiers used with Vietnamese government keys treat everything else as changed.
    """
    marks = [data.count(b"%%EOF", 0, one.covers) for one in found]
    return all(later - earlier <= 1 for earlier, later in pairwise(marks))
