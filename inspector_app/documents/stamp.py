"""The visible mark of a digital signature: signer and time, nothing else.

Decree 30/2020 prescribes a picture of the person's signature for a main document; where none is
given, a plain line of text stands in the place of the ink: who signed and when (ISO 8601 with the
Vietnamese offset, upright black, as the decree words it for electronic copies). The text is drawn
with an embedded face; the signature library's own box would use Courier and garble Vietnamese.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from inspector_app.documents.flowables import balanced_lines
from inspector_app.documents.fonts import FontFamily, ensure_printable

VIETNAM: Final = timezone(timedelta(hours=7))
_SIZES: Final = (10.0, 9.0, 8.0, 7.0)


class _OnePage(PdfContent):
    """The first page of a PDF held in memory, as the content of an appearance."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def render(self) -> bytes:
        """Import the page as a form and paint it."""
        writer = self.writer
        if writer is None:
            raise ValueError
        form = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.data)))
        self.resources.xobject["/Mark"] = form
        left, bottom, right, top = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Mark Do"


def stamp_lines(signer: str, now: datetime) -> tuple[str, str]:
    """The words of the mark: signer, and the time to the second with +07:00."""
    moment = now.astimezone(VIETNAM).replace(microsecond=0)
    return f"Ký bởi: {signer}", f"Thời gian ký: {moment.isoformat()}"


def draw_stamp(
    signer: str, now: datetime, width: float, height: float, family: FontFamily
) -> bytes:
    """A one-page PDF of the given size in points with the words of the mark.

    Raises:
        FontError: the signer's name has a character that the face lacks.
    """
    words = stamp_lines(signer, now)
    ensure_printable(family, words)
    font = family.regular
    size, lines = _SIZES[-1], list(words)
    for candidate in _SIZES:
        lines = [
            line for text in words for line in balanced_lines(text, font, candidate, width - 4)
        ]
        size = candidate
        fits = all(stringWidth(line, font, size) <= width - 4 for line in lines)
        if fits and len(lines) * size * 1.2 <= height - 2:
            break
    output = BytesIO()
    canvas = Canvas(
        output,
        pagesize=(width, height),
        invariant=1,
        initialFontName=font,  # type: ignore[arg-type]  # the stub is wrong: it is a name
        initialFontSize=size,
    )
    canvas.setFont(font, size)
    leading = size * 1.2
    y = (height + len(lines) * leading) / 2 - size
    for line in lines:
        canvas.drawCentredString(width / 2, y, line)
        y -= leading
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def stamp_style(page: bytes) -> StaticStampStyle:
    """The mark as the library takes it: no border, no scaling."""
    rule = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MID,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(0, 0, 0, 0),
    )
    return StaticStampStyle(
        border_width=0, background=_OnePage(page), background_layout=rule, background_opacity=1.0
    )
