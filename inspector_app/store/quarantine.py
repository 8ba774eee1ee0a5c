"""Quarantine in the store: changes of revoked devices that take no part in the registers.

The meaning is ``domain.log.quarantine``. Here stands what keeps the projections true while changes
come in: the controls of the log in memory (there are few), the numbers of the quarantined changes
in a temporary table (made anew when the vault is opened), and registers made anew one by one where
the fast way of ``heads`` does not know enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from inspector_app.domain.log.change import StoredChange
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.quarantine import (
    ADOPT,
    GENESIS,
    REVOKE,
    Cut,
    Verdict,
    is_control,
    judge_controls,
    predecessor_of,
    trusted_line,
)
from inspector_app.domain.log.runs import Run
from inspector_app.store.names import PATH_BITS, Names

Decode = Callable[[bytes, ChangeId], StoredChange]

TEMPORARY: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS quarantined (n INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS beyond (n INTEGER PRIMARY KEY)",
)


class Quarantine:
    """Which changes of the log do not count; ``forget`` after a rollback."""

    def __init__(self, driver: Any, names: Names, decode: Decode) -> None:
        self._driver = driver
        self._names = names
        self._decode = decode
        self._is_known = False
        self._verdict = Verdict({}, frozenset())
        self._controls: dict[ChangeId, StoredChange] = {}
        self._origins: dict[DeviceId, set[DeviceId]] = {}
        self._watched: set[DeviceId] = set()
        """Devices whose new changes may not count, or decide about others."""

    def forget(self) -> None:
        """A transaction was rolled back: nothing that it taught counts."""
        self._is_known = False

    def know(self) -> None:
        """Learn what the log says, inside a transaction and before it changes anything."""
        if self._is_known:
            return
        self._controls, self._origins = {}, {}
        self._learn(one for path in (REVOKE, ADOPT, GENESIS) for one in self._of_path(path))
        self._driver.execute("DELETE FROM temp.quarantined")
        self._judge()
        self._driver.execute("INSERT INTO temp.quarantined SELECT n FROM temp.beyond")
        self._is_known = True

    @property
    def cuts(self) -> Mapping[DeviceId, tuple[Cut, ...]]:
        """By device, up to where it is trusted."""
        return self._verdict.cuts

    def take(self, dev: DeviceId, told: Iterable[StoredChange]) -> set[int]:
        """Take new changes of a device into account, after they were inserted.

        Args:
            dev: the device.
            told: those of them that speak of devices.

        Returns: the registers (cells) in which other changes count than before.
        """
        is_news = self._learn(told)
        if not self._controls or not (is_news or dev in self._watched):
            return set()
        self._judge()
        moved = self._driver.execute(
            "SELECT n FROM temp.beyond EXCEPT SELECT n FROM temp.quarantined"
            " UNION ALL SELECT * FROM"
            " (SELECT n FROM temp.quarantined EXCEPT SELECT n FROM temp.beyond)"
        ).fetchall()
        cells = {
            self._driver.execute("SELECT cell FROM change WHERE n = ?", row).fetchone()[0]
            for row in moved
        }
        if moved:
            self._driver.execute("DELETE FROM temp.quarantined")
            self._driver.execute("INSERT INTO temp.quarantined SELECT n FROM temp.beyond")
        return cells

    def holds(self, n: int) -> bool:
        """Whether the change of that number is in quarantine."""
        if not self._verdict.cuts:
            return False
        found = self._driver.execute("SELECT 1 FROM temp.quarantined WHERE n = ?", (n,))
        return found.fetchone() is not None

    def foresee(self, told: Iterable[StoredChange], runs: Iterable[Run]) -> Outlook:
        """What will count once more changes are here; nothing is stored.

        Args:
            told: changes that speak of devices.
            runs: whatever else comes, these changes among it.
        """
        told, runs = tuple(told), tuple(runs)
        if not told and not runs:
            return Outlook(self._verdict, self._level, self._lowest)
        coming: defaultdict[DeviceId, list[Run]] = defaultdict(list)
        for run in runs:
            coming[run.segment.seal.dev].append(run)
        controls = dict(self._controls)
        origins = {dev: set(found) for dev, found in self._origins.items()}
        for one in told:
            old = predecessor_of(one)
            if old is not None:
                origins.setdefault(one.change.dev, set()).add(old)
            elif is_control(one):
                controls[one.id] = one

        def level(dev: DeviceId, seq: int) -> Mapping[ChangeId, bytes]:
            found = self._level(dev, seq)
            for run in coming.get(dev, ()):
                at = seq - run.segment.first
                if 0 <= at < len(run):
                    found[run.ids[at]] = run.segment.frames[at]
            return found

        def lowest(dev: DeviceId) -> int:
            firsts = (run.segment.first for run in coming.get(dev, ()))
            return min(self._lowest(dev), *firsts, 2**60)

        frozen = {dev: frozenset(found) for dev, found in origins.items()}
        return Outlook(judge_controls(controls.values(), frozen, level, lowest), level, lowest)

    def changes(self) -> list[StoredChange]:
        """What is in quarantine, in the order of arrival."""
        found = self._driver.execute(
            "SELECT c.raw, c.h FROM temp.quarantined q CROSS JOIN change c ON c.n = q.n"
            " ORDER BY c.n"
        )
        return [self._decode(raw, ChangeId(h)) for raw, h in found]

    def line(self, cut: Cut) -> dict[int, ChangeId]:
        """The stored way back from the last trusted change."""
        return trusted_line(cut, self._level, self._lowest(cut.dev))

    def _learn(self, changes: Iterable[StoredChange]) -> bool:
        """Keep what decides about others; returns whether there was any such."""
        is_news = False
        for one in changes:
            old = predecessor_of(one)
            if old is not None:
                self._origins.setdefault(one.change.dev, set()).add(old)
            elif is_control(one):
                self._controls[one.id] = one
            else:
                continue
            is_news = True
        if is_news:
            revoked = {DeviceId(one.change.ent) for one in self._controls.values()}
            self._watched = revoked | self._origins.keys()
        return is_news

    def _judge(self) -> None:
        """Put the numbers of everything that does not count into ``temp.beyond``."""
        self._driver.execute("DELETE FROM temp.beyond")
        self._verdict = judge_controls(
            self._controls.values(),
            {dev: frozenset(found) for dev, found in self._origins.items()},
            self._level,
            self._lowest,
        )
        for cuts in self._verdict.cuts.values():
            for cut in cuts:
                self._find_beyond(cut)
        self._spare()

    def _find_beyond(self, cut: Cut) -> None:
        dev_no = self._names.device(cut.dev)
        self._driver.execute(
            "INSERT OR IGNORE INTO temp.beyond SELECT n FROM change WHERE dev_no = ? AND seq > ?",
            (dev_no, cut.seq),
        )
        for seq, id_ in self.line(cut).items():
            self._driver.execute(
                "INSERT OR IGNORE INTO temp.beyond"
                " SELECT n FROM change WHERE dev_no = ? AND seq = ? AND h <> ?",
                (dev_no, seq, id_),
            )

    def _spare(self) -> None:
        """Adopted changes count, but nothing adopts what would revoke or adopt."""
        for name in self._verdict.adopted:
            spared = self._driver.execute(
                "SELECT c.n, c.raw, c.h FROM temp.beyond b CROSS JOIN change c ON c.n = b.n"
                " WHERE substr(c.h, 1, 16) = ?",
                (name,),
            ).fetchall()
            for n, raw, h in spared:
                if not is_control(self._decode(raw, ChangeId(h))):
                    self._driver.execute("DELETE FROM temp.beyond WHERE n = ?", (n,))

    def _of_path(self, path: str) -> list[StoredChange]:
        """Every change ever written to one path."""
        path_no = self._names.path(path)
        if path_no is None:
            return []
        found = self._driver.execute(
            "SELECT c.raw, c.h FROM ent CROSS JOIN change c ON c.cell = (ent.ent_no << ? | ?)",
            (PATH_BITS, path_no),
        )
        return [self._decode(raw, ChangeId(h)) for raw, h in found]

    def _level(self, dev: DeviceId, seq: int) -> dict[ChangeId, bytes]:
        found = self._driver.execute(
            "SELECT h, raw FROM change WHERE dev_no = ? AND seq = ?",
            (self._names.device(dev), seq),
        )
        return {ChangeId(h): raw for h, raw in found}

    def _lowest(self, dev: DeviceId) -> int:
        """The first number that two changes of a device claim; above all of them without forks."""
        (seq,) = self._driver.execute(
            "SELECT min(seq) FROM fork WHERE dev_no = ?", (self._names.device(dev),)
        ).fetchone()
        return 2**60 if seq is None else int(seq)
