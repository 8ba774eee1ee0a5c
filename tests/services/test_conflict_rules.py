"""Every way in which two people's work can meet, and what the merge makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.log.change import Kind, Register, Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Severity, Side
from inspector_app.services.conflict_views import ConflictFilter, ConflictState, ConflictView
from inspector_app.services.workshop import Services
from tests.kit.team import Team

DECIDED = ConflictFilter().of_state(ConflictState.DECIDED)


def share(team: Team) -> None:
    """Everybody has what everybody wrote."""
    number = sum(1 for _ in team.folder.glob("*.inspb"))
    team.leader.take(team.secretary.send(f"s{number}.inspb"), team.member.send(f"m{number}.inspb"))
    back = team.leader.send(f"l{number}.inspb")
    team.secretary.take(back)
    team.member.take(back)


def agree_on_state(team: Team) -> None:
    """All vaults are equal and sound."""
    share(team)
    assert len({one.digest() for one in team.people}) == 1
    for one in team.people:
        assert one.services.vault.check().problems == ()


def finding(services: Services, ent: EntityId) -> tuple[EntityId, Callable[[Services], object]]:
    """A finding, and how to edit it."""
    one = services.findings.add(ent, "c1_1", text="Ban hành chậm").value.id
    return one, lambda by: by.findings.edit(one, "text", "Ban hành chậm 12 ngày")


def requirement(services: Services, ent: EntityId) -> tuple[EntityId, Callable[[Services], object]]:
    """A requirement, and how to edit it."""
    one = services.requirements.add(ent, "Ban hành kế hoạch").value.id
    return one, lambda by: by.requirements.edit(one, "responsible", "Chủ tịch xã")


def evidence(services: Services, ent: EntityId) -> tuple[EntityId, Callable[[Services], object]]:
    """A file, and how to describe it."""
    one = services.evidence.add_bytes(ent, "a.pdf", b"%PDF x", "c1_1").value.id
    return one, lambda by: by.evidence.describe(one, "trang 3")


def attendee(services: Services, ent: EntityId) -> tuple[EntityId, Callable[[Services], object]]:
    """A person present, and how to correct the name."""
    one = services.sessions.add_attendee(ent, False, "Lê Văn C", "Công chức").value
    return one, lambda by: by.sessions.edit_attendee(one, "Lê Văn Cường", "Công chức")


def row(services: Services, ent: EntityId) -> tuple[EntityId, Callable[[Services], object]]:
    """A row of a table whose number of rows is free, and how to fill a cell."""
    view = services.inspections.show(ent)
    table = next(one for one in view.form.repeats.values() if not one.count and not one.parent)
    cell = next(
        one
        for one in view.form.questions.values()
        if one.repeat == table.name and one.is_answerable
    )
    one = services.inspections.add_row(ent, table.name).value
    text = "5" if cell.is_figure else cell.choices[0].name if cell.choices else "x"
    return one, lambda by: by.inspections.answer(ent, cell.name, Side.VERIFIED, text, one)


REMOVE: dict[str, Callable[[Services, EntityId, EntityId], object]] = {
    "finding": lambda by, _ent, one: by.findings.remove(one),
    "requirement": lambda by, _ent, one: by.requirements.remove(one),
    "evidence": lambda by, _ent, one: by.evidence.remove(one),
    "attendee": lambda by, _ent, one: by.sessions.remove_attendee(one),
    "row": lambda by, ent, one: by.inspections.remove_row(ent, one),
}
MAKE = {
    "finding": finding,
    "requirement": requirement,
    "evidence": evidence,
    "attendee": attendee,
    "row": row,
}


def removed_and_edited(team: Team, what: str) -> tuple[EntityId, ConflictView]:
    """The member removes what the secretary edits; the leader has both."""
    ent = team.commune()
    one, edit = MAKE[what](team.secretary.services, ent)
    share(team)
    REMOVE[what](team.member.services, ent, one)
    edit(team.secretary.services)
    share(team)
    (found,) = team.leader.services.conflicts.list()
    return one, found


@pytest.mark.parametrize("what", list(MAKE))
def test_removed_by_one_edited_by_another_is_listed_and_decided(team: Team, what: str) -> None:
    one, found = removed_and_edited(team, what)
    assert (found.kind, found.register.path) == ("removal", LIFE)
    assert found.inspection is not None
    assert found.inspection.id == team.commune()
    removal, keeping = sorted(found.sides, key=lambda side: not side.is_deletion)
    names = [person.services.vault.info().card.name for person in team.people]
    assert [head.author for head in removal.heads] == [names[2]]
    assert {head.author for head in keeping.heads} == {names[1]}
    assert keeping.edits
    assert team.leader.services.inspections.show(team.commune()).conflicts == 1
    assert [len(person.services.conflicts.list()) for person in team.people] == [1, 1, 1]
    with pytest.raises(InputValueError):
        team.leader.services.conflicts.resolve(found.id, text="giữ", reason="x")

    team.leader.services.conflicts.resolve(found.id, keeping.change, reason="sửa là đúng")
    assert team.leader.services.conflicts.list() == ()
    assert not is_hidden(team, one)


def test_a_decision_on_a_removal_is_taken_back_and_decided_the_other_way(team: Team) -> None:
    one, found = removed_and_edited(team, "finding")
    conflicts = team.leader.services.conflicts
    keeping = next(side for side in found.sides if not side.is_deletion)
    conflicts.resolve(found.id, keeping.change, reason="sửa là đúng")
    conflicts.undo(found.id)
    (again,) = conflicts.list()
    assert again.state is ConflictState.REOPENED
    gone = next(side for side in again.sides if side.is_deletion)
    remover = team.member.services.vault.info().card.name
    assert gone.heads[0].author == remover, "the first remover is named, not who took it back"
    conflicts.resolve(again.id, gone.change, reason="bỏ hẳn")
    agree_on_state(team)
    assert is_hidden(team, one)
    assert all(person.services.conflicts.list() == () for person in team.people)
    (decided,) = conflicts.list(DECIDED)
    assert decided.decision is not None
    assert decided.decision.how == "remove"


def is_hidden(team: Team, ent: EntityId) -> bool:
    """Whether the leader's vault hides an entity."""
    with team.leader.services.conflicts._vault.store.read() as log:
        entity = log.entity(ent)
    assert entity is not None
    return entity.is_hidden


