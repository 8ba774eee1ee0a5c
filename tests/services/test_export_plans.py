"""A plan says what the export then does, and who could open it."""

from __future__ import annotations

from pathlib import Path

from inspector_app.services.exchange import ExportOptions
from inspector_app.services.export_plans import ExportPlan, Weight
from tests.kit.team import Team


def weighing(plan: ExportPlan, weight: Weight) -> list[str]:
    return [one.text for one in plan.checks if one.weight is weight]


def test_a_member_sends_to_the_leader(team: Team) -> None:
    services = team.member.services
    services.findings.add(team.commune(), text="Thiếu kế hoạch")
    plan = services.export_plans.plan()
    assert [one.name for one in plan.receivers] == ["Nguyễn Văn A"]
    assert (plan.may_go, plan.is_whole) == (True, False)  # the leader's pack tells what they hold
    assert plan.receivers[0].fingerprint == team.leader.created.fingerprint
    summary = services.bundles.export(str(team.folder / "a.inspb"))
    assert (summary.changes, summary.evidence) == (plan.changes, plan.evidence)
    assert summary.size <= plan.size < 3 * summary.size + 20_000


def test_after_a_receipt_only_the_new_part_is_planned(team: Team) -> None:
    member, leader = team.member.services, team.leader
    member.findings.add(team.commune(), text="Thiếu kế hoạch")
    leader.take(team.member.send("a.inspb"))
    receipt = leader.services.handovers.write_receipt(str(team.folder / "a.insprcpt"))
    member.handovers.import_receipt(receipt.path)
    member.findings.add(team.commune(), text="Thiếu biên bản")
    plan = member.export_plans.plan()
    assert not plan.is_whole
    assert plan.receivers[0].receipt_number == 1
    assert 0 < plan.changes < member.export_plans.plan(options=ExportOptions(is_whole=True)).changes


def test_what_must_and_what_may(team: Team, tmp_path: Path) -> None:
    leader = team.leader.services
    plan = leader.export_plans.plan()
    assert {one.name for one in plan.receivers} == {"Phạm Thị D", "Hoàng Văn E"}
    assert plan.lacking
    assert any(plan.lacking[0] in text for text in weighing(plan, Weight.MAY))
    assert plan.may_go
    locked = leader.export_plans.plan(options=ExportOptions(passphrase="bốn từ không liên quan"))
    assert (locked.receivers, locked.may_go) == ((), True)
    assert leader.export_plans.plan("trip").purpose == "trip"


def test_too_many_new_keys_are_told_before_the_receiver_takes_one_for_a_stranger(
    team: Team,
) -> None:
    member = team.member

    def renew(times: int) -> list[str]:
        for _ in range(times):
            member.services.devices.renew("cài lại")
            member.reopen()
        return weighing(member.services.export_plans.plan(), Weight.MAY)

    assert not [text for text in renew(6) if "định danh" in text]
    assert [text for text in renew(1) if "biên nhận" in text and "7" in text]
    assert [text for text in renew(2) if "người lạ" in text and "9" in text]
    assert team.leader.take(member.send("late.inspb"))[0].error == "bundle.unknown-sender"
    # the card shown again makes it known, and what the leader then says ends the warning
    card = str(team.folder / "again.inspcard")
    member.services.cards.export(card)
    words = member.services.cards.own().fingerprint
    team.leader.services.cards.import_(card, fingerprint=words)
    assert team.leader.take(member.send("known.inspb"))[0].status == "updated"
    given = team.leader.services.handovers.write_receipt(str(team.folder / "k.insprcpt"))
    member.services.handovers.import_receipt(given.path)
    assert not [text for text in renew(1) if "định danh" in text]
