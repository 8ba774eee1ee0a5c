"""What tells this computer from another one, though its disk be a copy of the other's.

Three marks, each hashed to eight bytes: the mainboard's number (Windows and macOS tell it to
everybody, Linux to the administrator), the built-in network cards, the number of the installed
system. A copied disk carries the last one along, a changed network card the second; so the first
that both sides know decides.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SIZE: Final = 8
MOST_CARDS: Final = 4
_UNKNOWN: Final = bytes(SIZE)
_NET: Final = Path("/sys/class/net")
_BOARD_FILES: Final = (
    "/sys/class/dmi/id/product_uuid",
    "/sys/class/dmi/id/board_serial",
    "/sys/firmware/devicetree/base/serial-number",
)
_INSTALL_FILES: Final = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def fingerprint() -> bytes:
    """This computer's: board, system, then up to four network cards; zeros for what is unknown."""
    cards = sorted(_marked("card", one) for one in _cards())[:MOST_CARDS]
    return _marked("board", _board()) + _marked("system", _system()) + b"".join(cards)


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two fingerprints are of one computer; True where nothing tells them apart."""
    if len(one) < 2 * SIZE or len(other) < 2 * SIZE:
        return True
    board = (one[:SIZE], other[:SIZE])
    if _UNKNOWN not in board:
        return board[0] == board[1]
    mine, theirs = _cards_in(one), _cards_in(other)
    if mine and theirs:
        return bool(mine & theirs)
    system = (one[SIZE : 2 * SIZE], other[SIZE : 2 * SIZE])
    return _UNKNOWN in system or system[0] == system[1]


def _cards_in(found: bytes) -> set[bytes]:
    parts = (found[at : at + SIZE] for at in range(2 * SIZE, len(found), SIZE))
    return {part for part in parts if len(part) == SIZE and part != _UNKNOWN}


def _marked(kind: str, value: str) -> bytes:
    """A number nobody can be recognised by; zeros for none."""
    if not value.strip("\0 0-fF\n"):
        return _UNKNOWN
    text = f"inspector {kind}\0{value.strip().lower()}"
    return hashlib.sha256(text.encode()).digest()[:SIZE]


def _first_line(*files: str) -> str:
    for file in files:
        try:
            found = Path(file).read_text(encoding="ascii", errors="replace").strip("\0\n ")
        except OSError:
            continue
        if found:
            return found
    return ""


def _cards() -> Iterator[str]:
    """The addresses that built-in network cards were made with (Linux)."""
    try:
        cards = sorted(_NET.iterdir())
    except OSError:
        return
    for card in cards:
        # a card on the board; what hangs on a USB port comes and goes
        try:
            place = (card / "device").resolve(strict=True)
        except OSError:
            continue
        if "usb" in str(place):
            continue
        # a wireless card's present address may be a random one
        found = _first_line(str(card / "phy80211" / "macaddress"), str(card / "address"))
        if found:
            yield found


if sys.platform == "win32":  # pragma: no cover (another system)
    import ctypes
    import winreg

    def _board() -> str:
        """The mainboard's number in the firmware's tables (SMBIOS, system information)."""
        provider = 0x52534D42  # RSMB
        read = ctypes.windll.kernel32.GetSystemFirmwareTable
        size = read(provider, 0, None, 0)
        buffer = ctypes.create_string_buffer(size)
        if not size or read(provider, 0, buffer, size) != size:
            return ""
        data, at = buffer.raw[8:], 0
        while at + 4 <= len(data):
            kind, length = data[at], data[at + 1]
            if kind == 1 and length >= 24:
                return str(uuid.UUID(bytes_le=data[at + 8 : at + 24]))
            end = data.find(b"\0\0", at + length)
            if kind == 127 or end < 0:
                break
            at = end + 2
        return ""

    def _system() -> str:
        """The number that Windows gave itself when it was installed."""
        place = r"SOFTWARE\Microsoft\Cryptography"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

elif sys.platform == "darwin":  # pragma: no cover (another system)
    import ctypes

    def _board() -> str:
        """The hardware's number, as the system tells everybody."""

        class Timespec(ctypes.Structure):
            _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))

        buffer = (ctypes.c_ubyte * 16)()
        wait = Timespec(1, 0)
        try:
            failed = ctypes.CDLL(None).gethostuuid(buffer, ctypes.byref(wait))
        except (AttributeError, OSError):
            return ""
        return "" if failed else str(uuid.UUID(bytes=bytes(buffer)))

    def _system() -> str:
        return ""

else:

    def _board() -> str:
        """The mainboard's number, where this account may read it."""
        return _first_line(*_BOARD_FILES)

    def _system() -> str:
        """The number that the system gave itself when it was installed."""
        return _first_line(*_INSTALL_FILES)
