"""Ports: this computer: clock, randomness, files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import BinaryIO, Protocol

from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.domain.log.mark import Mark
from inspector_app.domain.media import Drive, FoundFile


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


class Media(Protocol):
    """Sticks and folders that files are carried on."""

    def drives(self) -> tuple[Drive, ...]:
        """Removable drives that are plugged in, by path."""

    def free(self, folder: str) -> int | None:
        """Bytes that fit into a folder's file system; None where it does not tell."""

    def largest_file(self, folder: str) -> int | None:
        """The largest file that the folder's file system takes; None where there is no bound."""

    def join(self, folder: str, name: str) -> str:
        """The path of a name in a folder, as this system writes it."""

    def reread(self, path: str) -> tuple[BinaryIO, bool]:
        """A reader of what is on the medium, and whether this computer's memory is left out.

        Raises: FileAccessError.
        """

    def settle(self, folder: str) -> bool:
        """Force the folder's file system to the medium; False where nobody can tell.

        Raises: FileAccessError: the medium reports that something did not arrive.
        """

    def remove(self, path: str) -> None:
        """Take away a file that this program has just made; a medium that is gone keeps it."""

    def bundles(self, folder: str, *, receipts: bool = False) -> tuple[FoundFile, ...]:
        """Every bundle in a folder and the folders in it, by path (``is_bundle_name``).

        Args: ``receipts``: the receipts there, too.

        Raises: FileAccessError: the folder itself cannot be read.
        """


Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); raises CancelledError to stop a long task."""


class Marks(Protocol):
    """What this computer remembers of the chains that were written on it, outside every vault."""

    def machine(self) -> bytes:
        """The fingerprint of this computer."""

    def is_here(self, fingerprint: bytes) -> bool:
        """Whether a fingerprint is this computer's; True where nothing tells them apart."""

    def read(self, dev: DeviceId) -> Mark | None:
        """How far a chain was written here; None where that is not known."""

    def put(self, dev: DeviceId, seq: int, id_: ChangeId) -> None:
        """Remember the end of a chain after a commit; cheap, and never fails."""
