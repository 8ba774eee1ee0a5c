"""What a conflict is about, and who may decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import ID_LENGTH, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.saying import said
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.conflict_views import ConflictKind
from inspector_app.services.lineages import MAPPING
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import is_of_last_trip
from inspector_app.services.reading import FRAME
from inspector_app.services.score_deciding import is_score_path
from inspector_app.services.score_registers import SETTINGS

_BY_TYPE: Final[dict[str, ConflictKind]] = {
    EntityType.FINDING: ConflictKind.FINDING,
    EntityType.REQUIREMENT: ConflictKind.REQUIREMENT,
    EntityType.REMEDIATION: ConflictKind.REMEDIATION,
    EntityType.EVIDENCE: ConflictKind.EVIDENCE,
    EntityType.ATTENDEE: ConflictKind.SESSION,
    EntityType.PREVIOUS: ConflictKind.PREVIOUS,
}
_AUTHORED: Final = frozenset((EntityType.TRIP, EntityType.TEAM, EntityType.MEMBER, EntityType.UNIT))
_CLAIMED: Final[dict[str, str]] = {
    EntityType.FINDING: said("tồn tại"),
    EntityType.REQUIREMENT: said("yêu cầu"),
    EntityType.REMEDIATION: said("kết quả khắc phục"),
    EntityType.EVIDENCE: said("minh chứng"),
    EntityType.ATTENDEE: said("người dự"),
    EntityType.DECISION: said("quyết định xung đột"),
    EntityType.ROW: said("dòng của bảng"),
    EntityType.UNIT: said("đơn vị"),
    EntityType.MEMBER: said("thành viên"),
    EntityType.TEAM: said("đoàn"),
    EntityType.TRIP: said("đợt kiểm tra"),
    EntityType.INSPECTION: said("cuộc kiểm tra"),
    EntityType.PREVIOUS: said("kết quả kỳ trước"),
}
_LINKS: Final = ("evidence", "finding", "requirement", "unit", "team")
_SUBJECTS: Final = ("text", "name")
"""Registers whose text tells one finding, requirement or person from another."""


def kind_of(log: Log, register: Register) -> ConflictKind:
    """What the conflict in a register is about."""
    path = register.path
    if path == LIFE:
        return ConflictKind.REMOVAL
    found = answer_of(path)
    if found is not None:
        return ConflictKind.NOTE if found[1] is Side.NOTE else ConflictKind.ANSWER
    if path == MAPPING:
        return ConflictKind.FORM
    if is_of_last_trip(path):
        return ConflictKind.PREVIOUS
    if is_score_path(path):
        return ConflictKind.POINTS
    if path.startswith("session/"):
        return ConflictKind.SESSION
    entity = log.entity(register.ent)
    return _BY_TYPE.get(entity.type, ConflictKind.FRAME) if entity else ConflictKind.FRAME


def is_authors_matter(log: Log, register: Register) -> bool:
    """Whether only the trip's author may write there: teams, members, units, the frame."""
    entity = log.entity(register.ent)
    if entity is None or register.path in SETTINGS:
        return False
    is_frame = entity.type == EntityType.INSPECTION and register.path in (*FRAME, LIFE)
    return entity.type in _AUTHORED or is_frame


def subject_of(log: Log, register: Register) -> str:
    """What tells a finding, requirement, file or person from others of its kind; or empty."""
    registers = log.registers(register.ent)
    if registers.get("file"):
        names = (_file_name(head.value) for head in registers["file"])
        return next(filter(None, names), "")
    for path in _SUBJECTS:
        heads: tuple[Head, ...] = registers.get(path, ())
        if path != register.path and heads:
            text = max(heads, key=lambda one: (one.lam, one.id)).value
            if isinstance(text, str) and text:
                return text
    return ""


def link_words(log: Log, path: str, value: Value) -> str:
    """What a value of links leads to, in words; of a claim what it says that a thing is (a message id).

    Empty for other values.
    """
    if path == LIFE and isinstance(value, Mapping):
        type_ = str(value.get("type"))
        return _CLAIMED.get(type_.partition("/")[0], type_)
    if path not in _LINKS:
        return ""
    ents = value if isinstance(value, list | tuple) else (value,)
    found = [EntityId(one) for one in ents if isinstance(one, bytes) and len(one) == ID_LENGTH]
    return "; ".join(subject_of(log, Register(one, path)) or one.hex()[:8] for one in found)


def _file_name(value: Value) -> str:
    name = value.get("name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""
