"""Blocks of a document as platypus flowables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from inspector_app.documents import sheet
from inspector_app.documents.checklist import draw_checklist, start_of
from inspector_app.documents.flowables import Rule, SignatureSpace, balanced_lines, markup
from inspector_app.documents.handwriting import WriteInLines
from inspector_app.documents.tables import draw_table, start_height
from inspector_app.domain.report import blocks
from inspector_app.domain.report.handwriting import Annex, Checklist, Particulars
from inspector_app.domain.report.values import SignatureField

# What must fit below a heading before it may stand at the foot of a page: a table's head and first
# row, or two lines of a paragraph.
_TABLE_START = 30 * mm
_TEXT_START = 14 * mm
_WRITTEN = 13  # type of the lines to fill in at the head of a sheet

UPRIGHT = "upright"
TURNED = "turned"
"""Names of the page templates that an annex begins with."""


class Layout:
    """Turns blocks into flowables; ``fields`` fills up while the pages are drawn."""

    def __init__(self, styles: sheet.Styles) -> None:
        self.styles = styles
        self.fields: list[SignatureField] = []
        self._width = sheet.WIDTH

    def story(self, document: blocks.Document) -> list[Flowable]:
        """All flowables of a document.

        Paragraphs that keep with the next, the signature block and the recipients below it stay
        on one page together.
        """
        story: list[Flowable] = []
        held: list[Flowable] = []
        items = document.blocks
        for index, block in enumerate(items):
            following = items[index + 1 :]
            drawn = self._draw(block)
            if isinstance(block, Annex):
                story.extend([*held, *drawn])
                held = []
                continue
            if isinstance(block, blocks.Heading):
                if block.new_page:
                    story.extend((*held, PageBreak()))
                    held = []
                elif not held:
                    story.append(CondPageBreak(self._room(items[index:])))
                (held or story).extend(drawn)
                continue
            keeps = isinstance(block, blocks.Paragraph) and block.keep_with_next
            before_recipients = isinstance(block, blocks.Signatures) and isinstance(
                following[0] if following else None, blocks.Recipients
            )
            held.extend(drawn)
            if keeps and isinstance(following[0] if following else None, blocks.Table):
                story.append(CondPageBreak(self._room(items[index:])))
                story.extend(held)
                held = []
            elif not keeps and not before_recipients:
                story.extend(held if len(held) == len(drawn) == 1 else [KeepTogether(held)])
                held = []
        story.extend(held)
        return story

    def _room(self, items: Sequence[blocks.Block]) -> float:
        """Height that headings or a caption and the beginning of what follows them need."""
        height = 0.0
        for block in items:
            if isinstance(block, blocks.Heading):
                style = self.styles.heading(block.level)
            elif isinstance(block, blocks.Paragraph) and block.keep_with_next:
                style = self._style(block.kind)
            elif isinstance(block, blocks.Table):
                start = start_height(block, self.styles, _TEXT_START, self._width)
                return height + max(_TABLE_START, start)
            elif isinstance(block, Checklist):
                return height + start_of(block, self.styles, self._width)
            else:
                return height + _TEXT_START
            height += style.leading + style.spaceBefore + style.spaceAfter
        return height

    def _draw(self, block: blocks.Block) -> list[Flowable]:
        match block:
            case blocks.Header():
                return [self._header(block), Spacer(0, 5 * mm)]
            case blocks.Title():
                return self._title(block)
            case blocks.Notice():
                return [self._notice(block), Spacer(0, 3 * mm)]
            case blocks.Heading():
                run = blocks.Run(block.text)
                return [Paragraph(markup((run,)), self.styles.heading(block.level))]
            case blocks.Paragraph():
                return [Paragraph(markup(block.runs), self._style(block.kind))]
            case blocks.Table():
                return [draw_table(block, self.styles, self._width)]
            case blocks.Signatures():
                return self._signatures(block)
            case blocks.Recipients():
                return self._recipients(block)
            case Particulars():
                font = self.styles.family.regular
                return [WriteInLines(line, font, _WRITTEN) for line in block.lines] + [
                    Spacer(0, 2 * mm)
                ]
            case Checklist():
                return [draw_checklist(block, self.styles, self._width)]
            case Annex():
                return self._annex(block)

    def _style(self, kind: blocks.ParagraphKind) -> ParagraphStyle:
        return {
            blocks.ParagraphKind.BODY: self.styles.body,
            blocks.ParagraphKind.BASIS: self.styles.basis,
            blocks.ParagraphKind.CAPTION: self.styles.caption,
            blocks.ParagraphKind.NOTE: self.styles.note,
        }[kind]

    def _lines(
        self, text: str, size: float, width: float, *, bold: bool = False, italic: bool = False
    ) -> tuple[list[Flowable], float]:
        """Centred, evenly broken lines and the width of the widest."""
        font = self.styles.family.face(bold=bold, italic=italic)
        lines = balanced_lines(text, font, size, width)
        style = self.styles.make(size, align=TA_CENTER, bold=bold, italic=italic)
        widest = max((stringWidth(line, font, size) for line in lines), default=0.0)
        return [Paragraph(markup((blocks.Run(line),)), style) for line in lines], widest

    def _annex(self, annex: Annex) -> list[Flowable]:
        """A new page, the annex's heading and title in its middle."""
        self._width = sheet.TURNED_WIDTH if annex.is_landscape else sheet.WIDTH
        heading, _ = self._lines(annex.heading, 14, self._width, bold=True)
        title, _ = self._lines(annex.title, 13, self._width * 0.86, bold=True)
        pages = NextPageTemplate(TURNED if annex.is_landscape else UPRIGHT)
        return [pages, PageBreak(), *heading, *title, Spacer(0, 3 * mm)]

    def _header(self, header: blocks.Header) -> Table:
        parent, _ = self._lines(header.parent, 12, sheet.HEADER_LEFT)
        issuer, width = self._lines(header.issuer, 12, sheet.HEADER_LEFT, bold=True)
        nation, _ = self._lines(header.nation, 12, sheet.HEADER_RIGHT, bold=True)
        motto, length = self._lines(header.motto, 13, sheet.HEADER_RIGHT, bold=True)
        centred = self.styles.make(13, align=TA_CENTER)
        number = Paragraph(markup((blocks.Run(header.number),)), centred)
        left = [*parent, *issuer, Rule(width * sheet.RULE_SHARE)]
        right = [*nation, *motto, Rule(length)]
        italic = self.styles.make(13, align=TA_CENTER, italic=True)
        place = Paragraph(markup((blocks.Run(header.place_date),)), italic)
        return Table(
            [[left, right], [number, place if header.place_date else ""]],
            colWidths=[sheet.HEADER_LEFT, sheet.HEADER_RIGHT],
            style=self._grid(),
        )

    def _grid(self) -> list[Any]:
        return [
            ("FONTNAME", (0, 0), (-1, -1), self.styles.family.regular),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]

    def _title(self, title: blocks.Title) -> list[Flowable]:
        kind, _ = self._lines(title.kind, 14, sheet.WIDTH, bold=True)
        subject, width = self._lines(title.subject, 14, sheet.WIDTH * 0.86, bold=True)
        return [*kind, *subject, Rule(width * sheet.RULE_SHARE), Spacer(0, 3 * mm)]

    def _notice(self, notice: blocks.Notice) -> Table:
        style = self.styles.make(12, align=TA_CENTER, bold=True, leading=15)
        text = Paragraph(markup((blocks.Run(notice.text),)), style)
        return Table(
            [[text]],
            colWidths=[sheet.WIDTH * 0.86],
            style=[
                ("FONTNAME", (0, 0), (-1, -1), self.styles.family.regular),
                ("BOX", (0, 0), (-1, -1), 1.2, colors.black),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ],
        )

    def _signatory(self, signatory: blocks.Signatory) -> list[list[Flowable]]:
        """Title with hint, room for the signature, name: three cells of a column."""
        bold = self.styles.make(13, align=TA_CENTER, bold=True, leading=15.5)
        hint = self.styles.make(13, align=TA_CENTER, italic=True, leading=15.5)
        title = [Paragraph(markup((blocks.Run(line),)), bold) for line in signatory.title]
        named = [text for text in (signatory.office, signatory.name) if text]
        return [
            [*title, Paragraph(markup((blocks.Run(signatory.hint),)), hint)],
            [SignatureSpace(signatory, self.fields)],
            [Paragraph(markup((blocks.Run(text),)), bold) for text in named] or [Spacer(0, 15.5)],
        ]

    def _signatures(self, block: blocks.Signatures) -> list[Flowable]:
        drawn: list[Flowable] = [Spacer(0, 2 * mm)]
        for row in block.rows:
            cells = [self._signatory(signatory) for signatory in row]
            width = sheet.WIDTH / len(row)
            drawn.append(
                Table(
                    [list(line) for line in zip(*cells, strict=True)],
                    colWidths=[width] * len(row),
                    style=self._grid(),
                    spaceAfter=4 * mm,
                )
            )
        return drawn

    def _recipients(self, block: blocks.Recipients) -> list[Flowable]:
        heading = self.styles.make(12, bold=True, italic=True)
        line = self.styles.make(11)
        return [
            Paragraph(markup((blocks.Run(block.heading),)), heading),
            *(Paragraph(markup((blocks.Run(text),)), line) for text in block.lines),
        ]
