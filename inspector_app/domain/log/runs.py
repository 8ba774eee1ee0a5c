"""Verifying a received run of a chain: hashes first, then the records (``docs/formats/change.md``).

A run of ten thousand changes is read as columns, and an object is made only of a change that
somebody looks at: making all of them would take longer than everything else that a merge does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import (
    MAX_INTEGER,
    Change,
    Ref,
    Segment,
    StoredChange,
    Value,
    chain_ids,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ActorId, ChangeId, DeviceId, EntityId

Verify = Callable[[bytes, bytes, bytes], bool]


class Record(Protocol):
    """The fields of one record in plain types, within their bounds; see ``change.Change``."""

    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def dev(self) -> bytes: ...  # noqa: D102
    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def lam(self) -> int: ...  # noqa: D102
    @property
    def wall(self) -> int: ...  # noqa: D102
    @property
    def actor(self) -> bytes: ...  # noqa: D102
    @property
    def kind(self) -> int: ...  # noqa: D102
    @property
    def ent(self) -> bytes: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def form(self) -> bytes: ...  # noqa: D102
    @property
    def sup(self) -> Sequence[tuple[bytes, int, bytes]]:
        """Device, number and first 16 bytes of the id of what it replaces."""


@dataclass(frozen=True, slots=True)
class Records:
    """Decoded records: the same place in each column belongs to the same record."""

    fields: Sequence[Record]
    values: Sequence[Value]
    value_bytes: Sequence[bytes]


ReadRecords = Callable[[Sequence[bytes]], Records]


class Run(Sequence[StoredChange]):
    """A verified run: its changes are made when they are asked for."""

    __slots__ = ("ids", "records", "segment")

    def __init__(self, segment: Segment, ids: Sequence[ChangeId], records: Records) -> None:
        self.segment = segment
        self.ids = ids
        self.records = records

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> StoredChange: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[StoredChange]: ...
    def __getitem__(self, at: int | slice) -> StoredChange | Sequence[StoredChange]:
        """The change at a place, from 0."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        records = self.records
        change = change_of(records.fields[at], records.values[at])
        return StoredChange(change, self.ids[at], self.segment.frames[at], records.value_bytes[at])

    def __iter__(self) -> Iterator[StoredChange]:
        return (self[at] for at in range(len(self)))


def change_of(record: Record, value: Value) -> Change:
    """The change that a record tells."""
    return Change(
        version=record.version,
        dev=DeviceId(record.dev),
        seq=record.seq,
        lam=record.lam,
        wall=record.wall,
        actor=ActorId(record.actor),
        kind=record.kind,
        ent=EntityId(record.ent),
        path=record.path,
        form=record.form,
        value=value,
        sup=tuple([Ref(DeviceId(dev), seq, h16) for dev, seq, h16 in record.sup]),
    )


def link(segment: Segment, verify: Verify) -> list[ChangeId]:
    """The ids of the run's records, after seal and chain were checked; nothing is parsed.

    Args:
        verify: ``verify(public_key, message, signature)``.

    Raises:
        ChangeRefusedError
    """
    seal = segment.seal
    if device_id(segment.public_key) != seal.dev:
        raise ChangeRefusedError(what="máy ghi không khớp với khóa")
    if not verify(segment.public_key, seal_bytes(seal.dev, seal.seq, seal.id), seal.signature):
        raise ChangeRefusedError(what="chữ ký niêm phong không đúng")
    if not 1 <= segment.first <= seal.seq <= MAX_INTEGER:
        raise ChangeRefusedError(what="số thứ tự không đúng")
    if len(segment.frames) != seal.seq - segment.first + 1:
        raise ChangeRefusedError(what="thiếu hoặc thừa thay đổi trong chuỗi")
    if (segment.first == 1) != (segment.previous == NO_CHANGE):
        raise ChangeRefusedError(what="đầu chuỗi không đúng")
    ids = chain_ids(segment.previous, segment.frames)
    if ids[-1] != seal.id:
        raise ChangeRefusedError(what="chuỗi băm không khớp với niêm phong")
    return ids


def read_run(segment: Segment, ids: Sequence[ChangeId], read: ReadRecords) -> Run:
    """Parse a linked run.

    Args:
        segment: the run.
        ids: what ``link`` returned.
        read: the codec's ``decode_many``.

    Raises:
        ChangeRefusedError: a record is malformed, or names another device or number. Lamport
            numbers are not judged: they only order a display, and a rule that holds inside one
            run but not between two would let a forged run block everybody who joins them.
    """
    records = read(segment.frames)
    fields, seal = records.fields, segment.seal
    is_own = {one.dev for one in fields} == {seal.dev}
    if not is_own or [one.seq for one in fields] != list(range(segment.first, seal.seq + 1)):
        raise ChangeRefusedError(what="thay đổi mang tên máy hoặc số thứ tự khác")
    return Run(segment, ids, records)