def test_a_late_edit_reopens_a_decided_removal(team: Team) -> None:
    one, found = removed_and_edited(team, "finding")
    gone = next(side for side in found.sides if side.is_deletion)
    team.leader.services.conflicts.resolve(found.id, gone.change, reason="đã thống nhất bỏ")
    assert is_hidden(team, one)
    team.secretary.services.findings.edit(one, "cause", "Thiếu người")
    share(team)
    (again,) = team.leader.services.conflicts.list()
    assert again.state is ConflictState.REOPENED
    assert again.earlier == "đã thống nhất bỏ"
    assert {side.is_new for side in again.sides if not side.is_deletion} == {True}
    assert not is_hidden(team, one)


def test_rows_added_on_two_machines_both_stay(team: Team) -> None:
    ent = team.commune()
    first, _edit = row(team.secretary.services, ent)
    second, _edit = row(team.member.services, ent)
    agree_on_state(team)
    view = team.leader.services.inspections.show(ent)
    rows = {
        one.id
        for section in view.sections
        for item in section.items
        if hasattr(item, "rows")
        for one in item.rows
    }
    assert {first, second} <= rows
    assert team.leader.services.conflicts.list() == ()


def test_evidence_of_one_name_and_other_bytes_both_stay_and_are_told_apart(team: Team) -> None:
    ent = team.commune()
    for person, data in ((team.secretary, b"%PDF 1"), (team.member, b"%PDF 2")):
        person.services.evidence.add_bytes(ent, "biên bản.pdf", data, "c1_1")
    agree_on_state(team)
    found = team.leader.services.evidence.list(ent)
    assert [one.name for one in found] == ["biên bản.pdf"] * 2
    assert len({one.sha256 for one in found}) == 2
    assert {team.leader.services.evidence.read(one.id) for one in found} == {b"%PDF 1", b"%PDF 2"}
    assert len({one.shown_name for one in found}) == 2
    names = [person.services.vault.info().card.name for person in team.people[1:]]
    assert all(any(name in one.shown_name for one in found) for name in names)
    assert team.leader.services.conflicts.list() == ()


def test_a_finding_edited_on_both_sides_conflicts_field_by_field(team: Team) -> None:
    ent = team.commune()
    one = team.secretary.services.findings.add(ent, "c1_1", text="Chậm").value.id
    share(team)
    team.secretary.services.findings.edit(one, "text", "Chậm 12 ngày")
    team.member.services.findings.edit(one, "text", "Chậm 15 ngày")
    team.secretary.services.findings.edit(one, "severity", str(Severity.SERIOUS))
    team.member.services.findings.edit(one, "cause", "Thiếu người")
    share(team)
    (found,) = team.leader.services.conflicts.list()
    assert (found.kind, found.register.path, found.section) == ("finding", "text", found.section)
    assert found.asked is not None
    assert found.asked.name == "c1_1"
    assert found.base is not None
    assert found.base.value == "Chậm"
    assert found.has_both
    team.leader.services.conflicts.resolve(found.id, both=True, reason="cả hai")
    agree_on_state(team)
    (kept,) = team.member.services.findings.list(ent)
    assert (kept.severity, kept.cause) == (Severity.SERIOUS, "Thiếu người")
    assert sorted(kept.text.splitlines()) == ["Chậm 12 ngày", "Chậm 15 ngày"]


