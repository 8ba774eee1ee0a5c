"""Findings that answers suggest, requirements followed up, last year's vault: all by commands."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.kit.program import Program

ROOT = Path(__file__).resolve().parents[2]
TRIP = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"
UNIT = "an khe"
PASSPHRASE = "mật khẩu của trưởng đoàn"


def new_trip(folder: Path, name: str) -> Program:
    """A vault with the sample trip, in the hands of its leader."""
    program = Program(folder, folder / name, PASSPHRASE)
    program.json("vault", "create", "--name", "Nguyễn Văn A", "--device", "máy")
    program.json("trip", "create", "--from", TRIP)
    return program


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with an answer, evidence, a finding and a requirement; never written into."""
    folder = tmp_path_factory.mktemp("made")
    program = new_trip(folder, "2019")
    photo = folder / "ke-hoach.txt"
    photo.write_text("kế hoạch", encoding="utf-8")
    program.json("inspection", "answer", UNIT, "c1_1", "no")
    program.json("evidence", "add", UNIT, photo, "--question", "c1_1")
    found = program.json("finding", "add", UNIT, "--text", "Chưa công khai", "--question", "c1_1")
    program.json(
        "requirement", "add", UNIT, "--text", "Công khai kế hoạch", "--due", "15/10/2019",
        "--finding", found["id"][:8],
    )  # fmt: skip
    return folder / "2019"


@pytest.fixture
def leader(made: Path, tmp_path: Path) -> Program:
    """The leader with a copy of it."""
    shutil.copytree(made, tmp_path / "leader")
    return Program(tmp_path, tmp_path / "leader", PASSPHRASE)


def test_a_suggestion_is_taken_over_only_when_somebody_says_so(leader: Program) -> None:
    before = len(leader.json("finding", "list", UNIT)["findings"])
    found = leader.json("finding", "suggest", UNIT, "--question", "c1_1")
    assert [one["text"] for one in found["suggestions"]] == [
        "Ban hành kế hoạch chậm",
        "Sao chép kế hoạch của cấp trên",
    ]
    assert found["suggestions"][0]["is_legal_verified"] is True
    assert len(leader.json("finding", "list", UNIT)["findings"]) == before
    told = leader.run("finding", "suggest", UNIT, "--question", "c1_1").out
    assert "Ban hành kế hoạch chậm" in told
    assert "--take" in told
    taken = leader.json("finding", "suggest", UNIT, "--question", "c1_1", "--take", "2")["taken"]
    assert [(one["question"], one["text"]) for one in taken] == [
        ("c1_1", "Sao chép kế hoạch của cấp trên")
    ]
    assert len(leader.json("finding", "list", UNIT)["findings"]) == before + 1
    wrong = leader.json("finding", "suggest", UNIT, "--question", "c1_1", "--take", "9", status=15)
    assert wrong["error"]["code"] == "input.not-found"
    assert len(leader.json("finding", "list", UNIT)["findings"]) == before + 1


def test_links_lead_from_answers_to_findings_requirements_and_back(leader: Program) -> None:
    evidence = leader.json("evidence", "list", UNIT)["evidence"][0]["id"]
    made = leader.json(
        "finding", "add", UNIT, "--text", "Chậm", "--question", "c1_1", "--evidence", evidence[:8]
    )
    assert made["evidence"] == [evidence]
    asked = leader.json(
        "requirement", "add", UNIT, "--text", "Làm lại", "--finding", made["id"][:8]
    )
    assert asked["question"] == "c1_1"
    edited = leader.json("requirement", "edit", asked["id"][:8], "--question", "c1_2")
    assert edited["question"] == "c1_2"
    assert leader.json("finding", "edit", made["id"][:8], "--evidence", "")["evidence"] == []
    for words in (
        ("finding", "edit", made["id"][:8], "--evidence", "ffffffff"),
        ("finding", "edit", made["id"][:8], "--question", "khong_co"),
        ("requirement", "edit", asked["id"][:8], "--question", "khong_co"),
        ("requirement", "add", UNIT, "--text", "x", "--question", "khong_co"),
    ):
        assert leader.json(*words, status=15)["error"]["code"] == "input.not-found"
    shown = leader.json("inspection", "show", UNIT)
    assert {one["question"] for one in shown["requirements"] if one["id"] == asked["id"]} == {
        "c1_2"
    }


def test_a_requirement_is_reported_rejected_and_closed(leader: Program) -> None:
    asked = leader.json("requirement", "add", UNIT, "--text", "Niêm yết đủ", "--due", "25/09/2019")[
        "id"
    ]

    def state(on: str) -> tuple[object, object]:
        listed = leader.json("requirement", "list", UNIT, "--open", "--on", on)["requirements"]
        found = next((one for one in listed if one["id"] == asked), None)
        return (found["state"], found["is_overdue"]) if found else (None, None)

    assert state("25/09/2019") == ("open", False)
    assert state("26/09/2019") == ("overdue", True)
    none = leader.json("requirement", "accept", asked[:8], status=15)
    assert none["error"]["code"] == "input.not-found"
    bad = leader.json(
        "requirement", "remediate", asked[:8], "--text", "x", "--done", "31/02/2019", status=22
    )
    assert bad["error"]["code"] == "input.value"
    done = leader.json(
        "requirement", "remediate", asked[:8], "--text", "Đã niêm yết", "--done", "24/09/2019"
    )
    assert (done["state"], done["decided_by"]) == ("pending", None)
    assert state("26/09/2019") == ("reported", True)
    leader.json("requirement", "reject", asked[:8], status=2)
    rejected = leader.json("requirement", "reject", asked[:8], "--reason", "Thiếu 3 thủ tục")
    assert rejected["decided_by"]
    assert state("24/09/2019") == ("rejected", False)
    told = leader.run("requirement", "list", UNIT).out
    assert "khắc phục chưa đạt" in told
    assert "Thiếu" in told
    leader.run("requirement", "accept", done["id"][:8], "--reason", "Đã bổ sung")
    assert state("26/09/2019") == (None, None), "closed"
    every = leader.json("requirement", "list", UNIT)["requirements"]
    assert next(one for one in every if one["id"] == asked)["state"] == "closed"


