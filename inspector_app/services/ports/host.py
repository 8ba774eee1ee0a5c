"""Ports: this computer: clock, randomness, files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import BinaryIO, Protocol

from inspector_app.domain.log.ids import EntityId


class Clock(Protocol):
    """The computer's clock, which nobody trusts: claimed times only."""

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC."""

    def today(self) -> date:
        """The local day."""

    def offset_minutes(self, moment_ms: int) -> int:
        """Minutes that local time is ahead of UTC at a moment (milliseconds since 1970 UTC)."""


class Randomness(Protocol):
    """Unpredictable bytes."""

    def token(self, length: int) -> bytes:
        """``length`` random bytes."""

    def new_id(self) -> EntityId:
        """A new random identity of 16 bytes."""


class Files(Protocol):
    """The only way a file is written for a person: whole or not at all."""

    def create(self, path: str, *, replace: bool = False) -> AbstractContextManager[BinaryIO]:
        """A writer whose bytes appear under ``path`` when the block ends without an error.

        Raises:
            FileExistsAlreadyError: ``path`` exists and ``replace`` is false.
            DiskFullError, FileAccessError: nothing is left behind.
        """

    def read(self, path: str, *, limit: int) -> bytes:
        """All bytes of a file of at most ``limit`` bytes.

        Raises:
            FileAccessError: missing, unreadable or larger.
        """

    def open(self, path: str) -> BinaryIO:
        """A reader. Raises: FileAccessError."""

    def is_folder(self, path: str) -> bool:
        """Whether ``path`` is an existing folder."""

    def size(self, path: str) -> int:
        """Bytes of a file. Raises: FileAccessError."""

    def require_space(self, path: str, needed: int) -> None:
        """Refuse early when the disk of ``path`` lacks ``needed`` bytes. Raises: DiskFullError."""


Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); raises CancelledError to stop a long task."""
