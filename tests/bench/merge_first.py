"""T2 to T7: merging bundles for the first time, once more, and one more into a large vault."""

from __future__ import annotations

import shutil
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.crypto.sealing import Sealer
from inspector_app.domain.log.runs import link
from inspector_app.formats.bundle_reader import BundleReader
from inspector_app.formats.manifests import NAMESPACE
from inspector_app.services.workshop import Services
from inspector_app.store.engine import Database
from tests.bench.merge_raw import EVERYTHING, LOG, Prebuilt, insert, insert_into, prebuilt
from tests.bench.merge_rivals import RIVALS, Shelf
from tests.bench.merge_table import Row, milliseconds, number, spread
from tests.bench.merge_vault import Leader, Nothing, database_key, write_bundle
from tests.bench.merge_workload import Portion
from tests.kit.records import AGE_IDENTITIES, KEYS
from tests.kit.team import PASSPHRASE, workshop

Tell = Callable[[str], None]


@dataclass
class Scene:
    """What the measurements share."""

    leader: Leader
    folder: Path
    portions: Sequence[Portion]
    """All, in the order in which they are merged."""
    devices: int
    rounds: int
    tell: Tell
    bundles: list[str] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    """Seconds of each first merge of the first portions."""
    raw_log: list[float] = field(default_factory=list)
    raw_all: list[float] = field(default_factory=list)
    processor: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds of processor time, which waiting for a busy disk does not reach."""
    vault: Path = Path()
    """With the first portions merged."""

    @property
    def changes(self) -> int:
        """In the first portion of every device."""
        return sum(len(one.segment.frames) for one in self.portions[: self.devices])


def driver_of(services: Services) -> Any:
    """The connection of an open vault."""
    return services.bundles._vault.store._database.driver  # type: ignore[attr-defined]


def write_bundles(scene: Scene) -> None:
    """Every portion as a bundle."""
    scene.tell(f"sealing {len(scene.portions)} bundles")
    for at, portion in enumerate(scene.portions):
        path = scene.folder / f"goi-{at:03d}.inspb"
        scene.bundles.append(str(write_bundle(scene.leader, portion, path, at + 1)))


def merged(services: Services, paths: Sequence[str]) -> float:
    """Merge bundles through the service; seconds.

    Raises:
        RuntimeError: one of them was refused.
    """
    start = time.perf_counter()
    receipts = services.bundles.merge(paths)
    spent = time.perf_counter() - start
    for one in receipts:
        if one.error or one.status not in ("new", "known", "updated"):
            raise RuntimeError(f"{one.path}: {one.status} {one.error}")
    return spent


def first_merges(scene: Scene) -> Iterator[Row]:
    """T2: the first portions into an empty vault, in turns with the limits. Then T4 and T7."""
    paths = scene.bundles[: scene.devices]
    built: Prebuilt | None = None
    for turn in range(scene.rounds):
        scene.tell(f"first merge, turn {turn + 1} of {scene.rounds}")
        services = scene.leader.open(f"lan-{turn}")
        before = driver_of(services).execute("SELECT max(n) FROM change").fetchone()[0]
        began = time.process_time()
        scene.first.append(merged(services, paths))
        scene.processor["ours"].append(time.process_time() - began)
        if built is None:
            ends = [before]
            for one in scene.portions[: scene.devices]:
                ends.append(ends[-1] + len(one.segment.frames))
            built = prebuilt(driver_of(services), ends)
        for tables, spent in ((LOG, scene.raw_log), (EVERYTHING, scene.raw_all)):
            path = scene.folder / f"raw-{len(spent)}-{len(tables)}.db"
            began = time.process_time()
            spent.append(insert(path, built.of(tables)))
            scene.processor[f"{len(tables)} tables"].append(time.process_time() - began)
            path.unlink()
        scene.vault = Path(services.path)
        if turn == scene.rounds - 1:
            yield from _merge_rows(scene)
            yield _again(scene, services)
            yield _probed(scene, services)
            yield _chains(scene, services)
        services.close()


def _merge_rows(scene: Scene) -> Iterator[Row]:
    ours, count = min(scene.first), scene.changes
    limits = (
        ("raw log rows", scene.raw_log, LOG, 0.35, 0.45),
        ("all final rows prebuilt", scene.raw_all, EVERYTHING, 0.50, 0.65),
    )
    for what, raw, tables, target, stretch in limits:
        busy, mine = scene.processor[f"{len(tables)} tables"], min(scene.processor["ours"])
        yield Row(
            "T2",
            f"first merge of {count:,} changes / {what}",
            f"{milliseconds(ours)} ({count / ours:,.0f}/s)",
            f"{milliseconds(min(raw))} ({count / min(raw):,.0f}/s)",
            min(raw) / ours,
            target,
            stretch,
            at_least=True,
            note=f"processor time {milliseconds(mine)} and {milliseconds(min(busy))}:"
            f" {number(min(busy) / mine)}; slowest/quickest: ours {spread(scene.first)},"
            f" limit {spread(raw)}",
        )


def _again(scene: Scene, services: Services) -> Row:
    times = [merged(services, scene.bundles[: scene.devices]) for _ in range(3)]
    first = min(scene.first)
    return Row(
        "T4",
        "the same bundles once more / first merge",
        milliseconds(min(times)),
        milliseconds(first),
        min(times) / first,
        0.01,
        note=f"slowest/quickest {spread(times)}; through the service, from the file",
    )


def _probed(scene: Scene, services: Services) -> Row:
    """T4 without the container: what the store takes to know that it holds the runs."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        with services.bundles._vault.store.read() as log:
            for one in scene.portions[: scene.devices]:
                seal = one.segment.seal
                if not log.has_run(seal.dev, seal.seq, seal.id, one.segment.first):
                    raise RuntimeError("a run that was merged is not known")
        times.append(time.perf_counter() - start)
    first = min(scene.first)
    return Row(
        "T4",
        "asking the store for the same runs / first merge",
        milliseconds(min(times)),
        milliseconds(first),
        min(times) / first,
        0.01,
        note=f"slowest/quickest {spread(times)}",
    )


