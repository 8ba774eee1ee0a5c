"""A pytest plugin: every worker draws on a display of its own.

Windows of two workers on one display take the keyboard focus and the clipboard from each other.
"""

from __future__ import annotations

import os

DISPLAYS = "INSPECTOR_TEST_DISPLAYS"
"""Environment variable: the displays of the workers in their order, with blanks between them."""


def pytest_configure() -> None:
    """Take the display of this worker, before anything asks Qt for one."""
    displays = os.environ.get(DISPLAYS, "").split()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if displays:
        os.environ["DISPLAY"] = displays[int(worker) % len(displays)]
