"""Broken and hostile forms: each refused with a message that names the place."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.problems import Problem
from inspector_app.formats import xform_sources
from inspector_app.formats.xlsforms import read_form_file, read_pack, write_workbook

VECTORS = sorted((Path(__file__).parents[2] / "vectors" / "forms").glob("*.*"))
GOOD = {
    "survey": [["type", "name", "label"], ["integer", "a", "A"]],
    "choices": [["list_name", "name", "label"]],
    "settings": [["form_title", "form_id", "version"], ["Thử", "thu", "1"]],
}


def refusal(data: bytes, name: str = "phieu.xlsx") -> str:
    started = time.perf_counter()
    with pytest.raises(FormError) as caught:
        read_form_file(data, name)
    assert time.perf_counter() - started < 10
    error = caught.value
    assert error.details["path"] == name
    assert error.details["count"] == len(error.details["problems"])  # type: ignore[arg-type]
    return str(error)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name)
def test_each_vector_is_refused_with_its_message(vector: Path) -> None:
    head, body = vector.read_text(encoding="utf-8").split("\n---\n", 1)
    message = refusal(body.encode("utf-8"), vector.name)
    assert head.removeprefix("expect: ") in message
    assert vector.name in message


def test_all_problems_are_listed_at_once() -> None:
    tables = {
        **GOOD,
        "survey": [
            ["type", "name", "label"],
            ["geopoint", "a", "A"],
            ["integer", "", "B"],
            ["image", "c", "C"],
        ],
    }
    with pytest.raises(FormError) as caught:
        read_form_file(write_workbook(tables), "x.xlsx")
    problems = caught.value.details["problems"]
    assert [(one.sheet, one.row, one.column) for one in problems] == [  # type: ignore[attr-defined]
        ("survey", 2, "type"),
        ("survey", 3, "name"),
        ("survey", 4, "type"),
    ]
    assert all(isinstance(one, Problem) for one in problems)  # type: ignore[attr-defined]


def test_a_bad_expression_is_shown_as_the_author_wrote_it() -> None:
    survey = [["type", "name", "label", "constraint"], ["integer", "a", "A", ". > ${a} +"]]
    message = refusal(write_workbook({**GOOD, "survey": survey}))
    assert "dòng 2, cột «constraint», câu «a»" in message
    assert "(trong ô ghi: . > ${a} +)" in message


def test_the_kind_is_told_by_the_bytes_not_the_name() -> None:
    data = write_workbook(GOOD)
    assert read_form_file(data, "phieu.xls").form.form_id == "thu"
    text = "survey,,,\n,type,name,label\n,integer,a,A\nsettings,,,\n,form_id,version,form_title\n,thu,1,T\n"
    assert read_form_file(("\ufeff" + text).encode(), "x").form.form_id == "thu"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "trống"),
        (b"\xff\xfe\x00\x01", "không phải bảng tính"),
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
