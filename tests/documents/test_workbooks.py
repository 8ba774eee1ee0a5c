"""Workbooks: what people typed stays text, formulas keep their values, anything odd is written safely."""

from __future__ import annotations

import html
import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.worksheet.properties import PageSetupProperties

from inspector_app.documents.workbook_sheets import MAX_TEXT
from inspector_app.documents.workbooks import WorkbookWriter
from inspector_app.domain.report.worksheets import (
    Book,
    Cell,
    CellKind,
    Formula,
    Line,
    LineKind,
    Ref,
    Sheet,
    SheetColumn,
    Span,
)

DAY = date(2019, 9, 17)


def book(*cells: Cell, name: str = "Bảng", title: str = "Đợt") -> Book:
    columns = tuple(SheetColumn(f"Cột {number}") for number in range(1, len(cells) + 1))
    one = Sheet(name, "Tựa đề & <b>", columns, (Line(cells), Line(cells, LineKind.TOTAL)))
    return Book(title, DAY, (one,))


def written(made: Book, *, data_only: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(WorkbookWriter().write(made)), data_only=data_only)


def parts(made: Book) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(WorkbookWriter().write(made))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "'x", "=cmd|' /C calc'!A0", "<b>&amp;</b>", '"', "a\nb",
        "_x0041_ là chữ", " hai đầu ", "Điều 5 ☐ 😀", "<r><t>x</t></r>", "<r></r>", "<r>&", "http://x.vn",
        "mailto:a@b.vn", "12", "1,5", "{=1}",
    ],
)  # fmt: skip
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    tab = written(book(Cell(text)))["Bảng"]
    assert tab["A5"].data_type in ("s", "inlineStr")
    assert tab["A5"].hyperlink is None
    wanted = text.replace("_x0041_", "_x005F_x0041_")  # as the format spells it
    assert tab["A5"].value in (text, wanted)
    assert "<f>" not in parts(book(Cell(text)))["xl/worksheets/sheet1.xml"]


def test_what_no_file_may_hold_is_left_out() -> None:
    tab = written(book(Cell("a\x00b\x07c\ufffed\u202ee"), Cell("x" * 40_000)))["Bảng"]
    assert tab["A5"].value == "abcde"
    assert len(str(tab["B5"].value)) == MAX_TEXT
    assert str(tab["B5"].value).endswith("…")


def test_numbers_days_and_empty_cells() -> None:
    made = book(
        Cell(1234567, CellKind.WHOLE),
        Cell(Decimal("0.1"), CellKind.NUMBER),
        Cell(Decimal("0.99567"), CellKind.PERCENT),
        Cell(DAY, CellKind.DAY),
        Cell(None, CellKind.POINTS),
        Cell(Decimal("1.5"), CellKind.POINTS),
        Cell(0, CellKind.WHOLE),
    )
    row = list(written(made)["Bảng"][5])
    assert [cell.value for cell in row[:3]] == [1234567, 0.1, 0.99567]
    assert str(row[3].value)[:10] == "2019-09-17"
    assert row[4].value is None
    assert row[6].value == 0
    assert [cell.number_format for cell in row] == [
        "#,##0", "#,##0.######", "0.00 %", "dd/mm/yyyy", "#,##0.00", "#,##0.00", "#,##0",
    ]  # fmt: skip
    assert row[0].font.name == "Times New Roman"


