"""The template workbook, the patterns in it and the page about them: all of it true."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pyxform.xls2xform import convert

from build_scripts.authoring_page import PAGE, page, texts
from inspector_app.domain.form.definition import Form, QuestionType
from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.trip.values import UnitKind
from inspector_app.formats.authoring_texts import SHEETS, Pattern, Table, read_pattern
from inspector_app.formats.template_help import pattern_lines
from inspector_app.formats.template_workbook import LAST_ROW, LISTS, write_template
from inspector_app.formats.xlsforms import check_form_file, read_form_file, write_workbook

TEXTS = texts()
HANOI = Surroundings(now_ms=1_774_000_800_000, offset=lambda _moment: 420)  # 2026-03-20
SETTINGS = {
    "form_title": "Thử",
    "form_id": "thu",
    "version": "1",
    "namespaces": 'insp="http://inspector-app.vn/xforms"',
}
RULES = (
    "relevant", "constraint", "calculation", "required", "default", "readonly", "choice_filter",
    "repeat_count",
)  # fmt: skip
"""Columns whose cells make a form work; the others say and show."""
WORKING = [one for one in TEXTS.patterns if set(RULES) & set(one.sheets["survey"][0])]
Trial = tuple[tuple[str, tuple[str, ...]], ...]


@pytest.fixture(scope="module")
def template() -> bytes:
    return write_template(TEXTS)


@pytest.fixture(scope="module")
def book(template: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template))


@pytest.fixture(scope="module")
def example(template: bytes) -> Form:
    return read_form_file(template, "mau.xlsx").form


def follow(run: DryRun, trial: Trial) -> None:
    """Say every line of a trial; the replies have at least what it expects."""
    for line, expected in trial:
        replies = run.line(line)
        assert len(replies) == len(expected), (line, replies)
        for reply, text in zip(replies, expected, strict=True):
            wanted = json.loads(text)
            assert {key: reply.get(key) for key in wanted} == wanted, line


def with_settings(sheets: Mapping[str, Table]) -> dict[str, Table]:
    """The sheets of a pattern as a whole form."""
    head, values = sheets.get("settings", [[], []])
    settings = SETTINGS | dict(zip(head, values, strict=True))
    return {**sheets, "settings": [list(settings), list(settings.values())]}


# -- the workbook --


def test_our_own_reader_takes_it_without_a_remark(template: bytes, example: Form) -> None:
    assert list(check_form_file(template, "mau.xlsx", {}).problems) == []
    assert example.form_id == "phieu-mau"
    assert len(example.sections) == 4
    kinds = {one.type for one in example.questions.values()}
    assert kinds >= {
        QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.INTEGER,
        QuestionType.DECIMAL, QuestionType.DATE, QuestionType.TEXT, QuestionType.NOTE,
        QuestionType.IMAGE, QuestionType.ACKNOWLEDGE,
    }  # fmt: skip
    assert [one.name for one in example.repeats.values() if one.count] == ["ho_so_mau"]
    assert any(one.is_reported for one in example.questions.values())


def test_the_reference_converter_takes_it_and_passes_over_the_other_sheets(template: bytes) -> None:
    result = convert(BytesIO(template), validate=False, file_type=".xlsx")
    assert result.warnings == []
    assert "Hướng dẫn" not in result.xform
    assert "ke_hoach_so" in result.xform


def test_sheets_in_their_order(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Bắt đầu", "survey", "choices", "settings", "Hướng dẫn", "Các cột", LISTS,
    ]  # fmt: skip
    assert book[LISTS].sheet_state == "hidden"
    assert book.active is book["Bắt đầu"]


def test_every_heading_is_explained_and_every_explanation_has_its_heading(
    book: openpyxl.Workbook,
) -> None:
    explained = {(note.sheet, note.column): note for note in TEXTS.columns}
    headings = {(sheet, cell.value) for sheet in SHEETS for cell in book[sheet][1]}
    assert headings == set(explained)
    for sheet in SHEETS:
        for cell in book[sheet][1]:
            note = explained[sheet, str(cell.value)]
            assert cell.comment is not None
            assert note.note in cell.comment.text


def test_nothing_is_a_formula_and_all_text_is_composed(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert cell.data_type == "s", cell.coordinate
                    assert unicodedata.is_normalized("NFC", str(cell.value))


def test_codes_stay_text(book: openpyxl.Workbook) -> None:
    sheet = book["survey"]
    column = next(cell.column for cell in sheet[1] if cell.value == "bind::insp:clause")
    assert sheet.column_dimensions[get_column_letter(column)].number_format == "@"
    assert sheet.cell(2, column).number_format == "@"


def test_drop_downs_where_there_is_a_choice(book: openpyxl.Workbook) -> None:
    listed = {}
    for sheet in SHEETS:
        for rule in book[sheet].data_validations.dataValidation:
            if rule.type == "list":
                (cells,) = rule.sqref.ranges
                listed[sheet, str(book[sheet].cell(1, cells.min_col).value)] = rule
                assert (cells.min_row, cells.max_row) == (2, LAST_ROW)
    assert set(listed) == {(note.sheet, note.column) for note in TEXTS.columns if note.list}
    for column in ("type", "required", "readonly", "appearance"):
        assert ("survey", column) in listed
    for local in ("reported", "unit-kinds"):
        assert ("survey", f"bind::insp:{local}") in listed
    for rule in listed.values():
        name = str(rule.formula1)
        place = str(book.defined_names[name].attr_text)
        words, _, span = place.rpartition("!")
        values = [cell[0].value for cell in book[words.strip("'")][span.replace("$", "")]]
        assert tuple(values) == TEXTS.lists[name.removeprefix("ds_")]


def test_the_lists_of_words_are_right(example: Form) -> None:
    rows = TEXTS.example["choices"][1:]
    assert list(TEXTS.lists["choice_lists"]) == list(dict.fromkeys(row[0] for row in rows))
    assert set(TEXTS.lists["unit_kinds"]) == {str(kind) for kind in UnitKind}
    for word in TEXTS.lists["type"]:
        first, _, rest = word.partition(" ")
        if rest:
            assert rest in TEXTS.lists["choice_lists"], word
        else:
            assert first in {*QuestionType} | {
                "begin_group", "end_group", "begin_repeat", "end_repeat", "start", "end", "today",
                "username", "deviceid",
            }  # fmt: skip
    assert example.repeats


def test_the_page_setup_prints_headings_on_every_page(book: openpyxl.Workbook) -> None:
    for name in ("survey", "choices", "Hướng dẫn", "Các cột"):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes


def test_the_example_computes_what_it_says(example: Form) -> None:
    run = DryRun(example, HANOI)

    def answer(path: str, text: str) -> None:
        assert run.line(f"ANSWER\t/data/{path}\t{text}")[0]["result"] == "ok", path

    answer("thong_tin/huyen", "huyen_a")
    answer("thong_tin/xa", "xa_a2")
    answer("thong_tin/dai_dien", "Nguyễn Văn A, Chủ tịch UBND xã")
    answer("dieu_hanh/ke_hoach", "khong")
    answer("dieu_hanh/ke_hoach_ly_do", "Chưa có hướng dẫn")
    answer("dieu_hanh/nhiem_vu_giao", "0")
    answer("dieu_hanh/nhiem_vu_dung_han", "0")
    answer("thu_tuc/hinh_thuc", "bang khac")
    answer("thu_tuc/hinh_thuc_khac", "Loa truyền thanh")
    table = "thu_tuc/ho_so_linh_vuc[1]"
    answer(f"{table}/linh_vuc", "dat_dai")
    for name, number in (("ton_dau", "5"), ("tiep_nhan", "95"), ("dung_han", "80"),
                         ("qua_han", "10"), ("dang_xu_ly", "9")):  # fmt: skip
        answer(f"{table}/{name}", number)
    answer("thu_tuc/so_ho_so_mau", "1")
    sample = "thu_tuc/ho_so_mau[1]"
    for name, text in (("ma_ho_so", "000.00.01"), ("ngay_nhan", "2026-03-02"),
                       ("ngay_hen", "2026-03-06"), ("ngay_tra", "2026-03-09")):  # fmt: skip
        answer(f"{sample}/{name}", text)
    answer(f"{sample}/xin_loi", "co")
    (invalid,) = run.line("VALIDATE")
    assert str(invalid["path"]).endswith("/can_doi")
    assert "không cân đối" in str(invalid["message"])
    answer(f"{table}/dang_xu_ly", "10")
    assert run.line("VALIDATE") == [{"valid": True}]
    found = {str(one.get("path")): one.get("value") for one in run.line("DUMP")}
    assert found["/data/dieu_hanh/nhiem_vu_ty_le"] == ""
    assert found["/data/thu_tuc/ty_le_dung_han"] == "88.89"
    assert found["/data/thu_tuc/so_mau_cham"] == "1"
    assert found["/data/ket_luan/diem_ke_hoach"] == "0"
    assert found["/data/thong_tin/ngay_lam_viec"] == "2026-03-20"


# -- the patterns --


@pytest.mark.parametrize(
    "pattern", TEXTS.patterns, ids=lambda one: str(TEXTS.patterns.index(one) + 1)
)
def test_a_pattern_does_what_it_says(pattern: Pattern) -> None:
    data = write_workbook(with_settings(pattern.sheets))
    assert [str(one) for one in check_form_file(data, "mau.xlsx", pattern.files).problems] == []
    form = read_form_file(data, "mau.xlsx", pattern.files).form
    follow(DryRun(form, HANOI, "vi"), pattern.trial)


@pytest.mark.parametrize("pattern", WORKING, ids=lambda one: str(TEXTS.patterns.index(one) + 1))
def test_a_trial_notices_when_the_formulas_are_taken_away(pattern: Pattern) -> None:
    """Patterns that compute or judge: the same trial over bare questions must fail."""
    head, *rows = pattern.sheets["survey"]
    bare = [
        ["" if name in RULES else cell for name, cell in zip(head, row, strict=True)]
        for row in rows
        if row[0] != "calculate"
    ]
    names = {row[head.index("name")] for row in bare}
    sheets = {**pattern.sheets, "survey": [head, *bare]}
    sheets.pop("settings", None)
    text = json.dumps(sheets, ensure_ascii=False)
    if set(re.findall(r"\$\{([^}]+)\}", text)) - names:
        return  # what is left does not even convert
    data = write_workbook(with_settings(sheets))
    form = read_form_file(data, "mau.xlsx", pattern.files).form
    with pytest.raises(AssertionError):
        follow(DryRun(form, HANOI, "vi"), pattern.trial)


def test_the_help_sheet_has_every_cell_of_every_pattern(book: openpyxl.Workbook) -> None:
    rows = [tuple(cell or "" for cell in row) for row in book["Hướng dẫn"].values]
    shown = {(row[2], row[3], row[4]) for row in rows[1:]}
    assert len({one.title for one in TEXTS.patterns}) == len(TEXTS.patterns)
    for pattern in TEXTS.patterns:
        lines = list(pattern_lines(pattern))
        assert lines, pattern.title
        assert set(lines) <= shown
        assert any(row[1] == pattern.title and row[5] == pattern.text for row in rows)


def test_the_needs_of_authors_are_covered() -> None:
    used: dict[str, set[str]] = {}
    for pattern in TEXTS.patterns:
        head, *rows = pattern.sheets["survey"]
        for row in rows:
            for name, cell in zip(head, row, strict=True):
                if cell:
                    used.setdefault(name.partition("::")[0], set()).add(cell)
        for name in (*pattern.sheets.get("choices", [[]])[0], *pattern.sheets["survey"][0]):
            used.setdefault(name, set())
    every = " ".join(cell for cells in used.values() for cell in cells)
    for function in ("sum(", "count(", "indexed-repeat(", "position(", "pulldata(", "selected(",
                     "count-selected(", "coalesce(", "once(", "jr:choice-name(", "instance(",
                     "format-date(", "round(", "regex(", "today()", "current()"):  # fmt: skip
        assert function in every, function
    assert {"choice_filter", "trigger", "repeat_count", "default", "score", "was"} <= set(used)
    assert {"bind::insp:was", "bind::insp:reported", "bind::insp:unit-kinds"} <= set(used)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Chỉ có tên\n",
        "# Tên\n\nNhóm: a\n\nChữ\n\nTrang survey:\n\n| type |\n|---|\n| text |\n",
    ],
)
def test_a_pattern_in_parts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a part is missing"):
        read_pattern(text)


# -- the page --


def test_the_page_says_what_the_texts_say() -> None:
    now = PAGE.read_text(encoding="utf-8")
    assert now == page(now), "run: python -m build_scripts.authoring_page"
    for pattern in TEXTS.patterns:
        assert f"#### {pattern.title}\n" in now


def test_the_session_on_the_page_is_a_real_one(example: Form) -> None:
    blocks: list[Any] = re.findall(r"^```try\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    (session,) = blocks
    run = DryRun(example, HANOI, "vi")
    said = expected = ""
    for line in session.splitlines():
        if line.startswith("> "):
            replies = run.line(line.removeprefix("> "))
            said += "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in replies)
        else:
            expected += line + "\n"
    assert said == expected
