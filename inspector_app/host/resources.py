"""Where the files that the program ships stand: in a checkout, beside the package, or frozen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from inspector_app.domain.errors import PlatformError

_PACKAGE: Final = Path(__file__).resolve().parents[1]


def root() -> Path:
    """The folder that holds ``resources/`` and ``forms/``."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's start-up code
    return Path(frozen) if isinstance(frozen, str) else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """A file or folder below ``resources/``.

    Raises:
        PlatformError: it is missing; the program was installed in part.
    """
    return _existing(root().joinpath("resources", *parts))


def form(*parts: str) -> Path:
    """A file or folder below ``forms/``. Raises: PlatformError."""
    return _existing(root().joinpath("forms", *parts))


def _existing(path: Path) -> Path:
    if not path.exists():
        raise PlatformError(what=f"thiếu «{path}»", how="Cài đặt lại chương trình.")
    return path
