"""New changes of one device on their way into the log, as columns."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from inspector_app.domain.log.change import StoredChange
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.log.runs import Run

_SHORT_ID = struct.Struct(">q24x")
Item = TypeVar("Item")
Named = Sequence[tuple[bytes, int, bytes]]
"""Changes by device, number and first 16 bytes of the id."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The same place in each column belongs to the same change; numbers rise, each stands once."""

    dev: DeviceId
    seqs: Sequence[int]
    ids: Sequence[bytes]
    raws: Sequence[bytes]
    ents: Sequence[bytes]
    paths: Sequence[str]
    kinds: Sequence[int]
    lams: Sequence[int]
    sups: Sequence[Named]

    @staticmethod
    def of_run(run: Run) -> Batch:
        """Everything in a verified run."""
        segment, fields = run.segment, run.records.fields
        return Batch(
            segment.seal.dev,
            range(segment.first, segment.seal.seq + 1),
            run.ids,
            segment.frames,
            [one.ent for one in fields],
            [one.path for one in fields],
            [one.kind for one in fields],
            [one.lam for one in fields],
            [one.sup for one in fields],
        )

    @staticmethod
    def of_changes(changes: Sequence[StoredChange]) -> Batch:
        """Changes that follow each other in a chain."""
        found = [one.change for one in changes]
        return Batch(
            found[0].dev,
            [one.seq for one in found],
            [one.id for one in changes],
            [one.raw for one in changes],
            [one.ent for one in found],
            [one.path for one in found],
            [one.kind for one in found],
            [one.lam for one in found],
            [[(ref.dev, ref.seq, ref.h16) for ref in one.sup] for one in found],
        )

    def without(self, known: Mapping[int, AbstractSet[bytes]]) -> Batch:
        """The changes that are not known by number and id."""
        kept = [
            at
            for at, (seq, id_) in enumerate(zip(self.seqs, self.ids, strict=True))
            if id_ not in known.get(seq, ())
        ]

        def of(column: Sequence[Item]) -> list[Item]:
            return [column[at] for at in kept]

        return Batch(
            self.dev,
            of(self.seqs),
            of(self.ids),
            of(self.raws),
            of(self.ents),
            of(self.paths),
            of(self.kinds),
            of(self.lams),
            of(self.sups),
        )

    def short_ids(self) -> Iterator[int]:
        """The first 8 bytes of each id as SQLite stores whole numbers."""
        return (short for (short,) in _SHORT_ID.iter_unpack(b"".join(self.ids)))

    def place(self, seq: int, h16: bytes) -> int | None:
        """Where a change of this device stands, by its number and the first 16 bytes of its id."""
        at = bisect_left(self.seqs, seq)
        is_here = at < len(self.seqs) and self.seqs[at] == seq and self.ids[at][:16] == h16
        return at if is_here else None
