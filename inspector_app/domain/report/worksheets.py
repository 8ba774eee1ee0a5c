"""Tables of a workbook as plain values: cells that know their kind, formulas that know their cells.

They are composed once and used several ways: the workbook of the trip, ``--json`` and tables on the
screen. A cell always holds the value that the program computed; its formula says how a reader's
spreadsheet computes the same from other cells. References name lines and columns of the table, not
addresses: where the table stands on the sheet is the writer's matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias


class CellKind(StrEnum):
    """What a cell holds, for its number format."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"  # as many decimals as it has
    POINTS = "points"  # two decimals
    PERCENT = "percent"  # a fraction, shown as a percentage with two decimals
    DAY = "day"


class LineKind(StrEnum):
    """What a line of a table is."""

    PLAIN = "plain"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell by line and column of a table, counted from 0; ``sheet`` is empty for its own."""

    line: int
    column: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """All cells from one to another of the same table."""

    first: Ref
    last: Ref


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the language of spreadsheet files (English names, commas), with its references.

    Texts of people never go into the words: they stand in cells.
    """

    parts: tuple[str | Ref | Span, ...]


CellValue: TypeAlias = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``None`` is an empty one."""

    value: CellValue = None
    kind: CellKind = CellKind.TEXT
    formula: Formula | None = None


NOTHING: Final = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    cells: tuple[Cell, ...]
    kind: LineKind = LineKind.PLAIN


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; ``width`` counts figures, ``group`` is the heading over neighbouring columns."""

    title: str
    width: float = 10
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its heading.

    Args:
        name: of the tab; 31 characters at most, unique in the book.
        title: over the table.
        columns: in order.
        lines: plain ones first, then subtotals and totals.
        frozen: columns that stay in sight and repeat in print.
        note: below the title: what the figures are and are not.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    lines: tuple[Line, ...]
    frozen: int = 1
    note: str = ""

    @property
    def plain(self) -> int:
        """How many lines are neither subtotal nor total; they come first."""
        return sum(line.kind is LineKind.PLAIN for line in self.lines)


@dataclass(frozen=True, slots=True)
class Book:
    """The tables of a trip."""

    title: str
    day: date
    sheets: tuple[Sheet, ...]


def share(above: Ref, below: Ref, value: CellValue) -> Cell:
    """A rate of two cells: empty while one of them is, a dash where there is nothing to share."""
    empty: tuple[str | Ref, ...] = ("IF(OR(", above, '="",', below, '=""),"",')
    rate: tuple[str | Ref, ...] = ("IF(", below, '=0,"–",', above, "/", below, "))")
    return Cell(value, CellKind.PERCENT, Formula((*empty, *rate)))


def share_value(above: Decimal | int | None, below: Decimal | int | None) -> CellValue:
    """What :func:`share` comes to, computed here."""
    if above is None or below is None:
        return ""
    if below == 0:
        return "–"
    return Decimal(above) / Decimal(below)
