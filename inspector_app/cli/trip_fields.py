"""``name=value; name=value``: a unit or member as a command line says it, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from inspector_app.domain.errors import InputValueError, UsageError
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean, fold
from inspector_app.domain.trip.outline import OutlineMember, OutlineUnit
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.host.i18n import _

COMMAND: Final = "trip edit"
_MEMBER: Final = {
    "name": ("name", "ten", "ho ten", "ho va ten"),
    "post": ("post", "chuc vu"),
    "agency": ("agency", "co quan"),
    "role": ("role", "vai tro"),
    "team": ("team", "doan"),
}
_UNIT: Final = {
    "name": ("name", "ten"),
    "team": ("team", "doan"),
    "kind": ("kind", "loai"),
    "parent": ("parent", "cap tren"),
    "address": ("address", "dia chi"),
    "day": ("day", "ngay"),
    "half_day": ("half", "half day", "buoi"),
    "is_unannounced": ("unannounced", "dot xuat"),
    "is_invented": ("invented", "gia dinh"),
}
_ROLES: Final = {
    "leader": Role.LEADER,
    "truong doan": Role.LEADER,
    "deputy": Role.DEPUTY,
    "pho truong doan": Role.DEPUTY,
    "secretary": Role.SECRETARY,
    "thu ky": Role.SECRETARY,
    "member": Role.MEMBER,
    "thanh vien": Role.MEMBER,
}
_KINDS: Final = {
    "department": UnitKind.DEPARTMENT,
    "so": UnitKind.DEPARTMENT,
    "subordinate": UnitKind.SUBORDINATE,
    "truc thuoc": UnitKind.SUBORDINATE,
    "district": UnitKind.DISTRICT,
    "huyen": UnitKind.DISTRICT,
    "commune": UnitKind.COMMUNE,
    "xa": UnitKind.COMMUNE,
}
_HALVES: Final = {
    "": "",
    "morning": "morning",
    "sang": "morning",
    "afternoon": "afternoon",
    "chieu": "afternoon",
}
_TRUTHS: Final = {"": True, "yes": True, "co": True, "no": False, "khong": False}


def member_values(text: str) -> dict[str, Any]:
    """What a text says of a member. Raises: UsageError, InputValueError."""
    return _values(text, _MEMBER)


def unit_values(text: str) -> dict[str, Any]:
    """What a text says of a unit. Raises: UsageError, InputValueError."""
    return _values(text, _UNIT)


def planned_member(text: str, former: OutlineMember | None = None) -> PlannedMember:
    """A new member; what is not said is as the former one had it (team and role)."""
    said_of = member_values(text)
    start = PlannedMember(
        former.team if former else 1, "", "", "", former.role if former else Role.MEMBER
    )
    return replace(start, **_named(said_of))


def planned_unit(text: str, former: OutlineUnit | None = None) -> PlannedUnit:
    """A new unit; what is not said is as the former one had it (team, kind, day, body above)."""
    start = PlannedUnit(
        team=former.team if former else 1,
        name="",
        kind=former.kind if former else UnitKind.COMMUNE,
        parent=former.parent if former else "",
        address="",
        day=former.day if former else None,
        half_day=former.half_day if former else "",
        is_invented=former.is_invented if former else False,
    )
    return replace(start, **_named(unit_values(text)))


def day_of(text: str) -> date:
    """A day as ``dd/mm/yyyy`` or ``yyyy-mm-dd``. Raises: InputValueError."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise InputValueError(field=text, what=said("không phải ngày dạng ngày/tháng/năm"))


def _named(values: dict[str, Any]) -> dict[str, Any]:
    if not values.get("name"):
        raise UsageError(what=_("còn thiếu tên: «name=…»"), command=COMMAND)
    return values


def _values(text: str, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in (one for one in text.split(";") if one.strip()):
        said_name, _mark, value = part.partition("=")
        key = " ".join(fold(said_name).split())
        name = next((one for one, spellings in names.items() if key in spellings), None)
        if name is None:
            known = ", ".join(spellings[0] for spellings in names.values())
            what = _("không có mục «{name}»; có: {known}").format(
                name=said_name.strip(), known=known
            )
            raise UsageError(what=what, command=COMMAND)
        found[name] = _value(name, clean(value))
    return found


def _value(name: str, text: str) -> object:
    word = " ".join(fold(text).split())
    if name == "team":
        if not text.isdecimal():
            raise InputValueError(
                field=said("Đoàn"), what=said("«{text}» không phải số", text=text)
            )
        return int(text)
    if name == "day":
        return day_of(text) if text else None
    for wanted, meanings in (
        ("role", _ROLES),
        ("kind", _KINDS),
        ("half_day", _HALVES),
        ("is_unannounced", _TRUTHS),
        ("is_invented", _TRUTHS),
    ):
        if name == wanted:
            return _meant(name, text, word, meanings)
    return text


def _meant(name: str, text: str, word: str, meanings: Mapping[str, object]) -> object:
    if word not in meanings:
        choices = ", ".join(one for one in meanings if one)
        raise InputValueError(
            field=name,
            what=said("«{text}» không hợp lệ; chọn một trong: {hint}", text=text, hint=choices),
        )
    return meanings[word]
