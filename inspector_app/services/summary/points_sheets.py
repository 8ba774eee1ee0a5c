"""Theo phần: the points of each unit by section of its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.domain.report.worksheets import (
    Cell,
    CellKind,
    CellValue,
    Formula,
    Line,
    Ref,
    Sheet,
    SheetColumn,
)
from inspector_app.domain.scoring.sums import Sum
from inspector_app.services.printed_values import LANGUAGE
from inspector_app.services.summary.reading import KINDS, UnitData

NAME: Final = "Theo phần"
_FIRST: Final = 2  # columns before the sections
_EACH: Final = 4  # columns of a section: points, applicable maximum, not judged yet, index
POINTS, APPLICABLE, PENDING, INDEX = range(_EACH)
_TITLES: Final = (("Điểm", 9), ("Tối đa áp dụng", 9), ("Chưa chấm", 9), ("Chỉ số", 10))
_DIGITS: Final = 12  # an index is compared to so many, alike in every spreadsheet


@dataclass(frozen=True, slots=True)
class SectionsSheet:
    """The sheet, the line of each unit by name, and the column that the sums begin at."""

    sheet: Sheet
    places: dict[str, int]
    sums: int

    def link(self, unit: str, part: int) -> Cell:
        """A cell that shows one of the sums of a unit (POINTS, APPLICABLE, PENDING, INDEX)."""
        line = self.sheet.lines[self.places[unit]]
        found = line.cells[self.sums + part]
        if found.value is None:
            return Cell(kind=found.kind)
        ref = Ref(self.places[unit], self.sums + part, NAME)
        return Cell(found.value, found.kind, Formula((ref,)))


def sections_sheet(units: Sequence[UnitData]) -> SectionsSheet:
    """The sheet for units; one without points has an empty line."""
    labels: dict[str, str] = {}
    for unit in units:
        for section in unit.scores.sections if unit.scores else ():
            labels.setdefault(section.name, section.label.in_(LANGUAGE))
    sums = _FIRST + _EACH * len(labels)
    lines = [_line(number, unit, tuple(labels), sums) for number, unit in enumerate(units)]
    groups = [*labels.values(), "Cộng"]
    columns = (
        SheetColumn("Đơn vị", 30),
        SheetColumn("Loại", 18),
        *(SheetColumn(title, width, group) for group in groups for title, width in _TITLES),
    )
    sheet = Sheet(
        name=NAME,
        title="Điểm theo phần",
        columns=columns,
        lines=tuple(lines),
        note=(
            "Chỉ số = điểm / điểm tối đa áp dụng; để trống khi còn tiêu chí chưa chấm. Tiêu chí không"
            " áp dụng (KAD) không tính vào điểm tối đa."
        ),
    )
    return SectionsSheet(sheet, {unit.name: number for number, unit in enumerate(units)}, sums)


def _line(number: int, unit: UnitData, names: Sequence[str], sums: int) -> Line:
    cells = [Cell(unit.name), Cell(KINDS.get(unit.inspection.unit.kind, ""))]
    if unit.scores is None or not unit.scores.sections:
        empty = Cell(kind=CellKind.POINTS)
        return Line((*cells, *[empty] * (sums + _EACH - _FIRST)))
    found = {section.name: section.appraised for section in unit.scores.sections}
    for place, name in enumerate(names):
        cells += _section(number, _FIRST + _EACH * place, found.get(name))
    for part, value in enumerate(_parts(unit.scores.appraised)):
        refs = [Ref(number, _FIRST + _EACH * place + part) for place in range(len(names))]
        shown: CellValue = "" if value is None else value
        cells.append(Cell(shown, CellKind.POINTS, Formula(tuple(_added(refs)))))
    cells.append(_index(number, sums, unit.scores.appraised))
    return Line(tuple(cells))


def _parts(sum_: Sum) -> tuple[Decimal | None, Decimal, Decimal]:
    """Points, applicable maximum, not judged yet; no points where nothing is judged: that is not 0."""
    return (sum_.points if sum_.scored_count else None), sum_.applicable, sum_.pending


def _section(number: int, first: int, sum_: Sum | None) -> Iterator[Cell]:
    if sum_ is None:
        yield from [Cell(kind=CellKind.POINTS)] * _EACH
        return
    for value in _parts(sum_):
        yield Cell(value, CellKind.POINTS)
    yield _index(number, first, sum_)


def _added(refs: Sequence[Ref]) -> Iterator[str | Ref]:
    """The sum of those cells that have numbers; empty where none has."""
    listed: list[str | Ref] = [refs[0]]
    for ref in refs[1:]:
        listed += [",", ref]
    yield from ("IF(COUNT(", *listed, ')=0,"",SUM(', *listed, "))")


def _index(number: int, first: int, sum_: Sum) -> Cell:
    points, below, pending = (Ref(number, first + part) for part in (POINTS, APPLICABLE, PENDING))
    head: tuple[str | Ref, ...] = ("IF(", pending, '>0,"",IF(', below, '=0,"–",ROUND(')
    formula = Formula((*head, points, "/", below, f",{_DIGITS})))"))
    return Cell(index_value(sum_), CellKind.PERCENT, formula)


def index_value(sum_: Sum) -> CellValue:
    """The index as a fraction; empty while it is not known, a dash where nothing applies."""
    if not sum_.is_final:
        return ""
    return "–" if sum_.index is None else sum_.index / 100
