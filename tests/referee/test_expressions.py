"""Random expressions, evaluated by JavaRosa and by us."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.referee import forms
from tests.referee.expressions import expression
from tests.referee.javarosa import JavaRosa

COUNT = 1500
_EXPONENT = re.compile(r"\d+\.\d+E-?\d+")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_random_expressions_have_the_same_result(
    depth: int, referee: JavaRosa, tmp_path: Path
) -> None:
    entry = forms.entry("every-type")
    theirs, ours = entry.theirs(referee, tmp_path)(), entry.ours()
    different: list[str] = []
    for seed in range(COUNT):
        text = expression(random.Random(1000 * depth + seed), depth)
        left, right = theirs.line(f"EVAL\t{text}")[0], ours.line(f"EVAL\t{text}")[0]
        assert "error" not in left, f"JavaRosa cannot evaluate {text}: {left}"
        if not _same(left, right):
            different.append(f"{text}: JavaRosa {left}, ours {right}")
    assert not different, "\n".join(sorted(different, key=len)[:20])


def _same(theirs: dict[str, object], ours: dict[str, object]) -> bool:
    left, right = theirs["value"], ours.get("value")
    if theirs["type"] != ours.get("type"):
        return False
    if isinstance(left, float) and isinstance(right, int | float):
        return left == right or f"{left:.14g}" == f"{right:.14g}"
    # XPath 1.0 writes no exponents; JavaRosa does, as Java.
    return left == right or (isinstance(left, str) and _EXPONENT.sub(_plain, left) == right)


def _plain(found: re.Match[str]) -> str:
    return format(Decimal(found.group()).normalize(), "f")
