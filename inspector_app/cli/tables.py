"""Tables and paragraphs for a terminal: aligned by what is seen, not by what is stored."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from typing import Final

GAP: Final = "  "
NARROWEST: Final = 12
_WIDTH_WHEN_PIPED: Final = 120


def width(text: str) -> int:
    """Columns that a text takes: marks take none, full-width letters two."""
    return sum(_letter_width(letter) for letter in unicodedata.normalize("NFC", text))


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """A text filled with blanks to a number of columns."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def wrap(text: str, columns: int) -> list[str]:
    """A text in lines of at most ``columns`` (a longer word is cut); blank text is one line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            while width(word) > columns:
                if line:
                    lines.append(line)
                    line = ""
                head = _beginning(word, columns)
                lines.append(head)
                word = word[len(head) :]
            joined = f"{line} {word}" if line else word
            if width(joined) > columns:
                lines.append(line)
                line = word
            else:
                line = joined
        lines.append(line)
    return lines


def _beginning(word: str, columns: int) -> str:
    """As many letters as fit (one at least)."""
    end = 1
    while end < len(word) and width(word[: end + 1]) <= columns:
        end += 1
    return word[:end]


def terminal_width() -> int:
    """Columns of the terminal; a fixed number when the output goes elsewhere."""
    return max(shutil.get_terminal_size((_WIDTH_WHEN_PIPED, 40)).columns, 60)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    columns: int | None = None,
    last_whole: bool = False,
) -> str:
    """A table with a rule under its headings.

    Args:
        headings: of the columns.
        rows: cells; the widest columns wrap when the whole does not fit.
        right: columns that stand flush right (numbers).
        columns: width of the whole; the terminal's by default.
        last_whole: the last column holds names that must not be broken (files): where the table
            is too wide they stand on lines of their own, below their rows.
    """
    room = columns or terminal_width()
    if last_whole and sum(_widest([headings, *rows])) + len(GAP) * (len(headings) - 1) > room:
        first = [row[:-1] for row in rows]
        lines = table(headings[:-1], first, right=right, columns=room).split("\n")
        counts = _heights(headings[:-1], first, room)
        found, at = lines[: counts[0] + 1], counts[0] + 1
        for row, count in zip(rows, counts[1:], strict=True):
            found += [*lines[at : at + count], GAP + row[-1]]
            at += count
        return "\n".join(found)
    widths = _fit(headings, rows, columns or terminal_width())
    lines = _lines(headings, widths, right)
    lines.append(GAP.join("─" * one for one in widths))
    for row in rows:
        lines += _lines(row, widths, right)
    return "\n".join(lines)


def pairs(items: Sequence[tuple[str, str]], columns: int | None = None) -> str:
    """Labels with their values, aligned; pairs without a value are left out."""
    shown = [(label, value) for label, value in items if value]
    if not shown:
        return ""
    first = max(width(label) for label, _value in shown)
    rest = max((columns or terminal_width()) - first - 3, NARROWEST)
    lines = []
    for label, value in shown:
        for index, line in enumerate(wrap(value, rest)):
            lines.append(
                f"{pad(label if not index else '', first)} : {line}"
                if not index
                else f"{' ' * first}   {line}"
            )
    return "\n".join(lines)


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    height = max(len(one) for one in wrapped)
    lines = []
    for index in range(height):
        parts = [
            pad(one[index] if index < len(one) else "", size, right=column in right)
            for column, (one, size) in enumerate(zip(wrapped, widths, strict=True))
        ]
        lines.append(GAP.join(parts).rstrip())
    return lines


def _heights(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How many lines the headings and each row take."""
    widths = _fit(headings, rows, room)
    return [len(_lines(row, widths, ())) for row in (headings, *rows)]


def _widest(cells: Sequence[Sequence[str]]) -> list[int]:
    """The width of every column when nothing wraps."""
    return [
        max(max(width(line) for line in row[column].split("\n")) for row in cells)
        for column in range(len(cells[0]))
    ]


def _fit(headings: Sequence[str], rows: Sequence[Sequence[str]], whole: int) -> list[int]:
    """Widths of the columns; the widest give way until the table fits."""
    widths = _widest([headings, *rows])
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - whole
    while excess > 0 and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
        excess -= 1
    return widths
