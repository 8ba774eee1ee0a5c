"""Texts that several pages use: days, kinds, roles, fields (numbers and errors: host.wording)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from inspector_app.domain.trip.follow_up import RequirementState
from inspector_app.domain.trip.values import RemediationState, Role, Severity, UnitKind
from inspector_app.host.i18n import _

if TYPE_CHECKING:
    from inspector_app.services.outcomes import Notice


def notice_text(notice: Notice) -> str:
    """A notice, translated and filled in."""
    return _(notice.message).format_map(dict(notice.details))


def short_day(value: date | None) -> str:
    """``T2 16/09``: weekday, day and month."""
    if value is None:
        return "–"
    names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
    return f"{names[value.weekday()]} {value:%d/%m}"


def half_day(value: str) -> str:
    """Morning or afternoon."""
    return {"morning": _("sáng"), "afternoon": _("chiều")}.get(value, "")


def fingerprint_lines(words: str) -> str:
    """Eight words on two lines of four, as people read them to each other."""
    parts = words.replace("-", " ").split()
    return "\n".join("  ".join(parts[start : start + 4]) for start in range(0, len(parts), 4))


def file_name(path: str) -> str:
    """The last part of a path."""
    return PurePath(path).name or path


def unit_kind(kind: UnitKind) -> str:
    """The name of a kind of unit."""
    names: dict[UnitKind, Callable[[], str]] = {
        UnitKind.DEPARTMENT: lambda: _("Sở, ngành"),
        UnitKind.SUBORDINATE: lambda: _("Đơn vị trực thuộc"),
        UnitKind.DISTRICT: lambda: _("Cấp huyện"),
        UnitKind.COMMUNE: lambda: _("Cấp xã"),
    }
    return names[kind]()


def role(value: Role) -> str:
    """The name of a role in the team."""
    names: dict[Role, Callable[[], str]] = {
        Role.LEADER: lambda: _("Trưởng đoàn"),
        Role.DEPUTY: lambda: _("Phó trưởng đoàn"),
        Role.SECRETARY: lambda: _("Thư ký"),
        Role.MEMBER: lambda: _("Thành viên"),
    }
    return names[value]()


def severity(value: Severity) -> str:
    """The name of a severity."""
    names: dict[Severity, Callable[[], str]] = {
        Severity.MINOR: lambda: _("Nhẹ"),
        Severity.MODERATE: lambda: _("Vừa"),
        Severity.SERIOUS: lambda: _("Nặng"),
    }
    return names[value]()


def requirement_state(state: RequirementState) -> str:
    """Where a requirement stands."""
    names: dict[RequirementState, Callable[[], str]] = {
        RequirementState.OPEN: lambda: _("Chưa báo cáo"),
        RequirementState.OVERDUE: lambda: _("Quá hạn"),
        RequirementState.REPORTED: lambda: _("Chờ đoàn xem xét"),
        RequirementState.REJECTED: lambda: _("Khắc phục chưa đạt"),
        RequirementState.CONFLICT: lambda: _("Xung đột ý kiến"),
        RequirementState.CLOSED: lambda: _("Đã khắc phục"),
    }
    return names[state]()


def remediation_state(state: RemediationState) -> str:
    """What the team thinks of what the unit did."""
    names: dict[RemediationState, Callable[[], str]] = {
        RemediationState.PENDING: lambda: _("Chờ đoàn xem xét"),
        RemediationState.ACCEPTED: lambda: _("Chấp nhận"),
        RemediationState.REJECTED: lambda: _("Không chấp nhận"),
    }
    return names[state]()


def signature_field(name: str) -> str:
    """Who signs a pre-placed field of the minutes."""
    names: dict[str, Callable[[], str]] = {
        "secretary": lambda: _("Thư ký"),
        "unit": lambda: _("Đại diện đơn vị được kiểm tra"),
        "witness": lambda: _("Người chứng kiến"),
        "leader": lambda: _("Trưởng đoàn kiểm tra"),
    }
    return names[name]() if name in names else name
