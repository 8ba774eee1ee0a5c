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
