"""Registers while changes come in: heads, conflicts, awaited references, entities.

The meaning is ``domain.log.register.project``; this is its incremental form, and ``vault check``
compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from inspector_app.domain.log.change import PROJECTED, StoredChange
from inspector_app.domain.log.entity import LIFE, Entity, entity_of
from inspector_app.domain.log.ids import ChangeId, EntityId
from inspector_app.domain.log.register import Head, head_of, value_key
from inspector_app.store.names import MAX_PATHS, PATH_BITS, Names

Decode = Callable[[bytes, ChangeId], StoredChange]

_SHORT_VALUE: Final = 40

TEMPORARY: Final = (
    """CREATE TEMP TABLE IF NOT EXISTS ref
        (dev_no INTEGER, dev BLOB, seq INTEGER, h8 INTEGER, h16 BLOB, cell INTEGER)""",
    "CREATE TEMP TABLE IF NOT EXISTS touched (cell INTEGER PRIMARY KEY)",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A change with its local numbers."""

    n: int
    cell: int
    stored: StoredChange


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A row of the table ``entity``."""

    type: str
    parent: EntityId | None
    is_hidden: bool
    has_deletion: bool
    made_lam: int
    made_id: bytes


def short_id(id_: bytes) -> int:
    """The first 8 bytes of a change's id as SQLite stores whole numbers."""
    return int.from_bytes(id_[:8], "big", signed=True)


def value_column(stored: StoredChange) -> bytes:
    """What decides in SQL whether two heads say the same."""
    key = value_key(stored.change.kind, stored.value_bytes)
    return key if len(key) <= _SHORT_VALUE else b"h" + hashlib.sha256(key).digest()


def entity_row(entity: Entity, life: Iterable[Head], made: Iterable[StoredChange]) -> EntityRow:
    """The projection of one entity.

    Args:
        life: the heads of its life register.
        made: every change of its life register; the first in (Lamport, id) order is its creation.
    """
    first = min((one.change.lam, one.id) for one in made)
    return EntityRow(
        type=entity.type,
        parent=entity.parent,
        is_hidden=entity.is_hidden,
        has_deletion=any(head.is_deletion for head in life),
        made_lam=first[0],
        made_id=first[1],
    )


def head_columns(row: Row) -> tuple[int, int, int, int, bytes]:
    """A row of the table ``head``."""
    change = row.stored.change
    return row.cell, row.n, change.lam, change.kind, value_column(row.stored)


class Judge(Protocol):
    """The slow and sure way, for the few registers that need it (``cells.Cells``)."""

    def unsure(self, rows: Sequence[Row], live: Sequence[Row]) -> set[int]:
        """Registers in which new rows may do less, or others count otherwise, than it seems."""

    def counting(self, cell: int) -> list[StoredChange]:
        """The changes of a register that take part in it."""

    def renew(self, cell: int) -> None:
        """Make the heads of a register anew, and what its changes wait for."""


