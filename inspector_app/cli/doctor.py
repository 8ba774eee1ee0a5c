"""``inspector doctor``: this computer as the program sees it; nothing of any vault."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

from inspector_app import __version__
from inspector_app.cli.context import VAULT_VARIABLE, Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs
from inspector_app.host import logs, resources, settings
from inspector_app.host.i18n import _
from inspector_app.host.wording import size

# Distributions whose versions matter for a report of a defect.
LIBRARIES: Final = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "pyrage",
    "cryptography",
    "pyxform",
    "msgspec",
    "zstandard",
    "openpyxl",
    "reportlab",
    "pyHanko",
    "pypdfium2",
    "fontpkg-be-vietnam-pro",
)


def add(words: Words) -> None:
    """Add the command."""
    words.command(
        "doctor", _("môi trường máy này: phiên bản, thư mục, thư viện; 1 khi thiếu"), _run
    )


def _run(context: Context) -> int:
    found = {name: _version(name) for name in LIBRARIES}
    folders = {
        "settings": str(settings.settings_file()),
        "log": str(logs.log_file()),
        "resources": str(resources.root() / "resources"),
        "forms": str(resources.root() / "forms"),
    }
    missing = [name for name, version in found.items() if version is None and not _is_frozen()]
    missing += [name for name in ("resources", "forms") if not Path(folders[name]).is_dir()]
    free = shutil.disk_usage(Path.home() if Path.home().is_dir() else Path("/")).free
    data = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "is_frozen": _is_frozen(),
        "has_display": _has_display(),
        "encoding": sys.getfilesystemencoding(),
        "vault": os.environ.get(VAULT_VARIABLE),
        "free_bytes": free,
        "folders": folders,
        "libraries": found,
        "missing": missing,
    }
    text = pairs(
        [
            ("PAR Inspector", __version__),
            ("Python", f"{platform.python_version()} ({sys.executable})"),
            (_("Hệ điều hành"), f"{platform.platform()}, {platform.machine()}"),
            (_("Màn hình"), _("có") if _has_display() else _("không có")),
            (_("Ổ đĩa trống"), size(free)),
            (_("Cài đặt"), folders["settings"]),
            (_("Nhật ký lỗi"), folders["log"]),
            (_("Tài nguyên"), folders["resources"]),
            (_("Biểu mẫu"), folders["forms"]),
            *((name, version or _("THIẾU")) for name, version in found.items()),
        ]
    )
    if missing:
        text += "\n\n" + _("Còn thiếu: {names}. Cài đặt lại chương trình.").format(
            names=", ".join(missing)
        )
    context.screen.answer(data, text)
    return 1 if missing else 0


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
