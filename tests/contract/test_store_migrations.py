"""Vaults whose database was made by an earlier version of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.log.change import Ref, Register
from inspector_app.store.engine import Database, create_schema
from inspector_app.store.migrations import migrate
from inspector_app.store.tables import SCHEMA_VERSION
from inspector_app.store.vault_store import Store
from tests.kit.laptops import (
    CODEC,
    Edit,
    entity,
    export,
    facts,
    memory_store,
    problems,
    take,
    write,
)

ANSWER = Register(entity(1), "q/a/verified")
OTHER = Register(entity(1), "q/b/verified")
TO_VERSION_1 = (
    "DROP INDEX head_device",
    "ALTER TABLE head ADD COLUMN val BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE multi DROP COLUMN n_forms",
    "PRAGMA user_version = 1",
)


@pytest.fixture
def filled() -> tuple[Database, Store]:
    """A store with an agreement and a conflict."""
    database = Database(Path(":memory:"), bytes(32))
    create_schema(database)
    store, other = Store(database, CODEC.decode), memory_store()
    write(store, bytes(32), [Edit(ANSWER, "có"), Edit(OTHER, "5")])
    write(other, b"2" * 32, [Edit(ANSWER, "không"), Edit(OTHER, "5")])
    take(store, export(other))
    return database, store


def test_a_vault_of_version_1_is_brought_up(filled: tuple[Database, Store]) -> None:
    database, store = filled
    before = facts(store)
    for statement in TO_VERSION_1:
        database.driver.execute(statement)
    migrate(database, CODEC.decode)
    assert facts(store) == before
    assert problems(store) == []
    (version,) = database.driver.execute("PRAGMA user_version").fetchone()
    assert version == SCHEMA_VERSION
    columns = {row[1] for row in database.driver.execute("PRAGMA table_info(head)")}
    assert "val" not in columns
    write(store, bytes(32), [Edit(ANSWER, "đã rõ", (_first(before.heads[ANSWER]),))])
    assert problems(store) == []


def test_a_migration_that_fails_leaves_the_vault_as_it_was(filled: tuple[Database, Store]) -> None:
    database, _ = filled
    for statement in (*TO_VERSION_1, "DROP TABLE multi"):
        database.driver.execute(statement)
    with pytest.raises(Exception, match="multi"):
        migrate(database, CODEC.decode)
    (version,) = database.driver.execute("PRAGMA user_version").fetchone()
    assert version == 1
    columns = {row[1] for row in database.driver.execute("PRAGMA table_info(head)")}
    assert "val" in columns


def _first(heads: object) -> Ref:
    return heads[0].ref  # type: ignore[index, no-any-return]
