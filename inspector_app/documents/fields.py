"""Places the signature fields of a rendered document, all of them, before the first signature.

A visible field that is added after a certifying signature makes that signature invalid, so every
field stands in the file from the beginning. The reading name (/TU) carries the post and the names
that a certificate may bear there; the first signature protects it with the rest of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from inspector_app.domain.report.values import SignatureField

_TITLE_END: Final = ": "
_BETWEEN: Final = " | "


class PlainWriter(IncrementalPdfFileWriter):
    """An incremental writer that depends on its input only.

    The library would put a random second half into /ID and today's date into /Info; here the
    same input gives the same bytes, and /Info stays as the renderer wrote it.
    """

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()
        first = digest[:16]
        if "/ID" in prev.trailer:
            given = prev.trailer["/ID"][0]
            first = getattr(given, "original_bytes", given)
        pair = (generic.ByteStringObject(first), generic.ByteStringObject(digest[16:]))
        return generic.ArrayObject(pair)

    def _update_meta(self) -> None:
        return


def reading_name(field: SignatureField) -> str:
    """The /TU text of a field: "TRƯỞNG ĐOÀN KIỂM TRA: Nguyễn Văn A"."""
    names = _BETWEEN.join(name for name in field.accepted if name)
    return f"{field.title}{_TITLE_END}{names}" if names else field.title


def split_reading_name(text: str) -> tuple[str, tuple[str, ...]]:
    """Title and accepted names from a /TU text."""
    title, _, names = text.partition(_TITLE_END)
    return title, tuple(name for name in names.split(_BETWEEN) if name)


def place_fields(data: bytes, fields: Sequence[SignatureField]) -> bytes:
    """The PDF with its empty signature fields; the input's bytes stay as the beginning."""
    if not fields:
        return data
    writer = PlainWriter(BytesIO(data))
    for field in fields:
        left, bottom, right, top = field.box
        append_signature_field(
            writer,
            SigFieldSpec(
                sig_field_name=field.name,
                on_page=field.page,
                box=(left, bottom, right, top),  # type: ignore[arg-type]  # floats are fine
                readable_field_name=reading_name(field),
            ),
        )
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()
