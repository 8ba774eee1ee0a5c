"""P1 to P9 and P11 over histories of up to six laptops: a state machine, and seeded dice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.proof.histories import ACCIDENTS, ATTACKS, EXCHANGES, WRITES, History
from tests.proof.judgement import judge
from tests.proof.seeded import play

LAPTOP = st.integers(0, 5)
NUMBER = st.integers(0, 8)


class TeamMachine(RuleBasedStateMachine):
    """Any actions in any order; everything is asked when the history ends."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.seed = 0

    @initialize(laptops=st.integers(2, 6), seed=st.integers(0, 2**32))
    def gather(self, laptops: int, seed: int) -> None:
        self.seed = seed
        for _ in range(laptops):
            self.history.enrol()

    @rule(action=st.sampled_from(WRITES), who=LAPTOP, what=NUMBER, extra=NUMBER)
    def writes(self, action: str, who: int, what: int, extra: int) -> None:
        self.history.play(action, who, what, extra)

    @rule(action=st.sampled_from(EXCHANGES), who=LAPTOP, what=NUMBER, extra=NUMBER)
    def exchanges(self, action: str, who: int, what: int, extra: int) -> None:
        self.history.play(action, who, what, extra)

    @rule(action=st.sampled_from(ACCIDENTS), who=LAPTOP, what=NUMBER, extra=NUMBER)
    def breaks(self, action: str, who: int, what: int, extra: int) -> None:
        self.history.play(action, who, what, extra)

    @rule(action=st.sampled_from(ATTACKS), who=LAPTOP, what=NUMBER, extra=NUMBER)
    def lies(self, action: str, who: int, what: int, extra: int) -> None:
        self.history.play(action, who, what, extra)

    def teardown(self) -> None:
        if self.history.laptops:
            judge(self.history, self.seed)
        self.history.close()


TestTeamMachine = TeamMachine.TestCase
TestTeamMachine.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("first", [0, 25, 50, 75])
def test_seeded_histories(first: int, tmp_path: Path) -> None:
    """The same histories as ``dev.py soak`` plays, one in eight over vaults in files."""
    for seed in range(first, first + 25):
        play(seed, tmp_path)


STORIES = {
    "removed by one, edited by another who had not seen it, removed again": (
        *(("birth", 0, 0, 0), ("put", 0, 3, 0), ("sync", 0, 1, 0), ("remove", 0, 0, 0)),
        *(("put", 1, 0, 2), ("sync", 1, 0, 0), ("sync", 0, 1, 0), ("remove", 1, 0, 0)),
        ("sync", 1, 0, 0),
    ),
    "references into other registers, before and after what they name arrives": (
        *(("put", 0, 0, 0), ("sync", 0, 1, 0), ("forge", 1, 1, 7), ("sync", 1, 2, 0)),
        *(("put", 1, 2, 1), ("sync", 0, 2, 0)),
    ),
    "a laptop is cloned and both copies go on, also knowing each other": (
        *(("put", 0, 0, 0), ("clone", 0, 0, 0), ("put", 0, 0, 1), ("put", 3, 0, 2)),
        *(("put", 3, 0, 5), ("sync", 3, 0, 0), ("put", 0, 0, 4), ("sync", 0, 2, 0)),
        ("put", 3, 0, 3),
    ),
    "a backup is restored, goes on, and its lost end comes back from a colleague": (
        *(("put", 0, 0, 0), ("backup", 0, 0, 0), ("put", 0, 0, 1), ("sync", 0, 1, 0)),
        *(("restore", 0, 0, 0), ("put", 3, 0, 2), ("sync", 3, 1, 0), ("sync", 1, 3, 0)),
        ("put", 3, 1, 3),
    ),
    "a decision, then an answer that its author had not seen": (
        *(("put", 0, 0, 0), ("put", 1, 0, 1), ("sync", 0, 2, 0), ("sync", 1, 2, 0)),
        *(("resolve", 2, 0, 0), ("put", 1, 0, 2), ("sync", 1, 2, 0), ("sync", 2, 0, 0)),
    ),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("seed", range(3))
def test_stories(story: str, seed: int) -> None:
    history = History()
    for _ in range(3):
        history.enrol()
    for step in STORIES[story]:
        history.play(*step)
    judge(history, seed, tampers=False)
    history.close()
