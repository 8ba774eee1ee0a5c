"""Sections assigned to members: told, filtered, never binding; whose work has not come yet."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import (
    ChangeRefusedError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.assignment_registers import assigned_path
from tests.kit.team import Colleague, Team


def me(one: Colleague) -> EntityId:
    found = one.services.trips.show().me
    assert found is not None
    return found.id


def team_of(team: Team) -> EntityId:
    return team.leader.services.inspections.show(team.commune()).inspection.team.id


def people(one: Colleague, ent: EntityId) -> dict[str, list[str]]:
    view = one.services.inspections.show(ent)
    return {section: [m.name for m in found] for section, found in view.assigned.items()}


def test_a_team_default_and_what_one_unit_has_of_its_own(team: Team) -> None:
    commune, other = team.commune(), team.commune(1)
    secretary, member = me(team.secretary), me(team.member)
    assign = team.leader.services.assignments.assign
    assert assign(team_of(team), ["s1", "s2"], [secretary]).value == 2
    assert assign(team_of(team), ["s1", "s2"], [secretary]).value == 0, "nothing twice"
    assign(commune, ["s1"], [secretary], is_on=False)
    assign(commune, ["s1", "s3"], [member])
    who = {me(one): one.services.cards.own().name for one in team.people}
    assert people(team.leader, commune) == {
        "s1": [who[member]],
        "s2": [who[secretary]],
        "s3": [who[member]],
    }
    assert people(team.leader, other) == {"s1": [who[secretary]], "s2": [who[secretary]]}
    # it travels with the pack and is nobody's conflict
    pack = str(team.folder / "phan-cong.inspb")
    team.leader.services.trips.export_pack(pack)
    team.member.services.trips.import_pack(pack)
    assert people(team.member, commune) == people(team.leader, commune)
    assert team.member.services.inspections.show(commune).me == member
    # and keeps nobody from anything
    team.member.services.inspections.answer(commune, "c1_1", Side.VERIFIED, "yes")


def test_whose_work_has_not_come_yet(team: Team) -> None:
    commune = team.commune()
    secretary, member = me(team.secretary), me(team.member)
    services = team.leader.services
    services.assignments.assign(commune, ["s1"], [secretary, member])

    def waiting() -> set[EntityId]:
        return {one.member.id for one in services.assignments.waiting(commune)}

    assert waiting() == {secretary, member}
    team.secretary.services.inspections.answer(commune, "c1_1", Side.VERIFIED, "yes")
    team.leader.take(team.secretary.send("s.inspb"))
    assert waiting() == {member}
    # the leader writes over all that the secretary had: it has arrived all the same
    services.inspections.answer(commune, "c1_1", Side.VERIFIED, "no")
    assert waiting() == {member}
    team.member.services.findings.add(commune, "c1_1", text="Chậm")
    team.leader.take(team.member.send("m.inspb"))
    assert waiting() == set()
    board = {one.inspection.id: one for one in services.assignments.board()}
    assert [one.section for one in board[commune].duties] == ["s1", "s1"]
    assert "s2" in board[commune].open_sections


def test_two_people_who_assign_at_once_never_disagree(team: Team) -> None:
    commune, member = team.commune(), me(team.member)
    services = team.leader.services
    services.assignments.assign(commune, ["s1"], [member])
    # the same register, once yes and once no, from a device that may: the leader's twin in time
    with services.assignments._journal.write() as pen:
        pen.set(commune, assigned_path("s1", member), False)
    team.member.take(team.leader.send("l.inspb"))
    assert team.member.services.conflicts.list() == ()


def test_who_may_not_assign_is_told(team: Team) -> None:
    commune, member = team.commune(), me(team.member)
    for one in (team.secretary, team.member):
        with pytest.raises(NotAllowedError):
            one.services.assignments.assign(commune, ["s1"], [member])
    assign = team.leader.services.assignments.assign
    with pytest.raises(NotFoundError):
        assign(commune, ["s99"], [member])
    with pytest.raises(NotFoundError):
        assign(commune, ["s1"], [EntityId(b"x" * 16)])
    with pytest.raises(NotFoundError):
        assign(EntityId(b"x" * 16), ["s1"], [member])
    outline = team.leader.services.trip_edits.outline()
    stranger = next(one for one in outline.members if one.team == 2)
    with pytest.raises(InputValueError):
        assign(commune, ["s1"], [stranger.id])


def test_a_forged_assignment_is_refused(team: Team) -> None:
    commune, member = team.commune(), me(team.member)
    with team.member.services.assignments._journal.write() as pen:
        pen.set(commune, assigned_path("s1", member), True)
    with pytest.raises(ChangeRefusedError):
        team.leader.services.bundles.merge_one(str(team.member.send("forged.inspb")))
