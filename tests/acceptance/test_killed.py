"""A process that is killed at any moment leaves a sound vault and whole files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import Demo
from tests.kit.program import Program
from tests.proof.kills import Ground, kill, prepare

ANSWERS = Path("tra-loi", "an-khe-thanh-vien.csv")


def killed_after(program: Program, seconds: float, *words: str | Path) -> bool:
    """Start a command and kill it; whether it was still running."""
    process = program.start(*words)
    time.sleep(seconds)
    was_running = process.poll() is None
    process.kill()
    process.communicate()
    return was_running


@pytest.mark.parametrize("seconds", [2.0, 4.0])
def test_killed_while_answering(demo: Demo, leader: Program, seconds: float) -> None:
    table = demo.folder / ANSWERS
    killed_after(leader, seconds, "inspection", "answer", "minh trại", "--file", table)
    assert leader.json("vault", "check")["problems"] == []
    # what was said to be written is there, and the same command can be given again
    leader.json("inspection", "answer", "minh trại", "c3_1", "yes")
    assert leader.json("vault", "info")["conflicts"] == 0


@pytest.mark.parametrize("seconds", [1.8])
def test_killed_while_taking_a_bundle(demo: Demo, tmp_path: Path, seconds: float) -> None:
    member = demo.copy("member", tmp_path)
    before = member.json("vault", "info")["state_digest"]
    leader = demo.copy("leader", tmp_path)
    photo = demo.folder / "tep-goc" / "phong-tiep-nhan.png"
    leader.json("evidence", "add", "minh trại", photo)
    after = leader.json("vault", "info")["state_digest"]
    bundle = tmp_path / "bundle.inspb"
    leader.json("bundle", "export", "--out", bundle)
    killed_after(member, seconds, "bundle", "merge", bundle)
    assert member.json("vault", "check")["problems"] == []
    assert member.json("vault", "info")["state_digest"] in (before, after)  # never a part
    member.json("bundle", "merge", bundle)
    assert member.json("vault", "info")["state_digest"] == after


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Vaults and bundles for many kills."""
    return prepare(tmp_path_factory.mktemp("kills"))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_ten_kills_at_random_moments(ground: Ground) -> None:
    """P10: whole bundles only, sound vaults, no half file, and finishing leads to the same state."""
    counts = kill(ground, 10)
    assert counts["merges cut between bundles"] or counts["exports cut before their file"], counts
