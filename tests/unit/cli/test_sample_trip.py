"""The sample trip is whole and right: every unit complete, its figures agree, what the news said of it.

The news of 24 September 2019: two teams, 18 units, 99,57 % of the dossiers on time; shortcomings
in plans, initiatives, leadership, overdue dossiers, discipline, computers, online services, post.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from inspector_app.bootstrap import make_workshop
from inspector_app.cli.demo_trip import IN_TIME, RESOLVED
from inspector_app.cli.sample_tables import entries
from inspector_app.cli.sample_units import SampleUnit, read_units, workbook
from inspector_app.domain.form.answers import Value, parse_value
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.engine import Instance, Node
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.trip.editions import CHECKLISTS, Edition
from inspector_app.domain.trip.plan import PlannedUnit
from inspector_app.domain.trip.values import Severity, Side, UnitKind
from inspector_app.formats.xlsforms import read_pack
from tests.kit.days import on_day

PACKS = Path(__file__).parents[3] / "forms"
DAY = "2019-09-21"  # the day after the trip: no date of the tables lies in the future


@dataclass
class Visited:
    """A unit with both sides of its checklist."""

    plan: PlannedUnit
    sample: SampleUnit
    form: Form
    verified: Instance
    reported: Instance

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def is_commune(self) -> bool:
        return self.plan.kind is UnitKind.COMMUNE

    def value(self, name: str) -> Value:
        return self.verified.state((name, None)).value

    def number(self, name: str) -> Decimal:
        """A number that was answered or computed."""
        value = self.value(name)
        assert isinstance(value, int | str), (self.name, name, value)
        return Decimal(value)

    def column(self, name: str) -> list[Decimal]:
        """The numbers of a table's column."""
        rows = self.verified.rows(self.form.questions[name].repeat)
        found = (self.verified.state((name, row)).value for row in rows)
        return [Decimal(str(one)) for one in found if one is not None]

    def asks(self, name: str) -> bool:
        """Whether the unit's checklist asks it now."""
        return name in self.form.questions and self.verified.state((name, None)).is_relevant


def load(plan: PlannedUnit, sample: SampleUnit, form: Form) -> Visited:
    sides: dict[Side, dict[Node, Value]] = {Side.REPORTED: {}, Side.VERIFIED: {}}
    rows: dict[str, list[bytes]] = {}
    for one in entries(sample.cells, form):
        if one.side.is_text:
            continue
        question = form.questions[one.question]
        row = f"{question.repeat} {one.row}".encode() if question.repeat else None
        if row is not None and row not in rows.setdefault(question.repeat, []):
            rows[question.repeat].append(row)
        sides[one.side][one.question, row] = parse_value(question, one.text)
    verified = Instance(form, sides[Side.VERIFIED], rows, on_day(DAY))
    reported = Instance(form, sides[Side.REPORTED], {}, on_day(DAY), follows=verified)
    return Visited(plan, sample, form, verified, reported)


@pytest.fixture(scope="module")
def units() -> list[Visited]:
    forms = {
        name: read_pack(
            {path.name: path.read_bytes() for path in (PACKS / name).glob("*.csv")}, name
        )
        for name in set(CHECKLISTS[Edition.THREE_TIERS].values())
    }
    samples = read_units()
    return [
        load(one, samples[one.name], forms[CHECKLISTS[Edition.THREE_TIERS][one.kind]].form)
        for one in make_workshop().read_trip(workbook()).units
    ]


@pytest.fixture(scope="module")
def found(units: list[Visited]) -> Callable[[str], Visited]:
    return lambda name: next(one for one in units if name in one.name)


def test_every_unit_of_the_trip_is_there(units: list[Visited]) -> None:
    kinds = [one.plan.kind for one in units]
    counts = {kind: kinds.count(kind) for kind in UnitKind}
    assert counts == {
        UnitKind.DEPARTMENT: 7,
        UnitKind.SUBORDINATE: 1,
        UnitKind.DISTRICT: 2,
        UnitKind.COMMUNE: 8,
    }
    assert set(read_units()) == {one.name for one in units}


def test_every_checklist_is_complete_and_without_fault(units: list[Visited]) -> None:
    for one in units:
        assert one.verified.violations() == (), one.name
        faults = [x for x in one.reported.violations() if x.kind is not ViolationKind.REQUIRED]
        assert faults == [], one.name
        left = {node[0] for node in one.verified.unanswered()}
        required = {name for name in left if one.form.questions[name].required}
        assert not required, (one.name, required)


def test_nothing_is_answered_that_is_not_asked(units: list[Visited]) -> None:
    for one in units:
        for entry in entries(one.sample.cells, one.form):
            if entry.side.is_text:
                continue
            if not one.form.questions[entry.question].repeat:
                assert one.asks(entry.question), (one.name, entry.question)


