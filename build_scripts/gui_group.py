"""A pytest plugin: window tests share one display, so one worker runs them one after another."""

from __future__ import annotations

import pytest

from build_scripts.layout import ROOT

GUI_TESTS = ROOT / "tests" / "gui"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test below ``tests/gui`` into one group for ``--dist loadgroup``."""
    for item in items:
        if item.path.is_relative_to(GUI_TESTS):
            item.add_marker(pytest.mark.xdist_group("gui"))
