"""Drives that a person may carry away, and what is known of the file system of a folder.

Nothing is mounted or changed; a system that does not tell gets an empty answer, never an error.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from inspector_app.domain.media import Drive

FAT_LIMIT: Final = (1 << 32) - 1
"""The largest file that a FAT32 stick takes."""
_FAT: Final = frozenset({"vfat", "msdos", "fat", "fat32", "exfat-fuse-vfat"})
_HAND_MOUNTED: Final = ("/media/", "/run/media/", "/mnt/usb")
_NO_DISKS: Final = frozenset(
    [
        "proc",
        "sysfs",
        "tmpfs",
        "devtmpfs",
        "devpts",
        "cgroup",
        "cgroup2",
        "overlay",
        "squashfs",
        "mqueue",
        "securityfs",
        "pstore",
        "debugfs",
        "tracefs",
        "configfs",
        "fusectl",
        "autofs",
        "binfmt_misc",
        "hugetlbfs",
        "bpf",
        "ramfs",
        "nsfs",
        "efivarfs",
    ]
)
_DRIVE_REMOVABLE: Final = 2


def drives() -> tuple[Drive, ...]:
    """Removable drives that are plugged in and open, by path."""
    if os.name == "nt":
        found = _windows()
    elif sys.platform == "darwin":
        found = _volumes(Path("/Volumes"))
    else:
        found = _linux(Path("/proc/mounts"), Path("/sys"))
    return tuple(sorted(found, key=lambda one: one.path))


def largest_file(folder: str) -> int | None:
    """The largest file that the file system of a folder takes; None where there is no such bound."""
    if os.name == "nt":
        return FAT_LIMIT if _windows_system(folder) == "fat32" else None
    best: tuple[int, str] = (-1, "")
    place = os.path.realpath(folder)
    for _device, point, kind, _options in _mounts(Path("/proc/mounts")):
        is_above = place == point or place.startswith(point.rstrip("/") + "/")
        if is_above and len(point) > best[0]:
            best = (len(point), kind)
    return FAT_LIMIT if best[1] in _FAT else None


def _linux(mounts: Path, system: Path) -> Iterator[Drive]:
    for device, point, kind, options in _mounts(mounts):
        if kind in _NO_DISKS:
            continue
        is_by_hand = point.startswith(_HAND_MOUNTED)
        if not is_by_hand and not _is_removable(device, system):
            continue
        found = _drive(point, kind, is_read_only="ro" in options.split(","))
        if found is not None:
            yield found


def _mounts(path: Path) -> Iterator[tuple[str, str, str, str]]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        parts = line.split()
        if len(parts) >= 4:
            device, point, kind, options = (_unescaped(one) for one in parts[:4])
            yield device, point, kind, options


def _unescaped(text: str) -> str:
    """Spaces and the like stand in octal there: ``/media/USB\\040cua\\040An``."""
    for code, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, plain)
    return text


def _is_removable(device: str, system: Path) -> bool:
    """As the kernel says of the whole disk, or because it hangs on a USB port."""
    if not device.startswith("/dev/"):
        return False
    name = Path(os.path.realpath(device)).name
    block = system / "class" / "block" / name
    try:
        place = block.resolve(strict=True)
    except OSError:
        return False
    disk = place.parent if (place / "partition").exists() else place
    if any(part.startswith("usb") for part in place.parts):
        return True
    try:
        return (disk / "removable").read_text().strip() == "1"
    except OSError:
        return False


def _volumes(folder: Path) -> Iterator[Drive]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink() or entry.resolve() == Path("/"):
            continue  # the system's own disk
        found = _drive(str(entry), "", is_read_only=not os.access(entry, os.W_OK))
        if found is not None:
            yield found


def _windows() -> Iterator[Drive]:
    kernel = _kernel()
    letters = kernel.GetLogicalDrives()
    for number in range(26):
        root = f"{chr(ord('A') + number)}:\\"
        if letters >> number & 1 and kernel.GetDriveTypeW(root) == _DRIVE_REMOVABLE:
            found = _drive(root, _windows_system(root), is_read_only=not os.access(root, os.W_OK))
            if found is not None:
                yield found


def _windows_system(folder: str) -> str:
    """``ntfs``, ``fat32``, ``exfat``; empty where Windows does not tell."""
    root = os.path.splitdrive(Path(folder).absolute())[0] + "\\"
    name = ctypes.create_unicode_buffer(64)
    done = _kernel().GetVolumeInformationW(root, None, 0, None, None, None, name, 64)
    return name.value.lower() if done else ""


def _kernel() -> Any:
    """Windows' own calls; only there."""
    return getattr(ctypes, "windll").kernel32  # noqa: B009 (other systems have no such name)


def _drive(path: str, kind: str, *, is_read_only: bool) -> Drive | None:
    """None for a drive without a medium, or one that is not ours to look at."""
    try:
        room = shutil.disk_usage(path)
    except OSError:
        return None
    name = Path(path).name or path
    return Drive(path, name, room.free, room.total, kind, is_read_only)
