"""How the units of a trip stand: ranks of the whole and of each section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.ranking import ranks
from inspector_app.domain.scoring.sums import Sum
from inspector_app.domain.trip.values import Inspection, UnitKind
from inspector_app.services.score_views import (
    InspectionScores,
    SectionStanding,
    Standing,
    UnitScores,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One unit's sum of one thing (the whole, or a section)."""

    kind: UnitKind
    sum: Sum


def standing(found: Sequence[Inspection | InspectionScores]) -> tuple[UnitScores, ...]:
    """The units of a trip with their ranks, in the order given.

    Args: ``found``: the points of each; a bare inspection where its form is not in the vault.
    """
    scored = [one for one in found if isinstance(one, InspectionScores)]
    whole = _ranked([_Entry(one.inspection.unit.kind, one.appraised) for one in scored])
    sections = _section_standings(scored)
    units = {
        one.inspection.id: UnitScores(
            inspection=one.inspection,
            standing=place,
            self_assessed=one.self_assessed,
            band=one.band,
            self_band=one.self_band,
            sections=own,
            missing_reasons=len(one.missing_reasons),
            conflicts=sum(criterion.is_conflict for criterion in one.criteria()),
        )
        for one, place, own in zip(scored, whole, sections, strict=True)
    }
    return tuple(_unit(one, units) for one in found)


def _unit(one: Inspection | InspectionScores, units: dict[EntityId, UnitScores]) -> UnitScores:
    if isinstance(one, InspectionScores):
        return units[one.inspection.id]
    return UnitScores(one, Standing(Sum()), missing_form=one.form_sha256[:12])


def _section_standings(
    scored: Sequence[InspectionScores],
) -> list[tuple[SectionStanding, ...]]:
    """The sections of each unit; those of one name are compared with each other."""
    names = dict.fromkeys(section.name for one in scored for section in one.sections)
    places: dict[tuple[int, str], Standing] = {}
    for name in names:
        entries = [
            (number, _Entry(one.inspection.unit.kind, section.appraised))
            for number, one in enumerate(scored)
            for section in one.sections
            if section.name == name
        ]
        standings = _ranked([entry for _, entry in entries])
        for (number, _), place in zip(entries, standings, strict=True):
            places[number, name] = place
    return [tuple(_of_unit(number, one, places)) for number, one in enumerate(scored)]


def _of_unit(
    number: int, one: InspectionScores, places: dict[tuple[int, str], Standing]
) -> Iterator[SectionStanding]:
    for section in one.sections:
        place = places[number, section.name]
        yield SectionStanding(section.name, section.label, place, section.self_assessed)


def _ranked(entries: Sequence[_Entry]) -> list[Standing]:
    indices = [entry.sum.index for entry in entries]
    within: dict[int, int | None] = {}
    for kind in UnitKind:
        own = [number for number, entry in enumerate(entries) if entry.kind is kind]
        within.update(zip(own, ranks([indices[number] for number in own]), strict=True))
    return [
        Standing(entry.sum, rank, within[number])
        for number, (entry, rank) in enumerate(zip(entries, ranks(indices), strict=True))
    ]
