"""Last year's results where several write them: forged, imported twice, from two vaults."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from inspector_app.domain.errors import AlreadyRecordedError, InputValueError
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState, state_on
from inspector_app.domain.trip.previous import FollowUp, PreviousTrip
from inspector_app.domain.trip.values import RemediationState, Role, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.previous_registers import previous_of
from inspector_app.services.vaults import Person
from inspector_app.services.workshop import Services
from inspector_app.store.log import Log
from tests.kit.corrections import write_form
from tests.kit.team import PASSPHRASE, Colleague, colleague, sample_trip, workshop
from tests.services.test_previous import PAST, V, Years, commune, made, previous, years

__all__ = ("made", "years")  # fixtures


def second_leader(years: Years, folder: Path) -> Colleague:
    """The leader of the other team, enrolled, with the trip."""
    leader = years.team.leader
    plan = workshop().read_trip(str(sample_trip()))
    who = next(one for one in plan.members if one.team == 2 and one.role is Role.LEADER)
    other = colleague(folder, "td2", who)
    card = str(folder / "td2.inspcard")
    other.services.cards.export(card)
    leader.services.cards.import_(card, fingerprint=other.created.fingerprint)
    pack = str(folder / "p.inspb")
    leader.services.trips.export_pack(pack)
    other.services.trips.import_pack(pack, leader.created.fingerprint)
    other.folder = folder
    return other


def send_own_run(laptop: Colleague, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle with this laptop's run alone, as a changed program makes it."""
    own, whole = laptop.services.bundles._vault.identity.dev, Log.segments
    with monkeypatch.context() as patch:
        patch.setattr(
            Log,
            "segments",
            lambda self, after=None: [one for one in whole(self) if one.seal.dev == own],
        )
        return laptop.send(name)


def later_vault(years: Years, folder: Path) -> PreviousTrip:
    """Last year's vault as it was some days on: another figure, a requirement more."""
    shutil.copytree(years.past, folder / "moi")
    later = workshop().open_vault(str(folder / "moi"), PASSPHRASE)
    ent = commune(later)
    later.inspections.answer(ent, "nhan", V, "999")
    later.requirements.add(ent, "Yêu cầu thêm sau")
    later.close()
    return workshop().read_previous(str(folder / "moi"), PASSPHRASE)


