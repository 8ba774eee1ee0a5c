"""Eight laptops of two teams; ``dev.py soak`` plays the same with forty."""

from __future__ import annotations

from pathlib import Path

from tests.proof.simulated_trip import simulate


def test_eight_laptops_end_with_one_state_and_nothing_lost(tmp_path: Path) -> None:
    counts = simulate(tmp_path / "trip", people=8, seed=1)
    assert counts["answers"] > 40
    assert counts["decisions"] > 0
    assert counts["conflicts met by leaders"] > 5
    assert counts["merges updated"] + counts["merges new"] > 8