def _chains(scene: Scene, services: Services) -> Row:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        with services.bundles._vault.store.read() as log:
            for segment in log.segments():
                link(segment, KEYS.verify)
        times.append(time.perf_counter() - start)
    raw = min(scene.raw_log)
    return Row(
        "T7",
        "raw insert of the log / reading and verifying all chains",
        milliseconds(min(times)),
        milliseconds(raw),
        raw / min(times),
        2.0,
        at_least=True,
        note=f"slowest/quickest {spread(times)}",
    )


def shares(scene: Scene) -> Iterator[Row]:
    """T5 and T6: how much of the first merge is container, and how much verification."""
    paths = scene.bundles[: scene.devices]
    container, verification = [], []
    for _ in range(3):
        start = time.perf_counter()
        for path in paths:
            _unpack(path)
        container.append(time.perf_counter() - start)
        start = time.perf_counter()
        for one in scene.portions[: scene.devices]:
            link(one.segment, KEYS.verify)
        verification.append(time.perf_counter() - start)
    first = min(scene.first)
    for name, what, times, target in (
        ("T5", "decrypt, verify, unpack / first merge", container, 0.05),
        ("T6", "seals and chains (1 signature a run) / first merge", verification, 0.10),
    ):
        ratio = min(times) / first
        note = f"slowest/quickest {spread(times)}"
        yield Row(
            name, what, milliseconds(min(times)), milliseconds(first), ratio, target, note=note
        )


def _unpack(path: str) -> None:
    """Read a bundle to its end and keep nothing."""

    def verify(message: bytes, signature: bytes) -> bytes | None:
        return KEYS.ssh_verify(message, signature, NAMESPACE)

    reader = BundleReader(Nothing(), verify, path)
    with Path(path).open("rb") as source:
        Sealer().open(source, reader, AGE_IDENTITIES[0], path)  # type: ignore[arg-type]
    reader.finish()


