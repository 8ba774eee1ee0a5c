"""Short local numbers for devices, entities and paths; none of them ever leaves the vault.

A register is one number, ``cell = ent_no << 20 | path_no``, because two long keys per change would
cost more than everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import Register, device_id
from inspector_app.domain.log.ids import DeviceId, EntityId

PATH_BITS: Final = 20
MAX_PATHS: Final = 2**PATH_BITS - 1


class Names:
    """Interning with a cache; ``forget`` after a rollback."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._devices: dict[DeviceId, int] = {}
        self._ents: dict[EntityId, int] = {}
        self._paths: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what a transaction that was rolled back may have put into the cache."""
        self._devices.clear()
        self._ents.clear()
        self._paths.clear()

    def device(self, dev: DeviceId) -> int | None:
        """The number of a device that changes were stored of."""
        if dev not in self._devices:
            row = self._driver.execute("SELECT dev_no FROM device WHERE dev = ?", (dev,)).fetchone()
            if row is None:
                return None
            self._devices[dev] = row[0]
        return self._devices[dev]

    def make_device(self, public_key: bytes) -> int:
        """The number of a device, new if need be."""
        dev = device_id(public_key)
        number = self.device(dev)
        if number is None:
            cursor = self._driver.execute(
                "INSERT INTO device (dev, pub) VALUES (?, ?)", (dev, public_key)
            )
            number = self._devices[dev] = int(cursor.lastrowid)
        return number

    def entity(self, ent: EntityId) -> int | None:
        """The number of an entity that some change named."""
        number = self._ents.get(ent)
        if number is None:
            row = self._driver.execute("SELECT ent_no FROM ent WHERE ent = ?", (ent,)).fetchone()
            if row is None:
                return None
            number = self._ents[ent] = row[0]
        return number

    def path(self, path: str) -> int | None:
        """The number of a path that some change named."""
        return self.paths().get(path)

    def paths(self) -> Mapping[str, int]:
        """The numbers of all paths that some change named."""
        if not self._paths:
            self._paths = dict(self._driver.execute("SELECT path, path_no FROM path").fetchall())
        return self._paths

    def cell(self, register: Register) -> int | None:
        """The number of a register; None when nobody ever wrote it."""
        ent_no, path_no = self.entity(register.ent), self.path(register.path)
        if ent_no is None or path_no is None:
            return None
        return ent_no << PATH_BITS | path_no

    def make_cells(self, ents: Sequence[bytes], paths: Sequence[str]) -> list[int]:
        """The numbers of registers, new where need be.

        Args:
            ents: their entities.
            paths: their paths, at the same places.

        Raises:
            ChangeRefusedError: a million different paths; no honest form has them.
        """
        self._make_entities(set(ents))
        self._make_paths(set(paths))
        ent_nos = map(self._ents.__getitem__, ents)  # type: ignore[arg-type]
        path_nos = map(self._paths.__getitem__, paths)
        return [
            ent_no << PATH_BITS | path_no for ent_no, path_no in zip(ent_nos, path_nos, strict=True)
        ]

    def _make_entities(self, ents: Iterable[bytes]) -> None:
        for ent in map(EntityId, ents):
            if self.entity(ent) is None:
                cursor = self._driver.execute("INSERT INTO ent (ent) VALUES (?)", (ent,))
                self._ents[ent] = int(cursor.lastrowid)

    def _make_paths(self, paths: Iterable[str]) -> None:
        for path in paths:
            if self.path(path) is None:
                cursor = self._driver.execute("INSERT INTO path (path) VALUES (?)", (path,))
                number = self._paths[path] = int(cursor.lastrowid)
                if number > MAX_PATHS:
                    raise ChangeRefusedError(what="quá nhiều tên ô khác nhau")
