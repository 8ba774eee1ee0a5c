"""Revocation lists: checked when given, said to be unchecked otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from inspector_app.documents.signing import PdfSigner
from inspector_app.documents.verification import verify_pdf
from inspector_app.domain.report.values import RenderedPdf, Revocation, VerdictKind
from tests.documents.conftest import LATER, NAMES, NOW, ORDER

DAY = timedelta(days=1)


class Authority:
    """A small authority that also issues revocation lists."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gốc thử")])
        self.certificate = self._issue(self.name, self.key.public_key(), authority=True)
        self.serials: dict[str, int] = {}

    def _issue(
        self, subject: x509.Name, key: rsa.RSAPublicKey, *, authority: bool
    ) -> x509.Certificate:
        usage = x509.KeyUsage(
            not authority, not authority, False, False, False, authority, authority, False, False
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 2 * DAY)
            .not_valid_after(NOW + 300 * DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def key_file(self, person: str) -> bytes:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, person)])
        certificate = self._issue(subject, key.public_key(), authority=False)
        self.serials[person] = certificate.serial_number
        encryption = serialization.BestAvailableEncryption(b"mk")
        return pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, encryption)

    def revocations(self, *people: str) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(NOW - DAY)
            .next_update(NOW + DAY)
        )
        for person in people:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(self.serials[person])
                .revocation_date(NOW - DAY)
                .build()
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    @property
    def root(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def document(authority: Authority, rendered: RenderedPdf, signer: PdfSigner) -> bytes:
    data = rendered.data
    for field in ORDER:
        data = signer.sign(data, field, authority.key_file(NAMES[field]), "mk", now=NOW)
    return data


def test_without_lists_revocation_is_unchecked(authority: Authority, document: bytes) -> None:
    verdict = verify_pdf(document, [authority.root], ORDER, now=LATER)
    assert verdict.kind is VerdictKind.VALID_UNCHECKED
    assert not any(fact.practice for fact in verdict.signatures)


def test_with_a_list_revocation_is_checked(authority: Authority, document: bytes) -> None:
    crls = [authority.revocations()]
    verdict = verify_pdf(document, [authority.root], ORDER, now=LATER, crls=crls)
    assert verdict.kind is VerdictKind.VALID
    assert verdict.words == "HỢP LỆ"
    assert {fact.revocation for fact in verdict.signatures} == {Revocation.CHECKED}


def test_a_revoked_signer_is_refused(authority: Authority, document: bytes) -> None:
    crls = [authority.revocations(NAMES["unit"])]
    verdict = verify_pdf(document, [authority.root], ORDER, now=LATER, crls=crls)
    assert not verdict.is_valid
    assert verdict.codes == {"revoked"}
    assert verdict.intact
    revoked = [fact.field for fact in verdict.signatures if not fact.passed]
    assert revoked == ["unit"]


def test_a_list_of_another_authority_checks_nothing(authority: Authority, document: bytes) -> None:
    crls = [Authority().revocations()]
    verdict = verify_pdf(document, [authority.root], ORDER, now=LATER, crls=crls)
    assert verdict.kind is VerdictKind.VALID_UNCHECKED
