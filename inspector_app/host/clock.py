"""This computer's clock."""

from __future__ import annotations

import time
from datetime import date, datetime


class SystemClock:
    """The clock as the computer tells it; everything read from it is a claim, not a proof."""

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def today(self) -> date:
        """The local day."""
        return datetime.now().astimezone().date()

    def offset_minutes(self, moment_ms: int) -> int:
        """Minutes that local time is ahead of UTC at a moment."""
        try:
            offset = datetime.fromtimestamp(moment_ms / 1000).astimezone().utcoffset()
        except (OverflowError, OSError, ValueError):  # a moment the system's tables do not reach
            offset = datetime.now().astimezone().utcoffset()
        return int(offset.total_seconds() // 60) if offset is not None else 0
