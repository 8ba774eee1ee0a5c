"""Pictures of pages show what is signed."""

from __future__ import annotations

import pytest

from inspector_app.documents.preview import PagePreview
from inspector_app.domain.errors import PdfError
from inspector_app.domain.report.values import PageImage, RenderedPdf


def _dark(image: PageImage, box: tuple[float, float, float, float], scale: float) -> int:
    """Dark pixels inside a box given in points from the lower left corner."""
    left, bottom, right, top = (int(edge * scale) for edge in box)
    count = 0
    for y in range(image.height - top, image.height - bottom):
        row = image.bgra[(y * image.width + left) * 4 : (y * image.width + right) * 4]
        count += sum(1 for i in range(0, len(row), 4) if row[i] < 128)
    return count


def test_size_and_number_of_pages(rendered: RenderedPdf) -> None:
    preview = PagePreview()
    assert preview.pages(rendered.data) == rendered.pages
    image = preview.page_image(rendered.data, 0, 1.0)
    assert abs(image.width - 595) <= 1
    assert abs(image.height - 842) <= 1
    assert len(image.bgra) == image.width * image.height * 4


def test_signatures_are_drawn(rendered: RenderedPdf, signed: bytes) -> None:
    preview, scale = PagePreview(), 2.0
    for field in rendered.fields:
        before = preview.page_image(rendered.data, field.page, scale)
        after = preview.page_image(signed, field.page, scale)
        assert _dark(before, field.box, scale) == 0
        assert _dark(after, field.box, scale) > 200


@pytest.mark.parametrize("data", [b"", b"junk", b"%PDF-1.4\n"])
def test_not_a_pdf(data: bytes) -> None:
    with pytest.raises(PdfError):
        PagePreview().pages(data)


@pytest.mark.parametrize(("index", "scale"), [(-1, 1.0), (99, 1.0), (0, 1000.0)])
def test_no_such_page_or_too_large(rendered: RenderedPdf, index: int, scale: float) -> None:
    with pytest.raises(PdfError):
        PagePreview().page_image(rendered.data, index, scale)
