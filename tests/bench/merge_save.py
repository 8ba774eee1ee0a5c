"""T1 and T8 to T11: one save, one page, opening, sizes, and that no object mapper takes part."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.trip.values import Side
from tests.bench.merge_first import Scene, driver_of, merged
from tests.bench.merge_table import Row, milliseconds
from tests.kit.team import PASSPHRASE, workshop

PACKAGE = Path(__file__).parents[2] / "inspector_app"
MODULES_OF_THE_WRITE_PATH = ("store", "services", "domain/log", "formats")


def saves(scene: Scene, times: int) -> Iterator[Row]:
    """T1: in the large vault, in turns: a bare row, a journal write, a typed answer."""
    scene.tell("saving answers")
    services = workshop().open_vault(str(scene.vault), PASSPHRASE)
    driver = driver_of(services)
    driver.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, value BLOB) STRICT")
    ent = scene.leader.inspections[0]
    value = b"x" * 170

    def bare() -> None:
        driver.execute("BEGIN IMMEDIATE")
        driver.execute("INSERT INTO bench (value) VALUES (?)", (value,))
        driver.execute("COMMIT")

    def journal(turn: int) -> None:
        with services.inspections._journal.write() as pen:
            pen.set(ent, "q/c1_1/verified", f"trả lời {turn}", scene.leader.form)

    def answer(turn: int) -> None:
        choice = ("yes", "no", "partial")[turn % 3]
        services.inspections.answer(scene.leader.real, "c1_1", Side.VERIFIED, choice)

    spent: dict[str, list[float]] = {"bare": [], "journal": [], "service": []}
    for turn in range(times + 20):
        for name, work in (("bare", lambda _: bare()), ("journal", journal), ("service", answer)):
            start = time.perf_counter()
            work(turn)
            spent[name].append(time.perf_counter() - start)
    driver.execute("DROP TABLE bench")
    services.close()
    yield from _save_rows({name: sorted(found[20:]) for name, found in spent.items()})


def _save_rows(spent: dict[str, list[float]]) -> Iterator[Row]:
    bare, quick = statistics.median(spent["bare"]), _quick(spent["bare"])
    names = {
        "journal": "durable, sealed write of an answer",
        "service": "answer through the service",
    }
    for name, what in names.items():
        mine = statistics.median(spent[name])
        late = spent[name][int(0.95 * len(spent[name]))]
        yield Row(
            "T1",
            f"{what} / bare one-row commit",
            milliseconds(_quick(spent[name])),
            milliseconds(quick),
            _quick(spent[name]) / quick,
            2.5,
            2.0,
            note=f"quickest tenth of each; medians {milliseconds(mine)}, {milliseconds(bare)}",
        )
        yield Row(
            "T1",
            f"{what}: 95th percentile / own median",
            milliseconds(late),
            milliseconds(mine),
            late / mine,
            2.0,
            note=f"bare commit: {spent['bare'][int(0.95 * len(spent['bare']))] / bare:.2f}",
        )


def _quick(times: list[float]) -> float:
    """The time that a tenth stays below: a busy disk makes every median one flush long."""
    return times[len(times) // 10]


def pages(scene: Scene, times: int) -> Iterator[Row]:
    """T8: one unit's answers from the projection, from the log, from a plain table of answers."""
    scene.tell("reading a unit's page")
    services = workshop().open_vault(str(scene.vault), PASSPHRASE)
    driver = driver_of(services)
    ent = scene.leader.inspections[1]
    (ent_no,) = driver.execute("SELECT ent_no FROM ent WHERE ent = ?", (ent,)).fetchone()
    driver.execute(
        "CREATE TEMP TABLE answers (ent_no INTEGER, path_no INTEGER, raw BLOB, h BLOB,"
        " PRIMARY KEY (ent_no, path_no)) WITHOUT ROWID"
    )
    driver.execute(
        "INSERT OR IGNORE INTO answers SELECT head.cell >> 20, head.cell & 1048575, raw, h"
        " FROM head JOIN change USING (n)"
    )
    within = (ent_no << 20, (ent_no << 20) + 2**20 - 1)
    queries = {
        "projection": (
            "SELECT raw, h FROM head JOIN change USING (n) WHERE head.cell BETWEEN ? AND ?",
            within,
        ),
        "plain": ("SELECT raw, h FROM answers WHERE ent_no = ?", (ent_no,)),
        "scan": ("SELECT raw, h FROM change NOT INDEXED WHERE cell BETWEEN ? AND ?", within),
    }
    spent: dict[str, list[float]] = {name: [] for name in queries}
    for turn in range(times):
        for name, (query, given) in queries.items():
            if name == "scan" and turn >= 3:
                continue
            start = time.perf_counter()
            driver.execute(query, given).fetchall()
            spent[name].append(time.perf_counter() - start)
    services.close()
    mine, plain, scan = (statistics.median(spent[name]) for name in queries)
    yield Row(
        "T8",
        "log scan / unit page from the projection",
        milliseconds(mine),
        milliseconds(scan),
        scan / mine,
        1000,
        at_least=True,
    )
    yield Row(
        "T8",
        "unit page / plain answers table",
        milliseconds(mine),
        milliseconds(plain),
        mine / plain,
        2.0,
        note="the plain table stands in memory, unencrypted",
    )


