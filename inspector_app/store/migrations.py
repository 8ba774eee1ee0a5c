"""Vaults of earlier versions: one step per version of the schema, each in one transaction.

The log itself never changes; a step brings the tables that are made from it to their present form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from inspector_app.store.cells import Cells
from inspector_app.store.engine import Database
from inspector_app.store.heads import Decode, Registers
from inspector_app.store.names import Names
from inspector_app.store.quarantine import Quarantine
from inspector_app.store.tables import DEVICE_KINDS_LISTED, SCHEMA_VERSION

Step = Callable[[Any, Decode], None]


def migrate(database: Database, decode: Decode) -> None:
    """Bring an opened database to the present schema; nothing to do when it is there.

    Raises:
        DiskFullError, FileAccessError, VaultDamagedError: it stays as it was.
    """
    with database.transaction(write=False):
        version = _version(database)
    while version < SCHEMA_VERSION:
        with database.transaction(write=True):
            STEPS[version](database.driver, decode)
            version += 1
            database.driver.execute(f"PRAGMA user_version = {version}")


def _version(database: Database) -> int:
    return int(database.driver.execute("PRAGMA user_version").fetchone()[0])


def _count_forms(driver: Any, decode: Decode) -> None:
    """To version 2: values stand in the log only; contested registers know how many forms they have.

    And what devices say of themselves is found without looking at every answer.
    """
    driver.execute("ALTER TABLE head DROP COLUMN val")
    driver.execute(f"CREATE INDEX head_device ON head (cell) WHERE kind IN ({DEVICE_KINDS_LISTED})")
    cells = [cell for (cell,) in driver.execute("SELECT cell FROM multi")]
    driver.execute("DROP TABLE multi")
    driver.execute(
        "CREATE TABLE multi (cell INTEGER NOT NULL, n_heads INTEGER NOT NULL,"
        " n_vals INTEGER NOT NULL, n_forms INTEGER NOT NULL, PRIMARY KEY (cell)) STRICT"
    )
    names = Names(driver)
    judge = Cells(driver, decode, Quarantine(driver, names, decode))
    Registers(driver, names, decode, judge).count(cells)


STEPS: Final[dict[int, Step]] = {1: _count_forms}
"""By the version that a step starts from."""
