"""The ledger of what this vault sent; nothing in it is ever removed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from inspector_app.domain.log.ids import DeviceId
from inspector_app.services.ports.store import Log

_PREFIX: Final = "sent/"
_NUMBER_NOTE: Final = "export/number"
_CONFIRMED: Final = "confirmed/"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One bundle that was written."""

    number: int
    purpose: str
    created_ms: int
    path: str
    size: int
    sha256: str
    """Of the file (hex)."""
    manifest: str
    """SHA-256 of the manifest's bytes (hex)."""
    recipients: tuple[str, ...]
    """Names."""
    base: tuple[tuple[str, int, str], ...]
    heads: tuple[tuple[str, int, str], ...]
    """(device, number, id), in hex: where the bundle begins, where its runs end."""
    changes: int
    evidence: int
    part: int
    parts: int
    account: str
    """Of everything held then (hex)."""


def take_numbers(log: Log, count: int) -> int:
    """The first of so many new export numbers (inside ``Store.write``); none is ever used twice."""
    first = int(log.note(_NUMBER_NOTE) or b"0") + 1
    log.put_note(_NUMBER_NOTE, str(first + count - 1).encode())
    return first


def keep_dispatches(log: Log, sent: Iterable[Dispatch]) -> None:
    """Remember what was written (inside ``Store.write``)."""
    for one in sent:
        data = json.dumps(asdict(one), separators=(",", ":"), ensure_ascii=False).encode()
        log.put_note(f"{_PREFIX}{one.number:016d}", data)


def find_dispatch(log: Log, number: int) -> Dispatch | None:
    """One bundle by its export number."""
    data = log.note(f"{_PREFIX}{number:016d}")
    return _dispatch(data) if data else None


def dispatches(log: Log) -> tuple[Dispatch, ...]:
    """Everything that was sent, in order."""
    return tuple(_dispatch(data) for data in log.notes(_PREFIX).values())


def confirm(log: Log, number: int, by: DeviceId) -> None:
    """Remember that a receipt showed exactly what was held at an export."""
    log.put_note(f"{_CONFIRMED}{number:016d}/{by.hex()}", b"1")


def confirmations(log: Log, number: int) -> tuple[DeviceId, ...]:
    """The devices whose receipt showed it."""
    prefix = f"{_CONFIRMED}{number:016d}/"
    return tuple(DeviceId(bytes.fromhex(key[len(prefix) :])) for key in log.notes(prefix))


def _dispatch(data: bytes) -> Dispatch:
    plain = json.loads(data)
    for name in ("recipients", "base", "heads"):
        plain[name] = tuple(tuple(x) if isinstance(x, list) else x for x in plain[name])
    return Dispatch(**plain)
