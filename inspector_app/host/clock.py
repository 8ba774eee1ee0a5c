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