def test_the_rate_of_the_news(units: list[Visited]) -> None:
    in_time = sum((one.number(IN_TIME) for one in units), Decimal(0))
    resolved = sum((one.number(RESOLVED) for one in units), Decimal(0))
    rate = (100 * in_time / resolved).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert rate == Decimal("99.57")
    rates = [100 * one.number(IN_TIME) / one.number(RESOLVED) for one in units]
    assert 97 < min(rates) < 98
    assert max(rates) == 100
    assert len(set(rates)) > 12


def test_sizes_fit_the_kind_of_body(units: list[Visited]) -> None:
    for one in units:
        staff = sum(one.column("t2_present"))
        low, high = {
            UnitKind.COMMUNE: (20, 25),
            UnitKind.DISTRICT: (80, 120),
            UnitKind.DEPARTMENT: (40, 90),
            UnitKind.SUBORDINATE: (40, 90),
        }[one.plan.kind]
        assert low <= staff <= high, (one.name, staff)
        if one.is_commune:
            assert 1000 < one.number("t1_total_new") < 5000, one.name


AGREE = (
    # (asked once, told by a table or another question)
    ("c4_4_present", "t2_present"),
    ("c4_4_assigned", "t2_quota"),
    ("c4_3_deputies", "t2_deputies"),
    ("c4_3_cap", "t2_cap"),
    ("c4_9_top", "t3_excellent"),
    ("c5_5_allocated", "t6_allocated"),
    ("c5_5_spent", "t6_spent"),
    ("c7_5_disciplined", "t4_people"),
    ("c2_8_in_force", "t5_all"),
    ("c3_3_total", "t5_all"),
    ("c3_3_counter", "t5_counter"),
    ("c6_5_level3", "t5_level3"),
    ("c6_5_level4", "t5_level4"),
    ("c3_6_software", "t1_total_new"),
    ("c6_10_dossiers", "t1_total_new"),
    ("c3_5_sampled", "t9_total"),
    ("c3_5_complete", "t9_total_complete"),
    ("c2_11_extra", "t9_total_extra"),
    ("c2_9_procedures", "c2_8_in_force"),
    ("c7_3_roll", "t8_roll"),
    ("c7_3_absent", "t8_absent"),
)


@pytest.mark.parametrize(("asked", "told"), AGREE, ids=" ".join)
def test_figures_agree_with_the_tables(units: list[Visited], asked: str, told: str) -> None:
    compared = 0
    for one in units:
        if one.asks(asked) and told in one.form.questions:
            is_column = bool(one.form.questions[told].repeat)
            other = sum(one.column(told)) if is_column else one.number(told)
            assert one.number(asked) == other, (one.name, asked, told)
            compared += 1
    assert compared >= 8


def test_less_is_never_more(units: list[Visited]) -> None:
    for one in units:
        assert one.number("c6_8_paid") <= one.number("t1_total_online"), one.name
        assert one.number("c3_12_active") <= one.number("t1_total_post"), one.name
        assert one.number("c6_8_fee") <= one.number("t1_total_resolved"), one.name
        assert len(one.verified.rows("c1_8_list")) == one.number("c1_8_initiatives"), one.name
        if one.asks("c5_3_budget"):
            autonomy = one.column("t6_allocated")[0]
            assert one.number("c5_3_budget") == autonomy, one.name


def differences(one: Visited) -> Iterator[Node]:
    for node in one.verified.nodes():
        question = one.form.questions[node[0]]
        if question.is_reported and question.is_answerable:
            told, seen = one.reported.state(node).value, one.verified.state(node).value
            if told is not None and told != seen:
                yield node


def test_where_the_team_found_otherwise_a_note_says_why(units: list[Visited]) -> None:
    noted = {
        (one.name, cell.question)
        for one in units
        for cell in one.sample.cells
        if cell.side is Side.NOTE
    }
    counts = []
    for one in units:
        names = {name for name, _row in differences(one)}
        explained = {name for name in names if (one.name, name) in noted}
        # the other column of the same row is explained with it; so is a balance
        assert names - explained <= {"t1_b2", "c1_9_late"}, (one.name, names)
        counts.append(len(names))
    assert sum(counts) > 30
    assert all(1 <= count <= 20 for count in counts), counts


# --- what the news named


