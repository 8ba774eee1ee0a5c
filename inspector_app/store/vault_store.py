"""One open vault database: transactions, rebuild, check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import ChangeRefusedError, VaultDamagedError
from inspector_app.domain.saying import said
from inspector_app.services.ports.store import StoreReport
from inspector_app.store import projection
from inspector_app.store.check import check
from inspector_app.store.engine import Database
from inspector_app.store.heads import Decode
from inspector_app.store.log import Log
from inspector_app.store.names import Names
from inspector_app.store.quarantine import TEMPORARY as QUARANTINE
from inspector_app.store.quarantine import Quarantine


class Store:
    """Implements ``services.ports.store.Store``."""

    def __init__(self, database: Database, decode: Decode) -> None:
        self._database = database
        self._decode = decode
        self._names = Names(database.driver)
        self._quarantine = Quarantine(database.driver, self._names, decode)
        for statement in QUARANTINE:
            database.driver.execute(statement)

    @contextmanager
    def read(self) -> Iterator[Log]:
        """A consistent view. Raises: VaultDamagedError, FileAccessError."""
        with self._transaction(write=False) as log:
            yield log

    @contextmanager
    def write(self) -> Iterator[Log]:
        """One durable transaction: everything or nothing.

        Raises:
            DiskFullError, FileAccessError, VaultDamagedError
        """
        with self._transaction(write=True) as log:
            yield log

    def mark(self) -> tuple[int, int]:
        """Stays the same as long as nothing is written, and never comes back to a former one.

        Rows written through this connection, also those that were taken back; and a number that
        another connection's transaction moves.
        """
        driver = self._database.driver
        (others,) = driver.execute("PRAGMA data_version").fetchone()
        return driver.total_changes, others

    def rebuild(self) -> int:
        """Throw the projections away and make them anew from the log; returns the registers.

        Raises:
            VaultDamagedError: the log itself is not readable; nothing was changed.
        """
        driver = self._database.driver
        with self._transaction(write=True):
            try:
                rows = projection.read_rows(driver, self._decode)
            except ChangeRefusedError as error:
                raise VaultDamagedError(what="nhật ký có bản ghi không đọc được") from error
            wanted = projection.expected(driver, rows)
            projection.write(driver, wanted, rows)
        return len({row[0] for row in wanted.head})

    def check(self, verify: Callable[[bytes, bytes, bytes], bool]) -> StoreReport:
        """Walk pages, chains and seals, and compare the projections with a rebuild."""
        try:
            with self._transaction(write=False):
                return check(self._database.driver, self._decode, verify)
        except VaultDamagedError as error:
            reason = error.details.get("reason", "")
            return StoreReport(
                0, 0, (said("Cơ sở dữ liệu không đọc được: {reason}", reason=reason),)
            )

    def close(self) -> None:
        """Flush and close; the object is dead afterwards."""
        self._database.close()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Log]:
        try:
            with self._database.transaction(write=write):
                self._quarantine.know()
                yield Log(self._database, self._names, self._decode, self._quarantine)
        except BaseException:
            if write:
                self._names.forget()
                self._quarantine.forget()
            raise
