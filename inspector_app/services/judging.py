"""Judging received changes: what no honest program of an enrolled person writes.

A seal proves which device wrote a change; these rules are about what a device may say. They are
applied before a run is stored, and one breach refuses the whole bundle, loudly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import DEVICE_PATHS, Change, Kind
from inspector_app.domain.log.entity import LIFE, Entity, EntityType
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import CONTROLS, REVOKE
from inspector_app.domain.log.register import is_limited
from inspector_app.domain.log.runs import Run
from inspector_app.domain.saying import said
from inspector_app.services.answer_paths import ANSWERS, ASSIGNED
from inspector_app.services.claims import Known, claim_of
from inspector_app.services.decisions import RECORD, UNDONE
from inspector_app.services.directory import Directory
from inspector_app.services.lineages import MAPPING
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import is_of_last_trip
from inspector_app.services.reading import FRAME
from inspector_app.services.score_registers import SETTINGS

_DEVICE_KINDS: Final[Mapping[int, str]] = {
    Kind.GENESIS: "genesis",
    Kind.SESSION: "session",
    Kind.TRUST: "trust",
}
_OTHERS_NAME: Final = said("thay đổi mang tên người khác")
_DEEPEST: Final = 12
_AUTHORED: Final = frozenset((EntityType.TRIP, EntityType.TEAM, EntityType.MEMBER, EntityType.UNIT))
_MADE_BY_AUTHOR: Final = _AUTHORED | {EntityType.INSPECTION}
_DECISIONS: Final = (RECORD, UNDONE)
_AUTHORED_PATHS: Final = frozenset(
    (
        *FRAME,
        "name",
        "number",
        "post",
        "agency",
        "role",
        "kind",
        "parent_name",
        "address",
        "invented",
        "left",
        "edition",
    )
)
"""Of teams, members, units and inspections; an attendee's name and post, too, if it is not known."""


def judge(
    log: Log,
    directory: Directory,
    dev: DeviceId,
    person: ActorId | None,
    run: Run,
    known: Known,
) -> None:
    """Refuse a run in which a device says what is not its to say.

    What is going to lie in quarantine takes no part in anything and is not judged; nor is it known
    to the one who will bring it honestly that it breaks a rule.

    Args:
        log: the running transaction, without the run.
        directory: who is enrolled, what was stored before the run included.
        dev: the device that sealed the run.
        person: whose name its changes must carry.
        run: the run.
        known: what the whole bundle comes to that brought the run.

    Raises:
        ChangeRefusedError: another person's name, a decision by somebody who is no leader, a word
            on the trip that is its author's, another form, way of scoring or last trip's results by
            somebody else, or a claim in another device's name.
    """
    actors = {one.actor for one in run.records.fields}
    remarkable: Iterable[Change] = _remarkable(run, known)
    if dev in known.outlook.cuts:
        remarkable = [one.change for one in run if not known.outlook.is_idle(one)]
        actors = {one.actor for one in remarkable}
    if actors - {person}:
        raise ChangeRefusedError(what=_OTHERS_NAME)
    rules = _Rules(log, directory, dev, known)
    for change in remarkable:
        what = rules.breach(change)
        if what:
            raise ChangeRefusedError(what=what)


def breach(
    log: Log,
    directory: Directory,
    dev: DeviceId,
    person: ActorId | None,
    change: Change,
    known: Known,
) -> str:
    """What a single change does that is not its device's to do; empty where it may stand."""
    if change.actor != person:
        return _OTHERS_NAME
    return _Rules(log, directory, dev, known).breach(change)


