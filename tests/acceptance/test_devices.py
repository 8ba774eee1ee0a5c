"""The device commands: a restored vault, a fork, a revoked laptop, adopted changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.kit.program import Program
from tests.kit.team import PASSPHRASE, gather


def test_a_restored_laptop_and_a_stolen_one(tmp_path: Path) -> None:
    team = gather(tmp_path / "team")
    ent = team.commune().hex()
    leader_path, member_path = Path(team.leader.created.path), Path(team.member.created.path)
    old_id = team.member.created.device_id
    team.close()
    program = Program(tmp_path)
    leader = program.of(leader_path, PASSPHRASE)
    member = program.of(member_path, PASSPHRASE)

    # the member works, restores yesterday's copy, and is told so once
    member.run("inspection", "answer", ent, "c1_1", "no")
    backup = shutil.copytree(member_path, tmp_path / "backup")
    member.run("inspection", "answer", ent, "c1_2", "yes")
    shutil.rmtree(member_path)
    shutil.copytree(backup, member_path)
    told = member.run("device", "list")
    assert "bản cũ hơn" in told.err
    assert "máy này, định danh cũ" in told.out
    assert member.run("vault", "info").err == ""
    devices = member.json("device", "list")["devices"]
    new_id = devices[0]["id"]
    assert devices[0]["trust"] == "own"
    assert new_id != old_id

    # the leader takes the bundle of the new device without another card
    member.run("bundle", "export", "--out", tmp_path / "member.inspb")
    receipt = leader.json("bundle", "merge", tmp_path / "member.inspb")
    assert receipt["receipts"][0]["status"] == "updated"
    views = {one["id"]: one for one in leader.json("device", "list")["devices"]}
    assert views[new_id]["trust"] == "vouched"
    assert views[new_id]["trusted_by"] == views[old_id]["name"]
    assert views[old_id]["forks"] == []

    # then the laptop is stolen; the thief writes on
    short = new_id[:8]
    leader.run("device", "revoke", short, status=2)
    leader.json("device", "revoke", "máy nào", "--reason", "mất máy", status=15)
    revoked = leader.json("device", "revoke", short, "--reason", "mất máy")
    assert revoked["revocations"][0]["seq"] == revoked["last_seq"]
    member.run("inspection", "answer", ent, "c1_1", "yes")
    member.run("bundle", "export", "--out", tmp_path / "stolen.inspb")
    leader.run("bundle", "merge", tmp_path / "stolen.inspb")
    kept = leader.json("device", "quarantine", short)["changes"]
    answers = [one for one in kept if one["path"] == "q/c1_1/verified"]
    assert [(one["value"], one["current"]) for one in answers] == [("yes", "no")]
    shown = leader.run("device", "quarantine")
    assert "câu 1.1 · đoàn xác minh" in shown.out
    assert "Nhận lại từng thay đổi" in shown.out

    # one change was the owner's after all
    adopted = leader.run(
        "device", "adopt", answers[0]["change"][:12], "--reason", "chủ máy xác nhận"
    )
    assert "Đã nhận lại thay đổi" in adopted.out
    assert len(leader.json("device", "quarantine")["changes"]) == len(kept) - 1
    assert leader.json("vault", "check")["is_sound"]
    leader.run("device", "restore", short, "--reason", "máy đã tìm thấy")
    assert leader.json("device", "quarantine") == {"changes": []}

    # a new identity on request
    renewed = leader.json("device", "renew", "--reason", "máy bị nhân bản")
    assert renewed["device"].endswith("(2)")
    assert leader.json("device", "list")["devices"][0]["id"] == renewed["device_id"]
