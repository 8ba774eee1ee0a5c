"""What entities are said to be: by the log, and by a bundle that has not been stored yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from inspector_app.domain.log.change import Change, Kind, Ref, Register, StoredChange
from inspector_app.domain.log.entity import LIFE, Entity, EntityType, is_proven
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.runs import Run
from inspector_app.services.disagreements import has_proven_life
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import TRIP_NOTE, author_devices

_DEEPEST: Final = 12


def claim_of(change: Change) -> Entity | None:
    """What a life change says that its entity is; None where it says nothing."""
    life = change.value
    type_, of = (life.get("type"), life.get("of")) if isinstance(life, Mapping) else (None, None)
    if not isinstance(type_, str) or not (of is None or isinstance(of, bytes)):
        return None
    return Entity(change.ent, type_, EntityId(of) if of else None, is_hidden=False)


class Known:
    """What the entities of a bundle are: by the log, and by what came with it of their lives.

    A bundle of an honest program holds whole chains, so that every entity it speaks of is known here.
    What is going to be in quarantine says nothing. Several may claim an entity: what a device of the
    trip's author says goes before all others'.
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
        self._claims: dict[EntityId, dict[DeviceId, set[Entity]]] = {}
        self._authors = author_devices(log)
        self._disputed = {one.ent for one in log.contested() if one.path == LIFE}
        self._proven: set[EntityId] = set()
        self._runs = tuple(runs)
        for run in self._runs:
            is_cut = run.segment.seal.dev in self.outlook.cuts
            fields, values = run.records.fields, run.records.values
            for at, (one, value) in enumerate(zip(fields, values, strict=True)):
                is_life = one.path == LIFE and isinstance(value, Mapping)
                if is_life and not (is_cut and self.outlook.is_cut_off(run[at])):
                    self._learn(run[at].change)
        for stored in told:
            if stored.change.path == LIFE:
                self._learn(stored.change)

    def _learn(self, change: Change) -> None:
        claim = claim_of(change)
        if claim is None:
            return
        if is_proven(change.ent, change.value):
            self._proven.add(change.ent)
        told = self._claims.setdefault(change.ent, {})
        told.setdefault(change.dev, set()).add(claim)

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
        """Everything that an entity is said to be; by its author, or by the log, where these know it."""
        told = self._claims.get(ent, {})
        if ent in self._disputed or len(told) > 1:
            stood = {one for dev, one in self._stood(ent) if dev in self._authors}
            stood |= {one for dev in self._authors for one in told.get(dev, ())}
            if stood:
                return tuple(stood)
        found = self._log.entity(ent)
        return (found,) if found else tuple({one for said in told.values() for one in said})

    def is_true_life(self, change: Change) -> bool:
        """Whether a life register keeps the kind and the parent that the entity was born with.

        Where the entity's own id says what it is, nobody else's word does anything: neither is an
        honest claim refused for an earlier forgery, nor an honest carrier for somebody's later one.
        Elsewhere everybody's first word stands beside the others', a conflict that all see: refusing
        the second would shut its honest maker out once somebody took the name before. But nobody
        says two things, and what replaces something says what that said.
        """
        ent, claim = change.ent, claim_of(change)
        if claim is None or ent in self._proven or has_proven_life(self._log, ent):
            return True
        if change.kind == Kind.SET and not change.sup:
            own = self._claims.get(ent, {}).get(change.dev, set())
            stood = {one for dev, one in self._stood(ent) if dev == change.dev}
            return own | stood <= {claim}
        named = [self._log.change(ref) or self.change(ref) for ref in change.sup]
        told = [
            claim_of(one.change) for one in named if one and one.change.register == change.register
        ]
        if change.kind == Kind.RESOLVE:
            return not told or claim in told
        return all(one == claim for one in told if one is not None)

    def replaces_others_removal(self, change: Change) -> bool:
        """Whether a change names another person's removal of the same entity."""
        for ref in change.sup:
            named = self._log.change(ref) or self.change(ref)
            if named is None or named.change.register != change.register:
                continue
            if named.change.kind == Kind.DELETE and named.change.actor != change.actor:
                return True
        return False

    def _stood(self, ent: EntityId) -> Iterator[tuple[DeviceId, Entity]]:
        """The births in the log: which devices say what an entity is."""
        for one in self._log.history(Register(ent, LIFE)):
            claim = claim_of(one.change)
            is_birth = claim is not None and one.change.kind == Kind.SET
            if claim is not None and is_birth and not self.outlook.is_cut_off(one):
                yield one.change.dev, claim

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
