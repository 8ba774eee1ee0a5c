"""Rows that a form fixes in number and somebody removes all the same, with a changed program."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import LEFTOVERS, minutes_facts
from inspector_app.services.workshop import Services
from tests.kit.corrections import write_form
from tests.kit.team import Team, gather
from tests.services.conftest import copied
from tests.services.test_form_trust import FIRST, leftovers, migrate, names, table

V = Side.VERIFIED
FREE = FIRST.replace("Phòng | ${sp} |", "Phòng | |").replace("| p | 1 |", "| p | 5 |")
WITHOUT = (
    FIRST.replace("| | begin_repeat | phong | Phòng | ${sp} |\n", "")
    .replace("| | text | tenp | Tên phòng | |\n| | end_repeat | | | |\n", "")
    .replace("| p | 1 |", "| p | 6 |")
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose trip pins the small checklist; closed."""
    folder = tmp_path_factory.mktemp("removed")
    made = gather(folder, {UnitKind.COMMUNE: write_form(folder, FIRST, "mot")})
    made.close()
    return made


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Iterator[Team]:
    """A copy of it, open."""
    folder = tmp_path / "team"
    shutil.copytree(made.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in made.people))
    yield copy
    copy.close()


def fill(services: Services, ent: EntityId) -> EntityId:
    """Two rows that the form fixes, both answered; the second of them."""
    services.inspections.answer(ent, "sp", V, "2")
    first, second = (one.id for one in table(services, ent, "phong").rows)
    services.inspections.answer(ent, "tenp", V, "Nội vụ", first)
    services.inspections.answer(ent, "tenp", V, "Tư pháp", second)
    return second


def forge_removal(services: Services, row: EntityId) -> None:
    """What only a changed program writes: the honest one refuses to remove such a row."""
    with services.inspections._journal.write() as pen:
        assert pen.delete(row)


def test_a_fixed_row_that_a_member_removes_stays_with_its_answers(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    row = fill(leader.services, ent)
    member.take(leader.send("1.inspb"))
    forge_removal(member.services, row)
    assert leader.take(member.send("2.inspb"))[0].status == "updated"
    for services in (leader.services, member.services):
        assert names(services, ent) == ["Nội vụ", "Tư pháp"]
        printed = str(minutes_facts(services.inspections.show(ent), 0).sections)
        assert "Tư pháp" in printed
        assert services.inspections.show(ent).conflicts == 0
    leader.services.inspections.answer(ent, "tenp", V, "Tư pháp – Hộ tịch", row)
    assert names(leader.services, ent)[1] == "Tư pháp – Hộ tịch"
    leader.services.vault.rebuild()
    assert names(leader.services, ent)[1] == "Tư pháp – Hộ tịch"


def test_its_answers_are_listed_where_the_form_has_fewer_rows_or_lost_the_table(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    row = fill(services, ent)
    forge_removal(services, row)
    services.inspections.answer(ent, "sp", V, "1")
    assert names(services, ent) == ["Nội vụ"]
    assert leftovers(services, ent)["tenp"].verified.value == "Tư pháp"
    migrate(services, ent, WITHOUT)
    kept = [one.verified.value for one in services.inspections.show(ent).leftovers]
    assert sorted(map(str, kept)) == ["Nội vụ", "Tư pháp"]
    facts = minutes_facts(services.inspections.show(ent), 0)
    assert "Tư pháp" in str([one for one in facts.sections if one.title == LEFTOVERS])
    with pytest.raises(InputValueError, match="số dòng do phiếu định"):
        services.inspections.remove_row(ent, row)


def test_such_a_row_can_be_removed_once_the_table_is_free(team: Team) -> None:
    leader, ent = team.leader, team.commune()
    row = fill(leader.services, ent)
    with pytest.raises(InputValueError):
        leader.services.inspections.remove_row(ent, row)
    migrate(leader.services, ent, FREE)
    leader.services.inspections.remove_row(ent, row)
    assert names(leader.services, ent) == ["Nội vụ"]
    assert leftovers(leader.services, ent) == {}
    team.member.take(leader.send("1.inspb"))
    assert names(team.member.services, ent) == ["Nội vụ"]
    leader.services.inspections.restore_row(ent, row)
    assert names(leader.services, ent) == ["Nội vụ", "Tư pháp"]
    leader.services.inspections.remove_row(ent, row)
    leader.services.migrations.undo([ent])  # the form fixes the number again
    assert names(leader.services, ent) == ["Nội vụ", "Tư pháp"]
