"""Signing: what is written, in which order, and what is refused before anything is made."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from inspector_app.documents.pdf import MinutesRenderer
from inspector_app.documents.practice_keys import PracticeKeys, make_practice_authority
from inspector_app.documents.signing import PdfSigner
from inspector_app.documents.verification import verify_pdf
from inspector_app.domain.errors import CertificateError, KeyFileError, PdfError, SignOrderError
from inspector_app.domain.report.values import ChangesAfter, RenderedPdf, VerdictKind
from tests.documents.conftest import LATER, NAMES, NOW, ORDER
from tests.documents.measure import squeeze, text
from tests.documents.sample import LEADER, SECRETARY, minutes


def test_each_signature_is_one_revision_on_top_of_the_last(revisions: list[bytes]) -> None:
    for before, after in pairwise(revisions):
        assert after.startswith(before)
        assert after.count(b"%%EOF") == before.count(b"%%EOF") + 1
        assert after.rstrip().endswith(b"%%EOF")


def test_first_signature_certifies_the_rest_approve(signed: bytes, keys: PracticeKeys) -> None:
    verdict = verify_pdf(signed, [keys.root], ORDER, now=LATER)
    assert [fact.certifies for fact in verdict.signatures] == [True, False, False]
    assert [fact.field for fact in verdict.signatures] == list(ORDER)
    assert signed.count(b"/ETSI.CAdES.detached") == 3
    assert [fact.claimed_time for fact in verdict.signatures] == [NOW] * 3


def test_every_stage_verifies_for_those_who_signed(
    revisions: list[bytes], keys: PracticeKeys
) -> None:
    for count, data in enumerate(revisions[1:], start=1):
        verdict = verify_pdf(data, [keys.root], now=LATER)
        assert verdict.intact
        assert verdict.compatible
        assert [fact.passed for fact in verdict.signatures] == [True] * count
        assert set(verdict.missing) == set(ORDER[count:])
        assert verdict.codes == ({"missing"} if count < 3 else set())
        assert verdict.signatures[-1].changes_after is ChangesAfter.NONE


def test_unit_may_sign_before_the_secretary(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys
) -> None:
    data = rendered.data
    for field in ("unit", "secretary", "leader"):
        data = signer.sign(data, field, keys.key_files[field], keys.password, now=NOW)
    assert verify_pdf(data, [keys.root], ORDER, now=LATER).kind is VerdictKind.VALID_UNCHECKED


def test_leader_signs_last(rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys) -> None:
    with pytest.raises(SignOrderError) as caught:
        signer.sign(rendered.data, "leader", keys.key_files["leader"], keys.password, now=NOW)
    assert "NGƯỜI GHI BIÊN BẢN" in str(caught.value.details["how"])


def test_a_field_is_signed_once(
    revisions: list[bytes], signer: PdfSigner, keys: PracticeKeys
) -> None:
    with pytest.raises(SignOrderError):
        signer.sign(revisions[1], "secretary", keys.key_files["secretary"], keys.password, now=NOW)


@pytest.mark.parametrize("field", ["nobody", "", "LEADER", "leader.1"])
def test_unknown_field(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys, field: str
) -> None:
    with pytest.raises(SignOrderError):
        signer.sign(rendered.data, field, keys.key_files["leader"], keys.password, now=NOW)


def test_draft_cannot_be_signed(
    renderer: MinutesRenderer, signer: PdfSigner, keys: PracticeKeys
) -> None:
    draft = renderer.render(minutes(open_conflicts=1)).data
    with pytest.raises(SignOrderError):
        signer.sign(draft, "secretary", keys.key_files["secretary"], keys.password, now=NOW)


def test_wrong_password(rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys) -> None:
    with pytest.raises(KeyFileError) as caught:
        signer.sign(rendered.data, "secretary", keys.key_files["secretary"], "sai", now=NOW,
                    source="tran-thi-b.p12")  # fmt: skip
    assert "tran-thi-b.p12" in str(caught.value)


@pytest.mark.parametrize("junk", [b"", b"not a key", b"\x30\x82" + bytes(200)])
def test_not_a_key_file(rendered: RenderedPdf, signer: PdfSigner, junk: bytes) -> None:
    with pytest.raises(KeyFileError):
        signer.sign(rendered.data, "secretary", junk, "x", now=NOW)


def test_expired_and_not_yet_valid_certificates(rendered: RenderedPdf, signer: PdfSigner) -> None:
    for keys in (
        make_practice_authority(NOW, NAMES, days=-5),
        make_practice_authority(NOW + timedelta(days=3), NAMES),
    ):
        with pytest.raises(CertificateError):
            signer.sign(
                rendered.data, "secretary", keys.key_files["secretary"], keys.password, now=NOW
            )


def test_somebody_elses_certificate(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys
) -> None:
    with pytest.raises(CertificateError) as caught:
        signer.sign(rendered.data, "secretary", keys.key_files["unit"], keys.password, now=NOW)
    assert SECRETARY in str(caught.value)


def test_the_units_own_certificate_may_sign_for_the_unit(
    renderer: MinutesRenderer, signer: PdfSigner
) -> None:
    unit = "UBND xã Hòa Bình"
    rendered = renderer.render(minutes(unit_name=unit))
    agency = make_practice_authority(NOW, {"unit": unit})
    data = signer.sign(rendered.data, "unit", agency.key_files["unit"], agency.password, now=NOW)
    verdict = verify_pdf(data, [agency.root], now=LATER)
    assert verdict.signatures[0].passed


def _self_signed(name: str, *, authority: bool) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(b"mk")
    return pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, encryption)


def test_an_authority_certificate_does_not_sign_documents(
    rendered: RenderedPdf, signer: PdfSigner
) -> None:
    with pytest.raises(CertificateError):
        signer.sign(
            rendered.data, "secretary", _self_signed(SECRETARY, authority=True), "mk", now=NOW
        )


def test_elliptic_curve_key_and_name_without_marks(
    rendered: RenderedPdf, signer: PdfSigner
) -> None:
    p12 = _self_signed("TRAN THI BICH NGOC", authority=False)
    data = signer.sign(rendered.data, "secretary", p12, "mk", now=NOW)
    verdict = verify_pdf(data, [], now=LATER)
    assert verdict.intact
    assert verdict.codes == {"root-unknown", "missing"}


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4\nnothing", b"\x00" * 4000])
def test_not_a_pdf(signer: PdfSigner, keys: PracticeKeys, data: bytes) -> None:
    with pytest.raises(PdfError):
        signer.sign(data, "secretary", keys.key_files["secretary"], keys.password, now=NOW)


def test_a_document_changed_after_a_signature_is_not_signed_on(
    revisions: list[bytes], signer: PdfSigner, keys: PracticeKeys
) -> None:
    changed = bytearray(revisions[1])
    changed[9000] ^= 1
    for data in (bytes(changed), revisions[1] + b"\n% more"):
        with pytest.raises(PdfError):
            signer.sign(data, "unit", keys.key_files["unit"], keys.password, now=NOW)


def test_signing_works_inside_a_running_event_loop(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys
) -> None:
    async def inside() -> bytes:
        return signer.sign(
            rendered.data, "secretary", keys.key_files["secretary"], keys.password, now=NOW
        )

    assert verify_pdf(asyncio.run(inside()), [keys.root], now=LATER).intact


def test_signing_is_repeatable_with_an_rsa_key(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys
) -> None:
    made = {
        hashlib.sha256(
            signer.sign(
                rendered.data, "secretary", keys.key_files["secretary"], keys.password, now=NOW
            )
        ).hexdigest()
        for _ in range(2)
    }
    assert len(made) == 1


def test_the_mark_shows_signer_and_vietnamese_time(signed: bytes) -> None:
    page = squeeze(text(signed))
    assert squeeze(f"Ký bởi: {LEADER}") in page
    assert page.count("2026-11-23T10:15:30+07:00") == 3


def test_time_is_converted_to_vietnamese_time(
    rendered: RenderedPdf, signer: PdfSigner, keys: PracticeKeys
) -> None:
    utc = datetime.fromisoformat("2026-11-23T20:00:00+00:00")
    data = signer.sign(
        rendered.data, "secretary", keys.key_files["secretary"], keys.password, now=utc
    )
    assert "2026-11-24T03:00:00+07:00" in text(data)
