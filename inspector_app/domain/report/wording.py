"""How numbers, dates and names are written in Vietnamese administrative documents.

The zero rule is Decree 30/2020/NĐ-CP, Appendix I, II.4.b: days below 10 and months 1 and 2 carry
a leading zero, months 3 to 9 do not. Thousands are separated by dots, decimals by a comma. A
no-break space (U+00A0) binds a number to its word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NBSP: Final = "\u00a0"

# The order of letters in a Vietnamese list: a, b, c, d, đ, e, g, … (no f, j, w, z; the letters
# with hats and horns are not used for numbering).
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"

# Format controls that turn or hide text: zero width, directional marks, embeddings, isolates, BOM.
_SPANS: Final = ((0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFFF9, 0xFFFC))
_INVISIBLE: Final = frozenset(
    {0x00AD, 0x061C, 0x180E, 0xFEFF}.union(*(range(start, end) for start, end in _SPANS))
)


def clean_text(text: str) -> str:
    """The text as it may be printed: NFC, no control or direction characters.

    Line ends become a line feed, tabs and other white control characters become a space. NFC matters:
    decomposed letters lose or misplace their marks in PDF, and extraction would not be exact.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []
    for char in text:
        if char == "\n" or char in "\u2028\u2029":
            kept.append("\n")
        elif char in "\t\v\f\x85":
            kept.append(" ")
        elif ord(char) in _INVISIBLE or unicodedata.category(char) in ("Cc", "Cs"):
            continue
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text that a person typed, cleaned."""
    return tuple(line.strip() for line in clean_text(text).split("\n") if line.strip())


def two_digits(number: int) -> str:
    """A count or document number below 10 with its leading zero: 5 → "05"."""
    return f"{number:02d}" if 0 <= number < 10 else whole(number)


def long_date(day: date) -> str:
    """Write a date out: "ngày 05 tháng 01 năm 2026", "ngày 17 tháng 6 năm 2019"."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày{NBSP}{day.day:02d} tháng{NBSP}{month} năm{NBSP}{day.year}"


def short_date(day: date) -> str:
    """Write a date for tables: "05/01/2026", "17/9/2019"."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def clock(moment: datetime) -> str:
    """Write a time: "08 giờ 05 phút", by the wall clock that ``moment`` carries."""
    return f"{moment.hour:02d}{NBSP}giờ {moment.minute:02d}{NBSP}phút"


def whole(number: int) -> str:
    """A whole number with dots between thousands: 1163 → "1.163"."""
    return f"{number:,}".replace(",", ".")


def decimal_text(number: Decimal, places: int | None = None) -> str:
    """A decimal with comma, rounded half up to ``places`` when given: 99.567 → "99,57"."""
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign, _, rest = f"{number:,f}".rpartition("-")
    units, _, fraction = rest.partition(".")
    mark = "-" if sign or number < 0 else ""
    return mark + units.replace(",", ".") + ("," + fraction if fraction else "")


def money(dong: int) -> str:
    """An amount in đồng: 1500000 → "1.500.000 đồng"."""
    return f"{whole(dong)}{NBSP}đồng"


def letter(index: int) -> str:
    """The ``index``-th (from 0) letter of a Vietnamese list; after y come a1, b1."""
    turn, place = divmod(index, len(_LETTERS))
    return _LETTERS[place] + (str(turn) if turn else "")


def roman(number: int) -> str:
    """Roman numerals from 1 to 39, enough for the parts of a document."""
    tens, units = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]


def sentence(text: str) -> str:
    """The text with exactly one full stop at its end (a question or exclamation mark stays)."""
    stripped = text.strip().rstrip(";,").rstrip()
    if not stripped or stripped[-1] in ".!?…":
        return stripped
    return stripped + "."


def clause(text: str) -> str:
    """The text without closing punctuation, to stand inside a longer sentence."""
    return text.strip().rstrip(".;,").rstrip()


def list_lines(items: Iterable[str]) -> tuple[str, ...]:
    """Lines of a dash list: "- …;" each and "- …." at the end (Decree 30 samples)."""
    bare = [clause(item) for item in items]
    return tuple(f"- {item}{'.' if i == len(bare) - 1 else ';'}" for i, item in enumerate(bare))


def capitals(text: str) -> str:
    """The text in capitals, cleaned."""
    return clean_text(text).upper()


def fold_name(name: str) -> str:
    """A personal or agency name for comparison: NFC, lower case, single spaces."""
    return " ".join(clean_text(name).casefold().split())


def bare_letters(name: str) -> str:
    """A folded name without Vietnamese marks ("nguyễn văn đức" → "nguyen van duc")."""
    split = unicodedata.normalize("NFD", fold_name(name).replace("đ", "d"))
    return "".join(char for char in split if not unicodedata.combining(char))


def is_same_name(left: str, right: str) -> bool:
    """Whether two names mean the same person.

    Certificates are sometimes issued without Vietnamese marks; a name of plain ASCII letters is
    therefore compared without them. Two names with marks must agree in every mark.
    """
    a, b = fold_name(left), fold_name(right)
    if a == b:
        return bool(a)
    if a.isascii() or b.isascii():
        return bare_letters(a) == bare_letters(b)
    return False
