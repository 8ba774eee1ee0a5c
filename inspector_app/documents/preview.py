"""Pictures of pages for the screen, signature fields included.

PDFium draws form widgets, and so signatures, only when the form environment was initialised; a
viewer without it shows a signed file as unsigned. PDFium is not thread-safe: all calls go through
one lock, whatever thread they come from.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from inspector_app.domain.errors import PdfError
from inspector_app.domain.report.values import PageImage
from inspector_app.domain.saying import said

_LARGEST: Final = 64_000_000  # pixels; a hostile page size must not eat the memory
_lock = threading.Lock()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with _lock:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise PdfError(path="", what=str(error)) from error
        try:
            document.init_forms()
            yield document
        except pdfium.PdfiumError as error:
            raise PdfError(path="", what=str(error)) from error
        finally:
            document.close()


class PagePreview:
    """Page images through PDFium."""

    def pages(self, data: bytes) -> int:
        """How many pages the file has.

        Raises:
            PdfError: not a readable PDF.
        """
        with _opened(data) as document:
            return len(document)

    def page_image(self, data: bytes, index: int, scale: float) -> PageImage:
        """One page on white.

        Args:
            index: counted from 0.
            scale: pixels per point; 1.0 = 72 dpi.

        Raises:
            PdfError: not a readable PDF, no such page, or a picture too large.
        """
        with _opened(data) as document:
            if not 0 <= index < len(document):
                raise PdfError(path="", what=said("không có trang {number}", number=index + 1))
            page = document[index]
            width, height = page.get_size()
            if width * height * scale * scale > _LARGEST:
                raise PdfError(path="", what="trang quá lớn để hiển thị")
            bitmap = page.render(
                scale=scale,
                may_draw_forms=True,
                draw_annots=True,
                fill_color=(255, 255, 255, 255),
                force_bitmap_format=pdfium_c.FPDFBitmap_BGRA,
            )
            row = bitmap.width * 4
            raw = bytes(bitmap.buffer)
            if bitmap.stride != row:
                lines = range(0, bitmap.stride * bitmap.height, bitmap.stride)
                raw = b"".join(raw[start : start + row] for start in lines)
            image = PageImage(bitmap.width, bitmap.height, raw)
            bitmap.close()
            page.close()
            return image
