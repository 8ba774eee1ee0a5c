"""Criteria to fill in by hand as a ruled table: heads that repeat, criteria that stay together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from inspector_app.documents import sheet
from inspector_app.documents.flowables import markup
from inspector_app.documents.handwriting import WriteInLines, drawn_place
from inspector_app.documents.tables import KeptTable
from inspector_app.domain.report.blocks import Run
from inspector_app.domain.report.handwriting import Advice, Checklist, Entry, Item

_SIZE: Final = 11.0
_SMALL: Final = 9.5
_SHARES: Final = (12.0, 77.0, 37.0, 37.0)  # of the width: code, question, reported, verified
_MOST_EMPTY: Final = 0.2 * sheet.HEIGHT  # at the foot of a page, rather than break a criterion
_HAIR: Final = 0.3
_RULE: Final = 0.7
_SHADE: Final = colors.Color(0.93, 0.93, 0.93)
_LOWER: Final = 3 * mm  # indent of the questions below the first
_PADDING: Final = 4.0


def start_of(block: Checklist, styles: sheet.Styles, width: float) -> float:
    """The height of the head and the first criterion, of one not taller than most of a page."""
    drawn = draw_checklist(replace(block, items=block.items[:1]), styles, width)
    _, height = drawn.wrap(width, sheet.HEIGHT)
    return min(height, 0.8 * sheet.HEIGHT)


def draw_checklist(block: Checklist, styles: sheet.Styles, width: float) -> Table:
    """The table of one section's criteria."""
    return _Drawing(block, styles, width).table()


class _Criteria(KeptTable):
    """Breaks inside a criterion only where too much of the page would stay empty.

    Its code is then repeated on the next page.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """The table in parts; the second shows which criterion goes on."""
        parts = super().split(availWidth, availHeight)
        if len(parts) == 2:
            rule = ("LINEBELOW", (0, -1), (-1, -1), _RULE, colors.black)
            parts[0].setStyle([rule])  # type: ignore[attr-defined]
            first, second = (part._cellvalues for part in parts)  # type: ignore[attr-defined]
            if second[1][0] == "":
                codes = [row[0] for row in first[1:] if row[0] != ""]
                second[1][0] = codes[-1] if codes else ""
        return parts

    def _chosen(self, begin: int, last: int, height: float) -> int:
        heights = self._rowHeights  # type: ignore[attr-defined]
        rows = self._cellvalues  # type: ignore[attr-defined]
        if height - sum(heights[:begin]) < _MOST_EMPTY:
            return begin
        after = next((i for i in range(begin + 1, len(rows)) if rows[i][0] != ""), len(rows))
        inside = [
            row
            for row in range(begin + 2, min(last, after - 2) + 1)
            if rows[row][2] != ""  # before a question, never before the lines below them
        ]
        return inside[-1] if inside else begin


class _Drawing:
    """Rows and rules of one table while it is made."""

    def __init__(self, block: Checklist, styles: sheet.Styles, width: float) -> None:
        self._block, self._styles = block, styles
        self._widths = [width * share / sum(_SHARES) for share in _SHARES]
        self._data: list[list[object]] = []
        self._rules: list[Any] = []
        make = styles.make
        self._code = make(_SIZE, align=TA_CENTER, bold=True)
        self._text = make(_SIZE, leading=_SIZE * 1.16)
        self._lower = make(_SIZE, leading=_SIZE * 1.16)
        self._lower.leftIndent = _LOWER
        self._hint = make(_SMALL, leading=_SMALL * 1.16, before=1)
        self._lower_hint = make(_SMALL, leading=_SMALL * 1.16, before=1)
        self._lower_hint.leftIndent = _LOWER

    def table(self) -> Table:
        """All rows and rules."""
        self._head()
        for item in self._block.items:
            self._item(item)
        return _Criteria(
            self._data,
            colWidths=self._widths,
            repeatRows=1,
            splitInRow=1,
            spaceBefore=2,
            spaceAfter=8,
            style=[
                ("FONTNAME", (0, 0), (-1, -1), self._styles.family.regular),
                ("FONTSIZE", (0, 0), (-1, -1), _SIZE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
                ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
                ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                *self._rules,
                ("BOX", (0, 0), (-1, -1), _RULE, colors.black),
                ("LINEAFTER", (0, 0), (0, -1), _RULE, colors.black),
                ("LINEBELOW", (0, 0), (-1, 0), _RULE, colors.black),
            ],
        )

    def _head(self) -> None:
        style = self._styles.make(_SIZE, align=TA_CENTER, bold=True, leading=_SIZE * 1.15)
        self._data.append([Paragraph(markup((Run(text),)), style) for text in self._block.head])
        self._rules.append(("LINEAFTER", (1, 0), (2, 0), _HAIR, colors.black))

    def _item(self, item: Item) -> None:
        first = len(self._data)
        code: object = Paragraph(markup((Run(item.code),)), self._code)
        for entry in item.entries:
            self._entry(code, entry)
            code = ""
        if item.advice or item.lines:
            row = len(self._data)
            self._rules.append(("LINEABOVE", (1, row), (-1, row), _HAIR, colors.black))
        below = [self._advice(one) for one in item.advice]
        if below:
            self._wide(below)
        for line in item.lines:
            self._wide([WriteInLines(line, self._styles.family.regular, _SMALL)], is_tight=True)
        self._rules.append(("LINEABOVE", (0, first), (-1, first), _RULE, colors.black))

    def _entry(self, code: object, entry: Entry) -> None:
        row = len(self._data)
        style, hint = (
            (self._lower, self._lower_hint) if entry.is_lower else (self._text, self._hint)
        )
        runs = [Run(entry.label, bold=not entry.is_lower)]
        if entry.condition:
            runs.insert(0, Run(f"{entry.opening} ", italic=True))
        words: list[Flowable] = [Paragraph(markup(runs), style)]
        if entry.hint:
            words.append(Paragraph(markup((Run(entry.hint, italic=True),)), hint))
        cells: list[object] = [code, words, "", ""]
        font = self._styles.family.regular
        for column, place in enumerate(entry.places, start=2):
            cells[column] = drawn_place(place, font, _SIZE)
        if not entry.places:
            self._rules.append(("SPAN", (1, row), (3, row)))
        else:
            self._rules.append(("LINEBEFORE", (2, row), (2, row), _HAIR, colors.black))
            if len(entry.places) == 1:
                self._rules.append(("SPAN", (2, row), (3, row)))
            else:
                self._rules.append(("LINEBEFORE", (3, row), (3, row), _HAIR, colors.black))
        if entry.is_lower:
            self._rules.append(("LINEABOVE", (1, row), (-1, row), _HAIR, colors.black))
        self._data.append(cells)

    def _advice(self, advice: Advice) -> Paragraph:
        title = Run(f"{advice.opening} ", bold=not advice.is_quiet, italic=advice.is_quiet)
        runs = (title, Run(advice.text, italic=advice.is_quiet))
        return Paragraph(markup(runs), self._hint)

    def _wide(self, cell: list[Any], *, is_tight: bool = False) -> None:
        """A row across all columns but the code's."""
        row = len(self._data)
        self._data.append(["", cell, "", ""])
        self._rules.append(("SPAN", (1, row), (3, row)))
        if is_tight:
            self._rules.append(("TOPPADDING", (1, row), (-1, row), 0))
            self._rules.append(("BOTTOMPADDING", (1, row), (-1, row), 0.5))
