"""Loro and pycrdt doing the merge's logical work, durable work included, for comparison.

Both keep one document: a map for each inspection, its answers by path. Neither keeps authorship, a
list of conflicts or history that SQL could read; and of two different answers both show one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import loro
import pycrdt

from inspector_app.store.engine import Database
from tests.bench.merge_workload import Portion

Work = Sequence[tuple[bytes, str, str]]
KEY = bytes(32)


class Rival(Protocol):
    """A library under measurement."""

    name: str

    def updates(self, portions: Iterable[Portion]) -> list[bytes]:
        """The same work as updates, one for each portion, as its device would export it."""

    def merged(self, blob: bytes, updates: Iterable[bytes]) -> bytes:
        """A document opened from its bytes, with updates taken in, as bytes again."""


class Loro:
    """Loro: the update is exported since the device's last version, the store is a snapshot."""

    name = "Loro"

    def updates(self, portions: Iterable[Portion]) -> list[bytes]:
        docs: dict[int, Any] = {}
        found = []
        for one in portions:
            doc = docs.get(one.device.number)
            if doc is None:
                doc = docs[one.device.number] = loro.LoroDoc()  # type: ignore[no-untyped-call]
                doc.peer_id = one.device.number + 1
            before = doc.oplog_vv
            for ent, path, value in one.work:
                doc.get_map(ent.hex()).insert(path, value)
            doc.commit()
            found.append(bytes(doc.export(loro.ExportMode.Updates(before))))
        return found

    def merged(self, blob: bytes, updates: Iterable[bytes]) -> bytes:
        doc = loro.LoroDoc()  # type: ignore[no-untyped-call]
        if blob:
            doc.import_(blob)
        doc.import_batch(list(updates))
        return bytes(doc.export(loro.ExportMode.Snapshot()))


class Yrs:
    """pycrdt, the Python binding of Yrs: the store is one update with everything."""

    name = "pycrdt"

    def updates(self, portions: Iterable[Portion]) -> list[bytes]:
        docs: dict[int, Any] = {}
        found = []
        for one in portions:
            doc = docs.get(one.device.number)
            if doc is None:
                doc = docs[one.device.number] = pycrdt.Doc(client_id=one.device.number + 1)
            before = doc.get_state()
            maps: dict[bytes, Any] = {}
            with doc.transaction():
                for ent, path, value in one.work:
                    if ent not in maps:
                        maps[ent] = doc.get(ent.hex(), type=pycrdt.Map)
                    maps[ent][path] = value
            found.append(doc.get_update(before))
        return found

    def merged(self, blob: bytes, updates: Iterable[bytes]) -> bytes:
        doc: Any = pycrdt.Doc()
        if blob:
            doc.apply_update(blob)
        for one in updates:
            doc.apply_update(one)
        return bytes(doc.get_update())


class Shelf:
    """A SQLCipher file with the program's own settings that holds one document."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, KEY)
        with self._database.transaction(write=True):
            self._database.driver.execute(
                "CREATE TABLE IF NOT EXISTS doc (id INTEGER PRIMARY KEY, blob BLOB)"
            )

    def merge(self, rival: Rival, updates: Sequence[bytes]) -> float:
        """Open the blob, import, save the blob, durably; seconds."""
        start = time.perf_counter()
        with self._database.transaction(write=True):
            row = self._database.driver.execute("SELECT blob FROM doc WHERE id = 1").fetchone()
            merged = rival.merged(row[0] if row else b"", updates)
            self._database.driver.execute("INSERT OR REPLACE INTO doc VALUES (1, ?)", (merged,))
        return time.perf_counter() - start

    def close(self) -> None:
        """Close the file."""
        self._database.close()


RIVALS: tuple[Rival, ...] = (Loro(), Yrs())
