"""Editions of the law: which shipped checklist a kind of unit is inspected with.

Until 30 June 2025 there were three tiers (province, district, commune); since 1 July 2025 there are
two (Law 72/2025/QH15 on local government; Decree 118/2025/NĐ-CP for the one-stop shop). A trip is
inspected by the law of the days on which it takes place; a trip made later about earlier years may
choose the former edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from inspector_app.domain.trip.values import UnitKind

TWO_TIERS_SINCE: Final = date(2025, 7, 1)


class Edition(StrEnum):
    """An edition, named after the year of its law."""

    THREE_TIERS = "2019"
    TWO_TIERS = "2025"


CHECKLISTS: Final[Mapping[Edition, Mapping[UnitKind, str]]] = {
    Edition.THREE_TIERS: {
        UnitKind.DEPARTMENT: "department-2019",
        UnitKind.SUBORDINATE: "department-2019",
        UnitKind.DISTRICT: "district-2019",
        UnitKind.COMMUNE: "commune-2019",
    },
    Edition.TWO_TIERS: {
        UnitKind.DEPARTMENT: "department-2025",
        UnitKind.SUBORDINATE: "department-2025",
        UnitKind.COMMUNE: "commune-2025",
    },
}
"""The shipped checklist (its folder below ``forms/``) by edition and kind of unit."""


def edition_of(day: date) -> Edition:
    """The edition in force on a day."""
    return Edition.TWO_TIERS if day >= TWO_TIERS_SINCE else Edition.THREE_TIERS


def shipped_names() -> tuple[str, ...]:
    """Every shipped checklist once, in the order of editions and kinds."""
    return tuple(
        dict.fromkeys(name for by_kind in CHECKLISTS.values() for name in by_kind.values())
    )
