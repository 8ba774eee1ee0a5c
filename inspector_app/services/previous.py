"""The previous trip: taken over by the trip's author or a leader, shown beside the new answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.errors import (
    AlreadyRecordedError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import LIFE, EntityType, life_value, previous_entity
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import (
    FOLLOW_UP_CLAUSE,
    FollowUp,
    PreviousInspection,
    PreviousTrip,
    UnitMatches,
    count_questions,
    match_units,
)
from inspector_app.domain.trip.values import Side, Unit
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import has_proven_life
from inspector_app.services.editions import readable_inspections
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.previous_registers import (
    is_part,
    registers_of,
    taken_over,
)
from inspector_app.services.reading import (
    author_devices,
    current_trip,
)
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import InspectionView, TypedAnswer


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import matched and wrote."""

    trip: PreviousTrip
    matches: UnitMatches
    written: int
    """Inspections of which something was new or other than before."""


class PreviousService:
    """Writes what the last trip recorded into the inspections of this one."""

    def __init__(self, vault: OpenVault, journal: Journal, inspections: InspectionService) -> None:
        self._vault = vault
        self._journal = journal
        self._inspections = inspections

    def fill_counts(self, inspection: EntityId, *, replace: bool = False) -> Outcome[FollowUp]:
        """Write how many requirements of the last trip there were and how many are met.

        They go into the verified side of the questions whose share the criterion on earlier
        findings is (``FOLLOW_UP_CLAUSE``).

        Args:
            inspection: the inspection.
            replace: also where the team verified other numbers.

        Raises:
            AlreadyRecordedError: the team verified other numbers; nothing was written.
            NotFoundError: the last trip was not taken over, or the form asks no such share.
        """
        view = self._inspections.show(inspection)
        names = count_questions(view.form)
        if view.previous is None:
            raise NotFoundError(kind="kết quả kỳ trước của", name=view.inspection.unit.name)
        if names is None:
            raise NotFoundError(kind="câu tính tỷ lệ ở mục", name=FOLLOW_UP_CLAUSE)
        counted = view.previous.count(view.remediations)
        known = [_verified(view, name) for name in names]
        wanted = (counted.met, counted.due)
        if not replace and any(
            old not in (None, new) for old, new in zip(known, wanted, strict=True)
        ):
            raise AlreadyRecordedError(
                field=FOLLOW_UP_CLAUSE,
                old="/".join("–" if old is None else str(old) for old in known),
                new=f"{counted.met}/{counted.due}",
            )
        answers = [
            TypedAnswer(name, Side.VERIFIED, None, str(count))
            for name, count in zip(names, wanted, strict=True)
        ]
        done = self._inspections.answer_many(inspection, answers)
        return Outcome(counted, done.touched)

    def match(self, trip: PreviousTrip) -> UnitMatches:
        """Which unit was which; nothing is written. Raises: NoTripError."""
        with self._vault.store.read() as log:
            return match_units(_units(log), trip.inspections)

    def take_over(self, trip: PreviousTrip, *, replace: bool = False) -> Outcome[Imported]:
        """Write the last trip into this one; doing it again changes only what is other now.

        Args:
            trip: what the vault of the last trip holds.
            replace: also where another trip was taken over before. Requirements about which
                the unit did something since stay open all the same.

        Raises:
            AlreadyRecordedError: another trip was taken over before; nothing was written.
            NotAllowedError: neither the trip's author nor a team leader.
            InputValueError: it is this very trip.
            NoTripError
        """
        with self._journal.write() as pen:
            current = current_trip(pen.log)
            directory = Directory(self._vault, pen.log)
            is_author = self._vault.identity.dev in author_devices(pen.log)
            if not is_author and not is_leader(pen.log, directory):
                raise NotAllowedError(what="nhập kết quả kỳ trước (chỉ người lập đợt, trưởng đoàn)")
            if trip.id == current:
                raise InputValueError(
                    field="Kho kỳ trước", what="đây là kho của chính đợt kiểm tra này"
                )
            matches = match_units(_units(pen.log), trip.inspections)
            if not replace:
                _refuse_another(pen.log, trip, matches)
            written = [ent for ent, one in matches.matched if _write(pen, ent, one)]
        touched = tuple(Touched(EntityType.INSPECTION, ent, ent) for ent in written)
        return Outcome(Imported(trip, matches, len(written)), touched)


def _verified(view: InspectionView, name: str) -> Value:
    found = view.question((name, None))
    return found.verified.value if found is not None else None


def _units(log: Log) -> tuple[tuple[EntityId, Unit], ...]:
    return tuple((one.id, one.unit) for one in readable_inspections(log, current_trip(log)))


def _refuse_another(log: Log, trip: PreviousTrip, matches: UnitMatches) -> None:
    """Nothing is replaced by the results of a trip that was mistaken for the last one."""
    for ent, one in matches.matched:
        known = taken_over(log, ent)
        if known and one.id not in {source.inspection for source in known}:
            raise AlreadyRecordedError(
                field="Kết quả kỳ trước",
                old=_trip_name(known[0].title, known[0].starts, known[0].ends, known[0].inspection),
                new=_trip_name(trip.title, trip.starts, trip.ends, one.id),
            )


def _trip_name(title: str, starts: date | None, ends: date | None, inspection: bytes) -> str:
    """A trip in words; the beginning of an inspection's id tells trips of one name and time apart."""
    days = " – ".join(one.strftime("%d/%m/%Y") if one else "–" for one in (starts, ends))
    return f"«{title}» ({days}, #{inspection.hex()[:8]})"


def _write(pen: Pen, inspection: EntityId, one: PreviousInspection) -> bool:
    """Bring the registers up to date; False when they say all that already."""
    values = registers_of(one)
    ent = previous_entity(inspection)
    if not has_proven_life(pen.log, ent):
        pen.set(ent, LIFE, life_value(EntityType.PREVIOUS, inspection))
    known = pen.log.registers(ent)
    gone = (path for path in known if is_part(path) and path not in values)
    done = [pen.set(ent, path, value) for path, value in values.items()]
    done += [pen.set(ent, path, None) for path in gone]
    return any(done)
