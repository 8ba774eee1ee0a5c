"""Old .xls workbooks for tests: a BIFF8 stream in a compound file, written by hand.

Source: Microsoft, "[MS-XLS]" and "[MS-CFB]", the least of both that a reader takes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    """A cell with a text."""
    encoded = text.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + encoded)


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def write_xls(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """A workbook with texts and numbers."""
    bodies = {
        name: b"".join(
            label(row, column, cell) if isinstance(cell, str) else number(row, column, cell)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell != ""
        )
        for name, rows in sheets.items()
    }
    return compound(biff(bodies))


def biff(bodies: Mapping[str, bytes]) -> bytes:
    """The stream of a workbook: globals, then each sheet's records."""
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    head += record(0x0042, struct.pack("<H", 1200))
    end = record(0x000A, b"")
    bounds = {name: name.encode("utf-16-le") for name in bodies}
    size = len(head) + sum(4 + 8 + len(one) for one in bounds.values()) + len(end)
    sheets = {
        name: record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + body + end
        for name, body in bodies.items()
    }
    at = size
    directory = b""
    for name, encoded in bounds.items():
        directory += record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + encoded)
        at += len(sheets[name])
    return head + directory + end + b"".join(sheets.values())


def compound(stream: bytes) -> bytes:
    """A compound file that holds one stream, ``Workbook``."""
    stream += b"\0" * max(0, 4096 - len(stream))  # shorter ones would go to a mini stream
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    fats = 1
    while fats * 128 < count + 1 + fats:
        fats += 1
    chain = [*range(1, count), _END, _END, *[_FAT] * fats]
    chain += [_FREE] * (fats * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6s", 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6)
    header += struct.pack("<IIIIIIIII", 0, fats, count, 0, 4096, _END, 0, _END, 0)
    places = [count + 1 + index for index in range(fats)]
    assert fats <= 109
    header += struct.pack("<109I", *places, *[_FREE] * (109 - fats))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 0, len(stream))
    entries += b"\0" * 256
    return header + stream + entries + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, _FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
