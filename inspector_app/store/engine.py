"""The one connection of an open vault: SQLCipher under SQLAlchemy Core.

The connection belongs to the thread that opened it. Transactions are explicit (the driver would
otherwise open deferred ones by itself), durable (WAL with ``synchronous = FULL``) and never nested.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.errors import (
    DiskFullError,
    FileAccessError,
    InspectorError,
    VaultDamagedError,
    VaultVersionError,
    WrongPassphraseError,
)
from inspector_app.store.tables import APPLICATION_ID, SCHEMA_VERSION, TRIGGERS, metadata

KEY_BYTES: Final = 32
_LOW_SPACE: Final = 1024 * 1024
_NOT_A_DATABASE: Final = "file is not a database"
_DAMAGE: Final = (_NOT_A_DATABASE, "malformed", "file is encrypted", "Could not decode")
_ACCESS: Final = ("readonly", "read-only", "unable to open", "disk I/O error", "locked")


class Database:
    """An open database file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._is_writing = False
        self._has_transaction = False
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            poolclass=StaticPool,
            creator=lambda: _connect(path, key),
            # Transactions are the driver's: for one save SQLAlchemy's take as long as all statements.
            isolation_level="AUTOCOMMIT",
        )
        self._engine = engine
        try:
            self.core: Connection = engine.connect()
        except (DBAPIError, sqlcipher.Error) as error:
            raise self._translated(error) from error
        driver = self.core.connection.driver_connection
        if driver is None:
            msg = "no driver connection"
            raise RuntimeError(msg)
        self.driver: Any = driver
        """The driver's connection: the log's write path and the hot reads."""

    @property
    def is_writing(self) -> bool:
        """Whether the open transaction may write."""
        return self._has_transaction and self._is_writing

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[None]:
        """One transaction: committed durably, or rolled back when the block raises.

        Raises:
            DiskFullError, FileAccessError, VaultDamagedError, ChangeRefusedError
        """
        if self._has_transaction:
            msg = "transactions do not nest"
            raise RuntimeError(msg)
        self._is_writing = write
        self._has_transaction = True
        try:
            self.driver.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            yield
            self.driver.execute("COMMIT")
        except (DBAPIError, sqlcipher.Error) as error:
            raise self._translated(error) from error
        finally:
            self._has_transaction = False
            self._end()

    def _end(self) -> None:
        """Take back what was not committed, and tell SQLAlchemy that a transaction is over."""
        if self.driver.in_transaction:
            # Where this fails, the connection is dead, and what was not committed went with it.
            with suppress(sqlcipher.Error):
                self.driver.execute("ROLLBACK")
        if self.core.in_transaction():
            self.core.rollback()

    def close(self) -> None:
        """Fold the write-ahead log into the database and close."""
        # A failure loses nothing: what was committed is read from the write-ahead log next time.
        with suppress(sqlcipher.Error):
            self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.core.close()
        self._engine.dispose()

    def _translated(self, error: DBAPIError | Any) -> InspectorError | Exception:
        cause: Exception = (error.orig or error) if isinstance(error, DBAPIError) else error
        return translated(cause, self.path)


def create_database(path: Path, key: bytes) -> None:
    """Write an empty database of the current schema.

    Raises:
        DiskFullError, FileAccessError
    """
    database = Database(path, key)
    try:
        create_schema(database)
    finally:
        database.close()


def create_schema(database: Database) -> None:
    """Put tables and triggers into an empty database. Raises: DiskFullError, FileAccessError."""
    with database.transaction(write=True):
        metadata.create_all(database.core)
        for trigger in TRIGGERS:
            database.driver.execute(trigger)
        database.driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.driver.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def open_database(path: Path, key: bytes) -> Database:
    """Open an existing database.

    Raises:
        WrongPassphraseError: the key opens nothing.
        VaultDamagedError: no database of this program.
        VaultVersionError: of a newer program.
        FileAccessError
    """
    if not path.is_file():
        raise VaultDamagedError(what="thiếu tệp vault.db")
    try:
        database = Database(path, key)
        try:
            with database.transaction(write=False):
                version = int(database.driver.execute("PRAGMA user_version").fetchone()[0])
                names = {
                    row[0] for row in database.driver.execute("SELECT name FROM sqlite_master")
                }
        except BaseException:
            database.close()
            raise
    except VaultDamagedError as error:
        if error.details.get("reason") == _NOT_A_DATABASE:
            raise WrongPassphraseError from error
        raise
    if version > SCHEMA_VERSION:
        database.close()
        raise VaultVersionError(found=version, known=SCHEMA_VERSION)
    # earlier versions are brought up by ``store.migrations``
    if version < 1 or (version == SCHEMA_VERSION and not set(metadata.tables) <= names):
        database.close()
        raise VaultDamagedError(what="lược đồ cơ sở dữ liệu không đúng")
    return database


def translated(error: Exception, path: Path) -> InspectorError | Exception:
    """The catalogue's word for a database error; the error itself when it is our own defect."""
    text = str(error)
    if "database or disk is full" in text:
        return DiskFullError(path=str(path))
    if any(part in text for part in _DAMAGE):
        return VaultDamagedError(what="cơ sở dữ liệu không đọc được", reason=text)
    if any(part in text for part in _ACCESS):
        if "disk I/O" in text and shutil.disk_usage(path.parent).free < _LOW_SPACE:
            return DiskFullError(path=str(path))
        return FileAccessError(path=str(path), reason=text)
    return error


def _connect(path: Path, key: bytes) -> Any:
    if len(key) != KEY_BYTES:
        msg = "the database key has 32 bytes"
        raise ValueError(msg)
    connection = sqlcipher.connect(str(path), isolation_level=None, cached_statements=256)
    try:
        # Before the key: SQLCipher would print about a wrong one on the standard error stream.
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # Nothing that was decrypted goes into temporary files.
        connection.execute("PRAGMA temp_store = MEMORY")
        # Every head would be looked up in the log again. ``vault check`` looks at all of them at once.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA cache_size = -16384")
    except BaseException:
        connection.close()
        raise
    return connection
