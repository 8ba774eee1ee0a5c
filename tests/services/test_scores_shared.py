"""Points of several people: they merge, conflict and are decided like answers; settings are leaders'."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.errors import InputValueError, NotAllowedError
from inspector_app.domain.scoring.bands import DEFAULT_BANDS
from inspector_app.domain.trip.values import Role, Side, UnitKind
from inspector_app.services.conflict_views import ConflictView
from inspector_app.services.reading import current_trip
from inspector_app.services.score_registers import BANDS, ON, PRINT
from inspector_app.services.score_views import CriterionScore
from tests.kit.scored_form import write_scored
from tests.kit.team import Colleague, Team, colleague, gather, sample_trip, workshop
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


def score(one: Colleague, team: Team, name: str = "ke_hoach") -> CriterionScore:
    scores = one.services.scores.show(team.commune())
    return next(found for found in scores.criteria() if found.criterion.name == name)


def disputed(team: Team, first: str = "1", second: str = "1,5") -> ConflictView:
    """Two people record other points of the same criterion; the leader has both."""
    ent = team.commune()
    team.secretary.services.scores.set_self(ent, "ke_hoach", first)
    team.member.services.scores.set_self(ent, "ke_hoach", second)
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    (conflict,) = team.leader.services.conflicts.list()
    return conflict


def test_points_travel_with_their_author(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.scores.appraise(ent, "sang_kien", "0,5")
    assert team.leader.take(team.secretary.send("s.inspb"))[0].status == "updated"
    own = score(team.leader, team, "sang_kien").own
    assert own.points == Decimal("0.5")
    assert [head.author for head in own.register.heads] == ["Phạm Thị D"]
    assert team.leader.services.inspections.list()[1].last_author == "Phạm Thị D"


def test_the_same_points_of_two_people_are_no_conflict(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.scores.set_self(ent, "ke_hoach", "1,50")
    team.member.services.scores.set_self(ent, "ke_hoach", "1.5")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    assert team.leader.services.conflicts.list() == ()
    assert len(score(team.leader, team).claimed.register.heads) == 2


def test_other_points_are_a_conflict_that_names_its_criterion(team: Team) -> None:
    conflict = disputed(team)
    assert conflict.register.path == "score/ke_hoach/self"
    assert conflict.criterion is not None
    assert (conflict.criterion.name, conflict.question) == ("ke_hoach", None)
    assert {head.value for head in conflict.heads} == {"1", "1.5"}
    assert score(team.leader, team).is_conflict
    listed = {one.inspection.id: one for one in team.leader.services.scores.trip().units}
    assert listed[team.commune()].conflicts == 1
    row = team.leader.services.inspections.list()[1]
    assert row.conflicts == 1


def test_a_leader_chooses_or_types_points_within_the_maximum(team: Team) -> None:
    conflict = disputed(team)
    services = team.leader.services
    for text in ("2,5", "hai"):
        with pytest.raises(InputValueError):
            services.conflicts.resolve(conflict.id, text=text, reason="vì")
    assert len(services.conflicts.list()) == 1
    decided = services.conflicts.resolve(conflict.id, text="1,25", reason="đã đối chiếu")
    assert decided.value.value == "1.25"
    assert score(team.leader, team).self_assessed.points == Decimal("1.25")
    team.member.take(team.leader.send("l.inspb"))
    assert score(team.member, team).self_assessed.points == Decimal("1.25")
    assert not score(team.member, team).is_conflict


def test_choosing_a_side_keeps_it(team: Team) -> None:
    conflict = disputed(team)
    kept = next(head for head in conflict.heads if head.value == "1")
    team.leader.services.conflicts.resolve(conflict.id, choose=kept.change, reason="vì")
    assert score(team.leader, team).self_assessed.points == 1


def test_reasons_conflict_and_are_decided_as_text(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.scores.explain(ent, "ke_hoach", "chậm")
    team.member.services.scores.explain(ent, "ke_hoach", "thiếu")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    (conflict,) = team.leader.services.conflicts.list()
    team.leader.services.conflicts.resolve(conflict.id, text="chậm và thiếu", reason="gộp")
    assert score(team.leader, team).reason_text == "chậm và thiếu"


def test_what_a_foreign_program_writes_does_not_count(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    services.inspections.answer(ent, "ke_hoach", Side.VERIFIED, "partial")
    for value in ("9", "-1", "NaN", "1e0", 7, True, ["1"], "hai"):
        with services.scores._journal.write() as pen:
            pen.set(ent, "score/ke_hoach/appraised", value)
        found = score(team.leader, team)
        assert (found.appraised.points, found.own.is_beyond) == (Decimal(1), True), value


# --- settings


def test_points_are_on_and_unprinted_until_somebody_says_otherwise(team: Team) -> None:
    settings = team.member.services.scores.settings()
    assert (settings.is_on, settings.is_printed, settings.bands) == (True, False, DEFAULT_BANDS)
    assert not settings.may_change
    assert team.leader.services.scores.settings().may_change


def test_only_the_author_and_leaders_configure(team: Team) -> None:
    for one in (team.secretary, team.member):
        digest = one.digest()
        with pytest.raises(NotAllowedError):
            one.services.scores.configure(is_on=False)
        assert one.digest() == digest
    changed = team.leader.services.scores.configure(is_printed=True, bands="95=A; 60=B").value
    assert changed.is_printed
    assert [(one.threshold, one.name) for one in changed.bands] == [
        (Decimal(95), "A"),
        (Decimal(60), "B"),
    ]
    assert team.leader.services.scores.configure(bands="").value.bands == DEFAULT_BANDS
    team.member.take(team.leader.send("l.inspb"))
    assert team.member.services.scores.settings().is_printed


def test_bands_that_make_no_sense_change_nothing(team: Team) -> None:
    digest = team.leader.digest()
    with pytest.raises(InputValueError, match="ngưỡng"):
        team.leader.services.scores.configure(is_on=False, bands="60=B;95=A")
    assert team.leader.digest() == digest


def test_switched_off_there_is_nothing_and_nothing_is_taken(team: Team) -> None:
    ent, services = team.commune(), team.leader.services
    services.scores.set_self(ent, "ke_hoach", "1")
    services.scores.configure(is_on=False)
    scores = services.scores.show(ent)
    assert (scores.sections, scores.appraised.maximum) == ((), Decimal(0))
    assert services.scores.trip().units == ()
    for write, text in (
        (services.scores.set_self, "2"),
        (services.scores.appraise, "1"),
        (services.scores.explain, "vì"),
    ):
        with pytest.raises(InputValueError, match="không chấm điểm"):
            write(ent, "ke_hoach", text)
    services.scores.configure(is_on=True)
    assert score(team.leader, team).self_assessed.points == 1, "nothing is lost"


@pytest.mark.parametrize(("path", "value"), [(ON, False), (PRINT, True), (BANDS, "50=Đạt")])
def test_settings_of_somebody_else_are_refused_whole(team: Team, path: str, value: object) -> None:
    services = team.member.services
    with services.scores._journal.write() as pen:
        pen.set(current_trip(pen.log), path, value)  # type: ignore[arg-type]
    receipt = team.leader.take(team.member.send("m.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert team.leader.services.scores.settings().bands == DEFAULT_BANDS


@pytest.fixture
def other(team: Team) -> Iterator[Colleague]:
    """The leader of the second team, who has the trip's pack."""
    plan = workshop().read_trip(str(sample_trip()))
    who = next(one for one in plan.members if one.team == 2 and one.role is Role.LEADER)
    made = colleague(team.folder, "truong-doan-2", who)
    card = str(team.folder / "truong-doan-2.inspcard")
    made.services.cards.export(card)
    team.leader.services.cards.import_(card, fingerprint=made.created.fingerprint)
    pack = str(team.folder / "pack-2.inspb")
    team.leader.services.trips.export_pack(pack)
    made.services.trips.import_pack(pack, team.leader.created.fingerprint)
    yield made
    made.services.close()


