"""What will be in quarantine: a verdict applied to single changes, before they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inspector_app.domain.log.change import StoredChange
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.log.quarantine import (
    Cut,
    Level,
    Verdict,
    is_beyond,
    is_control,
    trusted_line,
)


class Outlook:
    """What a verdict says of single changes, stored ones or such as are still to come."""

    def __init__(
        self, verdict: Verdict, level: Level, lowest: Callable[[DeviceId], int] = lambda _dev: 1
    ) -> None:
        """Level and lowest: as ``judge_controls`` was given them."""
        self._verdict, self._level, self._lowest = verdict, level, lowest
        self._lines: dict[tuple[DeviceId, ChangeId], dict[int, ChangeId]] = {}

    @property
    def cuts(self) -> Mapping[DeviceId, tuple[Cut, ...]]:
        """By device, up to where it is trusted."""
        return self._verdict.cuts

    def is_beyond(self, stored: StoredChange) -> bool:
        """Whether a change lies beyond what its device is trusted with, adopted or not."""
        cuts = self.cuts.get(stored.change.dev, ())
        return any(is_beyond(stored, cut, self._line(cut)) for cut in cuts)

    def is_cut_off(self, stored: StoredChange) -> bool:
        """Whether a change is in quarantine, or will be when it comes."""
        is_spared = not is_control(stored) and stored.id[:16] in self._verdict.adopted
        return not is_spared and self.is_beyond(stored)

    def is_idle(self, stored: StoredChange) -> bool:
        """Whether a change does nothing: it is in quarantine, and a control of no effect at all."""
        is_acting = is_control(stored) and stored.id not in self._verdict.void
        return not is_acting and self.is_cut_off(stored)

    def _line(self, cut: Cut) -> Mapping[int, ChangeId]:
        name = (cut.dev, cut.id)
        if name not in self._lines:
            self._lines[name] = trusted_line(cut, self._level, self._lowest(cut.dev))
        return self._lines[name]
