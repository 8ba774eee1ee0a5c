"""Every way to alter a sealed run without its key; each must be refused wherever it arrives (P8)."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import zstandard

from inspector_app.domain.log.change import Segment, device_id, seal_bytes
from inspector_app.domain.log.ids import ChangeId
from inspector_app.formats.segments import pack_segment, segment_name, unpack_segment
from tests.kit.laptops import KEYS, public_key

HEAD_BYTES = 188
STRANGER = bytes([251]) * 32
"""The seed of a device that no team has."""


@dataclass(frozen=True)
class Packed:
    """A run as a bundle member, and the name it travels under."""

    name: str
    data: bytes
    raw_size: int

    def open(self) -> Segment:
        """Through the real reader. Raises: SegmentRefused."""
        return unpack_segment(self.data, self.raw_size, self.name)


def pack(segment: Segment) -> Packed:
    """Through the real writer."""
    data, raw_size = pack_segment(segment)
    return Packed(segment_name(segment), data, raw_size)


def raw_of(segment: Segment) -> bytes:
    """The run's bytes before compression."""
    raw: bytes = zstandard.ZstdDecompressor().decompress(pack_segment(segment)[0])
    return raw


def repacked(raw: bytes) -> Packed:
    """Any bytes as a member under the name that they claim."""
    key, first, last, head = raw[8:40], raw[40:48], raw[80:88], raw[88:96]
    dev = device_id(key).hex()
    numbers = (int.from_bytes(first, "big"), int.from_bytes(last, "big"))
    name = f"changes/{dev}-{numbers[0]:016d}-{numbers[1]:016d}-{head.hex()}.zst"
    return Packed(name, zstandard.ZstdCompressor().compress(raw), len(raw))


Tamper = Callable[[Segment, random.Random], Segment | None]


def _swapped(run: Segment, dice: random.Random) -> Segment | None:
    if len(run.frames) < 2:
        return None
    at = dice.randrange(len(run.frames) - 1)
    frames = list(run.frames)
    frames[at], frames[at + 1] = frames[at + 1], frames[at]
    return None if tuple(frames) == run.frames else replace(run, frames=tuple(frames))


def _dropped(run: Segment, dice: random.Random) -> Segment | None:
    at = dice.randrange(len(run.frames))
    return replace(run, frames=run.frames[:at] + run.frames[at + 1 :])


def _dropped_and_renumbered(run: Segment, dice: random.Random) -> Segment | None:
    shorter = _dropped(run, dice)
    if shorter is None or not shorter.frames:
        return None
    return replace(shorter, seal=replace(run.seal, seq=run.seal.seq - 1))


def _shortened_from_the_front(run: Segment, _: random.Random) -> Segment | None:
    """Without its first change, but with the old name of what stands before."""
    return replace(run, first=run.first + 1, frames=run.frames[1:]) if run.frames[1:] else None


def _doubled(run: Segment, dice: random.Random) -> Segment | None:
    at = dice.randrange(len(run.frames))
    frames = (*run.frames[:at], run.frames[at], *run.frames[at:])
    return replace(run, frames=frames, seal=replace(run.seal, seq=run.seal.seq + 1))


def _shifted(run: Segment, dice: random.Random) -> Segment | None:
    by = dice.choice([1, 2, 255, 2**32])
    return replace(run, first=run.first + by, seal=replace(run.seal, seq=run.seal.seq + by))


def _other_key(run: Segment, _: random.Random) -> Segment | None:
    return replace(run, public_key=public_key(STRANGER))


def _resealed_by_a_stranger(run: Segment, _: random.Random) -> Segment | None:
    """A stranger's key and valid seal over the same end, under the old device's name."""
    message = seal_bytes(run.seal.dev, run.seal.seq, run.seal.id)
    seal = replace(run.seal, signature=KEYS.sign(STRANGER, message))
    return replace(run, seal=seal)


