"""Which words of a text differ from another text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

_PIECES: Final = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PIECES: Final = 4_000
"""Of longer texts nothing is marked: comparing takes time that grows with the square."""


def word_changes(before: str, after: str) -> tuple[tuple[str, bool], ...]:
    """``after`` in parts, each with whether it is not so in ``before``; together they are ``after``.

    Words are compared whole; blanks between two changed words are marked with them.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > MOST_PIECES:
        return ((after, False),) if after else ()
    return tuple(_joined(_marked(old, new)))


def _marked(old: list[str], new: list[str]) -> Iterator[tuple[str, bool]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, _from, _to, start, end in matcher.get_opcodes():
        yield "".join(new[start:end]), tag != "equal"


def _joined(parts: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Blanks alone between changes belong to them; nothing empty."""
    found = [one for one in parts if one[0]]
    text, changed = "", False
    for number, (piece, is_changed) in enumerate(found):
        is_between = not is_changed and piece.isspace() and 0 < number < len(found) - 1
        is_changed = is_changed or is_between
        if text and is_changed != changed:
            yield text, changed
            text = ""
        text, changed = text + piece, is_changed
    if text:
        yield text, changed