def test_shortcomings_of_the_news(found: Callable[[str], Visited]) -> None:
    rural, land, district = found("Hạ tầng"), found("Đất đai và Nước"), found("Sông Trung")
    minh_trai, khe_nua, culture = found("Minh Trại"), found("Khe Nứa"), found("Văn hóa cộng đồng")
    centre = found("Trung tâm Đăng ký")
    # plans far from reality, without resources
    assert rural.number("c1_2_complete") * 3 < rural.number("c1_2_tasks")
    assert rural.number("c5_10_funds") == 0
    says(rural, "c1_2_complete", "chưa sát thực tế")
    says(rural, "c5_10_funds", "Không bố trí kinh phí")
    # few initiatives
    assert land.number("c1_8_initiatives") == 0
    says(land, "c1_8_initiatives", "không có sáng kiến")
    # heads that are not decisive
    assert district.value("c1_10") == "partial"
    assert district.number("c7_7_held") * 2 < district.number("c7_7_required") * Decimal("1.1")
    says(district, "c1_10", "chưa quyết liệt")
    # overdue dossiers of land
    for one in (land, district, centre):
        assert one.number("t1_total_overdue") > 20
        says(one, "c3_8_rate", "quá hạn")
    # disciplined officials
    for one in (minh_trai, centre):
        assert one.number("c7_5_disciplined") > 1
        says(one, "c7_5_disciplined", "kỷ luật")
    # weak computers
    for one in (minh_trai, khe_nua):
        assert one.number("c6_12_computers") * 10 < one.number("c6_12_users") * 6
        says(one, "c6_12_computers", "máy tính dùng được")
    # online services of level 3 and 4, post
    assert culture.number("c6_7_rate") < 5
    assert culture.number("c3_12_rate") < 5
    says(culture, "c6_7_rate", "mức độ 3, 4")
    says(culture, "c3_12_returned", "bưu chính công ích")


def says(one: Visited, question: str, words: str) -> None:
    texts = [item.text for item in one.sample.findings if item.question == question]
    assert any(words in text for text in texts), (one.name, question, texts)


def test_districts_are_told_to_score_their_communes(units: list[Visited]) -> None:
    districts = [one for one in units if one.plan.kind is UnitKind.DISTRICT]
    for one in districts:
        assert one.number("c1_12_scored") == 0
        wanted = [
            item.requirement for item in one.sample.findings if item.question == "c1_12_scored"
        ]
        assert wanted[0] is not None
        assert "Hằng năm xác định chỉ số CCHC của các xã" in wanted[0].text


def test_nothing_else_is_said_of_the_real_district(found: Callable[[str], Visited]) -> None:
    real = found("Phú Bình")
    assert not real.plan.is_invented
    assert [item.question for item in real.sample.findings] == ["c1_12_scored"]
    assert "giả định" in real.sample.conclusion
    assert "giả định" in real.sample.session["unit_opinion"]
    assert "giả định" in str(real.value("c7_11_remarks"))
    people = [name for of_team, name, _post in real.sample.attendees if not of_team]
    assert all("giả định" in name for name in people)


def test_every_unit_but_the_real_district_is_invented(units: list[Visited]) -> None:
    assert [one.name for one in units if not one.plan.is_invented] == ["UBND huyện Phú Bình"]
    assert all("(giả định)" in one.name for one in units if one.plan.is_invented)


# --- what follows from it


def test_every_requirement_says_what_who_and_when(units: list[Visited]) -> None:
    findings = [(one, item) for one in units for item in one.sample.findings]
    assert {item.severity for _one, item in findings} == set(Severity)
    asked = [(one, item.requirement) for one, item in findings if item.requirement]
    assert len(asked) > 30
    for one, wanted in asked:
        assert wanted.text.endswith("."), (one.name, wanted)
        assert wanted.responsible, (one.name, wanted)
        assert datetime.strptime(wanted.due, "%d/%m/%Y") > datetime(2019, 9, 20), one.name  # noqa: DTZ007, DTZ001
    for one, item in findings:
        assert item.question in one.form.questions, (one.name, item.question)
        assert item.cause or "Phú Bình" in one.name


def test_sessions_lie_on_the_planned_half_days(units: list[Visited]) -> None:
    for one in units:
        started, ended = (
            datetime.strptime(one.sample.session[field], "%d/%m/%Y %H:%M")  # noqa: DTZ007
            for field in ("started", "ended")
        )
        assert started.date() == ended.date() == one.plan.day
        assert (started.hour < 12) == (one.plan.half_day == "morning")
        assert 2 <= (ended - started).total_seconds() / 3600 <= 4.5
        assert one.sample.conclusion
        assert {of_team for of_team, _name, _post in one.sample.attendees} == {True, False}


def test_evidence_belongs_to_questions(units: list[Visited]) -> None:
    names = [item.name for one in units for item in one.sample.evidence]
    assert len(names) == len(set(names)) > 10
    for one in units:
        for item in one.sample.evidence:
            assert item.question in one.form.questions
            assert bool(item.sheets) != bool(item.text)
