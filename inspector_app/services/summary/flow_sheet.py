"""Luân chuyển hồ sơ: the dossier flow of all units with totals by unit, by field and of the trip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.report.worksheets import (
    Cell,
    CellKind,
    CellValue,
    Formula,
    Line,
    LineKind,
    Ref,
    Sheet,
    SheetColumn,
    Span,
    share,
    share_value,
)
from inspector_app.services.flows import CODES, RECEIVED
from inspector_app.services.summary.reading import UnitData

NAME: Final = "Luân chuyển hồ sơ"
_UNIT, _FIELD, _SIDE, _A1 = range(4)
_A2: Final = _A1 + 1
_A3: Final = _A1 + 2
_A4: Final = _A1 + 3
_B1: Final = _A1 + RECEIVED
_B3: Final = _B1 + 2
_C1: Final = _B1 + 3
_C2: Final = _C1 + 1
_D2: Final = _A1 + len(CODES) - 1
BALANCE: Final = _D2 + 1
IN_TIME: Final = BALANCE + 1
RESOLVED: Final = BALANCE + 2
_RATE: Final = BALANCE + 3
_IN_TIME_766: Final = BALANCE + 4
_PROCESSED: Final = BALANCE + 5
_RATE_766: Final = BALANCE + 6
OVERDUE: Final = BALANCE + 7
ONLINE: Final = _A3
POST: Final = _A4
NEW: Final = BALANCE + 8
_RATE_ONLINE: Final = BALANCE + 9
_RATE_POST: Final = BALANCE + 10
_WHOLE: Final = CellKind.WHOLE
_TITLES: Final = (
    ("Tiếp nhận", ("A1. Kỳ trước chuyển qua", "A2. Trực tiếp", "A3. Trực tuyến", "A4. Bưu chính")),
    ("Đã giải quyết", ("B1. Trước hạn", "B2. Đúng hạn", "B3. Quá hạn")),
    ("Đang giải quyết", ("C1. Trong hạn", "C2. Quá hạn")),
    ("Khác", ("D1. Chờ bổ sung", "D2. Từ chối, rút")),
)
_NOTE: Final = (
    "Số đoàn xác minh; lĩnh vực nào chưa xác minh thì lấy số đơn vị báo cáo (xem cột Số liệu)."
    " Chênh lệch = A − (B + C + D), phải bằng 0. Công thức 766 tính cả hồ sơ đang giải quyết trong hạn."
)


@dataclass(frozen=True, slots=True)
class FlowSheet:
    """The sheet, and where the subtotal of each unit stands in it, by the unit's name."""

    sheet: Sheet
    places: dict[str, int]
    totals: dict[str, tuple[CellValue, ...]]

    def link(self, unit: str, column: int) -> Cell:
        """A cell that shows what the subtotal of a unit has in a column; empty without one."""
        if unit not in self.places:
            return Cell(kind=_WHOLE)
        ref = Ref(self.places[unit], column, NAME)
        return Cell(self.totals[unit][column], _WHOLE, Formula((ref,)))


Counts = tuple[int | None, ...]


def flow_sheet(units: Sequence[UnitData]) -> FlowSheet:
    """The sheet for units; those without a flow are not in it."""
    rows = [(unit.name, entry) for unit in units for entry in unit.flow]
    lines = [
        _line(
            number, (name, entry.field, entry.side), [Cell(count, _WHOLE) for count in entry.counts]
        )
        for number, (name, entry) in enumerate(rows)
    ]
    places: dict[str, int] = {}
    last = len(rows) - 1
    of_unit: dict[str, list[Counts]] = {}
    of_field: dict[str, list[Counts]] = {}
    for name, entry in rows:
        of_unit.setdefault(name, []).append(entry.counts)
        of_field.setdefault(entry.field, []).append(entry.counts)
    for name, counts in of_unit.items():
        places[name] = len(lines)
        lines.append(_subtotal(len(lines), (name, "Cộng", ""), _UNIT, counts, last))
    for field, counts in of_field.items():
        lines.append(_subtotal(len(lines), ("Các đơn vị", field, ""), _FIELD, counts, last))
    if rows:
        every = [entry.counts for _, entry in rows]
        lines.append(_total(len(lines), every, last))
    sheet = Sheet(
        name=NAME,
        title="Bảng luân chuyển hồ sơ của các đơn vị",
        columns=tuple(_columns()),
        lines=tuple(lines),
        frozen=2,
        note=_NOTE,
    )
    totals = {
        name: tuple(cell.value for cell in lines[place].cells) for name, place in places.items()
    }
    return FlowSheet(sheet, places, totals)


