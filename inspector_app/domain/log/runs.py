"""Verifying a received run of a chain: hashes first, then the records (``docs/formats/change.md``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import (
    MAX_INTEGER,
    Segment,
    StoredChange,
    chain_ids,
    device_id,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId

Verify = Callable[[bytes, bytes, bytes], bool]
Decode = Callable[[bytes, ChangeId], StoredChange]


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


def read_run(segment: Segment, ids: Sequence[ChangeId], decode: Decode) -> tuple[StoredChange, ...]:
    """Parse a linked run.

    Raises:
        ChangeRefusedError: a record is malformed, or names another device or number. Lamport
            numbers are not judged: they only order a display, and a rule that holds inside one
            run but not between two would let a forged run block everybody who joins them.
    """
    changes = []
    for at, (raw, id_) in enumerate(zip(segment.frames, ids, strict=True)):
        stored = decode(raw, id_)
        change = stored.change
        if change.dev != segment.seal.dev or change.seq != segment.first + at:
            raise ChangeRefusedError(what="thay đổi mang tên máy hoặc số thứ tự khác")
        changes.append(stored)
    return tuple(changes)
