"""What a first day with the program found: answers that misled, words that said too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.conflicts import disagreeing_team
from tests.kit.program import Program
from tests.kit.team import PASSPHRASE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed vaults of a team that disagrees in six ways."""
    team = disagreeing_team(tmp_path_factory.mktemp("first-day"))
    team.close()
    return team.folder


@pytest.fixture
def leader(folder: Path) -> Program:
    """The leader of that team."""
    return Program(folder).of(folder / "truong-doan", PASSPHRASE)


def test_a_plan_and_an_export_name_who_can_open_it(leader: Program, tmp_path: Path) -> None:
    plan = leader.run("bundle", "plan")
    assert "Hoàng Văn E" in plan.out
    assert "!" in plan.out  # conflicts are open: a sentence with a number in it
    found = leader.json("bundle", "plan")
    assert {one["name"] for one in found["receivers"]} == {"Phạm Thị D", "Hoàng Văn E"}
    assert all(isinstance(one["text"], str) for one in found["checks"])
    path = tmp_path / "a.inspb"
    said = leader.run("bundle", "export", "--out", path).out
    assert "Hoàng Văn E, Phạm Thị D" in said
    member = leader.of(leader.folder / "thanh-vien", PASSPHRASE)
    names = member.json("bundle", "inspect", path)["recipient_names"]
    assert names == ["Hoàng Văn E", "Phạm Thị D"]


def test_a_filter_that_fits_nothing_is_not_an_empty_list(leader: Program) -> None:
    for words in (("--person", "Không Ai"), ("--section", "zzz")):
        ran = leader.run("conflict", "list", *words, "--json", status=15)
        assert ran.error["code"] == "input.not-found"
    everything = leader.json("conflict", "list", status=1)["conflicts"]
    title = everything[0]["section_title"]
    some = leader.json("conflict", "list", "--section", title.split(maxsplit=1)[1], status=1)
    assert some["conflicts"]


def test_the_checklist_shows_both_sides_of_a_conflict(leader: Program) -> None:
    (found,) = (
        one
        for one in leader.json("conflict", "list", "--kind", "answer", status=1)["conflicts"]
        if one["question"] == "c1_1"
    )
    said = " ".join(leader.run("inspection", "show", found["inspection"]["id"]).out.split())
    assert "«Có» (Phạm Thị D)" in said
    assert "«Không» (" in said


def test_a_card_file_is_compared_without_a_vault(leader: Program, tmp_path: Path) -> None:
    card = tmp_path / "a.inspcard"
    said = leader.run("card", "show", "--out", card, "--qr").out
    code = next(word for word in said.split() if word.startswith("INSPCARD1:"))
    stranger = Program(tmp_path)
    assert stranger.json("card", "verify-qr", code, card)["match"] == "same"
    help_ = stranger.run("card", "verify-qr", "--help").out
    assert help_.startswith("Cách dùng: inspector card verify-qr ")


def test_words_fit_who_reads_them(leader: Program, tmp_path: Path) -> None:
    said = leader.run("bundle", "export", "--out", tmp_path / "b.inspb").out
    assert "trưởng đoàn gộp" not in said
    assert "conflict resolve" in leader.run("conflict", "list", status=1).out
    member = leader.of(leader.folder / "thanh-vien", PASSPHRASE)
    assert "conflict resolve" not in member.run("conflict", "list", status=1).out
