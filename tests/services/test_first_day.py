"""What a first day with the program found: places opened again, deeds by name, whose value it is."""

from __future__ import annotations

from inspector_app.cli.device import held_place, held_value
from inspector_app.domain.trip.history import Deed
from inspector_app.domain.trip.values import Side
from inspector_app.host.history_wording import after_text, deed_text, subject_text
from inspector_app.services.history import HistoryFilter
from tests.kit.team import Team
from tests.services.test_conflicts import differ, only


def text_of(team: Team, deed: Deed) -> list[str]:
    """What the leader's log says of changes of this kind."""
    lines = team.leader.services.log.lines(HistoryFilter(limit=60), lambda line: line.author).lines
    return [
        f"{deed_text(one)} | {subject_text(one.subject)} | {after_text(one)}"
        for one in lines
        if one.deed is deed
    ]


def test_a_late_bundle_says_which_decided_place_it_opens_again(team: Team) -> None:
    ent = differ(team, "c1_5")
    services = team.leader.services
    (found,) = services.conflicts.list()
    services.conflicts.resolve(found.id, choose=found.sides[0].change, reason="đã xem sổ")
    team.member.services.inspections.answer(ent, "c1_5", Side.VERIFIED, "partial")
    (receipt,) = team.leader.take(team.member.send("late.inspb"))
    unit = services.inspections.show(ent).inspection.unit.name
    assert (receipt.conflicts_new, receipt.reopened) == (1, (f"{unit}: c1_5",))
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    receipts = team.leader.take(team.member.send("m9.inspb"), team.secretary.send("s9.inspb"))
    assert [one.reopened for one in receipts] == [(), ()]  # c1_1 was never decided


def test_what_an_undo_brings_back_is_still_its_authors_value(team: Team) -> None:
    ent = differ(team, "c1_5")
    services = team.leader.services
    found = only(team)
    services.conflicts.resolve(found.id, choose=found.sides[0].change, reason="đã xem sổ")
    services.conflicts.undo(found.id, "nhầm")
    items = services.inspections.show(ent).questions(hidden=True)
    (item,) = (one for one in items if one.question.name == "c1_5")
    assert item.verified.is_conflict
    authors = {one.author: one.value for one in item.verified.heads}
    assert authors == {"Phạm Thị D": "yes", "Hoàng Văn E": "no"}
    assert {text.rpartition(" | ")[2] for text in text_of(team, Deed.UNDO)} == {
        "Có (giá trị của Phạm Thị D)",
        "Không (giá trị của Hoàng Văn E)",
    }
    (taken,) = text_of(team, Deed.TAKE_BACK)
    assert taken.startswith("lấy lại quyết định |")
    assert taken.endswith("| nhầm")


def test_the_log_names_what_was_done_to_devices(team: Team) -> None:
    services = team.leader.services
    ent = team.commune()
    team.leader.take(team.member.send("m0.inspb"))
    laptop = services.devices.find("Máy thanh-vien")
    services.devices.revoke(laptop.id, "mất máy")
    team.member.services.inspections.answer(ent, "c1_5", Side.VERIFIED, "no")
    team.leader.take(team.member.send("m1.inspb"))
    held = services.devices.quarantine(laptop.id)
    change = next(one.change for one in held if one.can_adopt and one.value == "no")
    services.devices.adopt([change], "đã đối chiếu bản giấy")
    services.devices.restore(laptop.id, "tìm thấy máy")
    name = "máy «Máy thanh-vien»"
    assert text_of(team, Deed.REVOKE) == [f"thu hồi máy | {name} | mất máy"]
    assert text_of(team, Deed.ADOPT) == [f"nhận lại thay đổi | {name} | đã đối chiếu bản giấy"]
    again = f"rút lại việc thu hồi máy | {name} | tìm thấy máy"
    assert text_of(team, Deed.TRUST_AGAIN) == [again]


def test_a_quarantined_answer_and_a_pack_speak_in_words(team: Team) -> None:
    services = team.leader.services
    ent = team.commune()
    team.leader.take(team.member.send("m0.inspb"))
    laptop = services.devices.find("Máy thanh-vien")
    services.devices.revoke(laptop.id, "mất máy")
    team.member.services.inspections.answer(ent, "c1_7", Side.VERIFIED, "no")
    team.leader.take(team.member.send("m1.inspb"))
    held = services.devices.quarantine(laptop.id)
    (answer,) = (one for one in held if one.question is not None)
    assert held_value(answer, answer.value) == "Không"
    assert held_place(answer).endswith(" · câu 1.7 · đoàn xác minh")
    others = [one for one in held if one.question is None]
    assert {held_value(one, one.value) for one in others} <= {"–"}
    plan = services.editions.plan()
    assert [one.name for one in plan.recipients] == ["Phạm Thị D"]
    assert "Hoàng Văn E" in [one.name for one in plan.missing]
