"""Requirements with where they stand, and the last trip: as text and as JSON, for several commands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from inspector_app.cli import documents
from inspector_app.cli.naming import MATCHES, REMEDIATION_STATES, REQUIREMENT_STATES, short
from inspector_app.cli.tables import table
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState, is_late, state_on
from inspector_app.domain.trip.previous import (
    PreviousAnswer,
    PreviousFinding,
    PreviousRequirement,
    PreviousView,
)
from inspector_app.domain.trip.values import Remediation, Requirement
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, day, moment, number
from inspector_app.services.views import InspectionView


def today() -> date:
    """The day on this computer's clock."""
    return datetime.now(UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class Followed:
    """A requirement of this trip or of the last one, with what was done about it."""

    requirement: Requirement | PreviousRequirement
    remediations: tuple[Remediation, ...]
    state: RequirementState
    is_late: bool

    @property
    def is_previous(self) -> bool:
        """Whether the last trip made it."""
        return isinstance(self.requirement, PreviousRequirement)


def followed(view: InspectionView, on: date) -> Iterator[Followed]:
    """Requirements of the last trip first, then those of this one."""
    former = view.previous.requirements if view.previous else ()
    asked: tuple[Requirement | PreviousRequirement, ...] = (*former, *view.requirements)
    for one in asked:
        mine = tuple(each for each in view.remediations if each.requirement == one.id)
        state = state_on(on, one.due, mine)
        yield Followed(one, mine, state, state.is_open and is_late(on, one.due))


def followed_document(one: Followed) -> documents.Document:
    """A requirement with where it stands."""
    asked = one.requirement
    if isinstance(asked, PreviousRequirement):
        found = previous_requirement(asked)
    else:
        found = documents.requirement(asked)
    return {
        **found,
        "is_previous": one.is_previous,
        "state": str(one.state),
        "is_overdue": one.is_late,
        "remediations": [remediation_document(each) for each in one.remediations],
    }


def remediation_document(value: Remediation) -> documents.Document:
    """What the unit did, and what the team thinks of it."""
    return {
        "id": value.id.hex(),
        "inspection": value.inspection.hex(),
        "requirement": value.requirement.hex() if value.requirement else None,
        "text": value.text,
        "done": value.done.isoformat() if value.done else None,
        "evidence": [one.hex() for one in value.evidence],
        "state": str(value.state),
        "is_disputed": value.is_disputed,
        "reason": value.reason,
        "decided_by": value.decided_by or None,
        "decided_wall": value.decided_wall or None,
    }


def followed_table(found: Sequence[Followed], units: Mapping[EntityId, str] | None = None) -> str:
    """Requirements in lines, each followed by what was done about it.

    Args: ``units``: by requirement the unit's name, where several units are listed.
    """
    rows: list[tuple[str, ...]] = []
    for one in found:
        asked = one.requirement
        finding = asked.finding if isinstance(asked, Requirement) else None
        state = _(REQUIREMENT_STATES[one.state])
        if one.is_late and one.state is not RequirementState.OVERDUE:
            state = f"{state}, {_(REQUIREMENT_STATES[RequirementState.OVERDUE])}"
        rows.append(
            (
                *_unit_cell(units, asked.id),
                short(asked.id),
                _("kỳ trước") if one.is_previous else _("kỳ này"),
                asked.question,
                asked.text,
                asked.responsible,
                day(asked.due),
                short(finding) if finding else "",
                state,
            )
        )
        rows += [("",) * (units is not None) + _remediation_row(each) for each in one.remediations]
    headings = (
        *([_("Đơn vị")] if units is not None else []),
        _("Mã"),
        _("Kỳ"),
        _("Câu"),
        _("Việc phải làm"),
        _("Ai chịu trách nhiệm"),
        _("Thời hạn"),
        _("Tồn tại"),
        _("Tình trạng"),
    )
    return table(headings, rows)


def _unit_cell(units: Mapping[EntityId, str] | None, ent: EntityId) -> tuple[str, ...]:
    return () if units is None else (units[ent],)


def _remediation_row(one: Remediation) -> tuple[str, ...]:
    who = f"{one.decided_by}, {moment(one.decided_wall)}" if one.decided_by else ""
    state = _(REMEDIATION_STATES[one.state])
    if one.is_disputed:
        state = _(REQUIREMENT_STATES[RequirementState.CONFLICT])
    said = f"{state}: {one.reason}" if one.reason else state
    what = "→ " + (one.text or DASH)
    return (short(one.id), "", "", what, who, day(one.done), "", said)


# --- the last trip


def previous_document(view: PreviousView | None) -> documents.Document | None:
    """What the last trip recorded of the unit; None where it was not imported."""
    if view is None:
        return None
    one = view.inspection
    return {
        "inspection": one.id.hex(),
        "unit": one.unit,
        "title": one.title,
        "starts": one.starts.isoformat() if one.starts else None,
        "ends": one.ends.isoformat() if one.ends else None,
        "form": one.form,
        "answers": {name: _answer_document(each) for name, each in view.answers.items()},
        "answers_without_place": [
            {"clause": each.asked.clause, **_answer_document(each)}
            for each in one.answers
            if each.asked.question not in {found.asked.question for found in view.answers.values()}
        ],
        "findings": [
            {
                "id": each.id.hex(),
                "question": each.question or None,
                "match": str(each.match) if each.match else None,
                "clause": each.asked.clause,
                "severity": str(each.severity),
                "text": each.text,
                "legal_basis": each.legal_basis,
                "cause": each.cause,
            }
            for each in view.findings
        ],
        "requirements": [previous_requirement(each) for each in view.requirements],
        "closed": one.closed,
    }


def _answer_document(one: PreviousAnswer) -> documents.Document:
    return {
        "former": one.asked.question,
        "match": str(one.match) if one.match else None,
        "label": one.label,
        "verified": one.verified,
        "verified_value": documents.plain(one.verified_value),
        "reported": one.reported,
        "reported_value": documents.plain(one.reported_value),
    }


def previous_requirement(one: PreviousRequirement) -> documents.Document:
    """A requirement that the last trip left open."""
    return {
        "id": one.id.hex(),
        "question": one.question or None,
        "match": str(one.match) if one.match else None,
        "clause": one.asked.clause,
        "finding": one.finding or None,
        "text": one.text,
        "responsible": one.responsible,
        "due": one.due.isoformat() if one.due else None,
    }


def previous_marks(view: PreviousView | None) -> Mapping[str, str]:
    """Beside each question what the last trip recorded of it: "kỳ trước (2018): Có"."""
    if view is None:
        return {}
    ends = view.inspection.ends or view.inspection.starts
    title = _("kỳ trước ({year})").format(year=ends.year) if ends else _("kỳ trước")
    return {
        name: f"{title}: {each.verified or each.reported}"
        for name, each in view.answers.items()
        if each.verified or each.reported
    }


def previous_of_sections(view: InspectionView, sections: Collection[str]) -> list[str]:
    """What the last trip found and left open in some sections, each kind a titled part."""
    if view.previous is None:
        return []
    names = {one.name for one in view.form.questions.values() if one.section in sections}
    parts = _findings_text([one for one in view.previous.findings if one.question in names])
    left = [
        one
        for one in followed(view, today())
        if one.is_previous and one.state.is_open and one.requirement.question in names
    ]
    if left:
        parts.append(_("Yêu cầu kỳ trước chưa khắc phục xong") + "\n" + followed_table(left))
    return parts


def _findings_text(found: Sequence[PreviousFinding]) -> list[str]:
    lines = [f"  • {one.asked.clause} {one.text}" for one in found]
    return ["\n".join([_("Tồn tại, hạn chế kỳ trước"), *lines])] if lines else []


def previous_text(view: InspectionView) -> list[str]:
    """The last trip's answers and findings, each a titled part."""
    previous = view.previous
    if previous is None:
        return []
    one = previous.inspection
    parts = [f"{_('Kỳ trước')}: {one.title} ({day(one.starts)} – {day(one.ends)})"]
    rows = [
        (
            view.form.questions[name].clause,
            name,
            each.label,
            each.reported or DASH,
            each.verified or DASH,
            _(MATCHES[each.match]) if each.match else "",
        )
        for name, each in previous.answers.items()
        if name in view.form.questions
    ]
    if rows:
        headings = (
            _("Mục"),
            _("Tên câu"),
            _("Câu hỏi"),
            _("Báo cáo"),
            _("Xác minh"),
            _("Khớp theo"),
        )
        parts.append(_("Trả lời kỳ trước") + "\n" + table(headings, rows))
    parts += _findings_text(previous.findings)
    counted = previous.count(view.remediations)
    if counted.due:
        parts.append(
            _("Yêu cầu kỳ trước: {due}; đã khắc phục: {met}.").format(
                due=number(counted.due), met=number(counted.met)
            )
        )
    return parts
