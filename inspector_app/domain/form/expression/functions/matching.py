"""Whether a text matches a pattern, in time proportional to its length.

The tree of a pattern becomes a machine of states; all states that are possible after a character
are followed at once (Thompson's construction), so that no pattern can make the program hang. Sets of
states that were met are remembered, which makes the usual case one look-up per character.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from inspector_app.domain.form.expression.functions.letter_classes import Test, anything, is_word
from inspector_app.domain.form.expression.functions.pattern_tree import (
    Alternation,
    Assertion,
    Letter,
    Part,
    Pattern,
    PatternError,
    Repetition,
    Sequence,
)
from inspector_app.domain.form.expression.functions.patterns import read_pattern
from inspector_app.domain.saying import said

MAX_STATES: Final = 2_000
"""Largest machine; ``{n,m}`` counts m times."""
MAX_MATCHED: Final = 10_000
"""Longest text that is looked at; a longer one does not match."""
_MAX_REMEMBERED: Final = 5_000

_NOTHING, _WORD, _OTHER = 0, 1, 2
"""What stands before or after a place: the end of the text, part of a word, anything else."""


def _kind(character: str) -> int:
    return _WORD if is_word(character) else _OTHER


_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "start": lambda before, _after: before == _NOTHING,
    "end": lambda _before, after: after == _NOTHING,
    "boundary": lambda before, after: (before == _WORD) != (after == _WORD),
    "inside": lambda before, after: (before == _WORD) == (after == _WORD),
}


class _Machine:
    """States: a test and where it leads, or (test None) several ways, perhaps under a condition."""

    def __init__(self, part: Part) -> None:
        self.tests: list[Test | None] = [None]
        self.conditions: list[str] = [""]
        self.ways: list[list[int]] = [[]]  # state 0: the end
        self.parts = 0
        self.start = self.add(part, 0)
        self.known: dict[tuple[frozenset[int], int], dict[str, tuple[frozenset[int], int]]] = {}
        self.remembered = 0

    def state(self, ways: list[int], test: Test | None = None, condition: str = "") -> int:
        if len(self.ways) >= MAX_STATES:
            raise PatternError(said("mẫu quá lớn; hãy giảm số lần lặp"))
        self.tests.append(test)
        self.conditions.append(condition)
        self.ways.append(ways)
        return len(self.ways) - 1

    def add(self, part: Part, after: int) -> int:
        """The states of a part that goes on at ``after``; its first state."""
        self.parts += 1
        if self.parts > 4 * MAX_STATES:  # repetitions of nothing make no states, yet take time
            raise PatternError(said("mẫu quá lớn; hãy giảm số lần lặp"))
        match part:
            case Letter(test=test):
                return self.state([after], test)
            case Assertion(kind=kind):
                return self.state([after], None, kind)
            case Sequence(parts=parts):
                for one in reversed(parts):
                    after = self.add(one, after)
                return after
            case Alternation(options=options):
                return self.state([self.add(one, after) for one in options])
            case Repetition():
                return self.add_repetition(part, after)

    def add_repetition(self, part: Repetition, after: int) -> int:
        if part.most is None:
            loop = self.state([after])
            self.ways[loop].append(self.add(part.part, loop))
            after = loop
        else:
            end = after
            for _ in range(part.most - part.least):
                after = self.state([self.add(part.part, after), end])
        for _ in range(part.least):
            after = self.add(part.part, after)
        return after

    def reached(self, states: frozenset[int], before: int, after: int) -> set[int]:
        """All states that are reached without taking a character."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            found.add(state)
            if self.tests[state] is None:
                condition = self.conditions[state]
                if not condition or _HOLDS[condition](before, after):
                    waiting += self.ways[state]
        return found

    def step(
        self, states: frozenset[int], before: int, character: str
    ) -> tuple[frozenset[int], int]:
        kind = _kind(character)
        found: set[int] = set()
        for state in self.reached(states, before, kind):
            test = self.tests[state]
            if test is not None and test(character):
                found.update(self.ways[state])
        return frozenset(found), kind

    def matches(self, text: str) -> bool:
        here = (frozenset((self.start,)), _NOTHING)
        for character in text:
            row = self.known.get(here)
            if row is None:
                row = self.known[here] = {}
            following = row.get(character)
            if following is None:
                self.remembered += 1
                if self.remembered > _MAX_REMEMBERED:
                    self.known, self.remembered = {}, 0
                following = row[character] = self.step(*here, character)
            here = following
            if not here[0]:
                return False
        return 0 in self.reached(*here, _NOTHING)


class Matcher:
    """A pattern, ready to be asked."""

    def __init__(self, pattern: Pattern) -> None:
        self._body = _Machine(pattern.body)
        rest = Repetition(Letter(anything), 0, None)
        self._looks = [
            (_Machine(Sequence((look.part, rest))), look.is_wanted) for look in pattern.looks
        ]

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        if len(text) > MAX_MATCHED:
            return False
        return self._body.matches(text) and all(
            machine.matches(text) == is_wanted for machine, is_wanted in self._looks
        )


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """The matcher of a pattern; the same one when it is asked for again.

    Raises:
        PatternError: the pattern is wrong, too large, or uses what is left out.
    """
    return Matcher(read_pattern(pattern))
