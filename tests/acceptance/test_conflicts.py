"""Conflicts on the command line: listed, decided, taken back, many at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.conflicts import disagreeing_team
from tests.kit.program import Program
from tests.kit.team import PASSPHRASE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed vaults of a team that disagrees in six ways."""
    team = disagreeing_team(tmp_path_factory.mktemp("disagree"))
    team.close()
    return team.folder


def test_from_the_list_to_the_last_decision(folder: Path) -> None:
    leader = Program(folder).of(folder / "truong-doan", PASSPHRASE)
    listed = leader.run("conflict", "list", "--json", status=1).json
    assert listed["counts"] == {"open": 6, "decided": 0}
    by_kind = {one["kind"]: one for one in listed["conflicts"]}
    assert set(by_kind) == {"answer", "note", "finding", "evidence", "removal"}
    removal = by_kind["removal"]
    letter = "AB"[[one["is_deletion"] for one in removal["sides"]].index(True)]

    done = leader.run(
        "conflict", "resolve", removal["id"][:8], "--take", letter, "--reason", "đã bỏ", "--json"
    ).json
    assert done["conflicts_open"] == 5
    decided = leader.run("conflict", "list", "--state", "decided", "--json").json["conflicts"]
    assert [one["decision"]["how"] for one in decided] == ["remove"]
    again = leader.run("conflict", "undo", removal["id"][:8], "--json").json
    assert (again["state"], again["conflicts_open"]) == ("reopened", 6)

    who = by_kind["note"]["heads"][0]["author"]
    words = ("conflict", "resolve", "--all", "--person", who, "--reason", "đã hỏi lại")
    planned = leader.run(*words, "--json", status=1).json
    assert (len(planned["would_decide"]), planned["conflicts_open"]) == (6, 6)
    all_done = leader.run(*words, "--yes", "--json").json
    assert (len(all_done["decided"]), all_done["conflicts_open"]) == (6, 0)
    assert "đã hỏi lại" in leader.run("conflict", "list", "--state", "all").out


def test_who_is_no_leader_reads_and_decides_nothing(folder: Path) -> None:
    member = Program(folder).of(folder / "thanh-vien", PASSPHRASE)
    listed = member.run("conflict", "list", "--json", status=1).json["conflicts"]
    assert not any(one["may_decide"] for one in listed)
    words = ("conflict", "resolve", listed[0]["id"], "--take", "A", "--reason", "x", "--json")
    assert member.run(*words, status=None).error["code"] == "role.not-allowed"
