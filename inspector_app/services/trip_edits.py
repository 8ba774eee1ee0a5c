"""Changing the trip in its middle: by its author, checked whole, nothing taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import (
    InputValueError,
    NoChecklistError,
    NotAllowedError,
)
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import joined, said
from inspector_app.domain.trip.editions import CHECKLISTS, edition_of
from inspector_app.domain.trip.outline import Outline, OutlineUnit
from inspector_app.domain.trip.outline_checks import outline_problems
from inspector_app.domain.trip.outline_edits import Edit, as_planned, brought_back, edited
from inspector_app.domain.trip.trip_changes import TripChange, differences
from inspector_app.domain.trip.values import UnitKind
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.directory import Directory
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.outlines import read_outline, write_outline
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, read_trip
from inspector_app.services.rooms import OpenVault

MAX_WORKBOOK_BYTES: Final = 20 * 1024 * 1024
MOST_TOLD: Final = 5
"""Breaches that one error tells; moving the dates may put every unit outside the trip."""
UNDO_NOTE: Final = "trip/undo"
"""Where the log was before the last edit: what undoing it goes back to."""


@dataclass(frozen=True, slots=True)
class TripDifference:
    """What an edit does, or did."""

    before: Outline
    after: Outline
    changes: tuple[TripChange, ...]


class TripEditService:
    """Edits the frame of the trip; only its author's vault may."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        self._vault = vault
        self._journal = journal

    # --- reading

    def outline(self) -> Outline:
        """The trip's frame. Raises: NoTripError."""
        with self._vault.store.read() as log:
            return read_outline(log, current_trip(log))

    def preview(self, edits: Sequence[Edit]) -> TripDifference:
        """What edits would do; nothing is written. Raises: as ``edit``."""
        with self._vault.store.read() as log:
            before = self._before(log)
            return self._checked(log, before, edited(before, edits, self._draw))

    def compare(self, path: str) -> TripDifference:
        """What a trip workbook would change; nothing is written.

        Raises: as ``apply``.
        """
        with self._vault.store.read() as log:
            before = self._before(log)
            return self._checked(log, before, self._planned(before, path))

    # --- writing

    def edit(self, edits: Sequence[Edit]) -> Outcome[TripDifference]:
        """Change the trip, all edits or none.

        Raises:
            NotAllowedError: this vault did not make the trip.
            InputValueError: the trip would break a rule; every breach is told, nothing is written.
            NotFoundError: an edit names what is not there.
            NoChecklistError: a new kind of unit without a checklist.
            NoTripError
        """
        with self._journal.write() as pen:
            before = self._before(pen.log)
            found = self._checked(pen.log, before, edited(before, edits, self._draw))
            return self._write(pen, found)

    def apply(self, path: str) -> Outcome[TripDifference]:
        """Make the trip what a workbook says. Raises: as ``edit``; TripFileError, FileAccessError."""
        with self._journal.write() as pen:
            before = self._before(pen.log)
            found = self._checked(pen.log, before, self._planned(before, path))
            return self._write(pen, found)

    def undo(self) -> Outcome[TripDifference]:
        """Bring the values before the last edit back; what it added is withdrawn.

        Raises:
            InputValueError: there is no edit to take back, or the trip would break a rule.
            NotAllowedError, NoTripError
        """
        with self._journal.write() as pen:
            before = self._before(pen.log)
            note = pen.log.note(UNDO_NOTE)
            if note is None:
                raise InputValueError(
                    field=said("Hoàn tác"), what=said("không có lần sửa đợt nào để trả lại")
                )
            former = read_outline(pen.log, current_trip(pen.log), int(note))
            found = self._checked(pen.log, before, brought_back(before, former))
            outcome = self._write(pen, found)
            pen.log.drop_note(UNDO_NOTE)
            return outcome

    def export(self, path: str, *, replace: bool = False) -> Outline:
        """Write the trip as the workbook that ``apply`` reads. Raises: NoTripError, file errors."""
        outline = self.outline()
        data = self._vault.rooms.trips.write(outline.plan())
        with self._vault.rooms.files.create(path, replace=replace) as sink:
            sink.write(data)
        return outline

    # --- inside

    def _draw(self) -> EntityId:
        return self._vault.rooms.randomness.new_id()

    def _before(self, log: Log) -> Outline:
        trip = current_trip(log)
        if not Directory(self._vault, log).is_author():
            raise NotAllowedError(what="sửa đợt kiểm tra; chỉ máy đã lập đợt mới sửa được")
        return read_outline(log, trip)

    def _planned(self, before: Outline, path: str) -> Outline:
        data = self._vault.rooms.files.read(path, limit=MAX_WORKBOOK_BYTES)
        return as_planned(before, self._vault.rooms.trips.read(data, path), self._draw)

    def _checked(self, log: Log, before: Outline, after: Outline) -> TripDifference:
        known = {one.id: one for one in before.units}
        problems = list(outline_problems(after))
        problems += [
            said(
                "«{unit}» đã có câu trả lời nên không đổi loại được: rút đơn vị này và thêm đơn vị"
                " mới",
                unit=one.name,
            )
            for one in after.units
            if one.id in known and known[one.id].kind != one.kind and has_answers(log, one.id)
        ]
        if len(problems) > MOST_TOLD:
            more = said("và {count} chỗ khác", count=len(problems) - MOST_TOLD)
            problems = [*problems[:MOST_TOLD], more]
        if problems:
            raise InputValueError(field="Đợt kiểm tra", what=joined("; ", problems))
        return TripDifference(before, after, differences(before, after))

    def _write(self, pen: Pen, found: TripDifference) -> Outcome[TripDifference]:
        trip = current_trip(pen.log)
        if not found.changes and found.before == found.after:
            return Outcome(found)
        forms = self._forms(pen.log, trip, found)
        write_outline(pen, trip, found.before, found.after, _pin(pen, trip, forms))
        self._rebind(pen, found)
        pen.log.put_note(UNDO_NOTE, str(pen.log.lamport()).encode())
        return Outcome(found, (Touched(EntityType.TRIP, trip, trip),))

    def _forms(
        self, log: Log, trip: EntityId, found: TripDifference
    ) -> dict[UnitKind, tuple[str, bytes | None]]:
        """The form of every kind of unit: the pinned one, else the shipped one with its bytes."""
        pinned = read_trip(log, trip).forms
        forms: dict[UnitKind, tuple[str, bytes | None]] = {
            UnitKind(kind): (sha256, None)
            for kind, sha256 in pinned.items()
            if kind in set(UnitKind)
        }
        starts = found.after.header.starts
        for one in _new_units(found):
            if one.kind in forms or starts is None:
                continue
            edition = edition_of(starts)
            name = CHECKLISTS[edition].get(one.kind)
            if name is None:
                raise NoChecklistError(edition=str(edition), units=one.name)
            form = self._vault.rooms.forms.shipped(name)
            forms[one.kind] = (form.sha256, form.data)
        return forms

    def _rebind(self, pen: Pen, found: TripDifference) -> None:
        """Cards of people who are new in the trip, or in another team, are theirs there."""
        known = {one.id for one in found.before.members}
        new = [one for one in found.after.members if one.id not in known]
        moved = {
            one.id: one.left.replaced_by
            for one in found.after.members
            if one.left and one.left.replaced_by in {member.id for member in new}
        }
        names = {one.id: one.name for one in found.after.members}
        for card in Directory(self._vault, pen.log).enrolled.values():
            former = card.member
            target = moved.get(former) if former else None
            if former is not None and (target is None or names[target] != names[former]):
                continue
            if former is None:
                same = [one.id for one in new if one.name.casefold() == card.card.name.casefold()]
                target = same[0] if len(same) == 1 else None
            if target is not None:
                pen.trust(EntityId(card.dev), card.card_bytes, target)


def has_answers(log: Log, inspection: EntityId) -> bool:
    """Whether anybody recorded anything of a unit."""
    if any(answer_of(path) for path in log.registers(inspection)):
        return True
    types = (EntityType.FINDING, EntityType.EVIDENCE, EntityType.REQUIREMENT, EntityType.ATTENDEE)
    return any(log.entities(one, inspection) for one in types)


def _new_units(found: TripDifference) -> list[OutlineUnit]:
    """Units that need a form: new ones, and those of another kind than before."""
    known = {one.id: one.kind for one in found.before.units}
    return [one for one in found.after.units if known.get(one.id) != one.kind]


def _pin(
    pen: Pen, trip: EntityId, forms: Mapping[UnitKind, tuple[str, bytes | None]]
) -> dict[UnitKind, str]:
    for kind, (sha256, data) in forms.items():
        if data is not None:
            pen.log.put_form_file(sha256, data)
            pen.set(trip, f"form/{kind}", sha256)
    return {kind: sha256 for kind, (sha256, _data) in forms.items()}
