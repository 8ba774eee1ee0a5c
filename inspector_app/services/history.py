"""History: who wrote what, when, on which machine, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.log.change import Register, StoredChange, Value
from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of a history."""

    change: str
    kind: int
    register: Register
    value: Value
    before: Value
    author: str
    device: str
    seq: int
    wall: int


def change_views(
    log: Log, directory: Directory, changes: Iterable[StoredChange]
) -> tuple[ChangeView, ...]:
    """Changes as lines of a history, with the value each one replaced."""
    return tuple(_view(log, directory, stored) for stored in changes)


def _view(log: Log, directory: Directory, stored: StoredChange) -> ChangeView:
    change = stored.change
    before: Value = None
    for ref in change.sup:
        earlier = log.change(ref)
        if earlier is not None:
            before = earlier.change.value
    return ChangeView(
        change=stored.id.hex(),
        kind=change.kind,
        register=change.register,
        value=change.value,
        before=before,
        author=directory.author(change.actor),
        device=directory.device(change.dev),
        seq=change.seq,
        wall=change.wall,
    )


class LogService:
    """The log as a listing."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def show(self, limit: int) -> tuple[ChangeView, ...]:
        """The newest ``limit`` changes of the vault, newest first."""
        with self._vault.store.read() as log:
            return change_views(log, Directory(self._vault, log), log.newest(limit))
