"""Histories that follow from a number: ``dev.py soak --seed N`` plays the same again."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

from tests.proof.histories import ACTIONS, History
from tests.proof.judgement import judge

LONGEST = 90
SHORTEST = 15
IN_FILES = 8
"""One history in so many has its vaults in files."""


def play(seed: int, folder: Path) -> Counter[str]:
    """Play and judge the history of a seed; returns what was counted.

    Args:
        folder: for vaults in files; what the history leaves there is removed.
    """
    dice = random.Random(seed)
    place = folder / f"history-{seed}" if seed % IN_FILES == 0 else None
    if place is not None:
        place.mkdir()
    history = History(place)
    for _ in range(dice.randint(2, 6)):
        history.enrol()
    for _ in range(dice.randint(SHORTEST, LONGEST)):
        history.play(dice.choice(ACTIONS), dice.randrange(6), dice.randrange(9), dice.randrange(9))
    counted = judge(history, seed)
    history.close()
    if place is not None:
        shutil.rmtree(place)
    return counted
