"""What the minutes say for given facts, and what they must never claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.report.blocks import (
    Document,
    Header,
    Heading,
    Paragraph,
    Recipients,
    RowKind,
    Signatures,
    Table,
    iter_text,
    plain,
    signatories,
)
from inspector_app.domain.report.facts import (
    CriterionFacts,
    Decision,
    FigureFacts,
    FindingFacts,
    FlowRow,
    Person,
    RefusalFacts,
    RequirementFacts,
    SectionFacts,
    SigningMode,
    TableFacts,
    flow_table,
)
from inspector_app.domain.report.minutes import compose_minutes, gaps
from inspector_app.domain.report.phrases import MINUTES
from inspector_app.domain.report.values import fields_before
from tests.documents.sample import LEADER, SECRETARY, UNIT_HEAD, VIETNAM, facts, minutes


def text(document: Document) -> str:
    return "\n".join(iter_text(document)).replace("\u00a0", " ")


def test_head_has_a_blank_number_and_no_place_line() -> None:
    header = minutes().blocks[0]
    assert isinstance(header, Header)
    assert header.parent == "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
    assert header.number.replace("\u00a0", " ") == "Số:       /BB-ĐKT"
    assert header.place_date == ""
    numbered = minutes(number="05").blocks[0]
    assert isinstance(numbered, Header)
    assert numbered.number == "Số: 05/BB-ĐKT"


def test_parts_stand_in_order() -> None:
    parts = [b.text for b in minutes().blocks if isinstance(b, Heading) and b.level == 1]
    assert parts == [
        "I. THÀNH PHẦN",
        "II. NỘI DUNG KIỂM TRA",
        "III. NHẬN XÉT, ĐÁNH GIÁ",
        "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "V. KẾT LUẬN, YÊU CẦU CỦA TRƯỞNG ĐOÀN",
    ]
    assert isinstance(minutes().blocks[-2], Signatures)
    assert isinstance(minutes().blocks[-1], Recipients)


def test_opening_and_closing_sentences() -> None:
    written = text(minutes())
    assert "Hôm nay, hồi 08 giờ 00 phút, ngày 17 tháng 9 năm 2019, tại trụ sở" in written
    assert (
        "Buổi kiểm tra kết thúc hồi 11 giờ 30 phút cùng ngày. Biên bản đã được đọc lại cho những"
        " người có mặt cùng nghe, thống nhất nội dung và cùng ký tên dưới đây; biên bản được lập thành 02 bản có"
        " giá trị như nhau, mỗi bên giữ 01 bản./." in written
    )
    next_day = replace(facts(), ended=datetime(2019, 9, 18, 9, 0, tzinfo=VIETNAM))
    assert "hồi 09 giờ 00 phút ngày 18 tháng 9 năm 2019" in text(compose_minutes(next_day))


def test_bases_end_with_semicolons_and_the_last_with_a_stop() -> None:
    bases = [
        plain(b.runs) for b in minutes().blocks if isinstance(b, Paragraph) and b.runs[0].italic
    ]
    assert bases[0].endswith("của Chính phủ;")
    assert bases[1].startswith("Căn cứ Quyết định số 2874/QĐ-UBND ngày")
    assert bases[1].endswith("năm 2019.")


def test_rate_names_its_base() -> None:
    written = text(minutes())
    assert "- Tỷ lệ hồ sơ giải quyết đúng hạn: 1.163/1.168 hồ sơ, đạt 99,57 %." in written
    section = SectionFacts(
        "Một cửa", figures=(FigureFacts("Tỷ lệ đúng hạn", Rate(Decimal(0), Decimal(0))),)
    )
    written = text(minutes(sections=(section,)))
    assert "- Tỷ lệ đúng hạn: không phát sinh hồ sơ." in written
    assert "%" not in written


def test_differing_values_are_emphasised_and_missing_ones_shown() -> None:
    criteria = (
        CriterionFacts("1.1", "Câu", "10", "12"),
        CriterionFacts("1.2", "Câu", "10", "10"),
        CriterionFacts("1.3", "Câu", "10", None),
    )
    document = minutes(sections=(SectionFacts("Một", criteria),))
    table = next(b for b in document.blocks if isinstance(b, Table))
    cells = [[plain(cell) for cell in row.cells] for row in table.rows]
    assert [row[2:4] for row in cells] == [["10", "12"], ["10", "10"], ["10", "–"]]
    assert [row.cells[3][0].bold for row in table.rows] == [True, False, False]


def test_long_texts_follow_across_the_table() -> None:
    long = "Chưa niêm yết đầy đủ. " * 20
    criteria = (CriterionFacts("1.1", "Câu", "Có", long, long),)
    document = minutes(sections=(SectionFacts("Một", criteria),))
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [row.kind for row in table.rows] == [RowKind.PLAIN, RowKind.REMARK, RowKind.REMARK]
    assert [plain(c) for c in table.rows[0].cells[2:]] == ["Có", "(xem dưới)", "(xem dưới)"]
    assert text(document).count(long.strip()) == 2


def test_unverified_legal_basis_is_not_printed() -> None:
    written = text(minutes())
    assert "căn cứ: Điều 5 Quyết định số 225/QĐ-TTg" in written
    unverified = (FindingFacts("Hồ sơ quá hạn", basis="Nghị định 1/2000", basis_verified=False),)
    assert "Nghị định 1/2000" not in text(minutes(findings=unverified))


def test_causes_refer_to_the_letter_of_their_finding() -> None:
    findings = (FindingFacts("Một"), FindingFacts("Hai", cause="Thiếu người"))
    written = text(minutes(findings=findings))
    assert "b) Hai." in written
    assert "nêu tại điểm b: Thiếu người." in written
    assert "điểm a" not in written


def test_nothing_found_is_said_sensibly() -> None:
    written = text(minutes(findings=(), requirements=(), strengths=(), opinion="", sections=()))
    assert MINUTES.findings_empty in written
    assert MINUTES.requirements_empty in written
    assert MINUTES.opinion_empty in written
    assert MINUTES.causes_empty in written
    assert MINUTES.sections_empty in written
    headings = [isinstance(b, Heading) for b in minutes(findings=(), requirements=()).blocks]
    pairs = pairwise(headings)
    assert sum(1 for a, b in pairs if a and b) <= 4  # only a part's own heading before its point 1


def test_an_unrecorded_opinion_is_never_called_agreement() -> None:
    document = minutes(opinion=None)
    written = text(document)
    assert MINUTES.opinion_empty not in written
    assert MINUTES.gap_opinion in document.mark
    assert not document.final


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"open_conflicts": 3}, "còn 3 xung đột"),
        ({"unmerged": ("Trần Thị B (phần 3)",)}, "chưa tổng hợp: Trần Thị B (phần 3)"),
        ({"ended": None}, MINUTES.gap_end),
        ({"started": None}, MINUTES.gap_start),
        ({"started": None, "ended": None}, MINUTES.gap_times),
        ({"violations": 2}, "còn 2 số liệu chưa hợp lệ"),
        ({"conclusion": " "}, MINUTES.gap_conclusion),
        ({"conclusion": None}, MINUTES.gap_conclusion),
        ({"unit_people": ()}, MINUTES.gap_people),
    ],
)
def test_gaps_mark_the_document(changes: dict[str, object], gap: str) -> None:
    document = minutes(**changes)
    assert document.mark == f"CHƯA HOÀN TẤT – {gap}"
    assert document.mark in text(document)
    assert not document.final


def test_a_decision_without_number_or_day_is_dots_and_a_gap() -> None:
    document = minutes(decision=Decision("", None, "Chủ tịch UBND tỉnh"))
    assert MINUTES.gap_decision in document.mark
    assert "Quyết định số …… ngày …… tháng …… năm ……… của Chủ tịch UBND tỉnh." in text(document)


def test_a_forms_own_section_numbers_are_kept() -> None:
    sections = (SectionFacts("3. Một cửa"), SectionFacts("Tài chính công"))
    headings = [b.text for b in minutes(sections=sections).blocks if isinstance(b, Heading)]
    assert "3. Một cửa" in headings
    assert "2. Tài chính công" in headings


def test_complete_minutes_are_final() -> None:
    assert gaps(facts()) == ()
    assert minutes().final
    assert "CHƯA HOÀN TẤT" not in text(minutes())


def test_unmerged_work_with_a_reason_is_stated_and_final() -> None:
    document = minutes(unmerged=("Đỗ Quý Hợi",), unmerged_reason="Máy hỏng")
    assert document.final
    assert "chưa tổng hợp: Đỗ Quý Hợi. Lý do: Máy hỏng." in text(document)


def test_signatories_and_their_order() -> None:
    people = signatories(minutes())
    assert [(p.field, p.name, p.stamps) for p in people] == [
        ("unit", UNIT_HEAD, True),
        ("leader", LEADER, False),
        ("secretary", SECRETARY, False),
    ]
    fields = tuple(person.field for person in people)
    assert fields_before("leader", fields) == ("unit", "secretary")
    assert fields_before("unit", fields) == ()


def test_deputy_signs_for_an_absent_leader() -> None:
    team = (Person("Phạm Văn Phó", "Trưởng phòng", "deputy", "Ông"), *facts().team[1:])
    leader = next(p for p in signatories(minutes(team=team)) if p.field == "leader")
    assert leader.title == ("KT. TRƯỞNG ĐOÀN", "PHÓ TRƯỞNG ĐOÀN")
    assert leader.name == "Phạm Văn Phó"


def test_refusal_with_and_without_witness() -> None:
    witness = Person("Phạm Văn Chứng", "Công an viên", "", "Ông")
    document = minutes(refusal=RefusalFacts("Không nhất trí", witness), opinion=None)
    written = text(document)
    assert "không ký biên bản. Lý do: Không nhất trí." in written
    assert "sự chứng kiến của Ông Phạm Văn Chứng, Công an viên." in written
    assert "thống nhất nội dung" not in written
    assert [p.field for p in signatories(document)] == ["witness", "leader", "secretary"]
    alone = minutes(refusal=RefusalFacts())
    assert MINUTES.refusal_no_reason in text(alone)
    assert [p.field for p in signatories(alone)] == ["leader", "secretary"]


@pytest.mark.parametrize(
    ("copies", "words"),
    [
        (2, "lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản./."),
        (3, "lập thành 03 bản có giá trị như nhau, Đoàn kiểm tra giữ 02 bản"),
        (12, "lập thành 12 bản có giá trị như nhau, Đoàn kiểm tra giữ 11 bản"),
    ],
)
def test_copies(copies: int, words: str) -> None:
    assert words in text(minutes(copies=copies))


def test_digital_minutes_ask_for_no_ink() -> None:
    written = text(minutes(signing=SigningMode.DIGITAL))
    assert "lập dưới dạng điện tử" in written
    assert "đóng dấu" not in written


def test_flow_table_adds_up_and_says_when_it_does_not() -> None:
    good = flow_table((FlowRow("A", (1, 2, 3, 4, 5, 3, 1, 1, 0, 0, 0)),))
    assert good.note.startswith("Số tiếp nhận bằng")
    assert good.total == ("Tổng số", "1", "2", "3", "4", "5", "3", "1", "1", "0", "0", "0")
    bad = flow_table((FlowRow("A", (1000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)),))
    assert bad.note == "Số liệu chưa khớp: tiếp nhận 1.000, tổng các cột còn lại 1."
    assert flow_table(()).total[1:] == ("0",) * 11


def test_flow_table_says_what_was_not_counted() -> None:
    table = flow_table((FlowRow("A", (1, None, 0, 0, 1, 0, 0, 0, 0, 0, None)),), "T1 quý I")
    assert table.title == "T1 quý I"
    assert table.rows[0][2] == table.rows[0][-1] == "–"
    assert table.note == "Còn 2 ô chưa ghi số liệu."


def test_a_table_too_wide_for_the_page_is_printed_in_parts() -> None:
    names = tuple(f"Cột {number}" for number in range(26))
    wide = TableFacts("Bảng rộng", names, (names, names), total=("Tổng", *names[1:]), note="Ghi")
    wide = replace(wide, differing=frozenset({(0, 1), (1, 9), (1, 10), (0, 25)}))
    document = minutes(sections=(SectionFacts("Một", tables=(wide,)),))
    tables = [b for b in document.blocks if isinstance(b, Table) and b.head[0][0].text == "Cột 0"]
    assert [len(one.columns) for one in tables] == [10, 10, 8]
    assert all(len(row.cells) == len(one.columns) for one in tables for row in one.rows)
    heads = [cell.text for one in tables for cell in one.head[0][1:]]
    assert heads == list(names[1:])
    bold = {plain(c) for one in tables for row in one.rows[:2] for c in row.cells if c[0].bold}
    assert bold == {"Cột 1", "Cột 9", "Cột 10", "Cột 25"}
    assert "Bảng rộng (phần 3/3)" in text(document)
    assert text(document).count("Ghi.") == 1


def test_figures_stand_at_the_right_and_texts_at_the_left() -> None:
    rows = (("Một", "1.200 hồ sơ", "thiếu 3", "–"), ("Hai", "-4", "", "7"))
    table = TableFacts("Bảng", ("Tên", "Số", "Ghi", "Khác"), rows)
    document = minutes(sections=(SectionFacts("Một", tables=(table,)),))
    drawn = next(block for block in document.blocks if isinstance(block, Table))
    assert [column.align for column in drawn.columns] == ["left", "right", "left", "right"]


def test_a_table_without_columns_is_left_out() -> None:
    section = SectionFacts("Một", tables=(TableFacts("Rỗng", (), ((), ())),))
    document = minutes(sections=(section,), requirements=())
    assert not [block for block in document.blocks if isinstance(block, Table)]
    assert "Rỗng" not in text(document)


def test_requirements_name_duty_and_deadline() -> None:
    due = date(2019, 9, 17) + timedelta(days=28)
    document = minutes(requirements=(RequirementFacts("Gửi thư xin lỗi", "Chủ tịch", due),))
    table = [b for b in document.blocks if isinstance(b, Table)][-1]
    assert [plain(cell) for cell in table.rows[0].cells] == [
        "1", "Gửi thư xin lỗi.", "Chủ tịch", "Trước ngày 15/10/2019"
    ]  # fmt: skip


def test_same_facts_give_the_same_document() -> None:
    assert minutes() == minutes()


def test_phrases_of_a_variant_replace_single_fields() -> None:
    variant = replace(MINUTES, part_opinion="Ý KIẾN GIẢI TRÌNH")
    assert "IV. Ý KIẾN GIẢI TRÌNH" in text(compose_minutes(facts(), variant))
