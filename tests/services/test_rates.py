"""Rates of real inspections against figures computed by hand: dossiers, money, both sides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.minutes_tables import figure_text
from inspector_app.domain.report.phrases import MINUTES
from inspector_app.domain.scoring.criteria import criteria_of
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.rates import Rates
from inspector_app.services.score_readings import Readings
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services
from tests.kit.team import Team, gather
from tests.services.conftest import copied

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | relevant | calculation | readonly | bind::insp:reported | bind::insp:unit | bind::insp:numerator | bind::insp:denominator | bind::insp:verb | bind::insp:score-max |
| | begin_group | mc | 1. Một cửa | | | | | | | | | |
| | begin_repeat | t | Bảng luân chuyển | | | | | | | | | |
| | text | lv | Lĩnh vực | | | | | | | | | |
| | integer | a2 | Mới, trực tiếp | | | | yes | hồ sơ | | | | |
| | integer | a3 | Mới, trực tuyến | | | | yes | hồ sơ | | | | |
| | integer | a4 | Mới, bưu chính | | | | yes | hồ sơ | | | | |
| | integer | b1 | Trước hạn | | | | yes | hồ sơ | | | | |
| | integer | b2 | Đúng hạn | | | | yes | hồ sơ | | | | |
| | integer | b3 | Quá hạn | | | | yes | hồ sơ | | | | |
| | integer | c1 | Đang, trong hạn | | | | yes | hồ sơ | | | | |
| | integer | c2 | Đang, quá hạn | | | | yes | hồ sơ | | | | |
| | decimal | dong | Đúng hạn của dòng | | 100 * (${b1} + ${b2}) div (${b1} + ${b2} + ${b3}) | yes | yes | % | b1 + b2 | b1 + b2 + b3 | | |
| | end_repeat | | | | | | | | | | | |
| | integer | moi | Tiếp nhận mới | | sum(${a2}[. != '']) + sum(${a3}[. != '']) + sum(${a4}[. != '']) | yes | yes | hồ sơ | | | | |
| | integer | dang | Đang giải quyết | | sum(${c1}[. != '']) | yes | yes | hồ sơ | | | | |
| | decimal | dung_han | Đúng hạn | | 0 + 0 | yes | yes | % | b1 + b2 | b1 + b2 + b3 | | |
| | decimal | dung_han_766 | Đúng hạn 766 | | 0 + 0 | yes | yes | % | b1 + b2 + c1 | b1 + b2 + b3 + c1 + c2 | | |
| | decimal | qua_han | Quá hạn | | 0 + 0 | yes | yes | % | b3 + c2 | b1 + b2 + b3 + c1 + c2 | chiếm | |
| | decimal | truc_tuyen | Trực tuyến | | 0 + 0 | yes | yes | % | a3 | moi | chiếm | 2 |
| | decimal | buu_chinh | Bưu chính | | 0 + 0 | yes | yes | % | a4 | moi | chiếm | |
| | end_group | | | | | | | | | | | |
| | begin_group | tc | 2. Tài chính | | | | | | | | | |
| | decimal | thu | Nguồn thu thường xuyên | | | | yes | đồng | | | | |
| | decimal | chi | Chi thường xuyên | | | | yes | đồng | | | | |
| | decimal | tu_chu | Mức tự bảo đảm chi | | 0 + 0 | yes | yes | % | thu | chi | đạt | |
| | decimal | khoan | Kinh phí tự chủ | | | | yes | đồng | | | | |
| | decimal | tiet_kiem | Tiết kiệm được | ${khoan} > 0 | | | yes | đồng | | | | |
| | decimal | ty_tk | Tỷ lệ tiết kiệm | | 0 + 0 | yes | yes | % | tiet_kiem | khoan | đạt | |
| | end_group | | | | | | | | | | | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | P | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
COLUMNS = ("a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2")
LAND = (500, 120, 30, 400, 200, 20, 50, 5)
CIVIL = (300, 150, 18, 250, 180, 8, 30, 2)
# 1 030 in time of 1 058 resolved; with 80 pending in time and 7 pending late: 1 110 of 1 145;
# late 28 + 7; new 800 direct, 270 online, 48 by post: 1 118
BY_HAND = {
    "dung_han": "1.030 / 1.058 = 97,35 %",  # 97.3534…
    "dung_han_766": "1.110 / 1.145 = 96,94 %",  # 96.9432…
    "qua_han": "35 / 1.145 = 3,06 %",  # 3.0567…
    "truc_tuyen": "270 / 1.118 = 24,15 %",  # 24.1502…
    "buu_chinh": "48 / 1.118 = 4,29 %",  # 4.2933…
}


@dataclass
class Desk:
    """One person at one inspection."""

    services: Services
    ent: EntityId

    def write(self, side: Side, name: str, text: str, row: EntityId | None = None) -> None:
        self.services.inspections.answer(self.ent, name, side, text, row)

    def fill(self, side: Side, row: EntityId, numbers: tuple[int, ...]) -> None:
        for name, number in zip(COLUMNS, numbers, strict=True):
            self.write(side, name, str(number), row)

    def row(self) -> EntityId:
        return self.services.inspections.add_row(self.ent, "t").value

    def rate(self, name: str, side: Side = Side.VERIFIED, row: EntityId | None = None) -> Rate:
        found = Rates(self.services.inspections.show(self.ent)).of((name, row), side)
        assert found is not None
        return found

    def text(self, name: str, side: Side = Side.VERIFIED, row: EntityId | None = None) -> str:
        return self.rate(name, side, row).text("vi").replace("\u00a0", " ")

    def printed(self) -> list[str]:
        """The lines of the minutes that name a rate."""
        facts = minutes_facts(self.services.inspections.show(self.ent), 0)
        return [
            figure_text(one, MINUTES).replace("\u00a0", " ")
            for section in facts.sections
            for one in section.figures
        ]


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory) -> Team:
    folder = tmp_path_factory.mktemp("rates")
    (folder / "p.md").write_text(FORM, encoding="utf-8")
    team = gather(folder, {UnitKind.COMMUNE: str(folder / "p.md")})
    team.close()
    return team


@pytest.fixture
def desk(authored: Team, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "team"
    shutil.copytree(authored.folder, folder)
    team = Team(folder, *(copied(one, folder) for one in authored.people))
    yield Desk(team.member.services, team.commune())
    team.close()


def test_dossier_rates_are_those_computed_by_hand(desk: Desk) -> None:
    for numbers in (LAND, CIVIL):
        desk.fill(Side.VERIFIED, desk.row(), numbers)
    assert {name: desk.text(name) for name in BY_HAND} == BY_HAND
    assert desk.text("dung_han", Side.REPORTED) == "", "the unit has reported nothing"


def test_the_unit_s_own_figures_have_their_own_rate(desk: Desk) -> None:
    row = desk.row()
    desk.fill(Side.VERIFIED, row, LAND)
    desk.fill(Side.REPORTED, row, (500, 120, 30, 400, 215, 5, 50, 5))
    assert desk.text("dung_han") == "600 / 620 = 96,77 %"
    assert desk.text("dung_han", Side.REPORTED) == "615 / 620 = 99,19 %"
    points = desk.rate("dung_han").points_above(desk.rate("dung_han", Side.REPORTED))
    assert points is not None
    assert round(points, 4) == Decimal("-2.4194")
    assert (
        "Đúng hạn: 600/620 hồ sơ, đạt 96,77 % (đơn vị báo cáo: 615/620 hồ sơ, đạt 99,19 %)"
        in desk.printed()
    )
    assert "Trực tuyến: 120/650 hồ sơ, chiếm 18,46 %" in desk.printed(), "the same on both sides"


def test_a_rate_inside_a_table_is_that_of_its_row(desk: Desk) -> None:
    land, civil = desk.row(), desk.row()
    desk.fill(Side.VERIFIED, land, LAND)
    desk.fill(Side.VERIFIED, civil, CIVIL)
    assert desk.text("dong", row=land) == "600 / 620 = 96,77 %"
    assert desk.text("dong", row=civil) == "430 / 438 = 98,17 %"


def test_money_rates_are_exact_and_printed(desk: Desk) -> None:
    desk.write(Side.VERIFIED, "thu", "1.250.500.000")
    desk.write(Side.VERIFIED, "chi", "2.000.000.000")
    desk.write(Side.VERIFIED, "khoan", "1.000.000.000")
    desk.write(Side.VERIFIED, "tiet_kiem", "45.300.000,5")
    assert desk.text("tu_chu") == "1.250.500.000 / 2.000.000.000 = 62,53 %"  # 62.525: half up
    assert desk.text("ty_tk") == "45.300.000,5 / 1.000.000.000 = 4,53 %"
    assert desk.rate("ty_tk").percent == Decimal("4.53000005")
    assert desk.printed() == [
        "Mức tự bảo đảm chi: 1.250.500.000/2.000.000.000 đồng, đạt 62,53 %",
        "Tỷ lệ tiết kiệm: 45.300.000,5/1.000.000.000 đồng, đạt 4,53 %",
    ]


def test_nothing_answered_zero_and_what_does_not_occur_are_three_things(desk: Desk) -> None:
    assert desk.text("dung_han") == desk.text("truc_tuyen") == ""
    row = desk.row()
    assert desk.text("truc_tuyen") == "", "an empty row is no zero, though the form's sum is 0"
    assert desk.printed() == []
    desk.fill(Side.VERIFIED, row, (0,) * 8)
    assert desk.text("dung_han") == "0 / 0 = –"
    assert desk.rate("truc_tuyen").has_no_base
    assert "Đúng hạn: không phát sinh hồ sơ" in desk.printed()
    desk.write(Side.VERIFIED, "b3", "4", row)
    assert desk.text("dung_han") == "0 / 4 = 0 %"
    desk.write(Side.VERIFIED, "khoan", "0")
    desk.write(Side.VERIFIED, "tiet_kiem", "5")
    assert desk.text("ty_tk") == "… / 0 = –", "what does not apply does not count"
    desk.write(Side.VERIFIED, "thu", "7")
    assert desk.text("tu_chu") == "7 / …"


def test_a_criterion_that_nobody_has_counted_is_not_inapplicable(desk: Desk) -> None:
    form = desk.services.inspections.show(desk.ent).form
    (online,) = criteria_of(form)

    def read() -> tuple[Decimal | None, Decimal | None]:
        reading = Readings(desk.services.inspections.show(desk.ent)).verified(online)
        return reading.numerator, reading.denominator

    row = desk.row()
    assert read() == (None, None), "the form's own sum is 0"
    desk.fill(Side.VERIFIED, row, LAND)
    assert read() == (Decimal(120), Decimal(650))


def is_whole(
    view: InspectionView, question: str, side: Side = Side.VERIFIED, row: EntityId | None = None
) -> bool:
    """Whether a computed figure counts every row of the tables behind it, if it counts any."""
    found = Rates(view).coverage((question, row), side)
    return found is None or not found.is_partial


def test_a_question_without_parts_is_no_rate(desk: Desk) -> None:
    view = desk.services.inspections.show(desk.ent)
    assert Rates(view).of(("thu", None)) is None
    assert Rates(view).of(("khong-co", None)) is None
    assert Rates(view).of(("moi", None)) is None


def test_the_shipped_checklist_gives_the_same_by_its_own_sums(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    for numbers in (LAND, CIVIL):
        row = services.inspections.add_row(ent, "t1").value
        for name, number in zip(COLUMNS, numbers, strict=True):
            services.inspections.answer(ent, f"t1_{name}", Side.VERIFIED, str(number), row)
    rates = Rates(services.inspections.show(ent))
    names = {
        "c3_8_rate": "dung_han",
        "c3_8_rate_766": "dung_han_766",
        "c6_7_rate": "truc_tuyen",
        "c3_12_rate": "buu_chinh",
    }
    found = {name: rates.of((name, None)) for name in names}
    texts = {name: one.text("vi").replace("\u00a0", " ") for name, one in found.items() if one}
    assert texts == {name: BY_HAND[known] for name, known in names.items()}
    apologies = rates.of(("c3_9_rate", None))
    assert apologies == Rate(None, Decimal(35)), "overdue: 28 resolved late and 7 pending late"


def test_a_table_verified_in_part_is_not_taken_for_the_whole(desk: Desk) -> None:
    rows = [desk.row(), desk.row(), desk.row()]
    for row in rows:
        desk.fill(Side.REPORTED, row, LAND)
    view = desk.services.inspections.show(desk.ent)
    assert is_whole(view, "dung_han", Side.REPORTED)
    assert is_whole(view, "dung_han"), "nothing verified is not a part"
    desk.fill(Side.VERIFIED, rows[0], LAND)
    view = desk.services.inspections.show(desk.ent)
    assert not is_whole(view, "dung_han")
    assert not is_whole(view, "moi"), "a total, too"
    assert is_whole(view, "dong", row=rows[0])
    assert is_whole(view, "tu_chu"), "no table stands behind it"
    assert (
        "Đúng hạn: 600/620 hồ sơ, đạt 96,77 %, chưa đủ: 1/3 dòng"
        " (đơn vị báo cáo: 1.800/1.860 hồ sơ, đạt 96,77 %)" in desk.printed()
    )
    desk.fill(Side.VERIFIED, rows[1], LAND)
    desk.write(Side.VERIFIED, "b1", "400", rows[2])
    found = Rates(desk.services.inspections.show(desk.ent)).coverage(("dung_han", None))
    assert found is not None
    assert (found.done, found.rows, found.is_partial) == (2, 3, True), "one cell is no row"
    desk.fill(Side.VERIFIED, rows[2], LAND)
    assert is_whole(desk.services.inspections.show(desk.ent), "dung_han")
    assert not any("chưa đủ" in line for line in desk.printed())


def test_the_row_that_the_unit_left_out_is_lacking_on_its_side(desk: Desk) -> None:
    desk.fill(Side.REPORTED, desk.row(), LAND)
    desk.fill(Side.VERIFIED, desk.row(), CIVIL)
    facts = minutes_facts(desk.services.inspections.show(desk.ent), 0)
    notes = {one.question: one.note for section in facts.sections for one in section.criteria}
    lack = "chưa đủ: 1/2 dòng"
    assert notes["Đang giải quyết"] == f"Đoàn xác minh: {lack}. Đơn vị báo cáo: {lack}."
    assert (
        f"Trực tuyến: 150/468 hồ sơ, chiếm 32,05 %, {lack}"
        f" (đơn vị báo cáo: 120/650 hồ sơ, chiếm 18,46 %, {lack})" in desk.printed()
    )
