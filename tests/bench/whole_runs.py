"""A trial: sealed runs stored whole with an index, beside the product's row for each change.

``python -m tests.bench.whole_runs``. Nothing in the product uses this; the verdict with its figures
is ``docs/decisions/0008-row-per-change.md``. Both sides take the same verified runs into
the same kind of file, a durable transaction a run, and keep the same heads.
"""

from __future__ import annotations

import hashlib
import statistics
import struct
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import zstandard

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.runs import Run, link, read_run
from inspector_app.store.batches import Batch
from inspector_app.store.engine import Database, create_database
from inspector_app.store.names import Names
from inspector_app.store.vault_store import Store
from tests.bench.merge_workload import Workload, inspections_of
from tests.kit.records import CODEC, KEYS

KEY = bytes(32)
DEVICES, SIZE = 20, 10_000
_SCHEMA = (
    """CREATE TABLE run (first_n INTEGER PRIMARY KEY, dev_no INTEGER, first INTEGER, last INTEGER,
    base_h BLOB, h BLOB, sig BLOB, ids BLOB, offsets BLOB, cells BLOB, frames BLOB) STRICT""",
    "CREATE INDEX run_dev ON run (dev_no, first)",
    "CREATE TABLE history (cell INTEGER, n INTEGER, PRIMARY KEY (cell, n)) WITHOUT ROWID, STRICT",
)


