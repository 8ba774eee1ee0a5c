"""Hostile runs of changes inside validly signed bundles: for ``tests.kit.bundle_vectors``."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import zstandard

from inspector_app.domain.log.change import Segment
from inspector_app.formats.segments import pack_segment, segment_name
from tests.kit.bundle_files import forged, honest, listed
from tests.kit.records import device_key, sealed_run

DAMAGED = "bundle.damaged"
MIB = 1024 * 1024


def _packed(raw: bytes, **options: Any) -> bytes:
    return zstandard.ZstdCompressor(level=6, **options).compress(raw)


def _with_run(
    data: bytes, raw_size: int, named: Segment | None = None, ends: Segment | None = None
) -> bytes:
    """A validly signed bundle whose only run has these bytes.

    Args:
        data: the member.
        raw_size: what the manifest says of its length after decompression.
        named: the run whose name it has.
        ends: the run that the manifest's heads name.
    """
    run = named or sealed_run(["a", "b", "c"])
    name = segment_name(run)

    def change(plain: dict[str, Any]) -> None:
        plain["members"] = [{**listed([(name, data)])[0], "raw_size": raw_size}]
        if ends:
            plain["heads"] = [[ends.seal.dev.hex(), ends.seal.seq, ends.seal.id.hex()]]

    return forged(change, [(name, data)], base=honest([run], (), {}))


def run_cases() -> Iterator[tuple[str, str, str, bytes]]:
    run = sealed_run(["a", "b", "c"])
    packed, size = pack_segment(run)
    raw = zstandard.ZstdDecompressor().decompress(packed)
    first = struct.unpack(">I", raw[188:192])[0]
    assert len(raw) == size
    edits: dict[str, tuple[str, bytes]] = {
        "magic": ("another beginning", b"INSPSEG2" + raw[8:]),
        "key": ("the key of another device", raw[:8] + device_key(2) + raw[40:]),
        "first": ("another first number", raw[:40] + struct.pack(">Q", 2) + raw[48:]),
        "first-zero": ("first number 0", raw[:40] + struct.pack(">Q", 0) + raw[48:]),
        "last": ("another last number", raw[:80] + struct.pack(">Q", 4) + raw[88:]),
        "head": ("another last id", raw[:88] + bytes(32) + raw[120:]),
        "count-more": ("one record more announced", raw[:184] + struct.pack(">I", 4) + raw[188:]),
        "count-huge": ("4 billion records announced", raw[:184] + b"\xff" * 4 + raw[188:]),
        "length-less": ("a record one byte shorter", raw[:188] + struct.pack(">I", first - 1) + raw[192:]),
        "length-more": ("a record one byte longer", raw[:188] + struct.pack(">I", first + 1) + raw[192:]),
        "length-zero": ("a record of no bytes", raw[:188] + bytes(4) + raw[192:]),
        "length-huge": ("a record of 4 GiB", raw[:188] + b"\xff" * 4 + raw[192:]),
        "cut": ("the last byte missing", raw[:-1]),
        "after": ("a byte after the records", raw + b"\0"),
        "no-records": ("records missing", raw[:188]),
        "tiny": ("too short for a head", raw[:50]),
        "empty": ("nothing inside", b""),
    }  # fmt: skip
    for name, (about, changed) in edits.items():
        yield f"run-{name}", about, DAMAGED, _with_run(_packed(changed), len(changed))
    yield "run-good", "the forger of these runs forges well", "ok", _with_run(packed, size)
    bomb = _packed(bytes(900 * MIB))
    yield "bomb-honest", "28 kB that say they are 900 MiB", DAMAGED, _with_run(bomb, 900 * MIB)
    yield "bomb-lying", "the same, said to be small", DAMAGED, _with_run(bomb, 200 * len(bomb))
    near = _packed(bytes(64 * MIB))
    yield "bomb-near", "64 MiB from 2 kB, all sizes true", DAMAGED, _with_run(near, 64 * MIB)
    hidden = _packed(bytes(64 * MIB), write_content_size=False)
    yield "bomb-no-size", "64 MiB without a size in the frame", DAMAGED, _with_run(hidden, len(raw))
    # Frame header of RFC 8878 patched to claim exactly what the manifest claims.
    small = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(raw)) + hidden[6:]
    yield (
        "bomb-patched",
        "a frame that holds more than it says",
        DAMAGED,
        _with_run(small, len(raw)),
    )
    wide = packed
    four = raw[:184] + struct.pack(">I", 4) + raw[188:] + raw[188 : 192 + first]
    yield (
        "run-fourth",
        "one record more than the numbers say",
        DAMAGED,
        _with_run(_packed(four), len(four)),
    )
    other = sealed_run(["a", "b", "d"])
    yield (
        "run-other-name",
        "a run under another run's name",
        DAMAGED,
        _with_run(packed, size, other, run),
    )
    window = bytearray(b"\x28\xb5\x2f\xfd\x80" + bytes([17 << 3]) + struct.pack("<I", len(raw)))
    window += (1 | len(raw) << 3).to_bytes(3, "little") + raw
    yield "run-window", "a window of 128 MiB", DAMAGED, _with_run(bytes(window), len(raw))
    yield "run-two-frames", "two frames", DAMAGED, _with_run(wide + _packed(b"x"), len(raw))
    yield "run-after-frame", "a byte after the frame", DAMAGED, _with_run(wide + b"\0", len(raw))
    skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"skip"
    yield "run-skippable", "a skippable frame first", DAMAGED, _with_run(skippable + wide, len(raw))
    yield "run-cut-frame", "a frame cut short", DAMAGED, _with_run(wide[:-3], len(raw))
    yield "run-not-zstd", "no zstd at all", DAMAGED, _with_run(b"x" * 200, len(raw))
    yield "run-size", "another size than announced", DAMAGED, _with_run(packed, len(raw) - 1)
