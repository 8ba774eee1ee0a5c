"""What a trip must keep to, whoever edits it and however."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inspector_app.domain.saying import Saying, said
from inspector_app.domain.trip.outline import Outline, OutlineUnit
from inspector_app.domain.trip.values import Role

MAX_TEAM = 99
MAX_COPIES = 20


def outline_problems(outline: Outline) -> tuple[Saying, ...]:
    """Everything that is wrong, as people say it; the same rules as the workbook's."""
    return (*_header(outline), *_teams(outline), *_members(outline), *_units(outline))


def _header(outline: Outline) -> Iterator[Saying]:
    head = outline.header
    for name, value in (
        (said("Tên đợt kiểm tra"), head.title),
        (said("Cơ quan quyết định"), head.agency),
        (said("Số quyết định"), head.decision_number),
        (said("Địa danh"), head.place),
        (said("Ngày bắt đầu"), head.starts),
        (said("Ngày kết thúc"), head.ends),
    ):
        if not value:
            yield said("«{name}» chưa điền", name=name)
    if not 1 <= head.copies <= MAX_COPIES:
        yield said("số bản biên bản phải từ 1 đến {most}", most=MAX_COPIES)
    for earlier, later, first, then in (
        (head.starts, head.ends, said("Ngày bắt đầu"), said("Ngày kết thúc")),
        (head.decision_date, head.starts, said("Ngày quyết định"), said("Ngày bắt đầu")),
        (head.period_from, head.period_to, said("Thời kỳ từ"), said("Thời kỳ đến")),
        (head.period_to, head.ends, said("Thời kỳ đến"), said("Ngày kết thúc")),
    ):
        if earlier and later and earlier > later:
            yield said("«{later}» sớm hơn «{earlier}»", later=then, earlier=first)


def _teams(outline: Outline) -> Iterator[Saying]:
    for team in outline.teams:
        if not 1 <= team.number <= MAX_TEAM:
            yield said("số đoàn phải từ 1 đến {most}", most=MAX_TEAM)
        if not team.name:
            yield said("đoàn số {number} chưa có tên", number=team.number)
        roles = [one.role for one in outline.active_members(team.number)]
        leaders = roles.count(Role.LEADER)
        if leaders != 1:
            yield said(
                "đoàn số {number} có {leaders} Trưởng đoàn, phải có đúng một",
                number=team.number,
                leaders=leaders,
            )
        if Role.SECRETARY not in roles:
            yield said("đoàn số {number} chưa có Thư ký", number=team.number)


def _members(outline: Outline) -> Iterator[Saying]:
    numbers = {one.number for one in outline.teams}
    seen = Counter(
        (one.team, one.name.casefold(), one.post.casefold()) for one in outline.active_members()
    )
    for one in outline.active_members():
        if not one.name:
            yield said("đoàn số {number} có thành viên chưa có tên", number=one.team)
        if one.team not in numbers:
            yield said("không có đoàn số {number}", number=one.team)
    for team, name, post in (key for key, count in seen.items() if count > 1):
        who = next(
            one.name
            for one in outline.active_members(team)
            if (one.name.casefold(), one.post.casefold()) == (name, post)
        )
        yield said("«{name}» đã có trong đoàn số {team}", name=who, team=team)


def _units(outline: Outline) -> Iterator[Saying]:
    head, numbers = outline.header, {one.number for one in outline.teams}
    active = list(outline.active_units())
    if not active:
        yield said("đợt kiểm tra không còn đơn vị nào")
    names = Counter(_key(one) for one in active)
    for one in active:
        if not one.name:
            yield said("có đơn vị chưa có tên")
        if one.team not in numbers:
            yield said("«{unit}»: không có đoàn số {number}", unit=one.name, number=one.team)
        if one.day is None and not one.is_unannounced:
            yield said("«{unit}» chưa có ngày kiểm tra", unit=one.name)
        if one.day and head.starts and head.ends and not head.starts <= one.day <= head.ends:
            yield said(
                "«{unit}»: ngày {day} nằm ngoài đợt kiểm tra",
                unit=one.name,
                day=f"{one.day:%d/%m/%Y}",
            )
    for key in (key for key, count in names.items() if count > 1):
        yield said("«{unit}» có hai lần", unit=next(one.name for one in active if _key(one) == key))


def _key(one: OutlineUnit) -> tuple[str, str]:
    return one.name.casefold(), one.parent.casefold()
