"""The tree of a pattern: what ``regex()`` looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from inspector_app.domain.form.expression.functions.letter_classes import Test


class PatternError(Exception):
    """A pattern that cannot be used; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a class."""

    test: Test


@dataclass(frozen=True, slots=True)
class Assertion:
    """``start``, ``end``, ``boundary`` or ``inside`` of a word; takes no character."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """One of several."""

    options: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """``least`` to ``most`` times; None: without end."""

    part: Part
    least: int
    most: int | None


Part: TypeAlias = Letter | Assertion | Sequence | Alternation | Repetition


@dataclass(frozen=True, slots=True)
class Look:
    """What the whole text must (``is_wanted``) or must not begin with."""

    part: Part
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern: its body, and what stands in lookaheads before it."""

    body: Part
    looks: tuple[Look, ...]
