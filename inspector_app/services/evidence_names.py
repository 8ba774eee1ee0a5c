"""Telling files apart that two people took in under one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.trip.values import Evidence
from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Log

_SHOWN: int = 6


def told_apart(log: Log, directory: Directory, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Evidence with names that no two files share: the author beside it, then the hash's beginning.

    Two people may give different files one name; both stay, and lists say which is whose.
    """
    bytes_of: dict[tuple[str, str], set[str]] = {}
    for one in found:
        bytes_of.setdefault((one.question, one.name), set()).add(one.sha256)
    named = {}
    for one in found:
        if len(bytes_of[one.question, one.name]) > 1:
            history = log.history(Register(one.id, LIFE))
            author = directory.author(history[0].change.actor) if history else ""
            named[one.id] = f"{one.name} ({author})"
    counts = Counter((one.question, named[one.id]) for one in found if one.id in named)
    return tuple(
        replace(one, told_apart=_name(one, named[one.id], counts)) if one.id in named else one
        for one in found
    )


def _name(one: Evidence, name: str, counts: Counter[tuple[str, str]]) -> str:
    is_unique = counts[one.question, name] == 1
    return name if is_unique else f"{name} {one.sha256[:_SHOWN]}"