def _zero_signature(run: Segment, _: random.Random) -> Segment | None:
    return replace(run, seal=replace(run.seal, signature=bytes(64)))


def _signature_of_nothing(run: Segment, dice: random.Random) -> Segment | None:
    return replace(run, seal=replace(run.seal, signature=dice.randbytes(64)))


def _other_end(run: Segment, dice: random.Random) -> Segment | None:
    return replace(run, seal=replace(run.seal, id=ChangeId(dice.randbytes(32))))


def _other_beginning(run: Segment, dice: random.Random) -> Segment | None:
    return replace(run, previous=ChangeId(dice.randbytes(32)))


def _nothing_before(run: Segment, _: random.Random) -> Segment | None:
    return None if run.first == 1 else replace(run, previous=ChangeId(bytes(32)))


def _altered_record(run: Segment, dice: random.Random) -> Segment | None:
    at = dice.randrange(len(run.frames))
    frame = bytearray(run.frames[at])
    frame[dice.randrange(len(frame))] ^= 1 << dice.randrange(8)
    return replace(run, frames=(*run.frames[:at], bytes(frame), *run.frames[at + 1 :]))


def _padded_record(run: Segment, dice: random.Random) -> Segment | None:
    at = dice.randrange(len(run.frames))
    frame = run.frames[at] + b"\xc0"
    return replace(run, frames=(*run.frames[:at], frame, *run.frames[at + 1 :]))


def _border_moved(run: Segment, _: random.Random) -> Segment | None:
    """The same bytes cut into records elsewhere."""
    if len(run.frames) < 2:
        return None
    one, two, *rest = run.frames
    return replace(run, frames=(one + two[:1], two[1:], *rest))


RUN_TAMPERS: dict[str, Tamper] = {
    "swapped": _swapped,
    "dropped": _dropped,
    "dropped-renumbered": _dropped_and_renumbered,
    "shortened": _shortened_from_the_front,
    "doubled": _doubled,
    "shifted": _shifted,
    "other-key": _other_key,
    "resealed": _resealed_by_a_stranger,
    "zero-signature": _zero_signature,
    "random-signature": _signature_of_nothing,
    "other-end": _other_end,
    "other-beginning": _other_beginning,
    "nothing-before": _nothing_before,
    "altered": _altered_record,
    "padded": _padded_record,
    "border": _border_moved,
}


def tampered(run: Segment, dice: random.Random) -> Iterator[tuple[str, Callable[[], Segment]]]:
    """Each tamper that fits this run: its name and a function that reads what came of it.

    The function may itself refuse (``SegmentRefused``); what it returns must not be linked.
    """
    for name, tamper in RUN_TAMPERS.items():
        other = tamper(run, dice)
        if other is not None:
            yield name, lambda other=other: other  # type: ignore[misc]
    raw = raw_of(run)
    for name, changed in _byte_tampers(raw, dice):
        yield name, repacked(changed).open


def _byte_tampers(raw: bytes, dice: random.Random) -> Iterator[tuple[str, bytes]]:
    """Flipped bits anywhere, and the length of each record pulled towards its neighbour."""
    for _ in range(4):
        at = dice.randrange(len(raw))
        flipped = bytearray(raw)
        flipped[at] ^= 1 << dice.randrange(8)
        yield f"bit {at}", bytes(flipped)
    (length,) = struct.unpack_from(">I", raw, HEAD_BYTES)
    for by in (-1, 1, 2**31 - length):
        yield f"length {by:+}", _with_length(raw, length + by)
    yield "cut", raw[: dice.randrange(1, len(raw))]
    yield "after", raw + b"\0"
    (count,) = struct.unpack_from(">I", raw, 184)
    yield "count", raw[:184] + struct.pack(">I", count + 1) + raw[188:]


def _with_length(raw: bytes, length: int) -> bytes:
    return raw[:HEAD_BYTES] + struct.pack(">I", length) + raw[HEAD_BYTES + 4 :]
