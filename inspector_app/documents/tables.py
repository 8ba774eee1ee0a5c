"""Tables of a document as platypus tables: repeating heads, rows that may split, no stray font."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Table

from inspector_app.documents import sheet
from inspector_app.documents.flowables import markup
from inspector_app.domain.report import blocks
from inspector_app.domain.report.wording import clean_text

_PADDING: Final = 3.0
_TIGHT: Final = 1.8
_SIZE: Final = 12.0
_COMPACT: Final = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_LONGEST: Final = 14  # a longer unbroken word may be split rather than widen its column
_LINE: Final = 0.5
_WRITTEN: Final = 7.0 * mm  # the least height of a row to write in
_WRITTEN_COMPACT: Final = 5.4 * mm
_NEARLY_A_PAGE: Final = 0.8 * sheet.TURNED_HEIGHT
_WIDE: Final = (blocks.RowKind.GROUP, blocks.RowKind.REMARK)


class KeptTable(Table):
    """A table that breaks across pages only before a row whose first cell says something.

    Rows with an empty first cell belong to the row above them. Only what is taller than a page is
    broken anywhere. ReportLab's own NOSPLIT breaks rows instead, and repeats the head in mid-page.
    """

    _is_kept = False

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """The table in parts; none where its first group of rows needs a new page."""
        self._calc(availWidth, availHeight)  # type: ignore[attr-defined]
        self._is_kept = True
        parts: list[Flowable] = self._splitRows(availHeight)  # type: ignore[attr-defined]
        self._is_kept = False
        if parts or availHeight < _NEARLY_A_PAGE:
            return parts
        broken: list[Flowable] = super().split(availWidth, availHeight)
        return broken

    def _getFirstPossibleSplitRowPosition(  # noqa: N802 (ReportLab's name)
        self,
        height: float,
        ignoreSpans: int = 0,  # noqa: N803
    ) -> int:
        found: int = super()._getFirstPossibleSplitRowPosition(height, ignoreSpans)  # type: ignore[misc]
        rows = self._cellvalues  # type: ignore[attr-defined]
        if not self._is_kept or found >= len(rows):
            return found
        begin = found
        while begin > 0 and rows[begin][0] == "":
            begin -= 1
        return self._chosen(begin, found, height)

    def _chosen(self, begin: int, last: int, height: float) -> int:
        """Where to break: before the group of rows at ``begin``; ``last`` is the last that fits."""
        return begin


def _longest(texts: Sequence[str], font: str, size: float) -> float:
    words = (word for text in texts for word in clean_text(text).replace("\u00a0", "_").split())
    return max(
        (stringWidth(word, font, size) for word in words if len(word) <= _LONGEST), default=0.0
    )


def _needs(table: blocks.Table, styles: sheet.Styles, size: float, padding: float) -> list[float]:
    """The least width of each column that breaks no ordinary word, in points."""
    bold = styles.family.bold
    texts: list[list[str]] = [[] for _ in table.columns]
    for row in table.rows:
        if row.kind not in _WIDE:
            for column, runs in zip(texts, row.cells, strict=True):
                column.append(blocks.plain(runs))
    for column, cell in zip(texts, _last_heads(table), strict=True):
        column.append(cell)
    return [_longest(column, bold, size) + 2 * padding + 0.5 for column in texts]


def _last_heads(table: blocks.Table) -> list[str]:
    """The head that stands directly over each column."""
    grid = _head_grid(table)
    return [grid[-1][c][1] if grid else "" for c in range(len(table.columns))]


def _head_grid(table: blocks.Table) -> list[list[tuple[bool, str, int, int]]]:
    """The head as a full grid: (begins here, text, columns, rows) per place."""
    width, height = len(table.columns), len(table.head)
    grid: list[list[tuple[bool, str, int, int]]] = [
        [(False, "", 0, 0)] * width for _ in range(height)
    ]
    for r, cells in enumerate(table.head):
        c = 0
        for cell in cells:
            while c < width and grid[r][c][2]:
                c += 1
            for dr in range(min(cell.rows, height - r)):
                for dc in range(min(cell.columns, width - c)):
                    begins = dr == 0 and dc == 0
                    grid[r + dr][c + dc] = (begins, cell.text, cell.columns, cell.rows)
            c += cell.columns
    return grid


def column_widths(table: blocks.Table, needs: Sequence[float], total: float) -> list[float]:
    """Widths by weight, but none below its need; the wide columns give way."""
    weights = [column.weight for column in table.columns]
    widths = [total * weight / sum(weights) for weight in weights]
    if sum(needs) > total:
        return [total * need / sum(needs) for need in needs]
    for _ in range(len(widths)):
        short = [i for i, need in enumerate(needs) if widths[i] < need - 1e-6]
        if not short:
            break
        lack = sum(needs[i] - widths[i] for i in short)
        spare = {i: max(widths[i] - needs[i], 0.0) for i in range(len(widths)) if i not in short}
        room = sum(spare.values())
        for i in short:
            widths[i] = needs[i]
        for i, extra in spare.items():
            widths[i] -= lack * extra / room
    return widths


def _fit(
    table: blocks.Table, styles: sheet.Styles, width: float
) -> tuple[float, float, list[float]]:
    """The largest type in which no ordinary word breaks: size, padding, needs of the columns."""
    padding = _TIGHT if table.compact else _PADDING
    sizes: Sequence[float] = _COMPACT if table.compact else (_SIZE, 11.5, 11.0, 10.5, 10.0)
    if table.compact and table.by_hand:  # small print, so that a table of fields keeps on its page
        sizes = _COMPACT[2:]
    size = sizes[-1]
    needs: list[float] = []
    for candidate in sizes:
        needs = _needs(table, styles, candidate, padding)
        if sum(needs) <= width:
            size = candidate
            break
    return size, padding, needs


def draw_table(table: blocks.Table, styles: sheet.Styles, width: float = sheet.WIDTH) -> Table:
    """The table, ``width`` points wide, with its head repeated on every page.

    Rows may split across pages (a long finding can be taller than a page). The default cell font
    of platypus is Helvetica, not embedded, so the family's face is set for every cell.
    """
    size, padding, needs = _fit(table, styles, width)
    widths = column_widths(table, needs, width)
    grid = _head_grid(table)
    data, spans = _drawn_head(grid, styles.cell(blocks.Align.CENTRE, size, bold=True))
    cell_styles = [styles.cell(column.align, size) for column in table.columns]
    group = styles.cell(blocks.Align.LEFT, size, bold=True)
    remark = styles.cell(blocks.Align.LEFT, size)
    for row in table.rows:
        if row.kind in _WIDE:
            spans.append(("SPAN", (0, len(data)), (-1, len(data))))
            wide = group if row.kind is blocks.RowKind.GROUP else remark
            first = Paragraph(markup(row.cells[0]), wide)
            data.append([first, *[""] * (len(table.columns) - 1)])
        else:
            if row.kind is blocks.RowKind.BELOW:
                spans += _joined(row, len(data))
            data.append(
                [
                    Paragraph(markup(runs), style)
                    if blocks.plain(runs) or not table.by_hand
                    else ""
                    for runs, style in zip(row.cells, cell_styles, strict=True)
                ]
            )
    kind = KeptTable if table.by_hand else Table
    return kind(
        data,
        colWidths=widths,
        minRowHeights=_least_heights(table, len(data)),
        repeatRows=len(grid),
        splitInRow=1,
        spaceBefore=2,
        spaceAfter=8,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), styles.family.regular),
            ("FONTSIZE", (0, 0), (-1, -1), size),
            ("LEADING", (0, 0), (-1, -1), size),
            ("GRID", (0, 0), (-1, -1), _LINE, colors.black),
            ("VALIGN", (0, 0), (-1, len(grid) - 1), "MIDDLE"),
            ("VALIGN", (0, len(grid)), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), padding),
            ("RIGHTPADDING", (0, 0), (-1, -1), padding),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            *spans,
        ],
    )


def _drawn_head(
    grid: list[list[tuple[bool, str, int, int]]], style: ParagraphStyle
) -> tuple[list[list[object]], list[Any]]:
    """The rows of the head and their joined cells."""
    data: list[list[object]] = []
    spans: list[Any] = []
    for r, cells in enumerate(grid):
        line: list[object] = []
        for c, (begins, text, columns, rows) in enumerate(cells):
            line.append(Paragraph(markup((blocks.Run(text),)), style) if begins else "")
            if begins and (columns > 1 or rows > 1):
                spans.append(("SPAN", (c, r), (c + columns - 1, r + rows - 1)))
        data.append(line)
    return data, spans


def _joined(row: blocks.Row, number: int) -> list[Any]:
    """The leading empty cells of a row that goes on with the row above, joined with those there."""
    texts = [blocks.plain(runs) for runs in row.cells]
    first = next((place for place, text in enumerate(texts) if text), 0)
    return [("SPAN", (place, number - 1), (place, number)) for place in range(first)]


def _least_heights(table: blocks.Table, count: int) -> list[float] | None:
    """The least height of every row: that of handwriting below the head of a table to fill in."""
    if not table.by_hand:
        return None
    heads = len(table.head)
    least = _WRITTEN_COMPACT if table.compact else _WRITTEN
    return [0.0] * heads + [least] * (count - heads)


def start_height(
    table: blocks.Table, styles: sheet.Styles, most: float, width: float = sheet.WIDTH
) -> float:
    """What the head and the first row take, of a row not more than ``most``.

    Of a table to fill in: the whole of it, up to half a page.
    """
    drawn = draw_table(table, styles, width)
    drawn.wrap(width, sheet.HEIGHT)
    heights = drawn._rowHeights  # type: ignore[attr-defined]  # told nowhere else
    head = len(table.head)
    if table.by_hand:  # a short table to fill in stays whole
        return float(min(sum(heights), sheet.HEIGHT / 2))
    return float(sum(heights[:head]) + min(sum(heights[head : head + 1]), most))
