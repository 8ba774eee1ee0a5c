"""Which edition of the law a trip is inspected by, and which checklists it has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from inspector_app.domain.trip.editions import CHECKLISTS, Edition, edition_of, shipped_names
from inspector_app.domain.trip.values import UnitKind

FORMS = Path(__file__).parents[3] / "forms"


def test_two_tiers_begin_on_the_first_of_july_2025() -> None:
    assert edition_of(date(2025, 6, 30)) is Edition.THREE_TIERS
    assert edition_of(date(2025, 7, 1)) is Edition.TWO_TIERS
    assert edition_of(date(2019, 9, 16)) is Edition.THREE_TIERS


def test_every_kind_has_a_checklist_where_the_edition_knows_it() -> None:
    assert set(CHECKLISTS[Edition.THREE_TIERS]) == set(UnitKind)
    assert set(UnitKind) - set(CHECKLISTS[Edition.TWO_TIERS]) == {UnitKind.DISTRICT}
    assert len(shipped_names()) == 5
    for name in shipped_names():
        assert (FORMS / name / "survey.csv").is_file()
