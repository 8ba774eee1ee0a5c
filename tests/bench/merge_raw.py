"""The limits: prebuilt rows put into the same tables of the same kind of file, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.store.engine import Database, create_database
from inspector_app.store.tables import metadata

KEY = bytes(32)
Rows = Sequence[tuple[Any, ...]]
LOG = ("device", "change")
EVERYTHING = ("device", "ent", "path", "change", "head", "multi", "pend", "leaf", "fork", "entity")


@dataclass(frozen=True)
class Prebuilt:
    """Final rows of tables, cut where bundles end: what each transaction inserts."""

    parts: Sequence[Mapping[str, Rows]]

    def of(self, tables: Sequence[str]) -> list[dict[str, Rows]]:
        """Only some tables."""
        return [{name: part[name] for name in tables if part.get(name)} for part in self.parts]


def prebuilt(driver: Any, ends: Sequence[int]) -> Prebuilt:
    """What the store holds now.

    Args:
        driver: its connection.
        ends: the number of the last change of each part, ascending.
    """
    parts: list[dict[str, Rows]] = []
    first = 0
    for last in ends:
        within = (first, last)
        parts.append(
            {
                "change": _rows(driver, "change WHERE n > ? AND n <= ? ORDER BY n", within),
                "head": _rows(driver, "head WHERE n > ? AND n <= ? ORDER BY cell, n", within),
            }
        )
        first = last
    for name in set(EVERYTHING) - {"change", "head"}:
        at = 0 if name in ("device", "ent", "path") else -1
        parts[at][name] = _rows(driver, name, ())
    return Prebuilt(parts)


def insert(path: Path, parts: Sequence[Mapping[str, Rows]]) -> float:
    """Put rows into a new file of the program's schema, a durable transaction a part; seconds."""
    create_database(path, KEY)
    database = Database(path, KEY)
    try:
        return insert_into(database, parts)
    finally:
        database.close()


def insert_into(database: Database, parts: Sequence[Mapping[str, Rows]]) -> float:
    """Put rows into an open database, a durable transaction a part; seconds."""
    order = [name for name in EVERYTHING if name in metadata.tables]
    start = time.perf_counter()
    for part in parts:
        with database.transaction(write=True):
            for name in order:
                rows = part.get(name)
                if rows:
                    places = ", ".join("?" * len(rows[0]))
                    database.driver.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
    return time.perf_counter() - start


def _rows(driver: Any, what: str, given: tuple[int, ...]) -> Rows:
    found: Rows = driver.execute(f"SELECT * FROM {what}", given).fetchall()
    return found