def opening(scene: Scene) -> Row:
    """T9: a database opened with its raw key and with a passphrase."""
    spent: dict[str, list[float]] = {"raw": [], "passphrase": []}
    keys = {"raw": f"\"x'{bytes(range(32)).hex()}'\"", "passphrase": "'bốn từ không liên quan'"}
    for turn in range(6):
        for name, key in keys.items():
            start = time.perf_counter()
            connection = sqlcipher.connect(str(scene.folder / f"open-{name}.db"))
            connection.execute(f"PRAGMA key = {key}")
            if turn == 0:
                connection.execute("CREATE TABLE one (id INTEGER)")
            connection.execute("SELECT count(*) FROM one").fetchone()
            if turn:
                spent[name].append(time.perf_counter() - start)
            connection.close()
    raw, slow = (statistics.median(spent[name]) for name in keys)
    return Row(
        "T9",
        "open with the raw key / with PBKDF2",
        milliseconds(raw),
        milliseconds(slow),
        raw / slow,
        1 / 50,
    )


def sizes(scene: Scene) -> Iterator[Row]:
    """T10: bytes of the closed store and of bundles, against the bytes of the changes."""
    services = workshop().open_vault(str(scene.vault), PASSPHRASE)
    (raw,) = driver_of(services).execute("SELECT sum(length(raw)) FROM change").fetchone()
    services.close()
    store = (scene.vault / "vault.db").stat().st_size
    packed = sum(Path(path).stat().st_size for path in scene.bundles)
    carried = sum(len(frame) for one in scene.portions for frame in one.segment.frames)
    yield Row(
        "T10",
        "store / raw bytes of its changes",
        _megabytes(store),
        _megabytes(raw),
        store / raw,
        2.5,
    )
    yield Row(
        "T10",
        "bundles / raw bytes of their changes",
        _megabytes(packed),
        _megabytes(carried),
        packed / carried,
        0.25,
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def no_mapper(scene: Scene) -> Iterator[Row]:
    """T11: nothing imports the object mapper; rows that SQLAlchemy writes during a merge."""
    found = [
        path
        for part in MODULES_OF_THE_WRITE_PATH
        for path in sorted((PACKAGE / part).rglob("*.py"))
        if re.search(r"sqlalchemy(\.orm| import .*\borm\b)", path.read_text(encoding="utf-8"))
    ]
    services = scene.leader.open("nguoi-dem")
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", statement, re.IGNORECASE):
            written.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        merged(services, scene.bundles[:1])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        services.close()
    yield Row(
        "T11",
        "modules of the write path that import the mapper",
        str(len(found)),
        "0",
        len(found),
        0,
    )
    yield Row(
        "T11",
        "statements that SQLAlchemy wrote during a merge",
        str(len(written)),
        "0",
        len(written),
        0,
    )