def _columns() -> Iterator[SheetColumn]:
    yield SheetColumn("Đơn vị", 30)
    yield SheetColumn("Lĩnh vực", 22)
    yield SheetColumn("Số liệu", 10)
    for group, titles in _TITLES:
        for title in titles:
            yield SheetColumn(title, 10, group)
    yield SheetColumn("Chênh lệch", 10)
    for group, titles in (
        ("Đúng hạn (công thức kiểm tra)", ("Trước và đúng hạn", "Đã giải quyết", "Tỷ lệ")),
        ("Đúng hạn (công thức 766)", ("Đúng hạn và còn hạn", "Đã và đang giải quyết", "Tỷ lệ")),
    ):
        for title in titles:
            yield SheetColumn(title, 11, group)
    yield SheetColumn("Quá hạn (B3 + C2)", 10)
    yield SheetColumn("Tiếp nhận mới (A2 + A3 + A4)", 11)
    yield SheetColumn("Tỷ lệ trực tuyến", 10)
    yield SheetColumn("Tỷ lệ bưu chính", 10)


def _line(
    number: int, about: tuple[str, str, str], counts: list[Cell], kind: LineKind = LineKind.PLAIN
) -> Line:
    """One line: its figures, then what is computed from them within the line."""
    values = [_count(cell.value) for cell in counts]
    cells = [*(Cell(text) for text in about), *counts]
    known = dict(enumerate(values, _A1))

    def added(parts: Sequence[int], minus: Sequence[int] = ()) -> tuple[int | None, Cell]:
        taken = [known[part] for part in (*parts, *minus)]
        value = None
        if None not in taken:
            plus = sum(known[part] or 0 for part in parts)
            value = plus - sum(known[part] or 0 for part in minus)
        empty: list[str | Ref | Span] = []
        for part in (*parts, *minus):
            empty += [Ref(number, part), '="",']
        empty[-1] = '=""'
        words: list[str | Ref | Span] = ["IF(OR(", *empty, '),"",']
        for place, part in enumerate(parts):
            words += ["+" if place else "", Ref(number, part)]
        for part in minus:
            words += ["-", Ref(number, part)]
        shown = "" if value is None else value
        return value, Cell(shown, _WHOLE, Formula((*words, ")")))

    _, balance = added(range(_A1, _B1), range(_B1, _D2 + 1))
    in_time, in_time_cell = added((_B1, _B1 + 1))
    resolved, resolved_cell = added((_B1, _B1 + 1, _B3))
    in_time_766, in_time_766_cell = added((_B1, _B1 + 1, _C1))
    processed, processed_cell = added((_B1, _B1 + 1, _B3, _C1, _C2))
    _, overdue = added((_B3, _C2))
    new, new_cell = added((_A2, _A3, _A4))
    cells += [
        balance,
        in_time_cell,
        resolved_cell,
        share(Ref(number, IN_TIME), Ref(number, RESOLVED), share_value(in_time, resolved)),
        in_time_766_cell,
        processed_cell,
        share(
            Ref(number, _IN_TIME_766), Ref(number, _PROCESSED), share_value(in_time_766, processed)
        ),
        overdue,
        new_cell,
        share(Ref(number, ONLINE), Ref(number, NEW), share_value(known[ONLINE], new)),
        share(Ref(number, POST), Ref(number, NEW), share_value(known[POST], new)),
    ]
    return Line(tuple(cells), kind)


def _count(value: CellValue) -> int | None:
    return value if isinstance(value, int) else None


def _subtotal(
    number: int, about: tuple[str, str, str], key: int, counts: list[Counts], last: int
) -> Line:
    """A line that adds up the lines that share a unit or a field, wherever they are sorted to."""
    keys = Span(Ref(0, key), Ref(last, key))
    cells = []
    for place in range(len(CODES)):
        column = Span(Ref(0, _A1 + place), Ref(last, _A1 + place))
        same: tuple[str | Ref | Span, ...] = ("--(", keys, "=", Ref(number, key), ")")
        formula = Formula(
            (
                *("IF(SUMPRODUCT(", *same, ",--ISNUMBER(", column, '))=0,"",SUMPRODUCT('),
                *(*same, ",", column, "))"),
            )
        )
        cells.append(Cell(_sum(one[place] for one in counts), _WHOLE, formula))
    return _line(number, about, cells, LineKind.SUBTOTAL)


def _total(number: int, counts: list[Counts], last: int) -> Line:
    cells = []
    for place in range(len(CODES)):
        column = Span(Ref(0, _A1 + place), Ref(last, _A1 + place))
        formula = Formula(("IF(COUNT(", column, ')=0,"",SUM(', column, "))"))
        cells.append(Cell(_sum(one[place] for one in counts), _WHOLE, formula))
    return _line(number, ("Toàn đợt", "Tổng cộng", ""), cells, LineKind.TOTAL)


def _sum(counts: Iterator[int | None]) -> CellValue:
    known = [one for one in counts if one is not None]
    return sum(known) if known else ""