class Registers:
    """Keeps the projections up with the log, inside the caller's transaction."""

    def __init__(self, driver: Any, names: Names, decode: Decode, judge: Judge) -> None:
        self._driver = driver
        self._names = names
        self._decode = decode
        self._judge = judge

    def add(self, rows: Sequence[Row]) -> None:
        """Take new changes of one device into the projections."""
        live = [row for row in rows if row.stored.change.kind in PROJECTED]
        heads = {row.n: row for row in live}
        refs = self._local_references(rows, live, heads)
        again = self._drop_awaited(rows, heads)
        self._driver.executemany(
            "INSERT INTO head (cell, n, lam, kind, val) VALUES (?, ?, ?, ?, ?)",
            sorted(head_columns(row) for row in heads.values()),
        )
        if refs:
            self._supersede(refs)
        again |= self._judge.unsure(rows, live)
        for cell in again:
            self._judge.renew(cell)
        cells = again.union(row.cell for row in live)
        self._count(cells)
        self._renew_entities(cells)

    def heads(self, cell: int) -> tuple[Head, ...]:
        """The heads of one register, by id."""
        rows = self._driver.execute(
            "SELECT c.raw, c.h FROM head JOIN change c USING (n) WHERE head.cell = ?", (cell,)
        )
        found = [head_of(self._decode(raw, ChangeId(h))) for raw, h in rows]
        return tuple(sorted(found, key=lambda head: head.id))

    def of_entity(self, ent_no: int) -> dict[str, tuple[Head, ...]]:
        """All registers of an entity, by path."""
        first = ent_no << PATH_BITS
        rows = self._driver.execute(
            "SELECT path.path, c.raw, c.h FROM head JOIN change c USING (n)"
            " JOIN path ON path.path_no = head.cell & ?"
            " WHERE head.cell BETWEEN ? AND ? ORDER BY path.path, c.h",
            (MAX_PATHS, first, first | MAX_PATHS),
        )
        found: dict[str, list[Head]] = {}
        for path, raw, h in rows:
            found.setdefault(path, []).append(head_of(self._decode(raw, ChangeId(h))))
        return {path: tuple(heads) for path, heads in found.items()}

    @staticmethod
    def _local_references(
        rows: Sequence[Row], live: Sequence[Row], heads: dict[int, Row]
    ) -> list[tuple[bytes, int, bytes, int]]:
        """Settle references within the batch; returns the others as (dev, seq, h16, cell)."""
        here = {(row.stored.change.seq, row.stored.id[:16]): row for row in rows}
        elsewhere: list[tuple[bytes, int, bytes, int]] = []
        for row in live:
            for ref in row.stored.change.sup:
                found = here.get((ref.seq, ref.h16))
                if found is None or ref.dev != row.stored.change.dev:
                    elsewhere.append((ref.dev, ref.seq, ref.h16, row.cell))
                elif found.cell == row.cell:
                    heads.pop(found.n, None)
        return elsewhere

    def _drop_awaited(self, rows: Sequence[Row], heads: dict[int, Row]) -> set[int]:
        """Changes that somebody superseded before they arrived never become heads.

        Returns: their registers; whether who waited may replace them is not known here.
        """
        cells: set[int] = set()
        dev = rows[0].stored.change.dev
        first, last = rows[0].stored.change.seq, rows[-1].stored.change.seq
        awaited = set(
            self._driver.execute(
                "SELECT seq, h16, cell FROM pend WHERE dev = ? AND seq BETWEEN ? AND ?",
                (dev, first, last),
            )
        )
        if not awaited:
            return cells
        names = {(seq, h16) for seq, h16, _ in awaited}
        for row in rows:
            name = (row.stored.change.seq, row.stored.id[:16])
            if name in names:
                if (*name, row.cell) in awaited:
                    heads.pop(row.n, None)
                    cells.add(row.cell)
                self._driver.execute(
                    "DELETE FROM pend WHERE dev = ? AND seq = ? AND h16 = ?", (dev, *name)
                )
        return cells

    def _supersede(self, refs: Iterable[tuple[bytes, int, bytes, int]]) -> None:
        self._driver.execute("DELETE FROM temp.ref")
        self._driver.executemany(
            "INSERT INTO temp.ref (dev_no, dev, seq, h8, h16, cell)"
            " VALUES ((SELECT dev_no FROM device WHERE dev = ?1), ?1, ?2, ?3, ?4, ?5)",
            ((dev, seq, short_id(h16), h16, cell) for dev, seq, h16, cell in refs),
        )
        # The same-register rule: a reference into another register hides nothing.
        self._driver.execute(
            "DELETE FROM head WHERE (cell, n) IN (SELECT c.cell, c.n FROM temp.ref r"
            " CROSS JOIN change c ON c.dev_no = r.dev_no AND c.seq = r.seq AND c.h8 = r.h8"
            " WHERE c.cell = r.cell AND substr(c.h, 1, 16) = r.h16)"
        )
        self._driver.execute(
            "INSERT OR IGNORE INTO pend (dev, seq, h16, cell)"
            " SELECT r.dev, r.seq, r.h16, r.cell FROM temp.ref r WHERE NOT EXISTS"
            " (SELECT 1 FROM change c WHERE c.dev_no = r.dev_no AND c.seq = r.seq"
            " AND c.h8 = r.h8 AND substr(c.h, 1, 16) = r.h16)"
        )

    def _count(self, cells: Iterable[int]) -> None:
        self._driver.execute("DELETE FROM temp.touched")
        self._driver.executemany("INSERT INTO temp.touched VALUES (?)", ((cell,) for cell in cells))
        self._driver.execute("DELETE FROM multi WHERE cell IN (SELECT cell FROM temp.touched)")
        self._driver.execute(
            "INSERT INTO multi (cell, n_heads, n_vals)"
            " SELECT head.cell, count(*), count(DISTINCT head.val)"
            " FROM temp.touched CROSS JOIN head USING (cell)"
            " GROUP BY head.cell HAVING count(*) > 1"
        )

    def _renew_entities(self, cells: Iterable[int]) -> None:
        life = self._names.path(LIFE)
        if life is None:
            return
        renewed = {cell >> PATH_BITS for cell in cells if cell & MAX_PATHS == life}
        removed = {
            row[0]
            for row in self._driver.execute("SELECT ent_no FROM entity WHERE has_deletion = 1")
        }
        renewed |= removed & {cell >> PATH_BITS for cell in cells}
        for ent_no in sorted(renewed):
            self._renew_entity(ent_no, life)

    def _renew_entity(self, ent_no: int, life: int) -> None:
        cell = ent_no << PATH_BITS | life
        heads: Mapping[str, tuple[Head, ...]] = {LIFE: self.heads(cell)}
        if any(head.is_deletion for head in heads[LIFE]):
            heads = self.of_entity(ent_no)
        (ent,) = self._driver.execute("SELECT ent FROM ent WHERE ent_no = ?", (ent_no,)).fetchone()
        made = self._judge.counting(cell)
        entity = entity_of(EntityId(ent), heads, (one.change.value for one in made))
        self._driver.execute("DELETE FROM entity WHERE ent_no = ?", (ent_no,))
        if entity is not None:
            write_entity(self._driver, ent_no, entity_row(entity, heads[LIFE], made))


def projected(changes: Iterable[StoredChange]) -> list[StoredChange]:
    """Those of kinds that take part in the projection."""
    return [one for one in changes if one.change.kind in PROJECTED]


def write_entity(driver: Any, ent_no: int, row: EntityRow) -> None:
    """Insert one row of the table ``entity``."""
    driver.execute(
        "INSERT INTO entity (ent_no, type, parent, is_hidden, has_deletion, made_lam, made_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            ent_no,
            row.type,
            row.parent,
            row.is_hidden,
            row.has_deletion,
            row.made_lam,
            row.made_id,
        ),
    )
