"""What differs between two editions of a trip, as values and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.change import Value
from inspector_app.domain.saying import Saying, joined, said
from inspector_app.domain.trip.outline import Outline, OutlineMember, OutlineUnit
from inspector_app.domain.trip.values import Role, UnitKind


class ChangeKind(StrEnum):
    """What happened to a part of the trip."""

    HEADER = "header"
    TEAM_ADDED = "team-added"
    TEAM_NAMED = "team-named"
    LEADER = "leader"
    MEMBER_ADDED = "member-added"
    MEMBER_LEFT = "member-left"
    MEMBER_REPLACED = "member-replaced"
    MEMBER_MOVED = "member-moved"
    MEMBER_BACK = "member-back"
    MEMBER = "member"
    UNIT_ADDED = "unit-added"
    UNIT_WITHDRAWN = "unit-withdrawn"
    UNIT_REPLACED = "unit-replaced"
    UNIT_BACK = "unit-back"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class TripChange:
    """One difference; values are plain text: days ISO, roles and kinds as they are stored."""

    kind: ChangeKind
    name: str = ""
    """Of the unit, member or team."""
    field: str = ""
    before: str = ""
    after: str = ""
    team: int = 0

    def as_value(self) -> dict[str, Value]:
        """As it stands in the log."""
        found: dict[str, Value] = {"kind": str(self.kind), "team": self.team}
        for key in ("name", "field", "before", "after"):
            text = getattr(self, key)
            if text:
                found[key] = text
        return found

    @staticmethod
    def of(value: object) -> TripChange | None:
        """Read back; None for anything that is none."""
        if not isinstance(value, Mapping) or value.get("kind") not in set(ChangeKind):
            return None
        texts = {key: value.get(key, "") for key in ("name", "field", "before", "after")}
        if not all(isinstance(text, str) for text in texts.values()):
            return None
        team = value.get("team", 0)
        number = team if isinstance(team, int) else 0
        return TripChange(ChangeKind(value["kind"]), **texts, team=number)


def differences(before: Outline, after: Outline) -> tuple[TripChange, ...]:
    """Everything that an edition changes, header first, then teams, members, units."""
    return (
        *_header(before, after),
        *_teams(before, after),
        *_members(before, after),
        *_units(before, after),
    )


_HEADER: Final = {
    "title": said("Tên đợt kiểm tra"),
    "agency": said("Cơ quan quyết định"),
    "decision_number": said("Số quyết định"),
    "decision_date": said("Ngày quyết định"),
    "period_from": said("Thời kỳ từ"),
    "period_to": said("Thời kỳ đến"),
    "starts": said("Ngày bắt đầu"),
    "ends": said("Ngày kết thúc"),
    "place": said("Địa danh"),
    "copies": said("Số bản biên bản"),
}
_MEMBER: Final = {
    "name": said("họ và tên"),
    "post": said("chức vụ"),
    "agency": said("cơ quan"),
    "role": said("vai trò"),
}
_UNIT: Final = {
    "name": said("tên"),
    "kind": said("loại"),
    "parent": said("đơn vị cấp trên"),
    "address": said("địa chỉ"),
    "team": said("đoàn kiểm tra"),
    "day": said("ngày kiểm tra"),
    "half_day": said("buổi"),
    "is_invented": said("giả định"),
    "is_unannounced": said("kiểm tra đột xuất"),
}
_ROLES: Final = {
    Role.LEADER: said("Trưởng đoàn"),
    Role.DEPUTY: said("Phó Trưởng đoàn"),
    Role.SECRETARY: said("Thư ký"),
    Role.MEMBER: said("Thành viên"),
}
_KINDS: Final = {
    UnitKind.DEPARTMENT: said("Sở, ngành"),
    UnitKind.SUBORDINATE: said("Đơn vị trực thuộc"),
    UnitKind.DISTRICT: said("Cấp huyện"),
    UnitKind.COMMUNE: said("Cấp xã"),
}
_HALF_DAYS: Final = {"morning": said("sáng"), "afternoon": said("chiều")}


def _plain(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _header(before: Outline, after: Outline) -> Iterator[TripChange]:
    for name in _HEADER:
        old, new = (_plain(getattr(one.header, name)) for one in (before, after))
        if old != new:
            yield TripChange(ChangeKind.HEADER, field=name, before=old, after=new)


def _teams(before: Outline, after: Outline) -> Iterator[TripChange]:
    names = {one.number: one.name for one in before.teams}
    for team in after.teams:
        number = team.number
        if number not in names:
            yield TripChange(ChangeKind.TEAM_ADDED, team.name, team=number)
            continue
        if names[number] != team.name:
            yield TripChange(
                ChangeKind.TEAM_NAMED, team.name, before=names[number], after=team.name, team=number
            )
        old, new = (_leader(one, number) for one in (before, after))
        if old and new and old.id != new.id:
            yield TripChange(
                ChangeKind.LEADER, new.name, before=old.name, after=new.name, team=number
            )


def _leader(outline: Outline, team: int) -> OutlineMember | None:
    leaders = (one for one in outline.active_members(team) if one.role is Role.LEADER)
    return next(leaders, None)


def _members(before: Outline, after: Outline) -> Iterator[TripChange]:
    known = {one.id: one for one in before.members}
    now = {one.id: one for one in after.members}
    following = {one.left.replaced_by for one in after.members if one.left}
    for one in after.members:
        old = known.get(one.id)
        if old is None:
            if one.left is None and one.id not in following:
                kind = ChangeKind.MEMBER_ADDED
                yield TripChange(kind, one.name, after=str(one.role), team=one.team)
            continue
        if old.left is None and one.left is not None:
            by = one.left.replaced_by
            yield _left(one, now.get(by) if by and by not in known else None)
        elif old.left is not None and one.left is None:
            yield TripChange(ChangeKind.MEMBER_BACK, one.name, team=one.team)
        for field in _MEMBER:
            was, is_now = _plain(getattr(old, field)), _plain(getattr(one, field))
            if was != is_now:
                yield TripChange(ChangeKind.MEMBER, one.name, field, was, is_now, one.team)


def _left(one: OutlineMember, by: OutlineMember | None) -> TripChange:
    if by is None:
        return TripChange(ChangeKind.MEMBER_LEFT, one.name, team=one.team)
    if by.name == one.name and by.team != one.team:
        return TripChange(ChangeKind.MEMBER_MOVED, one.name, after=str(by.team), team=one.team)
    role = str(by.role)
    return TripChange(
        ChangeKind.MEMBER_REPLACED, one.name, field=role, after=by.name, team=one.team
    )


def _units(before: Outline, after: Outline) -> Iterator[TripChange]:
    known = {one.id: one for one in before.units}
    names = {one.id: one.name for one in after.units}
    replacing = {one.withdrawn.replaced_by for one in after.units if one.withdrawn}
    for one in after.units:
        old = known.get(one.id)
        if old is None:
            if one.withdrawn is None and one.id not in replacing:
                yield TripChange(
                    ChangeKind.UNIT_ADDED,
                    one.name,
                    field="is_unannounced" if one.is_unannounced else "",
                    after=_plain(one.day),
                    team=one.team,
                )
            continue
        if old.withdrawn is None and one.withdrawn is not None:
            yield _withdrawn(one, names.get(one.withdrawn.replaced_by or one.id, ""))
        elif old.withdrawn is not None and one.withdrawn is None:
            yield TripChange(ChangeKind.UNIT_BACK, one.name, team=one.team)
        for field in _UNIT:
            was, now = _plain(getattr(old, field)), _plain(getattr(one, field))
            if was != now:
                yield TripChange(ChangeKind.UNIT, one.name, field, was, now, one.team)


def _withdrawn(one: OutlineUnit, by: str) -> TripChange:
    assert one.withdrawn is not None
    reason = one.withdrawn.reason
    if one.withdrawn.replaced_by is None:
        return TripChange(ChangeKind.UNIT_WITHDRAWN, one.name, before=reason, team=one.team)
    return TripChange(ChangeKind.UNIT_REPLACED, one.name, before=reason, after=by, team=one.team)


def change_words(change: TripChange) -> Saying:
    """One difference in words."""
    name, team = change.name, change.team
    old, new = (_shown(change.field, one) for one in (change.before, change.after))
    match change.kind:
        case ChangeKind.HEADER:
            what = _HEADER.get(change.field, said("Đợt kiểm tra"))
            return said("{what}: «{old}» → «{new}»", what=what, old=old, new=new)
        case ChangeKind.TEAM_ADDED:
            return said("Thêm đoàn số {team}: «{name}»", team=team, name=name)
        case ChangeKind.TEAM_NAMED:
            return said("Đoàn số {team} đổi tên: «{old}» → «{new}»", team=team, old=old, new=new)
        case ChangeKind.LEADER:
            return said("Trưởng đoàn đoàn số {team}: {new} thay {old}", team=team, new=new, old=old)
        case ChangeKind.MEMBER_ADDED:
            role = _shown("role", change.after)
            return said("Thêm {name} ({role}) vào đoàn số {team}", name=name, role=role, team=team)
        case ChangeKind.MEMBER_REPLACED:
            role = _shown("role", change.field)
            return said(
                "{new} thay {name} ở đoàn số {team} ({role})",
                new=change.after,
                name=name,
                team=team,
                role=role,
            )
        case ChangeKind.MEMBER_MOVED:
            return said(
                "{name} chuyển từ đoàn số {team} sang đoàn số {new}",
                name=name,
                team=team,
                new=change.after,
            )
        case ChangeKind.MEMBER_LEFT:
            return said("{name} thôi làm ở đoàn số {team}", name=name, team=team)
        case ChangeKind.MEMBER_BACK:
            return said("{name} trở lại đoàn số {team}", name=name, team=team)
        case ChangeKind.MEMBER:
            what = _MEMBER.get(change.field, said("thành viên"))
            return said("{name}, {what}: «{old}» → «{new}»", name=name, what=what, old=old, new=new)
    return _unit_words(change, old, new)


def _unit_words(change: TripChange, old: str, new: str) -> Saying:
    name, team = change.name, change.team
    match change.kind:
        case ChangeKind.UNIT_ADDED if change.field:
            return said(
                "Thêm đơn vị kiểm tra đột xuất «{name}» (đoàn số {team})", name=name, team=team
            )
        case ChangeKind.UNIT_ADDED:
            day = _shown("day", change.after)
            return said(
                "Thêm đơn vị «{name}» (đoàn số {team}, {day})", name=name, team=team, day=day
            )
        case ChangeKind.UNIT_WITHDRAWN:
            return said("Rút đơn vị «{name}»: {old}", name=name, old=old)
        case ChangeKind.UNIT_REPLACED:
            return said("Thay đơn vị «{name}» bằng «{new}»: {old}", name=name, new=new, old=old)
        case ChangeKind.UNIT_BACK:
            return said("Đưa đơn vị «{name}» trở lại đợt", name=name)
    what = _UNIT.get(change.field, said("đơn vị"))
    return said("«{name}», {what}: «{old}» → «{new}»", name=name, what=what, old=old, new=new)


def _shown(field: str, value: str) -> str:
    """A plain value as people write it."""
    if field == "role" and value in set(Role):
        return _ROLES[Role(value)]
    if field == "kind" and value in set(UnitKind):
        return _KINDS[UnitKind(value)]
    if field == "half_day":
        return _HALF_DAYS.get(value, said("cả ngày"))
    if field in ("is_invented", "is_unannounced"):
        return said("có") if value == "yes" else said("không")
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value or said("(chưa có)")


_COUNTED: Final = {
    ChangeKind.UNIT_ADDED: said("thêm {count} đơn vị", count=0),
    ChangeKind.UNIT_REPLACED: said("thay {count} đơn vị", count=0),
    ChangeKind.UNIT_WITHDRAWN: said("rút {count} đơn vị", count=0),
    ChangeKind.UNIT_BACK: said("đưa {count} đơn vị trở lại", count=0),
    ChangeKind.TEAM_ADDED: said("thêm {count} đoàn", count=0),
    ChangeKind.MEMBER_ADDED: said("thêm {count} thành viên", count=0),
    ChangeKind.MEMBER_REPLACED: said("thay {count} thành viên", count=0),
    ChangeKind.MEMBER_MOVED: said("chuyển đoàn {count} thành viên", count=0),
    ChangeKind.MEMBER_LEFT: said("{count} thành viên thôi làm", count=0),
    ChangeKind.MEMBER_BACK: said("{count} thành viên trở lại", count=0),
    ChangeKind.HEADER: said("sửa {count} mục của quyết định và thời gian", count=0),
}


def summary_words(changes: Iterable[TripChange]) -> Saying:
    """The differences in one line: «thêm 2 đơn vị, đổi Trưởng đoàn đoàn số 2 …»."""
    listed = list(changes)
    counts = Counter(one.kind for one in listed)
    parts: list[str] = [
        Saying(template.template, {"count": counts[kind]})
        for kind, template in _COUNTED.items()
        if counts[kind]
    ]
    parts += [
        said("đổi Trưởng đoàn đoàn số {team}", team=one.team)
        for one in listed
        if one.kind is ChangeKind.LEADER
    ]
    named = {one.name for one in listed if one.kind is ChangeKind.UNIT}
    if named:
        parts.append(said("sửa {count} đơn vị", count=len(named)))
    people = {one.name for one in listed if one.kind is ChangeKind.MEMBER}
    if people:
        parts.append(said("sửa {count} thành viên", count=len(people)))
    if counts[ChangeKind.TEAM_NAMED]:
        parts.append(said("đổi tên {count} đoàn", count=counts[ChangeKind.TEAM_NAMED]))
    return joined(", ", parts) if parts else said("không có gì thay đổi")
