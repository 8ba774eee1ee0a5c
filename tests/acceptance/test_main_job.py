"""The whole main job by commands: two people fill one checklist, the leader merges and concludes."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.acceptance.conftest import Demo
from tests.kit.program import Program

ROOT = Path(__file__).resolve().parents[2]
TRIP = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"
UNIT = "an khe"


def create(folder: Path, key: str, name: str, post: str) -> tuple[Program, str]:
    """A new vault; returns the program in that person's hands and the card's fingerprint."""
    program = Program(folder, folder / key, f"mật khẩu của {name}")
    made = program.json("vault", "create", "--name", name, "--post", post, "--device", key)
    assert len(made["recovery_code"]) > 25
    shown = program.json("card", "show", "--out", folder / f"{key}.inspcard")
    assert shown["fingerprint"] == made["fingerprint"]
    return program, made["fingerprint"]


def test_two_people_and_a_leader(demo: Demo, tmp_path: Path) -> None:
    leader, leader_words = create(tmp_path, "leader", "Nguyễn Văn A", "Giám đốc")
    secretary, secretary_words = create(tmp_path, "secretary", "Phạm Thị D", "Chuyên viên")
    member, member_words = create(tmp_path, "member", "Hoàng Văn E", "Trưởng phòng")

    # trip and keys
    trip = leader.json("trip", "create", "--from", TRIP)
    assert len(trip["inspections"]) == 18
    assert trip["me"]["role"] == "leader"
    for key, words in (("secretary", secretary_words), ("member", member_words)):
        card = leader.json("card", "import", tmp_path / f"{key}.inspcard", "--fingerprint", words)
        assert card["member"]["role"] == key
    wrong = leader.json(
        "card", "import", tmp_path / "member.inspcard", "--fingerprint", secretary_words, status=36
    )
    assert wrong["error"]["code"] == "card.fingerprint"
    pack = tmp_path / "pack.inspb"
    leader.json("trip", "export-pack", "--out", pack)
    refused = secretary.json("trip", "import-pack", pack, status=32)
    assert refused["error"]["details"]["fingerprint"] == leader_words
    secretary.json("trip", "import-pack", pack, "--fingerprint", leader_words)
    taken = member.json("trip", "import-pack", pack, "--fingerprint", leader_words.upper())
    assert taken["receipt"]["status"] == "new"

    # at the unit
    tables = demo.folder / "tra-loi"
    answers = secretary.json("inspection", "answer", UNIT, "--file", tables / "an-khe-thu-ky.csv")
    assert answers["violations"] == []
    member.json("inspection", "answer", UNIT, "--file", tables / "an-khe-thanh-vien.csv")
    secretary.json("inspection", "answer", UNIT, "c3_13_present", "3")
    member.run("inspection", "answer", UNIT, "c3_13_present", "2", "--quiet")
    secretary.json(
        "inspection", "session", UNIT, "--started", "16/09/2019 14:00", "--ended",
        "2019-09-16T17:15", "--place", "Hội trường", "--unit-opinion", "Nhất trí.",
    )  # fmt: skip
    for side, name in (("unit", "Trịnh Văn Q"), ("team", "Nguyễn Văn A"), ("team", "Phạm Thị D")):
        secretary.run(
            "inspection", "attendee", "add", UNIT, "--side", side, "--name", name, "--post", "x"
        )
    finding = member.json(
        "finding", "add", UNIT, "--text", "12 hồ sơ quá hạn", "--question", "c3_9_apologies",
        "--severity", "serious",
    )  # fmt: skip
    member.json(
        "requirement", "add", UNIT, "--text", "Giải quyết xong", "--due", "30/09/2019",
        "--responsible", "Chủ tịch UBND xã", "--finding", finding["id"][:8],
    )  # fmt: skip
    photo = demo.folder / "tep-goc" / "bo-phan-mot-cua.png"
    evidence = member.json("evidence", "add", UNIT, photo, "--question", "c3_13_present")
    sha256 = evidence["evidence"][0]["sha256"]
    denied = secretary.json("inspection", "session", UNIT, "--conclusion", "x", status=21)
    assert denied["error"]["code"] == "role.not-allowed"

    # exchange; a second copy of the leader's vault merges in the other order
    bundles = {}
    for key, person in (("secretary", secretary), ("member", member)):
        bundles[key] = tmp_path / f"from-{key}.inspb"
        summary = person.json("bundle", "export", "--out", bundles[key])
        assert summary["size"] == bundles[key].stat().st_size
    shutil.copytree(tmp_path / "leader", tmp_path / "other")
    other = leader.of(tmp_path / "other", leader.passphrase)
    merged = leader.json("bundle", "merge", bundles["secretary"], bundles["member"])["receipts"]
    assert [one["conflicts_new"] for one in merged] == [0, 1]
    again = leader.json("bundle", "merge", bundles["member"], bundles["secretary"])["receipts"]
    assert {one["status"] for one in again} == {"known"}
    other.run("bundle", "merge", bundles["member"], bundles["secretary"], bundles["member"])
    digests = {one.json("vault", "info")["state_digest"] for one in (leader, other)}
    assert len(digests) == 1

    # the leader decides and concludes
    listed = leader.json("conflict", "list", status=1)["conflicts"]
    assert [one["question"] for one in listed] == ["c3_13_present"]
    assert {head["value"]: head["author"] for head in listed[0]["heads"]} == {
        2: "Hoàng Văn E", 3: "Phạm Thị D",
    }  # fmt: skip
    draft = leader.json("report", "build", UNIT, "--digital", "--out", tmp_path / "draft.pdf")
    assert draft["fields"] == []  # a conflict is open: nothing to sign yet
    change = next(head["change"] for head in listed[0]["heads"] if head["value"] == 2)
    decided = leader.json(
        "conflict", "resolve", listed[0]["id"][:8], "--choose", change[:10], "--reason", "Ảnh chụp"
    )
    assert (decided["value"], decided["conflicts_open"]) == (2, 0)
    gone = leader.json(
        "conflict", "resolve", listed[0]["id"], "--choose", "1", "--reason", "x", status=15
    )
    assert gone["error"]["code"] == "input.not-found"
    leader.json("inspection", "session", UNIT, "--conclusion", "Đề nghị khắc phục.")
    back = tmp_path / "back.inspb"
    leader.json("bundle", "export", "--out", back)
    for person in (secretary, member):
        person.json("bundle", "merge", back)
    people = (leader, secretary, member)
    assert len({one.json("vault", "info")["state_digest"] for one in people}) == 1
    member.json("vault", "check")
    secretary.json("inspection", "check", UNIT)

    # evidence that travelled, and minutes that hold
    exported = tmp_path / "photo.png"
    one = leader.json("evidence", "export", evidence["evidence"][0]["id"], "--out", exported)
    assert (one["sha256"], exported.read_bytes()) == (sha256, photo.read_bytes())
    sign_and_verify(demo, leader, secretary, tmp_path)


def sign_and_verify(demo: Demo, leader: Program, secretary: Program, folder: Path) -> None:
    minutes, signed = folder / "minutes.pdf", folder / "signed.pdf"
    built = leader.json("report", "build", UNIT, "--digital", "--out", minutes)
    assert built["fields"] == ["unit", "leader", "secretary"] or len(built["fields"]) == 3
    keys = demo.folder / "khoa-thuc-hanh" / "an-khe"
    password = demo.summary["key_password"]
    early = leader.json(
        "report", "sign", minutes, "--field", "leader", "--key", keys / "leader.p12",
        "--out", signed, status=42, INSPECTOR_KEY_PASSWORD=password,
    )  # fmt: skip
    assert early["error"]["code"] == "sign.order"
    source = minutes
    for field, person in (("secretary", secretary), ("unit", leader), ("leader", leader)):
        person.json(
            "report", "sign", source, "--field", field, "--key", keys / f"{field}.p12",
            "--out", signed, "--replace", INSPECTOR_KEY_PASSWORD=password,
        )  # fmt: skip
        source = signed
    verdict = leader.json("verify", signed, "--root", keys / "goc.pem")
    assert len(verdict["signatures"]) == 3
