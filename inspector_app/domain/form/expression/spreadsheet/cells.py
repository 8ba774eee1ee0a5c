"""Where a spreadsheet keeps what a form's expressions read, and how its cells are read.

Functions are written with their English names and commas, as the file format has them (ECMA-376
part 1, 18.17); every spreadsheet program shows them in its own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from inspector_app.domain.form.definition import Question, QuestionType

NOTHING: Final = "NA()"
"""What stands for NaN: an error goes through arithmetic as NaN does."""
EPOCH: Final = 25569
"""The serial number that spreadsheets give to 1970-01-01, day 0 of expressions."""
LONGEST_TEXT: Final = 255
"""Most characters of a text in a formula."""


class CellKind(StrEnum):
    """How a cell holds the value of a question."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    """The label of a choice; ``Cell.labels`` and ``Cell.names`` say which name it stands for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a column of cells, as a formula names it: ``'Phần 1'!$E$5``."""

    address: str
    kind: CellKind
    labels: str = ""
    names: str = ""


class Cells(Protocol):
    """What a layout knows; None for what it has no cell for."""

    def cell(self, question: str) -> Cell | None:
        """The cell of a question outside tables, or of one in the row that the formula is in."""

    def column(self, question: str) -> Cell | None:
        """The cells of a table's question, in all rows."""

    def row_count(self, repeat: str) -> str | None:
        """A formula that counts the rows of a table."""


def cell_kind(question: Question) -> CellKind | None:
    """How a spreadsheet cell holds the value of a question; None where none can compute with it."""
    if question.type in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        return CellKind.NUMBER
    if question.type in (QuestionType.TEXT, QuestionType.BARCODE):
        return CellKind.TEXT
    if question.type is QuestionType.DATE:
        return CellKind.DATE
    return CellKind.CHOICE if question.type is QuestionType.SELECT_ONE else None


def quoted(text: str) -> str | None:
    """A text as it stands in a formula; None when a formula cannot hold it."""
    if len(text) > LONGEST_TEXT or any(ord(letter) < 32 for letter in text):
        return None
    return '"' + text.replace('"', '""') + '"'


def number_in(cell: Cell) -> str | None:
    """A formula for the number in a cell, an error when there is none."""
    address = cell.address
    if cell.kind is CellKind.NUMBER:
        return f"IF(ISNUMBER({address}),{address},{NOTHING})"
    if cell.kind is CellKind.DATE:
        return f"IF(ISNUMBER({address}),{address}-{EPOCH},{NOTHING})"
    return f"VALUE({name_in(cell)})" if cell.kind is CellKind.CHOICE else None


def text_in(cell: Cell) -> str | None:
    """A formula for a cell's value as expressions see it; None where it would depend on a country.

    A number with a fraction becomes ``1,5`` here and ``1.5`` there.
    """
    address = cell.address
    if cell.kind is CellKind.TEXT:
        return f'({address}&"")'
    if cell.kind is CellKind.CHOICE:
        return name_in(cell)
    if cell.kind is CellKind.DATE:
        parts = f'YEAR({address})&"-"&RIGHT("0"&MONTH({address}),2)&"-"&RIGHT("0"&DAY({address}),2)'
        return f'IF(ISNUMBER({address}),{parts},"")'
    return None


def name_in(cell: Cell) -> str:
    """A formula for the name of the choice whose label a cell holds; empty without one."""
    found = f"LOOKUP(2,1/EXACT({cell.labels},{cell.address}),{cell.names})"
    return f'IFERROR({found},"")'
