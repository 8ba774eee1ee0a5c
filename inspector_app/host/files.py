"""The only way a file is written for a person: whole, durable, or not at all.

The bytes go to ``.<name>.part`` beside the target, reach the disk, and only then take the target's
name. A process that is killed leaves at most that hidden part, which no reader takes for the file
and which the next writer of the same name clears away.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from inspector_app.domain.errors import DiskFullError, FileAccessError, FileExistsAlreadyError
from inspector_app.host.i18n import N_
from inspector_app.host.os_errors import file_error
from inspector_app.host.part_lock import is_held, lock

_BUFFER: Final = 1 << 20
_TRIES: Final = 8
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK}
)


class HostFiles:
    """Files of this computer."""

    @contextmanager
    def create(self, path: str, *, replace: bool = False) -> Iterator[BinaryIO]:
        """A writer whose bytes appear under ``path`` when the block ends without an error.

        Raises:
            FileExistsAlreadyError: ``path`` exists and ``replace`` is false.
            DiskFullError, FileAccessError: nothing is left behind.
        """
        target = Path(path)
        try:
            _check_target(target, replace=replace)
            part = _open_part(target)
        except (OSError, ValueError) as error:
            raise file_error(path, error) from error
        is_done = False
        try:
            yield part.writer
            try:
                part.finish()
                _publish(part.path, target, replace=replace)
            except OSError as error:
                raise file_error(path, error) from error
            is_done = True
        finally:
            part.close(keep=is_done)
            if part.failure is not None:  # also where a library wrapped it in an error of its own
                raise file_error(path, part.failure) from part.failure
        _sync_folder(target.parent)

    def read(self, path: str, *, limit: int) -> bytes:
        """All bytes of a file of at most ``limit`` bytes.

        Raises:
            FileAccessError: missing, unreadable or larger.
        """
        try:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
        except (OSError, ValueError) as error:
            raise file_error(path, error) from error
        if len(data) > limit:
            raise FileAccessError(path=path, reason=N_("tệp lớn quá mức cho phép"))
        return data

    def open(self, path: str) -> BinaryIO:
        """A reader; what goes wrong while reading is a FileAccessError, too. Raises: FileAccessError."""
        try:
            return io.BufferedReader(_Source(path))
        except (OSError, ValueError) as error:
            raise file_error(path, error) from error

    def is_folder(self, path: str) -> bool:
        """Whether ``path`` is an existing folder."""
        try:
            return Path(path).is_dir()
        except (OSError, ValueError):
            return False

    def size(self, path: str) -> int:
        """Bytes of a file. Raises: FileAccessError."""
        try:
            place = Path(path)
            if place.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            return place.stat().st_size
        except (OSError, ValueError) as error:
            raise file_error(path, error) from error

    def require_space(self, path: str, needed: int) -> None:
        """Refuse early when the disk of ``path`` lacks ``needed`` bytes.

        Raises:
            DiskFullError
        """
        place = Path(path).absolute()
        while not place.exists() and place.parent != place:
            place = place.parent
        try:
            free = shutil.disk_usage(place).free
        except OSError:
            return  # not every file system tells; the write itself will
        if free < needed:
            raise DiskFullError(path=path)


class _Source(io.FileIO):
    """A file being read whose medium may go away: a stick, a share."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "rb")
        self._path = path

    def readinto(self, buffer: object, /) -> int | None:
        try:
            return super().readinto(buffer)  # type: ignore[arg-type]
        except OSError as error:
            raise file_error(self._path, error) from error


class _Raw(io.FileIO):
    """An unbuffered file that remembers its own errors and can be told to swallow the rest."""

    failure: OSError | None = None
    is_abandoned = False

    def write(self, data: object, /) -> int:
        if self.is_abandoned:
            return memoryview(data).nbytes  # type: ignore[arg-type]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            self.failure = error
            raise


class _Part:
    """The hidden file that becomes the target."""

    def __init__(self, path: Path, raw: _Raw) -> None:
        self.path = path
        self._raw = raw
        self._buffer = io.BufferedWriter(raw, _BUFFER)
        self.writer = cast("BinaryIO", self._buffer)

    @property
    def failure(self) -> OSError | None:
        """What went wrong while writing, whoever saw it first."""
        return self._raw.failure

    def finish(self) -> None:
        """All bytes to the disk."""
        if self._buffer.closed:
            raise FileAccessError(path=str(self.path), reason=N_("tệp đã đóng trước khi ghi xong"))
        self._buffer.flush()
        os.fsync(self._raw.fileno())
        if os.name == "nt":
            self._buffer.close()  # Windows renames no open file

    def close(self, *, keep: bool) -> None:
        """Let go of the file; without ``keep`` nothing of it remains."""
        if not keep:
            self._raw.is_abandoned = True
            if os.name == "nt":
                self._buffer.close()  # Windows deletes no open file
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        self._buffer.close()  # after the name is gone: closing gives the lock back


def _check_target(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not replace and os.path.lexists(target):
        raise FileExistsAlreadyError(path=str(target))


def _open_part(target: Path) -> _Part:
    """A new locked part file; one that a killed process left is cleared away."""
    path = target.with_name(f".{target.name}.part")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for _attempt in range(_TRIES):
        try:
            number = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        except FileExistsError:
            if is_held(path):
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from None
            path.unlink(missing_ok=True)
            continue
        if lock(number, path):
            return _Part(path, _Raw(number, "wb"))
        os.close(number)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _publish(part: Path, target: Path, *, replace: bool) -> None:
    """Give the part its name; without ``replace`` never over a file, whoever wrote it."""
    if replace:
        part.replace(target)
        return
    try:
        if os.name == "nt":
            part.rename(target)  # refuses an existing target
            return
        os.link(part, target)
    except FileExistsError:
        raise FileExistsAlreadyError(path=str(target)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _publish_reserved(part, target)
    else:
        with suppress(OSError):
            part.unlink()


def _publish_reserved(part: Path, target: Path) -> None:
    """For disks without hard links (FAT sticks): take the name first, then put the file over it."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError:
        raise FileExistsAlreadyError(path=str(target)) from None
    try:
        part.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows and some file systems know no such call."""
    if os.name == "nt":
        return
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
