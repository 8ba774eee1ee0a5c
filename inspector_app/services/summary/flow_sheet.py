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
from inspector_app.services.flow_figures import FlowEntry, FlowSide, column_sums
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
    "Các dòng cộng và tỷ lệ chỉ tính số đoàn xác minh; lĩnh vực mới có số đơn vị báo cáo hoặc đang xung"
    " đột vẫn nêu (xem cột Số liệu) nhưng không cộng. «Xác minh 2/3»: 2 trong 3 lĩnh vực đã xác minh."
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


def flow_sheet(units: Sequence[UnitData]) -> FlowSheet:
    """The sheet for units; those without a flow are not in it."""
    rows = [(unit.name, entry) for unit in units for entry in unit.flow]
    lines = [
        _line(number, (name, entry.field, entry.side.value), _counts(entry))
        for number, (name, entry) in enumerate(rows)
    ]
    places: dict[str, int] = {}
    last = len(rows) - 1
    of_unit: dict[str, list[FlowEntry]] = {}
    of_field: dict[str, list[FlowEntry]] = {}
    for name, entry in rows:
        of_unit.setdefault(name, []).append(entry)
        of_field.setdefault(entry.field, []).append(entry)
    for name, entries in of_unit.items():
        places[name] = len(lines)
        lines.append(_subtotal(len(lines), (name, "Cộng"), _UNIT, entries, last))
    for field, entries in of_field.items():
        lines.append(_subtotal(len(lines), ("Các đơn vị", field), _FIELD, entries, last))
    if rows:
        every = [entry for _, entry in rows]
        about = ("Toàn đợt", "Tổng cộng")
        lines.append(_subtotal(len(lines), about, None, every, last, LineKind.TOTAL))
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
    is_open = any(isinstance(cell.value, str) and cell.value for cell in counts)
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
        if is_open:  # a figure in conflict is a text: nothing is computed from it
            return value, Cell("", _WHOLE)
        return value, Cell(shown, _WHOLE, Formula((*words, ")")))

    _, balance = added(range(_A1, _B1), range(_B1, _D2 + 1))
    in_time, in_time_cell = added((_B1, _B1 + 1))
    resolved, resolved_cell = added((_B1, _B1 + 1, _B3))
    in_time_766, in_time_766_cell = added((_B1, _B1 + 1, _C1))
    processed, processed_cell = added((_B1, _B1 + 1, _B3, _C1, _C2))
    _, overdue = added((_B3, _C2))
    new, new_cell = added((_A2, _A3, _A4))

    def rate(above: int, below: int, parts: tuple[int | None, int | None]) -> Cell:
        if is_open:
            return Cell("", CellKind.PERCENT)
        return share(Ref(number, above), Ref(number, below), share_value(*parts))

    cells += [
        balance,
        in_time_cell,
        resolved_cell,
        rate(IN_TIME, RESOLVED, (in_time, resolved)),
        in_time_766_cell,
        processed_cell,
        rate(_IN_TIME_766, _PROCESSED, (in_time_766, processed)),
        overdue,
        new_cell,
        rate(ONLINE, NEW, (known[ONLINE], new)),
        rate(POST, NEW, (known[POST], new)),
    ]
    return Line(tuple(cells), kind)


def _count(value: CellValue) -> int | None:
    return value if isinstance(value, int) else None


def _counts(entry: FlowEntry) -> list[Cell]:
    """The counts of a field; all values of one in conflict."""
    return [
        Cell(text) if text else Cell(count, _WHOLE)
        for count, text in zip(entry.counts, entry.disputed, strict=True)
    ]


def _subtotal(
    number: int,
    about: tuple[str, str],
    key: int | None,
    entries: Sequence[FlowEntry],
    last: int,
    kind: LineKind = LineKind.SUBTOTAL,
) -> Line:
    """A line that adds up verified lines wherever they are sorted to.

    Args:
        number: its place.
        about: what stands in its first two columns.
        key: the column (unit or field) in which the lines have what this one has; None: all lines.
        entries: the fields that belong to it, those that are in no sum included.
        last: the place of the last line that is added up.
        kind: how it is drawn.
    """
    sides = Span(Ref(0, _SIDE), Ref(last, _SIDE))
    same: tuple[str | Ref | Span, ...] = ("--(", sides, f'="{FlowSide.VERIFIED.value}")')
    if key is not None:
        keys = Span(Ref(0, key), Ref(last, key))
        same = (*same, ",--(", keys, "=", Ref(number, key), ")")
    sums = column_sums(entries)
    cells = []
    for place, code in enumerate(CODES):
        column = Span(Ref(0, _A1 + place), Ref(last, _A1 + place))
        formula = Formula(
            (
                *("IF(SUMPRODUCT(", *same, ",--ISNUMBER(", column, '))=0,"",SUMPRODUCT('),
                *(*same, ",", column, "))"),
            )
        )
        value = sums[code]
        cells.append(Cell("" if value is None else value, _WHOLE, formula))
    verified = sum(one.is_verified for one in entries)
    said = f"{FlowSide.VERIFIED.value} {verified}/{len(entries)}"
    return _line(number, (*about, said), cells, kind)
