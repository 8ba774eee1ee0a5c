"""Registers while changes come in: heads, conflicts, awaited references, entities.

The meaning is ``domain.log.register.project``; this is its incremental form, and ``vault check``
compares the two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from inspector_app.domain.log.change import PROJECTED, Register, StoredChange
from inspector_app.domain.log.entity import LIFE, Entity, entity_of
from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.domain.log.register import Head, head_of, names_others
from inspector_app.store.batches import Batch
from inspector_app.store.names import MAX_PATHS, PATH_BITS, Names

_MANY: Final = 16
"""Registers of one entity from which on looking at all of them is quicker than at each."""
Decode = Callable[[bytes, ChangeId], StoredChange]


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


class Judge(Protocol):
    """The slow and sure way, for the few registers that need it (``cells.Cells``)."""

    def moved(self, batch: Batch) -> set[int]:
        """Registers in which new changes make others count, or count no longer."""

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

    def add(self, numbers: Sequence[int], cells: Sequence[int], batch: Batch) -> None:
        """Take new changes into the projections.

        Args:
            numbers: their numbers in the log.
            cells: their registers.
            batch: the changes.
        """
        live: Sequence[int] = range(len(cells))
        if not PROJECTED.issuperset(batch.kinds):
            live = [at for at in live if batch.kinds[at] in PROJECTED]
        dead: set[int] = set()
        refs = self._local_references(cells, batch, live, dead)
        unsure = self._drop_awaited(cells, batch, dead)
        alive = [at for at in live if at not in dead] if dead else list(live)
        alive.sort(key=cells.__getitem__)  # in the order of the table, which is what makes it quick
        columns = (cells, numbers, batch.lams, batch.kinds)
        rows = zip(*(map(column.__getitem__, alive) for column in columns), strict=True)
        self._driver.executemany("INSERT INTO head (cell, n, lam, kind) VALUES (?, ?, ?, ?)", rows)
        if refs:
            self._supersede(refs)
        unsure |= limited(cells, batch, live) | self._judge.moved(batch)
        for cell in unsure:
            self._judge.renew(cell)
        touched = unsure.union(cells[at] for at in live)
        self.count(touched)
        self._renew_entities(touched)

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

    def contested_keys(
        self, is_plain: Callable[[str], bool]
    ) -> tuple[frozenset[int], Mapping[int, Register]]:
        """See ``Log.contested_keys``; the numbers are cells."""
        found = self._driver.execute(
            "SELECT cell, n_forms FROM multi WHERE n_vals > 1 OR n_forms > 1"
        ).fetchall()
        paths = {number: path for path, number in self._names.paths().items()}
        plain = {number for number, path in paths.items() if is_plain(path)}
        others = [cell for cell, forms in found if forms > 1 or cell & MAX_PATHS not in plain]
        ents = dict(
            self._driver.execute(
                "SELECT ent_no, ent FROM ent WHERE ent_no IN (SELECT value FROM json_each(?))",
                (json.dumps([cell >> PATH_BITS for cell in others]),),
            ).fetchall()
        )
        rest = {
            cell: Register(EntityId(ents[cell >> PATH_BITS]), paths[cell & MAX_PATHS])
            for cell in others
        }
        return frozenset(cell for cell, _ in found if cell not in rest), rest

    @staticmethod
    def _local_references(
        cells: Sequence[int], batch: Batch, live: Iterable[int], dead: set[int]
    ) -> list[tuple[bytes, int, bytes, int]]:
        """Settle references within the batch; returns the others as (dev, seq, h16, cell)."""
        elsewhere: list[tuple[bytes, int, bytes, int]] = []
        sups = batch.sups
        for at in live:
            if not sups[at]:
                continue
            for dev, seq, h16 in sups[at]:
                found = batch.place(seq, h16) if dev == batch.dev else None
                if found is None:
                    elsewhere.append((dev, seq, h16, cells[at]))
                elif cells[found] == cells[at]:
                    dead.add(found)
        return elsewhere

    def _drop_awaited(self, cells: Sequence[int], batch: Batch, dead: set[int]) -> set[int]:
        """Changes that somebody superseded before they arrived never become heads.

        Returns: their registers; whether who waited may replace them is not known here.
        """
        unsure: set[int] = set()
        awaited = self._driver.execute(
            "SELECT seq, h16, cell FROM pend WHERE dev = ? AND seq BETWEEN ? AND ?",
            (batch.dev, batch.seqs[0], batch.seqs[-1]),
        ).fetchall()
        for seq, h16, cell in awaited:
            at = batch.place(seq, h16)
            if at is None:
                continue
            if cells[at] == cell:
                dead.add(at)
                unsure.add(cell)
            self._driver.execute(
                "DELETE FROM pend WHERE dev = ? AND seq = ? AND h16 = ?", (batch.dev, seq, h16)
            )
        return unsure

    def _supersede(self, refs: Iterable[tuple[bytes, int, bytes, int]]) -> None:
        """Take replaced changes out of the heads; what has not arrived yet is waited for."""
        gone: list[tuple[int, int]] = []
        awaited: list[tuple[bytes, int, bytes, int]] = []
        for dev, seq, h16, cell in refs:
            found = self._driver.execute(
                "SELECT cell, n FROM change WHERE dev_no = ? AND seq = ? AND substr(h, 1, 16) = ?",
                (self._names.device(DeviceId(dev)), seq, h16),
            ).fetchone()
            if found is None:
                awaited.append((dev, seq, h16, cell))
            # The same-register rule: a reference into another register hides nothing.
            elif found[0] == cell:
                gone.append(found)
        self._driver.executemany("DELETE FROM head WHERE cell = ? AND n = ?", gone)
        self._driver.executemany("INSERT OR IGNORE INTO pend VALUES (?, ?, ?, ?)", awaited)

    def count(self, cells: Iterable[int]) -> None:
        """Note which of these registers have several heads now, and whether these say the same."""
        several = self._several(cells)
        if not several:
            return
        found: defaultdict[int, list[Head]] = defaultdict(list)
        for cell, raw, h in self._driver.execute(
            "SELECT head.cell, c.raw, c.h FROM json_each(?) CROSS JOIN head ON head.cell = value"
            " JOIN change c USING (n)",
            (json.dumps(several),),
        ):
            found[cell].append(head_of(self._decode(raw, ChangeId(h))))
        self._driver.executemany(
            "INSERT INTO multi (cell, n_heads, n_vals, n_forms) VALUES (?, ?, ?, ?)",
            [(cell, *counted(heads)) for cell, heads in found.items()],
        )

    def _several(self, cells: Iterable[int]) -> list[int]:
        """Registers with several heads among these, struck off the list of such registers.

        Where many of an entity's registers are asked for, all of them are looked at in a row.
        """
        by_entity: defaultdict[int, list[int]] = defaultdict(list)
        for cell in cells:
            by_entity[cell >> PATH_BITS].append(cell)
        conditions: list[tuple[str, tuple[object, ...]]] = []
        few: list[int] = []
        for ent_no, own in by_entity.items():
            if len(own) < _MANY:
                few += own
            else:
                first = ent_no << PATH_BITS
                conditions.append(("BETWEEN ? AND ?", (first, first | MAX_PATHS)))
        if few:
            conditions.append(("IN (SELECT value FROM json_each(?))", (json.dumps(few),)))
        several: list[int] = []
        for where, given in conditions:
            self._driver.execute(f"DELETE FROM multi WHERE cell {where}", given)  # noqa: S608
            found = self._driver.execute(
                f"SELECT cell FROM head WHERE cell {where} GROUP BY cell HAVING count(*) > 1",  # noqa: S608
                given,
            )
            several += [cell for (cell,) in found]
        return several

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


def counted(heads: Sequence[Head]) -> tuple[int, int, int]:
    """How many heads, values and forms of answers a register has."""
    values, forms = {head.value_key for head in heads}, {head.form for head in heads}
    return len(heads), len(values), len(forms)


def limited(cells: Sequence[int], batch: Batch, live: Iterable[int]) -> set[int]:
    """Registers of changes that may replace less than they name (``register.is_limited``)."""
    several = [at for at in live if len(batch.sups[at]) > 1]
    return {cells[at] for at in several if names_others(batch.kinds[at], batch.paths[at])}


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
