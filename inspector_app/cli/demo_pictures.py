"""Pictures for the demonstration: a wall with a notice board, drawn and packed as PNG.

PNG: W3C Recommendation "Portable Network Graphics (PNG) Specification", third edition; 8-bit RGB,
no filter, one IDAT chunk.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

WIDTH: Final = 960
HEIGHT: Final = 640

Colour = tuple[int, int, int]
Rows = list[bytearray]

_WALL: Final[Colour] = (222, 214, 196)
_SKIRTING: Final[Colour] = (150, 132, 108)
_FRAME: Final[Colour] = (104, 74, 48)
_BOARD: Final[Colour] = (46, 94, 78)
_HEADING: Final[Colour] = (178, 34, 34)
_PAPER: Final[Colour] = (248, 247, 240)
_INK: Final[Colour] = (96, 98, 104)
_ACROSS: Final = 6


def board_picture(sheets: int) -> bytes:
    """A PNG of a notice board with a number of sheets pinned to it."""
    rows = [bytearray(bytes(_shaded(_WALL, row)) * WIDTH) for row in range(HEIGHT)]
    _fill(rows, 0, HEIGHT - 46, WIDTH, 46, _SKIRTING)
    _fill(rows, 70, 60, WIDTH - 140, HEIGHT - 160, _FRAME)
    _fill(rows, 84, 74, WIDTH - 168, HEIGHT - 188, _BOARD)
    _fill(rows, 250, 92, WIDTH - 500, 34, _HEADING)
    for index in range(sheets):
        _sheet(rows, 112 + index % _ACROSS * 126, 148 + index // _ACROSS * 150, index)
    return _png(rows)


def _sheet(rows: Rows, left: int, top: int, index: int) -> None:
    """One sheet, a little askew in size, with lines of writing."""
    width, height = 96 + index * 7 % 12, 124 + index * 5 % 14
    _fill(rows, left + 4, top + 4, width, height, (30, 62, 52))  # its shadow
    _fill(rows, left, top, width, height, _PAPER)
    _fill(rows, left + width // 2 - 3, top + 4, 6, 6, _HEADING)  # the pin
    for line in range(9):
        length = width - 24 - (line * 17 + index * 11) % 30
        _fill(rows, left + 12, top + 20 + line * 11, length, 3, _INK)


def _fill(rows: Rows, left: int, top: int, width: int, height: int, colour: Colour) -> None:
    piece = bytes(colour) * width
    for row in rows[top : top + height]:
        row[left * 3 : (left + width) * 3] = piece


def _shaded(colour: Colour, row: int) -> Colour:
    """Light falls from above."""
    share = 1.04 - 0.16 * row / HEIGHT
    red, green, blue = (min(int(part * share), 255) for part in colour)
    return red, green, blue


def _png(rows: Rows) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
