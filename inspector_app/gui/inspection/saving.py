"""What the saved pill says; it tells the truth about typed text, drafts, changes and failures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SavingState(StrEnum):
    """From the least safe to the safest."""

    FAILED = "failed"
    TYPING = "typing"
    HELD = "held"
    SAVING = "saving"
    REFUSED = "refused"
    DRAFTED = "drafted"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Saving:
    """The state with what is said about it.

    ``detail`` is the reason of a failure, ``at`` the local time ``HH:MM:SS`` of the last save,
    ``count`` the number of fields whose text was refused.
    """

    state: SavingState
    detail: str = ""
    at: str = ""
    count: int = 0
