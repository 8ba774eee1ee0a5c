"""Recovery codes: 130 random bits that a person can print, read aloud and type again."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
DATA_LETTERS: Final = 26
CHECK_LETTERS: Final = 2
GROUP: Final = 4
RANDOM_BYTES: Final = 17

_BITS: Final = 5 * DATA_LETTERS
_PRIME: Final = 1021
"""The check is the number modulo the largest prime of 10 bits: it catches every single wrong
letter and every swap of neighbours, and other slips but one in a thousand."""
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def recovery_code(random: bytes) -> str:
    """The code of 17 random bytes, of which 130 bits are used: seven groups of four."""
    number = int.from_bytes(random[:RANDOM_BYTES], "big") >> (8 * RANDOM_BYTES - _BITS)
    return grouped(_letters(number, DATA_LETTERS) + _letters(number % _PRIME, CHECK_LETTERS))


def normal_code(typed: str) -> str | None:
    """The 28 letters of a typed code, or None when it is not one.

    Small letters, spaces, hyphens, and O for 0, I or L for 1 are forgiven.
    """
    letters = "".join(char for char in typed.upper() if char not in " \t\r\n\u00a0-–—._")
    letters = letters.translate(_ALIKE)
    if len(letters) != DATA_LETTERS + CHECK_LETTERS or not set(letters) <= set(ALPHABET):
        return None
    number, check = _number(letters[:DATA_LETTERS]), _number(letters[DATA_LETTERS:])
    return letters if number % _PRIME == check else None


def grouped(letters: str) -> str:
    """Groups of four with hyphens between."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _letters(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> (5 * at) & 31] for at in reversed(range(count)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return number
