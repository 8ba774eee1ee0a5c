"""Renders a document's blocks to PDF in the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from inspector_app.documents import sheet
from inspector_app.documents.fields import place_fields
from inspector_app.documents.fonts import FontFamily, ensure_printable, load_family
from inspector_app.documents.layout import TURNED, UPRIGHT, Layout
from inspector_app.domain.report.blocks import Document, iter_text
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.domain.report.wording import clean_text

_FOOT: Final = 130  # characters of the line at the foot of the pages


class MinutesRenderer:
    """Documents as PDF files with pre-placed signature fields.

    Args:
        prefer_times: set in the system's Times New Roman where it is complete. Tests pass False:
            pages then break alike on every computer.
        font_folder: look for Liberation Serif only below this folder.
    """

    def __init__(self, *, prefer_times: bool = True, font_folder: str | None = None) -> None:
        self._prefer_times = prefer_times
        self._font_folder = font_folder

    def render(self, document: Document) -> RenderedPdf:
        """The document as PDF; the same document gives the same bytes.

        Raises:
            FontError: no font with all Vietnamese letters, or a character it cannot print.
        """
        family = load_family(prefer_times=self._prefer_times, folder=self._font_folder)
        ensure_printable(
            family, [*iter_text(document), document.mark, document.foot, document.name]
        )
        layout = Layout(sheet.Styles(family))
        output = BytesIO()
        furniture = _Furniture(document, family)
        template = _template(output, document, family, furniture)
        template.build(layout.story(document))
        fields = tuple(layout.fields) if document.final else ()
        return RenderedPdf(
            data=place_fields(output.getvalue(), fields),
            pages=template.page,
            fields=fields,
            font_family=family.name,
            fonts=family.digests,
            turned=tuple(furniture.turned),
        )


def _template(
    output: BytesIO, document: Document, family: FontFamily, furniture: _Furniture
) -> BaseDocTemplate:
    template = BaseDocTemplate(
        output,
        pagesize=sheet.PAGE,
        invariant=1,
        title=clean_text(document.name),
        author="",
        subject="",
        creator="PAR Inspector",
        producer="PAR Inspector",
        keywords=list(document.keywords),
        lang=document.language,
        initialFontName=family.regular,
        displayDocTitle=True,
    )
    template.addPageTemplates(
        [
            PageTemplate(id="page", frames=[_frame(sheet.PAGE)], onPage=furniture.number_on),
            *_annex_pages(UPRIGHT, sheet.PAGE, furniture),
            *_annex_pages(TURNED, sheet.TURNED, furniture),
        ]
    )
    return template


def _annex_pages(
    name: str, size: tuple[float, float], furniture: _Furniture
) -> Iterator[PageTemplate]:
    """The first page of an annex, and those after it."""
    later = f"{name}-later"
    yield PageTemplate(
        id=name,
        frames=[_frame(size)],
        pagesize=size,
        onPage=furniture.begin_annex,
        autoNextPageTemplate=later,
    )
    yield PageTemplate(id=later, frames=[_frame(size)], pagesize=size, onPage=furniture.number_on)


def _frame(size: tuple[float, float]) -> Frame:
    width, height = size
    return Frame(
        sheet.LEFT,
        sheet.BOTTOM,
        width - sheet.LEFT - sheet.RIGHT,
        height - sheet.TOP - sheet.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
        id="text",
    )


class _Furniture:
    """What stands on every page: its number from the second on, mark and foot."""

    def __init__(self, document: Document, family: FontFamily) -> None:
        self._family = family
        self._mark = clean_text(document.mark).replace("\n", " ")
        self._foot = clean_text(document.foot).replace("\n", " ")
        self.turned: list[int] = []  # pages on their side, counted from 0
        self._before = 0  # pages before the annex that is being drawn

    def begin_annex(self, canvas: Any, template: Any) -> None:
        """The first page of an annex: its pages are numbered for themselves."""
        self._before = canvas.getPageNumber() - 1
        self.number_on(canvas, template)

    def number_on(self, canvas: Any, template: Any) -> None:
        """Draw the furniture of one page."""
        width, height = template.pageTemplate.pagesize or sheet.PAGE
        if width > height:
            self.turned.append(canvas.getPageNumber() - 1)
        canvas.saveState()
        centre = sheet.LEFT + (width - sheet.LEFT - sheet.RIGHT) / 2
        number = canvas.getPageNumber() - self._before
        if number > 1:
            canvas.setFont(self._family.regular, 13)
            canvas.drawCentredString(centre, height - sheet.PAGE_NUMBER_DOWN, str(number))
        for text, font in ((self._mark, self._family.bold), (self._foot, self._family.regular)):
            if text:
                shown = text if len(text) <= _FOOT else text[: _FOOT - 1] + "…"
                room = width - sheet.LEFT - sheet.RIGHT
                size = min(9.0, 9.0 * room / stringWidth(shown, font, 9))
                canvas.setFont(font, size)
                canvas.drawCentredString(centre, sheet.MARK_UP, shown)
                break
        canvas.restoreState()
