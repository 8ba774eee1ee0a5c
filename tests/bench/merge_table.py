"""The targets of the merge and the table that a run prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Row:
    """One line: a measured ratio against a limit that was measured in the same run."""

    name: str
    what: str
    ours: str
    limit: str
    ratio: float
    target: float
    stretch: float | None = None
    at_least: bool = False
    """Whether more is better."""
    note: str = ""

    @property
    def verdict(self) -> str:
        """``stretch``, ``kept`` or ``missed``."""
        if self.stretch is not None and self._holds(self.stretch):
            return "stretch"
        return "kept" if self._holds(self.target) else "missed"

    def _holds(self, bound: float) -> bool:
        return self.ratio >= bound if self.at_least else self.ratio <= bound


HEADS: Final = ("", "measure", "ours", "limit", "ratio", "target", "stretch", "verdict")


def table(rows: Sequence[Row]) -> str:
    """The rows in columns, each note below its row."""
    lines = [list(HEADS)]
    for one in rows:
        sign = "≥" if one.at_least else "≤"
        stretch = "" if one.stretch is None else f"{sign} {number(one.stretch)}"
        measured = [one.name, one.what, one.ours, one.limit, number(one.ratio)]
        lines.append([*measured, f"{sign} {number(one.target)}", stretch, one.verdict])
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADS))]
    text = []
    for at, line in enumerate(lines):
        text.append("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
        if at and rows[at - 1].note:
            text.append(f"{'':<{widths[0]}}  {rows[at - 1].note}")
    return "\n".join(one.rstrip() for one in text)


def number(value: float) -> str:
    """A ratio with as many digits as tell something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def milliseconds(seconds: float) -> str:
    """A time as people read it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def spread(times: Sequence[float]) -> str:
    """The noise of a measurement: the slowest as a multiple of the quickest."""
    return f"{max(times) / min(times):.2f}"
