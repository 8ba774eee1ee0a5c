"""The vault's own files: written whole, on the disk before anyone relies on them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inspector_app.host.os_errors import file_error


@contextlib.contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Tell the catalogue's errors instead of the system's. Raises: DiskFullError, FileAccessError."""
    try:
        yield
    except OSError as error:
        raise file_error(str(path), error) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet and force it to the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, data: bytes) -> None:
    """Replace a file: the old bytes or the new ones, never a mixture."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        write_new(part, data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk, where the system has such a thing."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
