"""What a member with a changed program claims: other things' kinds, decisions, removals of removals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.domain.errors import NotAllowedError
from inspector_app.domain.log.change import Kind, Register
from inspector_app.domain.log.entity import LIFE, EntityType, deletion_value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.services.conflict_views import ConflictFilter, ConflictState
from inspector_app.services.decisions import record_value
from tests.kit.claims import Edit, birth, forge, heads_of
from tests.kit.team import Colleague, Team, gather
from tests.services.test_devices import passed

DECIDED = ConflictFilter().of_state(ConflictState.DECIDED)
CONCLUSION = "session/conclusion"


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team whose leader did not make the trip: decides, but does not own the frame."""
    made = gather(tmp_path_factory.mktemp("apart"), is_led_elsewhere=True)
    yield made
    made.close()


def new(number: int) -> EntityId:
    return EntityId(bytes([number]) * 16)


def frame(who: Colleague) -> tuple[EntityId, EntityId]:
    """The trip and a team of it."""
    with who.services.vault._vault.store.read() as log:
        return log.entities(EntityType.TRIP)[0], log.entities(EntityType.TEAM)[0]


def refused(forger: Colleague, at: Colleague, name: str) -> None:
    """A bundle is refused, whole, and changes nothing."""
    before = at.digest()
    (receipt,) = at.take(forger.send(name))
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert at.digest() == before


# --- what a thing is


@pytest.mark.parametrize("type_", ["unit", "member", "inspection"])
def test_nobody_but_the_author_adds_units_members_and_inspections(team: Team, type_: str) -> None:
    trip, first = frame(team.leader)
    ent, commune = new(1), team.commune()
    parent = first if type_ == "member" else trip
    forge(team.member, birth(ent, "finding", commune), birth(ent, type_, parent))
    refused(team.member, team.leader, "m.inspb")
    assert len(team.leader.services.inspections.list()) == len(
        team.secretary.services.inspections.list()
    )


def test_one_device_says_one_thing_of_what_it_makes(team: Team) -> None:
    ent, commune = new(2), team.commune()
    forge(team.member, birth(ent, "finding", commune), birth(ent, "attendee", commune))
    refused(team.member, team.leader, "m.inspb")


def test_nor_in_two_bundles(team: Team) -> None:
    trip, ent, commune = frame(team.leader)[0], new(3), team.commune()
    forge(team.member, birth(ent, "finding", commune))
    passed(team.member, "m1.inspb", team.leader)
    forge(team.member, birth(ent, "unit", trip))
    refused(team.member, team.leader, "m2.inspb")


def test_a_leader_who_did_not_make_the_trip_adds_no_units(apart: Team) -> None:
    trip, _team = frame(apart.author)
    forge(apart.leader, birth(new(4), "finding", apart.commune()), birth(new(4), "unit", trip))
    refused(apart.leader, apart.author, "l.inspb")


def test_lists_pass_over_an_inspection_that_cannot_be_read(team: Team) -> None:
    """An older program let one in, or its unit lies in quarantine."""
    trip, known = frame(team.leader)[0], team.leader.services.inspections.list()
    forge(team.leader, birth(new(5), "inspection", trip))
    assert team.leader.services.inspections.list() == known
    assert team.leader.services.trips.show().unreadable == (new(5),)
    assert team.leader.services.trips.show().inspections


def test_a_name_taken_before_its_time_does_not_shut_its_maker_out(team: Team) -> None:
    ent, commune = new(6), team.commune()
    forge(team.secretary, birth(ent, "finding", commune), (Kind.SET, ent, "text", "thật", ()))
    forge(team.member, birth(ent, "attendee", commune))
    passed(team.member, "m.inspb", team.leader)
    passed(team.secretary, "s.inspb", team.leader)
    (found,) = team.leader.services.conflicts.list()
    assert found.register == Register(ent, LIFE)
    assert {side.words for side in found.sides} == {"tồn tại", "người dự"}
    right = next(side for side in found.sides if side.words == "tồn tại")
    team.leader.services.conflicts.resolve(found.id, choose=right.change, reason="thư ký lập")
    assert team.leader.services.conflicts.list() == ()
    with team.leader.services.vault._vault.store.read() as log:
        entity = log.entity(ent)
    assert entity is not None
    assert (entity.type, entity.parent) == ("finding", commune)
    assert team.leader.services.vault.check().problems == ()


