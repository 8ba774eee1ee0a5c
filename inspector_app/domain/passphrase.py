"""What a passphrase must be before it may protect a vault."""

from __future__ import annotations

import unicodedata
from typing import Final

from inspector_app.domain.errors import WeakPassphraseError

MIN_PASSPHRASE: Final = 12
"""Characters, counted after Unicode NFC (source: NIST SP 800-63B asks for 8; a disk image can be
attacked without limit of tries, so 12)."""


def normal_passphrase(text: str) -> str:
    """The passphrase as it is hashed: Unicode NFC, so that every keyboard types the same letters."""
    return unicodedata.normalize("NFC", text)


def require_strong(text: str) -> str:
    """The normal form of a new passphrase.

    Raises:
        WeakPassphraseError: fewer than 12 characters, or the same few repeated.
    """
    text = normal_passphrase(text)
    if len(text.strip()) < MIN_PASSPHRASE or len(set(text)) < MIN_PASSPHRASE // 3:
        raise WeakPassphraseError(length=len(text), minimum=MIN_PASSPHRASE)
    return text
