"""What may be lost on its way: sticks and shares; copies are read back from the medium itself."""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from inspector_app.domain.media import Drive, FoundFile, is_bundle_name, is_receipt_name
from inspector_app.host import drives
from inspector_app.host.os_errors import file_error

_NO_CACHE: Final = 48
"""``F_NOCACHE`` of macOS, which Python does not name."""
_DEEPEST: Final = 12


class HostMedia:
    """Sticks and folders of this computer."""

    def drives(self) -> tuple[Drive, ...]:
        """Removable drives that are plugged in, by path."""
        return drives.drives()

    def free(self, folder: str) -> int | None:
        """Bytes that fit into a folder's file system; None where it does not tell."""
        try:
            return shutil.disk_usage(folder).free
        except (OSError, ValueError):
            return None

    def largest_file(self, folder: str) -> int | None:
        """The largest file that the folder's file system takes; None where there is no bound."""
        return drives.largest_file(folder)

    def join(self, folder: str, name: str) -> str:
        """The path of a name in a folder, as this system writes it."""
        return str(Path(folder) / name)

    def reread(self, path: str) -> tuple[BinaryIO, bool]:
        """A reader of what is on the medium, and whether the memory of this computer is left out.

        Linux: the file's pages are given up (they are clean: the file was forced to the disk), so
        that reading asks the medium again. macOS: reading past the cache. Windows has no such call
        for ordinary readers: there it may answer from memory, and the second value is False.

        Raises:
            FileAccessError
        """
        try:
            file = io.FileIO(path, "rb")
        except (OSError, ValueError) as error:
            raise file_error(path, error) from error
        try:
            is_past_memory = _forget_pages(file.fileno())
        except OSError:
            is_past_memory = False
        return cast("BinaryIO", file), is_past_memory

    def settle(self, folder: str) -> bool:
        """Force everything of the folder's file system to the medium; False where nobody can tell.

        Raises:
            FileAccessError: the medium reports that something did not arrive.
        """
        if os.name == "nt":
            return False  # a file is forced out one by one; the volume needs an administrator
        try:
            number = os.open(folder, os.O_RDONLY)
            try:
                with suppress(OSError):  # some file systems do not force folders
                    os.fsync(number)
                _sync_file_system(number)
            finally:
                os.close(number)
        except OSError as error:
            raise file_error(folder, error) from error
        return True

    def remove(self, path: str) -> None:
        """Take away a file that this program has just made; a medium that is gone keeps it."""
        with suppress(OSError):
            Path(path).unlink()

    def bundles(self, folder: str, *, receipts: bool = False) -> tuple[FoundFile, ...]:
        """Every bundle in a folder and the folders in it, by path (``is_bundle_name``).

        Args: ``receipts``: the receipts there, too.

        Raises:
            FileAccessError: the folder itself cannot be read.
        """
        try:
            entries = list(os.scandir(folder))
        except (OSError, ValueError) as error:
            raise file_error(folder, error) from error
        return tuple(sorted(_found(entries, _DEEPEST, receipts), key=lambda one: one.path))


def _found(entries: list[os.DirEntry[str]], depth: int, receipts: bool) -> Iterator[FoundFile]:
    """Links to folders are not followed: they may lead in a circle, or out of the share."""
    for entry in entries:
        with suppress(OSError):  # gone since, or not ours to read
            if entry.is_dir(follow_symlinks=False):
                if depth and not entry.name.startswith("."):
                    yield from _found(list(os.scandir(entry.path)), depth - 1, receipts)
            elif _is_wanted(entry.name, receipts) and entry.is_file():
                told = Path(entry.path).stat()  # Windows: the entry's own figures may be old
                yield FoundFile(entry.path, told.st_size, told.st_mtime_ns)


def _is_wanted(name: str, receipts: bool) -> bool:
    return is_bundle_name(name) or (receipts and is_receipt_name(name))


def _forget_pages(number: int, platform: str = sys.platform) -> bool:
    if platform == "darwin":
        import fcntl

        fcntl.fcntl(number, _NO_CACHE, 1)
        return True
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
        return True
    return False


def _sync_file_system(number: int, platform: str = sys.platform) -> None:
    """Linux can force one file system and tells of what was lost; others force all, silently."""
    if platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.syncfs(number) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        return
    os.sync()
