"""Points through the services on real vaults: both sides, what people write over them, ranks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.errors import AmbiguousNameError, InputValueError, NotFoundError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.points import NOT_ASKED, NOTHING_ARISES
from inspector_app.domain.scoring.points import PointState as State
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.forms import FormService
from inspector_app.services.score_views import CriterionScore, InspectionScores, ScoreField
from inspector_app.services.workshop import Services
from tests.kit.scored_form import RENAMED, SCORED, write_scored
from tests.kit.team import Team, gather
from tests.services.conftest import copied


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
    """Answer questions by name."""
    for name, text in answers.items():
        services.inspections.answer(ent, name, side, text)


def whole(services: Services, ent: EntityId) -> None:
    """Answer everything that has points by rule, and score by hand the rest; 8 of 10.5 points."""
    answers = {"ke_hoach": "partial", "so_cham": "1", "kin": "0", "mau": "100", "dat": "96"}
    fill(services, ent, Side.VERIFIED, **answers, co_mc="yes", so_ngay="5")
    services.scores.appraise(ent, "sang_kien", "0,25")


def by_name(scores: InspectionScores) -> dict[str, CriterionScore]:
    return {one.criterion.name: one for one in scores.criteria()}


def test_an_empty_inspection_has_neither_zeros_nor_an_index(team: Team) -> None:
    scores = team.leader.services.scores.show(team.commune())
    found = by_name(scores)
    assert {one.appraised.state for name, one in found.items() if name != "so_phong"} == {
        State.UNANSWERED,
        State.BY_HAND,
    }
    assert found["so_phong"].appraised.state is State.NOT_APPLICABLE
    assert found["so_phong"].appraised.reason == NOT_ASKED
    assert [scores.appraised.points, scores.appraised.index, scores.band] == [0, None, ""]
    assert [scores.appraised.maximum, scores.appraised.applicable] == [
        Decimal("11.5"),
        Decimal("10.5"),
    ]


def test_rules_score_the_verified_side_without_rounding(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    found = by_name(services.scores.show(ent))
    points = {name: one.appraised.points for name, one in found.items()}
    assert points == {
        "ke_hoach": 1, "so_cham": Decimal("0.75"), "kin": 1, "ty_le": 3, "so_ngay": 2,
        "so_phong": None, "sang_kien": Decimal("0.25"),
    }  # fmt: skip
    fill(services, ent, Side.VERIFIED, mau="100000", dat="94996")
    rate = by_name(services.scores.show(ent))["ty_le"]
    assert rate.appraised.value == Decimal("94.996"), "shown as 95,00 %, and still below 95"
    assert rate.appraised.points == Decimal("2.25")
    scores = services.scores.show(ent)
    assert scores.appraised.points == Decimal("7.25")
    assert scores.band == "Trung bình"
    assert [one.appraised.applicable for one in scores.sections] == [Decimal("4.5"), 6]
    assert scores.clauses()["2.1"].points == Decimal("2.25")


def test_the_reported_side_scores_only_what_the_unit_reported(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    fill(services, ent, Side.REPORTED, ke_hoach="yes", mau="10")
    found = by_name(services.scores.show(ent))
    assert found["ke_hoach"].self_assessed.points == 2
    assert found["ke_hoach"].difference == -1
    assert found["ty_le"].self_assessed.state is State.UNANSWERED, "half a rate is none"
    assert found["kin"].self_assessed.state is State.NOT_CLAIMED, "not asked of the unit"
    fill(services, ent, Side.REPORTED, dat="10")
    rate = by_name(services.scores.show(ent))["ty_le"]
    assert (rate.self_assessed.points, rate.differs) == (Decimal(3), False)


def test_what_does_not_apply_says_why(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    before = services.scores.show(ent).appraised
    fill(services, ent, Side.VERIFIED, mau="0", dat="0")
    fill(services, ent, Side.VERIFIED, so_cham_vi="Không phải gửi báo cáo", ke_hoach="na")
    fill(services, ent, Side.VERIFIED, ke_hoach_na="Mới thành lập")
    scores = services.scores.show(ent)
    reasons = {one.criterion.name: one.appraised.reason for one in scores.not_applicable}
    assert reasons == {
        "ke_hoach": "Mới thành lập",
        "so_cham": "Không phải gửi báo cáo",
        "ty_le": NOTHING_ARISES,
        "so_phong": NOT_ASKED,
    }
    assert scores.appraised.applicable == before.applicable - Decimal("6.5")
    assert scores.appraised.points == before.points - Decimal("4.75")
    assert by_name(scores)["kin"].appraised.points == 1, "the others' points stay"
    unreported = {one.criterion.name: one.self_assessed.state for one in scores.not_applicable}
    assert set(unreported.values()) == {State.NOT_APPLICABLE}
    fill(services, ent, Side.REPORTED, ke_hoach="yes")
    claimed = by_name(services.scores.show(ent))["ke_hoach"]
    assert (claimed.self_assessed.points, claimed.differs) == (Decimal(2), True)
    assert not claimed.needs_reason, "why it does not apply is the reason"


def test_a_hidden_question_is_open_until_its_condition_is_answered(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    states = []
    for answer in ("", "no", "yes"):
        services.inspections.answer(ent, "co_mc", Side.VERIFIED, answer)
        states.append(by_name(services.scores.show(ent))["so_ngay"].appraised.state)
    assert states == [State.UNANSWERED, State.NOT_APPLICABLE, State.UNANSWERED]


def test_the_unit_claims_points_and_takes_them_back(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    found = services.scores.set_self(ent, "1.1", "1,75").value
    assert (found.self_assessed.points, found.self_assessed.is_typed) == (Decimal("1.75"), True)
    assert (found.needs_reason, found.difference) == (True, Decimal("-0.75"))
    head = found.claimed.register.heads[0]
    assert head.author == "Nguyễn Văn A"
    assert head.wall > 0
    explained = services.scores.explain(ent, "ke_hoach", " Thiếu tài liệu ").value
    assert (explained.reason_text, explained.needs_reason) == ("Thiếu tài liệu", False)
    back = services.scores.set_self(ent, "ke_hoach", "-").value
    assert back.self_assessed.state is State.UNANSWERED
    written = services.scores.history(ent, "ke_hoach", ScoreField.SELF)
    assert [one.value for one in written] == ["1.75", None]
    assert services.scores.history(ent, "so_cham", ScoreField.SELF) == ()


def test_the_team_departs_from_the_rule_with_a_reason(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    with pytest.raises(InputValueError, match="lý do"):
        services.scores.appraise(ent, "ke_hoach", "1,5")
    assert by_name(services.scores.show(ent))["ke_hoach"].own.points is None
    found = services.scores.appraise(ent, "ke_hoach", "1,5", "Ban hành sớm").value
    assert (found.appraised.points, found.by_rule.points) == (Decimal("1.5"), Decimal(1))
    assert (found.departs, found.needs_reason, found.reason_text) == (True, False, "Ban hành sớm")
    same = services.scores.appraise(ent, "so_cham", "0,75").value
    assert (same.departs, same.needs_reason) == (False, False)
    back = services.scores.appraise(ent, "ke_hoach", "").value
    assert (back.appraised.points, back.appraised.is_typed) == (Decimal(1), False)


def test_a_departure_whose_reason_is_gone_is_listed(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    services.scores.appraise(ent, "ke_hoach", "1,5", "Ban hành sớm")
    services.scores.explain(ent, "ke_hoach", "")
    missing = services.scores.show(ent).missing_reasons
    assert [one.criterion.name for one in missing] == ["ke_hoach"]


@pytest.mark.parametrize("points", ["2,5", "-1", "hai", "1.125"])
def test_points_out_of_bounds_record_nothing(team: Team, points: str) -> None:
    ent, services = team.commune(), team.leader.services
    digest = team.leader.digest()
    with pytest.raises(InputValueError):
        services.scores.set_self(ent, "ke_hoach", points)
    with pytest.raises(InputValueError):
        services.scores.appraise(ent, "ke_hoach", points, "vì")
    assert team.leader.digest() == digest


def test_own_points_on_what_does_not_apply_are_refused_and_do_not_count(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    services.scores.appraise(ent, "ke_hoach", "2", "vì")
    fill(services, ent, Side.VERIFIED, ke_hoach="na", ke_hoach_na="Mới thành lập")
    found = by_name(services.scores.show(ent))["ke_hoach"]
    assert found.appraised.state is State.NOT_APPLICABLE
    with pytest.raises(InputValueError, match="không áp dụng"):
        services.scores.appraise(ent, "ke_hoach", "1", "vì")


def test_criteria_are_named_by_question_or_by_a_clause_of_one(team: Team, tmp_path: Path) -> None:
    ent, services = team.commune(), team.leader.services
    assert services.scores.set_self(ent, "2.1", "1").value.criterion.name == "ty_le"
    for name in ("mau", "9.9", "", "so_cham_vi"):
        with pytest.raises(NotFoundError):
            services.scores.set_self(ent, name, "1")
    shared = write_scored(tmp_path, SCORED.replace("| 1.2 |", "| 1.1 |"), "chung")
    wanted = services.forms.add(str(shared)).sha256
    assert {one.clause for one in services.scores.mapping(wanted)} >= {"1.1", "1.3"}
    services.migrations.apply(wanted, [ent])
    with pytest.raises(AmbiguousNameError, match="so_cham"):
        services.scores.set_self(ent, "1.1", "1")


def test_points_follow_a_renamed_criterion_within_its_new_maximum(
    team: Team, tmp_path: Path
) -> None:
    ent, services = team.commune(), team.leader.services
    services.scores.set_self(ent, "so_cham", "0,5")
    services.scores.appraise(ent, "so_cham", "1,5", "vì")
    wanted = services.forms.add(str(write_scored(tmp_path, RENAMED, "moi"))).sha256
    services.migrations.apply(wanted, [ent])
    found = by_name(services.scores.show(ent))["bao_cao_cham"]
    assert (found.key, found.self_assessed.points) == ("so_cham", Decimal("0.5"))
    assert found.own.is_beyond, "1.5 of 1 cannot be"
    assert found.appraised.state is State.UNANSWERED
    assert services.scores.show(ent).strays == ()


def test_what_the_present_form_lacks_is_listed(team: Team, tmp_path: Path) -> None:
    ent, services = team.commune(), team.leader.services
    services.scores.set_self(ent, "so_cham", "0,5")
    gone = SCORED.replace("| cham-diem | 1 |", "| cham-diem | 3 |").replace(
        "| 1.5 | at-most 0=1 2=0.5 |", "| | |"
    )
    wanted = services.forms.add(str(write_scored(tmp_path, gone, "bot"))).sha256
    services.migrations.apply(wanted, [ent])
    scores = services.scores.show(ent)
    assert "so_cham" not in by_name(scores)
    assert [(one.key, one.field, one.register.value) for one in scores.strays] == [
        ("so_cham", ScoreField.SELF, "0.5")
    ]


def test_units_are_ranked_when_they_are_whole(team: Team) -> None:
    services = team.leader.services
    first, second, third = (team.commune(index) for index in range(3))
    for ent in (first, second, third):
        whole(services, ent)
    fill(services, second, Side.VERIFIED, ke_hoach="yes")
    fill(services, third, Side.VERIFIED, kin="")
    trip = services.scores.trip()
    assert len(trip.units) == 18
    ranks = {one.inspection.id: one.standing.rank for one in trip.units}
    assert (ranks[second], ranks[first], ranks[third]) == (1, 2, None)
    assert [one.inspection.id for one in trip.ranked()][:2] == [second, first]
    others = [one for one in trip.units if one.inspection.unit.kind is not UnitKind.COMMUNE]
    assert others
    assert {one.standing.rank for one in others} == {None}
    best = trip.ranked()[0]
    assert [part.standing.rank for part in best.sections] == [1, 1]
    parts = {one.inspection.id: one.sections for one in trip.units}
    assert [part.standing.rank for part in parts[first]] == [2, 1], "equal sections share a rank"
    assert [part.standing.rank for part in parts[third]] == [None, 1]


def test_a_unit_whose_form_is_not_here_is_listed_without_points(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, ent = team.leader.services, team.commune()
    form = services.inspections.show(ent).inspection.form_sha256
    monkeypatch.setattr(FormService, "of", _without(form, FormService.of))
    units = {one.inspection.id: one for one in services.scores.trip().units}
    assert units[ent].missing_form == form[:12]
    assert units[ent].standing.rank is None


def _without(form: str, read: object) -> object:
    from inspector_app.domain.errors import FormMissingError

    def of(self: object, log: object, sha256: str) -> object:
        if sha256 == form:
            raise FormMissingError(sha256=sha256[:12])
        return read(self, log, sha256)  # type: ignore[operator]

    return of


@pytest.mark.parametrize("reason", ["", ".", " – "])
def test_not_applicable_without_a_reason_waits_and_is_listed(team: Team, reason: str) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    fill(services, ent, Side.VERIFIED, ke_hoach="na", ke_hoach_na=reason, so_cham_vi=reason)
    scores = services.scores.show(ent)
    found = by_name(scores)
    assert found["ke_hoach"].appraised.state is State.UNEXPLAINED
    assert found["so_cham"].appraised.state is State.SCORED
    assert (scores.appraised.index, scores.appraised.applicable) == (None, Decimal("10.5"))
    assert [one.criterion.name for one in scores.missing_reasons] == ["ke_hoach"]
    with pytest.raises(InputValueError, match="không áp dụng"):
        services.scores.appraise(ent, "ke_hoach", "1", "vì")
    services.scores.explain(ent, "ke_hoach", "Mới thành lập")
    explained = services.scores.show(ent)
    assert explained.appraised.index is not None
    assert by_name(explained)["ke_hoach"].appraised.reason == "Mới thành lập"
    assert explained.missing_reasons == ()


def test_figures_that_break_a_rule_give_no_points(team: Team, tmp_path: Path) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    ruled = SCORED.replace("relevant | calculation", "relevant | constraint | calculation")
    lines = []
    for line in ruled.splitlines():
        cells = line.split("|")
        if "| survey" not in line and len(cells) > 20 and "constraint" not in line:
            cells.insert(6, " . <= ${mau} " if " dat " in cells else " ")
        lines.append("|".join(cells))
    wanted = services.forms.add(str(write_scored(tmp_path, "\n".join(lines), "rang-buoc"))).sha256
    services.migrations.apply(wanted, [ent])
    fill(services, ent, Side.VERIFIED, mau="100", dat="150")
    found = by_name(services.scores.show(ent))["ty_le"]
    assert (found.appraised.state, found.appraised.points) == (State.FAULTY, None)
    fill(services, ent, Side.VERIFIED, dat="96")
    assert by_name(services.scores.show(ent))["ty_le"].appraised.points == 3


def test_the_unit_has_an_index_of_what_it_assesses_itself(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    whole(services, ent)
    fill(services, ent, Side.REPORTED, ke_hoach="yes", so_cham="0", mau="100", dat="96")
    own = services.scores.show(ent).self_assessed
    assert (own.applicable, own.unclaimed, own.unclaimed_count) == (Decimal("6.5"), Decimal(4), 3)
    assert own.index == 100
    services.scores.set_self(ent, "sang_kien", "0,5")
    own = services.scores.show(ent).self_assessed
    assert (own.points, own.applicable, own.unclaimed_count) == (Decimal(7), Decimal("7.5"), 2)
    assert services.scores.show(ent).appraised.unclaimed_count == 0
