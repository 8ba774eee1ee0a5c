"""Theo đơn vị: one line per unit, what it is, how far it is, its main rates, its points and its rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from inspector_app.domain.scoring.bands import Band, band_of
from inspector_app.services.summary import flow_sheet, points_sheets
from inspector_app.services.summary.flow_sheet import FlowSheet
from inspector_app.services.summary.points_sheets import SectionsSheet
from inspector_app.services.summary.reading import KINDS, TripData, UnitData

NAME: Final = "Theo đơn vị"
_WHOLE: Final = CellKind.WHOLE
_DONE: Final = 4
_ASKED: Final = 5
_IN_TIME: Final = 7
_RESOLVED: Final = 8
_ONLINE: Final = 10
_NEW: Final = 11
_POST: Final = 13
_OVERDUE: Final = 15
_FINDINGS: Final = 16
_REQUIREMENTS: Final = 17
_INDEX: Final = 21
_SUMMED: Final = (
    _DONE, _ASKED, _IN_TIME, _RESOLVED, _ONLINE, _NEW, _POST, _OVERDUE, _FINDINGS, _REQUIREMENTS,
)  # fmt: skip
_RATES: Final = {
    6: (_DONE, _ASKED),
    9: (_IN_TIME, _RESOLVED),
    12: (_ONLINE, _NEW),
    14: (_POST, _NEW),
}


def units_sheet(
    trip: TripData, flows: FlowSheet, points: SectionsSheet | None, counts: tuple[Sheet, Sheet]
) -> Sheet:
    """The sheet for units.

    Args:
        trip: the units.
        flows: the dossier flow, which rates are computed from.
        points: the points by section; None where the trip keeps none.
        counts: the tables of findings and of requirements, whose lines are counted.
    """
    last = len(trip.units) - 1
    lines = [
        Line(tuple(_cells(number, unit, trip, flows, points, counts)))
        for number, unit in enumerate(trip.units)
    ]
    if lines:
        lines.append(_total(lines, last))
    note = (
        "Tỷ lệ đúng hạn theo công thức kiểm tra: (trước hạn + đúng hạn) / đã giải quyết, chỉ tính số đoàn"
        " xác minh; ô trống: chưa xác minh, số đơn vị báo cáo nêu riêng ở trang Luân chuyển hồ sơ. Hạng tính trên"
        " chỉ số chưa làm tròn, bằng nhau thì cùng hạng; còn trả lời xung đột hoặc tiêu chí chưa chấm thì"
        " chưa có chỉ số và chưa xếp hạng."
    )
    columns = tuple(_columns(has_points=points is not None))
    return Sheet(NAME, "Tổng hợp theo đơn vị", columns, tuple(lines), frozen=1, note=note)


def _columns(*, has_points: bool) -> Iterator[SheetColumn]:
    yield SheetColumn("Đơn vị", 30)
    yield SheetColumn("Loại", 18)
    yield SheetColumn("Đoàn", 20)
    yield SheetColumn("Ngày", 11)
    for group, titles in (
        ("Tiến độ", ("Đã trả lời", "Số câu", "Tỷ lệ")),
        ("Giải quyết đúng hạn", ("Trước và đúng hạn", "Đã giải quyết", "Tỷ lệ")),
        ("Hồ sơ trực tuyến", ("Trực tuyến", "Tiếp nhận mới", "Tỷ lệ")),
        ("Bưu chính công ích", ("Bưu chính", "Tỷ lệ")),
    ):
        for title in titles:
            yield SheetColumn(title, 10, group)
    for title in ("Quá hạn", "Tồn tại", "Yêu cầu"):
        yield SheetColumn(title, 8)
    if has_points:
        for title, width in (
            ("Điểm", 9),
            ("Tối đa áp dụng", 9),
            ("Chưa chấm", 9),
            ("Chỉ số", 10),
            ("Hạng", 7),
            ("Xếp loại", 13),
        ):
            yield SheetColumn(title, width, "Điểm")
    yield SheetColumn("Xung đột", 8)


def _cells(
    number: int,
    unit: UnitData,
    trip: TripData,
    flows: FlowSheet,
    points: SectionsSheet | None,
    counts: tuple[Sheet, Sheet],
) -> Iterator[Cell]:
    inspection, view = unit.inspection, unit.view
    yield Cell(unit.name)
    yield Cell(KINDS.get(inspection.unit.kind, ""))
    yield Cell(inspection.team.name)
    yield Cell(inspection.planned, CellKind.DAY)
    done = view.progress.answered if view else None
    asked = view.progress.total if view else None
    yield Cell(done, _WHOLE)
    yield Cell(asked, _WHOLE)
    yield share(Ref(number, _DONE), Ref(number, _ASKED), share_value(done, asked))
    linked = {
        column: flows.link(unit.name, source)
        for column, source in (
            (_IN_TIME, flow_sheet.IN_TIME),
            (_RESOLVED, flow_sheet.RESOLVED),
            (_ONLINE, flow_sheet.ONLINE),
            (_NEW, flow_sheet.NEW),
            (_POST, flow_sheet.POST),
            (_OVERDUE, flow_sheet.OVERDUE),
        )
    }
    for column in range(_IN_TIME, _FINDINGS):
        if column in linked:
            yield linked[column]
        else:
            above, below = _RATES[column]
            shares = _shown(linked[above]), _shown(linked[below])
            yield share(Ref(number, above), Ref(number, below), share_value(*shares))
    for sheet in counts:
        yield _counted(number, unit, sheet)
    if points is not None:
        for part in (points_sheets.POINTS, points_sheets.APPLICABLE, points_sheets.PENDING):
            yield points.link(unit.name, part)
        yield points.link(unit.name, points_sheets.INDEX)
        yield _rank(number, unit, len(trip.units) - 1)
        yield _band(number, unit, trip.settings.bands)
    yield Cell(view.conflicts if view else None, _WHOLE)


def _shown(cell: Cell) -> int | None:
    return cell.value if isinstance(cell.value, int) else None


def _counted(number: int, unit: UnitData, sheet: Sheet) -> Cell:
    """How many lines of a sheet are of the unit; empty where its form is missing."""
    if unit.view is None:
        return Cell(kind=_WHOLE)
    value = sum(line.cells[0].value == unit.name for line in sheet.lines)
    if not sheet.lines:
        return Cell(value, _WHOLE)
    span = Span(Ref(0, 0, sheet.name), Ref(len(sheet.lines) - 1, 0, sheet.name))
    formula = Formula(("SUMPRODUCT(--(", span, "=", Ref(number, 0), "))"))
    return Cell(value, _WHOLE, formula)


def _rank(number: int, unit: UnitData, last: int) -> Cell:
    rank = unit.standing.standing.rank if unit.standing else None
    span = Span(Ref(0, _INDEX), Ref(last, _INDEX))
    own = Ref(number, _INDEX)
    formula = Formula(("IF(ISNUMBER(", own, "),RANK(", own, ",", span, '),"")'))
    return Cell("" if rank is None else rank, _WHOLE, formula)


def _band(number: int, unit: UnitData, bands: Sequence[Band]) -> Cell:
    """The band of the index; the names of bands are texts of people, doubled quotes keep them so."""
    own = Ref(number, _INDEX)
    parts: list[str | Ref] = ["IF(ISNUMBER(", own, "),"]
    for band in bands:
        name = str(band.name).replace('"', '""')
        parts += ["IF(", own, f'>={band.threshold / 100:f},"{name}",']
    parts += ['""' + ")" * len(bands), ',"")']
    index = unit.scores.appraised.index if unit.scores else None
    value: CellValue = str(band_of(index, bands))
    return Cell(value, CellKind.TEXT, Formula(tuple(parts)))


def _total(lines: Sequence[Line], last: int) -> Line:
    number = last + 1
    width = len(lines[0].cells)
    cells = [Cell("Toàn đợt"), *[Cell()] * (width - 1)]
    for column in _SUMMED:
        known = [_shown(line.cells[column]) for line in lines]
        counted = [one for one in known if one is not None]
        span = Span(Ref(0, column), Ref(last, column))
        formula = Formula(("IF(COUNT(", span, ')=0,"",SUM(', span, "))"))
        cells[column] = Cell(sum(counted) if counted else "", _WHOLE, formula)
    for column, (above, below) in _RATES.items():
        value = share_value(_shown(cells[above]), _shown(cells[below]))
        cells[column] = share(Ref(number, above), Ref(number, below), value)
    return Line(tuple(cells), LineKind.TOTAL)
