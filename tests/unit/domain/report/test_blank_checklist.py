"""The checklist on paper: what is asked, under which condition, and what must not be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.form.definition import Form
from inspector_app.domain.report.blank_checklist import Visit, compose_blank
from inspector_app.domain.report.blank_phrases import BLANK
from inspector_app.domain.report.blocks import (
    Document,
    Header,
    Heading,
    RowKind,
    Table,
    Title,
    iter_text,
    plain,
)
from inspector_app.domain.report.conditions import condition_words
from inspector_app.domain.report.handwriting import (
    Annex,
    Checklist,
    Entry,
    Gap,
    Item,
    Particulars,
    Ticks,
    WriteIn,
)
from tests.kit.blank_forms import form, line


@pytest.fixture(scope="module")
def blank() -> Document:
    return compose_blank(form(), Visit())


def text(document: Document) -> str:
    return "\n".join(iter_text(document)).replace("\u00a0", " ")


def items(document: Document) -> Iterator[Item]:
    for block in document.blocks:
        if isinstance(block, Checklist):
            yield from block.items


def item(document: Document, code: str) -> Item:
    return next(one for one in items(document) if one.code == code)


def entry(document: Document, label: str) -> Entry:
    return next(one for found in items(document) for one in found.entries if one.label == label)


def test_questions_of_a_clause_are_one_criterion(blank: Document) -> None:
    assert [one.code for one in items(blank)] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert [one.label for one in item(blank, "1.2").entries] == [
        "Số báo cáo phải gửi",
        "Trong đó: đúng hạn",
        "Tỷ lệ đúng hạn",
        "Nguyên nhân gửi chậm",
    ]
    assert [one.is_lower for one in item(blank, "1.2").entries] == [False, True, True, True]


def test_choices_are_boxes_and_reported_figures_have_two_places(blank: Document) -> None:
    (place,) = entry(blank, "Kế hoạch ban hành đúng hạn?").places
    assert place == (Ticks(("Có", "Một phần", "Không", "Không áp dụng")),)
    reported, verified = entry(blank, "Số báo cáo phải gửi").places
    assert reported == verified
    (figure,) = reported
    assert isinstance(figure, WriteIn)
    assert figure.parts[1:] == (" báo cáo",)
    assert isinstance(figure.parts[0], Gap)


def test_a_rate_is_written_with_its_base(blank: Document) -> None:
    rate = entry(blank, "Tỷ lệ đúng hạn")
    (field,) = rate.places[0]
    assert isinstance(field, WriteIn)
    assert [part for part in field.parts if isinstance(part, str)] == [" / ", " = ", " %"]
    assert rate.hint == ""  # both figures stand above it, and nothing of the screen is printed


def test_a_rate_from_elsewhere_says_its_base() -> None:
    share = line(
        "decimal",
        "tl2",
        "Tỷ lệ khác",
        calculation="${c1_2_dung} div ${c1_2_tong}",
        readonly="yes",
        clause="9.1",
        numerator="c1_2_dung",
        denominator="c1_2_tong + c1_1_nv",
    )
    hint = entry(compose_blank(form(share), Visit()), "Tỷ lệ khác").hint
    assert hint == "Tử số: đúng hạn; mẫu số: số báo cáo phải gửi + số nhiệm vụ."


def test_conditions_read_as_words(blank: Document) -> None:
    assert entry(blank, "Ngày ban hành").condition == "nếu «Có» hoặc «Một phần»"
    assert entry(blank, "Số nhiệm vụ").condition == ""  # whenever the criterion applies
    assert entry(blank, "Nguyên nhân gửi chậm").condition == (
        "nếu «Trong đó: đúng hạn» nhỏ hơn 5 và «Bảng luân chuyển hồ sơ» có số liệu"
    )
    headings = [one.text for one in blank.blocks if isinstance(one, Heading)]
    assert headings == [
        "1. Chỉ đạo (2 điểm)",
        "2. Một cửa (nếu «Kế hoạch ban hành đúng hạn» khác «Không áp dụng»)",
    ]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("/data/s1/c1_1 = 'co'", "nếu «Kế hoạch ban hành đúng hạn» «Có»"),
        ("'co' = /data/s1/c1_1", "nếu «Kế hoạch ban hành đúng hạn» «Có»"),
        ("3 <= /data/s1/c1_2_tong", "nếu «Số báo cáo phải gửi» từ 3 trở lên"),
        ("/data/s1/c1_2_tong = 2.50", "nếu «Số báo cáo phải gửi» bằng 2,5"),
        ("/data/s1/c1_1_ngay != ''", "nếu «Ngày ban hành» đã ghi"),
        ("selected(/data/s1/c1_1, 'khong')", "nếu «Kế hoạch ban hành đúng hạn» «Không»"),
        ("not(selected(/data/s1/c1_1, 'co'))", "nếu «Kế hoạch ban hành đúng hạn» khác «Có»"),
        ("/data/s1/c1_1_na = ''", ""),
        ("not(/data/s1/c1_1_na != '')", ""),
        ("/data/s1/c1_1 != 'na'", ""),
        ("/data/s1/c1_1_na = '' and /data/s1/c1_2_tong > 0", "nếu «Số báo cáo phải gửi» lớn hơn 0"),
        ("/data/s1/c1_1_na = '' or /data/s1/c1_2_tong > 0", ""),
        ("/data/s1/c1_1 = 'xa_la'", None),
        ("/data/s1/c1_2_tong + 1 > 2", None),
        ("/data/s1/c1_2_tong > /data/s1/c1_2_dung", None),
        ("pulldata('x', 'y', 'z', 'k') = 1", None),
        ("/data/s1/c1_1 = ", None),
    ],
)
def test_what_a_condition_says(expression: str, told: str | None) -> None:
    checked: Form = form()
    root = checked.questions["c1_1"].path.split("/")[1]
    written = expression.replace("/data/", f"/{root}/")
    assert condition_words(checked, written, BLANK, within="1.1") == told


def test_an_untold_condition_is_still_a_condition() -> None:
    odd = line("text", "la", "Chuyện lạ", relevant="${c1_2_tong} mod 2 = 1", clause="9.1")
    found = entry(compose_blank(form(odd), Visit()), "Chuyện lạ")
    assert found.condition == BLANK.sometimes


def test_only_a_verified_legal_basis_is_printed(blank: Document) -> None:
    assert "Nghị quyết 76/NQ-CP" in text(blank)
    assert "09/2019" not in text(blank)


def test_advice_points_and_lines_to_write_on(blank: Document) -> None:
    first = item(blank, "1.1")
    assert [(one.title, one.text) for one in first.advice] == [
        ("Minh chứng", "Kế hoạch năm."),
        ("Cách chấm", "Có: 2; Một phần: 1; Không: 0."),
        ("Căn cứ", "Nghị quyết 76/NQ-CP."),
        ("Thường gặp", "ban hành chậm; sao chép cấp trên."),
    ]
    assert [one.is_quiet for one in first.advice] == [False, False, False, True]
    assert [one.parts[0] for one in first.lines] == [
        "Điểm tối đa: 2; tự đánh giá: ",
        "Lý do không áp dụng: ",
        "Nhận xét: ",
    ]
    second = item(blank, "1.2")
    assert ("Cỡ mẫu", "12.") in [(one.title, one.text) for one in second.advice]
    assert [one.parts[0] for one in second.lines] == ["Nhận xét: "]  # no points, always applies
    assert item(blank, "2.3").lines == ()  # a note: nothing to remark


def test_what_the_screen_alone_needs_is_not_printed(blank: Document) -> None:
    for unwanted in ("Không ai thấy", "Phần mềm", "Tổng số hồ sơ vào", "luc_dau"):
        assert unwanted not in text(blank)
    assert entry(blank, "Kế hoạch ban hành đúng hạn?").hint == "Xem ngày ban hành."


def test_the_dossier_flow_is_an_annex_on_its_side(blank: Document) -> None:
    place = next(i for i, one in enumerate(blank.blocks) if isinstance(one, Annex))
    annex, grid = blank.blocks[place], blank.blocks[place + 1]
    assert annex == Annex("Phụ lục", "BẢNG LUÂN CHUYỂN HỒ SƠ", is_landscape=True)
    assert isinstance(grid, Table)
    assert [cell.text for cell in grid.head[0]][:4] == [
        "TT",
        "Lĩnh vực",
        "Số liệu",
        "A1. Cột A1",
    ]
    assert [cell.text for cell in grid.head[1]] == [f"({number})" for number in range(1, 16)]
    named = [[plain(cell) for cell in row.cells[:3]] for row in grid.rows]
    assert named == [
        ["1", "Đất đai", "Báo\u00a0cáo"],
        ["", "", "Xác\u00a0minh"],
        ["2", "Hộ tịch", "Báo\u00a0cáo"],
        ["", "", "Xác\u00a0minh"],
        ["3", "Lĩnh vực khác (ghi tên)", "Báo\u00a0cáo"],
        ["", "", "Xác\u00a0minh"],
        ["", "Tổng số", "Báo\u00a0cáo"],
        ["", "", "Xác\u00a0minh"],
    ]
    assert [row.kind for row in grid.rows[::2]] == [RowKind.PLAIN] * 3 + [RowKind.TOTAL]
    assert {row.kind for row in grid.rows[1::2]} == {RowKind.BELOW}
    assert (
        "Chênh lệch = A1 + A2 + A3 + A4 − (B1 + B2 + B3 + C1 + C2 + D1 + D2), phải bằng 0."
        in text(blank)
    )
    assert item(blank, "2.1").entries[0].hint == "Ghi vào bảng ở Phụ lục."


def test_a_note_before_a_table_is_said_of_the_table() -> None:
    made = form(
        line("note", "t9_note", "Mỗi hồ sơ một dòng.", clause="9.1"),
        line("begin_repeat", "t9", "Hồ sơ lấy mẫu", clause="9.1"),
        line("text", "t9_code", "Mã hồ sơ"),
        line("end_repeat", "", ""),
        line("note", "chung", "Đọc kỹ trước khi ghi.", clause="9.2"),
    )
    document = compose_blank(made, Visit())
    (listed,) = item(document, "9.1").entries
    assert (listed.label, listed.is_lower) == ("Hồ sơ lấy mẫu", False)
    assert listed.hint == "Mỗi hồ sơ một dòng. Ghi vào bảng dưới đây."
    assert [one.label for one in item(document, "9.2").entries] == ["Đọc kỹ trước khi ghi."]


def test_a_narrow_table_stands_after_its_criterion(blank: Document) -> None:
    where = next(
        i
        for i, one in enumerate(blank.blocks)
        if isinstance(one, Checklist) and one.items[-1].code == "2.2"
    )
    table = blank.blocks[where + 2]
    assert isinstance(table, Table)
    assert table.by_hand
    assert len(table.rows) == 6
    assert "(3): ghi Có, Một phần, Không, Không áp dụng." in text(blank)
    listed = item(blank, "2.2").entries[0]
    assert listed.condition == "nếu «Số báo cáo phải gửi» lớn hơn 0"


def test_the_head_leaves_to_the_pen_what_is_not_known(blank: Document) -> None:
    lines = next(one.lines for one in blank.blocks if isinstance(one, Particulars))
    assert all(any(isinstance(part, Gap) for part in one.parts) for one in lines)
    header = blank.blocks[0]
    assert isinstance(header, Header)
    assert header.issuer == "ĐOÀN KIỂM TRA"
    assert blank.blocks[1] == Title("PHIẾU KIỂM TRA", "Thử việc in")


def test_the_head_says_what_is_known() -> None:
    visit = Visit(
        agency="Sở Nội vụ",
        team="Đoàn số 2",
        unit="UBND xã Tân Kim",
        trip="Đợt 2019",
        period=(date(2019, 1, 1), date(2019, 9, 16)),
        day=date(2019, 9, 17),
    )
    document = compose_blank(form(), visit)
    lines = next(one.lines for one in document.blocks if isinstance(one, Particulars))
    said = ["".join(part for part in one.parts if isinstance(part, str)) for one in lines]
    assert said[:3] == [
        "Đơn vị được kiểm tra: UBND xã Tân Kim",
        "Đợt kiểm tra: Đợt 2019",
        "Thời kỳ kiểm tra: từ ngày 01/01/2019 đến ngày 16/9/2019",
    ]
    assert said[3].startswith("Ngày kiểm tra: 17/9/2019; bắt đầu lúc")
    assert document.foot.startswith("UBND xã Tân Kim · Phiếu kiểm tra thử việc in · bản 3 · mã ")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("at-least 95=1 90=0.75 80=0.5", "từ 95 % trở lên: 4; từ 90 % trở lên: 3; từ 80 % trở lên: 2; dưới 80 %: 0"),
        ("at-most 0=1 2=0.5", "không quá 0 %: 4; không quá 2 %: 2; trên 2 %: 0"),
        ("linear 50 95", "tăng đều từ 0 (ở mức 50 %) đến 4 (ở mức 95 %)"),
    ],
)  # fmt: skip
def test_rules_are_told_in_points(rule: str, told: str) -> None:
    advice = {one.title: one.text for one in _scored(rule).advice}
    assert advice["Cách chấm"].replace("\u00a0", " ") == f"{told}."


def _scored(rule: str) -> Item:
    checked = form(line("decimal", "x", "Tỷ lệ x", unit="%", score_max="4", clause="9.1"))
    asked = checked.questions["x"]
    ruled = replace(asked, insp={**asked.insp, "score": rule})
    return item(
        compose_blank(replace(checked, questions={**checked.questions, "x": ruled}), Visit()), "9.1"
    )
