"""Every planted bug is killed by the directed tests that are meant for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.proof.planting import ROOT

SHARES = 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="planting forks")
@pytest.mark.parametrize("share", range(1, SHARES + 1))
def test_planted_bugs_are_killed(share: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.planting", "--share", f"{share}/{SHARES}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "killed" in done.stdout
