"""Reasons that people give for decisions, for choosing again: the last used first.

They lie in the vault, encrypted, and travel nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from inspector_app.domain.text import clean
from inspector_app.services.ports.store import Log

REASONS_NOTE: Final = "conflict/reasons"
USUAL: Final = (
    "theo biên bản giấy",
    "đã hỏi lại đơn vị",
    "đã xem tài liệu gốc",
    "đã thống nhất trong đoàn",
)
_MOST: Final = 12
_LONGEST: Final = 120
"""Longer reasons belong to one case and are not offered again."""


def read_reasons(log: Log) -> tuple[str, ...]:
    """The list as it stands; the usual ones before anybody changed it."""
    noted = log.note(REASONS_NOTE)
    if noted is None:
        return USUAL
    found = json.loads(noted)
    return tuple(one for one in found if isinstance(one, str))


def write_reasons(log: Log, reasons: Iterable[str]) -> tuple[str, ...]:
    """Replace the list: cleaned, each once, at most a dozen. Returns what was kept."""
    cleaned = (" ".join(clean(one).split()) for one in reasons)
    kept = tuple(dict.fromkeys(one for one in cleaned if one))[:_MOST]
    log.put_note(REASONS_NOTE, json.dumps(kept, ensure_ascii=False).encode())
    return kept


def remember_reason(log: Log, reason: str) -> None:
    """Put a reason that was just used at the head."""
    used = " ".join(clean(reason).split())
    if used and len(used) <= _LONGEST:
        write_reasons(log, (used, *read_reasons(log)))
