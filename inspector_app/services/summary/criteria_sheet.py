"""Theo tiêu chí: each criterion across the units, its points and its rate with the base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from inspector_app.domain.report.worksheets import (
    Cell,
    CellKind,
    Formula,
    Line,
    LineKind,
    Ref,
    Sheet,
    SheetColumn,
    Span,
)
from inspector_app.domain.scoring.arithmetic import sum_of
from inspector_app.domain.scoring.points import Points, PointState
from inspector_app.services.disputed_values import DISPUTED
from inspector_app.services.printed_values import LANGUAGE
from inspector_app.services.score_views import CriterionScore
from inspector_app.services.summary.figures_sheet import NOT_APPLICABLE, FiguresSheet
from inspector_app.services.summary.reading import UnitData

NAME: Final = "Theo tiêu chí"
_MAXIMUM: Final = 3
_WAITING: Final = {
    PointState.DISPUTED: DISPUTED,
    PointState.UNEXPLAINED: "thiếu lý do không áp dụng",
    PointState.FAULTY: "sai số liệu",
}
"""What stands in place of points that wait for the team to settle something."""
_FIRST: Final = 4  # columns before the units
_EACH: Final = 3  # columns of a unit: points, base, rate


def criteria_sheet(units: Sequence[UnitData], figures: FiguresSheet) -> Sheet:
    """The sheet for units; a criterion that a unit's form does not have is empty there."""
    found: dict[tuple[str, str], CriterionScore] = {}
    sections: dict[str, str] = {}
    by_unit: list[dict[tuple[str, str], CriterionScore]] = []
    for unit in units:
        own = {}
        for section in unit.scores.sections if unit.scores else ():
            for one in section.criteria:
                key = one.criterion.clause, one.criterion.name
                own[key] = one
                found.setdefault(key, one)
                sections.setdefault(one.criterion.name, section.label.in_(LANGUAGE))
        by_unit.append(own)
    lines = []
    for key in sorted(found, key=_order):
        one = found[key]
        cells = [
            Cell(key[0]),
            Cell(one.label.in_(LANGUAGE)),
            Cell(sections[one.criterion.name]),
            Cell(one.criterion.maximum, CellKind.POINTS),
        ]
        for unit, own in zip(units, by_unit, strict=True):
            cells += _of_unit(unit.name, own.get(key), figures)
        lines.append(Line(tuple(cells)))
    if lines:
        lines.append(_total(len(lines) - 1, by_unit))
    return Sheet(
        name=NAME,
        title="Điểm và tỷ lệ theo tiêu chí",
        columns=tuple(_columns(units)),
        lines=tuple(lines),
        frozen=2,
        note=(
            "Ô trống: chưa có trả lời, hoặc phiếu của đơn vị không có tiêu chí này. KAD: không áp dụng,"
            " kèm lý do. «–»: mẫu số bằng 0. «xung đột»: trả lời khác nhau, chưa quyết định, chưa có điểm. Điểm tối đa theo phiếu nêu trước."
        ),
    )


def _order(key: tuple[str, str]) -> tuple[tuple[int, ...], str, str]:
    """Clauses by their numbers: 1.2 before 1.10."""
    clause, name = key
    numbers = tuple(int(part) for part in clause.split(".") if part.isdecimal())
    return numbers, clause, name


def _columns(units: Sequence[UnitData]) -> Iterator[SheetColumn]:
    yield SheetColumn("Mục", 8)
    yield SheetColumn("Tiêu chí", 48)
    yield SheetColumn("Phần", 20)
    yield SheetColumn("Điểm tối đa", 9)
    for unit in units:
        yield SheetColumn("Điểm", 12, unit.name)
        yield SheetColumn("Tử/mẫu", 12, unit.name)
        yield SheetColumn("Tỷ lệ", 10, unit.name)


def _of_unit(unit: str, one: CriterionScore | None, figures: FiguresSheet) -> Iterator[Cell]:
    if one is None:
        yield from (Cell(kind=CellKind.POINTS), Cell(), Cell(kind=CellKind.PERCENT))
        return
    yield _points(one.appraised)
    yield from figures.rate(unit, one.criterion.name)


def _points(points: Points) -> Cell:
    if points.state is PointState.NOT_APPLICABLE:
        return Cell(f"{NOT_APPLICABLE}: {points.reason}" if points.reason else NOT_APPLICABLE)
    if points.state in _WAITING:
        return Cell(_WAITING[points.state])
    return Cell(points.points, CellKind.POINTS)


def _total(last: int, by_unit: Sequence[dict[tuple[str, str], CriterionScore]]) -> Line:
    """The points of each unit added up; those that do not apply are texts and add nothing."""
    cells = [Cell(), Cell("Cộng"), Cell(), Cell()]
    for place, own in enumerate(by_unit):
        column = _FIRST + _EACH * place
        given = [one.appraised.points for one in own.values() if one.appraised.points is not None]
        value: Decimal | str = sum_of(given) if given else ""
        span = Span(Ref(0, column), Ref(last, column))
        formula = Formula(("IF(COUNT(", span, ')=0,"",SUM(', span, "))"))
        cells += [Cell(value, CellKind.POINTS, formula), Cell(), Cell()]
    return Line(tuple(cells), LineKind.TOTAL)
