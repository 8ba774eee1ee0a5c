"""Rows of a workbook, and every problem in them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from inspector_app.domain.errors import TripFileError
from inspector_app.domain.saying import joined, said
from inspector_app.formats.trip_columns import CellProblem, date_of, key_of, text_of, whole_of

MAX_SHOWN: Final = 100
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing to mend; row 0 or an empty text = not tied to one."""

    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        places = [said("Trang «{sheet}»", sheet=self.sheet)] if self.sheet else []
        places += [said("dòng {row}", row=self.row)] if self.row else []
        places += [said("cột «{column}»", column=self.column)] if self.column else []
        return joined(": ", [joined(", ", places), self.what]) if places else self.what


@dataclass(slots=True)
class RowProblems:
    """Everything wrong with one workbook."""

    found: list[RowProblem] = field(default_factory=list)

    def add(self, sheet: str, row: int, column: str, what: str) -> None:
        """Remember a problem."""
        self.found.append(RowProblem(sheet, row, column, what))

    def error(self, path: str, reason: str = "") -> TripFileError:
        """The error that tells all of them (the first hundred in full)."""
        shown = [said("- {problem}", problem=str(problem)) for problem in self.found[:MAX_SHOWN]]
        if len(self.found) > MAX_SHOWN:
            shown.append(said("- … và {count} chỗ khác", count=len(self.found) - MAX_SHOWN))
        rows = [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "what": p.what}
            for p in self.found[:MAX_SHOWN]
        ]
        return TripFileError(
            path=path,
            count=len(self.found),
            problems=joined("\n", shown),
            rows=rows,
            reason=reason,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row, cells by heading; a cell that cannot be read leaves a problem and gives a stand-in."""

    sheet: str
    number: int
    cells: Mapping[str, object]
    problems: RowProblems
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Where a label-value sheet is read as one row: the row of each label."""

    def read(self, column: str, parse: Callable[[object], _Value], fallback: _Value) -> _Value:
        """What ``parse`` makes of a cell, or the fallback after a problem."""
        try:
            return parse(self.cells.get(column))
        except CellProblem as problem:
            self.complain(column, str(problem))
            return fallback

    def complain(self, column: str, what: str) -> None:
        """Remember a problem of this row."""
        self.problems.add(self.sheet, self.numbers.get(column, self.number), column, what)

    def text(self, column: str, *, is_required: bool = True) -> str:
        """One line of text."""
        return self.read(column, _required if is_required else text_of, "")

    def whole(self, column: str, most: int) -> int:
        """A whole number from 1; 0 after a problem."""
        return self.read(column, lambda cell: whole_of(_required(cell), 1, most), 0)

    def day(self, column: str) -> date | None:
        """A date; None after a problem."""
        return self.read(column, lambda cell: date_of(_present(cell)), None)

    def word(self, column: str, meanings: Mapping[str, _Value], hint: str) -> _Value | None:
        """What a word of a fixed list means; None after a problem."""

        def parse(cell: object) -> _Value | None:
            text = text_of(cell)
            if key_of(text) not in meanings:
                raise CellProblem(
                    said("«{text}» không hợp lệ; chọn một trong: {hint}", text=text, hint=hint)
                )
            return meanings[key_of(text)]

        return self.read(column, parse, None)


def _required(cell: object) -> str:
    text = text_of(_present(cell))
    if not text:
        raise CellProblem(said("chưa điền"))
    return text


def _present(cell: object) -> object:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise CellProblem(said("chưa điền"))
    return cell
