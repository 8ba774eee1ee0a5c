"""Listings that several commands print."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.cli.naming import HALF_DAYS, progress_text, short
from inspector_app.cli.tables import table
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, day
from inspector_app.services.views import InspectionRow


def inspection_table(rows: Iterable[InspectionRow]) -> str:
    """The trip's units with what was done so far."""
    lines = []
    for row in rows:
        one = row.inspection
        half = HALF_DAYS.get(one.half_day)
        lines.append(
            (
                short(one.id),
                str(one.team.number),
                one.unit.name,
                day(one.planned) + (f" {_(half)}" if half else ""),
                progress_text(row.progress),
                _count(row.progress.violations),
                _count(row.findings),
                _count(row.evidence),
                _count(row.conflicts),
            )
        )
    headings = (
        _("Mã"),
        _("Đoàn"),
        _("Đơn vị"),
        _("Ngày"),
        _("Đã trả lời"),
        _("Lỗi"),
        _("Tồn tại"),
        _("Minh chứng"),
        _("Xung đột"),
    )
    return table(headings, lines, right=(4, 5, 6, 7, 8))


def _count(number: int) -> str:
    return str(number) if number else DASH