def test_a_leader_who_is_not_the_author_configures(team: Team, other: Colleague) -> None:
    other.services.scores.configure(is_printed=True)
    assert team.leader.take(other.send("o.inspb"))[0].status == "updated"
    assert team.leader.services.scores.settings().is_printed
    # a leader still may not change what is the author's alone
    with other.services.scores._journal.write() as pen:
        pen.set(current_trip(pen.log), "title", "Đợt khác")
    assert team.leader.take(other.send("o2.inspb"))[0].error == "log.refused"


def test_two_leaders_settings_conflict_and_are_decided(team: Team, other: Colleague) -> None:
    other.services.scores.configure(bands="90=A;0=B", is_printed=True)
    team.leader.services.scores.configure(bands="80=A;0=B", is_printed=False)
    team.leader.take(other.send("o.inspb"))
    services = team.leader.services
    found = {one.register.path: one for one in services.conflicts.list()}
    assert set(found) == {BANDS, PRINT}
    with pytest.raises(InputValueError, match="ngưỡng"):
        services.conflicts.resolve(found[BANDS].id, text="80=A;90=B", reason="vì")
    with pytest.raises(InputValueError, match="một trong các bên"):
        services.conflicts.resolve(found[PRINT].id, text="có", reason="vì")
    services.conflicts.resolve(found[BANDS].id, text="85=A; 0=B", reason="vì")
    yes = next(head for head in found[PRINT].heads if head.value is True)
    services.conflicts.resolve(found[PRINT].id, choose=yes.change, reason="vì")
    settings = services.scores.settings()
    assert [band.threshold for band in settings.bands] == [85, 0]
    assert settings.is_printed
    assert other.take(team.leader.send("l.inspb"))[0].status == "updated"
    assert other.services.scores.settings().bands == settings.bands
