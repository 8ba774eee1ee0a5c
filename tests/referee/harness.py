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
    """One thing that differs: after which line, at which node, what each engine says."""

    line: str
    path: str
    field: str
    theirs: object
    ours: object

    def __str__(self) -> str:
        where = f"{self.path} {self.field}".strip()
        return f"{where}: JavaRosa {self.theirs!r}, ours {self.ours!r} (after {self.line!r})"


class Intended(Protocol):
    """Tells whether a disagreement is on the written list of differences."""

    def __call__(self, outline: Outline, found: Disagreement) -> bool:
        """Whether it is intended."""


@dataclass(frozen=True)
class Match:
    """A form with two engines; each factory starts over with an empty instance."""

    outline: Outline
    theirs: Callable[[], Side]
    ours: Callable[[], Side]
    intended: Intended


def walk(match: Match, seed: int, blocks: int, size: int) -> tuple[list[str], list[Disagreement]]:
    """A seeded walk of ``blocks`` times ``size`` steps, compared after each block.

    Returns:
        The lines sent, and the disagreements of the first block that has any.
    """
    rng = random.Random(seed)
    theirs, ours = match.theirs(), match.ours()
    lines: list[str] = []
    found = _states(match, theirs, ours, "(start)")
    for _ in range(blocks):
        if found:
            return lines, found
        nodes = theirs.line("DUMP")[:-1]
        for line in steps(rng, match.outline, theirs, nodes, size):
            lines.append(line)
            found += _replies(match, line, theirs.line(line), ours.line(line))
        found += _states(match, theirs, ours, lines[-1] if lines else "(start)")
    return lines, found


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
        found = _replies(match, line, theirs.line(line), ours.line(line))
        found += _states(match, theirs, ours, line)
    return list(lines), found


def _states(match: Match, theirs: Side, ours: Side, line: str) -> list[Disagreement]:
    found = _nodes(line, theirs.line("DUMP"), ours.line("DUMP"))
    found = [one for one in found if not match.intended(match.outline, one)]
    if not found:
        found = _replies(match, "VALIDATE", theirs.line("VALIDATE"), ours.line("VALIDATE"))
    return found


def _nodes(line: str, theirs: Nodes, ours: Nodes) -> list[Disagreement]:
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
            found += [
                Disagreement(line, path, field, left[path][field], right[path][field])
                for field in FIELDS
                if left[path][field] != right[path][field]
            ]
    return found


def _replies(match: Match, line: str, theirs: Nodes, ours: Nodes) -> list[Disagreement]:
    """What differs between two answers to a line: verdict, place, and the form's own message."""
    path = line.split("\t")[1] if "\t" in line else ""
    fields = ("error", "result", "valid", "path")
    found = [
        Disagreement(line, path, field, theirs[0].get(field), ours[0].get(field))
        for field in fields
        if theirs[0].get(field) != ours[0].get(field) and (field != "path" or line == "VALIDATE")
    ]
    message = theirs[0].get("message")
    if not found and message and message != ours[0].get("message"):
        found.append(Disagreement(line, path, "message", message, ours[0].get("message")))
    return [one for one in found if not match.intended(match.outline, one)]
