"""The commonest slips in expressions, and the same written properly.

People who know Excel write ``IF(a>0;1;0)``, ``a / b``, ``<>``, ``90%`` or a name without ``${}``. Each
slip is recognised, named, and mended as far as that can be done without guessing; whether the mended
cell is right is for the caller to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.saying import said
from inspector_app.formats.cell_expressions import REFERENCE
from inspector_app.formats.slip_words import SPOKEN, Words, mend_words

MAX_LENGTH: Final = 2000
"""Longest cell that is looked at; what is longer was made by a machine, which needs no advice."""

_LITERAL: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
# literals and references become single characters for private use, so that a pattern sees operands
_FIRST_TEXT, _FIRST_NAME, _END = 0xE000, 0xF000, 0xF8FF
_NAMES: Final = f"{chr(_FIRST_NAME)}-{chr(_END)}"
OPERAND_END: Final = rf"[{_NAMES})\d]"
"""Where a reference, a number or a bracket ends."""
OPERAND_START: Final = rf"[{_NAMES}(\d]"
"""Where one begins."""
_SYMBOLS: Final = {
    "<>": "!=",
    "≠": "!=",
    "≥": ">=",
    "≤": "<=",
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    "&&": " and ",
    "||": " or ",
    "×": "*",
    "÷": " div ",
    "–": "-",
    "\u2212": "-",
}
_SYMBOL: Final = re.compile(r"\s*(&&|\|\|)\s*|\s*(÷)\s*|<>|≠|≥|≤|==|=>|=<|×|–|\u2212")
_DATE: Final = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_THOUSANDS: Final = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3}){2,}(?![\d.])")
_DECIMAL: Final = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_PERCENT: Final = re.compile(rf"(\d)\s*%(?!\s*{OPERAND_START})")
_MODULO: Final = re.compile(rf"(?<={OPERAND_END})\s*%\s*(?={OPERAND_START})")
_DIVISION: Final = re.compile(rf"(?<={OPERAND_END})\s*([/:])\s*(?={OPERAND_START})")
_TIMES: Final = re.compile(rf"(?<={OPERAND_END})\s+[xX]\s+(?={OPERAND_START})")
_POWER: Final = re.compile(rf"([{_NAMES}]|\d+)\s*\^\s*([{_NAMES}]|\d+)")
_JOINED: Final = re.compile(r"\s*&\s*")
_CURLY: Final = re.compile(r"(?<!\$)\{\s*([^{}\s]{1,100})\s*\}")
_NO_LEFT: Final = re.compile(rf"(^|\(|\b(?:and|or|{SPOKEN})\b)(\s*)(?=<=|>=|!=|=|<|>)")


@dataclass(slots=True)
class Cell:
    """A cell while it is mended: ``text`` with literals and references as single characters.

    ``whats`` are the slips found, ``remedies`` what to do about each, ``is_whole`` whether all of
    them are mended in ``text``.
    """

    text: str
    column: str
    words: Words
    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    whats: list[str] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)
    is_whole: bool = True

    def note(self, what: str, remedy: str) -> None:
        """A slip, once."""
        if what not in self.whats:
            self.whats.append(what)
            self.remedies.append(remedy)

    def literal(self, text: str) -> str:
        """The character that stands for a text in quotes."""
        self.texts.append(f"'{text}'")
        return chr(_FIRST_TEXT + len(self.texts) - 1)

    def reference(self, name: str) -> str:
        """The character that stands for ``${name}``."""
        self.names.append(name)
        return chr(_FIRST_NAME + len(self.names) - 1)

    def name_of(self, character: str) -> str:
        """The name that a character stands for; empty when it stands for none."""
        place = ord(character) - _FIRST_NAME
        return self.names[place] if 0 <= place < len(self.names) else ""

    def whole(self, text: str) -> str:
        """A piece of the cell with its literals and references back in place."""
        return "".join(self._back(one) for one in text)

    def _back(self, character: str) -> str:
        place = ord(character)
        if _FIRST_TEXT <= place < _FIRST_TEXT + len(self.texts):
            return self.texts[place - _FIRST_TEXT]
        name = self.name_of(character)
        return f"${{{name}}}" if name else character


def mended(source: str, column: str, words: Words) -> Cell | None:
    """A cell with its slips found and mended; None when there is none that is known."""
    if len(source) > MAX_LENGTH:
        return None
    cell = Cell(source.strip(), column, words)
    cell.text = REFERENCE.sub(lambda one: cell.reference(one[1]), cell.text)
    cell.text = _LITERAL.sub(lambda one: cell.literal(cell.whole(one[0][1:-1])), cell.text)
    if "'" in cell.text or '"' in cell.text:
        return None  # where a text ends is not known
    for step in _STEPS:
        step(cell)
    mend_words(cell)
    _brackets(cell)
    return cell if cell.whats else None


def _equals_first(cell: Cell) -> None:
    if cell.column != "constraint" and re.match(r"=(?!=)", cell.text):
        cell.text = cell.text[1:].strip()
        cell.note(said("công thức không bắt đầu bằng dấu «=»"), said("bỏ dấu = ở đầu"))


def _dates(cell: Cell) -> None:
    def replaced(match: re.Match[str]) -> str:
        day, month, year = match.groups()
        written = f"{year}-{int(month):02d}-{int(day):02d}"
        remedy = said("viết date('{text}')", text=written)
        cell.note(said("ngày «{text}» viết chưa đúng", text=match[0]), remedy)
        return f"date({cell.literal(written)})"

    cell.text = _DATE.sub(replaced, cell.text)


def _symbols(cell: Cell) -> None:
    def replaced(match: re.Match[str]) -> str:
        wrong = match[0].strip()
        right = _SYMBOLS[wrong]
        what = said("không có phép «{wrong}»", wrong=wrong)
        cell.note(what, said("dùng «{right}»", right=right.strip()))
        return right

    cell.text = _SYMBOL.sub(replaced, cell.text)


def _numbers(cell: Cell) -> None:
    """Dots between thousands, decimal commas, per cent, and the semicolons that go with them."""

    def thousands(match: re.Match[str]) -> str:
        plain = match[0].replace(".", "")
        cell.note(
            said("số «{text}» có dấu chấm giữa các hàng nghìn", text=match[0]),
            said("viết liền: {text}", text=plain),
        )
        return plain

    def decimal(match: re.Match[str]) -> str:
        before = cell.text[: match.start()]
        if not has_semicolons and before.count("(") > before.count(")"):
            return match[0]  # two arguments of a function
        plain = f"{match[1]}.{match[2]}"
        cell.note(
            said("số thập phân «{text}» dùng dấu phẩy", text=match[0]),
            said("viết dấu chấm: {text}", text=plain),
        )
        return plain

    has_semicolons = ";" in cell.text
    cell.text = _THOUSANDS.sub(thousands, cell.text)
    cell.text = _DECIMAL.sub(decimal, cell.text)
    if _PERCENT.search(cell.text):
        cell.text = _PERCENT.sub(r"\1", cell.text)
        remedy = said("bỏ dấu % (90% viết là 90, hoặc 0.9 nếu là phần của 1)")
        cell.note(said("không có dấu «%» sau số"), remedy)
    if has_semicolons:
        cell.text = re.sub(r"\s*;\s*", ", ", cell.text)
        what = said("dấu «;» không ngăn được các tham số")
        cell.note(what, said("dùng dấu phẩy giữa các tham số"))


def _arithmetic(cell: Cell) -> None:
    """Operators that Excel or a person on paper would write otherwise."""

    def division(match: re.Match[str]) -> str:
        cell.note(said("phép chia không viết là «{sign}»", sign=match[1]), said("dùng div"))
        return " div "

    cell.text = _DIVISION.sub(division, cell.text)
    if _MODULO.search(cell.text):
        cell.text = _MODULO.sub(" mod ", cell.text)
        cell.note(said("phép lấy số dư không viết là «%»"), said("dùng mod"))
    if _TIMES.search(cell.text):
        cell.text = _TIMES.sub(" * ", cell.text)
        cell.note(said("phép nhân không viết là «x»"), said("dùng *"))
    if _POWER.search(cell.text):
        cell.text = _POWER.sub(r"pow(\1, \2)", cell.text)
        cell.note(said("không có phép «^»"), said("dùng pow(cơ số, số mũ)"))
    if "&" in cell.text:
        cell.note(said("không có phép «&»"), said("ghép chữ bằng concat(…, …)"))
        if any(sign in cell.text for sign in "=<>,"):
            cell.is_whole = False
        else:
            cell.text = f"concat({_JOINED.sub(', ', cell.text)})"


def _curly(cell: Cell) -> None:
    def replaced(match: re.Match[str]) -> str:
        name = match[1]
        if name not in cell.words.names:
            return match[0]
        what = said("tham chiếu {{{name}}} thiếu dấu $", name=name)
        cell.note(what, said("viết ${{{name}}}", name=name))
        return cell.reference(name)

    cell.text = _CURLY.sub(replaced, cell.text)


def _left_side(cell: Cell) -> None:
    """A comparison without its left side: in a constraint that is the question's own value."""
    if not _NO_LEFT.search(cell.text):
        return
    if cell.column == "constraint":
        what = said("phép so sánh thiếu vế trái; giá trị của chính câu này là dấu chấm")
        cell.note(what, said("viết dấu chấm trước phép so sánh, ví dụ . >= 0"))
        cell.text = _NO_LEFT.sub(r"\1\2. ", cell.text)
    else:
        what = said("phép so sánh thiếu vế trái")
        cell.note(what, said("ghi câu được so sánh, ví dụ ${{tên_câu_hỏi}} >= 0"))
        cell.is_whole = False


def _brackets(cell: Cell) -> None:
    missing = cell.text.count("(") - cell.text.count(")")
    if missing > 0:
        what = said("thiếu {count} dấu đóng ngoặc «)»", count=missing)
        cell.note(what, said("thêm dấu ) cho đủ"))
        cell.text += ")" * missing
    elif missing < 0:
        cell.note(said("thừa {count} dấu đóng ngoặc «)»", count=-missing), said("bỏ dấu ) thừa"))
        if cell.text.endswith(")" * -missing):
            cell.text = cell.text[:missing]
        else:
            cell.is_whole = False


_STEPS: Final[tuple[Callable[[Cell], None], ...]] = (
    _equals_first,
    _dates,
    _symbols,
    _numbers,
    _arithmetic,
    _curly,
    _left_side,
)
