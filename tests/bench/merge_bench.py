"""The log, the merge and the bundle measured against named limits, in one interleaved run.

``python -m tests.bench.merge_bench [--json] [--quick]``; the door is ``dev.py bench merge``. What is
measured, and how, stands in ``docs/merge-bench.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench import merge_first, merge_photos, merge_save
from tests.bench.merge_first import Scene, Tell
from tests.bench.merge_table import Row, table
from tests.bench.merge_vault import make_leader
from tests.bench.merge_workload import Portion, Workload, device, inspections_of


@dataclass(frozen=True)
class Scale:
    """How much is measured."""

    devices: int
    size: int
    portions: int
    """Of every device in the large vault."""
    more: int
    """Further bundles into it."""
    rounds: int
    saves: int
    photos: int


FULL = Scale(devices=20, size=10_000, portions=5, more=5, rounds=5, saves=300, photos=60)
QUICK = Scale(devices=3, size=400, portions=2, more=1, rounds=1, saves=20, photos=3)


def measure(folder: Path, scale: Scale, tell: Tell) -> Iterator[Row]:
    """Every row, in the order of the measurements."""
    scene, fresh = prepared(folder, scale, tell)
    yield from merge_first.first_merges(scene)
    yield from merge_first.shares(scene)
    yield from merge_first.rivals_first(scene)
    yield from merge_first.one_more(scene, scale.devices * scale.portions)
    yield from merge_save.saves(scene, scale.saves)
    yield from merge_save.pages(scene, scale.saves)
    yield merge_save.opening(scene)
    yield from merge_save.sizes(scene)
    yield from merge_save.no_mapper(scene)
    yield from merge_photos.photos(scene, fresh, scale.photos)


def prepared(folder: Path, scale: Scale, tell: Tell) -> tuple[Scene, Portion]:
    """The leader's vault, everybody's work and its bundles; and the first device's first portion."""
    tell("making the leader's vault")
    laptops = [device(number) for number in range(scale.devices)]
    wanted = inspections_of(scale.portions, scale.devices, scale.size)
    leader = make_leader(folder, laptops, wanted)
    load = Workload(scale.devices, scale.size, leader.inspections, leader.form)
    made = []
    for number in range(scale.portions):
        tell(f"writing portion {number + 1} of {scale.portions}")
        made += [load.portion(one, number) for one in load.devices]
    made += [load.portion(one, scale.portions) for one in load.devices[: scale.more]]
    scene = Scene(leader, folder, made, scale.devices, scale.rounds, tell)
    merge_first.write_bundles(scene)
    return scene, made[0]


def main(arguments: Sequence[str]) -> int:
    """Measure and print; exit status 0."""
    parser = argparse.ArgumentParser(prog="dev.py bench merge")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: that it runs, not how fast"
    )
    chosen = parser.parse_args(arguments)
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"… {time.monotonic() - start:5.0f} s  {what}", file=sys.stderr)

    with tempfile.TemporaryDirectory(prefix="bench-merge-") as folder:
        scale = QUICK if chosen.quick else FULL
        rows = list(measure(Path(folder), scale, tell))
    rows.sort(key=lambda one: int(one.name[1:]))
    if chosen.json:
        lines = [{**asdict(one), "verdict": one.verdict} for one in rows]
        print(json.dumps({"scale": asdict(scale), "rows": lines}, indent=2, ensure_ascii=False))
    else:
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
