"""Judging received changes: what no honest program of an enrolled person writes.

A seal proves which device wrote a change; these rules are about what a device may say. They are
applied before a run is stored, and one breach refuses the whole bundle, loudly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import DEVICE_PATHS, Change, Kind, Ref, StoredChange, Value
from inspector_app.domain.log.entity import LIFE, Entity, EntityType, is_proven
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.quarantine import CONTROLS, REVOKE
from inspector_app.domain.log.register import is_limited
from inspector_app.domain.log.runs import Run
from inspector_app.domain.saying import said
from inspector_app.services.answer_paths import ANSWERS, ASSIGNED
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import has_proven_life
from inspector_app.services.lineages import MAPPING
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import is_of_last_trip
from inspector_app.services.reading import FRAME, TRIP_NOTE
from inspector_app.services.score_registers import SETTINGS

_DEVICE_KINDS: Final[Mapping[int, str]] = {
    Kind.GENESIS: "genesis",
    Kind.SESSION: "session",
    Kind.TRUST: "trust",
}
_OTHERS_NAME: Final = said("thay đổi mang tên người khác")
_DEEPEST: Final = 12
_AUTHORED: Final = frozenset((EntityType.TRIP, EntityType.TEAM, EntityType.MEMBER, EntityType.UNIT))
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
        is_moved = change.path == LIFE and not (
            _is_true_life(self._log, change) and self._known.is_one(change.ent)
        )
        if is_moved:
            return said("một mục bị chuyển sang chỗ khác")
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


class Known:
    """What the entities of a bundle are: by the log, and by what came with it of their lives.

    A bundle of an honest program holds whole chains, so that every entity it speaks of is known here.
    What is going to be in quarantine says nothing.
    """

    def __init__(
        self,
        log: Log,
        runs: Iterable[Run] = (),
        outlook: Outlook | None = None,
        told: Iterable[StoredChange] = (),
    ) -> None:
        """Learn the births of a bundle.

        Args:
            log: the running transaction.
            runs: all runs of the bundle, the author's first.
            outlook: what of them will count; as the log says by default.
            told: further changes.
        """
        self._log = log
        self.outlook = outlook or log.foresee()
        self._claims: dict[EntityId, set[Entity]] = {}
        self._proven: set[EntityId] = set()
        self._runs = tuple(runs)
        for run in self._runs:
            is_cut = run.segment.seal.dev in self.outlook.cuts
            fields, values = run.records.fields, run.records.values
            for at, (one, value) in enumerate(zip(fields, values, strict=True)):
                is_life = one.path == LIFE and isinstance(value, Mapping)
                if is_life and not (is_cut and self.outlook.is_cut_off(run[at])):
                    self._learn(EntityId(one.ent), value)
        for stored in told:
            if stored.change.path == LIFE:
                self._learn(stored.change.ent, stored.change.value)

    def _learn(self, ent: EntityId, life: Value) -> None:
        if not isinstance(life, Mapping):
            return
        if is_proven(ent, life):
            self._proven.add(ent)
        type_, of = life.get("type"), life.get("of")
        if isinstance(type_, str) and (of is None or isinstance(of, bytes)):
            claim = Entity(ent, type_, EntityId(of) if of else None, is_hidden=False)
            self._claims.setdefault(ent, set()).add(claim)

    def is_one(self, ent: EntityId) -> bool:
        """Whether all that came says the same of what an entity is, or its own id tells."""
        return len(self._claims.get(ent, ())) < 2 or ent in self._proven

    def change(self, ref: Ref) -> StoredChange | None:
        """A change of the bundle."""
        for run in self._runs:
            at = ref.seq - run.segment.first
            is_here = run.segment.seal.dev == ref.dev and 0 <= at < len(run)
            if is_here and run.ids[at][:16] == ref.h16:
                return run[at]
        return None

    def find(self, ent: EntityId) -> Entity | None:
        """An entity; None where neither the log nor the bundle says what it is."""
        return next(iter(self.all(ent)), None)

    def all(self, ent: EntityId) -> tuple[Entity, ...]:
        """Everything that an entity is said to be; by the log alone where that knows it."""
        found = self._log.entity(ent)
        return (found,) if found else tuple(self._claims.get(ent, ()))

    def is_elsewhere(self, entity: Entity) -> bool:
        """Whether an entity belongs to another trip than the one this vault works on."""
        trip, above = self._log.note(TRIP_NOTE), entity
        for _ in range(_DEEPEST):
            if above.type == EntityType.TRIP:
                return above.id != trip
            found = self.find(above.parent) if above.parent else None
            if found is None:
                return False
            above = found
        return False


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