def test_formulas_point_where_the_cells_are_and_keep_their_values() -> None:
    lines = (
        Line((Cell("a"), Cell(2, CellKind.WHOLE), Cell(4, CellKind.WHOLE, Formula((Ref(0, 1), "*2"))))),
        Line((Cell("b"), Cell(3, CellKind.WHOLE), Cell("–", CellKind.WHOLE, Formula(('"–"',))))),
        Line((Cell("="), Cell(5, CellKind.WHOLE, Formula(("SUM(", Span(Ref(0, 1), Ref(1, 1)), ")"))),
              Cell("", CellKind.TEXT, Formula((Ref(0, 0, "Trang 'hai' b"),)))), LineKind.TOTAL),
    )  # fmt: skip
    columns = (SheetColumn("A"), SheetColumn("B", group="N"), SheetColumn("C", group="N"))
    one = Sheet("Một", "Một", columns, lines)
    two = Sheet("Trang 'hai' b", "Hai", (SheetColumn("A"),), (Line((Cell("x"),)),), frozen=0)
    made = Book("Đợt", DAY, (one, two))
    tab = written(made)["Một"]
    assert tab["C6"].value == "=B6*2"
    assert tab["B8"].value == "=SUM($B$6:$B$7)"
    assert tab["C8"].value == "='Trang ''hai'' b'!$A$5"
    shown = written(made, data_only=True)["Một"]
    assert [shown["C6"].value, shown["C7"].value, shown["B8"].value] == [4, "–", 5]
    assert tab.merged_cells.ranges
    assert tab.auto_filter.ref == "A5:C7"  # the total stays out of the filter
    assert tab.freeze_panes == "B6"


def test_every_part_is_well_formed_and_the_bytes_repeat() -> None:
    made = book(Cell("x"), title='Đợt "<&>" \x01')
    assert WorkbookWriter().write(made) == WorkbookWriter().write(made)
    for name, text in parts(made).items():
        assert ElementTree.fromstring(text).tag, name


def test_the_file_tells_the_day_of_the_tables_and_no_clock() -> None:
    core = parts(book(Cell("x")))["docProps/core.xml"]
    assert re.findall(r"\d{4}-\d{2}-\d{2}T[0-9:]+Z", core) == ["2019-09-17T00:00:00Z"] * 2
    assert "<dc:creator>PAR Inspector</dc:creator>" in core


def test_every_face_is_the_one_of_documents() -> None:
    styles = parts(book(Cell("x"), Cell(1, CellKind.WHOLE)))["xl/styles.xml"]
    assert set(re.findall('<name val="([^"]*)"', styles)) == {"Times New Roman"}
    assert "<scheme" not in styles  # Excel would take the face of the theme


def test_a_quoted_text_in_a_formula_is_no_function() -> None:
    """Names of bands are texts of people; the library looks for functions in them, too."""
    words = Formula(("IF(", Ref(0, 0), '>1,"TAKE(""a","SORT(")'))
    made = book(Cell(2, CellKind.WHOLE), Cell('TAKE("a', formula=words))
    text = parts(made)["xl/worksheets/sheet1.xml"]
    assert "_xlfn" not in text
    assert 't="array"' not in text
    assert written(made)["Bảng"]["B5"].value == '=IF(A5>1,"TAKE"&"(""a","SORT"&"(")'
    assert written(made, data_only=True)["Bảng"]["B5"].value == 'TAKE("a'


def test_a_table_is_set_up_for_screen_and_print() -> None:
    wide = tuple(SheetColumn(f"Cột {number}", 100) for number in range(8))
    line = Line((Cell("x"),) * 8)
    made = Book("Đợt", DAY, (Sheet("Rộng", "Tựa & đề", wide, (line,), frozen=1),))
    tab = written(made)["Rộng"]
    assert not tab.sheet_view.showGridLines
    assert tab.print_title_rows == "$4:$4"
    assert tab.print_title_cols == "$A:$A"
    assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (3, 0)
    assert tab.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
    assert tab.print_options.horizontalCentered
    assert "&LTựa && đề&R&P/&N" in html.unescape(parts(made)["xl/worksheets/sheet1.xml"])


def test_a_table_without_lines_is_a_table() -> None:
    empty = Sheet("Trống", "Trống", (SheetColumn("A"),), ())
    tab = written(Book("Đợt", DAY, (empty,)))["Trống"]
    assert tab["A4"].value == "A"
    assert tab.auto_filter.ref is None
