"""Answers that people gave differently are no points yet: not in scores, ranks, tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.score_views import CriterionScore
from inspector_app.services.views import TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.scored_form import write_scored
from tests.kit.team import Colleague, Team, gather
from tests.kit.trip_tables import column, computed_anew, differences, sheet
from tests.services.conftest import copied

REST = {"so_cham": "0", "kin": "0", "co_mc": "no", "dat": "90"}


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose communes are filled with the checklist of points; closed."""
    folder = tmp_path_factory.mktemp("scored")
    made = gather(folder, {UnitKind.COMMUNE: str(write_scored(folder))})
    made.close()
    return made


@pytest.fixture
def team(scored: Team, tmp_path: Path) -> Iterator[Team]:
    """A copy of it, open."""
    folder = tmp_path / "team"
    shutil.copytree(scored.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in scored.people))
    yield copy
    copy.close()


def fill(services: Services, ent: EntityId, side: Side, **answers: str) -> None:
    for name, text in answers.items():
        services.inspections.answer(ent, name, side, text)


def score(one: Colleague, ent: EntityId, name: str) -> CriterionScore:
    scores = one.services.scores.show(ent)
    return next(found for found in scores.criteria() if found.criterion.name == name)


def disputed(team: Team, **answers: tuple[str, str]) -> EntityId:
    """Two laptops answer everything, some of it differently; the leader has both."""
    ent = team.commune()
    first, second = team.secretary.services, team.member.services
    fill(first, ent, Side.VERIFIED, **{**REST, "ke_hoach": "yes", "mau": "100"})
    first.scores.appraise(ent, "sang_kien", "1", "vì")
    for name, (one, other) in answers.items():
        fill(first, ent, Side.VERIFIED, **{name: one})
        fill(second, ent, Side.VERIFIED, **{name: other})
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    assert len(team.leader.services.conflicts.list()) == len(answers)
    return ent


def test_an_answer_in_dispute_has_no_points_and_the_index_waits(team: Team) -> None:
    ent = disputed(team, ke_hoach=("yes", "no"))
    services = team.leader.services
    found = score(team.leader, ent, "ke_hoach")
    assert (found.appraised.state, found.appraised.points) == (State.DISPUTED, None)
    assert found.is_conflict
    scores = services.scores.show(ent)
    assert (scores.appraised.index, scores.band) == (None, "")
    assert scores.appraised.so_far is not None
    unit = next(one for one in services.scores.trip().units if one.inspection.id == ent)
    assert (unit.standing.rank, unit.conflicts) == (None, 1)
    (conflict,) = services.conflicts.list()
    services.conflicts.resolve(conflict.id, choose=conflict.heads[0].change, reason="đối chiếu")
    decided = services.scores.show(ent)
    assert decided.appraised.index is not None
    assert not score(team.leader, ent, "ke_hoach").is_conflict


@pytest.mark.parametrize(
    ("name", "values", "criterion"),
    [
        ("mau", ("100", "200"), "ty_le"),
        ("so_cham_vi", ("không phải gửi", "được miễn"), "so_cham"),
        ("co_mc", ("yes", "no"), "so_ngay"),
    ],
)
def test_what_a_criterion_is_computed_from_counts_too(
    team: Team, name: str, values: tuple[str, str], criterion: str
) -> None:
    ent = disputed(team, **{name: values})
    scores = team.leader.services.scores.show(ent)
    states = {
        one.criterion.name for one in scores.criteria() if one.appraised.state is State.DISPUTED
    }
    assert states == {criterion}
    assert scores.appraised.index is None


def test_the_same_answer_of_two_people_is_no_dispute(team: Team) -> None:
    ent = team.commune()
    for one in (team.secretary, team.member):
        fill(one.services, ent, Side.VERIFIED, **{**REST, "ke_hoach": "yes", "mau": "100"})
        one.services.scores.appraise(ent, "sang_kien", "1", "vì")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    scores = team.leader.services.scores.show(ent)
    assert scores.appraised.index is not None


