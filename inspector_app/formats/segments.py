"""Sealed runs of a chain as bundle members (``docs/formats/bundle.md``, "Members")."""

from __future__ import annotations

import struct
from typing import Final

import zstandard

from inspector_app.domain.log.change import MAX_INTEGER, Seal, Segment, device_id
from inspector_app.domain.log.ids import ChangeId
from inspector_app.domain.saying import said
from inspector_app.formats.changes import MAX_RECORD_BYTES

MAX_SEGMENT_BYTES: Final = 256 * 1024 * 1024
MAX_WINDOW_BYTES: Final = 8 * 1024 * 1024
MIN_RECORD_BYTES: Final = 64
"""The smallest record has 66 bytes; the floor bounds how many objects a run can become."""
ZSTD_LEVEL: Final = 6
MAX_RATIO: Final = 200
"""Bytes after decompression for each byte before it, at most."""

_MAGIC: Final = b"INSPSEG1"
_HEAD: Final = struct.Struct(">8s32sQ32sQ32s64sI")
_LENGTH: Final = struct.Struct(">I")
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_BLOCK_LOG: Final = 17


class SegmentRefused(Exception):
    """Bytes that are no run of changes; the argument says why, in Vietnamese."""


def segment_name(segment: Segment) -> str:
    """The member's name: device, first and last number, beginning of the last id."""
    device = device_id(segment.public_key).hex()
    seal = segment.seal
    return f"changes/{device}-{segment.first:016d}-{seal.seq:016d}-{seal.id[:8].hex()}.zst"


def pack_segment(segment: Segment) -> tuple[bytes, int]:
    """The compressed member and the number of bytes before compression.

    Raises:
        ValueError: more than 256 MiB; the log cuts runs at seals long before.
    """
    pieces = [
        _HEAD.pack(
            _MAGIC,
            segment.public_key,
            segment.first,
            segment.previous,
            segment.seal.seq,
            segment.seal.id,
            segment.seal.signature,
            len(segment.frames),
        )
    ]
    for frame in segment.frames:
        pieces.append(_LENGTH.pack(len(frame)))
        pieces.append(frame)
    raw = b"".join(pieces)
    if len(raw) > MAX_SEGMENT_BYTES:
        msg = "a run of changes is too long for one member"
        raise ValueError(msg)
    packed: bytes = zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(raw)
    return (_stored(raw) if len(raw) > MAX_RATIO * len(packed) else packed), len(raw)


def _stored(raw: bytes) -> bytes:
    """A zstd frame of plain blocks (RFC 8878, section 3.1.1).

    For text so repetitive that its compression would look like a bomb to every reader: no honest
    work may be refused because of what it says.
    """
    pieces = [_ZSTD_MAGIC, b"\x80", bytes([_BLOCK_LOG - 10 << 3]), len(raw).to_bytes(4, "little")]
    step = 1 << _BLOCK_LOG
    for at in range(0, len(raw), step):
        block = raw[at : at + step]
        is_last = at + step >= len(raw)
        pieces += [(is_last | len(block) << 3).to_bytes(3, "little"), block]
    return b"".join(pieces)


def unpack_segment(data: bytes, raw_size: int, name: str) -> Segment:
    """Read a member whose hash was right.

    Args:
        data: the member's bytes.
        raw_size: bytes after decompression, as the signed manifest says.
        name: the member's name, which the head inside must repeat.

    Raises:
        SegmentRefused: anything that the format does not allow.
    """
    raw = _decompress(data, raw_size)
    if len(raw) < _HEAD.size:
        raise SegmentRefused(said("nhóm thay đổi quá ngắn"))
    magic, public_key, first, previous, last, id_, signature, count = _HEAD.unpack_from(raw)
    if magic != _MAGIC:
        raise SegmentRefused(said("nhóm thay đổi có phần đầu không đúng"))
    if not 1 <= first <= last <= MAX_INTEGER or count != last - first + 1:
        raise SegmentRefused(said("số thứ tự thay đổi không khớp"))
    segment = Segment(
        public_key=public_key,
        first=first,
        previous=ChangeId(previous),
        frames=_frames(raw, count),
        seal=Seal(device_id(public_key), last, ChangeId(id_), signature),
    )
    if segment_name(segment) != name:
        raise SegmentRefused(said("tên nhóm thay đổi không khớp nội dung"))
    return segment


def _decompress(data: bytes, raw_size: int) -> bytes:
    try:
        frame = zstandard.get_frame_parameters(data)
    except zstandard.ZstdError as error:
        raise SegmentRefused(said("không giải nén được nhóm thay đổi")) from error
    if not data.startswith(_ZSTD_MAGIC) or frame.dict_id or frame.content_size != raw_size:
        raise SegmentRefused(said("phần nén của nhóm thay đổi không đúng quy cách"))
    if frame.window_size > MAX_WINDOW_BYTES:
        raise SegmentRefused(said("phần nén đòi quá nhiều bộ nhớ"))
    try:
        # One frame into exactly raw_size bytes: a stream that holds more fails, it does not grow.
        raw: bytes = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).decompress(
            data, max_output_size=raw_size, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise SegmentRefused(said("không giải nén được nhóm thay đổi")) from error
    if len(raw) != raw_size:
        raise SegmentRefused(said("kích thước sau giải nén không khớp"))
    return raw


def _frames(raw: bytes, count: int) -> tuple[bytes, ...]:
    frames = []
    at, length_at = _HEAD.size, _LENGTH.unpack_from
    for _ in range(count):
        begin = at + _LENGTH.size
        if begin > len(raw):
            raise SegmentRefused(said("thiếu bản ghi trong nhóm thay đổi"))
        (length,) = length_at(raw, at)
        at = begin + length
        if not MIN_RECORD_BYTES <= length <= MAX_RECORD_BYTES or at > len(raw):
            raise SegmentRefused(said("độ dài bản ghi không đúng"))
        frames.append(raw[begin:at])
    if at != len(raw):
        raise SegmentRefused(said("thừa dữ liệu trong nhóm thay đổi"))
    return tuple(frames)
