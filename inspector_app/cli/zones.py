"""Time zones by name, and what their clocks show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import _

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_HERE: Final = _EPOCH + timedelta(days=2)


def zone(name: str, command: str) -> tzinfo | None:
    """The zone of that IANA name; None, this computer's own, for an empty one.

    Raises:
        UsageError: there is no such zone; ``command`` is what was to be run.
    """
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = _("không có múi giờ «{name}»; ví dụ đúng: Asia/Ho_Chi_Minh, UTC").format(name=name)
        raise UsageError(what=what, command=command) from None


def offset(moment_ms: int, where: tzinfo | None) -> int:
    """Minutes that a zone (None: this computer's) is ahead of UTC at a moment."""
    try:
        moment = _EPOCH + timedelta(milliseconds=moment_ms)
        if where is None:
            # Windows does not know its own zone before 1970
            moment = max(moment, _EARLIEST_HERE)
        found = moment.astimezone(where).utcoffset()
    except (OverflowError, ValueError, OSError):
        return 0  # beyond the years that the calendar knows
    return round(found.total_seconds() / 60) if found else 0