class WholeRuns:
    """Runs as rows: records in one blob, their places, short ids and registers in three others."""

    def __init__(self, path: Path, *, has_history: bool, is_packed: bool) -> None:
        create_database(path, KEY)
        self._database = Database(path, KEY)
        self._driver: Any = self._database.driver
        self._names = Names(self._driver)
        self._has_history, self._is_packed = has_history, is_packed
        self._next = 1
        for statement in _SCHEMA:
            self._driver.execute(statement)

    def store(self, run: Run) -> None:
        """Take one run in, durably."""
        with self._database.transaction(write=True):
            self._store(run, Batch.of_run(run))

    def _store(self, run: Run, batch: Batch) -> None:
        segment = run.segment
        dev_no = self._names.make_device(segment.public_key)
        cells = self._names.make_cells(batch.ents, batch.paths)
        ends, frames, at = [], b"".join(segment.frames), 0
        for frame in segment.frames:
            at += len(frame)
            ends.append(at)
        numbers = range(self._next, self._next + len(cells))
        self._driver.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._next,
                dev_no,
                segment.first,
                segment.seal.seq,
                segment.previous,
                segment.seal.id,
                segment.seal.signature,
                b"".join(id_[:16] for id_ in batch.ids),
                struct.pack(f"<{len(ends)}I", *ends),
                struct.pack(f"<{len(cells)}q", *cells),
                zstandard.ZstdCompressor(level=1).compress(frames) if self._is_packed else frames,
            ),
        )
        self._next += len(cells)
        order = sorted(range(len(cells)), key=cells.__getitem__)
        if self._has_history:
            self._driver.executemany(
                "INSERT INTO history VALUES (?, ?)", [(cells[one], numbers[one]) for one in order]
            )
        dead, gone = self._settled(cells, batch)
        self._driver.executemany(
            "INSERT INTO head (cell, n, lam, kind) VALUES (?, ?, ?, ?)",
            [
                (cells[one], numbers[one], batch.lams[one], batch.kinds[one])
                for one in order
                if one not in dead
            ],
        )
        self._driver.executemany("DELETE FROM head WHERE cell = ? AND n = ?", gone)

    def _settled(
        self, cells: Sequence[int], batch: Batch
    ) -> tuple[set[int], list[tuple[int, int]]]:
        dead: set[int] = set()
        gone = []
        for at, sup in enumerate(batch.sups):
            for dev, seq, h16 in sup:
                here = batch.place(seq, h16) if dev == batch.dev else None
                if here is not None:
                    dead.add(here)
                    continue
                row = self._driver.execute(
                    "SELECT first_n, first, substr(ids, (?2 - first) * 16 + 1, 16) FROM run"
                    " WHERE dev_no = (SELECT dev_no FROM device WHERE dev = ?1) AND first <= ?2"
                    " ORDER BY first DESC LIMIT 1",
                    (dev, seq),
                ).fetchone()
                if row is not None and row[2] == h16:
                    gone.append((cells[at], row[0] + seq - row[1]))
        return dead, gone

    def history(self, cell: int) -> list[bytes]:
        """Every record of a register."""
        if self._has_history:
            found = self._driver.execute("SELECT n FROM history WHERE cell = ?", (cell,)).fetchall()
            return [self._record(n) for (n,) in found]
        records = []
        wanted = struct.pack("<q", cell)
        for first_n, cells in self._driver.execute("SELECT first_n, cells FROM run").fetchall():
            at = cells.find(wanted)
            while at >= 0:
                if at % 8 == 0:
                    records.append(self._record(first_n + at // 8))
                at = cells.find(wanted, at + 1)
        return records

    def page(self, ent_no: int) -> list[bytes]:
        """The records of all heads of an entity."""
        first = ent_no << 20
        found = self._driver.execute(
            "SELECT n FROM head WHERE cell BETWEEN ? AND ?", (first, first + 2**20 - 1)
        ).fetchall()
        return self._records([n for (n,) in found])

    def _record(self, n: int) -> bytes:
        return self._records([n])[0]

    def _records(self, numbers: Sequence[int]) -> list[bytes]:
        opened: dict[int, tuple[tuple[int, ...], bytes]] = {}
        starts = [
            n for (n,) in self._driver.execute("SELECT first_n FROM run ORDER BY 1").fetchall()
        ]
        records = []
        for n in numbers:
            first_n = starts[bisect_right(starts, n) - 1]
            if first_n not in opened:
                offsets, frames = self._driver.execute(
                    "SELECT offsets, frames FROM run WHERE first_n = ?", (first_n,)
                ).fetchone()
                if self._is_packed:
                    frames = zstandard.ZstdDecompressor().decompress(frames)
                opened[first_n] = (struct.unpack(f"<{len(offsets) // 4}I", offsets), frames)
            ends, frames = opened[first_n]
            at = n - first_n
            records.append(frames[ends[at - 1] if at else 0 : ends[at]])
        return records

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class Rows:
    """The product's store."""

    def __init__(self, path: Path) -> None:
        create_database(path, KEY)
        self._database = Database(path, KEY)
        self._driver: Any = self._database.driver
        self._store = Store(self._database, CODEC.decode)

    def store(self, run: Run) -> None:
        """Take one run in, durably."""
        with self._store.write() as log:
            log.store_run(run)

    def history(self, cell: int) -> list[bytes]:
        """Every record of a register."""
        return [
            raw for (raw,) in self._driver.execute("SELECT raw FROM change WHERE cell = ?", (cell,))
        ]

    def page(self, ent_no: int) -> list[bytes]:
        """The records of all heads of an entity."""
        first = ent_no << 20
        found = self._driver.execute(
            "SELECT raw FROM head JOIN change USING (n) WHERE head.cell BETWEEN ? AND ?",
            (first, first + 2**20 - 1),
        )
        return [raw for (raw,) in found]

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def runs(devices: int, size: int) -> list[Run]:
    """Everybody's first portion, verified and read."""
    wanted = inspections_of(0, devices, size)
    ents = [EntityId(hashlib.sha256(b"%d" % at).digest()[:16]) for at in range(wanted)]
    load = Workload(devices, size, ents, bytes(32))
    found = []
    for one in load.devices:
        segment = load.portion(one, 0).segment
        found.append(read_run(segment, link(segment, KEYS.verify), CODEC.decode_many))
    return found


def cut(run: Run, count: int) -> list[Run]:
    """The first changes of a run as runs of one change, as saves would be (their seals are not)."""
    segment = run.segment
    singles = []
    for at in range(count):
        previous = run.ids[at - 1] if at else segment.previous
        seal = type(segment.seal)(
            segment.seal.dev, segment.first + at, run.ids[at], segment.seal.signature
        )
        one = type(segment)(
            segment.public_key, segment.first + at, previous, (segment.frames[at],), seal
        )
        singles.append(Run(one, [run.ids[at]], CODEC.decode_many(one.frames)))
    return singles


def main(devices: int = DEVICES, size: int = SIZE, rounds: int = 3) -> int:
    """Measure and print; exit status 0."""
    made = runs(devices, size)
    makers: dict[str, Callable[[Path], Rows | WholeRuns]] = {
        "row per change": Rows,
        "whole runs, history rows": lambda path: WholeRuns(path, has_history=True, is_packed=False),
        "whole runs, no history": lambda path: WholeRuns(path, has_history=False, is_packed=False),
        "whole runs packed, no history": lambda path: WholeRuns(
            path, has_history=False, is_packed=True
        ),
    }
    with tempfile.TemporaryDirectory(prefix="whole-runs-") as folder:
        for line in _measured(Path(folder), makers, made, rounds):
            print(line)
    return 0


def _measured(
    folder: Path,
    makers: dict[str, Callable[[Path], Rows | WholeRuns]],
    made: Sequence[Run],
    rounds: int,
) -> list[str]:
    changes = sum(map(len, made))
    merge: dict[str, list[float]] = {name: [] for name in makers}
    lines = [f"{'':<30} {'merge':>10} {'/s':>9} {'save':>9} {'history':>9} {'page':>9} {'size':>9}"]
    rest: dict[str, tuple[float, float, float, int]] = {}
    for turn in range(rounds):
        for name, make in makers.items():
            path = folder / f"{turn}-{name.replace(' ', '-')}.db"
            store = make(path)
            start = time.perf_counter()
            for run in made:
                store.store(run)
            merge[name].append(time.perf_counter() - start)
            if turn == rounds - 1:
                history, page = _readings(store)
                store.close()
                rest[name] = (_saves(folder, make, made[0]), history, page, path.stat().st_size)
            else:
                store.close()
                path.unlink()
    for name, times in merge.items():
        save, history, page, size = rest[name]
        lines.append(
            f"{name:<30} {min(times):>8.2f} s {changes / min(times):>9,.0f} {1000 * save:>6.2f} ms"
            f" {1000 * history:>6.2f} ms {1000 * page:>6.2f} ms {size / 1e6:>6.1f} MB"
        )
    return lines


def _readings(store: Rows | WholeRuns) -> tuple[float, float]:
    """Medians of the history of a register and of the page of an inspection."""
    rows = store._driver.execute("SELECT cell FROM head ORDER BY cell").fetchall()
    cells = [cell for (cell,) in rows[:: max(1, len(rows) // 50)]]
    ents = sorted({cell >> 20 for cell in cells})
    history = _median(lambda at: store.history(cells[at]), len(cells))
    return history, _median(lambda at: store.page(ents[at % len(ents)]), 20)


def _saves(folder: Path, make: Callable[[Path], Rows | WholeRuns], run: Run) -> float:
    """The median of one change stored durably, a run of its own."""
    store = make(folder / f"save-{time.perf_counter_ns()}.db")
    singles = cut(run, min(200, len(run)))
    found = _median(lambda at: store.store(singles[at]), len(singles))
    store.close()
    return found


def _median(work: Callable[[int], object], times: int) -> float:
    spent = []
    for at in range(times):
        start = time.perf_counter()
        work(at)
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    sys.exit(main())