def test_open_requirements_of_the_whole_trip_name_their_units(leader: Program) -> None:
    leader.json("requirement", "add", "binh lung", "--text", "Lập sổ theo dõi")
    listed = leader.json("requirement", "list", "--open")["requirements"]
    assert {(one["unit"], one["text"]) for one in listed} == {
        ("UBND xã An Khê (giả định)", "Công khai kế hoạch"),
        ("UBND xã Bình Lũng (giả định)", "Lập sổ theo dõi"),
    }
    text = leader.run("requirement", "list", "--open").out
    assert text.splitlines()[0].startswith("Đơn vị")
    assert not leader.run("requirement", "list", UNIT).out.startswith("Đơn vị")
    for one in listed:
        leader.json("requirement", "remove", one["id"][:8])
    assert "Cả đợt không còn yêu cầu nào" in leader.run("requirement", "list", "--open").out


def test_last_years_vault_opens_the_new_inspection(made: Path, tmp_path: Path) -> None:
    past = tmp_path / "2019"
    shutil.copytree(made, past)
    secret = tmp_path / "secret.txt"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    files = sorted(one.name for one in past.iterdir())
    before = hashlib.sha256((past / "vault.db").read_bytes()).hexdigest()
    program = new_trip(tmp_path, "2020")
    words = ("trip", "import-previous", "--from", past, "--from-passphrase-file", secret)
    looked = program.json(*words, "--dry-run")
    assert (len(looked["matched"]), looked["written"]) == (18, 0)
    assert program.json("inspection", "show", UNIT)["previous"] is None
    assert (
        program.json("requirement", "count", UNIT, status=15)["error"]["code"] == "input.not-found"
    )
    taken = program.json(*words)
    assert (taken["written"], taken["new"], taken["gone"]) == (18, [], [])
    digest = program.json("vault", "info")["state_digest"]
    assert program.json(*words)["written"] == 0
    assert program.json("vault", "info")["state_digest"] == digest
    assert hashlib.sha256((past / "vault.db").read_bytes()).hexdigest() == before
    assert sorted(one.name for one in past.iterdir()) == files

    shown = program.json("inspection", "show", UNIT)["previous"]
    assert shown["title"]
    assert all(one["match"] == "name" for one in shown["answers"].values())
    assert shown["answers"]["c1_1"]["verified"] == "Không"
    assert shown["findings"]
    open_ = program.json("requirement", "list", UNIT, "--open")["requirements"]
    assert {one["is_previous"] for one in open_} == {True}
    done = program.json(
        "requirement", "remediate", open_[0]["id"][:8], "--text", "Đã giải quyết hết"
    )
    program.json("requirement", "accept", open_[0]["id"][:8])
    counted = program.json("requirement", "count", UNIT, "--write")
    assert (counted["met"], counted["is_written"]) == (1, True)
    text = program.run("inspection", "show", UNIT).out
    assert "Trả lời kỳ trước" in text
    assert "→ Đã giải quyết hết" in text
    assert done["id"][:8] in text
    text = program.run("inspection", "show", UNIT, "--section", "s1").out
    year = shown["ends"][:4]
    assert f"kỳ trước ({year}): Không" in " ".join(text.split())
    assert "Chưa công khai" in text
    assert "Trả lời kỳ trước" not in text, "beside the questions, not once more"
    other = program.run("inspection", "show", UNIT, "--section", "s3").out
    assert "Chưa công khai" not in other
    minutes = tmp_path / "bien-ban.pdf"
    program.json("report", "build", UNIT, "--out", minutes)
    assert minutes.stat().st_size > 10_000

    another = new_trip(tmp_path, "khac")
    again = (
        "trip",
        "import-previous",
        "--from",
        str(another.vault),
        "--from-passphrase-file",
        secret,
    )
    named = program.json(*again, status=62)["error"]
    assert named["code"] == "input.recorded"
    assert named["details"]["old"] != named["details"]["new"]
    assert program.json(*again, "--replace")["written"] == 18
    listed = program.json("requirement", "list", UNIT)["requirements"]
    assert [(one["id"], one["state"]) for one in listed] == [(open_[0]["id"], "closed")]

    wrong = tmp_path / "wrong.txt"
    wrong.write_text("không phải mật khẩu này\n", encoding="utf-8")
    refused = program.json(
        "trip", "import-previous", "--from", past, "--from-passphrase-file", wrong, status=4
    )
    assert refused["error"]["code"] == "vault.wrong-passphrase"
    nothing = program.json(
        "trip", "import-previous", "--from", tmp_path / "khong-co", "--from-passphrase-file", secret,
        status=3,
    )  # fmt: skip
    assert nothing["error"]["code"] == "vault.not-a-vault"
