"""A vault's database in the hands of somebody who has the passphrase and no scruples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector_app.crypto.slots import KeySlots
from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.log.change import chain_id
from inspector_app.domain.log.ids import ChangeId
from inspector_app.store.engine import open_database
from inspector_app.store.tables import APPEND_ONLY
from tests.kit.team import PASSPHRASE


@contextmanager
def attacked(vault: Path, secret: str = PASSPHRASE) -> Iterator[Any]:
    """The driver of a closed vault's database, its triggers dropped; committed at the end."""
    slots = (vault / "slots.json").read_bytes()
    key = VaultKeys().database_key(KeySlots(10).open(slots, secret))
    database = open_database(vault / "vault.db", key)
    try:
        with database.transaction(write=True):
            for table in APPEND_ONLY:
                for verb in ("update", "delete"):
                    database.driver.execute(f"DROP TRIGGER {table.name}_no_{verb}")
            yield database.driver
    finally:
        database.close()


def number_of(driver: Any, dev: bytes) -> int:
    """The short number of a device."""
    return int(driver.execute("SELECT dev_no FROM device WHERE dev = ?", (dev,)).fetchone()[0])


def record(driver: Any, dev: bytes, seq: int) -> tuple[int, bytes, bytes]:
    """Row number, id and record of one change."""
    found = driver.execute(
        "SELECT n, h, raw FROM change WHERE dev_no = ? AND seq = ?", (number_of(driver, dev), seq)
    )
    row: tuple[int, bytes, bytes] = found.fetchone()
    return row


def rewrite(driver: Any, dev: bytes, seq: int, alter: Callable[[bytes], bytes]) -> None:
    """Change one record and hash everything behind it anew, as a careful forger would."""
    dev_no = number_of(driver, dev)
    rows = driver.execute(
        "SELECT n, seq, h, raw FROM change WHERE dev_no = ? AND seq >= ? ORDER BY seq",
        (dev_no, seq - 1),
    ).fetchall()
    before = rows[0][2]
    for n, at, _h, raw in rows[1:]:
        raw = alter(raw) if at == seq else raw
        before = chain_id(ChangeId(before), raw)
        driver.execute(
            "UPDATE change SET h = ?, h8 = ?, raw = ? WHERE n = ?",
            (before, int.from_bytes(before[:8], "big", signed=True), raw, n),
        )
    driver.execute("UPDATE leaf SET h = ? WHERE dev_no = ?", (before, dev_no))
