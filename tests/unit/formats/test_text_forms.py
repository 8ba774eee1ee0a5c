"""Forms in text files: the layouts, separators and encodings in which spreadsheets save them."""

from __future__ import annotations

import pytest

from inspector_app.formats.xlsforms import check_form_file, read_form_file

ONE = "type,name,label,relevant\nselect_one_from_file xa.csv,xã,Xã,\ninteger,số,Số,${xã} != 'a,b'\n"
FILES = {"xa.csv": b"name,label\nx,X\n"}
SEVERAL = """\
Survey,,,
,type,name,label
,select_one yn,a,Một
CHOICES,,,
,list_name,name,label
,yn,co,Có
Settings,,,
,form_id,version,
,thu,3,
"""


def separated(text: str, by: str) -> str:
    """A text with another separator, cells with that in quotes."""
    return text.replace("'a,b'", "'a§b'").replace(",", by).replace("§", ",")


@pytest.mark.parametrize("by", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_one_sheet_is_the_survey(by: str, encoding: str) -> None:
    text = separated(ONE, by).replace("${xã} != 'a,b'", "\"${xã} != 'a,b'\"")
    form = read_form_file(text.encode(encoding), "phieu.csv", FILES).form
    assert (form.form_id, list(form.questions)) == ("phieu", ["xã", "số"])
    assert form.questions["số"].relevant.strip() == "/data/xã  != 'a,b'"


def test_one_sheet_counts_its_rows_as_the_author_does() -> None:
    check = check_form_file(b"Type,Name,Caption\ntext,a,A\n\ngeopoint,b,B\n", "x.csv")
    assert [(one.sheet, one.row) for one in check.problems if one.is_error] == [("survey", 4)]


@pytest.mark.parametrize("by", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_names_of_sheets_may_be_in_capitals(by: str, encoding: str) -> None:
    form = read_form_file(separated(SEVERAL, by).encode(encoding), "x.csv").form
    assert (form.form_id, form.version) == ("thu", "3")
    assert [one.name for one in form.questions["a"].choices] == ["co"]


def test_a_table_that_is_no_form_is_told_what_one_looks_like() -> None:
    (problem,) = check_form_file(b"ten,tuoi\nAn,30\n", "x.csv").problems
    assert "không có trang «survey»" in problem.what
    assert "type,name,label" in problem.remedy


def test_two_sheets_of_one_name_are_refused() -> None:
    more = "survey,,,\n,type,name,label\n,text,b,B\n"
    (problem,) = check_form_file((SEVERAL + more).encode(), "x.csv").problems
    assert (problem.code, problem.sheet) == ("sheet-twice", "survey")
    assert "«Survey» và «survey»" in problem.what
