"""The settings of this computer as the window uses them: read once, written when changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inspector_app.domain.errors import InspectorError
from inspector_app.host import settings
from inspector_app.host.settings import Settings


class Preferences:
    """Language, look, automatic lock and recent vaults.

    Args:
        now: what was read from the settings file.
        is_kept: False keeps changes in memory only, for tests and screenshots.
    """

    def __init__(self, now: Settings, *, is_kept: bool = True) -> None:
        self.now = now
        self._is_kept = is_kept
        self.failure: InspectorError | None = None

    @classmethod
    def read(cls) -> Preferences:
        """The settings of this computer."""
        return cls(settings.load())

    def change(self, **values: Any) -> None:
        """Keep new values of the fields of ``Settings``.

        A settings file that cannot be written is no reason to stop: the values hold until the
        program ends, and ``failure`` says what happened.
        """
        self._keep(replace(self.now, **values))

    def remember_vault(self, path: str) -> None:
        """Put a vault at the head of the recent ones."""
        self._keep(self.now.with_vault(path))

    def _keep(self, changed: Settings) -> None:
        self.now = changed
        if not self._is_kept:
            return
        try:
            settings.save(changed)
        except InspectorError as error:
            self.failure = error
