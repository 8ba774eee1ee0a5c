"""Canonical JSON and the short texts in signed files."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import msgspec

MAX_TEXT: Final = 200
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

canonical_json = msgspec.json.Encoder(order="sorted").encode
"""Bytes of a structure: keys sorted, no spaces, UTF-8."""


def is_short_text(text: str, minimum: int = 0) -> bool:
    """Whether a text may stand in a signed file.

    NFC, ``minimum`` to 200 characters, no space at the ends, no control characters, none of the
    invisible characters that turn the direction of writing and so can disguise a name.
    """
    return (
        minimum <= len(text) <= MAX_TEXT
        and text == text.strip()
        and not _UNSEEN.search(text)
        and unicodedata.is_normalized("NFC", text)
    )
