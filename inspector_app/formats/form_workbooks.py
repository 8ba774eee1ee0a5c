"""Tables as an .xlsx workbook whose bytes are the same on every machine.

Source: ECMA-376 part 1. Written by hand: a library's bytes change with its version, with the XML
library beside it and with the day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from inspector_app.formats.sheet_tables import address
from inspector_app.formats.stored_zip import write_stored_zip

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_workbook(tables: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Tables (sheet to rows, the first is the heading) as ``.xlsx`` bytes, the same every time."""
    count = len(tables)
    members = {
        "[Content_Types].xml": _content_types(count),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": _workbook(tables),
        "xl/_rels/workbook.xml.rels": _workbook_relations(count),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(tables.values(), 1):
        members[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    return write_stored_zip({name: text.encode("utf-8") for name, text in members.items()})


def _content_types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    )


def _workbook(tables: Mapping[str, object]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(tables, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _workbook_relations(count: int) -> str:
    sheets = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{sheets}<Relationship '
        f'Id="rId{count + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    )


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    width = max((len(row) for row in rows), default=1) or 1
    lines = "".join(_row(number, row) for number, row in enumerate(rows, 1) if any(row))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane '
        'ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><cols><col min="1" max="{width}" width="24" customWidth="1"/></cols>'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )


def _row(number: int, row: Sequence[str]) -> str:
    style = 1 if number == 1 else 2
    cells = "".join(
        f'<c r="{address(number, column)}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape(_CONTROL.sub("", cell))}</t></is></c>'
        for column, cell in enumerate(row, 1)
        if cell
    )
    return f'<row r="{number}">{cells}</row>'
