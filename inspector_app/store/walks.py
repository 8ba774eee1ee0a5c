"""The log read along its chains, without decoding: for verifying and comparing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from inspector_app.domain.log.chains import Row, StoredChain
from inspector_app.domain.log.change import Seal
from inspector_app.domain.log.ids import ChangeId, DeviceId

PIECE: Final = 4096
"""Rows taken at once: some 600 KiB."""


def chains(driver: Any) -> Iterator[StoredChain]:
    """Every device's chain, in the order in which the devices became known."""
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
            pieces=_pieces(driver, dev_no),
            own_end=own_seq or 0,
        )


def ids(driver: Any, dev: DeviceId) -> Iterator[tuple[int, bytes]]:
    """Number and id of every change of a device, ascending."""
    statement = "SELECT seq, h FROM change JOIN device USING (dev_no) WHERE dev = ?"
    yield from driver.execute(statement + " ORDER BY seq, h", (dev,))


def waiting(driver: Any) -> tuple[tuple[DeviceId, int], ...]:
    """Changes that stored ones refer to and that are not here: device and number."""
    found = driver.execute("SELECT DISTINCT dev, seq FROM pend ORDER BY dev, seq")
    return tuple((DeviceId(dev), seq) for dev, seq in found)


def _pieces(driver: Any, dev_no: int) -> Iterator[Sequence[Row]]:
    rows = driver.execute(
        "SELECT seq, h, raw FROM change WHERE dev_no = ? ORDER BY seq, h8", (dev_no,)
    )
    while piece := rows.fetchmany(PIECE):
        yield piece
