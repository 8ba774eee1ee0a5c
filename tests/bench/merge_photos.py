"""T5 and T13: photos through a merge, beside a bare decryption, and the memory that it takes."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyrage

from inspector_app.services.ports.formats import EvidenceSource
from tests.bench.merge_first import Scene, merged
from tests.bench.merge_table import Row, milliseconds, spread
from tests.bench.merge_vault import write_bundle
from tests.bench.merge_workload import Portion
from tests.kit.records import AGE_IDENTITIES
from tests.kit.team import PASSPHRASE, workshop

PHOTO = 4 * 1024 * 1024
MEGABYTE = 1024 * 1024


def photos(scene: Scene, portion: Portion, count: int) -> Iterator[Row]:
    """Streaming and memory of bundles with few and with many photos.

    Args:
        scene: vault and folder.
        portion: the changes that both bundles carry; the vault does not hold them yet.
        count: photos in the larger bundle; the smaller one has one.
    """
    scene.tell(f"{count} photos of {PHOTO // MEGABYTE} MiB")
    small, large = (_bundle(scene, portion, number) for number in (1, count))
    ours, bare = [], []
    for turn in range(3):
        services = scene.leader.open(f"anh-{turn}")
        ours.append(merged(services, [str(large)]))
        path = services.path
        services.close()
        shutil.rmtree(path)
        bare.append(_bare(scene, large))
    size = large.stat().st_size / 1e6
    yield Row(
        "T5",
        f"bare age decryption to a file / merge with {size:,.0f} MB of photos",
        f"{milliseconds(min(ours))} ({size / min(ours):,.0f} MB/s)",
        f"{milliseconds(min(bare))} ({size / min(bare):,.0f} MB/s)",
        min(bare) / min(ours),
        0.85,
        at_least=True,
        note=f"the merge hashes, encrypts again for the vault and forces each file to the disk;"
        f" slowest/quickest {spread(ours)}, {spread(bare)}",
    )
    if not Path("/proc/self/status").exists():
        return  # only Linux tells the peak of a process
    scene.tell("memory of a merge")
    peaks = [_peak(scene, path) for path in (small, large)]
    more = max(0, peaks[1] - peaks[0]) / MEGABYTE
    yield Row(
        "T13",
        f"more memory with {count} photos than with one",
        f"{peaks[1] / MEGABYTE:.0f} MiB",
        f"{peaks[0] / MEGABYTE:.0f} MiB",
        more,
        64,
        note="in MiB; peaks of whole processes, Python and libraries included",
    )


def _bundle(scene: Scene, portion: Portion, count: int) -> Path:
    sources = []
    for number in range(count):
        data = random.Random(number).randbytes(PHOTO)
        sha256 = hashlib.sha256(data).hexdigest()
        sources.append(EvidenceSource(sha256, PHOTO, partial(_pieces, number)))
    path = scene.folder / f"anh-{count}.inspb"
    return write_bundle(
        scene.leader, portion, path, evidence=sorted(sources, key=lambda one: one.sha256)
    )


def _pieces(number: int) -> Iterator[bytes]:
    data = random.Random(number).randbytes(PHOTO)
    for at in range(0, PHOTO, MEGABYTE):
        yield data[at : at + MEGABYTE]


def _bare(scene: Scene, bundle: Path) -> float:
    target = scene.folder / "bare"
    identity = pyrage.x25519.Identity.from_str(AGE_IDENTITIES[0])
    start = time.perf_counter()
    source: BinaryIO
    with bundle.open("rb") as source, target.open("wb") as sink:
        pyrage.decrypt_io(source, sink, [identity])
    spent = time.perf_counter() - start
    target.unlink()
    return spent


def _peak(scene: Scene, bundle: Path) -> int:
    """The peak of a process of its own that merges one bundle, in bytes."""
    copy = scene.folder / f"do-{bundle.stem}"
    shutil.copytree(scene.leader.path, copy)
    command = [sys.executable, "-m", "tests.bench.merge_photos", str(copy), str(bundle)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    shutil.rmtree(copy)
    return int(json.loads(answer.stdout))


def _merge_and_tell(vault: str, bundle: str) -> None:
    services = workshop().open_vault(vault, PASSPHRASE)
    merged(services, [bundle])
    # Not ``ru_maxrss``: that goes on counting from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    services.close()
    print(json.dumps(1024 * int(peak)))


if __name__ == "__main__":
    _merge_and_tell(*sys.argv[1:3])
