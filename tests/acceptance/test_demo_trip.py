"""``inspector demo --trip``: the whole sample trip in the leader's vault, made by the real program."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.kit.program import Program, Ran


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Ran, Any]:
    folder = tmp_path_factory.mktemp("trip")
    ran = Program(folder).run("demo", "--trip", "--out", folder / "out", "--json")
    said = ran.json
    first = said["vaults"][0]
    return Program(folder, Path(first["path"]), first["passphrase"]), ran, said


def test_all_units_are_recorded_in_both_vaults(played: tuple[Program, Ran, Any]) -> None:
    program, ran, said = played
    assert ran.err == ""
    trip = program.json("trip", "show")
    assert len(trip["inspections"]) == len(said["units"]) == 18
    assert {one["progress"]["violations"] for one in said["units"]} == {0}
    for vault in said["vaults"]:
        info = program.of(Path(vault["path"]), vault["passphrase"]).json("vault", "info")
        assert info["state_digest"] == said["state_digest"]
        assert (info["conflicts"], info["gaps"], info["forks"]) == (0, [], [])
    check = program.json("inspection", "check", "Phú Bình")
    assert check["is_complete"]
    shown = program.json("inspection", "show", "Phú Bình", "--unanswered")
    left = [item for section in shown["sections"] for item in section["items"]]
    progress = shown["progress"]
    assert len(left) == progress["total"] - progress["answered"]  # no reasons that nobody must give


def test_the_rate_comes_from_sums(played: tuple[Program, Ran, Any]) -> None:
    _program, _ran, said = played
    for part in ("numerator", "denominator"):
        assert sum(one["on_time"][part] for one in said["units"]) == said["on_time"][part]
    rate = 100 * Decimal(said["on_time"]["numerator"]) / said["on_time"]["denominator"]
    assert rate.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) == Decimal("99.57")
    readable = Path(said["folder"], "TOM-TAT.md").read_text(encoding="utf-8")
    assert "**99,57 %**" in readable
    assert all(one["unit"] in readable for one in said["units"])


def test_the_indexes_spread(played: tuple[Program, Ran, Any]) -> None:
    _program, _ran, said = played
    indexes = [Decimal(one["index"]) for one in said["units"]]
    assert Decimal(60) < min(indexes) < Decimal(75)
    assert Decimal(92) < max(indexes) < Decimal(98)
    assert len({one["band"] for one in said["units"]}) >= 4


def test_findings_requirements_and_minutes(played: tuple[Program, Ran, Any]) -> None:
    program, _ran, said = played
    assert sum(one["findings"] for one in said["units"]) > 30
    for one in program.json("requirement", "list", "Sông Trung")["requirements"]:
        assert one["text"]
        assert one["responsible"]
        assert one["due"]
    pdf = program.folder / "minutes.pdf"
    built = program.json("report", "build", "Trung tâm Đăng ký", "--out", pdf)
    assert pdf.stat().st_size > 20_000
    assert built["pages"] > 3


def test_a_folder_that_holds_something_is_left_alone(program: Program) -> None:
    (program.folder / "out").mkdir()
    (program.folder / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    error = program.json("demo", "--trip", "--out", program.folder / "out", status=6)["error"]
    assert error["code"] == "vault.exists"
    assert [path.name for path in (program.folder / "out").iterdir()] == ["mine.txt"]
