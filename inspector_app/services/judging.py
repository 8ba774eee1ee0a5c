"""Judging received changes: what no honest program of an enrolled person writes.

A seal proves which device wrote a change; these rules are about what a device may say. They are
applied before a run is stored, and one breach refuses the whole bundle, loudly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import Change, Kind, StoredChange
from inspector_app.domain.log.entity import LIFE, EntityType, is_proven
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import DEVICE_PATHS, has_proven_life
from inspector_app.services.lineages import MAPPING
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import AUTHOR_NOTE, FRAME, TRIP_NOTE
from inspector_app.services.score_registers import SETTINGS

_DEVICE_KINDS: Final = {
    Kind.GENESIS: "genesis",
    Kind.SESSION: "session",
    Kind.TRUST: "trust",
}
_AUTHORED: Final = frozenset((EntityType.TRIP, EntityType.TEAM, EntityType.MEMBER, EntityType.UNIT))


def judge(
    log: Log,
    directory: Directory,
    dev: DeviceId,
    person: ActorId | None,
    changes: Iterable[StoredChange],
) -> None:
    """Refuse a run in which a device says what is not its to say.

    Args:
        log: the running transaction, without the run.
        directory: who is enrolled, what was stored before the run included.
        dev: the device that sealed the run.
        person: whose name its changes must carry.
        changes: the run.

    Raises:
        ChangeRefusedError: another person's name, a decision by somebody who is no leader, a word
            on the trip that is its author's, another form, way of scoring or last trip's results by
            somebody else, or a claim in another device's name.
    """
    may_decide = directory.may_decide(dev)
    is_author = dev == log.note(AUTHOR_NOTE)
    for one in changes:
        change = one.change
        if change.actor != person:
            raise ChangeRefusedError(what="thay đổi mang tên người khác")
        if change.kind == Kind.RESOLVE and not may_decide:
            raise ChangeRefusedError(what="quyết định xung đột không phải của trưởng đoàn")
        if change.path == LIFE and not _is_true_life(log, change):
            raise ChangeRefusedError(what="một mục bị chuyển sang chỗ khác")
        if not _speaks_for_itself(change):
            raise ChangeRefusedError(what="thay đổi nói thay máy khác")
        if change.path == MAPPING and not (is_author or may_decide):
            raise ChangeRefusedError(what="đổi phiếu không phải của trưởng đoàn")
        if not (is_author or may_decide) and _type_of(log, change) == EntityType.PREVIOUS:
            raise ChangeRefusedError(what="kết quả kỳ trước không do trưởng đoàn nhập")
        if not is_author and _is_authors_matter(log, change):
            if change.path not in SETTINGS:
                raise ChangeRefusedError(what="chỉ máy lập đợt được sửa đoàn, vai trò, đơn vị")
            if not may_decide:
                raise ChangeRefusedError(what="cách chấm điểm không phải do trưởng đoàn đặt")


def _is_true_life(log: Log, change: Change) -> bool:
    """Whether a life register keeps the kind and the parent that the entity was born with.

    Where the entity's own id says what it is, nobody else's word does anything: neither is an
    honest claim refused for an earlier forgery, nor an honest carrier for somebody's later one.
    """
    if is_proven(change.ent, change.value) or has_proven_life(log, change.ent):
        return True
    known = log.entity(change.ent)
    if known is None or not isinstance(change.value, Mapping):
        return known is None
    return (change.value.get("type"), change.value.get("of")) == (known.type, known.parent)


def _speaks_for_itself(change: Change) -> bool:
    """Whether what a device says of devices has the right place and replaces only its own word."""
    path = _DEVICE_KINDS.get(Kind(change.kind)) if change.kind in set(Kind) else None
    if path is None:
        return change.path not in DEVICE_PATHS
    is_own = change.kind == Kind.TRUST or bytes(change.ent) == bytes(change.dev)
    return change.path == path and is_own and all(ref.dev == change.dev for ref in change.sup)


def _type_of(log: Log, change: Change) -> str:
    """The type of the entity that a change is about; empty where nobody said it yet."""
    entity = log.entity(change.ent)
    if entity is not None:
        return entity.type
    if change.path == LIFE and isinstance(change.value, Mapping):
        return str(change.value.get("type"))
    return ""


def _is_authors_matter(log: Log, change: Change) -> bool:
    """Whether a change touches what only the trip's author says: teams, roles, units, the frame."""
    entity = log.entity(change.ent)
    if entity is not None:
        type_, parent = entity.type, entity.parent
    elif change.path == LIFE and isinstance(change.value, Mapping):
        of = change.value.get("of")
        type_ = str(change.value.get("type"))
        parent = EntityId(of) if isinstance(of, bytes) else None
    else:
        return False
    is_frame = type_ == EntityType.INSPECTION and change.path in (*FRAME, LIFE)
    if type_ not in _AUTHORED and not is_frame:
        return False
    trip = log.note(TRIP_NOTE)
    above = log.entity(parent) if parent else None
    return trip in {
        bytes(one) for one in (change.ent, parent, above.parent if above else None) if one
    }
