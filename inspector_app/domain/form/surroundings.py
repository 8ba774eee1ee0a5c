"""What a running instance cannot know by itself: the time, chance, and who sits at which machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE_MS = 60_000
DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the offset is added as a number


def _no_chance(length: int) -> bytes:
    return bytes(length)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Handed in, so that the engine has neither clock nor chance of its own.

    ``now_ms`` are milliseconds since 1970-01-01 UTC; ``offset`` gives the minutes that local time is
    ahead of UTC at such a moment (420 in Viet Nam); ``random_bytes`` gives unpredictable bytes (the
    standard one gives zeros, for tests). ``instance_id`` names the inspection: rows that a form
    fixes in number get ids made of it, the same on every machine; ``table_keys`` are the first names
    of repeats that were renamed since, so that a renamed repeat keeps its rows.
    """

    now_ms: int = 0
    offset: Callable[[int], int] = lambda _moment: 0
    random_bytes: Callable[[int], bytes] = _no_chance
    instance_id: bytes = bytes(16)
    username: str = ""
    deviceid: str = ""
    phonenumber: str = ""
    email: str = ""
    table_keys: Mapping[str, str] = field(default_factory=dict)

    def moment(self) -> str:
        """Now as ISO 8601 local time with its offset: ``2019-09-16T09:50:00.000+07:00``."""
        minutes = self.offset(self.now_ms)
        local = _EPOCH + timedelta(milliseconds=self.now_ms, minutes=minutes)
        sign, ahead = "-" if minutes < 0 else "+", abs(minutes)
        return f"{local.isoformat(timespec='milliseconds')}{sign}{ahead // 60:02d}:{ahead % 60:02d}"

    def today(self) -> str:
        """The local day as ISO 8601: ``2019-09-16``."""
        return self.moment()[:10]

    def uuid(self) -> str:
        """A random UUID (RFC 9562, version 4)."""
        raw = bytearray(self.random_bytes(16))
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        text = raw.hex()
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
