"""Which registers people answered differently, as the present forms of their inspections read them.

Within one form two answers are equal when their bytes are. Across forms equal bytes may mean
different things (``1,234`` as a text and as a number) and different bytes the same (a choice that got
another name): there the values are compared as the present form has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from inspector_app.domain.errors import FormError, FormMissingError, NotFoundError
from inspector_app.domain.log.change import DEVICE_PATHS, Register
from inspector_app.domain.log.entity import LIFE, EntityType, is_proven
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, is_conflict
from inspector_app.domain.trip.values import Inspection
from inspector_app.services.answer_paths import ASSIGNED, METADATA, TABLE, answer_of
from inspector_app.services.forms import FormService
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import TRIP_NOTE, lineage_of

_PLAIN: Final = ("q/", TABLE)
"""Answers: within one form their heads agree when their bytes do."""
_DEEPEST: Final = 12
"""Rows in rows, inspection, trip: deeper there is nothing."""


def open_conflicts(log: Log, forms: FormService) -> tuple[Register, ...]:
    """Registers of the trip that people answered differently, ordered.

    An entity that one person removed and another edited stands here with its life register. What
    devices say of themselves and of each other, and what forms note of who filled them, is no
    matter for a person's decision.
    """
    disputes = _Disputes(log, forms)
    found = {one for one in log.contested() if disputes.has(one, log.heads(one))}
    return tuple(sorted(found | set(_removals(log))))


def conflicts_by_inspection(log: Log, forms: FormService) -> Counter[EntityId]:
    """How many open conflicts each inspection has: rows, findings, requirements, evidence, people too."""
    found = (inspection_of(log, one.ent) for one in open_conflicts(log, forms))
    return Counter(one for one in found if one is not None)


def conflict_keys(log: Log, forms: FormService) -> frozenset[int | Register]:
    """What names each of the ``open_conflicts``, for counting and comparing.

    A merge asks twice for each bundle; plain answers in one form, which are nearly all, are judged
    by the store without reading them.
    """
    plain, others = log.contested_keys(lambda path: path.startswith(_PLAIN))
    disputes = _Disputes(log, forms)
    found: set[int | Register] = set(plain)
    for key, register in others.items():
        if not _is_nobodys(register.path) and disputes.has(register, log.heads(register)):
            found.add(register if register.path == LIFE else key)
    return frozenset(found | set(_removals(log)))


def conflicts_of_minutes(log: Log, forms: FormService, inspection: Inspection) -> int:
    """Open conflicts of an inspection, and of what its minutes name: trip, unit, team, members."""
    trip = log.note(TRIP_NOTE)
    frame = {inspection.unit.id, inspection.team.id}
    frame |= {EntityId(trip)} if trip else set()
    frame |= set(log.entities(EntityType.MEMBER, inspection.team.id))
    found = open_conflicts(log, forms)
    return sum(one.ent in frame or inspection_of(log, one.ent) == inspection.id for one in found)


def _removals(log: Log) -> Iterator[Register]:
    """Lives of entities that one person removed and another, unseen by that person, edited."""
    for ent in log.half_removed():
        if not has_proven_life(log, ent):
            yield Register(ent, LIFE)


def is_dispute(
    log: Log, placing: Placing | None, register: Register, heads: tuple[Head, ...]
) -> bool:
    """Whether heads of one register do not say the same.

    Args:
        log: the running transaction.
        placing: the present form of the inspection; None where it is not known here.
        register: the register.
        heads: its heads.
    """
    path = register.path
    if _is_nobodys(path):
        return False
    if path == LIFE:
        return is_conflict(heads) and not has_proven_life(log, register.ent)
    found = answer_of(path)
    if placing is None or found is None:
        return is_conflict(heads)
    return placing.differ(*found, heads)


def _is_nobodys(path: str) -> bool:
    """Whether a register is no matter for a person's decision, whatever its heads say."""
    return path in DEVICE_PATHS or path.startswith((METADATA, ASSIGNED))


def has_proven_life(log: Log, ent: EntityId) -> bool:
    """Whether the log holds the birth of a row whose id says what it is."""
    return any(is_proven(ent, one.change.value) for one in log.history(Register(ent, LIFE)))


def inspection_of(log: Log, ent: EntityId) -> EntityId | None:
    """The inspection that an entity belongs to (itself included), or None."""
    for _ in range(_DEEPEST):
        entity = log.entity(ent)
        if entity is None:
            return None
        if entity.type == EntityType.INSPECTION:
            return ent
        if entity.parent is None:
            return None
        ent = entity.parent
    return None


def placing_of(log: Log, forms: FormService, inspection: EntityId) -> Placing | None:
    """The present form of an inspection; None where it is not here."""
    try:
        return Placing(log, forms, lineage_of(log, inspection))
    except (NotFoundError, FormMissingError, FormError):
        return None


class _Disputes:
    """Judges registers one by one; forms are looked up once, and only where several meet."""

    def __init__(self, log: Log, forms: FormService) -> None:
        self._log, self._forms = log, forms
        self._placings: dict[EntityId, Placing | None] = {}

    def has(self, register: Register, heads: tuple[Head, ...]) -> bool:
        """Whether a register is in dispute."""
        is_mixed = len({head.form for head in heads}) > 1
        if not is_mixed and not is_conflict(heads):
            return False
        placing = self._placing(register.ent) if is_mixed else None
        return is_dispute(self._log, placing, register, heads)

    def _placing(self, ent: EntityId) -> Placing | None:
        of = inspection_of(self._log, ent)
        if of is None:
            return None
        if of not in self._placings:
            self._placings[of] = placing_of(self._log, self._forms, of)
        return self._placings[of]
