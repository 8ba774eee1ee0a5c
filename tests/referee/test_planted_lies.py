"""Faults planted into our engine, each of which the referee must find.

A lie is told where it is hardest to see: at a node that reads a value which the engines write in two
ways at that moment (``5.0`` and ``5``). Where a form has no such node, it is told anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.referee import forms
from tests.referee.differences import differing, follows, is_intended, unintended
from tests.referee.harness import FIELDS, Match, Nodes, differences, report, shrink, walk
from tests.referee.javarosa import JavaRosa
from tests.referee.outline import Outline, generic
from tests.referee.walks import Side

SEEDS = 4
NEAR = {
    "come-back": {"value", "required", "relevant"},
    "rank-range": {"value", "required"},
    "scores": {"value", "relevant"},
    "select-functions": {"value", "relevant"},
    "two-writings": set(FIELDS),
}
"""Forms, and what is ruled in them by a value that is written in two ways."""


class _Listening:
    """JavaRosa; what it said last of all nodes is kept."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self.nodes: Nodes = []

    def line(self, text: str) -> Nodes:
        """As JavaRosa."""
        replies = self._side.line(text)
        if text == "DUMP":
            self.nodes = replies
        return replies


class _Liar:
    """Our engine, but it lies about ``field`` of a node where a difference cannot be intended."""

    def __init__(
        self,
        side: Side,
        theirs: _Listening,
        outline: Outline,
        field: str,
        *,
        is_near: bool,
        turn: int,
    ) -> None:
        self._side = side
        self._theirs = theirs
        self._outline = outline
        self._field = field
        self._is_near = is_near
        self._turn = turn
        self.lies = 0

    def line(self, text: str) -> Nodes:
        """As our engine, with the lie."""
        replies = self._side.line(text)
        if text != "DUMP":
            return replies
        state = differences(text, self._theirs.nodes, replies)
        near = {generic(one.path) for one in state if is_intended(self._outline, one)}
        roots = differing(self._outline, state)
        possible = []
        for index, node in enumerate(replies[:-1]):
            path = str(node["path"])
            is_excused = generic(path) in roots or follows(self._outline, path, self._field, roots)
            is_hard = follows(self._outline, path, self._field, near)
            if not is_excused and (is_hard or not self._is_near):
                possible.append(index)
        if possible:
            self.lies += 1
            index = possible[self._turn % len(possible)]
            node = replies[index]
            replies[index] = {**node, self._field: _other(node[self._field])}
        return replies


class _Judge:
    """Our engine, but it judges an answer, or the whole form, the other way round."""

    def __init__(self, side: Side, command: str) -> None:
        self._side = side
        self._command = command

    def line(self, text: str) -> Nodes:
        """As our engine, with the fault."""
        replies = self._side.line(text)
        if not text.startswith(self._command):
            return replies
        one = replies[0]
        if "valid" in one:
            return [{**one, "valid": not one["valid"]}]
        return [{**one, "result": "constraint" if one["result"] == "ok" else "ok"}]


class _Hiding:
    """Our engine, but a district that is answered hides the province."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._lies = False

    def line(self, text: str) -> Nodes:
        """As our engine, with the fault."""
        self._lies = self._lies or text.startswith("ANSWER\t/data/huyen\t")
        replies = self._side.line(text)
        hidden = "/data/tinh" if self._lies else ""
        return [{**one, "relevant": False} if one.get("path") == hidden else one for one in replies]


@pytest.mark.parametrize("name", forms.names())
def test_every_lie_about_a_node_is_found(name: str, referee: JavaRosa, tmp_path: Path) -> None:
    entry = forms.entry(name)
    load = entry.theirs(referee, tmp_path)
    told: set[tuple[str, bool]] = set()
    for field in FIELDS:
        for is_near in (True, False):
            for seed in range(SEEDS if is_near else 1):
                theirs = _Listening(load())
                liar = _Liar(entry.ours(), theirs, entry.outline, field, is_near=is_near, turn=seed)
                match = Match(entry.outline, _once(theirs), _once(liar), unintended)
                found = walk(match, seed, 6, 7).found
                assert bool(found) == (liar.lies > 0), f"{field}, seed {seed}: {liar.lies} lies"
                if found:
                    assert {one.field for one in found} == {field}
                    told.add((field, is_near))
    assert {field for field, is_near in told if not is_near} == set(FIELDS)
    assert {field for field, is_near in told if is_near} >= NEAR.get(name, set())


@pytest.mark.parametrize("name", forms.names())
@pytest.mark.parametrize("command", ["ANSWER", "VALIDATE"])
def test_a_wrong_verdict_is_found(
    name: str, command: str, referee: JavaRosa, tmp_path: Path
) -> None:
    entry = forms.entry(name)
    match = Match(
        entry.outline,
        entry.theirs(referee, tmp_path),
        lambda: _Judge(entry.ours(), command),
        unintended,
    )
    found = walk(match, 0, 6, 7).found
    assert {one.line.partition("\t")[0] for one in found} == {command}
    assert {one.field for one in found} <= {"result", "valid"}


def test_a_fault_is_found_and_told_by_the_shortest_walk(referee: JavaRosa, tmp_path: Path) -> None:
    entry = forms.entry("cascades")
    match = Match(
        entry.outline, entry.theirs(referee, tmp_path), lambda: _Hiding(entry.ours()), unintended
    )
    walked = walk(match, 0, 6, 7)
    assert walked.found
    shortest, left = shrink(match, walked.lines)
    assert [line.partition("\t")[2].partition("\t")[0] for line in shortest] == ["/data/huyen"]
    assert [(one.path, one.field) for one in left] == [("/data/tinh", "relevant")]
    assert "/data/tinh relevant: JavaRosa True, ours False" in report("cascades", 0, shortest, left)


def _once(side: Side) -> Callable[[], Side]:
    return lambda: side


def _other(said: object) -> object:
    """What is said otherwise: the other truth, or a text that no list of differences knows."""
    return not said if isinstance(said, bool) else f"{said}~"
