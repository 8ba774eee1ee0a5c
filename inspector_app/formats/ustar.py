"""The one spelling of a ustar header that a bundle knows; made, never parsed."""

from __future__ import annotations

import re
from typing import Final

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
MAX_MEMBER: Final = 0o77777777777
_NAME: Final = re.compile(r"[a-z0-9./-]{1,100}")
_SIZE_FIELD: Final = slice(124, 136)
_SIZE: Final = re.compile(rb"[0-7]{11}\0")


def header(name: str, size: int) -> bytes:
    """The 512 bytes before a member (POSIX 1003.1-1988 ustar, all free fields fixed).

    Args:
        name: lower-case ASCII path, at most 100 bytes.
        size: bytes of the member, below 8 GiB.
    """
    if not _NAME.fullmatch(name) or not 0 <= size <= MAX_MEMBER:
        msg = f"no ustar member: {name!r}, {size} bytes"
        raise ValueError(msg)
    fields = (
        name.encode().ljust(100, b"\0"),
        b"0000644\0",  # mode
        b"0000000\0" * 2,  # owner, group
        b"%011o\0" % size,
        b"%011o\0" % 0,  # time
        b" " * 8,  # check sum, counted as spaces
        b"0",  # a plain file
        bytes(100),  # link
        b"ustar\x0000",
        bytes(32 + 32 + 8 + 8),  # names of owner and group, device numbers
        bytes(155 + 12),  # prefix, rest of the block
    )
    block = b"".join(fields)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def claimed_size(block: bytes) -> int | None:
    """The size that a header claims, or None when the field is not spelled as ours are."""
    field = block[_SIZE_FIELD]
    return int(field[:11], 8) if _SIZE.fullmatch(field) else None


def padding(size: int) -> int:
    """Zero bytes after a member of ``size`` bytes."""
    return -size % BLOCK
