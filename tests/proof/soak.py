"""The long proof: thousands of histories, kills, fuzzing and a trip of forty laptops.

python3 build_scripts/dev.py soak [--histories N] [--kills N] [--laptops N] [--fuzz SECONDS]
                                  [--minutes N] [--first-seed N] [--seed N] [--jobs N]

Histories are played in processes beside each other, one seed each; a seed that fails is printed, and
``--seed N`` plays it alone with its traceback. ``--minutes`` ends the histories early. Exit status: 0
all held, 1 something did not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.proof import kills, seeded, simulated_trip
from tests.proof.planting import ROOT

SHOWN_EVERY = 30.0
PORTION = 20
"""Histories that a process takes at once."""
ORDER = (
    *("histories", "steps", "changes", "conflicts", "resolve", "resolve-part", "undo", "remove"),
    *("forks", "clones", "backups", "restores", "lost laptops", "gaps", "forge", "dangle"),
    *("revoke", "reinstate", "adopt", "quarantined"),
    *("lamport", "clock", "unknown", "unknown-refs", "crashes", "reopened", "tampers"),
)

Outcome = tuple[int, Counter[str], str]
"""Seed, counts, traceback (empty when all held)."""


def main(arguments: Sequence[str]) -> int:
    """Run what the command line asks for; the exit status."""
    chosen = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.seed is not None:
            print(_table(seeded.play(chosen.seed, folder)))
            return 0
        held = [
            _histories(folder, chosen),
            _fuzz(folder, chosen.fuzz, chosen.first_seed),
            _laptops(folder, chosen.laptops, chosen.first_seed),
            _kills(folder, chosen.kills, chosen.first_seed),
        ]
    print("Everything held." if all(held) else "SOMETHING DID NOT HOLD: see above.")
    return 0 if all(held) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py soak", allow_abbrev=False)
    parser.add_argument("--histories", type=int, default=10_000, help="seeded teams (10000)")
    parser.add_argument("--kills", type=int, default=100, help="SIGKILLs of the program (100)")
    parser.add_argument("--laptops", type=int, default=40, help="of the simulated trip (40)")
    parser.add_argument("--fuzz", type=float, default=120, help="seconds of fuzzing (120)")
    parser.add_argument("--minutes", type=float, default=0, help="end the histories after (no end)")
    parser.add_argument("--first-seed", type=int, default=0, help="of the histories (0)")
    parser.add_argument("--seed", type=int, help="play this history alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser


def _histories(folder: Path, chosen: argparse.Namespace) -> bool:
    if not chosen.histories:
        return True
    started = time.monotonic()
    end = started + chosen.minutes * 60 if chosen.minutes else float("inf")
    counts: Counter[str] = Counter()
    failed: list[int] = []
    shown = started
    last = chosen.first_seed + chosen.histories
    work = [(seed, str(folder)) for seed in range(chosen.first_seed, last)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(chosen.jobs) as pool:
        for seed, counted, problem in pool.imap_unordered(_one, work, PORTION):
            counts += counted
            if problem:
                failed.append(seed)
                print(f"\nseed {seed} FAILED (dev.py soak --seed {seed})\n{problem}", flush=True)
            if time.monotonic() - shown > SHOWN_EVERY:
                shown = time.monotonic()
                print(f"  … {counts['histories']} histories", flush=True)
            if time.monotonic() > end:
                pool.terminate()
                break
    print(f"\nHistories, {time.monotonic() - started:.0f} s on {chosen.jobs} processes")
    print(_table(counts))
    if failed:
        print(f"  failed seeds: {sorted(failed)}")
    return not failed


def _one(work: tuple[int, str]) -> Outcome:
    """One history in a worker."""
    seed, folder = work
    try:
        return seed, seeded.play(seed, Path(folder)), ""
    except Exception:  # noqa: BLE001 (every failure is a finding and must not end the others)
        return seed, Counter(), traceback.format_exc(limit=-6)


def _fuzz(folder: Path, seconds: float, seed: int) -> bool:
    if not seconds:
        return True
    keep = ROOT / "out" / "crashers"
    command = [sys.executable, "-m", "tests.proof.fuzzing", "--seconds", str(seconds)]
    done = subprocess.run(
        [*command, "--seed", str(seed), "--keep", str(keep)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(f"\nFuzzing, {seconds:.0f} s")
    if done.returncode:
        print(f"  FOUND SOMETHING (status {done.returncode}), kept in {keep}\n{done.stdout}")
        return False
    counts = json.loads(done.stdout)
    counts.pop("crashers")
    print(_table(Counter(counts)))
    return True


def _laptops(folder: Path, people: int, seed: int) -> bool:
    if not people:
        return True
    started = time.monotonic()
    try:
        counts = simulated_trip.simulate(folder / "trip", people, seed)
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        return False
    print(f"\nSimulated trip, {time.monotonic() - started:.0f} s")
    print(_table(counts))
    return True


def _kills(folder: Path, count: int, seed: int) -> bool:
    if not count:
        return True
    started = time.monotonic()
    ground = folder / "kills"
    ground.mkdir()
    try:
        counts = kills.kill(kills.prepare(ground, seed), count, seed)
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        return False
    print(f"\nKills, {time.monotonic() - started:.0f} s")
    print(_table(counts))
    return True


def _table(counts: Counter[str]) -> str:
    return "\n".join(f"  {name:<32} {counts[name]:>10,}" for name in _names(counts))


def _names(counts: Counter[str]) -> Iterator[str]:
    known = [name for name in ORDER if name in counts]
    yield from known
    yield from sorted(set(counts) - set(known))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
