"""Measures of the page and the styles of its text (Decree 30/2020/NĐ-CP, Appendix I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from inspector_app.documents.fonts import FontFamily
from inspector_app.domain.report.blocks import Align

PAGE: Final[tuple[float, float]] = (float(A4[0]), float(A4[1]))
# The decree allows 30–35 left, 15–20 right, 20–25 at top and bottom; one millimetre inside, so that
# no rounding of a printer or a measuring program leaves the range.
LEFT: Final = 31 * mm
RIGHT: Final = 16 * mm
TOP: Final = 21 * mm
BOTTOM: Final = 21 * mm
WIDTH: Final = PAGE[0] - LEFT - RIGHT
HEIGHT: Final = PAGE[1] - TOP - BOTTOM
# A page turned sideways keeps the margins, each at its side of the text.
TURNED: Final[tuple[float, float]] = (PAGE[1], PAGE[0])
TURNED_WIDTH: Final = TURNED[0] - LEFT - RIGHT
TURNED_HEIGHT: Final = TURNED[1] - TOP - BOTTOM
INDENT: Final = 12.7 * mm  # "lùi vào 1 hoặc 1,27 cm"
PAGE_NUMBER_DOWN: Final = 13 * mm  # baseline below the paper's edge, inside the top margin
MARK_UP: Final = 11 * mm

HEADER_LEFT: Final = 70 * mm
HEADER_RIGHT: Final = WIDTH - HEADER_LEFT
RULE: Final = 0.75
RULE_SHARE: Final = 0.4  # rules below agency and title: 1/3 to 1/2 of the text

# Signatures: a stamping signatory needs 75 mm; a signature image 36 × 20 mm is centred and the
# 36 mm seal covers its left third.
SIGN_COLUMN: Final = WIDTH / 2
SIGN_BOX: Final[tuple[float, float]] = (70 * mm, 23 * mm)

Alignment = Literal[0, 1, 2, 4]
_ALIGN: Final[dict[Align, Alignment]] = {
    Align.LEFT: TA_LEFT,
    Align.CENTRE: TA_CENTER,
    Align.RIGHT: TA_RIGHT,
}


@dataclass(frozen=True)
class Styles:
    """All styles of one rendering, made for one family of fonts."""

    family: FontFamily

    def make(
        self,
        size: float,
        *,
        align: Alignment = TA_LEFT,
        bold: bool = False,
        italic: bool = False,
        leading: float | None = None,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
    ) -> ParagraphStyle:
        """A paragraph style; widows and orphans are never left alone."""
        return ParagraphStyle(
            name=f"s{size}-{align}-{bold}-{italic}-{before}-{after}-{indent}-{leading}",
            fontName=self.family.face(bold=bold, italic=italic),
            bulletFontName=self.family.regular,
            fontSize=size,
            leading=leading or size * 1.18,
            alignment=align,
            spaceBefore=before,
            spaceAfter=after,
            firstLineIndent=indent,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
            textColor=colors.black,
        )

    @property
    def body(self) -> ParagraphStyle:
        """Body: 13 pt, justified, first line indented, 6 pt between paragraphs."""
        return self.make(13, align=TA_JUSTIFY, leading=16.5, after=6, indent=INDENT)

    @property
    def basis(self) -> ParagraphStyle:
        """Căn cứ: as the body, italic."""
        return self.make(13, align=TA_JUSTIFY, italic=True, leading=16.5, after=6, indent=INDENT)

    @property
    def caption(self) -> ParagraphStyle:
        """Title of a table."""
        return self.make(13, align=TA_CENTER, leading=16.5, before=2, after=4)

    @property
    def note(self) -> ParagraphStyle:
        """Remark below a table."""
        return self.make(12, align=TA_LEFT, leading=15, after=6)

    def heading(self, level: int) -> ParagraphStyle:
        """Headings of a part (capitals come from the text) and of a point."""
        return self.make(13, bold=True, leading=16.5, before=4, after=6, indent=INDENT)

    def cell(self, align: Align, size: float, *, bold: bool = False) -> ParagraphStyle:
        """Text in a table."""
        return self.make(size, align=_ALIGN[align], bold=bold, leading=size * 1.15)