# --- decisions that nobody made


def decision(ent: EntityId, of: EntityId, seen: tuple[Head, ...], conflict: str) -> list[Edit]:
    value = record_value(conflict, CONCLUSION, "theo ý kiến trưởng đoàn", seen, "side")
    return [birth(ent, "decision", of), (Kind.SET, ent, "record", value, ())]


def test_a_member_records_no_decision(team: Team) -> None:
    commune = team.commune()
    forge(team.secretary, (Kind.SET, commune, CONCLUSION, "đạt", ()))
    passed(team.secretary, "s.inspb", team.leader)
    passed(team.leader, "l.inspb", team.member)
    (head,) = heads_of(team.member, commune, CONCLUSION)
    forge(
        team.member,
        (Kind.DELETE, commune, CONCLUSION, None, (head.ref,)),
        *decision(new(7), commune, (head,), "ab" * 16),
    )
    refused(team.member, team.leader, "m.inspb")
    assert team.leader.services.conflicts.list(DECIDED) == ()


def test_a_decision_names_the_conflict_of_what_was_seen(team: Team) -> None:
    commune = team.commune()
    forge(team.member, (Kind.SET, commune, CONCLUSION, "đạt", ()))
    (head,) = heads_of(team.member, commune, CONCLUSION)
    passed(team.member, "d1.inspb", team.leader)
    forge(
        team.leader,
        (Kind.DELETE, commune, CONCLUSION, None, (head.ref,)),
        *decision(new(8), commune, (head,), "ab" * 16),
    )
    passed(team.leader, "d2.inspb", team.member)
    assert team.member.services.conflicts.list(DECIDED) == ()


# --- a removal of a removal


def contested(team: Team) -> EntityId:
    """The secretary removes a finding that the leader edits; the member knows of both."""
    ent, commune = new(9), team.commune()
    forge(team.secretary, birth(ent, "finding", commune), (Kind.SET, ent, "text", "gốc", ()))
    passed(team.secretary, "c1.inspb", team.leader)
    team.leader.services.findings.edit(ent, "text", "trưởng đoàn sửa")
    team.secretary.services.findings.remove(ent)
    passed(team.secretary, "c2.inspb", team.leader)
    passed(team.leader, "c3.inspb", team.member)
    assert len(team.member.services.conflicts.list()) == 1
    return ent


def test_a_second_removal_by_a_member_does_not_decide(team: Team) -> None:
    ent = contested(team)
    with team.member.services.vault._vault.store.read() as log:
        registers = log.registers(ent)
    seen = [head for heads in registers.values() for head in heads]
    value = deletion_value("finding", team.commune(), seen)
    refs = [head.ref for head in registers[LIFE]]
    forge(team.member, (Kind.DELETE, ent, LIFE, value, refs))
    refused(team.member, team.leader, "m.inspb")
    assert len(team.leader.services.conflicts.list()) == 1


def test_the_program_itself_leaves_it_to_the_conflict_screen(team: Team) -> None:
    ent = contested(team)
    for one in (team.member, team.leader):
        with pytest.raises(NotAllowedError):
            one.services.findings.remove(ent)
        with pytest.raises(NotAllowedError):
            one.services.findings.restore(ent)
    (found,) = team.leader.services.conflicts.list()
    gone = next(side for side in found.sides if side.is_deletion)
    team.leader.services.conflicts.resolve(found.id, choose=gone.change, reason="trùng")
    passed(team.leader, "l.inspb", team.secretary)
    assert team.secretary.services.conflicts.list() == ()
    # what is gone by decision is brought back like anything removed
    assert team.leader.services.findings.restore(ent).value
