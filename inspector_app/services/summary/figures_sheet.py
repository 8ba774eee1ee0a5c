"""Số liệu: every figure of every unit with both sides, its base, its period, its source and author."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.rates import Rate
from inspector_app.domain.report.worksheets import (
    Cell,
    CellKind,
    CellValue,
    Formula,
    Line,
    Ref,
    Sheet,
    SheetColumn,
    share,
    share_value,
)
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.trip.values import Side
from inspector_app.services.disputed_values import DISPUTED, disputed_authors, disputed_text
from inspector_app.services.figures import usual_period, usual_source
from inspector_app.services.flow_figures import is_flow
from inspector_app.services.printed_tables import row_title
from inspector_app.services.printed_values import LANGUAGE, PrintedValues, is_printed
from inspector_app.services.rates import Rates, parts_of
from inspector_app.services.score_disputes import AnswerDisputes
from inspector_app.services.summary.reading import UnitData, all_rows
from inspector_app.services.views import InspectionView, QuestionView, RegisterView, TableView

NAME: Final = "Số liệu"
NOT_APPLICABLE: Final = "KAD"
_REPORTED, _VERIFIED, _DIFFERENCE, _ABOVE, _BELOW = range(6, 11)
_NUMBERS: Final = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
_COLUMNS: Final = (
    SheetColumn("Đơn vị", 28),
    SheetColumn("Phần", 20),
    SheetColumn("Mục", 8),
    SheetColumn("Nội dung", 48),
    SheetColumn("Tên câu", 16),
    SheetColumn("Đơn vị tính", 12),
    SheetColumn("Đơn vị báo cáo", 14),
    SheetColumn("Đoàn xác minh", 14),
    SheetColumn("Chênh lệch", 12),
    SheetColumn("Tử số", 12),
    SheetColumn("Mẫu số", 12),
    SheetColumn("Tỷ lệ", 10),
    SheetColumn("Kỳ số liệu", 24),
    SheetColumn("Nguồn", 24),
    SheetColumn("Người ghi", 20),
    SheetColumn("Thời điểm ghi", 17),
)

Moment = Callable[[int], str]
"""Writes a claimed time (milliseconds since 1970 UTC) as local day and hour."""


@dataclass(frozen=True, slots=True)
class FiguresSheet:
    """The sheet, and the line of each question outside tables by unit and name."""

    sheet: Sheet
    places: Mapping[tuple[str, str], int]

    def rate(self, unit: str, question: str) -> tuple[Cell, Cell]:
        """Cells that show "n/m" and the percentage of a rate; empty ones where it is not listed."""
        place = self.places.get((unit, question))
        if place is None:
            return Cell(), Cell(kind=CellKind.PERCENT)
        above, below = Ref(place, _ABOVE, NAME), Ref(place, _BELOW, NAME)
        line = self.sheet.lines[place].cells
        values = line[_ABOVE].value, line[_BELOW].value
        if None in values:
            base: CellValue = ""
        else:
            base = "/".join(_plain(value) for value in values)
        words: tuple[str | Ref, ...] = ("IF(OR(", above, '="",', below, '=""),"",')
        joined = Formula((*words, above, '&"/"&', below, ")"))
        return Cell(base, CellKind.TEXT, joined), share(above, below, line[_BELOW + 1].value)


def _plain(value: CellValue) -> str:
    """A number as spreadsheets join it to a text."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def figures_sheet(units: Sequence[UnitData], moment: Moment) -> FiguresSheet:
    """The sheet for units."""
    lines: list[Line] = []
    places: dict[tuple[str, str], int] = {}
    for unit in units:
        if unit.view is None:
            continue
        listing = _Listing(unit, unit.view, moment)
        for name, cells in listing.lines(len(lines)):
            if name:
                places[unit.name, name] = len(lines)
            lines.append(Line(cells))
    note = (
        "Ô trống: chưa có trả lời. KAD: không áp dụng, kèm lý do. «–»: mẫu số bằng 0. «xung đột»: các"
        " giá trị khác nhau chưa được trưởng đoàn quyết định, không tính tiếp. Kỳ số liệu và"
        " nguồn không ghi riêng thì là thời kỳ kiểm tra của đợt và báo cáo của đơn vị."
    )
    sheet = Sheet(NAME, "Số liệu kiểm tra", _COLUMNS, tuple(lines), frozen=1, note=note)
    return FiguresSheet(sheet, places)


