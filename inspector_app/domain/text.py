"""Text as it enters the log, and as a search compares it."""

from __future__ import annotations

import unicodedata
from typing import Final

from inspector_app.domain.log.change import Value

_KEPT_CONTROLS: Final = frozenset("\n\t")
# Bidirectional controls could make a printed line read differently from what was checked.
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """NFC, line ends as ``\\n``, no control or bidirectional characters, no outer blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        letter
        for letter in text
        if letter in _KEPT_CONTROLS
        or (letter not in _BIDI and unicodedata.category(letter) not in ("Cc", "Cs"))
    )
    # composed last: what is left out may have stood between a letter and its mark
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def clean_value(value: Value) -> Value:
    """``clean`` applied to every text inside a value."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [clean_value(item) for item in value]
    if isinstance(value, dict):
        return {key: clean_value(item) for key, item in value.items()}
    return value


def fold(text: str) -> str:
    """For searching without accents: NFD, marks dropped, đ as d, case folded."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
