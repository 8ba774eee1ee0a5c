"""Signs a prepared PDF with the key of a ``.p12`` file (PAdES baseline B-B).

One revision per signature and nothing after it. The first signature certifies the document and
allows nothing but signatures in the fields that are already there. Everything that can be refused
is refused before anything is made, and the result is read back before it is handed out: bytes in,
bytes out, no file is touched here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.signers import PdfSigner as LibrarySigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator import ValidationContext

from inspector_app.documents.certificates import (
    CertificateNames,
    bears_name,
    names_of,
    quiet_library,
    run_async,
)
from inspector_app.documents.fields import PlainWriter
from inspector_app.documents.fonts import load_family
from inspector_app.documents.inspection import (
    FieldState,
    changes_after,
    fields_of,
    is_intact,
    open_pdf,
    signatures_of,
    single_steps,
    status_of,
    unsigned_tail,
)
from inspector_app.documents.key_files import KeySigner, open_key_file
from inspector_app.documents.stamp import VIETNAM, draw_stamp, stamp_style
from inspector_app.documents.wall import wall
from inspector_app.domain.errors import CertificateError, PdfError, SignOrderError
from inspector_app.domain.report.values import ChangesAfter, fields_before
from inspector_app.domain.report.wording import short_date
from inspector_app.domain.saying import said


class PdfSigner:
    """Signatures with ``.p12`` keys.

    Args:
        prefer_times, font_folder: the face of the visible mark, as for the renderer.
    """

    def __init__(self, *, prefer_times: bool = True, font_folder: str | None = None) -> None:
        self._prefer_times = prefer_times
        self._font_folder = font_folder

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
        """The document with one more signature; the given bytes are its beginning.

        Slow (about 0.1 s); call it outside the window's thread. Works also where the thread runs
        an event loop.

        Args:
            field: name of the field ("secretary", "unit", "leader").
            now: aware time; stands in the signature as the signer's own claim.
            source: name of the key file, for errors.

        Raises:
            KeyFileError: wrong password or no key in the file.
            CertificateError: expired, not yet valid, not made for signing, or of another person.
            SignOrderError: no such field, already signed, or another field comes first.
            PdfError: not a PDF, or changed after an earlier signature.
        """
        quiet_library()
        opened = open_key_file(p12, password, source)
        names = names_of(opened.certificate)
        states = _read(data)
        state = _free_field(states, field)
        _check_certificate(names, state, now)
        signed_before = any(other.signed for other in states)
        if signed_before:
            _check_earlier(data)
        family = load_family(prefer_times=self._prefer_times, folder=self._font_folder)
        with wall():
            writer = PlainWriter(BytesIO(data))
            width, height = _box_size(writer, field)
            mark = draw_stamp(names.signer, now, width, height, family)
            metadata = PdfSignatureMetadata(
                field_name=field,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                certify=not signed_before,
                docmdp_permissions=MDPPerm.FILL_FORMS,
                name=names.signer,
            )
            library = LibrarySigner(metadata, KeySigner(opened), stamp_style=stamp_style(mark))
            moment = now.astimezone(VIETNAM).replace(microsecond=0)
            signed = run_async(lambda: _apply(library, writer, moment))
        _check_result(data, signed, field)
        return signed


def _read(data: bytes) -> tuple[FieldState, ...]:
    with wall():
        return fields_of(open_pdf(data))


def _free_field(states: Sequence[FieldState], field: str) -> FieldState:
    """The state of a field that may be signed now."""
    state = next((one for one in states if one.name == field), None)
    if state is None:
        names = ", ".join(one.name for one in states) or "không có"
        raise SignOrderError(
            field=field,
            what="tài liệu không có ô chữ ký này",
            how=said(
                "Các ô có trong tài liệu: {names}. Bản chưa hoàn tất không có ô chữ ký.",
                names=names,
            ),
        )
    if state.signed:
        raise SignOrderError(
            field=field,
            what="ô này đã được ký",
            how="Mỗi ô chỉ ký một lần; muốn ký lại thì tạo lại biên bản chưa ký.",
        )
    first = fields_before(field, tuple(one.name for one in states))
    waiting = [one.title for one in states if one.name in first and not one.signed]
    if waiting:
        raise SignOrderError(
            field=field,
            what="còn người phải ký trước",
            how=said("Ký các ô sau trước: {titles}.", titles=", ".join(waiting)),
        )
    return state


def _check_certificate(names: CertificateNames, state: FieldState, now: datetime) -> None:
    what = ""
    if now > names.valid_until:
        what = said(
            "hết hạn ngày {day}",
            day=short_date(names.valid_until.astimezone(VIETNAM)),
        )
    elif now < names.valid_from:
        what = said(
            "chưa có hiệu lực (từ ngày {day})",
            day=short_date(names.valid_from.astimezone(VIETNAM)),
        )
    elif names.is_authority or not names.may_sign:
        what = said("không phải chứng thư dùng để ký văn bản")
    elif not bears_name(names, state.accepted):
        accepted: str = state.accepted[0]
        for name in state.accepted[1:]:
            accepted = said("{several} hoặc {one}", several=accepted, one=name)
        what = said("ô «{title}» dành cho {accepted}", title=state.title, accepted=accepted)
    if what:
        raise CertificateError(signer=names.signer, what=what)


def _check_earlier(data: bytes) -> None:
    """Refuse to sign over a document that was changed after an earlier signature."""
    with wall():
        found = signatures_of(open_pdf(data))
        sound = unsigned_tail(data, found) == 0 and single_steps(data, found)
        for one in found:
            context = ValidationContext(trust_roots=[], allow_fetching=False)
            status = run_async(partial(status_of, one, context))
            sound = sound and is_intact(one, status)
            sound = sound and changes_after(status) is not ChangesAfter.OTHER
    if not sound:
        raise PdfError(path="", what="nội dung đã bị thay đổi sau chữ ký trước")


def _box_size(writer: PlainWriter, field: str) -> tuple[float, float]:
    for entry in writer.root["/AcroForm"]["/Fields"]:
        widget: Any = entry.get_object()
        if str(widget.get("/T", "")) == field:
            left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
            return abs(right - left), abs(top - bottom)
    raise KeyError(field)


async def _apply(library: LibrarySigner, writer: PlainWriter, moment: datetime) -> bytes:
    """Digest, sign, write; the session's time is ours, not the library's clock."""
    session = library.init_signing_session(writer, existing_fields_only=True)
    session.system_time = moment
    reserved = await session.estimate_signature_container_size(None)
    prepared = session.prepare_tbs_document(None, bytes_reserved=reserved)
    output = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=moment),
    )
    return output.getvalue()


def _check_result(data: bytes, signed: bytes, field: str) -> None:
    """Read the result back: the old bytes are its beginning, the new signature holds."""
    _check_earlier(signed)
    state = next((one for one in _read(signed) if one.name == field), None)
    if not signed.startswith(data) or state is None or not state.signed:
        raise PdfError(path="", what="chữ ký vừa ghi không đọc lại được")
