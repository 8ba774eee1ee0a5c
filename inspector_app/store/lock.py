"""One process per vault.

The operating system holds the lock and gives it back when the process ends, however it ends; what
is written in the file only tells people who has it. On a folder shared between computers the lock is
as good as the file server's.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import Final

from inspector_app.domain.errors import VaultLockedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Far behind the text, so that others can read it: Windows locks bytes, not files.
_LOCKED_BYTE: Final = 1 << 30
_MAX_TEXT: Final = 1024


class VaultLock:
    """A held lock."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises: VaultLockedError (names process and computer); OSError."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            owner = _owner(self._descriptor)
            os.close(self._descriptor)
            raise VaultLockedError(pid=owner[0], host=owner[1]) from error
        try:
            _tell(self._descriptor)
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Give it back, once; the file stays, so that nobody locks a name that is about to go."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                os.lseek(self._descriptor, _LOCKED_BYTE, os.SEEK_SET)
                msvcrt.locking(self._descriptor, msvcrt.LK_UNLCK, 1)
        os.close(self._descriptor)
        self._descriptor = -1


def _take(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _tell(descriptor: int) -> None:
    text = json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode()
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text)


def _owner(descriptor: int) -> tuple[str, str]:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        owner = json.loads(os.read(descriptor, _MAX_TEXT))
        return str(owner["pid"]), str(owner["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?", "?"
