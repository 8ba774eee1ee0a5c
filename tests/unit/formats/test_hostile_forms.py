"""Hostile and damaged files: refused in bounded time and memory, with a message that says what to do."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from inspector_app.domain.errors import FormError
from inspector_app.formats import xform_sources
from inspector_app.formats.xlsforms import (
    check_form_file,
    read_form_file,
    read_pack,
    write_workbook,
)
from tests.kit.xls_files import biff, compound, label, record, write_xls

GOOD = {
    "survey": [["type", "name", "label"], ["integer", "a", "A"]],
    "choices": [["list_name", "name", "label"]],
    "settings": [["form_title", "form_id", "version"], ["Thử", "thu", "1"]],
}


def refusal(data: bytes, name: str = "phieu.xlsx") -> str:
    started = time.process_time()
    with pytest.raises(FormError) as caught:
        read_form_file(data, name)
    assert time.process_time() - started < 10
    error = caught.value
    assert error.details["path"] == name
    assert error.details["count"] == len(error.details["problems"])  # type: ignore[arg-type]
    return str(error)


def test_a_bad_expression_is_shown_as_the_author_wrote_it() -> None:
    survey = [["type", "name", "label", "constraint"], ["integer", "a", "A", ". > ${a} +"]]
    message = refusal(write_workbook({**GOOD, "survey": survey}))
    assert "dòng 2, cột «constraint», câu «a»" in message
    assert "biểu thức «. > ${a} +» sai: biểu thức bị thiếu phần cuối" in message
    assert "/data/a" not in message


def test_the_kind_is_told_by_the_bytes_not_the_name() -> None:
    data = write_workbook(GOOD)
    assert read_form_file(data, "phieu.xls").form.form_id == "thu"
    text = "survey,,,\n,type,name,label\n,integer,a,A\nsettings,,,\n,form_id,version,form_title\n,thu,1,T\n"
    assert read_form_file(("\ufeff" + text).encode(), "x").form.form_id == "thu"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "trống"),
        (b"\xff\xfe\x00", "không phải bảng tính"),
        (b"\xff\x00\x01", "không phải bảng tính"),
        (b"PK\x03\x04 cut off", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really", "không đọc được bảng tính"),
        (b"x" * (xform_sources.MAX_BYTES + 1), "vượt giới hạn"),
        (b"just,a,table\n1,2,3\n", "survey"),
    ],
)
def test_what_is_no_form_at_all(data: bytes, part: str) -> None:
    assert part in refusal(data)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_archives_that_are_bombs_or_no_workbooks() -> None:
    assert "không phải sổ tính" in refusal(zipped({"a.txt": b"x"}))
    bomb = zipped({"[Content_Types].xml": b"x", "xl/a.xml": b"\0" * 60_000_000})
    assert len(bomb) < 200_000
    assert "bung ra quá lớn" in refusal(bomb)
    assert "macro" in refusal(zipped({"[Content_Types].xml": b"x", "xl/vbaProject.bin": b"x"}))
    many = {f"f{n}": b"" for n in range(600)}
    assert "quá nhiều tệp con" in refusal(zipped({"[Content_Types].xml": b"x", **many}))


def test_a_workbook_with_entities_is_refused() -> None:
    good = write_workbook(GOOD)
    with zipfile.ZipFile(BytesIO(good)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    files["xl/workbook.xml"] = evil + files["xl/workbook.xml"].split(b"?>", 1)[-1]
    assert "khai báo thực thể" in refusal(zipped(files))


def test_a_workbook_without_survey_names_the_sheet() -> None:
    workbook = Workbook()
    buffer = BytesIO()
    workbook.save(buffer)
    assert "survey" in refusal(buffer.getvalue())


def test_a_pack_needs_its_three_tables() -> None:
    with pytest.raises(FormError) as caught:
        read_pack({"survey.csv": b"type,name\n", "settings.csv": b"\xff"}, "goi")
    assert "thiếu tệp choices.csv" in str(caught.value)
    assert "trang «settings»: không phải bảng CSV mã UTF-8" in str(caught.value)


def test_the_workbook_written_is_the_same_every_time() -> None:
    first = write_workbook(GOOD)
    time.sleep(1.1)
    assert write_workbook(GOOD) == first


CELLS = st.one_of(
    st.sampled_from(["integer", "text", "begin_group", "end_group", "select_one l", "a", "b", ""]),
    st.sampled_from(["${a} > 1", "count(${b})", ". + 1", "${", "}", "((", "'", "=1+1", "yes"]),
    st.text(max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=6))
def test_any_cells_give_a_form_or_a_form_error(rows: list[list[str]]) -> None:
    heading = ["type", "name", "label", "relevant", "calculation", "constraint"]
    clean = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in rows]
    data = write_workbook({**GOOD, "survey": [heading, *clean]})
    try:
        assert read_form_file(data, "x.xlsx").form.questions
    except FormError as error:
        assert error.details["problems"]  # noqa: PT017 - either outcome is right


def workbook_with(sheet: str, strings: str = "", styles: str = "") -> bytes:
    """A workbook whose survey sheet holds raw rows."""
    files = unzipped(write_workbook(GOOD))
    name = "xl/worksheets/sheet1.xml"
    head = files[name].split(b"<sheetData>")[0]
    files[name] = head + b"<sheetData>" + sheet.encode() + b"</sheetData></worksheet>"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    if strings:
        files["xl/sharedStrings.xml"] = f"<sst {main}>{strings}</sst>".encode()
    if styles:
        files["xl/styles.xml"] = f"<styleSheet {main}>{styles}</styleSheet>".encode()
    return zipped(files)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(cells) + "</row>"


def text(at: str, content: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{content}</t></is></c>'


HEAD = row(1, text("A1", "type"), text("B1", "name"), text("C1", "label"), text("D1", "default"))


@contextmanager
def bounded(seconds: float = 10) -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def million_cells() -> bytes:
    cells = "".join(f"<row><c><v>{n % 10}</v></c></row>" for n in range(1, 450_000))
    return workbook_with(cells)


@pytest.mark.parametrize(
    "make",
    [
        million_cells,
        lambda: b"<a>" + b"<b/>" * 2_000_000 + b"</a>",
        lambda: b"survey,,\n" + b",text,a\n" * 1_000_000,
        lambda: zipped({"[Content_Types].xml": b"x", "xl/a.xml": b"\0" * 39_000_000}),
    ],
    ids=["cells", "elements", "lines", "zip"],
)
def test_memory_stays_bounded(make: Callable[[], bytes]) -> None:
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(FormError):
            read_form_file(data, "x")
        assert tracemalloc.get_traced_memory()[1] < 500_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "attributes",
    [b'x="' + b"y" * 39_000_000 + b'"', b"".join(b' x%d="y"' % n for n in range(1_500_000))],
    ids=["long", "many"],
)
def test_a_tag_without_end_stops_early(attributes: bytes) -> None:
    files = unzipped(write_workbook(GOOD))
    name = "xl/worksheets/sheet1.xml"
    files[name] = files[name].replace(b"<sheetData>", b"<sheetData " + attributes + b">")
    with bounded(seconds=4):
        assert "thẻ XML dài bất thường" in refusal(zipped(files))


@pytest.mark.parametrize("part", ["xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl/x.bin"])
def test_macros_by_any_name(part: str) -> None:
    files = unzipped(write_workbook(GOOD))
    files[part] = b"x"
    if part == "xl/x.bin":
        relation = b'<Relationship Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
        files["xl/_rels/workbook.xml.rels"] = files["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>", relation + b' Id="m" Target="x.bin"/></Relationships>'
        )
    assert "có macro" in refusal(zipped(files))


def test_macros_of_a_workbook_that_says_so_or_is_old() -> None:
    files = unzipped(write_workbook(GOOD))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert "có macro" in refusal(zipped(files))
    old = write_xls({name: rows for name, rows in GOOD.items() if name != "choices"})
    read_form_file(old, "x.xls")
    assert "có macro" in refusal(old + "_VBA_PROJECT".encode("utf-16-le"), "x.xls")


def test_a_million_cells_stop_early() -> None:
    with bounded():
        assert "ô A60001: vượt quá 60000 dòng" in refusal(million_cells())
        empty = workbook_with("<row>" + "<c/>" * 1_500_000 + "</row>")
        assert "quá nhiều ô" in refusal(empty)


def test_a_cell_far_away_is_named() -> None:
    assert "ô A900001: vượt quá" in refusal(
        workbook_with(HEAD + row(900_001, text("A900001", "x")))
    )
    assert "ô XFD2: vượt quá" in refusal(workbook_with(HEAD + row(2, text("XFD2", "x"))))


def test_one_long_text_in_many_cells_is_too_much() -> None:
    cells = "".join(
        row(n, f'<c r="A{n}" t="s"><v>0</v></c>', f'<c r="B{n}" t="s"><v>0</v></c>')
        for n in range(2, 2000)
    )
    with bounded():
        data = workbook_with(HEAD + cells, f"<si><t>{'x' * 32_000}</t></si>")
        assert "có quá nhiều chữ" in refusal(data)


def test_a_cell_of_32_000_characters() -> None:
    long = "x" * 32_000
    survey = [["type", "name", "label"], ["text", "a", long]]
    assert read_form_file(write_workbook({**GOOD, "survey": survey}), "x").form.questions["a"].label
    survey[1][2] = "x" * 40_000
    assert "ô C2: ô dài 40000 ký tự" in refusal(write_workbook({**GOOD, "survey": survey}))
    nasty = ("${" * 16_000, "(" * 32_000, "'" * 32_000, "[" * 32_000, "-" * 32_000, "a." * 16_000)
    heading = ["type", "name", "label", "relevant"]
    for cell in (*nasty, "${a} or " * 4_000, "if(" * 10_000, "#" * 32_000, "<" * 32_000):
        with bounded():
            survey = [heading, ["text", "a", "A", cell], ["text", "b", cell, ""]]
            refusal(write_workbook({**GOOD, "survey": survey}))


def test_formulas_give_their_value_and_a_warning() -> None:
    cells = row(
        2,
        text("A2", "integer"),
        text("B2", "a"),
        '<c r="C2" t="str"><f>"Số"&amp;" lượng"</f><v>Số lượng</v></c>',
        '<c r="D2"><f>1+1</f><v>2</v></c>',
    )
    file = read_form_file(workbook_with(HEAD + cells), "x.xlsx")
    assert file.form.questions["a"].label.in_("vi") == "Số lượng"
    assert file.form.questions["a"].default == "2"
    assert [(one.column, one.code) for one in file.warnings] == [
        ("label", "cell-formula"),
        ("default", "cell-formula"),
    ]
    assert "ô C2 là công thức Excel; dùng giá trị đã tính «Số lượng»" in str(file.warnings)


def test_formulas_without_a_value_and_errors_are_refused_by_their_address() -> None:
    cells = row(
        2,
        text("A2", "integer"),
        text("B2", "a"),
        '<c r="C2"><f>B9</f></c>',
        '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    message = refusal(workbook_with(HEAD + cells))
    assert "ô C2 là công thức Excel chưa có giá trị" in message
    assert "ô D2 có lỗi công thức #DIV/0!" in message


def test_dates_numbers_and_truths_of_a_workbook() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy;@"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
    )
    rows = [
        row(
            2,
            text("A2", "date"),
            text("B2", "a"),
            text("C2", "A"),
            '<c r="D2" s="1"><v>45000</v></c>',
        ),
        row(3, text("A3", "decimal"), text("B3", "b"), text("C3", "B"), '<c r="D3"><v>0.1</v></c>'),
        row(4, text("A4", "integer"), text("B4", "c"), text("C4", "C"), '<c r="D4"><v>7.0</v></c>'),
        row(
            5, text("A5", "text"), text("B5", "d"), text("C5", "D"), '<c r="D5" t="b"><v>1</v></c>'
        ),
    ]
    form = read_form_file(workbook_with(HEAD + "".join(rows), styles=styles), "x").form
    defaults = {name: one.default for name, one in form.questions.items()}
    assert defaults == {"a": "2023-03-15", "b": "0.1", "c": "7", "d": "TRUE"}


def test_names_with_blanks_nobody_sees_are_mended_and_said() -> None:
    cells = row(2, text("A2", "integer"), text("B2", "\u00a0a\u200b "), text("C2", "A"))
    file = read_form_file(workbook_with(HEAD + cells), "x.xlsx")
    assert list(file.form.questions) == ["a"]
    assert [one.code for one in file.warnings] == ["name-blanks"]


def test_deep_nesting_of_groups() -> None:
    depth = 200
    survey = [["type", "name", "label"]]
    survey += [["begin_group", f"g{n}", "G"] for n in range(depth)]
    survey += [["text", "a", "A"], *[["end_group", "", ""]] * depth]
    assert "khối lồng nhau quá" in refusal(write_workbook({**GOOD, "survey": survey}))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_deep_nesting_of_parts(part: str) -> None:
    files = unzipped(write_workbook(GOOD))
    files[part] = b"<a>" * 100_000 + b"</a>" * 100_000
    with bounded():
        assert "lồng nhau quá sâu" in refusal(zipped(files))


def test_overlapping_members_of_a_workbook() -> None:
    data = bytearray(write_workbook(GOOD))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    data[second + 42 : second + 46] = data[directory + 42 : directory + 46]
    assert "chồng lên nhau" in refusal(bytes(data))


def test_a_workbook_of_20_megabytes() -> None:
    with bounded(seconds=2):
        assert "tệp lớn 20.0 MB, vượt giới hạn 10 MB" in refusal(b"PK\x03\x04" + b"x" * 20_000_000)


def test_text_files_that_are_meant_to_hurt() -> None:
    with bounded():
        assert "quá dài" in refusal(b"| survey |\n|" + b"#" * 9_000_000 + b"|")
        refusal(b"survey\n" + b",type,name\n" + b'"' * 9_000_000)
        assert refusal(b"survey,,\n" + b",text,a\n" * 1_000_000)


def test_xml_that_is_meant_to_hurt() -> None:
    with bounded():
        assert "lồng nhau quá sâu" in refusal(b"<a>" * 3_000_000, "x.xml")
        assert "quá lớn" in refusal(b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "x.xml")
        refusal(b"<a " + b"".join(b"x%d='' " % n for n in range(500_000)) + b"/>", "x.xml")


def test_many_mistakes_are_not_counted_for_ever() -> None:
    survey = [["type", "name", "label", "relevant"]]
    survey += [["intger", f"a{n}", f"Nhãn {n}", f"${{cau_hoi_{n}}} > 1"] for n in range(8_000)]
    with bounded():
        with pytest.raises(FormError) as caught:
            read_form_file(write_workbook({**GOOD, "survey": survey}), "x")
        assert 300 <= len(caught.value.details["problems"]) <= 1_500  # type: ignore[arg-type]


def test_a_password_is_named() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream + b"\0" * 600
    assert "mật khẩu" in refusal(data)


def test_old_workbooks_that_are_meant_to_hurt() -> None:
    def spread(row_number: int) -> bytes:
        cells = struct.pack("<HI", 0, 2) * 256
        return record(0x00BD, struct.pack("<HH", row_number, 0) + cells + struct.pack("<H", 255))

    full = compound(biff({"survey": b"".join(map(spread, range(3000)))}))
    assert len(full) > 4_000_000
    with bounded():
        assert "ô GS1: vượt quá 200 cột" in refusal(full)
        far = compound(biff({"survey": label(0, 0, "type") + label(65_535, 255, "x")}))
        assert "ô IV65536: vượt quá 60000 dòng" in refusal(far)
        assert ".xls lớn hơn 5 MB" in refusal(far + b"\0" * 5_000_000)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_damaged_old_workbook_gives_a_form_or_a_form_error(data: st.DataObject) -> None:
    good = bytearray(write_xls({name: rows for name, rows in GOOD.items() if name != "choices"}))
    for _ in range(4):
        good[data.draw(st.integers(8, len(good) - 1))] = data.draw(st.integers(0, 255))
    with bounded(seconds=5):
        check_form_file(bytes(good), "x.xls")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_damaged_workbook_gives_a_form_or_a_form_error(data: st.DataObject) -> None:
    good = bytearray(write_workbook(GOOD))
    for _ in range(4):
        good[data.draw(st.integers(4, len(good) - 1))] = data.draw(st.integers(0, 255))
    with bounded(seconds=5):
        check_form_file(bytes(good), "x.xlsx")
