"""A small medium for tests: a real file system in memory where this user may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kilobytes: int, options: str = "") -> Iterator[Path]:
    """A file system of so many kilobytes on ``folder``; the test is skipped where none may be mounted.

    Mounting needs an administrator; the container of the tests is one, a desk is not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only an administrator may mount a small disk")
    said = f"size={kilobytes}k" + (f",{options}" if options else "")
    command = ["mount", "-t", "tmpfs", "-o", said, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this place lets nobody mount")
    try:
        yield folder
    finally:
        pull_out(folder)


def pull_out(folder: Path) -> None:
    """Take the medium away, files open or not, as a hand does with a stick."""
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
