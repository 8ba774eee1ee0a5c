"""How wrong the clocks of other laptops are, as far as bundles show it.

A bundle carries the time that its device claimed when it was written; this vault knows when it
arrived. The way between takes unknown time, so only one thing follows for sure: a bundle that
claims to be younger than the moment of its arrival comes from a clock that is fast, by at least the
difference. Of several bundles of one device the largest lead counts. Nothing is ever merged or
refused by it; it only stands beside claimed times.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.log.ids import DeviceId
from inspector_app.services.ports.store import Log

CLOCK_NOTE: Final = "clock/ahead/"
"""Begins the notes of the vault; then the device's id, hexadecimal."""
TOLERANCE_MS: Final = 120_000
"""Less is not worth telling."""


def note_clock(log: Log, dev: DeviceId, claimed_ms: int, received_ms: int) -> None:
    """Remember what a bundle shows of its device's clock.

    Args:
        log: a writing transaction.
        dev: the device that wrote the bundle.
        claimed_ms: when it says it did.
        received_ms: this computer's time when the bundle was merged.
    """
    key = CLOCK_NOTE + dev.hex()
    lead = claimed_ms - received_ms
    known = log.note(key)
    if known is None or lead > int(known):
        log.put_note(key, str(lead).encode())


def clocks_ahead(log: Log) -> Mapping[DeviceId, int]:
    """By how many milliseconds devices are fast at least; only those that are noticeably."""
    found = {}
    for key, value in log.notes(CLOCK_NOTE).items():
        lead = int(value)
        if lead > TOLERANCE_MS:
            found[DeviceId(bytes.fromhex(key.removeprefix(CLOCK_NOTE)))] = lead
    return found
