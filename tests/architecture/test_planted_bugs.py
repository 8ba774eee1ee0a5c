"""Every planted bug still finds its place; that each is killed is shown in ``tests/proof``."""

from __future__ import annotations

import pytest

from tests.proof.planted import BUGS, Bug
from tests.proof.planting import PACKAGE, ROOT, planted


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_finds_its_place(bug: Bug) -> None:
    source = (ROOT / PACKAGE / bug.path).read_text(encoding="utf-8")
    assert planted(source, bug) != source
    assert (ROOT / bug.killer).is_file()


def test_there_are_enough_and_each_is_named_once() -> None:
    assert len(BUGS) >= 16
    assert len({bug.name for bug in BUGS}) == len(BUGS)
