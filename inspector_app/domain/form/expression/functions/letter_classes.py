"""Which characters a class of a pattern has: ``\\d``, ``[a-z]``, ``\\p{Lu}``.

Source: the pattern language of Java (java.util.regex), which the reference engine uses: ``\\d``,
``\\w`` and ``\\s`` are those of ASCII; ``\\p{…}`` are the general categories of Unicode.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeAlias

Test: TypeAlias = Callable[[str], bool]
"""Whether a character belongs to the class."""

_WORD = frozenset(string.ascii_letters + string.digits + "_")
_DIGIT = frozenset(string.digits)
_BLANKS = frozenset(" \t\n\x0b\f\r")
_HORIZONTAL = frozenset(" \t\xa0\u1680\u180e\u202f\u205f\u3000") | frozenset(
    chr(code) for code in range(0x2000, 0x200B)
)
_LINE_ENDS = frozenset("\n\r\x85\u2028\u2029")
_PUNCTUATION = frozenset(string.punctuation)
_GRAPHIC = frozenset(chr(code) for code in range(0x21, 0x7F))

_POSIX: dict[str, frozenset[str]] = {
    "Lower": frozenset(string.ascii_lowercase),
    "Upper": frozenset(string.ascii_uppercase),
    "Alpha": frozenset(string.ascii_letters),
    "Digit": _DIGIT,
    "Alnum": frozenset(string.ascii_letters + string.digits),
    "Punct": _PUNCTUATION,
    "Graph": _GRAPHIC,
    "Print": _GRAPHIC | {" "},
    "Blank": frozenset(" \t"),
    "XDigit": frozenset(string.hexdigits),
    "Space": _BLANKS,
    "ASCII": frozenset(chr(code) for code in range(128)),
    "Cntrl": frozenset(chr(code) for code in (*range(32), 127)),
}
_BINARY: dict[str, tuple[str, ...]] = {
    "Alphabetic": ("L", "Nl"),
    "Letter": ("L",),
    "Digit": ("Nd",),
    "Uppercase": ("Lu",),
    "Lowercase": ("Ll",),
    "Punctuation": ("P",),
    "White_Space": ("Z",),
}
_CATEGORIES = frozenset(
    (
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "C",
        "Cc",
        "Cf",
    )
)

SHORTHANDS: dict[str, Test] = {
    "d": _DIGIT.__contains__,
    "w": _WORD.__contains__,
    "s": _BLANKS.__contains__,
    "h": _HORIZONTAL.__contains__,
}
"""The classes of one letter; their capital is the opposite."""


def is_word(character: str) -> bool:
    """Whether a character is one of a word, for ``\\b``."""
    return character in _WORD or unicodedata.category(character)[0] in "LN"


def is_no_line_end(character: str) -> bool:
    """What the point stands for."""
    return character not in _LINE_ENDS


def anything(_character: str) -> bool:
    """Every character."""
    return True


def property_test(name: str) -> Test | None:
    """The class of ``\\p{name}``; None when there is no such class."""
    if name in _POSIX:
        return _POSIX[name].__contains__
    bare = name.removeprefix("Is").removeprefix("general_category=").removeprefix("gc=")
    if bare in _CATEGORIES:
        return _of_categories((bare,))
    if name.startswith("Is") and bare in _BINARY:
        return _of_categories(_BINARY[bare])
    if bare == "Latin":
        return lambda character: unicodedata.name(character, "").startswith("LATIN ")
    return None


def _of_categories(categories: tuple[str, ...]) -> Test:
    return lambda character: unicodedata.category(character).startswith(categories)


def opposite(test: Test) -> Test:
    """All other characters."""
    return lambda character: not test(character)


def one_of(
    characters: Iterable[str], ranges: Iterable[tuple[str, str]], others: list[Test]
) -> Test:
    """A class in brackets."""
    single, spans = frozenset(characters), tuple(ranges)
    if not spans and not others:
        return single.__contains__

    def test(character: str) -> bool:
        return (
            character in single
            or any(first <= character <= last for first, last in spans)
            or any(other(character) for other in others)
        )

    return test


def without_case(test: Test, *, is_unicode: bool) -> Test:
    """The class with capitals and small letters alike; those of ASCII unless ``is_unicode``."""

    def both(character: str) -> bool:
        if test(character):
            return True
        if not is_unicode and not character.isascii():
            return False
        return any(
            len(other) == 1 and test(other) for other in (character.lower(), character.upper())
        )

    return both
