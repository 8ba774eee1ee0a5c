"""Broken forms: each with the exact list of what its author is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.formats.form_names import suggested_name
from inspector_app.formats.form_workbooks import write_workbook
from inspector_app.formats.xlsforms import check_form_file, read_form_file
from inspector_app.host.i18n import gettext, set_language

FOLDER = Path(__file__).parents[2] / "vectors" / "forms"
VECTORS = sorted(path for path in FOLDER.glob("*.*") if path.suffix in (".md", ".xml"))
PLACELESS = {"xform", "list-shape", "language-code", "or-other", "sheet-missing"}


def test_there_are_many() -> None:
    assert len(VECTORS) >= 120


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name)
def test_each_vector_gives_exactly_its_messages(vector: Path) -> None:
    head, body = vector.read_text(encoding="utf-8").split("\n---\n", 1)
    check = check_form_file(body.encode("utf-8"), vector.name)
    assert [f"{one.severity}: {one}" for one in check.problems] == head.splitlines()
    assert (check.file is None) == ("error: " in head)
    if check.file is not None:
        assert list(check.file.warnings) == list(check.problems)


def test_messages_are_vietnamese_and_name_a_place() -> None:
    for vector in VECTORS:
        body = vector.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        for one in check_form_file(body.encode("utf-8"), vector.name).problems:
            assert any(letter in one for letter in "ăâđêôơưáàảạấầậếềệíìịóòọốồộớờợúùụứừựýỳ"), one
            assert one.code != "form", one
            placed = one.sheet or one.question or one.column
            assert placed or one.code in PLACELESS, one


def test_messages_are_english_for_those_who_ask_but_for_names_of_the_form() -> None:
    set_language("en")
    try:
        for vector in VECTORS:
            body = vector.read_text(encoding="utf-8").split("\n---\n", 1)[1]
            for one in check_form_file(body.encode("utf-8"), vector.name).problems:
                english = gettext(one)
                strange = {word for word in re.findall(r"\w+", english) if not word.isascii()}
                assert [word for word in strange if word not in body] == [], english
                assert english != one
    finally:
        set_language("vi")


def test_all_problems_are_listed_at_once_with_their_places() -> None:
    tables = {
        "survey": [
            ["type", "name", "label", "relevant"],
            ["geopoint", "a", "A"],
            ["integer", "", "B"],
            ["rank muc", "c", "C"],
            [],
            ["text", "d", "D", "${zz} = 1"],
        ],
        "choices": [["list_name", "name", "label"]],
        "settings": [["form_id", "version"], ["thu", "1"]],
    }
    problems = check_form_file(write_workbook(tables), "x.xlsx").problems
    assert [(one.sheet, one.row, one.column, one.code) for one in problems] == [
        ("survey", 2, "type", "unsupported"),
        ("survey", 3, "name", "name-missing"),
        ("survey", 4, "type", "list-unknown"),
        ("survey", 6, "relevant", "reference-unknown"),
    ]
    assert all(isinstance(one, Problem) and one.remedy for one in problems)
    assert {one.severity for one in problems} == {Severity.ERROR}


def test_headings_are_known_by_their_other_names() -> None:
    text = (
        "| survey |\n| | Type | Name | caption | relevance | bind::required | media::image::VI (vi) |\n"
        "| | select one from yn | a | A | | yes | |\n"
        "| | add text prompt | b | B | ${a} = 'co' | | |\n"
        "| choices |\n| | list name | value | label |\n| | yn | co | Có |\n"
        "| settings |\n| | form_id | version |\n| | thu | 1 |\n"
    )
    form = read_form_file(text.encode(), "x.md").form
    assert form.questions["a"].required == "true()"
    assert form.questions["b"].relevant.strip().endswith("= 'co'")


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Tỷ lệ đúng hạn (%)", "ty_le_dung_han"),
        ("1. Đơn vị", "c_1_don_vi"),
        ("???", "cau"),
    ],
)
def test_a_name_that_may_not_be_used_gets_one_that_may(name: str, suggestion: str) -> None:
    assert suggested_name(name) == suggestion


def test_a_problem_says_place_what_and_remedy() -> None:
    one = Problem("hỏng", sheet="survey", row=3, column="type", question="a", remedy="sửa")
    assert str(one) == "trang «survey», dòng 3, cột «type», câu «a»: hỏng. Cách sửa: sửa"
    moved = one.placed(sheet="choices", row=4)
    assert (moved.sheet, moved.row, moved.column, moved.remedy) == ("choices", 4, "type", "sửa")


def test_a_form_without_settings_is_named_after_its_file() -> None:
    body = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
    form = read_form_file(body.encode(), "Phiếu thử xã.md").form
    assert (form.form_id, form.version) == ("Phiếu-thử-xã", "1")
