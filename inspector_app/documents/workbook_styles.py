"""The looks of cells in workbooks: one number per combination of kind, line and place."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import product
from typing import Final

from inspector_app.domain.report.worksheets import CellKind, LineKind

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORMATS: Final = {
    CellKind.TEXT: 49,  # "@"
    CellKind.WHOLE: 3,  # "#,##0"; the separators are those of the reader's system
    CellKind.NUMBER: 164,
    CellKind.POINTS: 4,  # "#,##0.00"
    CellKind.PERCENT: 165,
    CellKind.DAY: 166,
}
_CODES: Final = ((164, "#,##0.######"), (165, "0.00 %"), (166, "dd/mm/yyyy"))
_ALIGN: Final = {
    CellKind.TEXT: '<alignment vertical="top" wrapText="1"/>',
    CellKind.DAY: '<alignment horizontal="center" vertical="top"/>',
}
_FIGURE: Final = '<alignment horizontal="right" vertical="top"/>'


class Place(IntEnum):
    """What stands outside the lines of a table; the number is its style."""

    DEFAULT = 0
    TITLE = 1
    ABOUT = 2
    HEAD = 3


_FIRST: Final = len(Place)
_KINDS: Final = tuple(CellKind)
_LINES: Final = tuple(LineKind)


def style_of(kind: CellKind, line: LineKind, *, is_quoted: bool = False) -> int:
    """The number of a cell's style; ``is_quoted``: a text that must stay one when it is edited."""
    place = _LINES.index(line) * len(_KINDS) + _KINDS.index(kind)
    return _FIRST + 2 * place + is_quoted


def _formats() -> Iterator[str]:
    box = 'borderId="1" applyBorder="1"'
    yield '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    yield '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    yield '<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    yield (
        f'<xf numFmtId="0" fontId="1" fillId="2" {box} xfId="0" applyFont="1" applyFill="1"'
        ' applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    )
    for line, kind in product(_LINES, _KINDS):
        font = 0 if line is LineKind.PLAIN else 1
        fill = 3 if line is LineKind.TOTAL else 0
        for quoted in ("", ' quotePrefix="1"'):
            yield (
                f'<xf numFmtId="{_FORMATS[kind]}" fontId="{font}" fillId="{fill}" {box} xfId="0"'
                f' applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"{quoted}>'
                f"{_ALIGN.get(kind, _FIGURE)}</xf>"
            )


def _font(size: int, extra: str = "") -> str:
    return f'<font>{extra}<sz val="{size}"/><name val="Times New Roman"/><family val="1"/></font>'


def styles_xml() -> str:
    """The part of a workbook that defines all styles."""
    fonts = (_font(11), _font(11, "<b/>"), _font(14, "<b/>"), _font(11, "<i/>"))
    solid = '<fill><patternFill patternType="solid"><fgColor rgb="FF{}"/></patternFill></fill>'
    fills = (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
        solid.format("DCE6F1"),
        solid.format("F2F2F2"),
    )
    sides = "".join(
        f'<{side} style="thin"><color rgb="FF808080"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    borders = (
        "<border><left/><right/><top/><bottom/><diagonal/></border>",
        f"<border>{sides}<diagonal/></border>",
    )
    codes = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in _CODES)
    formats = tuple(_formats())
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_CODES)}">{codes}</numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="{len(borders)}">{"".join(borders)}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
