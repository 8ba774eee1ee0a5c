"""``inspector demo``: what it leaves is whole, says where it is, and can be played on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.conftest import Demo
from tests.kit.program import Program


def test_the_demonstration_is_whole(demo: Demo, tmp_path: Path) -> None:
    assert demo.summary["seconds"] < 150  # a busy machine with two cores; alone it takes 20
    assert str(demo.folder / "TOM-TAT.md") in demo.ran.out
    assert demo.ran.err == ""  # no terminal, no progress
    assert {one["state_digest"] for one in demo.summary["vaults"]} == {demo.summary["state_digest"]}
    for key in ("leader", "secretary", "member"):
        program = Program(tmp_path, Path(demo.vault(key)["path"]), demo.passphrase(key))
        info = program.json("vault", "info")
        assert info["state_digest"] == demo.summary["state_digest"]
        assert (info["conflicts"], info["gaps"], info["forks"]) == (0, [], [])
    readable = (demo.folder / "TOM-TAT.md").read_text(encoding="utf-8")
    for one in demo.summary["vaults"]:
        assert one["passphrase"] in readable
        assert one["fingerprint"] in readable
    assert not list(demo.folder.parent.glob(".*"))


def test_the_receipts_say_what_travelled(demo: Demo) -> None:
    receipts = {one["name"]: one for one in demo.summary["receipts"]}
    assert receipts["dot-kiem-tra-member"]["status"] == "new"
    assert receipts["gop-member"]["conflicts_new"] == 1
    assert receipts["gop-member"]["evidence_new"] == 2
    assert receipts["nhan-ve-secretary"]["conflicts_open"] == 0
    for name, receipt in receipts.items():
        written = json.loads((demo.folder / "bien-nhan" / f"{name}.json").read_text("utf-8"))
        assert written["changes_new"] == receipt["changes_new"]
    assert demo.summary["conflict"]["decided"] == 2
    assert {head["value"] for head in demo.summary["conflict"]["heads"]} == {2, 3}


def test_the_signed_minutes_verify_and_one_byte_is_noticed(demo: Demo, program: Program) -> None:
    first, second = demo.summary["minutes"]
    verdict = program.json("verify", first["signed"], "--root", first["root"])
    assert verdict["is_valid"]
    assert [one["field"] for one in verdict["signatures"]] == ["secretary", "unit", "leader"]
    program.run("verify", second["signed"], "--root", second["root"], "--quiet")
    # without the root nobody vouches for the signers
    verdict = program.json("report", "verify", first["signed"], status=1)
    assert [one["code"] for one in verdict["problems"]].count("root-unknown") == 3
    verdict = program.json("verify", first["paper"], "--root", first["root"], status=1)
    assert "unsigned" in [one["code"] for one in verdict["problems"]]
    data = bytearray(Path(first["signed"]).read_bytes())
    data[len(data) // 3] ^= 1
    changed = program.folder / "changed.pdf"
    changed.write_bytes(data)
    ran = program.run("verify", changed, "--root", first["root"], status=None)
    assert ran.status in (1, 43), "judged as changed, or no longer readable as a PDF"


def test_both_checklists_are_complete(demo: Demo, tmp_path: Path) -> None:
    program = Program(tmp_path, Path(demo.vault("member")["path"]), demo.passphrase("member"))
    for unit in ("an khe", "Bình Lũng"):
        check = program.json("inspection", "check", unit)
        assert check["is_complete"]
        assert (check["violations"], check["missing"]) == ([], [])
        assert check["progress"]["answered"] > 200
    program.json("inspection", "check", "minh trại", status=1)


def test_a_folder_that_holds_something_is_left_alone(program: Program) -> None:
    (program.folder / "out").mkdir()
    (program.folder / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    error = program.json("demo", "--out", program.folder / "out", status=6)["error"]
    assert error["code"] == "vault.exists"
    assert [path.name for path in (program.folder / "out").iterdir()] == ["mine.txt"]


def test_a_full_disk_leaves_no_half_of_a_demonstration(program: Program) -> None:
    # SQLite calls such a limit an input/output error, other writers a full disk
    ran = program.run("demo", "--out", program.folder / "out", status=None, file_limit=100_000)
    assert ran.status in (10, 11), ran
    assert [path.name for path in program.folder.iterdir() if path.name != "config"] == []
