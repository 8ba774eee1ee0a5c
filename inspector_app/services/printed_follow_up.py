"""What the minutes say of the requirements that the last trip left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inspector_app.domain.report.facts import SectionFacts, TableFacts
from inspector_app.domain.report.minutes_tables import due_text
from inspector_app.domain.trip.values import Remediation, RemediationState
from inspector_app.services.views import InspectionView

TITLE: Final = "Thực hiện yêu cầu của kỳ kiểm tra trước"
_COLUMNS: Final = ("TT", "Việc phải thực hiện", "Thời hạn", "Kết quả")
_NOTHING: Final = "Chưa khắc phục"
_DISPUTED: Final = "Đoàn chưa thống nhất kết quả khắc phục"
_STATES: Final = {
    RemediationState.PENDING: "Đơn vị báo cáo đã khắc phục, Đoàn chưa xem xét",
    RemediationState.ACCEPTED: "Đã khắc phục",
    RemediationState.REJECTED: "Khắc phục chưa đạt",
}


def follow_up_sections(view: InspectionView) -> Iterator[SectionFacts]:
    """A section with one table; none where the last trip left nothing open.

    Args: ``view``: the inspection as the vault shows it now.
    """
    previous = view.previous
    if previous is None or not previous.requirements:
        return
    rows = []
    for number, one in enumerate(previous.requirements, start=1):
        mine = [each for each in view.remediations if each.requirement == one.id]
        rows.append((str(number), one.text, due_text(one.due), _result(mine)))
    title = previous.inspection.title
    yield SectionFacts(
        title=TITLE,
        tables=(TableFacts(title=title, columns=_COLUMNS, rows=tuple(rows), numeric=False),),
    )


def _result(remediations: list[Remediation]) -> str:
    """What counts: an accepted remediation, else the newest."""
    accepted = [one for one in remediations if one.is_accepted]
    if not remediations:
        return _NOTHING
    one = (accepted or remediations)[-1]
    if not accepted and any(each.is_disputed for each in remediations):
        return _DISPUTED
    said = [one.text] if one.text else []
    if one.reason and one.state is RemediationState.REJECTED:
        said.append(one.reason)
    return f"{_STATES[one.state]}: {'; '.join(said)}" if said else _STATES[one.state]
