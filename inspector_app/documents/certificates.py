"""What a certificate says, and how its name is compared with the name in a document."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from asn1crypto import pem, x509  # type: ignore[import-untyped]

from inspector_app.domain.report.wording import clean_text, is_same_name

# Stands in every name of the throw-away authority of ``inspector demo``; no real authority uses it.
PRACTICE: Final = "KHÓA THỰC HÀNH"
PRACTICE_SUFFIX: Final = f" ({PRACTICE})"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CertificateNames:
    """The readable parts of a certificate; empty texts where it says nothing."""

    signer: str
    organisation: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime
    is_authority: bool
    may_sign: bool
    is_self_made: bool

    @property
    def is_practice(self) -> bool:
        """Whether the certificate comes from the practice authority."""
        marked = (self.signer, self.organisation, self.issuer)
        return any(PRACTICE.casefold() in name.casefold() for name in marked)


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return clean_text(str(value)).strip() if value else ""


def names_of(certificate: x509.Certificate) -> CertificateNames:
    """The readable parts of a certificate.

    Raises:
        ValueError: the certificate is malformed.
    """
    subject, issuer = certificate.subject.native, certificate.issuer.native
    usage = certificate.key_usage_value
    may_sign = usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)
    return CertificateNames(
        signer=_text(subject.get("common_name")) or _text(certificate.subject.human_friendly),
        organisation=_text(subject.get("organization_name")),
        issuer=_text(issuer.get("common_name")) or _text(certificate.issuer.human_friendly),
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.sha256.hex(),
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        is_authority=bool(certificate.ca),
        may_sign=may_sign,
        is_self_made=certificate.self_signed != "no",
    )


def bears_name(certificate: CertificateNames, accepted: Sequence[str]) -> bool:
    """Whether the certificate is made out to one of the accepted names (none: to anyone)."""
    own = certificate.signer.removesuffix(PRACTICE_SUFFIX)
    return not accepted or any(is_same_name(own, name) for name in accepted)


def load_roots(roots: Sequence[bytes]) -> list[x509.Certificate]:
    """Certificates from PEM (one or several) or DER bytes.

    Raises:
        ValueError: some bytes hold no certificate.
    """
    loaded: list[x509.Certificate] = []
    for data in roots:
        blobs = (
            [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        )
        for der in blobs:
            certificate = x509.Certificate.load(der, strict=True)
            _ = certificate.subject.native, certificate.public_key.algorithm
            loaded.append(certificate)
    return loaded


def quiet_library() -> None:
    """The signature library logs tracebacks for ordinary "invalid" answers; keep them out."""
    for name in ("pyhanko", "pyhanko_certvalidator", "pyhanko.sign", "pyhanko.pdf_utils"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def run_async(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end, also where the calling thread already has a running loop.

    The library's own wrappers call ``asyncio.run`` and fail inside a running loop.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(make())
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(lambda: asyncio.run(make())).result()
