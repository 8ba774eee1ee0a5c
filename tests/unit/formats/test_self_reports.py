"""The unit's workbook as a file: what is locked, what it takes, and what a reader survives."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.errors import SelfReportError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Choice, Form, Question, QuestionType, Text
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import clean
from inspector_app.domain.trip.self_reports import (
    MAX_BYTES,
    Asked,
    FilledReport,
    Part,
    ReportRow,
    SelfReport,
    Target,
    cell_text,
    plain,
    read_value,
)
from inspector_app.domain.trip.values import Inspection, Team, Trip, Unit, UnitKind
from inspector_app.formats.self_report_layout import SheetNames
from inspector_app.formats.self_report_reader import read_self_report
from inspector_app.formats.self_report_workbook import write_self_report
from tests.kit.spreadsheets import converted, needs_office
from tests.unit.domain.form.forms import form, question

YES = {"reported": "yes"}
ROWS = tuple(ReportRow(EntityId(bytes([number]) * 16)) for number in range(1, 4))
ANSWERS = (
    Choice("yes", Text({"vi": "Có"})),
    Choice("other", Text({"vi": "Khác; ghi rõ > dưới đây"})),
    Choice("same", Text({"vi": "có"})),
)


def checklist() -> Form:
    """A question of each type, and a table whose rows have a name."""
    kinds = ("integer", "decimal", "text", "date", "time", "dateTime", "acknowledge")
    asked = [question(f"q_{kind.lower()}", kind, insp=YES) for kind in kinds]
    asked += [
        question("q_one", "select_one", insp=YES, choices=ANSWERS),
        question("q_many", "select_multiple", insp=YES, choices=ANSWERS),
        question("q_rank", "rank", insp=YES, choices=ANSWERS),
        question("own", "integer"),
        question("photo", "image", insp=YES),
        question("name", "text", repeat="t"),
        question("amount", "decimal", repeat="t", insp=YES),
        question("criterion", "select_one", insp={**YES, "score-max": "1.5"}),
        question("criterion_na", "text", relevant="/data/s/criterion = 'na'"),
    ]
    return form(*asked)


FORM = checklist()


def report(values: Mapping[Target, Value] | None = None, **more: object) -> SelfReport:
    trip = Trip(
        EntityId(bytes(16)), "Đợt 1", "Sở Nội vụ", "12/QĐ", None,
        date(2018, 7, 1), date(2019, 8, 30), None, None, "Phú Bình", 2,
    )  # fmt: skip
    unit = Unit(EntityId(b"u" * 16), "UBND xã An Khê", UnitKind.COMMUNE, "", "", False)
    team = Team(EntityId(b"m" * 16), 1, "Đoàn số 1")
    inspection = Inspection(EntityId(b"i" * 16), unit, team, date(2019, 9, 16), "morning", "f" * 64)
    made = SelfReport(
        trip,
        inspection,
        replace(FORM, sha256="f" * 64),
        date(2019, 9, 1),
        {"t": ROWS},
        values or {},
    )
    return replace(made, **more)  # type: ignore[arg-type]


def edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(book: Workbook, code: str) -> Worksheet:
    found = next(one for one in book.worksheets if one["A1"].value == code)
    assert isinstance(found, Worksheet)
    return found


def read(data: bytes) -> FilledReport:
    return read_self_report(data, "a.xlsx")


def values_of(found: FilledReport) -> dict[Target, Value]:
    """Everything that is not empty, parsed."""
    parsed = {
        one.target: read_value(FORM.questions[one.target.question], one)
        for one in found.cells
        if one.target.part in (Part.VALUE, Part.NAME, Part.REASON)
    }
    return {target: value for target, value in parsed.items() if value is not None}


def some_value(asked: Question) -> st.SearchStrategy[Value]:
    names = [choice.name for choice in asked.choices]
    digits = st.decimals(-(10**9), 10**9, places=4)
    made: dict[QuestionType, st.SearchStrategy[Value]] = {
        QuestionType.INTEGER: st.integers(-(10**15) + 1, 10**15 - 1),
        QuestionType.DECIMAL: digits.map(lambda one: f"{one:f}".rstrip("0").rstrip(".")).map(
            lambda text: "0" if text in ("-0", "") else text
        ),
        QuestionType.TEXT: st.text(max_size=80).map(clean).map(lambda text: text or None),
        QuestionType.DATE: st.dates(date(1800, 1, 1), date(2100, 1, 1)).map(str),
        QuestionType.TIME: st.times().map(lambda one: f"{one:%H:%M}"),
        QuestionType.DATETIME: st.just("2019-09-16T09:50"),
        QuestionType.ACKNOWLEDGE: st.just("OK"),
        QuestionType.SELECT_ONE: st.sampled_from(names or [""]),
        QuestionType.SELECT_MULTIPLE: st.sets(st.sampled_from(names or [""]), min_size=1).map(
            lambda some: [name for name in names if name in some]
        ),
        QuestionType.RANK: st.permutations(names).map(list),
    }
    return st.none() | made[asked.type]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    targets = list(Asked(FORM).targets(report()))
    values = {one: data.draw(some_value(FORM.questions[one.question])) for one in targets}
    known = {target: value for target, value in values.items() if value is not None}
    found = read(write_self_report(report(known)))
    assert found.problems == ()
    assert [one.target for one in found.cells] == targets
    back = {}
    for one in found.cells:
        asked, before = FORM.questions[one.target.question], known.get(one.target)
        if before is not None and one.text == plain(cell_text(asked, before)):
            back[one.target] = before
        elif (value := read_value(asked, one)) is not None:
            back[one.target] = value
    assert back == known


def test_only_answers_can_be_typed_and_the_map_is_out_of_sight() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_self_report(report())))
    assert book["inspector"].sheet_state == "veryHidden"
    assert book.security.lockStructure
    section, table = sheet_of(book, "s:s"), sheet_of(book, "t:t")
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
    free = {
        cell.coordinate
        for cells in section.iter_rows()
        for cell in cells
        if not cell.protection.locked
    }
    named = {section.cell(int(one[1:]), 1).value for one in free}
    assert {one[0] for one in free} == {"E"}
    assert named == {
        "q_integer", "q_decimal", "q_text", "q_date", "q_time", "q_datetime", "q_acknowledge",
        "q_one", "q_many", "q_rank", "criterion", "criterion_na",
    }  # fmt: skip
    free = {
        cell.coordinate
        for cells in table.iter_rows()
        for cell in cells
        if not cell.protection.locked
    }
    assert free == {"C5", "C6", "C7", "D5", "D6", "D7"}
    kinds = {one.type for one in section.data_validations.dataValidation}
    assert kinds == {"whole", "decimal", "date", "list"}
    for one in section.data_validations.dataValidation:
        assert one.showErrorMessage, one.sqref
        assert one.error


def test_a_table_without_rows_has_no_sheet() -> None:
    found = read(write_self_report(report(rows={"t": ()})))
    assert found.problems == ()
    assert {one.sheet for one in found.cells} == {"1. Phần"}


def test_texts_are_never_formulas() -> None:
    target = Target("q_text")
    data = write_self_report(report({target: '=HYPERLINK("http://x","y")'}))
    cell = next(
        cell
        for cells in sheet_of(openpyxl.load_workbook(io.BytesIO(data)), "s:s").iter_rows()
        for cell in cells
        if str(cell.value).startswith("=HYPER")
    )
    assert cell.data_type == "s"
    assert values_of(read(data)) == {target: '=HYPERLINK("http://x","y")'}


def test_points_period_and_source_have_their_columns_where_the_vault_keeps_them() -> None:
    parts = frozenset(Part)
    points = Target("criterion", None, Part.POINTS)
    source = Target("q_integer", None, Part.SOURCE)
    data = write_self_report(report({points: "1.25", source: "Sổ công văn"}, parts=parts))
    found = {one.target: one.text for one in read(data).cells}
    assert (found[points], found[source]) == ("1.25", "Sổ công văn")
    assert found[Target("q_integer", None, Part.PERIOD)] == ""
    assert Target("q_text", None, Part.SOURCE) not in found
    assert points not in {one.target for one in read(write_self_report(report())).cells}


@pytest.mark.parametrize(
    ("name", "typed", "wanted"),
    [
        ("q_decimal", "1.234,5", "1234.5"),
        ("q_decimal", 1.234, "1.234"),
        ("q_decimal", 0.1 + 0.2, "0.3"),
        ("q_integer", " 16 ", 16),
        ("q_integer", "1.168", 1168),
        ("q_integer", 7.0, 7),
        ("q_date", "16/09/2019", "2019-09-16"),
        ("q_date", date(2019, 9, 16), "2019-09-16"),
        ("q_text", "Ke\u0302\u0301 hoa\u0323ch\xa0", "Kế hoạch"),
        ("q_text", 2019, "2019"),
        ("q_one", " có ", "yes"),
        ("q_one", "có (same)", "same"),
        ("q_many", "Có", ["yes"]),
        ("q_acknowledge", "x", "OK"),
    ],
)
def test_what_people_type_is_understood(name: str, typed: object, wanted: Value) -> None:
    def fill(book: Workbook) -> None:
        sheet = sheet_of(book, "s:s")
        row = next(cells[0].row for cells in sheet.iter_rows(max_col=1) if cells[0].value == name)
        sheet.cell(row, 5).value = typed  # type: ignore[assignment]

    found = values_of(read(edited(write_self_report(report()), fill)))
    assert found == {Target(name): wanted}


def test_rows_that_were_sorted_and_a_renamed_sheet_are_found_again() -> None:
    values: dict[Target, Value] = {
        Target("amount", row.id): str(10 + at) for at, row in enumerate(ROWS)
    }

    def shuffle(book: Workbook) -> None:
        sheet = sheet_of(book, "t:t")
        sheet.title = "Bảng của tôi"
        rows = [[cell.value for cell in cells] for cells in sheet["A5:F7"]]
        random.Random(1).shuffle(rows)
        for at, cells in enumerate(rows, 5):
            for column, value in enumerate(cells, 1):
                sheet.cell(at, column).value = value
        sheet.insert_rows(5)

    found = read(edited(write_self_report(report(values)), shuffle))
    assert values_of(found) == values
    assert {one.sheet for one in found.cells} == {"s", "Bảng của tôi"} - {"s"} | {"1. Phần"}
    assert found.problems == ()


def test_copies_strange_sheets_and_formulas_are_told() -> None:
    values: dict[Target, Value] = {
        Target("q_integer"): 5,
        Target("amount", ROWS[0].id): "10",
        Target("amount", ROWS[2].id): "12",
    }

    def spoil(book: Workbook) -> None:
        copy = book.copy_worksheet(sheet_of(book, "t:t"))
        copy["D5"] = 999
        book.create_sheet("Ghi chú của tôi")["B2"] = "việc cần làm"
        section = sheet_of(book, "s:s")
        section["E6"] = "=1/0"

    found = read(edited(write_self_report(report(values)), spoil))
    assert {one.code for one in found.problems} == {
        "report-layout",
        "report-sheet",
        "report-formula",
    }
    assert [one.code for one in found.problems if not one.is_error] == ["report-sheet"]
    assert values_of(found) == values
    formula = next(one for one in found.problems if one.code == "report-formula")
    assert (formula.column, formula.row, formula.question) == ("E6", 6, "q_decimal")
    unreadable = [one.target.question for one in found.cells if one.is_unreadable]
    assert unreadable == ["q_decimal"], "nobody takes it for an empty cell"


FIGURES: dict[Target, Value] = {
    Target("q_integer"): 5,
    Target("name", ROWS[0].id, Part.NAME): "Đất đai",
    Target("amount", ROWS[0].id): "10",
    Target("amount", ROWS[1].id): "12",
}


def lost_row(sheet: Worksheet) -> None:
    sheet["A7"] = None


def doubled_row(sheet: Worksheet) -> None:
    sheet["A7"] = sheet["A5"].value


def deleted_row(sheet: Worksheet) -> None:
    sheet.delete_rows(6)


def copied_column(sheet: Worksheet) -> None:
    for row in range(1, 10):
        sheet.cell(row, 3).value = sheet.cell(row, 4).value


def deleted_column(sheet: Worksheet) -> None:
    sheet.delete_cols(4)


def emptied_row_1(sheet: Worksheet) -> None:
    sheet.insert_cols(4)
    for column in range(2, 9):
        sheet.cell(1, column).value = None


def pushed_right(sheet: Worksheet) -> None:
    sheet.move_range("C5:F5", cols=1)


def pushed_down(sheet: Worksheet) -> None:
    sheet.move_range("D5:D9", rows=1)


def mark_moved(sheet: Worksheet) -> None:
    sheet["C1"], sheet["D1"] = sheet["D1"].value, sheet["C1"].value


@pytest.mark.parametrize(
    ("spoil", "places"),
    [
        (lost_row, ["A7"]),
        (doubled_row, ["A7", "A7"]),
        (deleted_row, ["A6"]),
        (copied_column, ["C1", "D1"]),
        (deleted_column, ["D1"]),
        (emptied_row_1, ["C1", "D1", "E1"]),
        (pushed_right, ["F5"]),
        (pushed_down, ["D9"]),
        (mark_moved, ["D9", "C9"]),
    ],
)
def test_a_sheet_whose_marks_are_not_whole_is_not_read(
    spoil: Callable[[Worksheet], None], places: list[str]
) -> None:
    good = write_self_report(report(FIGURES))
    found = read(edited(good, lambda book: spoil(sheet_of(book, "t:t"))))
    assert {one.code for one in found.problems} == {"report-layout"}
    assert [(one.sheet, one.column) for one in found.problems] == [("t", one) for one in places]
    assert values_of(found) == {Target("q_integer"): 5}, "the other sheets are read"


def test_a_column_of_the_units_own_does_no_harm() -> None:
    good = write_self_report(report(FIGURES))
    for code in ("t:t", "s:s"):

        def insert(book: Workbook, code: str = code) -> None:
            sheet_of(book, code).insert_cols(4)

        found = read(edited(good, insert))
        assert (values_of(found), found.problems) == (FIGURES, ())


def test_a_map_that_names_a_cell_twice_is_told() -> None:
    def twice(book: Workbook) -> None:
        sheet = book["inspector"]
        sheet.append([cell.value for cell in sheet[7]])

    found = read(edited(write_self_report(report(FIGURES)), twice))
    assert [one.code for one in found.problems] == ["report-layout"]
    assert Target("q_integer") not in {one.target for one in found.cells}


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            content = old.read(one)
            new.writestr(one, change(content) if one == name else content)
    return buffer.getvalue()


def test_hostile_files_are_refused_and_say_why() -> None:
    good = write_self_report(report())

    def version(book: Workbook) -> None:
        book["inspector"]["B1"] = "1"

    def nameless(book: Workbook) -> None:
        del book["inspector"]

    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    sheet = "xl/worksheets/sheet2.xml"
    bomb = b"<c/>" * 17_000_000
    cases = {
        "không phải tệp Excel": b"hello",
        "không đọc được": good[:2000],
        "có macro": with_member(good, "xl/vbaProject.bin", b"x"),
        "phiên bản 1": edited(good, version),
        "trang nhận dạng": edited(good, nameless),
        "không an toàn": replaced(good, sheet, lambda old: entity + old),
        "quá lớn": with_member(good, "xl/worksheets/sheet99.xml", bomb),
        "8 MiB": b"PK\x03\x04" + bytes(MAX_BYTES),
    }
    for what, data in cases.items():
        with pytest.raises(SelfReportError, match=what):
            read(data)


def test_links_to_other_files_are_mentioned_and_not_followed() -> None:
    data = with_member(write_self_report(report()), "xl/externalLinks/externalLink1.xml", b"<x/>")
    found = read(data)
    assert [one.code for one in found.problems] == ["report-links"]
    assert not found.problems[0].is_error


def test_a_map_that_was_tampered_with_gives_nothing() -> None:
    def spoil(book: Workbook) -> None:
        sheet = book["inspector"]
        for row, place in ((7, "E5; DROP"), (8, "A" * 400)):
            sheet.cell(row, 3).value = place
        sheet.cell(9, 4).value = "verified"
        sheet.cell(10, 1).value = "s:nowhere"

    found = read(edited(write_self_report(report()), spoil))
    assert {one.code for one in found.problems} == {"report-layout"}
    assert len(found.cells) == len(list(Asked(FORM).targets(report()))) - 4


@needs_office
def test_a_workbook_saved_by_another_program_reads_the_same(tmp_path: Path) -> None:
    values: dict[Target, Value] = {
        Target("q_integer"): 1168,
        Target("q_decimal"): "99.57",
        Target("q_text"): "Kế hoạch\nsố 5",
        Target("q_date"): "2019-09-16",
        Target("q_one"): "other",
        Target("q_many"): ["yes", "other"],
        Target("name", ROWS[1].id, Part.NAME): "Đất đai",
        Target("amount", ROWS[1].id): "-2.5",
    }
    saved = converted(write_self_report(report(values)), tmp_path, "xlsx")
    found = read(saved)
    assert found.problems == ()
    assert values_of(found) == values
    assert found.inspection == (b"i" * 16).hex()


def test_tabs_are_named_by_whole_words_with_the_mark_of_the_table_in_front() -> None:
    names = SheetNames()
    assert names.free("Bảng luân chuyển hồ sơ (T1)") == "Bảng luân chuyển hồ sơ (T1)"
    assert names.free("Thực hiện dự toán theo nguồn (T6)") == "T6 Thực hiện dự toán theo nguồn"
    assert (
        names.free("Nhiệm vụ được giao cần làm rõ thêm (T10)") == "T10 Nhiệm vụ được giao cần làm"
    )
    assert (
        names.free("Danh sách sáng kiến, giải pháp, cách làm hay")
        == "Danh sách sáng kiến, giải pháp"
    )
    assert names.free("Bảng luân chuyển hồ sơ (T1)") == "Bảng luân chuyển hồ sơ (T1) (2)"
    assert names.free("x" * 40) == "x" * 31
