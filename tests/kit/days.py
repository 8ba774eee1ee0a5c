"""Surroundings of a running form on a given day."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.form.surroundings import DAY_MS, Surroundings


def on_day(day: str) -> Surroundings:
    """Noon of an ISO day, UTC. Raises: ValueError."""
    days = (date.fromisoformat(day) - date(1970, 1, 1)).days
    return Surroundings(now_ms=days * DAY_MS + DAY_MS // 2)
