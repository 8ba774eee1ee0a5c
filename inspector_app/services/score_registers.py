"""The registers of points: which path holds what, and what may stand in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import ZERO, number_of
from inspector_app.domain.scoring.bands import DEFAULT_BANDS, Band, bands_text, read_bands
from inspector_app.domain.scoring.rules import Fault
from inspector_app.domain.text import clean
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields
from inspector_app.services.score_views import ScoreField, ScoreSettings

SCORE: Final = "score/"
ON: Final = "scoring/on"
PRINT: Final = "scoring/print"
BANDS: Final = "scoring/bands"
SETTINGS: Final = frozenset((ON, PRINT, BANDS))
"""Registers of the trip that its author and the team leaders write."""


def score_path(key: str, field: ScoreField) -> str:
    """The register path of what people write about a criterion's points."""
    return f"{SCORE}{key}/{field}"


def score_of(path: str) -> tuple[str, ScoreField] | None:
    """Key and field of a register of points; None for any other path."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] + "/" != SCORE or parts[2] not in list(ScoreField):
        return None
    return parts[1], ScoreField(parts[2])


def recorded_points(value: Value, maximum: Decimal) -> Decimal | None:
    """The points that a register holds; None for nothing, or for what are no points of the criterion."""
    number = number_of(value) if isinstance(value, str) else None
    return number if number is not None and ZERO <= number <= maximum else None


def read_settings(log: Log, trip: EntityId, *, may_change: bool) -> ScoreSettings:
    """A trip's settings, read leniently: what makes no sense is as if nobody had written it."""
    fields = Fields(log.registers(trip))
    return ScoreSettings(
        is_on=fields.value(ON) is not False,
        is_printed=fields.value(PRINT) is True,
        bands=_bands(fields.text(BANDS)),
        may_change=may_change,
    )


def _bands(text: str) -> tuple[Band, ...]:
    bands = read_bands(text) if text else DEFAULT_BANDS
    return DEFAULT_BANDS if isinstance(bands, Fault) else bands


def bands_value(text: str) -> str | None:
    """Bands as a person typed them, to be stored; None for blank, which means the default ones.

    Raises:
        InputValueError: they make no sense.
    """
    if not clean(text):
        return None
    bands = read_bands(text)
    if isinstance(bands, Fault):
        what = said("{what}; {remedy}", what=bands.what, remedy=bands.remedy)
        raise InputValueError(field=said("Mức xếp loại"), what=what)
    return bands_text(bands)
