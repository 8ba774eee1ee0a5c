"""Functions on places on Earth, as text: ``latitude longitude [altitude [accuracy]]``; several with ``;``.

Source: ODK XForms specification (area, distance, geofence). The Earth is a sphere of JavaRosa's
radius; distances by the spherical law of cosines, areas of the polygon projected from its first
point, inside or outside by counting crossings (W. R. Franklin's PNPOLY).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TypeAlias

from inspector_app.domain.form.expression.functions.function import (
    Function,
    eager,
    flatten,
    of_value,
)
from inspector_app.domain.form.expression.values import XValue, to_text
from inspector_app.domain.form.numbers import parse_plain_double

_RADIUS = 6_378_100.0
_DEGREE = 2 * math.pi * _RADIUS / 360

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees."""


def _points(values: list[XValue]) -> list[Point] | None:
    """The points of traces and nodes; None when a part is no point."""
    found: list[Point] = []
    for value in flatten(values):
        text = to_text(value)
        parts = text.split(";") if text.strip() else []
        if len(parts) > 1 and not parts[-1].strip():
            parts.pop()
        for part in parts:
            point = _point(part)
            if point is None:
                return None
            found.append(point)
    return found


def _point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude, *_ = (parse_plain_double(part) for part in parts)
    # NaN, what is no number, is not within the bounds either
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _area(value: XValue) -> XValue:
    """Square metres inside; 0 for fewer than three points and for what is no place."""
    points = _points([value]) or []
    if len(points) < 3:
        return 0.0
    first_latitude, first_longitude = points[0]
    flat = [
        (
            (longitude - first_longitude) * _DEGREE * math.cos(math.radians(latitude)),
            (latitude - first_latitude) * _DEGREE,
        )
        for latitude, longitude in points[1:]
    ]
    return abs(sum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(flat)))


def _distance(values: list[XValue]) -> XValue:
    """Metres along the points; NaN for what is no place."""
    points = _points(values)
    if points is None:
        return math.nan
    return float(sum(_between(first, second) for first, second in pairwise(points)))


def _between(first: Point, second: Point) -> float:
    turn = math.radians(first[1] - second[1])
    one, other = math.radians(first[0]), math.radians(second[0])
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return math.acos(min(1.0, max(-1.0, cosine))) * _RADIUS


def _geofence(values: list[XValue]) -> XValue:
    """Whether a point is inside a closed shape; false for what is no point or not closed."""
    point, fence = _points([to_text(values[0])]), _points([values[1]])
    if not point or not fence or fence[0] != fence[-1]:
        return False
    (latitude, longitude), is_inside = point[0], False
    for (lat1, lon1), (lat2, lon2) in pairwise(fence):
        if (lat2 > latitude) != (lat1 > latitude):
            crossing = (lon1 - lon2) * (latitude - lat2) / (lat1 - lat2) + lon2
            is_inside ^= longitude < crossing
    return is_inside


GEO_FUNCTIONS: dict[str, Function] = {
    "area": of_value(_area),
    "distance": eager(_distance, 1, None),
    "geofence": eager(_geofence, 2, 2),
}
"""Functions on places, by name."""
