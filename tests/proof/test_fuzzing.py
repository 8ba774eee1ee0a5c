"""The reader of bundles under random alterations, in a process with limits; kept crashers again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError
from inspector_app.formats.segments import SegmentRefused
from tests.proof.planting import ROOT

CRASHERS = ROOT / "tests" / "vectors" / "crashers"
SECONDS = 8
COMMAND = (sys.executable, "-m", "tests.proof.fuzzing")


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are POSIX")
def test_nothing_breaks_the_reader(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--seconds", str(SECONDS), "--seed", str(os.getpid()), "--keep", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = [path.name for path in tmp_path.iterdir()]
    assert done.returncode == 0, f"{done.stdout} {done.stderr[-2000:]} kept in {tmp_path}: {left}"
    counts = json.loads(done.stdout)
    assert counts.pop("crashers") == []
    assert sum(counts.values()) > 60
    assert {name.split()[0] for name in counts} == {
        *("age", "container", "manifest", "members", "run", "record"),
    }


@pytest.mark.skipif(os.name == "nt", reason="the fuzzer's limits are POSIX")
@pytest.mark.parametrize(
    "path",
    [path for path in sorted(CRASHERS.iterdir()) if path.suffix != ".md"],
    ids=lambda path: path.name,
)
def test_a_kept_crasher_is_refused(path: Path) -> None:
    from tests.proof.fuzzing import feed

    with pytest.raises((InspectorError, SegmentRefused)):
        feed(path.suffix.lstrip("."), path.read_bytes())