def test_forged_results_are_refused_where_nobody_has_heard_of_them_yet(
    years: Years, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, member = years.team.leader, years.team.member
    other = second_leader(years, tmp_path)
    leader.services.previous.take_over(years.read())
    member.take(leader.send("l.inspb"))
    ent = commune(member.services)
    with member.services.inspections._journal.write() as pen:
        of = previous_of(pen.log, ent)
        assert of is not None
        pen.set(of, "last/answer/nhan", {"verified": "9 hồ sơ (giả)", "clause": "1.2"})
    forged = send_own_run(member, "m.inspb", monkeypatch)
    receipt = other.take(forged)[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert other.take(leader.send("l2.inspb"))[0].error == ""
    assert previous(other.services, ent).answers["nhan"].verified == "1.234 hồ sơ"
    assert leader.take(other.send("o.inspb"))[0].error == "", "an honest carrier is heard"


def test_a_claim_about_the_life_of_last_years_results_changes_nothing(
    years: Years, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, member = years.team.leader, years.team.member
    other = second_leader(years, tmp_path)
    leader.services.previous.take_over(years.read())
    member.take(leader.send("l.inspb"))
    ent = commune(member.services)
    with member.services.inspections._journal.write() as pen:
        of = previous_of(pen.log, ent)
        assert of is not None
        pen.set(of, "_", {"of": ent, "type": "finding"})
    other.take(send_own_run(member, "m.inspb", monkeypatch))
    assert other.take(leader.send("l2.inspb"))[0].error == ""
    assert previous(other.services, ent) == previous(leader.services, ent)
    assert other.services.conflicts.list() == ()
    assert other.services.findings.list(ent) == ()
    assert leader.take(other.send("o.inspb"))[0].error == ""


def author_adds_a_member(services: Services) -> EntityId:
    """Somebody whom the decision named late."""
    with services.inspections._journal.write() as pen:
        trip = pen.log.note("trip/current")
        team = pen.log.entities(EntityType.TEAM, EntityId(trip or b""))[0]
        values = {"name": "Lê Thị Mới", "post": "", "agency": "", "role": str(Role.MEMBER)}
        return pen.create(EntityType.MEMBER, team, values)


@pytest.mark.parametrize("path", ["name", "role", "kind", "unit"])
def test_what_only_the_author_says_is_refused_of_somebody_not_known_yet(
    years: Years, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    leader, member = years.team.leader, years.team.member
    other = second_leader(years, tmp_path)
    new = author_adds_a_member(leader.services)
    member.take(leader.send("l.inspb"))
    with member.services.inspections._journal.write() as pen:
        pen.set(new, path, "giả")
    receipt = other.take(send_own_run(member, "m.inspb", monkeypatch))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")


def test_somebody_cannot_be_put_into_a_team_that_is_not_known_yet(
    years: Years, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, member = years.team.leader, years.team.member
    other = second_leader(years, tmp_path)
    with leader.services.inspections._journal.write() as pen:
        trip = EntityId(pen.log.note("trip/current") or b"")
        team = pen.create(EntityType.TEAM, trip, {"number": 3, "name": "Đoàn 3"})
    member.take(leader.send("l.inspb"))
    with member.services.inspections._journal.write() as pen:
        pen.create(EntityType.MEMBER, team, {"name": "Người lạ"})
    assert other.take(send_own_run(member, "m.inspb", monkeypatch))[0].error == "log.refused"


def test_two_people_may_edit_what_a_third_recorded(years: Years, tmp_path: Path) -> None:
    """Names of people at the session are nobody's matter alone: no honest bundle is refused."""
    team = years.team
    other = second_leader(years, tmp_path)
    ent = commune(team.secretary.services)
    team.secretary.services.sessions.add_attendee(ent, False, "Trần Thị B", "Chủ tịch")
    person = team.secretary.services.inspections.show(ent).session.attendees[0]
    team.leader.take(team.secretary.send("s.inspb"))
    team.member.take(team.leader.send("l.inspb"))
    team.member.services.sessions.edit_attendee(person.id, "Trần Thị Bê", "Chủ tịch")
    team.leader.take(team.member.send("m.inspb"))
    assert other.take(team.leader.send("l2.inspb"))[0].error == ""


def test_two_leaders_import_and_what_differs_is_an_ordinary_conflict(
    years: Years, tmp_path: Path
) -> None:
    leader = years.team.leader
    other = second_leader(years, tmp_path)
    leader.services.previous.take_over(years.read())
    other.services.previous.take_over(later_vault(years, tmp_path))
    ent = commune(leader.services)
    more = next(
        one for one in previous(other.services, ent).requirements if one.text == "Yêu cầu thêm sau"
    )
    other.services.remediations.record(ent, more.id, "Đã làm việc đó")
    assert leader.take(other.send("o.inspb"))[0].error == ""
    assert other.take(leader.send("l.inspb"))[0].error == ""
    assert leader.digest() == other.digest()
    for services in (leader.services, other.services):
        view = services.inspections.show(ent)
        found = previous(services, ent)
        assert {one.text for one in found.requirements} == {
            "Ban hành kế hoạch",
            "Yêu cầu thêm sau",
        }
        assert {one.register.path for one in services.conflicts.list()} == {
            "last/answer/nhan",
            "last/answer/ty_le",
        }
        assert "Đã làm việc đó" in repr(minutes_facts(view, 0))
    disputed = leader.services.conflicts.list()[0]
    with pytest.raises(InputValueError, match="chỉ chọn"):
        leader.services.conflicts.resolve(disputed.id, text="5 hồ sơ", reason="theo sổ")
    kept = disputed.heads[0]
    leader.services.conflicts.resolve(disputed.id, kept.change, reason="theo kho sau")
    assert len(leader.services.conflicts.list()) == 1


def test_a_requirement_with_a_remediation_stays_though_a_later_import_lacks_it(
    years: Years, tmp_path: Path
) -> None:
    leader = years.team.leader
    other = second_leader(years, tmp_path)
    leader.services.previous.take_over(years.read())
    other.take(leader.send("l.inspb"))
    ent = commune(leader.services)
    asked = previous(other.services, ent).requirements[0]
    done = other.services.remediations.record(ent, asked.id, "Đã ban hành").value
    shutil.copytree(years.past, tmp_path / "moi")
    later = workshop().open_vault(str(tmp_path / "moi"), PASSPHRASE)
    later.requirements.remove(later.requirements.list(commune(later))[0].id)
    later.close()
    trip = workshop().read_previous(str(tmp_path / "moi"), PASSPHRASE)
    leader.services.previous.take_over(trip)
    assert previous(leader.services, ent).requirements == (), "nobody has said anything of it"
    leader.take(other.send("o.inspb"))
    assert [one.id for one in previous(leader.services, ent).requirements] == [asked.id]
    assert "Đã ban hành" in repr(minutes_facts(leader.services.inspections.show(ent), 0))
    leader.services.remediations.decide(done.id, RemediationState.ACCEPTED)
    again = leader.services.remediations.record(ent, asked.id, "Thêm một việc").value
    assert again.requirement == asked.id
    with leader.services.inspections._vault.store.read() as log:
        of = previous_of(log, ent)
        assert of is not None
        heads = log.heads(Register(of, f"last/requirement/{asked.id.hex()}"))
    assert [one.value for one in heads] == [None]


def another_trip(folder: Path) -> PreviousTrip:
    """A vault of the same units, in which nothing was recorded."""
    forms = {UnitKind.COMMUNE: write_form(folder, PAST, "2018")}
    person = Person("Ai đó", "", "", "Máy")
    created = workshop().create_vault(str(folder / "khac"), PASSPHRASE, person)
    services = workshop().open_vault(created.path, PASSPHRASE)
    services.trips.create(str(sample_trip()), forms)
    services.close()
    return workshop().read_previous(created.path, PASSPHRASE)


def test_another_trip_replaces_nothing_unless_told_and_hides_no_remediation(
    years: Years, tmp_path: Path
) -> None:
    services = years.team.leader.services
    first, second = years.read(), another_trip(tmp_path)
    services.previous.take_over(first)
    ent = commune(services)
    asked = previous(services, ent).requirements[0]
    services.remediations.record(ent, asked.id, "Đã ban hành")
    before, digest = previous(services, ent), services.vault.info().state_digest
    with pytest.raises(AlreadyRecordedError) as refused:
        services.previous.take_over(second)
    assert services.vault.info().state_digest == digest
    old, new = str(refused.value.details["old"]), str(refused.value.details["new"])
    assert first.title in old
    assert "/2019" in old
    assert second.title in new
    assert old != new, "two trips of one name are told apart"
    assert previous(services, ent) == before
    services.previous.take_over(second, replace=True)
    found = previous(services, ent)
    assert found.answers == {}
    assert [one.id for one in found.requirements] == [asked.id]
    assert "Đã ban hành" in repr(minutes_facts(services.inspections.show(ent), 0))
    services.previous.take_over(second)


def test_a_dispute_about_a_remediation_closes_nothing(years: Years) -> None:
    team, day = years.team, date(2019, 9, 1)
    leader, member, secretary = team.leader, team.member, team.secretary
    leader.services.previous.take_over(years.read())
    ent = commune(leader.services)
    asked = previous(leader.services, ent).requirements[0]
    done = leader.services.remediations.record(ent, asked.id, "Đã ban hành").value
    bundle = leader.send("l.inspb")
    member.take(bundle)
    secretary.take(bundle)
    secretary.services.remediations.decide(done.id, RemediationState.REJECTED, "Thiếu")
    member.services.remediations.decide(done.id, RemediationState.ACCEPTED)
    leader.take(secretary.send("s.inspb"), member.send("m.inspb"))
    view = leader.services.inspections.show(ent)
    assert view.remediations[0].is_disputed
    assert state_on(day, None, view.remediations) is RequirementState.CONFLICT
    assert RequirementState.CONFLICT.is_open
    assert previous(leader.services, ent).count(view.remediations) == FollowUp(due=2, met=1)
    assert "Đoàn chưa thống nhất" in repr(minutes_facts(view, 0))
    next_year = workshop().read_previous(leader.created.path, PASSPHRASE)
    carried = [need for one in next_year.inspections for need in one.requirements]
    assert asked.id in {one.id for one in carried}
    disputed = next(one for one in leader.services.conflicts.list() if one.register.path == "state")
    kept = next(one for one in disputed.heads if one.value == str(RemediationState.ACCEPTED))
    leader.services.conflicts.resolve(disputed.id, kept.change, reason="đã xem hồ sơ")
    view = leader.services.inspections.show(ent)
    assert state_on(day, None, view.remediations) is RequirementState.CLOSED
