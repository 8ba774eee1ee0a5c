"""What a unit's workbook brings, as rows: first what is wrong, then what is new or different."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.trip.self_reports import Part
from inspector_app.gui.models.cells import Cell
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import DASH, number
from inspector_app.services.report_views import Difference, ReportComparison, ReportLine

KINDS: Final = {
    Difference.NEW: (N_("Mới"), Tone.GOOD),
    Difference.CHANGED: (N_("Thay đổi"), Tone.ACCENT),
    Difference.CLEARED: (N_("Giữ số cũ"), Tone.NEUTRAL),
    Difference.BOTH: (N_("Đã đổi ở cả hai nơi"), Tone.WARN),
}
PARTS: Final = {
    Part.REASON: N_("lý do không áp dụng"),
    Part.NAME: N_("tên dòng"),
    Part.PERIOD: N_("kỳ số liệu"),
    Part.SOURCE: N_("nguồn"),
    Part.POINTS: N_("điểm tự chấm"),
}


def headings() -> tuple[str, ...]:
    """Of the columns."""
    return (_("Ô trong tệp"), _("Nội dung"), _("Nay"), _("Trong tệp"), _("Kết quả"))


def report_rows(found: ReportComparison) -> Iterator[tuple[Cell, ...]]:
    """Problems, then differences; errors before warnings."""
    for one in found.problems.errors:
        yield _problem(one, _("Lỗi"), Tone.BAD)
    for one in found.problems.warnings:
        yield _problem(one, _("Lưu ý"), Tone.WARN)
    for line in found.lines:
        yield _line(line)


def _problem(one: Problem, word: str, tone: Tone) -> tuple[Cell, ...]:
    place = one.column or (_("dòng {row}").format(row=number(one.row)) if one.row else "")
    what = Cell(_(one.what), _(one.remedy) if one.remedy else one.question)
    nothing = Cell("")
    return (
        Cell(place or one.sheet, one.sheet if place else ""),
        what,
        nothing,
        nothing,
        Cell(word, tone=tone),
    )


def _line(line: ReportLine) -> tuple[Cell, ...]:
    cell, question = line.cell, line.question
    part = PARTS.get(cell.target.part)
    below = " · ".join(
        filter(
            None,
            (
                question.clause,
                _(part) if part else "",
                _("dòng mới của bảng") if line.is_new_row else "",
            ),
        )
    )
    word, tone = KINDS[line.kind]
    return (
        Cell(cell.address, cell.sheet),
        Cell(question.label.in_(language()), below),
        Cell(_shown(line, line.before), is_faint=line.kind is Difference.CHANGED),
        Cell(_shown(line, line.after)),
        Cell(_(word), tone=tone),
    )


def _shown(line: ReportLine, value: Value) -> str:
    if value is None:
        return DASH
    if line.cell.target.part in (Part.VALUE, Part.NAME, Part.REASON):
        return display_value(line.question, value, language())
    return str(value).replace(".", ",") if line.cell.target.part is Part.POINTS else str(value)


def summary(found: ReportComparison) -> str:
    """The counts in one line."""
    return _(
        "{new} mới · {changed} thay đổi · {equal} như cũ · {cleared} ô trống mà đã có số · "
        "{missing} ô bắt buộc còn trống"
    ).format(
        new=number(found.count(Difference.NEW)),
        changed=number(found.count(Difference.CHANGED)),
        equal=number(found.equal),
        cleared=number(found.count(Difference.CLEARED)),
        missing=number(found.missing),
    )
