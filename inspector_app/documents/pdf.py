"""Renders a document's blocks to PDF in the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from inspector_app.documents import sheet
from inspector_app.documents.fields import place_fields
from inspector_app.documents.fonts import FontFamily, ensure_printable, load_family
from inspector_app.documents.layout import Layout
from inspector_app.domain.report.blocks import Document, iter_text
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.domain.report.wording import clean_text


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
        ensure_printable(family, [*iter_text(document), document.mark, document.name])
        layout = Layout(sheet.Styles(family))
        output = BytesIO()
        template = _template(output, document, family)
        template.build(layout.story(document))
        fields = tuple(layout.fields) if document.final else ()
        return RenderedPdf(
            data=place_fields(output.getvalue(), fields),
            pages=template.page,
            fields=fields,
            font_family=family.name,
            fonts=family.digests,
        )


def _template(output: BytesIO, document: Document, family: FontFamily) -> BaseDocTemplate:
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
    frame = Frame(
        sheet.LEFT,
        sheet.BOTTOM,
        sheet.WIDTH,
        sheet.HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
        id="text",
    )
    mark = clean_text(document.mark).replace("\n", " ")

    def furniture(canvas: Any, template: Any) -> None:
        canvas.saveState()
        centre = sheet.LEFT + sheet.WIDTH / 2
        number = canvas.getPageNumber()
        if number > 1:
            canvas.setFont(family.regular, 13)
            canvas.drawCentredString(centre, sheet.PAGE[1] - sheet.PAGE_NUMBER_DOWN, str(number))
        if mark:
            canvas.setFont(family.bold, 9)
            shown = mark if len(mark) <= 110 else mark[:109] + "…"
            canvas.drawCentredString(centre, sheet.MARK_UP, shown)
        canvas.restoreState()

    template.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=furniture)])
    return template
