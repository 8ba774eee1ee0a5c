"""What a person set on this computer: no secrets, nothing of any trip."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from inspector_app.domain.errors import InspectorError
from inspector_app.host.files import HostFiles
from inspector_app.host.os_errors import file_error

FOLDER_VARIABLE: Final = "INSPECTOR_CONFIG_DIR"
THEMES: Final = ("system", "light", "dark")
TEXT_SIZES: Final = (100, 115, 130)
_MOST_RECENT: Final = 8
_LIMIT: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; every field has a value that works.

    Args:
        text_size: per cent.
        auto_lock: minutes without a key or mouse before the vault locks; 0 = never.
        recent_vaults: folders, newest first.
    """

    language: str = "vi"
    theme: str = "system"
    text_size: int = 100
    auto_lock: int = 10
    recent_vaults: tuple[str, ...] = ()

    def with_vault(self, path: str) -> Settings:
        """The same with ``path`` as the newest vault."""
        others = tuple(one for one in self.recent_vaults if one != path)
        return replace(self, recent_vaults=(path, *others)[:_MOST_RECENT])


def config_folder() -> Path:
    """The folder of the settings; ``INSPECTOR_CONFIG_DIR`` moves it."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given) if given else _user_folder("APPDATA", "XDG_CONFIG_HOME", ".config")


def state_folder() -> Path:
    """The folder of the log files; beside the settings when those were moved."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given) / "state"
    return _user_folder("LOCALAPPDATA", "XDG_STATE_HOME", ".local/state")


def settings_file() -> Path:
    """Where the settings are kept."""
    return config_folder() / "settings.json"


def load() -> Settings:
    """The settings; what is missing, damaged or out of bounds takes its default."""
    try:
        found = json.loads(HostFiles().read(str(settings_file()), limit=_LIMIT))
    except (InspectorError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    known: dict[str, Any] = {
        one.name: value
        for one in fields(Settings)
        if (value := _checked(one.name, found.get(one.name))) is not None
    }
    return Settings(**known)


def save(settings: Settings) -> None:
    """Write the settings whole. Raises: FileAccessError, DiskFullError."""
    path = settings_file()
    files = HostFiles()
    make_folder(path.parent)
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2, sort_keys=True)
    with files.create(str(path), replace=True) as sink:
        sink.write(text.encode() + b"\n")


def make_folder(path: Path) -> None:
    """A private folder. Raises: FileAccessError."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise file_error(str(path), error) from error


def _checked(name: str, value: object) -> object:
    """A value that fits its setting, or None."""
    fits = {
        "language": value in ("vi", "en"),
        "theme": value in THEMES,
        "text_size": value in TEXT_SIZES,
        "auto_lock": isinstance(value, int)
        and not isinstance(value, bool)
        and 0 <= value <= 24 * 60,
        "recent_vaults": isinstance(value, list) and all(isinstance(one, str) for one in value),
    }
    if not fits[name]:
        return None
    return tuple(value)[:_MOST_RECENT] if isinstance(value, list) else value


def _user_folder(windows: str, variable: str, home: str) -> Path:
    """The system's own place for such files, with a folder of the program in it."""
    if os.name == "nt":
        return Path(os.environ.get(windows) or Path.home()) / "PAR Inspector"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "PAR Inspector"
    given = os.environ.get(variable)
    return (Path(given) if given else Path.home() / home) / "par-inspector"
