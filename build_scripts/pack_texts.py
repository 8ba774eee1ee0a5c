"""Texts of a made checklist: a pair in two languages on a row, hints that can be read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from build_scripts.pack_columns import EN, VI

Row = dict[str, str]
HINT_LENGTH: Final = 200
"""What is read at a glance; shortcomings that do not fit are suggestions of findings only."""
_OFTEN = ("Thường gặp: {}.", "Often found: {}.")


def put(row: Row, column: str, text: Sequence[str]) -> None:
    """Both languages of a text on a row."""
    row[f"{column}{VI}"], row[f"{column}{EN}"] = text[0], text[1]


def with_often(hint: Sequence[str], often: Sequence[str]) -> tuple[str, str]:
    """A hint with the first of the typical shortcomings: as many as fit, as many in both languages."""
    parts = [text.rstrip(".").split("; ") if text else [] for text in often]
    for number in range(min(map(len, parts)), 0, -1):
        first, second = (_joined(hint[at], parts[at][:number], at) for at in (0, 1))
        if max(len(first), len(second)) <= HINT_LENGTH:
            return first, second
    return hint[0], hint[1]


def _joined(hint: str, shortcomings: Sequence[str], language: int) -> str:
    often = _OFTEN[language].format("; ".join(shortcomings))
    return f"{hint} {often}" if hint else often
