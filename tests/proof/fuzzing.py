"""Fuzzes everything that reads a bundle, under limits of time and memory.

python -m tests.proof.fuzzing --seconds 10 --seed 1 --keep FOLDER

Good bundles, runs and records are altered at random and fed to the layer they belong to; what stands
above that layer is made valid again (hashes, chain, seal, manifest, signature), so that the alterations reach
it. The only permitted ends are acceptance and an error of the catalogue. Anything else is a crasher:
its bytes are kept in FOLDER under the layer's name, and ``test_fuzzing.py`` feeds kept ones again.
An input that kills the process stands in ``FOLDER/current.LAYER``.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from inspector_app.crypto.sealing import Sealer
from inspector_app.domain.errors import InspectorError
from inspector_app.formats.segments import SegmentRefused
from inspector_app.store.vault_store import Store
from tests.kit import bundle_files
from tests.kit.change_vectors import PATH, sealed
from tests.kit.laptops import memory_store, take
from tests.kit.records import AGE_IDENTITIES, CODEC, change, public_keys, sealed_run
from tests.proof.tampers import raw_of, repacked

MEMORY = 1536 * 1024 * 1024
"""Address space of the process: libraries, the largest legal manifest and run, and room."""
SLOWEST = 2.0
"""Seconds of processor time that no input may take."""
INTERESTING = (
    0,
    1,
    2,
    63,
    64,
    127,
    128,
    255,
    256,
    2**15,
    2**16,
    2**31,
    2**32 - 1,
    2**53,
    2**64 - 1,
)
LAYERS = ("age", "container", "manifest", "members", "run", "record")

Feed = Callable[[bytes], None]


def main(arguments: Sequence[str]) -> int:
    """Fuzz for so long; 0 when nothing was found."""
    parser = argparse.ArgumentParser(prog="fuzzing")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    chosen.keep.mkdir(parents=True, exist_ok=True)
    limit(chosen.seconds)
    counts, crashers = fuzz(random.Random(chosen.seed), chosen.seconds, chosen.keep)
    print(json.dumps({**counts, "crashers": crashers}))
    return 1 if crashers else 0


def limit(seconds: float) -> None:
    """The limits of this process; what exceeds them is found like any other defect."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    most = int(seconds * 2 + 60)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fuzz(dice: random.Random, seconds: float, keep: Path) -> tuple[Counter[str], list[str]]:
    """Feed altered inputs until the time is over; counts by layer and verdict."""
    end = time.monotonic() + seconds
    counts: Counter[str] = Counter()
    crashers: list[str] = []
    while time.monotonic() < end:
        layer = LAYERS[sum(counts.values()) % len(LAYERS)]
        original, data = MAKERS[layer](dice)
        current = keep / f"current.{layer}"
        current.write_bytes(data)
        started = time.process_time()
        try:
            feed(layer, data)
            is_sealed = original and data != original
            verdict = "altered bytes were taken" if is_sealed else "taken"
        except (InspectorError, SegmentRefused):
            verdict = "refused"
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is what we look for)
            verdict = f"{type(error).__name__}: {error}"[:80]
        took = time.process_time() - started
        if verdict in ("taken", "refused") and took > SLOWEST:
            verdict = f"took {took:.1f} s"
        if verdict in ("taken", "refused"):
            counts[f"{layer} {verdict}"] += 1
        else:
            name = f"{hashlib.sha256(data).hexdigest()[:16]}.{layer}"
            (keep / name).write_bytes(data)
            crashers.append(f"{name}: {verdict}")
            counts[f"{layer} crashed"] += 1
        current.unlink()
    return counts, crashers


def feed(layer: str, data: bytes) -> None:
    """Give bytes to the layer that they belong to. Raises: InspectorError, SegmentRefused."""
    if layer == "age":
        Sealer().open(io.BytesIO(data), io.BytesIO(), AGE_IDENTITIES[0], "gói.inspb")
    elif layer in ("run", "record"):
        take(_empty(), [repacked(data).open()], probe=False)
    else:
        sink = bundle_files.Sink()
        try:
            bundle_files.read(data, sink, step=4096)
        finally:
            assert not any(one.is_published for one in sink.files.values())


def _empty() -> Store:
    """One vault for all inputs; what is taken stays and must not disturb what comes later."""
    if not _STORES:
        _STORES.append(memory_store())
    return _STORES[0]


