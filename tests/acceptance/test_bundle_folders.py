"""A folder of bundles: looked at without a trace, merged whole, the odd one refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.acceptance.conftest import Demo
from tests.kit.program import Program


def test_a_folder_is_looked_at_and_merged(demo: Demo, leader: Program, tmp_path: Path) -> None:
    drop = tmp_path / "tu usb"
    (drop / "doan 1").mkdir(parents=True)
    for number, key in enumerate(("secretary", "member")):
        person = demo.copy(key, tmp_path)
        folder = drop / "doan 1" if number else drop
        person.json("finding", "add", "an khe", "--text", f"Tồn tại {key}", "--severity", "minor")
        person.json("bundle", "export", "--out", folder / f"{key}.inspb")
    shutil.copy(drop / "secretary.inspb", drop / "secretary (1).inspb")  # a sync client's copy
    (drop / "hong.inspb").write_bytes(b"not a bundle")
    (drop / ".dang-chep.inspb.part").write_bytes(b"half")
    (drop / "ghi chu.txt").write_text("x")
    before = leader.json("vault", "info")["state_digest"]
    looked = leader.json("bundle", "merge", drop, "--dry-run", status=30)
    seen = {Path(one["path"]).name: one for one in looked["bundles"]}
    assert set(seen) == {"secretary.inspb", "secretary (1).inspb", "member.inspb", "hong.inspb"}
    assert seen["hong.inspb"]["error"]["code"] == "bundle.damaged"
    assert seen["member.inspb"]["changes_new"] > 0
    assert len(seen["member.inspb"]["units"]) == 1
    assert leader.json("vault", "info")["state_digest"] == before
    merged = leader.json("bundle", "merge", drop, status=30)["receipts"]
    by_name = {Path(one["path"]).name: one for one in merged}
    assert by_name["hong.inspb"]["status"] == "refused"
    assert by_name["member.inspb"]["changes_new"] == seen["member.inspb"]["changes_new"]
    twins = {by_name[name]["status"] for name in ("secretary.inspb", "secretary (1).inspb")}
    assert "known" in twins
    assert leader.json("vault", "info")["state_digest"] != before
    assert sorted(one.name for one in drop.iterdir())[0] == ".dang-chep.inspb.part"


def test_a_folder_without_bundles_is_said_to_be_one(leader: Program, tmp_path: Path) -> None:
    (tmp_path / "rong").mkdir()
    found = leader.json("bundle", "merge", tmp_path / "rong", status=11)
    assert "rong" in found["error"]["message"]
