"""Whether somebody is still writing a part file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def lock(number: int, path: Path) -> bool:
    """Hold an open part file until it is closed; False when it was cleared away meanwhile."""
    if sys.platform == "win32":
        return True  # Windows deletes no open file: the handle itself is the lock
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(number), path.stat())
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return False
    except OSError:
        return True  # a network disk without locks


def is_held(path: Path) -> bool:
    """Whether a part file belongs to a running writer."""
    if sys.platform == "win32":
        return False  # deleting it will tell
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
