"""Tables to an Excel workbook (ECMA-376): formulas beside the values that the program computed.

Written directly, because each formula keeps its computed value: viewers that compute nothing show
the same numbers. Texts are stored as texts, whatever they begin with. The same book gives the same
bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from inspector_app.documents.workbook_sheets import absolute, column_name, head_rows, sheet_xml
from inspector_app.documents.workbook_styles import styles_xml
from inspector_app.domain.report.wording import clean_text
from inspector_app.domain.report.worksheets import Book, Sheet

_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class WorkbookWriter:
    """Books as .xlsx files."""

    def write(self, book: Book) -> bytes:
        """The bytes of the workbook."""
        output = BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in _parts(book):
                info = zipfile.ZipInfo(name, _MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, (_XML + text).encode("utf-8"))
        return output.getvalue()


def _parts(book: Book) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types(len(book.sheets))
    yield "_rels/.rels", _package_relations()
    yield "docProps/core.xml", _properties(book)
    yield "xl/workbook.xml", _workbook(book)
    yield "xl/_rels/workbook.xml.rels", _workbook_relations(len(book.sheets))
    yield "xl/styles.xml", styles_xml()
    for number, sheet in enumerate(book.sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", sheet_xml(book, sheet)


def _content_types(sheets: int) -> str:
    overrides = [
        ("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_TYPE}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *(
            (f"/xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml")
            for number in range(1, sheets + 1)
        ),
    ]
    listed = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _package_relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _properties(book: Book) -> str:
    space = f"{_PACKAGE}/metadata/core-properties"
    title = escape(clean_text(book.title))
    return (
        f'<cp:coreProperties xmlns:cp="{space}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>PAR Inspector</dc:creator></cp:coreProperties>"
    )


def _workbook_relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet"'
        f' Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )


def _workbook(book: Book) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, 1)
    )
    names = "".join(
        name for number, sheet in enumerate(book.sheets) for name in _names(number, sheet)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames>"
        '<calcPr calcId="0" fullCalcOnLoad="1"/></workbook>'
    )


def _names(number: int, sheet: Sheet) -> Iterator[str]:
    """What repeats in print, and the filter's range, which Excel wants named too."""
    tab = absolute(sheet.name)
    first, last = head_rows(sheet)
    rows = f"{tab}!${first}:${last}"
    columns = f"{tab}!$A:${column_name(sheet.frozen - 1)}," if sheet.frozen else ""
    yield (
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
        f"{escape(columns + rows)}</definedName>"
    )
    if sheet.plain:
        area = f"{tab}!$A${last}:${column_name(len(sheet.columns) - 1)}${last + sheet.plain}"
        yield (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
            f"{escape(area)}</definedName>"
        )
