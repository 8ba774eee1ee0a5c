"""The minutes print what holds: each value once, what the unit reported beside it, nothing hidden."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.blocks import iter_text
from inspector_app.domain.report.facts import MinutesFacts, TableFacts
from inspector_app.domain.report.minutes import compose_minutes
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.views import TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.team import Team, gather
from tests.services.conftest import copied

CODES = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "D1", "D2")
FLOW = (
    "Kỳ trước chuyển", "Trực tiếp", "Trực tuyến", "Qua bưu chính", "Trước hạn", "Đúng hạn",
    "Quá hạn", "Còn trong hạn", "Đã quá hạn", "Chờ bổ sung", "Từ chối hoặc rút",
)  # fmt: skip


def _columns(prefix: str, labels: tuple[str, ...]) -> str:
    """Eleven coded whole-number columns, as rows of the survey sheet; A3 is computed."""
    lines = []
    for code, label in zip(CODES, labels, strict=True):
        name = f"{prefix}_{code.lower()}"
        sums = f"${{{prefix}_a1}} + ${{{prefix}_a2}}" if code == "A3" else ""
        lines.append(
            f"| | integer | {name} | {code}. {label} | {sums} | | | {'yes' if sums else ''} | yes |"
            " | | | |"
        )
    return "\n".join(lines)


FORM = f"""
| survey |
| | type | name | label::Tiếng Việt (vi) | calculation | default | relevant | readonly | bind::insp:reported | bind::insp:print | bind::insp:favourable | bind::insp:numerator | bind::insp:denominator |
| | username | nguoi_nhap | | | | | | | | | | |
| | begin_group | i | 1. Hồ sơ | | | | | | | | | |
| | integer | a | Có mặc định | | 7 | | | yes | | | | |
| | integer | tinh | Tính cho người xem | ${{a}} * 2 | | | yes | | | | | |
| | integer | tinh_bc | Tính cả hai bên | ${{a}} * 3 | | | yes | yes | | | | |
| | calculate | ngam | | ${{a}} * 1111 | | | | | | | | |
| | text | kin | Số điện thoại kín | | | | | | no | | | |
| | select_one yn | c | Tiêu chí c | | | | | | | | | |
| | integer | c_na | Số lần không làm | | | | | | | | | |
| | select_one yn | d | Tiêu chí d | | | | | | | | | |
| | select_one yn | d_na | Nhận định về d | | | ${{d}} = 'na' | | | | | | |
| | select_one yn | e | Tiêu chí e | | | | | | | | | |
| | text | e_na | Lý do không áp dụng | | | ${{e}} = 'na' | | | | | | |
| | integer | mau | Số mẫu | | | | | | | | | |
| | integer | dat | Số đạt | | | | | | | | | |
| | decimal | ty_le | Tỷ lệ đạt | round(100 * ${{dat}} div ${{mau}}, 2) | | | yes | | | | dat | mau |
| | calculate | an | | ${{dat}} div ${{mau}} | | | | | | | dat | mau |
| | decimal | tien | Số tiền | | | | | | | | | |
| | decimal | ty_tien | Tỷ lệ tiền | round(100 * ${{tien}} div 50, 2) | | | yes | | | | tien | mau |
| | image | anh | Ảnh bảng niêm yết | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | ii | 2. Bảng | | | | | | | | | |
| | begin_repeat | b | Bảng việc | | | | | | | | | |
| | text | ten | Tên | | | | | | | | | |
| | integer | x | X | | | | | yes | | | | |
| | integer | y | Y nếu X lớn | | | ${{x}} > 5 | | | | | | |
| | integer | z | Z tính | ${{x}} * 10 | | | yes | yes | | | | |
| | integer | m | M mặc định | | 3 | | | | | | | |
| | text | ten_kin | Họ tên kín | | | | | | no | | | |
| | begin_repeat | con | Việc con | | | | | | | | | |
| | text | viec | Việc | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | begin_repeat | ng | Ngoài | | | | | | | | | |
| | begin_repeat | tr | Trong | | | | | | | | | |
| | text | sau | Sâu | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | iii | 3. Kỷ luật | | | ${{a}} = 1 | | | | | | |
| | select_one yn | h1 | H1 | | | | | | | yes | | |
| | select_one yn | h2 | H2 | | | | | | | yes | | |
| | select_one yn | h3 | H3 | | | | | | | yes | | |
| | end_group | | | | | | | | | | | |
| | begin_group | iv | 4. Một cửa | | | | | | | | | |
| | begin_repeat | t | Bảng luân chuyển hồ sơ quý I | | | | | | | | | |
| | text | lv | Lĩnh vực | | | | | | | | | |
{_columns("t", FLOW)}
| | integer | t_lech | Chênh lệch | (${{t_a1}} + ${{t_a2}} + ${{t_a3}} + ${{t_a4}}) - (${{t_b1}} + ${{t_b2}} + ${{t_b3}} + ${{t_c1}} + ${{t_c2}} + ${{t_d1}} + ${{t_d2}}) | | | yes | | | | | |
| | text | them | Ghi thêm của đoàn | | | | | | | | | |
| | integer | phi | Phí thu | | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | begin_repeat | k | Bảng khác | | | | | | | | | |
{_columns("k", tuple(f"Cột {code}" for code in CODES))}
| | end_repeat | | | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | text | le | Câu ngoài nhóm | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) |
| | yn | yes | Có |
| | yn | no | Không |
| | yn | na | Không áp dụng |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | P | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""


