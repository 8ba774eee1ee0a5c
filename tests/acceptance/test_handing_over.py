"""By commands: bundles go on from receipts, words are compared, a held bundle waits, parts, passphrases."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.test_main_job import TRIP, UNIT, create

SECRET = "một câu chỉ hai người biết"


def test_receipts_and_what_comes_after_them(tmp_path: Path) -> None:
    leader, leader_words = create(tmp_path, "leader", "Nguyễn Văn A", "Giám đốc")
    member, member_words = create(tmp_path, "member", "Hoàng Văn E", "Trưởng phòng")
    leader.json("trip", "create", "--from", TRIP)
    leader.json("card", "import", tmp_path / "member.inspcard", "--fingerprint", member_words)
    leader.json("trip", "export-pack", "--out", tmp_path / "pack.inspb")
    member.json("trip", "import-pack", tmp_path / "pack.inspb", "--fingerprint", leader_words)

    member.json("inspection", "answer", UNIT, "c3_13_present", "3")
    one = member.json("bundle", "export", "--out", tmp_path / "1.inspb")
    stick = tmp_path / "usb"
    stick.mkdir()
    merged = leader.json("bundle", "merge", tmp_path / "1.inspb", "--receipt-out", stick)
    assert merged["receipts"][0]["words"] == one["words"]
    receipt = Path(merged["receipt"]["path"])
    assert receipt.parent == stick

    shown = member.json("bundle", "receipt", "show", receipt)
    assert shown["agrees"] is True
    taken = member.json("bundle", "receipt", "import", receipt)
    assert taken["is_up_to_date"] is True
    text = member.run("bundle", "receipt", "import", receipt).out
    assert "khớp với lần xuất 1" in text
    sent = member.json("bundle", "sent")["sent"]
    assert sent[0]["confirmed_by"] == ["Nguyễn Văn A"]
    assert sent[0]["sha256"] == one["sha256"]

    member.json("inspection", "answer", UNIT, "c3_13_present", "2")
    two = member.json("bundle", "export", "--out", tmp_path / "2.inspb")
    assert two["is_whole"] is False
    assert two["changes"] < one["changes"]
    member.json("bundle", "receipt", "import", receipt)
    member.json("inspection", "answer", UNIT, "c3_13_present", "1")
    again = leader.json("bundle", "merge", tmp_path / "1.inspb")["receipts"][0]
    assert again["status"] == "known"
    assert again["imported"] > 0
    assert (
        leader.json("bundle", "merge", tmp_path / "2.inspb")["receipts"][0]["status"] == "updated"
    )
    received = leader.json("bundle", "received")["received"]
    assert [row["export_number"] for row in received] == [2, 1]
    named = leader.json("bundle", "receipt", "write", "--for", "hoàng văn e", "--out", stick)
    assert {row["sender"] for row in named["lines"]} == {"Hoàng Văn E"}
    unknown = leader.json(
        "bundle", "receipt", "write", "--for", "ai đó", "--out", stick, status=None
    )
    assert "error" in unknown
    damaged = tmp_path / "x.insprcpt"
    damaged.write_bytes(receipt.read_bytes()[:-9])
    assert member.json("bundle", "receipt", "import", damaged, status=80)["error"]["code"] == (
        "receipt.invalid"
    )

    whole = member.json("bundle", "export", "--whole", "--out", tmp_path / "w.inspb")
    assert whole["is_whole"] is True

    # locked and in parts
    secret = tmp_path / "mat-khau.txt"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    by_file = ("--bundle-passphrase-file", secret)
    member.json("bundle", "export", *by_file, "--out", tmp_path / "l.inspb")
    refused = leader.json("bundle", "merge", tmp_path / "l.inspb", status=81)
    assert refused["receipts"][0]["error"]["code"] == "bundle.passphrase"
    leader.json("bundle", "merge", *by_file, tmp_path / "l.inspb")
    wrong = member.json(
        "bundle", "export", "--max-size", "nhiều", "--out", tmp_path / "p.inspb", status=2
    )
    assert wrong["error"]["code"] == "usage"
    parts = member.json(
        "bundle", "export", "--whole", "--max-size", "15MB", "--out", tmp_path / "p.inspb"
    )
    assert (parts["part"], parts["parts"]) == (1, 1)
