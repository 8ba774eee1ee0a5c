"""What is known of the places that files are carried on: sticks, shares, folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BUNDLE_ENDING: Final = ".inspb"
RECEIPT_ENDING: Final = ".insprcpt"


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive that a person may carry away.

    Args:
        path: where its files are.
        name: as people call it: the label, or the letter.
        free: bytes that still fit.
        total: bytes altogether.
        kind: the file system as the computer names it; empty where it does not tell.
        is_read_only: nothing can be written.
    """

    path: str
    name: str
    free: int
    total: int
    kind: str = ""
    is_read_only: bool = False


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as a look into a folder found it; ``modified_ns`` in nanoseconds since 1970 UTC."""

    path: str
    size: int
    modified_ns: int


def is_bundle_name(name: str) -> bool:
    """Whether a file of this name is offered as a bundle.

    Hidden files, files that somebody is still writing and what sync clients and browsers call
    theirs while they copy are no bundles: ``.goi.inspb.part``, ``~goi.inspb``, ``goi.inspb.tmp``,
    ``.goi.inspb.k3v9``. A client's conflict copy («goi (1).inspb») is a bundle like any other.
    """
    return _is_finished(name) and name.lower().endswith(BUNDLE_ENDING)


def is_receipt_name(name: str) -> bool:
    """Whether a file of this name is offered as a receipt."""
    return _is_finished(name) and name.lower().endswith(RECEIPT_ENDING)


def _is_finished(name: str) -> bool:
    return not name.startswith((".", "~"))