@dataclass
class Desk:
    """One person at one inspection."""

    services: Services
    ent: EntityId
    rows: dict[str, EntityId] = field(default_factory=dict)

    def answer(self, name: str, text: str, row: EntityId | None = None) -> None:
        self.services.inspections.answer(self.ent, name, Side.VERIFIED, text, row)

    def report(self, name: str, text: str, row: EntityId | None = None) -> None:
        self.services.inspections.answer(self.ent, name, Side.REPORTED, text, row)

    def row(self, table: str, outer: EntityId | None = None) -> EntityId:
        return self.services.inspections.add_row(self.ent, table, outer).value

    def facts(self) -> MinutesFacts:
        return minutes_facts(self.services.inspections.show(self.ent), 0)

    def criteria(self) -> dict[str, tuple[str | None, str | None, str]]:
        """What is printed beside each question: reported, verified, note."""
        return {
            one.question: (one.reported, one.verified, one.note)
            for section in self.facts().sections
            for one in section.criteria
        }

    def tables(self) -> dict[str, TableFacts]:
        return {one.title: one for section in self.facts().sections for one in section.tables}

    def text(self) -> str:
        return "\n".join(iter_text(compose_minutes(self.facts())))


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory) -> Team:
    folder = tmp_path_factory.mktemp("authored")
    (folder / "p.md").write_text(FORM, encoding="utf-8")
    team = gather(folder, {UnitKind.COMMUNE: str(folder / "p.md")})
    team.close()
    return team