_STORES: list[Store] = []


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A few random alterations: bits, numbers, pieces lost, doubled or moved."""
    raw = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4, 16))):
        at = dice.randrange(len(raw) + 1)
        size = dice.choice((1, 1, 2, 4, 8, 64, 512))
        match dice.randrange(7):
            case 0 if at < len(raw):
                raw[at] ^= 1 << dice.randrange(8)
            case 1:
                raw[at : at + size] = dice.randbytes(size)
            case 2:
                del raw[at : at + size]
            case 3:
                raw[at:at] = raw[at : at + size] * dice.choice((1, 2, 30))
            case 4:
                number = dice.choice(INTERESTING) & (256 ** min(size, 8) - 1)
                raw[at : at + min(size, 8)] = number.to_bytes(min(size, 8), "big")
            case 5:
                other = dice.randrange(len(raw) + 1)
                raw[at : at + size] = raw[other : other + size]
            case _:
                raw[at:] = b"" if dice.random() < 0.2 else raw[at:]
    return bytes(raw)


Made = tuple[bytes, bytes]
"""Bytes that nobody without a key can alter (empty: made valid again), and what is fed."""


def _age(dice: random.Random) -> Made:
    sink = io.BytesIO()
    recipient = public_keys(2).age_recipient
    Sealer().seal(io.BytesIO(bytes(200_000)), sink, [recipient] * dice.choice((1, 3)))
    whole = sink.getvalue()
    cut = dice.choice((len(whole), 400, 900))
    return whole, mutated(whole[:cut], dice) + (whole[cut:] if dice.random() < 0.7 else b"")


def _container(dice: random.Random) -> Made:
    return _good(), mutated(_good(), dice)


def _manifest(dice: random.Random) -> Made:
    """Altered manifests, validly signed."""
    if dice.random() < 0.4:
        return b"", bundle_files.forged(spell=lambda data: mutated(data, dice), base=_good())
    return b"", bundle_files.forged(lambda plain: _twisted(plain, dice), base=_good())


def _twisted(value: Any, dice: random.Random) -> None:
    """Replace something inside a JSON value by something of another kind or size."""
    key = dice.choice(list(value)) if isinstance(value, dict) else dice.randrange(len(value))
    inner = value[key]
    if isinstance(inner, dict | list) and inner and dice.random() < 0.7:
        _twisted(inner, dice)
        return
    other: tuple[Any, ...] = (
        *(None, True, "", "x" * 300, [], {}, [[]], -1, 1.5, 2**63, "\u0000", "../x"),
        *(dice.choice(INTERESTING), [inner] * 3, {"a": inner}, str(inner)),
    )
    if isinstance(value, dict) and dice.random() < 0.2:
        del value[key]
    else:
        value[key] = dice.choice(other)


def _members(dice: random.Random) -> Made:
    """Altered members under a manifest that names them as they are."""
    members = bundle_files.split(_good())
    at = dice.randrange(2, len(members))
    name, data = members[at]
    members[at] = (name, mutated(data, dice))

    def change(plain: dict[str, Any]) -> None:
        line = plain["members"][at - 2]
        data = members[at][1]
        line["sha256"], line["size"] = bundle_files.sha256(data), len(data)
        if not name.endswith(".zst"):
            line["raw_size"] = len(data)

    return b"", bundle_files.forged(change, members[2:], base=_good())


def _run(dice: random.Random) -> Made:
    """Altered runs, whatever stands in their head."""
    raw = raw_of(sealed_run(["có", None, {"a": [1, "Đã"]}]))
    return raw, mutated(raw, dice)


def _record(dice: random.Random) -> Made:
    """Altered records, correctly chained and sealed by their device."""
    frames = [
        CODEC.encode(change(seq, 2, path=PATH, value={"a": [1, None, "Đã"], "b": b"x" * 40}))
        for seq in (1, 2)
    ]
    at = dice.randrange(2)
    while True:
        frames[at] = mutated(frames[at], dice)
        if frames[at]:
            return b"", raw_of(sealed(frames))


_GOOD: list[bytes] = []


def _good() -> bytes:
    if not _GOOD:
        _GOOD.append(bundle_files.honest())
    return _GOOD[0]


MAKERS: dict[str, Callable[[random.Random], Made]] = {
    "age": _age,
    "container": _container,
    "manifest": _manifest,
    "members": _members,
    "run": _run,
    "record": _record,
}
__all__ = ["LAYERS", "feed", "fuzz", "main", "mutated"]

if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
