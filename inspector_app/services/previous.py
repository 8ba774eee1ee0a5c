"""The previous trip: taken over by the trip's author or a leader, shown beside the new answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector_app.domain.errors import InputValueError, NotAllowedError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import (
    Places,
    PreviousInspection,
    PreviousTrip,
    PreviousView,
    UnitMatches,
    match_units,
)
from inspector_app.domain.trip.values import Unit
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import (
    is_part,
    previous_of,
    read_previous,
    registers_of,
)
from inspector_app.services.reading import (
    AUTHOR_NOTE,
    current_trip,
    question_names,
    read_inspection,
)
from inspector_app.services.rooms import OpenVault


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import matched and wrote."""

    trip: PreviousTrip
    matches: UnitMatches
    written: int
    """Inspections of which something was new or other than before."""


class PreviousService:
    """Writes what the last trip recorded into the inspections of this one."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        self._vault = vault
        self._journal = journal

    def match(self, trip: PreviousTrip) -> UnitMatches:
        """Which unit was which; nothing is written. Raises: NoTripError."""
        with self._vault.store.read() as log:
            return match_units(_units(log), trip.inspections)

    def take_over(self, trip: PreviousTrip) -> Outcome[Imported]:
        """Write the last trip into this one; doing it again changes only what is other now.

        Raises:
            NotAllowedError: neither the trip's author nor a team leader.
            InputValueError: it is this very trip.
            NoTripError
        """
        with self._journal.write() as pen:
            current = current_trip(pen.log)
            directory = Directory(self._vault, pen.log)
            is_author = self._vault.identity.dev == pen.log.note(AUTHOR_NOTE)
            if not is_author and not is_leader(pen.log, directory):
                raise NotAllowedError(what="nhập kết quả kỳ trước (chỉ người lập đợt, trưởng đoàn)")
            if trip.id == current:
                raise InputValueError(
                    field="Kho kỳ trước", what="đây là kho của chính đợt kiểm tra này"
                )
            matches = match_units(_units(pen.log), trip.inspections)
            written = [ent for ent, one in matches.matched if _write(pen, ent, one)]
        touched = tuple(Touched(EntityType.INSPECTION, ent, ent) for ent in written)
        return Outcome(Imported(trip, matches, len(written)), touched)


def _units(log: Log) -> tuple[tuple[EntityId, Unit], ...]:
    ents = log.entities(EntityType.INSPECTION, current_trip(log))
    return tuple((ent, read_inspection(log, ent).unit) for ent in ents)


def _write(pen: Pen, inspection: EntityId, one: PreviousInspection) -> bool:
    """Bring the registers up to date; False when they say all that already."""
    values = registers_of(one)
    ent = previous_of(pen.log, inspection)
    if ent is None:
        pen.create(EntityType.PREVIOUS, inspection, values)
        return True
    known = pen.log.registers(ent)
    gone = (path for path in known if is_part(path) and path not in values)
    done = [pen.set(ent, path, value) for path, value in values.items()]
    done += [pen.set(ent, path, None) for path in gone]
    return any(done)


def placed_previous(log: Log, inspection: EntityId, form: Form) -> PreviousView | None:
    """What the last trip recorded, with its places in the present form; None without an import."""
    one = read_previous(log, inspection)
    if one is None:
        return None
    places = Places(form, question_names(log, inspection).questions)
    return PreviousView(
        inspection=replace(
            one,
            findings=tuple(places.placed(finding) for finding in one.findings),
            requirements=tuple(places.placed(open_) for open_ in one.requirements),
        ),
        answers=places.answers(one.answers),
    )
