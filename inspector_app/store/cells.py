"""Registers made anew from all their changes, where the fast way of ``heads`` does not know enough.

It is needed where a change waited for another, where a change names several of which some are other
people's, and where a device was revoked or its changes were adopted.
"""

from __future__ import annotations

from typing import Any

from inspector_app.domain.log.change import DEVICE_KINDS, PROJECTED, StoredChange
from inspector_app.domain.log.ids import ChangeId
from inspector_app.domain.log.register import alive
from inspector_app.store.batches import Batch
from inspector_app.store.heads import Decode, Row
from inspector_app.store.quarantine import Quarantine


class Cells:
    """Implements ``heads.Judge``: the slow and sure way, for the few registers that need it."""

    def __init__(self, driver: Any, decode: Decode, quarantine: Quarantine) -> None:
        self._driver = driver
        self._decode = decode
        self._quarantine = quarantine

    def moved(self, batch: Batch) -> set[int]:
        """Registers in which new changes make others count, or count no longer."""
        told: list[StoredChange] = []
        if not DEVICE_KINDS.isdisjoint(batch.kinds):
            records = zip(batch.kinds, batch.raws, batch.ids, strict=True)
            told = [self._decode(r, ChangeId(h)) for k, r, h in records if k in DEVICE_KINDS]
        return self._quarantine.take(batch.dev, told)

    def counting(self, cell: int) -> list[StoredChange]:
        """The changes of a register that take part in it."""
        return [row.stored for row in self._rows(cell)]

    def renew(self, cell: int) -> None:
        """Make the heads of a register anew, and what its changes wait for."""
        rows = self._rows(cell)
        self._driver.execute("DELETE FROM head WHERE cell = ?", (cell,))
        self._driver.execute("DELETE FROM pend WHERE cell = ?", (cell,))
        living = alive(row.stored for row in rows)
        self._driver.executemany(
            "INSERT INTO head (cell, n, lam, kind) VALUES (?, ?, ?, ?)",
            [
                (cell, row.n, row.stored.change.lam, row.stored.change.kind)
                for row in rows
                if row.stored.id in living
            ],
        )
        self._driver.executemany(
            "INSERT OR IGNORE INTO pend (dev, seq, h16, cell)"
            " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM change c JOIN device d"
            " USING (dev_no) WHERE d.dev = ?1 AND c.seq = ?2"
            " AND substr(c.h, 1, 16) = ?3)",
            [(ref.dev, ref.seq, ref.h16, cell) for row in rows for ref in row.stored.change.sup],
        )

    def _rows(self, cell: int) -> list[Row]:
        found = self._driver.execute(
            "SELECT n, raw, h FROM change WHERE cell = ? ORDER BY n", (cell,)
        ).fetchall()
        rows = [
            Row(n, cell, self._decode(raw, ChangeId(h)))
            for n, raw, h in found
            if not self._quarantine.holds(n)
        ]
        return [row for row in rows if row.stored.change.kind in PROJECTED]
