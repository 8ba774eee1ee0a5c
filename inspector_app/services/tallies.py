"""What a merge asks of the whole vault, asked anew only when something was written since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.log.runs import Run
from inspector_app.services.admissions import Merged
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import conflict_keys
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.reopening import reopened
from inspector_app.services.rooms import OpenVault


@dataclass(frozen=True, slots=True)
class Count:
    """The open conflicts at one state of the vault."""

    mark: tuple[int, int]
    keys: frozenset[int | Register]


class Tally:
    """Remembers the last answers of one open vault, each with the state that it was given for.

    A merge counts before and after it writes: of bundles that come one behind the other, what was
    counted after one is what stands before the next. And bundles that were here before write nothing.
    """

    def __init__(self, vault: OpenVault, forms: FormService) -> None:
        self._vault = vault
        self._forms = forms
        self._count: Count | None = None
        self._laptops: tuple[tuple[int, int], Mapping[DeviceId, str]] | None = None

    def before(self, log: Log) -> frozenset[int | Register]:
        """The open conflicts; ``log`` belongs to a transaction that has written nothing yet."""
        if self._count is None or self._count.mark != self._vault.store.mark():
            self._count = self.after(log)
        return self._count.keys

    def after(self, log: Log) -> Count:
        """The open conflicts in the middle of a transaction, which may yet be taken back."""
        return Count(self._vault.store.mark(), conflict_keys(log, self._forms))

    def tell(
        self,
        log: Log,
        before: frozenset[int | Register],
        after: Count,
        runs: Sequence[Run],
        merged: Merged,
    ) -> None:
        """Write into ``merged`` what these runs did to the conflicts."""
        merged.conflicts_new = len(after.keys - before)
        merged.conflicts_open = len(after.keys)
        if merged.conflicts_new:
            merged.reopened = reopened(self._vault, self._forms, log, runs)

    def keep(self, count: Count) -> None:
        """The transaction of this count is in the vault."""
        self._count = count

    def laptops(self, log: Log) -> Mapping[DeviceId, str]:
        """The names of the enrolled devices; ``log`` belongs to a transaction that only reads."""
        mark = self._vault.store.mark()
        if self._laptops is None or self._laptops[0] != mark:
            directory = Directory(self._vault, log)
            names = {dev: directory.device(dev) for dev in directory.enrolled}
            self._laptops = mark, names
        return self._laptops[1]
