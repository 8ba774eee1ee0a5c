"""What a running instance cannot know by itself: the time, chance, and who sits at which machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MINUTE_MS = 60_000


def _no_chance(length: int) -> bytes:
    return bytes(length)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed in, so that the engine has neither clock nor chance of its own.

    ``now_ms`` are milliseconds since 1970-01-01 UTC; ``offset`` gives the minutes that local time is
    ahead of UTC at such a moment (420 in Viet Nam); ``random_bytes`` gives unpredictable bytes (the
    standard one gives zeros, for tests). ``instance_id`` names the inspection: rows that a form
    fixes in number get ids made of it, the same on every machine.
    """

    now_ms: int = 0
    offset: Callable[[int], int] = lambda _moment: 0
    random_bytes: Callable[[int], bytes] = _no_chance
    instance_id: bytes = bytes(16)
    username: str = ""
    deviceid: str = ""
    phonenumber: str = ""
    email: str = ""