def test_equal_edits_agree(team: Team) -> None:
    ent = team.commune()
    one = team.secretary.services.findings.add(ent, "c1_1", text="Chậm").value.id
    share(team)
    for person in (team.secretary, team.member):
        person.services.findings.edit(one, "text", "Chậm 12 ngày")
        person.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    agree_on_state(team)
    assert team.leader.services.conflicts.list() == ()


def test_two_removals_agree(team: Team) -> None:
    ent = team.commune()
    one = team.secretary.services.findings.add(ent, "c1_1", text="Chậm").value.id
    share(team)
    for person in (team.secretary, team.member):
        person.services.findings.remove(one)
    agree_on_state(team)
    assert team.leader.services.conflicts.list() == ()
    assert is_hidden(team, one)


def test_different_registers_never_conflict(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.member.services.inspections.answer(ent, "c1_1", Side.NOTE, "xem lại")
    team.member.services.inspections.answer(ent, "c1_2", Side.VERIFIED, "no")
    agree_on_state(team)
    assert team.leader.services.conflicts.list() == ()


def hold_session(services: Services, ent: EntityId) -> None:
    """All that minutes need to be final."""
    for field, text in (
        ("started", "16/09/2019 08:00"),
        ("ended", "16/09/2019 11:30"),
        ("place", "Trụ sở UBND xã"),
        ("unit_opinion", "Nhất trí với biên bản"),
        ("conclusion", "Đơn vị cơ bản thực hiện tốt."),
    ):
        services.sessions.record(ent, field, text)
    services.sessions.add_attendee(ent, False, "Lê Thị Bình", "Chủ tịch UBND xã")


@pytest.mark.parametrize("what", ["session", "removal", "note"])
def test_minutes_with_any_open_conflict_are_not_final_and_have_no_place_to_sign(
    team: Team, what: str
) -> None:
    ent = team.commune()
    hold_session(team.leader.services, ent)
    share(team)
    assert team.leader.services.reports.preview(ent, digital=True).fields
    if what == "removal":
        removed_and_edited(team, "finding")
    else:
        for number, by in enumerate((team.secretary.services, team.member.services)):
            text = f"khác {number}"
            if what == "session":
                by.sessions.record(ent, "unit_opinion", text)
            else:
                by.inspections.answer(ent, "c1_1", Side.NOTE, text)
        share(team)
    services = team.leader.services
    (found,) = services.conflicts.list()
    rows = {one.inspection.id: one.conflicts for one in services.inspections.list()}
    assert rows[ent] == 1
    assert services.reports.preview(ent, digital=True).fields == ()
    services.conflicts.resolve(found.id, found.sides[0].change, reason="x")
    assert services.inspections.show(ent).conflicts == 0
    assert services.reports.preview(ent, digital=True).fields


def test_a_conflict_of_the_trip_itself_keeps_minutes_from_being_final(team: Team) -> None:
    """The author's cloned laptop: two decision numbers, and every minutes would print one of them."""
    ent = team.commune()
    services = team.leader.services
    hold_session(services, ent)
    trip = services.trips.show().trip.id
    journal = services.inspections._journal
    with journal.write() as pen:
        pen.set(trip, "decision_number", "1/QĐ")
    register = Register(trip, "decision_number")
    with journal.write() as pen:  # what the clone wrote at the same time
        stored = pen.log.change(pen.log.heads(register)[0].ref)
        assert stored is not None
        pen._append(Kind.SET, register, "2/QĐ", b"", stored.change.sup)
    (found,) = services.conflicts.list()
    assert (found.kind, found.inspection, found.may_decide) == ("frame", None, True)
    assert services.inspections.show(ent).conflicts == 1
    assert services.reports.preview(ent, digital=True).fields == ()
    services.conflicts.resolve(found.id, found.sides[1].change, reason="theo văn bản")
    assert services.reports.preview(ent, digital=True).fields


def test_a_correction_of_the_form_by_two_leaders_is_a_conflict_of_its_own_kind(team: Team) -> None:
    ent = team.commune()
    services = team.leader.services
    register = Register(ent, "form/mapping")
    first = services.inspections.show(ent).inspection.form_sha256
    with services.inspections._journal.write() as pen:
        for name in ("a", "b"):
            value: dict[str, Value] = {
                "choices": [{}],
                "forms": [first, name * 64],
                "name": f"phiếu {name}",
                "questions": {},
                "tables": {},
            }
            pen._append(Kind.SET, register, value, b"", ())
    (found,) = services.conflicts.list()
    assert (found.kind, found.has_both, found.has_other) == ("form", False, False)
    assert {side.value for side in found.sides} == {"phiếu a", "phiếu b"}
    services.conflicts.resolve(found.id, found.sides[0].change, reason="bản đúng")
    assert services.conflicts.list() == ()
