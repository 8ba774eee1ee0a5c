"""The trip changes in its middle: units, members, dates, by its author; old bundles still merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from inspector_app.domain.errors import InputValueError, NotAllowedError, NotFoundError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.outline_edits import (
    AddMember,
    AddUnit,
    BringBack,
    ChangeMember,
    ChangeUnit,
    Edit,
    LeaveTeam,
    SetHeader,
    WithdrawUnit,
)
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit
from inspector_app.domain.trip.trip_changes import ChangeKind, change_words, summary_words
from inspector_app.domain.trip.values import Role, Side, UnitKind
from tests.kit.team import Team, colleague

NEW = PlannedUnit(
    team=1,
    name="UBND xã Mới",
    kind=UnitKind.COMMUNE,
    parent="UBND huyện Phú Bình",
    address="",
    day=date(2019, 9, 18),
    half_day="afternoon",
    is_invented=True,
)
SURPRISE = replace(NEW, name="UBND xã Đột Xuất", day=None, half_day="", is_unannounced=True)


def send_edition(team: Team, name: str = "pack-2.inspb") -> str:
    path = str(team.folder / name)
    team.leader.services.trips.export_pack(path)
    return path


def test_edits_apply_whole_and_are_told_in_words(team: Team) -> None:
    commune = team.commune()
    edits = team.leader.services.trip_edits
    header = SetHeader({"title": "Kiểm tra (điều chỉnh)", "ends": date(2019, 9, 21)})
    done = edits.edit(
        [header, AddUnit(NEW), AddUnit(SURPRISE), WithdrawUnit(commune, "thiên tai")]
    ).value
    words = [str(change_words(one)) for one in done.changes]
    assert "Thêm đơn vị kiểm tra đột xuất «UBND xã Đột Xuất» (đoàn số 1)" in words
    assert any(one.startswith("Rút đơn vị") and one.endswith("thiên tai") for one in words)
    assert str(summary_words(done.changes)) == (
        "thêm 2 đơn vị, rút 1 đơn vị, sửa 2 mục của quyết định và thời gian"
    )
    view = team.leader.services.trips.show()
    assert view.trip.title == "Kiểm tra (điều chỉnh)"
    assert {NEW.name, SURPRISE.name} < {one.inspection.unit.name for one in view.inspections}
    assert [one.inspection.id for one in view.withdrawn] == [commune]
    assert len(view.inspections) == 18 + 2 - 1
    assert edits.outline() == done.after, "what was written reads as it was meant"


def test_undo_brings_the_values_before_the_last_edit_back(team: Team) -> None:
    edits, commune = team.leader.services.trip_edits, team.commune()
    before = edits.outline()
    edits.edit([SetHeader({"place": "Phú Bình"}), AddUnit(NEW), WithdrawUnit(commune, "x")])
    taken = edits.undo().value
    now = edits.outline()
    assert now.header == before.header
    assert list(now.active_units()) == list(before.active_units())
    assert {one.kind for one in taken.changes} == {
        ChangeKind.HEADER,
        ChangeKind.UNIT_WITHDRAWN,
        ChangeKind.UNIT_BACK,
    }
    with pytest.raises(InputValueError):
        edits.undo()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetHeader({"starts": date(2019, 9, 30)}), "sớm hơn"),
        (SetHeader({"title": ""}), "chưa điền"),
        (AddUnit(replace(NEW, day=date(2019, 10, 1))), "nằm ngoài đợt"),
        (AddUnit(replace(NEW, day=None)), "chưa có ngày"),
        (AddUnit(replace(NEW, team=7)), "không có đoàn số 7"),
        (AddUnit(replace(NEW, name="UBND huyện Phú Bình", parent="UBND tỉnh Thái Nguyên")), "hai"),
        (AddMember(PlannedMember(1, "Ông Hai", "", "", Role.LEADER)), "2 Trưởng đoàn"),
    ],
)
def test_a_breach_is_told_and_changes_nothing(team: Team, edit: Edit, said: str) -> None:
    before = team.leader.services.vault.info().state_digest
    with pytest.raises(InputValueError) as caught:
        team.leader.services.trip_edits.edit([AddUnit(SURPRISE), edit])
    assert said in str(caught.value)
    assert team.leader.services.vault.info().state_digest == before


def test_only_the_author_edits(team: Team) -> None:
    for one in (team.secretary, team.member):
        with pytest.raises(NotAllowedError):
            one.services.trip_edits.edit([SetHeader({"place": "x"})])
        with pytest.raises(NotAllowedError):
            one.services.trip_edits.undo()


def test_members_learn_what_an_edition_changed(team: Team) -> None:
    plan = team.leader.services.editions.plan()
    assert (plan.edition, plan.is_new) == (1, False)
    team.leader.services.trip_edits.edit([AddUnit(NEW), AddUnit(SURPRISE)])
    plan = team.leader.services.editions.plan()
    assert (plan.edition, plan.is_new, len(plan.changes)) == (2, True, 2)
    path = send_edition(team)
    receipt = team.member.services.trips.import_pack(path).value
    assert receipt.edition == 2
    assert str(summary_words(receipt.trip_changes)) == "thêm 2 đơn vị"
    again = team.member.services.trips.import_pack(path).value
    assert (again.status, again.trip_changes) == ("known", ())
    view = team.member.services.trips.show()
    assert (view.edition, len(view.inspections)) == (2, 20)
    found = team.leader.services.editions.list()
    assert [one.number for one in found] == [1, 2]
    assert [one.kind for one in found[1].changes] == [ChangeKind.UNIT_ADDED] * 2
    send_edition(team, "pack-again.inspb")
    assert len(team.leader.services.editions.list()) == 2, "nothing changed: no new edition"
    assert team.member.services.inspections.find("mới").unit.name == NEW.name


def test_work_under_an_old_edition_on_a_replaced_unit_is_not_lost(team: Team) -> None:
    commune = team.commune()
    team.leader.services.trip_edits.edit([WithdrawUnit(commune, "sáp nhập", NEW)])
    team.secretary.services.trips.import_pack(send_edition(team))
    # the member never sees edition 2 and goes on
    team.member.services.inspections.answer(commune, "c1_1", Side.VERIFIED, "yes")
    team.member.services.findings.add(commune, "c1_1", text="Chậm ban hành")
    receipt = team.leader.take(team.member.send("old.inspb"))[0]
    assert (receipt.status, receipt.conflicts_open) == ("updated", 0)
    view = team.leader.services.trips.show()
    (row,) = view.withdrawn
    assert row.inspection.id == commune
    assert row.inspection.withdrawn is not None
    assert row.inspection.withdrawn.reason == "sáp nhập"
    new = team.leader.services.inspections.find(NEW.name)
    assert row.inspection.withdrawn.replaced_by == new.id
    assert (row.findings, row.progress.answered) == (1, 1)
    shown = team.leader.services.inspections.show(commune).question(("c1_1", None))
    assert shown is not None
    assert shown.verified.value == "yes"
    assert commune not in [one.id for one in team.leader.services.summaries.begin().inspections]
    # exportable: the leader's bundle brings it back to the others, and the unit's own tables
    team.secretary.take(team.leader.send("back.inspb"))
    assert [one.findings for one in team.secretary.services.trips.show().withdrawn] == [1]
    out = str(team.folder / "rut.xlsx")
    team.leader.services.tables.build(out, [commune])
    assert Path(out).stat().st_size > 0
    # and bringing the unit back shows everything again
    team.leader.services.trip_edits.edit([BringBack(commune)])
    assert team.leader.services.trips.show().withdrawn == ()
    assert team.leader.services.vault.check().problems == ()


def test_a_leader_of_an_old_edition_has_decided_and_still_merges(team: Team) -> None:
    services = team.leader.services
    roster = {one.name: one for one in services.trip_edits.outline().members}
    secretary = roster[team.secretary.services.cards.own().name]
    second = next(one for one in roster.values() if one.team == 2 and one.role is Role.LEADER)
    # the leader of the second team joins with a card, enrols nobody, decides a conflict
    who = PlannedMember(2, second.name, second.post, second.agency, second.role)
    other = colleague(team.folder, "truong-doan-2", who)
    card = str(team.folder / "td2.inspcard")
    other.services.cards.export(card)
    services.cards.import_(card, fingerprint=other.created.fingerprint)
    pack = send_edition(team, "pack-1b.inspb")
    other.services.trips.import_pack(pack, team.leader.created.fingerprint)
    ent = team.commune()
    for one, value in ((team.secretary, "yes"), (team.member, "no")):
        one.services.inspections.answer(ent, "c1_1", Side.VERIFIED, value)
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    other.take(team.leader.send("l.inspb"))
    (conflict,) = other.services.conflicts.list()
    other.services.conflicts.resolve(conflict.id, conflict.heads[0].change, reason="đã xem")
    # meanwhile the author replaces that leader
    new = replace(who, name="Bà Trưởng Mới")
    done = services.trip_edits.edit([LeaveTeam(second.id, "nghỉ ốm", new)]).value
    kinds = {one.kind for one in done.changes}
    assert ChangeKind.LEADER in kinds
    assert "đổi Trưởng đoàn đoàn số 2" in str(summary_words(done.changes))
    receipt = team.leader.take(other.send("o.inspb"))[0]
    assert receipt.status in ("new", "updated"), receipt.error
    assert services.conflicts.list() == (), "the decision counts: it was theirs to make"
    plan = services.editions.plan()
    assert [one.name for one in plan.left] == [second.name]
    assert "Bà Trưởng Mới" in {one.name for one in plan.missing}
    other.services.trips.import_pack(pack)
    assert secretary.left is None
    other.services.close()


def test_who_moves_to_another_team_keeps_the_card(team: Team) -> None:
    outline = team.leader.services.trip_edits.outline()
    name = team.member.services.cards.own().name
    member = next(one for one in outline.members if one.name == name and one.team == 1)
    done = team.leader.services.trip_edits.edit([ChangeMember(member.id, {"team": 2})]).value
    assert [str(change_words(one)) for one in done.changes] == [
        f"{name} chuyển từ đoàn số 1 sang đoàn số 2"
    ]
    assert team.leader.services.trips.show().former == (), "nobody left: the person moved"
    card = next(one for one in team.leader.services.cards.list() if one.name == name)
    assert card.member is not None
    assert card.member.left is None
    team.member.services.trips.import_pack(send_edition(team))
    me = team.member.services.trips.show().me
    assert me is not None
    assert me.name == name
    teams = {
        one.team.number: {m.name for m in one.members}
        for one in team.leader.services.trips.show().teams
    }
    assert name in teams[2]
    assert name not in teams[1]
    team.leader.services.trip_edits.undo()
    card = next(one for one in team.leader.services.cards.list() if one.name == name)
    assert card.member is not None
    assert (card.member.id, card.member.left) == (member.id, None), "undone: who it was before"


def test_the_workbook_goes_out_is_changed_and_comes_back(team: Team) -> None:
    edits, path = team.leader.services.trip_edits, str(team.folder / "dot.xlsx")
    edits.export(path)
    assert edits.compare(path).changes == (), "unchanged: nothing differs"
    assert edits.compare(path).after == edits.outline()
    book = openpyxl.load_workbook(path)
    units = book["Đơn vị"]
    former = units.cell(2, 2).value
    units.cell(2, 2).value = "=HYPERLINK(1)"
    units.cell(2, 2).data_type = "s"
    gone = units.cell(4, 2).value
    units.delete_rows(4)
    units.append([1, "UBND xã Mới", "Xã", None, None, "18/09/2019", "Chiều", "có", "không"])
    units.append([1, "UBND xã Đột Xuất", "Xã", None, None, None, None, "có", "có"])
    book.save(path)
    words = [str(change_words(one)) for one in edits.compare(path).changes]
    assert f"«=HYPERLINK(1)», tên: «{former}» → «=HYPERLINK(1)»" in words
    assert f"Rút đơn vị «{gone}»: không còn trong tệp đợt kiểm tra" in words
    assert edits.outline() == edits.compare(path).before, "comparing writes nothing"
    edits.apply(path)
    edits.export(path, replace=True)
    assert edits.compare(path).changes == ()
    with pytest.raises(NotAllowedError):
        team.member.services.trip_edits.apply(path)


def test_the_kind_of_an_answered_unit_stays(team: Team) -> None:
    commune = team.commune()
    edits = team.leader.services.trip_edits
    free = team.commune(1)
    edits.edit([ChangeUnit(free, {"kind": UnitKind.DISTRICT})])
    assert team.leader.services.inspections.show(free).form.form_id != (
        team.leader.services.inspections.show(commune).form.form_id
    )
    team.leader.services.inspections.answer(commune, "c1_1", Side.VERIFIED, "yes")
    with pytest.raises(InputValueError):
        edits.edit([ChangeUnit(commune, {"kind": UnitKind.DISTRICT})])


def test_what_is_not_there_is_not_found(team: Team) -> None:
    with pytest.raises(NotFoundError):
        team.leader.services.trip_edits.edit([BringBack(EntityId(b"x" * 16))])
