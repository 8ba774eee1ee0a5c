"""The tamper matrix: every change to a signed document must turn the verdict to "no"."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
from pyhanko.sign.signers import sign_pdf as library_sign

from inspector_app.documents.practice_keys import PracticeKeys, make_practice_authority
from inspector_app.documents.signing import PdfSigner
from inspector_app.documents.verification import PdfVerifier, verify_pdf
from inspector_app.domain.errors import CertificateError
from inspector_app.domain.report.values import RenderedPdf, Revocation, Verdict, VerdictKind
from tests.documents.conftest import LATER, NAMES, NOW, ORDER


@pytest.fixture(scope="module")
def check(keys: PracticeKeys) -> Callable[[bytes], Verdict]:
    return lambda data: verify_pdf(data, [keys.root], ORDER, now=LATER)


Check = Callable[[bytes], Verdict]


def test_good_file(signed: bytes, check: Check) -> None:
    verdict = check(signed)
    assert verdict.problems == ()
    assert verdict.kind is VerdictKind.VALID_UNCHECKED
    assert verdict.words == "HỢP LỆ (chưa kiểm tra thu hồi chứng thư)"
    assert verdict.is_valid
    assert verdict.intact
    assert verdict.complete
    assert verdict.compatible
    assert {fact.revocation for fact in verdict.signatures} == {Revocation.UNCHECKED}
    assert all(fact.practice and fact.passed and fact.trusted for fact in verdict.signatures)
    assert {"intact", "practice-key", "revocation-unchecked", "claimed-time"} <= {
        notice.code for notice in verdict.notices
    }


def test_verifier_reads_its_clock(signed: bytes, keys: PracticeKeys) -> None:
    early = PdfVerifier(lambda: NOW - timedelta(days=2))
    assert "future" in early.verify(signed, [keys.root], ORDER).codes
    assert PdfVerifier(lambda: LATER).verify(signed, [keys.root], ORDER).is_valid


def test_unknown_root_is_said_apart_from_integrity(signed: bytes) -> None:
    other = make_practice_authority(NOW, {"x": "Người khác"})
    for roots in ([], [other.root]):
        verdict = verify_pdf(signed, roots, ORDER, now=LATER)
        assert not verdict.is_valid
        assert verdict.codes == {"root-unknown"}
        assert verdict.intact
        assert verdict.complete


def test_bytes_that_are_no_root(signed: bytes) -> None:
    for junk in (b"", b"junk", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(CertificateError):
            verify_pdf(signed, [junk], now=LATER)


def test_unsigned_file(rendered: RenderedPdf, check: Check) -> None:
    verdict = check(rendered.data)
    assert verdict.codes == {"unsigned", "missing"}
    assert not verdict.intact


def test_rollback_shows_what_is_missing(revisions: list[bytes], check: Check) -> None:
    for count in (1, 2):
        verdict = check(revisions[count])
        assert not verdict.is_valid
        assert set(verdict.missing) == set(ORDER[count:])


def test_expected_field_that_the_document_lacks(signed: bytes, keys: PracticeKeys) -> None:
    verdict = verify_pdf(signed, [keys.root], [*ORDER, "seal"], now=LATER)
    assert verdict.missing == ("seal",)
    assert not verdict.is_valid


@pytest.mark.parametrize("junk", [b"\n", b"% remark\n", bytes(50), b"%%EOF\n"])
def test_bytes_behind_the_last_signature(signed: bytes, check: Check, junk: bytes) -> None:
    verdict = check(signed + junk)
    assert not verdict.is_valid
    assert not verdict.compatible
    assert not verdict.intact


def test_cut_short(signed: bytes, check: Check) -> None:
    for length in (0, 1, 100, len(signed) // 2, len(signed) - 7, len(signed) - 1):
        assert not check(signed[:length]).is_valid


def test_a_changed_byte_in_the_content(signed: bytes, check: Check) -> None:
    changed = bytearray(signed)
    changed[len(changed) // 20] ^= 0x20
    verdict = check(bytes(changed))
    assert not verdict.is_valid
    assert not verdict.intact


def _annotated(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    name = generic.pdf_name
    note = generic.DictionaryObject(  # type: ignore[no-untyped-call]
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 300, 200))),
            name("/Contents"): generic.TextStringObject("Đồng ý cả"),
            name("/DA"): generic.TextStringObject("/Helv 12 Tf"),
        }
    )
    page = writer.find_page_for_modification(0)[0]  # type: ignore[no-untyped-call]
    writer.register_annotation(page, writer.add_object(note))  # type: ignore[no-untyped-call]
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def _painted_over(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    stream = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 400 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))  # type: ignore[no-untyped-call]
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


@pytest.mark.parametrize("attack", [_annotated, _painted_over])
def test_content_added_by_an_update(
    signed: bytes, check: Check, attack: Callable[[bytes], bytes]
) -> None:
    verdict = check(attack(signed))
    assert not verdict.is_valid
    assert "changed-after" in verdict.codes
    assert not verdict.intact


def test_appearance_of_a_signature_replaced(signed: bytes, check: Check) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    field["/AP"]["/N"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 5 5 re f"))
    writer.update_container(field)
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    assert not check(output.getvalue()).is_valid


def _library_sign(data: bytes, field: str, keys: PracticeKeys, whose: str) -> bytes:
    """Signed with another program that checks neither persons nor order."""
    signer = SimpleSigner.load_pkcs12_data(
        keys.key_files[whose], other_certs=[], passphrase=keys.password.encode()
    )
    writer = IncrementalPdfFileWriter(BytesIO(data))
    metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
    result: BytesIO = library_sign(writer, metadata, signer=signer)
    return result.getvalue()


def test_the_wrong_person_in_a_field(
    revisions: list[bytes], keys: PracticeKeys, check: Check
) -> None:
    verdict = check(_library_sign(revisions[2], "leader", keys, "secretary"))
    assert not verdict.is_valid
    assert verdict.codes == {"wrong-person", "same-person", "future"}
    assert not verdict.signatures[-1].passed


def test_leader_before_the_others(rendered: RenderedPdf, keys: PracticeKeys) -> None:
    data = rendered.data
    for field in ("secretary", "leader", "unit"):
        data = _library_sign(data, field, keys, field)
    verdict = verify_pdf(data, [keys.root], ORDER, now=NOW + timedelta(days=3000))
    assert verdict.codes == {"order"}


def test_expected_certificate_replaces_the_name(signed: bytes, keys: PracticeKeys) -> None:
    facts = verify_pdf(signed, [keys.root], now=LATER).signatures
    right = {fact.field: fact.certificate_sha256 for fact in facts}
    good = verify_pdf(signed, [keys.root], now=LATER, expected_certificates=right)
    assert good.is_valid
    wrong = {"leader": right["unit"]}
    bad = verify_pdf(signed, [keys.root], now=LATER, expected_certificates=wrong)
    assert bad.codes == {"wrong-person"}


def test_signed_with_a_certificate_that_had_expired(rendered: RenderedPdf) -> None:
    keys = make_practice_authority(NOW, NAMES, days=-5)
    data = rendered.data
    for field in ORDER:
        data = _library_sign(data, field, keys, field)
    verdict = verify_pdf(data, [keys.root], ORDER, now=NOW + timedelta(days=3000))
    assert not verdict.is_valid
    assert "not-valid-then" in verdict.codes


def test_certificate_that_expired_after_signing(rendered: RenderedPdf, signer: PdfSigner) -> None:
    keys = make_practice_authority(NOW, NAMES, days=2)
    data = rendered.data
    for field in ORDER:
        data = signer.sign(data, field, keys.key_files[field], keys.password, now=NOW)
    verdict = verify_pdf(data, [keys.root], ORDER, now=NOW + timedelta(days=400))
    assert verdict.is_valid
    assert "expired-since" in {notice.code for notice in verdict.notices}


def test_a_field_added_behind_the_certifying_signature(
    signed: bytes, keys: PracticeKeys, check: Check
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    append_signature_field(writer, SigFieldSpec("extra", on_page=0, box=(50, 50, 150, 90)))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    verdict = check(_library_sign(output.getvalue(), "extra", keys, "secretary"))
    assert not verdict.is_valid


@pytest.mark.parametrize("seed", range(50))
def test_random_single_bit_flips_are_rejected(signed: bytes, check: Check, seed: int) -> None:
    """Everywhere but in the last signature's own gap, whose zero padding nothing signs."""
    chance = random.Random(seed)
    gap = signed.rfind(b"/Contents <")
    end = signed.index(b">", gap)
    while gap <= (place := chance.randrange(len(signed))) <= end:
        pass
    changed = bytearray(signed)
    changed[place] ^= 1 << chance.randrange(8)
    verdict = check(bytes(changed))
    assert not verdict.is_valid, f"bit flip at {place} was accepted"
    assert verdict.problems


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", bytes(3000)])
def test_junk_is_unreadable_not_a_crash(check: Check, data: bytes) -> None:
    verdict = check(data)
    assert not verdict.readable
    assert verdict.codes == {"unreadable"}
    assert verdict.size == len(data)


def test_remarks_fill_their_texts(revisions: list[bytes], check: Check) -> None:
    for verdict in map(check, [*revisions, revisions[3] + b"x", b""]):
        for remark in (*verdict.problems, *verdict.notices):
            assert "{" not in remark.text()