def test_own_points_in_dispute_wait_like_answers(team: Team) -> None:
    ent = disputed(team)
    team.member.services.scores.appraise(ent, "sang_kien", "0,5", "vì")
    team.leader.take(team.member.send("m2.inspb"))
    found = score(team.leader, ent, "sang_kien")
    assert (found.appraised.state, found.appraised.points) == (State.DISPUTED, None)


def test_the_reported_side_waits_by_itself(team: Team) -> None:
    ent = disputed(team)
    fill(team.secretary.services, ent, Side.REPORTED, ke_hoach="yes")
    fill(team.member.services, ent, Side.REPORTED, ke_hoach="no")
    team.leader.take(team.secretary.send("s2.inspb"), team.member.send("m2.inspb"))
    found = score(team.leader, ent, "ke_hoach")
    assert (found.self_assessed.state, found.appraised.state) == (State.DISPUTED, State.SCORED)


def test_the_tables_show_every_value_with_who_wrote_it(team: Team, tmp_path: Path) -> None:
    ent = disputed(team, ke_hoach=("yes", "no"), mau=("100", "200"))
    book = team.leader.services.tables.book([ent])
    figures = sheet(book, "Số liệu")
    name = column(figures, "Tên câu")
    lines = {str(one.cells[name].value): one.cells for one in figures.lines}
    cells = lines["mau"]
    assert cells[column(figures, "Đoàn xác minh")].value == "100 / 200, xung đột"
    assert cells[column(figures, "Chênh lệch")].value == ""
    assert cells[column(figures, "Người ghi")].value == "Phạm Thị D: 100; Hoàng Văn E: 200"
    rate = lines["ty_le"]
    assert rate[column(figures, "Đoàn xác minh")].value == "xung đột"
    assert rate[column(figures, "Tỷ lệ")].value == ""
    criteria = sheet(book, "Theo tiêu chí")
    points = {
        str(one.cells[0].value): one.cells[column(criteria, "Điểm")].value for one in criteria.lines
    }
    assert (points["1.1"], points["2.1"]) == ("xung đột", "xung đột")
    units = sheet(book, "Theo đơn vị")
    own = units.lines[0].cells
    shown = [
        own[column(units, title)].value for title in ("Chỉ số", "Hạng", "Xếp loại", "Xung đột")
    ]
    assert shown == ["", "", "", 2]
    assert list(differences(book, computed_anew(book, tmp_path))) == []


def test_a_count_of_the_flow_in_dispute_is_in_no_rate(tmp_path: Path) -> None:
    made = gather(tmp_path)
    ent, numbers = made.commune(), {"b1": "1", "b2": "8", "b3": "1"}
    row = made.leader.services.inspections.add_row(ent, "t1").value
    for one in (made.secretary, made.member):
        one.take(made.leader.send(f"{one.created.fingerprint[:4]}.inspb"))
    codes = ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "d1", "d2")
    typed = [TypedAnswer(f"t1_{x}", Side.VERIFIED, row, numbers.get(x, "0")) for x in codes]
    made.secretary.services.inspections.answer_many(ent, typed)
    made.member.services.inspections.answer(ent, "t1_b2", Side.VERIFIED, "80", row)
    made.leader.take(made.secretary.send("s.inspb"), made.member.send("m.inspb"))
    services = made.leader.services
    figures = services.summaries.unit(ent)
    assert (dict(figures.rates), figures.unverified) == ({}, 1)
    book = services.tables.book([ent])
    flow = sheet(book, "Luân chuyển hồ sơ")
    line = flow.lines[0].cells
    assert line[2].value == "Xung đột"
    assert line[column(flow, "B2. Đúng hạn")].value == "8 / 80, xung đột"
    assert flow.lines[1].cells[column(flow, "Đã giải quyết")].value == ""
    assert list(differences(book, computed_anew(book, tmp_path))) == []
    made.close()