class _Rules:
    """What one device may say."""

    def __init__(self, log: Log, directory: Directory, dev: DeviceId, known: Known) -> None:
        self._log, self._directory, self._known = log, directory, known
        speaker = directory.speaker(dev)
        self._may_decide = directory.may_decide(speaker)
        self._is_author = directory.is_author(speaker)

    def breach(self, change: Change) -> str:
        """The rule that a change breaks, in words; empty for none."""
        is_any = self._is_author or self._may_decide
        if change.kind == Kind.RESOLVE and not self._may_decide:
            return said("quyết định xung đột không phải của trưởng đoàn")
        if change.path == LIFE:
            what = self._life_breach(change)
            if what:
                return what
        if change.path in _DECISIONS and not self._may_decide:
            return said("biên bản quyết định không phải của trưởng đoàn")
        if not _speaks_for_itself(self._directory, change):
            return said("thay đổi nói thay máy khác")
        if change.path in CONTROLS and not is_any:
            return said("thu hồi máy không phải của trưởng đoàn hay người lập đợt")
        if change.path == REVOKE and self._is_authors_device(change):
            return said("chỉ người lập đợt được thu hồi máy lập đợt")
        if is_limited(change) and _replaces_others(self._log, self._known, change):
            return said("thay giá trị của nhiều người mà không qua quyết định")
        if change.path == MAPPING and not is_any:
            return said("đổi phiếu không phải của trưởng đoàn")
        if not is_any and _is_last_trips(change):
            return said("kết quả kỳ trước không do trưởng đoàn nhập")
        if change.path.startswith(ASSIGNED):
            # of any team: the unit may have been another team's in the edition that was known there
            return "" if is_any else said("phân công không phải của trưởng đoàn")
        return self._authors_breach(change)

    def _life_breach(self, change: Change) -> str:
        """What a change says of an entity's kind and parent, or of its removal, that it must not."""
        if not self._known.is_true_life(change):
            return said("một mục bị chuyển sang chỗ khác")
        claim = claim_of(change)
        if claim is not None and self._is_authors_birth(claim):
            return said("chỉ máy lập đợt được sửa đoàn, vai trò, đơn vị")
        if claim is not None and claim.type == EntityType.DECISION and not self._may_decide:
            return said("biên bản quyết định không phải của trưởng đoàn")
        is_removal = change.kind == Kind.DELETE and not self._may_decide
        if is_removal and self._known.replaces_others_removal(change):
            return said("gỡ bỏ lại mục đang xung đột không phải của trưởng đoàn")
        return ""

    def _is_authors_birth(self, claim: Entity) -> bool:
        is_frame = claim.type in _MADE_BY_AUTHOR and not self._is_author
        return is_frame and not self._known.is_elsewhere(claim)

    def _is_authors_device(self, change: Change) -> bool:
        return not self._is_author and self._directory.is_author(DeviceId(change.ent))

    def _authors_breach(self, change: Change) -> str:
        if self._is_author or not _is_authors_matter(self._known, change):
            return ""
        if change.path not in SETTINGS:
            return said("chỉ máy lập đợt được sửa đoàn, vai trò, đơn vị")
        return "" if self._may_decide else said("cách chấm điểm không phải do trưởng đoàn đặt")


def _remarkable(run: Run, known: Known) -> Iterator[Change]:
    """The changes that some rule speaks of.

    That is all but plain answers: those are nearly everything in a bundle, and making an object of
    each would take longer than to store it.
    """
    fields = run.records.fields
    special = {one.path for one in fields}
    special = {path for path in special if not path.startswith(ANSWERS)}
    authored = {EntityId(one.ent) for one in fields}
    authored = {ent for ent in authored if any(one.type in _AUTHORED for one in known.all(ent))}
    for at, one in enumerate(fields):
        is_plain = one.kind == Kind.SET and len(one.sup) < 2
        if not is_plain or one.path in special or one.ent in authored:
            yield run[at].change


def _replaces_others(log: Log, known: Known, change: Change) -> bool:
    """Whether an ordinary change names several, of which one is known to be another person's.

    One that is not known yet has no effect when it comes (``domain.log.register.is_limited``).
    """
    for ref in change.sup:
        named = log.change(ref) or known.change(ref)
        if named is None or named.change.register != change.register:
            continue
        if named.change.actor != change.actor:
            return True
    return False


def _speaks_for_itself(directory: Directory, change: Change) -> bool:
    """Whether what a device says of devices has the right place and replaces only its own word."""
    path = _DEVICE_KINDS.get(change.kind)
    if path is None:
        return change.path not in DEVICE_PATHS
    if change.kind == Kind.TRUST and change.path in CONTROLS:
        return True
    is_own = change.kind == Kind.TRUST or bytes(change.ent) == bytes(change.dev)
    replaces = all(directory.is_same(change.dev, ref.dev) for ref in change.sup)
    return change.path == path and is_own and replaces


def _is_last_trips(change: Change) -> bool:
    """Whether a change speaks of the last trip's results, whatever is known of its entity."""
    value = change.value
    is_claim = change.path == LIFE and isinstance(value, Mapping)
    is_birth = is_claim and value.get("type") == EntityType.PREVIOUS  # type: ignore[union-attr]
    return is_birth or is_of_last_trip(change.path)


def _is_authors_matter(known: Known, change: Change) -> bool:
    """Whether a change touches what only the trip's author says: teams, roles, units, the frame.

    Of an entity that nothing is known of, the path decides: it may turn out to be one of these.
    """
    said_to_be = known.all(change.ent)
    if not said_to_be:
        return change.path in _AUTHORED_PATHS
    for entity in said_to_be:
        is_frame = entity.type == EntityType.INSPECTION and change.path in (*FRAME, LIFE)
        if (entity.type in _AUTHORED or is_frame) and not known.is_elsewhere(entity):
            return True
    return False
