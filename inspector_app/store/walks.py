"""The log read along its chains and entities: for verifying, comparing and histories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from inspector_app.domain.log.chains import Row, StoredChain
from inspector_app.domain.log.change import Seal, StoredChange
from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.store.heads import Decode
from inspector_app.store.names import PATH_BITS

PIECE: Final = 4096
"""Rows taken at once: some 600 KiB."""
_FEW: Final = 8


class Walks:
    """Implements ``services.ports.store.Walks`` inside one transaction."""

    def __init__(self, driver: Any, decode: Decode) -> None:
        self._driver, self._decode = driver, decode

    def chains(self) -> Iterator[StoredChain]:
        """Every device's chain, in the order in which the devices became known."""
        driver = self._driver
        devices = driver.execute("SELECT dev_no, dev, pub, own_seq FROM device ORDER BY dev_no")
        for dev_no, dev, public_key, own_seq in devices.fetchall():
            given = (dev_no,)
            ends = driver.execute(
                "SELECT seq, h, sig FROM leaf WHERE dev_no = ? ORDER BY seq, h", given
            )
            gaps = driver.execute("SELECT h, base_h FROM gap WHERE dev_no = ?", given)
            yield StoredChain(
                dev=DeviceId(dev),
                public_key=public_key,
                seals=tuple(Seal(DeviceId(dev), seq, ChangeId(h), sig) for seq, h, sig in ends),
                gaps=dict(gaps.fetchall()),
                pieces=self._pieces(dev_no),
                own_end=own_seq or 0,
            )

    def ids(self, dev: DeviceId) -> Iterator[tuple[int, bytes]]:
        """Number and id of every change of a device, ascending."""
        statement = "SELECT seq, h FROM change JOIN device USING (dev_no) WHERE dev = ?"
        yield from self._driver.execute(statement + " ORDER BY seq, h", (dev,))

    def waiting(self) -> tuple[tuple[DeviceId, int], ...]:
        """Changes that stored ones refer to and that are not here: device and number."""
        found = self._driver.execute("SELECT DISTINCT dev, seq FROM pend ORDER BY dev, seq")
        return tuple((DeviceId(dev), seq) for dev, seq in found)

    def below(self, ent: EntityId) -> tuple[EntityId, ...]:
        """Everything that belongs to an entity, removed or not, itself first."""
        found, pending = dict[bytes, None](), [bytes(ent)]
        while pending:
            one = pending.pop()
            if one not in found:
                found[one] = None
                rows = self._driver.execute(
                    "SELECT ent FROM entity JOIN ent USING (ent_no) WHERE parent = ?", (one,)
                )
                pending += [row[0] for row in rows]
        return tuple(EntityId(one) for one in found)

    def changes_of(self, ents: Iterable[EntityId]) -> Iterator[StoredChange]:
        """Every change of these entities, by entity, register and arrival."""
        for ent in ents:
            row = self._driver.execute("SELECT ent_no FROM ent WHERE ent = ?", (ent,)).fetchone()
            if row is None:
                continue
            first = row[0] << PATH_BITS
            rows = self._driver.execute(
                "SELECT raw, h FROM change WHERE cell >= ? AND cell < ? ORDER BY cell, n",
                (first, first + (1 << PATH_BITS)),
            )
            for raw, h in rows.fetchall():
                yield self._decode(raw, ChangeId(h))

    def changes_at(self, path: str) -> Iterator[StoredChange]:
        """Every change ever written to one path, replaced and quarantined ones too, by entity."""
        rows = self._driver.execute(
            "SELECT c.raw, c.h FROM path CROSS JOIN ent CROSS JOIN change c"
            " ON c.cell = (ent.ent_no << ? | path.path_no)"
            " WHERE path.path = ? ORDER BY ent.ent_no, c.n",
            (PATH_BITS, path),
        )
        for raw, h in rows.fetchall():
            yield self._decode(raw, ChangeId(h))

    def changes_beginning(self, prefix: str) -> tuple[StoredChange, ...]:
        """The first few changes whose id begins with these hexadecimal digits."""
        found = self._driver.execute(
            "SELECT raw, h FROM change WHERE lower(substr(hex(h), 1, ?)) = ? LIMIT ?",
            (len(prefix), prefix, _FEW),
        )
        return tuple(self._decode(raw, ChangeId(h)) for raw, h in found.fetchall())

    def entities_beginning(self, prefix: str) -> tuple[EntityId, ...]:
        """The first few entities whose id begins with these hexadecimal digits."""
        found = self._driver.execute(
            "SELECT ent FROM ent WHERE lower(substr(hex(ent), 1, ?)) = ? LIMIT ?",
            (len(prefix), prefix, _FEW),
        )
        return tuple(EntityId(ent) for (ent,) in found)

    def _pieces(self, dev_no: int) -> Iterator[Sequence[Row]]:
        rows = self._driver.execute(
            "SELECT seq, h, raw FROM change WHERE dev_no = ? ORDER BY seq, h8", (dev_no,)
        )
        while piece := rows.fetchmany(PIECE):
            yield piece
