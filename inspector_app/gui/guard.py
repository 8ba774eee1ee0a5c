"""Refuses to start where the window would abort in the middle of somebody's work."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from inspector_app.domain.errors import PlatformError
from inspector_app.host.i18n import N_


def check_runtime(
    qt_version: str, python_version: Sequence[int] = tuple(sys.version_info[:3])
) -> None:
    """Refuse PySide6 6.12 and newer on Python before 3.12.

    PySide6 6.12.0 drops a reference to None and True on every call that returns them. Before 3.12
    those objects are mortal, and the process aborts after some 600 signals (measured; 6.11.3 is
    fine).

    Args:
        qt_version: ``PySide6.__version__``.
        python_version: the running interpreter's.

    Raises:
        PlatformError
    """
    parts = tuple(int(part) for part in qt_version.split(".")[:2] if part.isdigit())
    if parts >= (6, 12) and tuple(python_version[:2]) < (3, 12):
        python = ".".join(str(part) for part in python_version[:3])
        raise PlatformError(
            what=N_("PySide6 từ 6.12 làm chương trình dừng đột ngột trên Python trước 3.12")
            + f" (PySide6 {qt_version}, Python {python}).",
            how=N_("Cài đúng phiên bản đã khóa: PySide6-Essentials 6.11.3."),
        )