@pytest.fixture
def desk(authored: Team, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "team"
    shutil.copytree(authored.folder, folder)
    team = Team(
        folder,
        *(copied(one, folder) for one in (authored.leader, authored.secretary, authored.member)),
    )
    yield Desk(team.member.services, team.commune())
    team.close()


def test_what_holds_without_being_typed_is_printed(desk: Desk) -> None:
    desk.answer("le", "ngoài")
    printed = desk.criteria()
    assert printed["Có mặc định"] == (None, "7", "")
    assert printed["Tính cho người xem"] == (None, "14", "")
    assert printed["Tính cả hai bên"] == (None, "21", ""), "nobody reported what it computes from"
    assert printed["Câu ngoài nhóm"] == (None, "ngoài", "")
    assert "7777" not in desk.text().replace(".", ""), "what the form never shows"
    desk.answer("a", "")
    assert "Có mặc định" not in desk.criteria()
    desk.report("a", "5")
    printed = desk.criteria()
    assert printed["Có mặc định"] == ("5", None, "")
    assert printed["Tính cả hai bên"] == ("15", None, "")


def test_questions_outside_sections_have_a_heading_where_there_is_something_to_print(
    desk: Desk,
) -> None:
    assert "Nội dung khác" not in desk.text()
    desk.answer("le", "ngoài")
    assert "Nội dung khác" in [one.title for one in desk.facts().sections]


def test_nothing_that_must_stay_out_is_printed(desk: Desk) -> None:
    desk.answer("kin", "0912345678")
    row = desk.row("b")
    desk.answer("ten_kin", "Lê Văn Kín", row)
    desk.answer("viec", "lập sổ", desk.row("con", row))
    text = desk.text()
    assert "0912345678" not in text
    assert "kín" not in text.lower()
    assert "Việc con: dòng 1" in desk.tables()


def test_a_name_that_ends_like_a_reason_is_a_question_like_any_other(desk: Desk) -> None:
    desk.answer("c_na", "4")
    desk.answer("d", "na")
    desk.answer("d_na", "yes")
    printed = desk.criteria()
    assert printed["Số lần không làm"] == (None, "4", "")
    assert printed["Tiêu chí d"] == (None, "Không áp dụng", "")
    assert printed["Nhận định về d"] == (None, "Có", "")


def test_the_reason_why_a_criterion_does_not_apply_stands_beside_it(desk: Desk) -> None:
    desk.answer("e", "na")
    desk.answer("e_na", "không có vị trí")
    assert desk.criteria()["Tiêu chí e"] == (None, "Không áp dụng", "không có vị trí")
    assert "Lý do không áp dụng" not in desk.criteria()
    assert desk.text().count("không có vị trí") == 1


def test_a_rate_is_printed_once_with_its_base_or_by_itself(desk: Desk) -> None:
    for name, text in (("mau", "20"), ("dat", "15"), ("tien", "12,5")):
        desk.answer(name, text)
    figures = [one.label for section in desk.facts().sections for one in section.figures]
    assert figures == ["Tỷ lệ đạt", "Tỷ lệ tiền"]
    assert not {"Tỷ lệ đạt", "Tỷ lệ tiền"} & set(desk.criteria())
    assert "Tỷ lệ tiền: 12,5/20, đạt 62,5 %" in desk.text().replace("\u00a0", " ")
    desk.answer("mau", "")
    assert desk.criteria()["Tỷ lệ tiền"] == (None, "25", ""), "by itself while its base is missing"


def test_a_figure_says_where_it_is_from_as_far_as_somebody_said_so(desk: Desk) -> None:
    desk.answer("mau", "20")
    assert desk.criteria()["Số mẫu"] == (None, "20", "")
    for name, side, text in (
        ("mau", Side.SOURCE, "software"),
        ("mau", Side.PERIOD, "1/1/2018 - 15/9/2019"),
        ("b", Side.SOURCE, "Sổ theo dõi."),
        ("b", Side.PERIOD, "6 tháng"),
    ):
        said = TypedAnswer(name, side, None, text)
        desk.services.inspections.answer_many(desk.ent, [said])
    assert desk.criteria()["Số mẫu"][2] == "Nguồn: màn hình phần mềm.", "the trip's own period"
    desk.answer("mau", "")
    assert "Số mẫu" not in desk.criteria()
    row = desk.row("b")
    desk.answer("x", "2", row)
    desk.answer("viec", "lập sổ", desk.row("con", row))
    notes = {title: table.note for title, table in desk.tables().items()}
    assert notes["Bảng việc"] == "Nguồn: Sổ theo dõi. Kỳ số liệu: 6 tháng."
    assert sum(bool(note) for note in notes.values()) == 1


def test_tables_print_what_holds_and_add_that_up(desk: Desk) -> None:
    one, two = desk.row("b"), desk.row("b")
    for name, text in (("ten", "Một"), ("x", "9"), ("y", "50"), ("x", "2")):
        desk.answer(name, text, one)
    for name, text in (("ten", "Hai"), ("x", "3")):
        desk.answer(name, text, two)
    table = desk.tables()["Bảng việc"]
    assert table.columns == ("Tên", "X", "Y nếu X lớn", "Z tính", "M mặc định")
    assert table.rows == (("Một", "2", "", "20", "3"), ("Hai", "3", "", "30", "3"))
    assert table.total == ("Tổng cộng", "5", "", "50", "6")


def test_reported_cells_stand_in_a_table_of_their_own(desk: Desk) -> None:
    one, two = desk.row("b"), desk.row("b")
    desk.answer("ten", "Một", one)
    desk.answer("x", "2", one)
    desk.report("x", "99", one)
    assert "Bảng việc – số đơn vị báo cáo" in desk.tables()
    assert desk.tables()["Bảng việc"].differing == {(0, 1), (0, 3)}
    desk.report("x", "1", two)
    table = desk.tables()["Bảng việc – số đơn vị báo cáo"]
    assert table.columns == ("Tên", "X", "Z tính")
    assert table.rows == (("Một", "99", "990"), ("dòng 2", "1", "10"))
    assert table.total == ("Tổng cộng", "100", "1.000")


def test_a_table_that_only_holds_tables_is_printed(desk: Desk) -> None:
    outer = desk.row("ng")
    desk.answer("sau", "trong cùng", desk.row("tr", outer))
    assert "Ngoài" not in desk.tables()
    assert desk.tables()["Trong: dòng 1"].rows == (("trong cùng",),)
    assert desk.services.reports.preview(desk.ent).data.startswith(b"%PDF")


def test_a_section_that_does_not_apply_is_not_praised(desk: Desk) -> None:
    desk.answer("a", "1")
    for name in ("h1", "h2", "h3"):
        desk.answer(name, "yes")
    assert desk.facts().strengths == ("Kỷ luật: thực hiện đầy đủ 3/3 nội dung được kiểm tra.",)
    desk.answer("a", "2")
    assert desk.facts().strengths == ()


def _fill_flow(desk: Desk) -> EntityId:
    row = desk.row("t")
    counts = dict.fromkeys(CODES, "0") | {"A1": "5", "A2": "6", "B1": "22"}
    for code, text in counts.items():
        if code != "A3":
            desk.answer(f"t_{code.lower()}", text, row)
    for name, text in (("lv", "Đất đai"), ("them", "thiếu 3 hồ sơ"), ("phi", "120")):
        desk.answer(name, text, row)
    return row


def test_the_flow_of_dossiers_keeps_computed_and_further_columns(desk: Desk) -> None:
    _fill_flow(desk)
    title = "Bảng luân chuyển hồ sơ quý I"
    flow, further = desk.tables()[title], desk.tables()[f"{title} – nội dung khác"]
    assert flow.rows == (("Đất đai", "5", "6", "11", "0", "22", "0", "0", "0", "0", "0", "0"),)
    assert flow.note.startswith("Số tiếp nhận bằng")
    assert further.columns == ("Lĩnh vực", "Ghi thêm của đoàn", "Phí thu")
    assert further.rows == (("Đất đai", "thiếu 3 hồ sơ", "120"),)


def test_the_flow_of_dossiers_claims_no_zero_for_what_nobody_counted(desk: Desk) -> None:
    row = _fill_flow(desk)
    desk.answer("t_d2", "", row)
    flow = desk.tables()["Bảng luân chuyển hồ sơ quý I"]
    assert flow.rows[0][-1] == "–"
    assert flow.note == "Còn 1 ô chưa ghi số liệu."


def test_the_reported_flow_is_printed_whole(desk: Desk) -> None:
    row = _fill_flow(desk)
    for code in CODES:
        if code != "A3":
            desk.report(f"t_{code.lower()}", "4" if code == "A1" else "0", row)
    flow = desk.tables()["Bảng luân chuyển hồ sơ quý I – số đơn vị báo cáo"]
    assert flow.rows == (("Đất đai", "4", "0", "4", *["0"] * 8),)
    assert flow.note == "Số liệu chưa khớp: tiếp nhận 8, tổng các cột còn lại 0."
    held = desk.tables()["Bảng luân chuyển hồ sơ quý I"]
    assert held.differing == {(0, 1), (0, 2), (0, 3), (0, 5)}


def test_codes_alone_make_no_flow_of_dossiers(desk: Desk) -> None:
    desk.answer("k_a1", "1", desk.row("k"))
    assert desk.tables()["Bảng khác"].columns[0] == "A1. Cột A1"


def test_an_attached_file_is_named_with_its_caption(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "bang.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 500)
    evidence = desk.services.evidence
    one = evidence.add(desk.ent, str(photo), "anh", "Bảng niêm yết tầng 1").value
    desk.answer("anh", one.sha256 + ".jpg")
    printed = desk.criteria()["Ảnh bảng niêm yết"]
    assert printed == (None, "bang.jpg (Bảng niêm yết tầng 1)", "")
    evidence.remove(one.id)
    shown = desk.criteria()["Ảnh bảng niêm yết"][1]
    assert shown == f"tệp {one.sha256[:8]}….jpg (không còn trong hồ sơ)"
