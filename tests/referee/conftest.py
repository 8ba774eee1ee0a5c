"""One running JavaRosa for all tests of a module."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator

import pytest

from tests.referee.javarosa import JavaRosa, missing


@pytest.fixture(scope="module")
def referee() -> Iterator[JavaRosa]:
    """JavaRosa; where there is no Java the test is skipped aloud, or fails when CI is set."""
    lack = missing()
    if lack and os.environ.get("CI"):
        pytest.fail(f"the form engine cannot be compared with JavaRosa: {lack}")
    if lack:
        warnings.warn(f"THE FORM ENGINE WAS NOT COMPARED WITH JAVAROSA: {lack}", stacklevel=1)
        pytest.skip(f"the form engine was NOT compared with JavaRosa: {lack}")
    with JavaRosa() as running:
        yield running
