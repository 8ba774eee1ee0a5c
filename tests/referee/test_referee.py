"""Our engine against JavaRosa: random walks over every form, and the list of differences.

Skipped only where there is no Java, and then said aloud; on the project's own machines (the variable
``CI`` is set) a missing Java is a failure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.referee import forms
from tests.referee.differences import (
    DIFFERENCES,
    differing,
    follows,
    is_intended,
    is_writing,
    unintended,
)
from tests.referee.harness import FIELDS, Disagreement, Match, report, shrink, walk
from tests.referee.javarosa import JavaRosa
from tests.referee.outline import Outline, generic
from tests.referee.walks import Side

SEEDS = 20
BLOCKS = 6
SIZE = 7

# A difference's name: form, lines, node, what JavaRosa makes of it, what we make of it.
EXAMPLES: dict[str, tuple[str, tuple[str, ...], str, str, str]] = {
    "digits": (
        "every-type",
        ("/data/chung/kinh_phi\t500",),
        "/data/chung/kinh_phi",
        "500.0",
        "500",
    ),
    "part of a day": (
        "dates",
        ("/data/vao\t09:50",),
        "/data/gio",
        "0.40972222222262644",
        "0.409722222222222",
    ),
    "undefined": ("numbers", ("/data/a\t1", "/data/b\t0"), "/data/chia", "Infinity", ""),
    "boolean": ("select-functions", (), "/data/co_web", "0", "false"),
    "no index": ("nested-repeats", ("/data/xa[1]/ten_xa\tabc",), "/data/ten_xem", "abc", ""),
    "numbered row": ("positions", ("/data/ky[1]/so\t2",), "/data/dau", "", "2"),
    "own repeat": ("positions", ("/data/ky",), "/data/ky[1]/so_ky", "1", "2"),
    "order of choices": (
        "select-functions",
        ("/data/kenh\tloa web",),
        "/data/kenh",
        "loa web",
        "web loa",
    ),
    "hidden row": (
        "mixed-repeats",
        (),
        "/data/khoi/to[1]/nd/ho_so[1]/nhan_dang",
        "1.0  ",
        "1.1  ",
    ),
    "half": ("numbers", ("/data/x\t-0.5",), "/data/tron", "0", "-1"),
    "negative": ("positions", ("/data/ky[1]/so\t-1",), "/data/lon", "0", "-1"),
    "day": ("dates", (), "/data/ngay_so", "2019-04-14T00:00:00.000+07:00", "2019-04-14"),
    "time": ("dates", ("/data/vao\t09:50",), "/data/vao", "09:50:00.000+07:00", "09:50"),
}
UNFIXED = {"clock"}
"""Differences without an example: what they show depends on the moment."""


class _Watch:
    """What was seen of every field of every node, and what of it while nothing excused a fault."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self.seen: set[tuple[str, str, bool]] = set()
        self.sure: set[tuple[str, str, bool]] = set()

    def __call__(self, nodes: list[dict[str, object]], state: list[Disagreement]) -> None:
        """Take note of a state in which everything that differs is intended."""
        roots = differing(self._outline, state)
        excused = {one.path for one in state if not is_writing(self._outline, one)}
        for node in nodes:
            path = str(node["path"])
            for field in FIELDS:
                said = (generic(path), field, bool(node[field]))
                self.seen.add(said)
                is_root = field == "value" and path in excused
                if not is_root and not follows(self._outline, path, field, roots):
                    self.sure.add(said)


@pytest.mark.parametrize("name", forms.names())
def test_random_walks_agree(name: str, referee: JavaRosa, tmp_path: Path) -> None:
    entry = forms.entry(name)
    watch = _Watch(entry.outline)
    match = Match(entry.outline, entry.theirs(referee, tmp_path), entry.ours, unintended, watch)
    compared = 0
    for seed in range(SEEDS):
        walked = walk(match, seed, BLOCKS, SIZE)
        if walked.found:
            pytest.fail(report(name, seed, *shrink(match, walked.lines)))
        compared += walked.compared
    assert compared == SEEDS * BLOCKS * SIZE
    # Else a difference on the list could hide the node whatever it does.
    assert watch.seen - watch.sure == set(), "the engines were never held to these"
    assert any(field == "value" and filled for _, field, filled in watch.seen)


@pytest.mark.parametrize("name", [one.name for one in DIFFERENCES if one.name not in UNFIXED])
def test_an_intended_difference_shows(name: str, referee: JavaRosa, tmp_path: Path) -> None:
    form, lines, path, theirs, ours = EXAMPLES[name]
    entry = forms.entry(form)
    left, right = entry.theirs(referee, tmp_path)(), entry.ours()
    for line in lines:
        text = f"ANSWER\t{line}" if "\t" in line else f"REPEAT\t{line}"
        assert left.line(text)[0]["result"] == right.line(text)[0]["result"] == "ok"
    assert (_field(left, path, "value"), _field(right, path, "value")) == (theirs, ours)
    relevant = _field(left, path, "relevant") or _field(right, path, "relevant")
    found = Disagreement("DUMP", path, "value", theirs, ours, not relevant)
    assert [one.name for one in DIFFERENCES if one.shows(entry.outline, found)] == [name]


def test_another_value_at_the_same_node_is_not_intended() -> None:
    for form, _lines, path, theirs, ours in EXAMPLES.values():
        outline = forms.entry(form).outline
        for wrong in (("17", "18"), (theirs, "khác"), ("khác", ours)):
            assert not is_intended(outline, Disagreement("DUMP", path, "relevant", *wrong))
    assert set(EXAMPLES) == {one.name for one in DIFFERENCES} - UNFIXED


def test_a_form_that_javarosa_refuses_is_said(referee: JavaRosa, tmp_path: Path) -> None:
    path = tmp_path / "hong.xml"
    path.write_text("<khong-phai-bieu-mau/>", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"JavaRosa refuses hong\.xml"):
        referee.load(path)


def _field(side: Side, path: str, field: str) -> object:
    return next(one[field] for one in side.line("DUMP") if one.get("path") == path)
