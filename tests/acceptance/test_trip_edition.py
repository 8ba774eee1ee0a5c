"""The trip changes in its middle: edition 2 goes out, and who never saw it still delivers."""

from __future__ import annotations

from pathlib import Path

from tests.kit.program import Program
from tests.kit.team import PASSPHRASE, gather


def test_edition_two_in_the_middle_of_the_trip(tmp_path: Path) -> None:
    team = gather(tmp_path)
    name = team.leader.services.inspections.show(team.commune()).inspection.unit.name
    team.close()
    program = Program(tmp_path)
    leader = program.of(tmp_path / "truong-doan", PASSPHRASE)
    secretary = program.of(tmp_path / "thu-ky", PASSPHRASE)
    member = program.of(tmp_path / "thanh-vien", PASSPHRASE)

    # nobody but the author edits, nothing half done
    refused = member.run("trip", "edit", "--place", "x", "--json", status=21)
    assert "máy đã lập đợt" in refused.error["message"]
    leader.run("trip", "edit", "--remove-unit", name, status=22)

    # a look first, then the edit: a unit is replaced, an unannounced one comes, dates move
    edit = (
        "trip", "edit", "--ends", "21/09/2019",
        "--replace-unit", name, "tên=UBND xã Thay Thế; day=21/09/2019",
        "--add-unit", "name=UBND xã Bất Ngờ; đoàn=1; loại=xã; unannounced",
        "--reason", "sáp nhập xã",
    )  # fmt: skip
    looked = leader.json(*edit, "--dry-run")
    assert looked["is_written"] is False
    done = leader.run(*edit)
    assert f"Thay đơn vị «{name}» bằng «UBND xã Thay Thế»: sáp nhập xã" in done.out
    assert "Thêm đơn vị kiểm tra đột xuất «UBND xã Bất Ngờ»" in done.out

    pack = tmp_path / "goi-2.inspb"
    sent = leader.json("trip", "export-pack", "--out", pack)
    assert (sent["edition"], sent["is_new_edition"]) == (2, True)
    assert sent["summary"] == looked["summary"]
    told = secretary.run("trip", "import-pack", pack)
    assert "Phiên bản 2." in told.out
    assert "Đợt đã đổi: thêm 1 đơn vị, thay 1 đơn vị" in told.out

    # the member has not heard of it and inspects the replaced unit
    member.run("inspection", "answer", name, "c1_1", "yes")
    bundle = tmp_path / "cu.inspb"
    member.run("bundle", "export", "--out", bundle)
    (receipt,) = leader.json("bundle", "merge", bundle)["receipts"]
    assert receipt["status"] == "updated"
    shown = leader.json("trip", "show")
    (gone,) = shown["withdrawn"]
    assert (gone["unit"], gone["withdrawn"]) == (name, "sáp nhập xã")
    assert gone["progress"]["answered"] == 1
    assert name not in [one["unit"] for one in shown["inspections"]]

    # the workbook: out, unchanged, back
    book = tmp_path / "dot.xlsx"
    leader.run("trip", "export", "--out", book)
    assert leader.json("trip", "edit", "--from", book)["changes"] == []
    # and back to how it was
    leader.run("trip", "edit", "--undo")
    assert name not in leader.run("trip", "show").out.partition("Đơn vị đã rút khỏi đợt")[2]


def test_a_scanned_card(tmp_path: Path) -> None:
    team = gather(tmp_path)
    team.close()
    program = Program(tmp_path)
    leader = program.of(tmp_path / "truong-doan", PASSPHRASE)
    member = program.of(tmp_path / "thanh-vien", PASSPHRASE)
    shown = member.run("card", "show", "--qr", "--qr-out", tmp_path / "qr.svg")
    code = next(line for line in shown.out.splitlines() if line.startswith("INSPCARD1:"))
    assert "▀" in shown.out
    card = tmp_path / "thanh-vien.inspcard"
    assert leader.json("card", "verify-qr", code, card)["is_same"] is True
    other = leader.json("card", "show")["qr"]
    assert leader.json("card", "verify-qr", other, card, status=1)["match"] == "other-device"
    leader.run("card", "verify-qr", "xin chào", card, status=22)
