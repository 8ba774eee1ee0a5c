"""Two thousand actions outside pytest lose no references to None and True."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.errors import PlatformError
from inspector_app.gui.guard import check_runtime

ROOT = Path(__file__).resolve().parents[2]


def test_two_thousand_actions() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.gui.soak"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    result = json.loads(run.stdout)
    assert result["actions"] == 2000
    assert result["none_lost"] < 100
    assert result["true_lost"] < 100


@pytest.mark.parametrize(
    ("qt", "python", "is_refused"),
    [
        ("6.12.0", (3, 11, 7), True),
        ("6.12.1", (3, 10, 13), True),
        ("6.13.0", (3, 11, 0), True),
        ("7.0.0", (3, 11, 0), True),
        ("6.12.0", (3, 12, 1), False),
        ("6.11.3", (3, 11, 7), False),
        ("6.9.3", (3, 11, 7), False),
    ],
)
def test_the_guard(qt: str, python: tuple[int, int, int], is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(PlatformError):
            check_runtime(qt, python)
    else:
        check_runtime(qt, python)
