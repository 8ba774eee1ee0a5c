"""The schema of ``vault.db``, version 2 (``docs/formats/vault.md``).

``change`` and the names it uses (``device``, ``ent``, ``path``), ``leaf`` and ``gap`` are the log;
``head``, ``multi``, ``pend``, ``fork`` and ``entity`` are projections of it, made anew by
``projection.rebuild``; ``note`` and ``form_file`` are local to this vault.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BLOB,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from inspector_app.domain.log.change import DEVICE_KINDS

SCHEMA_VERSION: Final = 2
DEVICE_KINDS_LISTED: Final = ", ".join(str(int(kind)) for kind in sorted(DEVICE_KINDS))
APPLICATION_ID: Final = 0x494E5350
"""``INSP``: what ``file`` and recovery tools may print about the decrypted database."""

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("dev_no", Integer, primary_key=True),
    Column("dev", BLOB, nullable=False, unique=True),
    Column("pub", BLOB, nullable=False),
    # The end of what this vault itself appended, to stay on the own branch of a fork.
    Column("own_seq", Integer),
    Column("own_h", BLOB),
    sqlite_strict=True,
)

change = Table(
    "change",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("dev_no", ForeignKey("device.dev_no"), nullable=False),
    Column("seq", Integer, nullable=False),
    # The first 8 bytes of the id as a signed number, so that the index is short; where another change
    # at the same place has these bytes too, the next free number. Nothing is found by it.
    Column("h8", Integer, nullable=False),
    Column("cell", Integer, nullable=False),
    Column("h", BLOB, nullable=False),
    Column("raw", BLOB, nullable=False),
    UniqueConstraint("dev_no", "seq", "h8"),
    sqlite_strict=True,
)
Index("change_cell", change.c.cell, change.c.n)

leaf = Table(
    "leaf",
    metadata,
    Column("dev_no", ForeignKey("device.dev_no"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("h", BLOB, primary_key=True),
    Column("sig", BLOB, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

gap = Table(
    "gap",
    metadata,
    Column("dev_no", ForeignKey("device.dev_no"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("h", BLOB, primary_key=True),
    Column("base_h", BLOB, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

fork = Table(
    "fork",
    metadata,
    Column("dev_no", ForeignKey("device.dev_no"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

pend = Table(
    "pend",
    metadata,
    Column("dev", BLOB, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("h16", BLOB, primary_key=True),
    Column("cell", Integer, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

ent = Table(
    "ent",
    metadata,
    Column("ent_no", Integer, primary_key=True),
    Column("ent", BLOB, nullable=False, unique=True),
    sqlite_strict=True,
)

path = Table(
    "path",
    metadata,
    Column("path_no", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

head = Table(
    "head",
    metadata,
    Column("cell", Integer, primary_key=True),
    Column("n", ForeignKey("change.n"), primary_key=True),
    Column("lam", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

# Who the devices are is asked at every step, and nearly all heads are answers.
Index("head_device", head.c.cell, sqlite_where=text(f"kind IN ({DEVICE_KINDS_LISTED})"))

multi = Table(
    "multi",
    metadata,
    Column("cell", Integer, primary_key=True),
    Column("n_heads", Integer, nullable=False),
    Column("n_vals", Integer, nullable=False),
    # How many forms the heads were written in: with several, their bytes do not tell who agrees.
    Column("n_forms", Integer, nullable=False),
    sqlite_strict=True,
)

entity = Table(
    "entity",
    metadata,
    Column("ent_no", ForeignKey("ent.ent_no"), primary_key=True),
    Column("type", Text, nullable=False),
    Column("parent", BLOB),
    Column("is_hidden", Integer, nullable=False),
    # A removal stands among the heads, so that any other change may show the entity again.
    Column("has_deletion", Integer, nullable=False),
    Column("made_lam", Integer, nullable=False),
    Column("made_id", BLOB, nullable=False),
    sqlite_strict=True,
)
Index("entity_type", entity.c.type, entity.c.parent, entity.c.made_lam, entity.c.made_id)
Index("entity_deletion", entity.c.ent_no, sqlite_where=entity.c.has_deletion == 1)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

note = Table(
    "note",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", BLOB, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

form_file = Table(
    "form_file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("xform", BLOB, nullable=False),
    sqlite_strict=True,
)

APPEND_ONLY: Final = (change, ent, path)
"""Tables whose rows nobody may change or remove."""

TRIGGERS: Final = tuple(
    f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
    f"BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for table in APPEND_ONLY
    for verb in ("UPDATE", "DELETE")
)
