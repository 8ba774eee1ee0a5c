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

    ``is_hidden`` tells that both engines hold the node for not relevant.
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

    def __call__(
        self, outline: Outline, found: Sequence[Disagreement], state: Sequence[Disagreement]
    ) -> list[Disagreement]:
        """Those of ``found`` that are not intended, where ``state`` is all that differs now."""


class _PartedError(Exception):
    """An intended difference let one engine take an answer that the other refused."""


@dataclass(frozen=True)
class Match:
    """A form with two engines; each factory starts over with an empty instance."""

    outline: Outline
    theirs: Callable[[], Side]
    ours: Callable[[], Side]
    intended: Intended
    # told the nodes and the intended differences of every state that agrees otherwise
    clean: Callable[[Nodes, list[Disagreement]], None] | None = None


def walk(match: Match, seed: int, blocks: int, size: int) -> tuple[list[str], list[Disagreement]]:
    """A seeded walk of ``blocks`` times ``size`` steps, compared after each block.

    Returns:
        The lines sent, and the disagreements of the first block that has any.
    """
    rng = random.Random(seed)
    theirs, ours = match.theirs(), match.ours()
    lines: list[str] = []
    found = _states(match, theirs, ours, "(start)")
    try:
        for _ in range(blocks):
            if found:
                return lines, found
            nodes = theirs.line("DUMP")[:-1]
            for line in steps(rng, match.outline, theirs, nodes, size):
                lines.append(line)
                found += _asked(match, theirs, ours, line)
            found += _states(match, theirs, ours, lines[-1] if lines else "(start)")
    except _PartedError:
        return lines, found
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
    try:
        for index, line in enumerate(lines):
            if found:
                return list(lines[:index]), found
            found = _asked(match, theirs, ours, line)
            found += _states(match, theirs, ours, line)
    except _PartedError:
        return list(lines), []
    return list(lines), found


def _states(match: Match, theirs: Side, ours: Side, line: str) -> list[Disagreement]:
    left, right = theirs.line("DUMP"), ours.line("DUMP")
    state = _nodes(line, left, right)
    found = match.intended(match.outline, state, state)
    if match.clean is not None and not found:
        match.clean(left[:-1], state)
    if not found:
        replies = _replies("VALIDATE", theirs.line("VALIDATE"), ours.line("VALIDATE"))
        found = match.intended(match.outline, replies, state)
    return found


def _asked(match: Match, theirs: Side, ours: Side, line: str) -> list[Disagreement]:
    """Send a line to both; what differs between the answers.

    Raises:
        _PartedError: they differ as intended, so that what follows cannot be compared.
    """
    replies = _replies(line, theirs.line(line), ours.line(line))
    if not replies:
        return []
    found = match.intended(
        match.outline, replies, _nodes(line, theirs.line("DUMP"), ours.line("DUMP"))
    )
    if not found:
        raise _PartedError
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
            hidden = not (left[path]["relevant"] or right[path]["relevant"])
            found += [
                Disagreement(line, path, field, left[path][field], right[path][field], hidden)
                for field in FIELDS
                if left[path][field] != right[path][field]
            ]
    return found


def _replies(line: str, theirs: Nodes, ours: Nodes) -> list[Disagreement]:
    """What differs between two answers to a line: verdict, place, and the form's own message."""
    asked = line.split("\t")[1] if "\t" in line else ""
    fields = ("error", "result", "valid") + (("path",) if line == "VALIDATE" else ())
    found = [
        Disagreement(line, asked, field, theirs[0].get(field), ours[0].get(field))
        for field in fields
        if theirs[0].get(field) != ours[0].get(field)
    ]
    message = theirs[0].get("message")
    if not found and message and message != ours[0].get("message"):
        found.append(Disagreement(line, asked, "message", message, ours[0].get("message")))
    return found