def one_more(scene: Scene, base: int) -> Iterator[Row]:
    """T3: more bundles into the store that holds ``base`` portions, beside the limits and rivals."""
    services = workshop().open_vault(str(scene.vault), PASSPHRASE)
    scene.tell(f"filling the vault with {base} portions")
    for at in range(scene.devices, base):
        merged(services, [scene.bundles[at]])
    total = driver_of(services).execute("SELECT count(*) FROM change").fetchone()[0]
    services.close()
    copy = scene.folder / "raw-large.db"
    shutil.copyfile(scene.vault / "vault.db", copy)
    updates = _rival_updates(scene)
    shelves = {}
    for rival in RIVALS:
        shelves[rival.name] = Shelf(scene.folder / f"{rival.name}.db")
        scene.tell(f"{rival.name}: a document of {total:,} changes")
        shelves[rival.name].merge(rival, updates[rival.name][:base])
    services = workshop().open_vault(str(scene.vault), PASSPHRASE)
    large = Database(copy, database_key(scene.vault))
    yield from _compared(scene, base, total, services, large, shelves, updates)
    for shelf in shelves.values():
        shelf.close()
    large.close()
    services.close()


def _rival_updates(scene: Scene) -> dict[str, list[bytes]]:
    found = {}
    for rival in RIVALS:
        scene.tell(f"{rival.name}: the same work")
        found[rival.name] = rival.updates(scene.portions)
    return found


def _compared(
    scene: Scene,
    base: int,
    total: int,
    services: Services,
    large: Database,
    shelves: dict[str, Shelf],
    updates: dict[str, list[bytes]],
) -> Iterator[Row]:
    ours: list[float] = []
    raw: list[float] = []
    theirs: dict[str, list[float]] = {rival.name: [] for rival in RIVALS}
    driver = driver_of(services)
    for at in range(base, len(scene.portions)):
        scene.tell(f"one more bundle into {total:,} changes")
        before = driver.execute("SELECT max(n) FROM change").fetchone()[0]
        ours.append(merged(services, [scene.bundles[at]]))
        rows = prebuilt(driver, [before, before + len(scene.portions[at].segment.frames)])
        raw.append(insert_into(large, rows.of(("change", "head"))[1:]))
        for rival in RIVALS:
            theirs[rival.name].append(shelves[rival.name].merge(rival, [updates[rival.name][at]]))
    size = len(scene.portions[base].segment.frames)
    what = f"one more bundle of {size:,} into {total:,}"
    noise = f"slowest/quickest: ours {spread(ours)}"
    mine = statistics.median(ours)
    limit = statistics.median(raw)
    yield Row(
        "T3",
        f"{what} / raw rows there",
        milliseconds(mine),
        milliseconds(limit),
        limit / mine,
        0.35,
        at_least=True,
        note=f"{noise}, limit {spread(raw)}",
    )
    empty = min(scene.first) / scene.devices
    yield Row(
        "T3",
        f"{what} / a bundle into the empty store",
        milliseconds(mine),
        milliseconds(empty),
        mine / empty,
        1.3,
        note=noise,
    )
    for name, times in theirs.items():
        other = statistics.median(times)
        yield Row(
            "T3",
            f"{name}, open, import, save / ours",
            milliseconds(mine),
            milliseconds(other),
            other / mine,
            15.0,
            at_least=True,
            note=f"slowest/quickest: {name} {spread(times)}",
        )


def rivals_first(scene: Scene) -> Iterator[Row]:
    """T2 beside the libraries: the same portions into an empty document, made durable."""
    ours = min(scene.first)
    for rival in RIVALS:
        updates = rival.updates(scene.portions[: scene.devices])
        times = []
        for turn in range(scene.rounds):
            shelf = Shelf(scene.folder / f"{rival.name}-{turn}.db")
            times.append(shelf.merge(rival, updates))
            shelf.close()
        other = min(times)
        yield Row(
            "T2",
            f"{rival.name}, import, save / ours (for comparison)",
            milliseconds(ours),
            milliseconds(other),
            other / ours,
            0.0,
            at_least=True,
            note="no authorship, no conflicts, no history in SQL; one of two answers is hidden",
        )
