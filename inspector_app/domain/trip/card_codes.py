"""What the QR code of a card says: which device, and exactly which card file.

A camera or a scanner turns the code back into one line of text, and that line is compared with the
card file that came by stick or mail. It does the work of the eight words without reading aloud: it
holds the whole hash of the card, words hold a part of the device's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MARK: Final = "INSPCARD1"
_CODE: Final = re.compile(rf"{MARK}:([0-9A-F]{{32}}):([0-9A-F]{{64}})")


class CardMatch(StrEnum):
    """What a scanned text says about a card file."""

    SAME = "same"
    OTHER_TEXT = "other-text"
    """The same device, another card file: name, post or agency were written anew, or altered."""
    OTHER_DEVICE = "other-device"


@dataclass(frozen=True, slots=True)
class CardCode:
    """A read code; both parts hexadecimal, lower case."""

    device: str
    """The device id: 16 bytes, whose first eight are the eight words."""
    sha256: str
    """Of the card file."""

    @property
    def text(self) -> str:
        """The line in the code: capitals and digits only, which makes the smallest squares."""
        return f"{MARK}:{self.device}:{self.sha256}".upper()

    def compared(self, card: CardCode) -> CardMatch:
        """What this code says about a card."""
        if self.device != card.device:
            return CardMatch.OTHER_DEVICE
        return CardMatch.SAME if self.sha256 == card.sha256 else CardMatch.OTHER_TEXT


def read_card_code(text: str) -> CardCode | None:
    """The code in a scanned line; None for anything else. Case and blanks do not matter."""
    found = _CODE.fullmatch("".join(text.split()).upper())
    return CardCode(found.group(1).lower(), found.group(2).lower()) if found else None
