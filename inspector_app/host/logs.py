"""The program's own log file: what went wrong, for those who repair it.

No answers, no names of people or units, no passphrases: an unexpected error is written as its type
and the lines of the program it went through, never with its text, which may quote what was typed.
"""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from pathlib import Path
from typing import Final

from inspector_app.domain.errors import InspectorError
from inspector_app.host.settings import make_folder, state_folder

_BYTES: Final = 512 * 1024
_KEPT: Final = 3
_NAME: Final = "inspector"


def log_file() -> Path:
    """Where the log is kept."""
    return state_folder() / "inspector.log"


def start() -> logging.Logger:
    """The program's logger, writing to its rotating file; without a writable place, to nowhere."""
    logger = logging.getLogger(_NAME)
    if logger.handlers:
        return logger
    logger.propagate = False
    logger.setLevel(logging.INFO)
    try:
        make_folder(log_file().parent)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            log_file(), maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except (OSError, InspectorError):
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(message)s"))
    logger.addHandler(handler)
    return logger


def record_failure(error: BaseException, where: str) -> str:
    """Write an unexpected error; returns the log's path for the person to hand over.

    Args:
        where: the door that caught it, such as ``command line``.
    """
    lines = [f"{where}: {_kinds(error)}"]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    start().error("\n".join(lines))
    return str(log_file())


def _kinds(error: BaseException | None) -> str:
    """The types of an error and of those that caused it."""
    names: list[str] = []
    while error is not None and len(names) < 5:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return " <- ".join(names)
