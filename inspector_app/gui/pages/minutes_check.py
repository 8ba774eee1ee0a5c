"""What still stands between an inspection and its final minutes."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, ngettext
from inspector_app.services.views import InspectionView


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the check: tone, sentence, explanation."""

    tone: Tone
    text: str
    second: str = ""


def check(view: InspectionView) -> tuple[Remark, ...]:
    """The remarks, the heaviest first; an empty tuple when nothing is missing."""
    remarks: list[Remark] = []
    if view.conflicts:
        remarks.append(
            Remark(
                Tone.BAD,
                ngettext(
                    "{count} xung đột đang mở", "{count} xung đột đang mở", view.conflicts
                ).format(count=view.conflicts),
                _("biên bản mang dấu «chưa hoàn tất»"),
            )
        )
    progress = view.progress
    if progress.violations:
        text = _("{count} lỗi theo quy tắc của phiếu").format(count=progress.violations)
        remarks.append(Remark(Tone.BAD, text, _("sửa, hoặc giải trình trong ghi chú")))
    if progress.reported_violations:
        text = _("{count} lỗi ở số báo cáo").format(count=progress.reported_violations)
        remarks.append(Remark(Tone.WARN, text, _("đơn vị giải trình hoặc báo cáo lại")))
    unanswered = progress.total - progress.answered
    if unanswered:
        text = _("{count}/{total} câu chưa trả lời").format(count=unanswered, total=progress.total)
        remarks.append(Remark(Tone.WARN, text, _("bổ sung trước khi ký nếu còn thời gian")))
    remarks.extend(_session_remarks(view))
    return tuple(remarks)


def _session_remarks(view: InspectionView) -> list[Remark]:
    session = view.session
    remarks = []
    missing = [
        name
        for name, value in (
            (_("giờ bắt đầu"), session.started),
            (_("giờ kết thúc"), session.ended),
            (_("địa điểm"), session.place),
        )
        if not value
    ]
    if missing:
        remarks.append(Remark(Tone.WARN, _("Buổi làm việc chưa ghi đủ"), ", ".join(missing)))
    for is_team, text in (
        (True, _("Chưa ghi người của đoàn")),
        (False, _("Chưa ghi người của đơn vị")),
    ):
        if not any(one.is_team is is_team for one in session.attendees):
            remarks.append(Remark(Tone.WARN, text, _("thành phần tham dự")))
    if not session.unit_opinion:
        remarks.append(Remark(Tone.NEUTRAL, _("Chưa ghi ý kiến của đơn vị")))
    if not session.conclusion:
        remarks.append(Remark(Tone.WARN, _("Trưởng đoàn chưa kết luận")))
    return remarks
