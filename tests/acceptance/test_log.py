"""``inspector log`` as people run it: histories, a value brought back, audit files, the log proved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector_app.domain.trip.values import Side
from tests.kit.program import Program
from tests.kit.tampering import attacked, record
from tests.kit.team import PASSPHRASE, gather

V = Side.VERIFIED


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bytes]:
    """Two people's vaults, the unit's id, the secretary's device."""
    folder = tmp_path_factory.mktemp("log")
    team = gather(folder)
    ent = team.commune()
    for text in ("yes", "no"):
        team.secretary.services.inspections.answer(ent, "c1_1", V, text)
    team.leader.take(team.secretary.send("s.inspb"))
    dev = bytes.fromhex(team.secretary.created.device_id)
    team.close()
    return folder, ent.hex(), dev


@pytest.fixture
def place(made: tuple[Path, str, bytes], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "team")
    return tmp_path / "team"


def test_history_return_and_audit(place: Path, made: tuple[Path, str, bytes]) -> None:
    unit = made[1][:8]
    secretary = Program(place, place / "thu-ky", PASSPHRASE)
    shown = secretary.run("log", "show", "--unit", unit, "--question", "c1_1").out
    assert "Có → Không" in shown
    assert "đang dùng" in shown
    told = secretary.json("log", "show", "--unit", unit, "--question", "c1_1")
    assert [one["deed"] for one in told["changes"]] == ["edit", "write"]
    former = told["changes"][1]["change"]
    dry = secretary.json("log", "return", former[:10], "--dry-run")
    assert (dry["from"], dry["to"], dry["change"]) == ("Không", "Có", None)
    done = secretary.json("log", "return", former[:10])
    assert done["change"]
    newest = secretary.json("log", "show", "--unit", unit, "--limit", "1")["changes"][0]
    assert (newest["deed"], newest["after_text"], newest["change"]) == (
        "undo",
        "Có",
        done["change"],
    )
    again = secretary.json("log", "return", done["change"][:12], status=None)
    assert "error" in again, "the present value is no former one"
    assert secretary.run("log", "show", "--since", "31/02/2026", status=2).out == ""
    out = place / "audit.csv"
    files = secretary.json("log", "export-audit", "--unit", unit, "--out", out)["files"]
    assert files[0]["rows"] == len(out.read_text("utf-8").splitlines()) - 1
    assert secretary.json("log", "export-audit", "--unit", unit, "--out", out, status=None)["error"]


def test_verify_own_copy_bundle_and_a_tampered_copy(
    place: Path, made: tuple[Path, str, bytes]
) -> None:
    leader = Program(place, place / "truong-doan", PASSPHRASE)
    assert ": đúng." in leader.run("log", "verify").out
    own = place / "secret.txt"
    own.write_text(PASSPHRASE, "utf-8")
    secret = ("--from-passphrase-file", own)
    both = leader.json("log", "verify", place / "thu-ky", place / "s.inspb", *secret)
    assert both["is_sound"]
    assert [one["kind"] for one in both["logs"]] == ["vault", "bundle"]
    with attacked(place / "thu-ky") as driver:
        n, _h, raw = record(driver, made[2], 7)
        driver.execute("UPDATE change SET raw = ? WHERE n = ?", (raw[:-1] + b"\x91", n))
    ran = leader.run("log", "verify", place / "thu-ky", *secret, status=1)
    assert ": có vấn đề" in ran.out
    assert "bị sửa tại thay đổi 7" in ran.out
    auditor = Program(place)  # no vault of his own
    found = auditor.json("log", "verify", place / "thu-ky", *secret, status=1)
    assert [one["code"] for one in found["logs"][0]["problems"]][:1] == ["altered"]
    assert leader.run("vault", "check").status == 0
