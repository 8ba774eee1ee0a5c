"""Storing sealed runs: set union of chains with gaps and forks (``docs/formats/change.md``, "Merge").

Each run sees the rows of the runs before it in the same transaction, whatever their order: several
runs of one device, runs before their predecessor, a known run in the middle of a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from inspector_app.domain.errors import ChangeRefusedError, VaultDamagedError
from inspector_app.domain.log.change import (
    MAX_FOLLOWED_LAMPORT,
    Seal,
    Segment,
    StoredChange,
    chain_id,
)
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, DeviceId
from inspector_app.domain.log.runs import Run
from inspector_app.services.ports.store import ChainPoint, SegmentCounts
from inspector_app.store.batches import Batch
from inspector_app.store.heads import Registers
from inspector_app.store.names import Names

LAMPORT = "lamport"
MAX_NEW_PATHS = 2**15
"""That one transaction may bring from others; honest trips have far fewer altogether."""


class Chains:
    """The log itself: rows, gaps, forks and sealed ends."""

    def __init__(self, driver: Any, names: Names, registers: Registers) -> None:
        self._driver = driver
        self._names = names
        self._registers = registers
        self._new_paths = 0

    def append(self, batch: Sequence[StoredChange], seal: Seal, public_key: bytes) -> None:
        """Add one local transaction at the end of the own chain."""
        first = batch[0]
        previous = self.own_end(seal.dev)
        end, id_ = previous or (0, NO_CHANGE)
        if (first.change.seq, chain_id(id_, first.raw)) != (end + 1, first.id):
            msg = "a local transaction must continue the own chain"
            raise ValueError(msg)
        dev_no = self._names.make_device(public_key)
        self._insert(dev_no, Batch.of_changes(batch))
        # The other branch of a fork may have used these numbers already.
        self._driver.execute(
            "INSERT OR IGNORE INTO fork (dev_no, seq) SELECT dev_no, seq FROM change"
            " WHERE dev_no = ? AND seq >= ? GROUP BY dev_no, seq HAVING count(*) > 1",
            (dev_no, first.change.seq),
        )
        # Nobody has seen the new end, so that nothing continues it.
        self._drop_leaf(dev_no, end, id_)
        self._add_leaf(dev_no, seal)
        self._driver.execute(
            "UPDATE device SET own_seq = ?, own_h = ? WHERE dev_no = ?",
            (seal.seq, seal.id, dev_no),
        )
        # Never lowered, and followed whatever it is: the own chain's numbers must rise.
        self._follow(batch[-1].change.lam)

    def own_end(self, dev: DeviceId) -> tuple[int, ChangeId] | None:
        """Where a chain goes on: the own end while nothing continues it, else the longest end."""
        dev_no = self._names.device(dev)
        if dev_no is None:
            return None
        row = self._driver.execute(
            "SELECT leaf.seq, leaf.h FROM leaf JOIN device USING (dev_no) WHERE dev_no = ?"
            " ORDER BY leaf.h = device.own_h DESC, leaf.seq DESC, leaf.h DESC LIMIT 1",
            (dev_no,),
        ).fetchone()
        return (row[0], ChangeId(row[1])) if row else None

    def has(self, dev: DeviceId, seq: int, id_: bytes) -> bool:
        """Whether a change is stored."""
        dev_no = self._names.device(dev)
        return dev_no is not None and self._is_stored(dev_no, seq, id_)

    def has_run(self, dev: DeviceId, last: int, head: ChangeId, first: int) -> bool:
        """Whether ``first`` … ``last`` ending in ``head`` is stored without a gap.

        One look-up: the id binds everything before it, and only a gap can interrupt the way back.
        """
        dev_no = self._names.device(dev)
        if dev_no is None or not self.has(dev, last, head):
            return False
        found = self._driver.execute(
            "SELECT 1 FROM gap WHERE dev_no = ? AND seq > ? AND seq <= ?", (dev_no, first, last)
        ).fetchone()
        return found is None

    def store(self, run: Run) -> SegmentCounts:
        """Store a verified run; known changes are skipped, other changes at their place kept."""
        segment = run.segment
        dev_no = self._names.make_device(segment.public_key)
        there: dict[int, set[bytes]] = {}
        for seq, h in self._driver.execute(
            "SELECT seq, h FROM change WHERE dev_no = ? AND seq BETWEEN ? AND ?",
            (dev_no, segment.first, segment.seal.seq),
        ):
            there.setdefault(seq, set()).add(h)
        new = Batch.of_run(run)
        forks = 0
        if there:
            new = new.without(there)
            forked = [(dev_no, seq) for seq in new.seqs if seq in there]
            self._driver.executemany("INSERT OR IGNORE INTO fork VALUES (?, ?)", forked)
            forks = len(forked)
        gaps = self._note_gap(dev_no, segment, run.ids[0])
        if new.seqs:
            paths = len(self._names.paths())
            self._insert(dev_no, new)
            self._new_paths += len(self._names.paths()) - paths
            if self._new_paths > MAX_NEW_PATHS:  # one member must not use up the names of all
                raise ChangeRefusedError(what="quá nhiều tên ô khác nhau")
            self._close_gaps(dev_no)
            self._follow(max((lam for lam in new.lams if lam <= MAX_FOLLOWED_LAMPORT), default=0))
        self._renew_leaves(dev_no, segment.seal)
        return SegmentCounts(len(new.seqs), len(run) - len(new.seqs), gaps, forks)

    def segments(self, after: Mapping[DeviceId, ChainPoint]) -> Iterator[Segment]:
        """Every stored chain as sealed runs, in the order in which nothing waits for another.

        Args:
            after: (seq, id) by device: only what follows it. Of chains without forks and gaps.
        """
        devices = self._driver.execute(
            "SELECT dev_no, dev, pub FROM device ORDER BY dev"
        ).fetchall()
        for dev_no, dev, public_key in devices:
            base = after.get(DeviceId(dev), (0, NO_CHANGE))
            yield from self._device_segments(dev_no, DeviceId(dev), public_key, base)

    def _device_segments(
        self, dev_no: int, dev: DeviceId, public_key: bytes, base: ChainPoint
    ) -> Iterator[Segment]:
        ends = self._driver.execute(
            "SELECT seq, h, sig FROM leaf WHERE dev_no = ? AND seq > ? ORDER BY seq DESC, h",
            (dev_no, base[0]),
        ).fetchall()
        taken: set[bytes] = set()
        for seq, h, signature in ends:
            frames, previous = self._way_back(dev_no, seq, ChangeId(h), taken, base)
            seal = Seal(dev, seq, ChangeId(h), signature)
            yield Segment(public_key, seq - len(frames) + 1, previous, tuple(frames), seal)

    def _way_back(
        self, dev_no: int, seq: int, id_: ChangeId, taken: set[bytes], base: ChainPoint
    ) -> tuple[list[bytes], ChangeId]:
        """The records that end in ``id_``, back to the base or the first not stored or taken yet."""
        bases = dict(
            self._driver.execute("SELECT h, base_h FROM gap WHERE dev_no = ?", (dev_no,)).fetchall()
        )
        rows = self._driver.execute(
            "SELECT seq, h, raw FROM change WHERE dev_no = ? AND seq <= ? AND seq > ?"
            " ORDER BY seq DESC",
            (dev_no, seq, base[0]),
        )
        frames: list[bytes] = []
        raw = b""
        for at, h, stored in rows:
            if at == seq and not frames:
                if h != id_:
                    continue
            elif at != seq - len(frames) or chain_id(ChangeId(h), raw) != id_:
                continue
            elif h in taken:
                return frames[::-1], ChangeId(h)
            frames.append(stored)
            taken.add(h)
            id_, raw = ChangeId(h), stored
            if h in bases:
                return frames[::-1], ChangeId(bases[h])
        if len(frames) != seq - base[0] or chain_id(base[1], raw) != id_:
            raise VaultDamagedError(what="chuỗi thay đổi bị đứt")
        return frames[::-1], base[1]

    def _insert(self, dev_no: int, batch: Batch) -> None:
        (newest,) = self._driver.execute("SELECT ifnull(max(n), 0) FROM change").fetchone()
        cells = self._names.make_cells(batch.ents, batch.paths)
        numbers = range(newest + 1, newest + 1 + len(cells))
        columns = (
            repeat(dev_no),
            batch.seqs,
            self._free_numbers(dev_no, batch),
            cells,
            batch.ids,
            batch.raws,
        )
        self._driver.executemany(
            "INSERT INTO change (n, dev_no, seq, h8, cell, h, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
            zip(numbers, *columns, strict=False),  # dev_no repeats without end
        )
        self._registers.add(numbers, cells, batch)

    def _free_numbers(self, dev_no: int, batch: Batch) -> list[int]:
        """Short ids that no change at the same place has: whole ids tell changes apart, not these.

        A member could search for two changes of one place whose ids begin alike, and give each half
        of the team another one.
        """
        taken = set(
            self._driver.execute(
                "SELECT seq, h8 FROM change WHERE dev_no = ? AND seq BETWEEN ? AND ?",
                (dev_no, batch.seqs[0], batch.seqs[-1]),
            ).fetchall()
        )
        numbers = list(batch.short_ids())
        if taken:
            for at, seq in enumerate(batch.seqs):
                while (seq, numbers[at]) in taken:
                    numbers[at] = (numbers[at] + 1 + 2**63) % 2**64 - 2**63
        return numbers

    def _is_stored(self, dev_no: int, seq: int, id_: bytes) -> bool:
        row = self._driver.execute(
            "SELECT 1 FROM change WHERE dev_no = ? AND seq = ? AND h = ?",
            (dev_no, seq, id_),
        ).fetchone()
        return row is not None

    def _note_gap(self, dev_no: int, segment: Segment, first_id: ChangeId) -> int:
        if segment.first == 1 or self._is_stored(dev_no, segment.first - 1, segment.previous):
            return 0
        cursor = self._driver.execute(
            "INSERT OR IGNORE INTO gap (dev_no, seq, h, base_h) VALUES (?, ?, ?, ?)",
            (dev_no, segment.first, first_id, segment.previous),
        )
        return int(cursor.rowcount)

    def _close_gaps(self, dev_no: int) -> None:
        self._driver.execute(
            "DELETE FROM gap WHERE dev_no = ? AND EXISTS (SELECT 1 FROM change c"
            " WHERE c.dev_no = gap.dev_no AND c.seq = gap.seq - 1 AND c.h = gap.base_h)",
            (dev_no,),
        )

    def _renew_leaves(self, dev_no: int, seal: Seal) -> None:
        """A sealed end is a leaf as long as no stored change continues it."""
        ends = self._driver.execute(
            "SELECT seq, h FROM leaf WHERE dev_no = ?", (dev_no,)
        ).fetchall()
        for seq, h in ends:
            if self._is_continued(dev_no, seq, ChangeId(h)):
                self._drop_leaf(dev_no, seq, h)
        if not self._is_continued(dev_no, seal.seq, seal.id):
            self._add_leaf(dev_no, seal)

    def _drop_leaf(self, dev_no: int, seq: int, id_: bytes) -> None:
        self._driver.execute(
            "DELETE FROM leaf WHERE dev_no = ? AND seq = ? AND h = ?", (dev_no, seq, id_)
        )

    def _add_leaf(self, dev_no: int, seal: Seal) -> None:
        self._driver.execute(
            "INSERT OR IGNORE INTO leaf (dev_no, seq, h, sig) VALUES (?, ?, ?, ?)",
            (dev_no, seal.seq, seal.id, seal.signature),
        )

    def _is_continued(self, dev_no: int, seq: int, id_: ChangeId) -> bool:
        following = self._driver.execute(
            "SELECT h, raw FROM change WHERE dev_no = ? AND seq = ?", (dev_no, seq + 1)
        ).fetchall()
        return any(chain_id(id_, raw) == h for h, raw in following)

    def _follow(self, lam: int) -> None:
        self._driver.execute(
            "INSERT INTO counter (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            (LAMPORT, lam),
        )
