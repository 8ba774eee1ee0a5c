"""The projections by brute force: what they must be, what they are, and making them anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from inspector_app.domain.log.change import (
    MAX_FOLLOWED_LAMPORT,
    PROJECTED,
    Ref,
    Register,
    StoredChange,
)
from inspector_app.domain.log.entity import LIFE, entity_of
from inspector_app.domain.log.ids import ChangeId, EntityId
from inspector_app.domain.log.quarantine import quarantined
from inspector_app.domain.log.register import Head, project
from inspector_app.store.heads import (
    Decode,
    Row,
    counted,
    entity_row,
    projected,
)
from inspector_app.store.merging import LAMPORT


@dataclass(frozen=True, slots=True)
class Projection:
    """The content of the projected tables, as sets of rows."""

    head: frozenset[tuple[int, int, int, int]]
    multi: frozenset[tuple[int, int, int, int]]
    pend: frozenset[tuple[bytes, int, bytes, int]]
    fork: frozenset[tuple[int, int]]
    entity: frozenset[tuple[object, ...]]
    quarantined: frozenset[tuple[int]]


TABLES = tuple(field.name for field in fields(Projection))
_COLUMNS = {
    "head": "cell, n, lam, kind",
    "multi": "cell, n_heads, n_vals, n_forms",
    "pend": "dev, seq, h16, cell",
    "fork": "dev_no, seq",
    "entity": "ent_no, type, parent, is_hidden, has_deletion, made_lam, made_id",
    "quarantined": "n",
}


def read_rows(driver: Any, decode: Decode) -> list[Row]:
    """The whole log, decoded. Raises: ChangeRefusedError when a stored record is not readable."""
    found = driver.execute("SELECT n, cell, raw, h FROM change ORDER BY n")
    return [Row(n, cell, decode(raw, ChangeId(h))) for n, cell, raw, h in found]


def expected(driver: Any, rows: Sequence[Row]) -> Projection:
    """What the projected tables must hold: ``domain.log.register.project`` over everything."""
    by_id = {row.stored.id: row for row in rows}
    heads = project(row.stored for row in rows)
    held = quarantined(row.stored for row in rows)
    counting = [row for row in rows if row.stored.id not in held]
    head_rows = {
        (by_id[head.id].cell, by_id[head.id].n, head.lam, head.kind)
        for found in heads.values()
        for head in found
    }
    stored = {row.stored.ref for row in rows}
    return Projection(
        head=frozenset(head_rows),
        multi=frozenset(
            (by_id[found[0].id].cell, *counted(found)) for found in heads.values() if len(found) > 1
        ),
        pend=frozenset(_awaited(counting, stored)),
        fork=frozenset(
            driver.execute("SELECT dev_no, seq FROM change GROUP BY 1, 2 HAVING count(*) > 1")
        ),
        entity=frozenset(_entities(driver, heads, counting)),
        quarantined=frozenset((by_id[one].n,) for one in held),
    )


def live(driver: Any) -> Projection:
    """What the projected tables hold."""
    return Projection(
        **{
            table: frozenset(driver.execute(f"SELECT {_COLUMNS[table]} FROM {table}"))  # noqa: S608
            for table in TABLES
        }
    )


def write(driver: Any, projection: Projection, rows: Sequence[Row]) -> None:
    """Replace the content of the projected tables."""
    for table in TABLES:
        driver.execute(f"DELETE FROM {table}")  # noqa: S608 (names of this module)
        places = ", ".join("?" for _ in _COLUMNS[table].split(","))
        driver.executemany(
            f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({places})",  # noqa: S608
            sorted(getattr(projection, table), key=repr),
        )
    followed = [row.stored.change.lam for row in rows]
    lam = max((one for one in followed if one <= MAX_FOLLOWED_LAMPORT), default=0)
    driver.execute(
        "INSERT INTO counter (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
        (LAMPORT, lam),
    )


def _awaited(rows: Sequence[Row], stored: set[Ref]) -> list[tuple[bytes, int, bytes, int]]:
    return [
        (ref.dev, ref.seq, ref.h16, row.cell)
        for row in rows
        if row.stored.change.kind in PROJECTED
        for ref in row.stored.change.sup
        if ref not in stored
    ]


def _entities(
    driver: Any, heads: dict[Register, tuple[Head, ...]], rows: Sequence[Row]
) -> list[tuple[object, ...]]:
    numbers = dict(driver.execute("SELECT ent, ent_no FROM ent").fetchall())
    registers: defaultdict[EntityId, dict[str, tuple[Head, ...]]] = defaultdict(dict)
    for register, found in heads.items():
        registers[register.ent][register.path] = found
    made: defaultdict[EntityId, list[StoredChange]] = defaultdict(list)
    for stored in projected(row.stored for row in rows):
        if stored.change.path == LIFE:
            made[stored.change.ent].append(stored)
    result: list[tuple[object, ...]] = []
    for ent, changes in made.items():
        entity = entity_of(ent, registers[ent], (one.change.value for one in changes))
        if entity is not None:
            row = entity_row(entity, registers[ent][LIFE], changes)
            result.append(
                (
                    numbers.get(ent),
                    row.type,
                    row.parent,
                    int(row.is_hidden),
                    int(row.has_deletion),
                    row.made_lam,
                    row.made_id,
                )
            )
    return result
