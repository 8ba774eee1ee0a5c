"""Listings that several commands print."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.cli.naming import HALF_DAYS, progress_text, short
from inspector_app.cli.tables import table
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, day
from inspector_app.services.views import InspectionRow


def inspection_table(rows: Iterable[InspectionRow]) -> str:
    """The trip's units with what was done so far, and which of them need their form first."""
    lines, missing = [], []
    for row in rows:
        one = row.inspection
        half = HALF_DAYS.get(one.half_day)
        if row.missing_form:
            missing.append(row)
        lines.append(
            (
                short(one.id),
                str(one.team.number),
                one.unit.name + (f" ({_('đột xuất')})" if one.is_unannounced else ""),
                day(one.planned) + (f" {_(half)}" if half else ""),
                _("thiếu phiếu") if row.missing_form else progress_text(row.progress),
                _count(row.progress.all_violations),
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
    notes = [
        _("⚠ {unit}: kho chưa có phiếu {form} của cuộc kiểm tra này.").format(
            unit=row.inspection.unit.name, form=row.missing_form
        )
        for row in missing
    ]
    if notes:
        notes.append(
            _("  Nhập gói mới nhất của trưởng đoàn; trưởng đoàn có thể trở lại phiếu trước.")
        )
    return "\n".join([table(headings, lines, right=(4, 5, 6, 7, 8)), *notes])


def withdrawn_table(rows: Iterable[InspectionRow]) -> str:
    """Units that left the trip, why, and what is recorded of them."""
    lines = [
        (
            short(row.inspection.id),
            row.inspection.unit.name,
            row.inspection.withdrawn.reason if row.inspection.withdrawn else "",
            progress_text(row.progress),
            _count(row.findings),
            _count(row.evidence),
        )
        for row in rows
    ]
    headings = (_("Mã"), _("Đơn vị"), _("Lý do"), _("Đã trả lời"), _("Tồn tại"), _("Minh chứng"))
    return table(headings, lines, right=(4, 5))


def _count(number: int) -> str:
    return str(number) if number else DASH
