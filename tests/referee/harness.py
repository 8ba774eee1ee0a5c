"""Walk two engines through the same form and find the first thing they disagree about."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.referee.outline import Outline
from tests.referee.walks import Side, steps

FIELDS = ("relevant", "required", "readonly", "value")
BUDGET = 400
"""Most replays that shrinking may cost."""

Nodes = list[dict[str, object]]


@dataclass(frozen=True)
class Disagreement:
    """One thing that differs: after which line, at which node, what each engine says.

    ``field`` is one of ``FIELDS``, or a field of the answer to the line. ``is_hidden`` tells that
    both engines hold the node for not relevant.
    """

    line: str
    path: str
    field: str
    theirs: object
    ours: object
    is_hidden: bool = False

    def __str__(self) -> str:
        where = f"{self.path} {self.field}".strip()
        return f"{where}: JavaRosa {self.theirs!r}, ours {self.ours!r} (after {self.line!r})"


class Intended(Protocol):
    """Tells which disagreements are on the written list of differences, or follow from one."""

    def __call__(self, outline: Outline, state: Sequence[Disagreement]) -> list[Disagreement]:
        """Those of ``state``, which is all that differs now, that are not intended."""


@dataclass(frozen=True)
class Walked:
    """A walk: the lines sent, how many of them were compared, what differed first."""

    lines: list[str]
    compared: int
    found: list[Disagreement]


@dataclass(frozen=True)
class Match:
    """A form with two engines; each factory starts over with an empty instance."""

    outline: Outline
    theirs: Callable[[], Side]
    ours: Callable[[], Side]
    intended: Intended
    # told the nodes and the intended differences of every state that agrees otherwise
    clean: Callable[[Nodes, list[Disagreement]], None] | None = None


def walk(match: Match, seed: int, blocks: int, size: int) -> Walked:
    """A seeded walk of ``blocks`` times ``size`` steps, compared after each block.

    It ends at the first block in which something differs; what is said of an answer or of the whole
    form must always be the same, no difference is intended there.
    """
    rng = random.Random(seed)
    theirs, ours = match.theirs(), match.ours()
    lines: list[str] = []
    compared = 0
    found = _states(match, theirs, ours, "(start)")
    for _ in range(blocks):
        if found:
            break
        nodes = theirs.line("DUMP")[:-1]
        for line in steps(rng, match.outline, theirs, nodes, size):
            lines.append(line)
            found += _replies(line, theirs.line(line)[0], ours.line(line)[0])
        found += _states(match, theirs, ours, lines[-1])
        compared = len(lines)
    return Walked(lines, compared, found)


def shrink(match: Match, lines: Sequence[str]) -> tuple[list[str], list[Disagreement]]:
    """The fewest of these lines, in their order, after which the engines still disagree."""
    kept, found = _until_first(match, lines)
    replays = 0
    width = max(1, len(kept) // 2)
    while width:
        position = 0
        while position < len(kept) and replays < BUDGET:
            fewer = kept[:position] + kept[position + width :]
            replays += 1
            shorter, still = _until_first(match, fewer)
            if still:
                kept, found = shorter, still
            else:
                position += width
        width //= 2
    return kept, found


def report(name: str, seed: int, lines: Sequence[str], found: Sequence[Disagreement]) -> str:
    """A walk and its disagreements, to be read by a person and typed again."""
    walked = "\n".join(f"    {line}" for line in lines) or "    (nothing answered yet)"
    differing = "\n".join(f"  {one}" for one in found[:12])
    return f"{name}, seed {seed}: the engines differ\n{differing}\n  smallest walk:\n{walked}"


def _until_first(match: Match, lines: Sequence[str]) -> tuple[list[str], list[Disagreement]]:
    """The lines up to the first disagreement, looked for after every line."""
    theirs, ours = match.theirs(), match.ours()
    found = _states(match, theirs, ours, "(start)")
    for index, line in enumerate(lines):
        if found:
            return list(lines[:index]), found
        found = _replies(line, theirs.line(line)[0], ours.line(line)[0])
        found += _states(match, theirs, ours, line)
    return list(lines), found


def _states(match: Match, theirs: Side, ours: Side, line: str) -> list[Disagreement]:
    left, right = theirs.line("DUMP"), ours.line("DUMP")
    state = differences(line, left, right)
    found = match.intended(match.outline, state)
    if found:
        return found
    if match.clean is not None:
        match.clean(left[:-1], state)
    return _replies("VALIDATE", theirs.line("VALIDATE")[0], ours.line("VALIDATE")[0])


def differences(line: str, theirs: Nodes, ours: Nodes) -> list[Disagreement]:
    """All that differs between two answers to DUMP, after ``line``."""
    if theirs[-1] != {"end": True} or ours[-1] != {"end": True}:
        return [Disagreement(line, "", "dump", theirs[-1], ours[-1])]
    left = {str(node["path"]): node for node in theirs[:-1]}
    right = {str(node["path"]): node for node in ours[:-1]}
    found = [
        Disagreement(line, path, "node", path in left, path in right)
        for path in (*left, *(path for path in right if path not in left))
        if (path in left) != (path in right)
    ]
    if not found and list(left) != list(right):
        found.append(Disagreement(line, "", "order", list(left), list(right)))
    for path in left:
        if path in right:
            hidden = not (left[path]["relevant"] or right[path]["relevant"])
            found += [
                Disagreement(line, path, field, left[path][field], right[path][field], hidden)
                for field in FIELDS
                if left[path][field] != right[path][field]
            ]
    return found


def _replies(line: str, theirs: dict[str, object], ours: dict[str, object]) -> list[Disagreement]:
    """What differs between two answers: verdict, first invalid node, and the form's message."""
    asked = line.split("\t")[1] if "\t" in line else ""
    fields = ("error", "result", "valid") + (("path",) if line == "VALIDATE" else ())
    found = [
        Disagreement(line, asked, field, theirs.get(field), ours.get(field))
        for field in fields
        if theirs.get(field) != ours.get(field)
    ]
    message = theirs.get("message")
    if not found and message and message != ours.get("message"):
        found.append(Disagreement(line, asked, "message", message, ours.get("message")))
    return found