class _Listing:
    """The figures of one unit."""

    def __init__(self, unit: UnitData, view: InspectionView, moment: Moment) -> None:
        self._unit, self._view, self._moment = unit, view, moment
        self._printed = PrintedValues(view)
        self._rates = Rates(view)
        self._disputes = AnswerDisputes(view)
        self._reasons = {
            one.criterion.name: one.appraised.reason
            for one in (unit.scores.criteria() if unit.scores else ())
            if one.appraised.state is PointState.NOT_APPLICABLE
        }

    def lines(self, first: int) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """The lines with the name of their question, empty for cells of tables."""
        number = first
        for section in self._view.sections:
            if not section.is_relevant or not is_printed(section.section.insp):
                continue
            title = section.section.insp.get("short") or section.section.label.in_(LANGUAGE)
            for item in section.items:
                if isinstance(item, TableView):
                    continue
                if self._is_listed(item):
                    label = item.question.label.in_(LANGUAGE)
                    yield item.question.name, self._line(number, title, label, item, item)
                    number += 1
        for table, place, row in all_rows(self._view):
            if is_flow(table) or not is_printed(table.repeat.insp):
                continue
            about = row_title(row.cells, self._printed) or f"dòng {place}"
            title = table.repeat.label.in_(LANGUAGE)
            for cell in row.cells.values():
                if self._is_listed(cell):
                    label = f"{about}: {cell.question.label.in_(LANGUAGE)}"
                    yield "", self._line(number, title, label, cell, table)
                    number += 1

    def _is_listed(self, item: QuestionView) -> bool:
        asked = item.question
        is_number = asked.type in _NUMBERS
        is_out = asked.name in self._reasons
        return is_number and self._printed.shows(item) and (item.state.is_relevant or is_out)

    def _line(
        self,
        number: int,
        section: str,
        label: str,
        item: QuestionView,
        about: QuestionView | TableView,
    ) -> tuple[Cell, ...]:
        asked = item.question
        reported = number_of(self._printed.reported(item))
        verified = number_of(self._printed.held(item))
        rate = self._rate(item)
        kind = CellKind.WHOLE if asked.is_whole else CellKind.NUMBER
        reason = self._reasons.get(asked.name)
        shown = self._side(item, Side.VERIFIED, verified, kind)
        if reason is not None:
            shown = Cell(f"{NOT_APPLICABLE}: {reason}" if reason else NOT_APPLICABLE)
        told = self._side(item, Side.REPORTED, reported, kind)
        who, when = self._author(item, verified)
        is_blank = shown.value is None and told.value is None
        return (
            Cell(self._unit.name),
            Cell(section),
            Cell(_clause(asked, about)),
            Cell(label),
            Cell(asked.name),
            Cell(asked.insp.get("unit", "")),
            told,
            shown,
            self._difference(number, told, shown, kind),
            Cell(rate.numerator, CellKind.NUMBER),
            Cell(rate.denominator, CellKind.NUMBER),
            share(
                Ref(number, _ABOVE),
                Ref(number, _BELOW),
                share_value(rate.numerator, rate.denominator),
            )
            if asked.insp.get("numerator") and asked.insp.get("denominator")
            else Cell(kind=CellKind.PERCENT),
            Cell("" if is_blank else _said(about.period) or usual_period(self._view.trip)),
            Cell("" if is_blank else _said(about.source) or usual_source(about)),
            Cell(who),
            Cell(self._moment(when) if when else ""),
        )

    def _rate(self, item: QuestionView) -> Rate:
        """Both parts of a rate on the team's side; a part in dispute is not known."""
        parts = parts_of(item.question)
        rate = self._rates.of(item.node)
        if parts is None or rate is None:
            return Rate(None, None)
        above, below = (self._disputes.reaches(names, Side.VERIFIED) for names in parts)
        return Rate(None if above else rate.numerator, None if below else rate.denominator)

    def _side(self, item: QuestionView, side: Side, number: Decimal | None, kind: CellKind) -> Cell:
        """One side of a figure; all its values where they stand against each other."""
        register = item.verified if side is Side.VERIFIED else item.reported
        if register.is_conflict:
            return Cell(disputed_text(item.question, register))
        asked = item.question
        if asked.calculate and number is not None and self._disputes.reaches((asked.name,), side):
            return Cell(DISPUTED)
        return Cell(number, kind)

    def _author(self, item: QuestionView, verified: Decimal | None) -> tuple[str, int]:
        """Who wrote the figure and when; with a conflict everybody, each with the value."""
        disputed = [one for one in (item.verified, item.reported) if one.is_conflict]
        if not disputed:
            return _last(item.verified if verified is not None else item.reported)
        who = "; ".join(disputed_authors(item.question, one) for one in disputed)
        return who, max(head.wall for one in disputed for head in one.heads)

    def _difference(self, number: int, reported: Cell, verified: Cell, kind: CellKind) -> Cell:
        value: CellValue = ""
        if isinstance(verified.value, Decimal) and isinstance(reported.value, Decimal):
            value = verified.value - reported.value
        one, other = Ref(number, _VERIFIED), Ref(number, _REPORTED)
        both: tuple[str | Ref, ...] = ("IF(AND(ISNUMBER(", one, "),ISNUMBER(", other, ")),")
        return Cell(value, kind, Formula((*both, one, "-", other, ',"")')))


def _clause(asked: Question, about: QuestionView | TableView) -> str:
    if isinstance(about, TableView):
        return asked.clause or about.repeat.insp.get("clause", "")
    return asked.clause


def _said(register: RegisterView) -> str:
    value = register.value
    return value.strip() if isinstance(value, str) else ""


def _last(register: RegisterView) -> tuple[str, int]:
    """Who wrote the value and when; of several, the latest by their clocks."""
    heads = [one for one in register.heads if not one.is_deletion]
    if not heads:
        return "", 0
    newest = max(heads, key=lambda one: one.wall)
    return newest.author, newest.wall
