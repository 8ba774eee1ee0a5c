"""Words in expressions that are not what their author took them for.

Names of questions without ``${}``, texts without quotes, functions of Excel, ``AND`` and ``OR`` in
capitals or in Vietnamese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

from inspector_app.domain.form.expression.functions.table import FUNCTIONS
from inspector_app.domain.form.expression.special_forms import SPECIAL_FORMS
from inspector_app.domain.saying import said
from inspector_app.formats.form_rows import closest

CALLABLE: Final = frozenset((*FUNCTIONS, *SPECIAL_FORMS, "current", "instance"))
"""Every function that there is."""

MAX_SLIPS: Final = 6
"""Most slips that are named in one cell before its words are no longer looked at."""
MAX_CALLS: Final = 50
"""Most calls of functions in a cell that is mended."""

_EXCEL: Final = {
    "average": said("dùng sum(${{câu}}) div count(${{câu}})"),
    "counta": said("dùng count-non-empty(${{câu}})"),
    "countif": said("dùng count(${{câu}}[. = giá_trị])"),
    "countifs": said("dùng count(${{câu}}[điều kiện])"),
    "date": said("viết ngày dạng date('2026-12-31')"),
    "day": said("dùng format-date(${{câu}}, '%d')"),
    "iferror": said("dùng if(điều kiện, …, …) hoặc coalesce(…, …)"),
    "ifs": said("dùng if(…, …, if(…, …, …))"),
    "isblank": said("viết ${{câu}} = ''"),
    "isnumber": said("viết ${{câu}} != ''"),
    "left": said("dùng substr(${{câu}}, 0, số ký tự)"),
    "mid": said("dùng substr(${{câu}}, từ, đến)"),
    "mod": said("viết a mod b"),
    "month": said("dùng format-date(${{câu}}, '%m')"),
    "proper": said("bỏ hàm này"),
    "right": said("dùng substr(${{câu}}, từ)"),
    "sumif": said("dùng sum(${{câu}}[điều kiện])"),
    "sumifs": said("dùng sum(${{câu}}[điều kiện])"),
    "sumproduct": said("tính tích trong từng dòng, rồi dùng sum(${{câu}})"),
    "switch": said("dùng if(…, …, if(…, …, …))"),
    "text": said("dùng format-date(…, '%d/%m/%Y') cho ngày, string(…) cho số"),
    "upper": said("bỏ hàm này"),
    "vlookup": said("dùng pulldata('tên_tệp', 'cột cần lấy', 'cột khóa', giá trị)"),
    "xlookup": said("dùng pulldata('tên_tệp', 'cột cần lấy', 'cột khóa', giá trị)"),
    "year": said("dùng format-date(${{câu}}, '%Y')"),
}  # fmt: skip
"""Functions of Excel that have another shape here."""
_OTHER_NAMES: Final = {
    "concatenate": "concat", "len": "string-length", "power": "pow", "trim": "normalize-space",
    "counta": "count-non-empty",
}  # fmt: skip
"""Functions of Excel that only have another name here."""
_USAGES: Final = {
    "if": said("if(điều kiện, giá trị khi đúng, giá trị khi sai)"),
    "coalesce": said("coalesce(giá trị, giá trị thay khi trống)"),
    "round": said("round(số, số chữ số thập phân)"),
    "selected": said("selected(${{câu}}, 'tên lựa chọn')"),
    "selected-at": said("selected-at(${{câu}}, thứ tự từ 0)"),
    "count": said("count(${{câu hoặc bảng}})"),
    "sum": said("sum(${{câu}})"),
    "regex": said("regex(., 'mẫu')"),
    "format-date": said("format-date(${{câu}}, '%d/%m/%Y')"),
    "pulldata": said("pulldata('tên_tệp', 'cột cần lấy', 'cột khóa', giá trị)"),
    "substr": said("substr(chữ, từ, đến)"),
    "contains": said("contains(chữ, 'đoạn cần tìm')"),
    "starts-with": said("starts-with(chữ, 'đoạn đầu')"),
    "date": said("date('2026-12-31')"),
    "not": said("not(điều kiện)"),
    "indexed-repeat": said("indexed-repeat(${{câu}}, ${{bảng}}, thứ tự)"),
    "jr:choice-name": said("jr:choice-name(${{câu}}, '${{câu}}')"),
    "once": said("once(giá trị)"),
    "string-length": said("string-length(chữ)"),
    "today": said("today()"),
    "now": said("now()"),
}  # fmt: skip
"""How the functions that people use most are written."""

_CALL: Final = re.compile(r"(?<![\w.\-:$])([^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)\s*\(")
_WORD: Final = re.compile(r"(?<![\w.\-:/@$])[^\W\d][\w.\-]*(?![\w\-]*\s*[(:/])")
_PHRASE: Final = re.compile(r"(?:!=|<=|>=|=|<|>)\s*([^\W\d][\w ]*?)\s*(?=$|[),]|\band\b|\bor\b)")
_SPOKEN: Final = {
    "AND": "and", "And": "and", "và": "and", "VÀ": "and",
    "OR": "or", "Or": "or", "hoặc": "or", "HOẶC": "or",
}  # fmt: skip
SPOKEN: Final = "|".join(_SPOKEN)
"""The operators ``and`` and ``or`` as people write them, for patterns."""
_INFIX: Final = re.compile(rf"(?<=[\w)\]'\"\ue000-\uf8ff])(\s+)({SPOKEN})(\s+)(?!\()")
_INFIX_BRACKET: Final = re.compile(rf"(?<=[)\]\d\ue000-\uf8ff])(\s*)({SPOKEN})(\s*)(?=\()")
_BRACKETED: Final = re.compile(r"\[[^\[\]]*\]")
_ADDRESS: Final = re.compile(r"[A-Z]{1,2}[1-9]\d{0,4}")
_COMPARED: Final = re.compile(r"(.)\s*(?:!=|=)\s*$")
_OPERATORS: Final = frozenset(("and", "or", "div", "mod", "not"))
_CONSTANTS: Final = frozenset(("true", "false"))


@dataclass(frozen=True, slots=True)
class Words:
    """Names that a form has: of questions, of choices by question, of lists; the cell's own question."""

    names: frozenset[str]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    own: str = ""


class MendedCell(Protocol):
    """What this needs of ``form_slips.Cell``."""

    text: str
    column: str
    words: Words
    whats: list[str]
    is_whole: bool

    def note(self, what: str, remedy: str) -> None:
        """A slip, once."""

    def literal(self, text: str) -> str:
        """The character that stands for a text in quotes."""

    def reference(self, name: str) -> str:
        """The character that stands for ``${name}``."""

    def name_of(self, character: str) -> str:
        """The name that a character stands for."""


def mend_words(cell: MendedCell) -> None:
    """Operators, functions, then names and texts."""
    _operators(cell)
    _functions(cell)
    if cell.column != "choice_filter":
        _phrases(cell)
        _bare_words(cell)


def usage(name: str) -> str:
    """How a function is written; empty where nobody wrote that down."""
    return _USAGES.get(name, "")


def meant(name: str) -> tuple[str, str]:
    """The function that was meant by one that is not there, and what to do where it has another shape."""
    lowered = name.lower()
    if lowered in CALLABLE and lowered not in ("date", "mod"):
        return lowered, ""
    if lowered in _OTHER_NAMES:
        return _OTHER_NAMES[lowered], ""
    if name != lowered and lowered == "date":
        return "", _EXCEL["date"]
    return "", _EXCEL.get(lowered, "")


@lru_cache(maxsize=256)
def _near(word: str, names: frozenset[str], cutoff: float) -> str:
    """As ``closest``; a cell may have the same word a thousand times."""
    return closest(word, names, cutoff)


def _operators(cell: MendedCell) -> None:
    def replaced(match: re.Match[str]) -> str:
        right = _SPOKEN[match[2]]
        what = said("không có phép «{wrong}»", wrong=match[2])
        cell.note(what, said("dùng «{right}»", right=right))
        return f"{match[1] or ' '}{right}{match[3] or ' '}"

    cell.text = _INFIX.sub(replaced, cell.text)
    cell.text = _INFIX_BRACKET.sub(replaced, cell.text)
    if re.search(r"\bnot\s+(?!\()", cell.text) or re.search(r"!(?!=)", cell.text):
        cell.note(said("phủ định viết chưa đúng"), said("viết not(…)"))
        cell.is_whole = False


def _functions(cell: MendedCell) -> None:
    """From the last to the first, so that what is inside a call is mended before the call."""
    found = list(_CALL.finditer(cell.text))
    if len(found) > MAX_CALLS:
        cell.is_whole = False
        return
    for match in reversed(found):
        name, start = match[1], match.start()
        if name in CALLABLE or name in _OPERATORS or name == "node":
            continue
        if name.lower() in ("and", "or"):
            _conjunction(cell, name, start, match.end())
            continue
        right, remedy = meant(name)
        if right:
            what = said("không có hàm «{name}()»", name=name)
            cell.note(what, said("viết {right}(…)", right=right))
            cell.text = f"{cell.text[:start]}{right}{cell.text[start + len(name) :]}"
        elif remedy:
            cell.note(said("không có hàm «{name}()»", name=name), remedy)
            cell.is_whole = False


def _conjunction(cell: MendedCell, name: str, start: int, after: int) -> None:
    """``AND(a, b)`` as ``(a and b)``."""
    word = name.lower()
    what = said("không có hàm «{name}()»", name=name)
    cell.note(what, said("viết điều_kiện {word} điều_kiện", word=word))
    parts, depth, last, place = [], 1, after, after
    while place < len(cell.text) and depth:
        letter = cell.text[place]
        depth += (letter in "([") - (letter in ")]")
        if (letter == "," and depth == 1) or depth == 0:
            parts.append(cell.text[last:place].strip())
            last = place + 1
        place += 1
    if depth or not all(parts):
        cell.is_whole = False
        return
    inner = f" {word} ".join(parts)
    alone = start == 0 and place == len(cell.text)
    cell.text = cell.text[:start] + (inner if alone else f"({inner})") + cell.text[place:]


def _phrases(cell: MendedCell) -> None:
    """A text of several words, or with the label of a choice, on the right of a comparison."""

    def replaced(match: re.Match[str]) -> str:
        phrase = match[1]
        if len(cell.whats) >= MAX_SLIPS:
            return match[0]
        if phrase in cell.words.names or phrase in _CONSTANTS or not _is_text(cell, match):
            return match[0]
        text = _choice_of(cell, match) or phrase
        what = said("chữ «{text}» không nằm trong dấu nháy", text=phrase)
        cell.note(what, said("viết '{text}'", text=text))
        return (
            match[0][: match.start(1) - match.start()]
            + cell.literal(text)
            + match[0][match.end(1) - match.start() :]
        )

    cell.text = _PHRASE.sub(replaced, cell.text)


def _is_text(cell: MendedCell, match: re.Match[str]) -> bool:
    """Whether the words on the right of a comparison look like a text, not like a misspelt name."""
    phrase = match[1]
    if (
        _ADDRESS.fullmatch(phrase)
        or phrase.lower() in _CONSTANTS
        or {"div", "mod"} & set(phrase.split())
    ):
        return False
    if _choice_of(cell, match) or " " in phrase or not phrase.isascii():
        return True
    return not _near(phrase, cell.words.names, 0.8)


def _choice_of(cell: MendedCell, match: re.Match[str]) -> str:
    """The choice that a text means by its name or label, when a select stands on the left."""
    left = cell.text[: match.start()].rstrip()
    name = cell.name_of(left[-1]) if left else ""
    if left.endswith(".") and cell.column == "constraint":
        name = cell.words.own
    choices = cell.words.choices.get(name, {})
    if match[1] in choices:
        return match[1]
    wanted = match[1].casefold()
    return next((one for one, label in choices.items() if label.casefold() == wanted), "")


def _bare_words(cell: MendedCell) -> None:
    """Single words that are neither operators nor columns of a list."""
    columns = {(found.start(), found.end()) for found in _BRACKETED.finditer(cell.text)}

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        is_inside = any(start < match.start() < end for start, end in columns)
        if word in _OPERATORS or is_inside or cell.name_of(word[0]):
            return word
        if word.lower() in _CONSTANTS:
            cell.note(
                said("«{word}» thiếu ngoặc", word=word), said("viết {word}()", word=word.lower())
            )
            return f"{word.lower()}()"
        if word in cell.words.names:
            what = said("tên câu hỏi «{word}» thiếu dấu ${{}}", word=word)
            cell.note(what, said("viết ${{{word}}}", word=word))
            return cell.reference(word)
        cell.is_whole = False
        if len(cell.whats) >= MAX_SLIPS:
            return word
        if _ADDRESS.fullmatch(word):
            what = said("không gọi ô Excel «{word}» được", word=word)
            cell.note(what, said("dùng tên câu hỏi: ${{tên_câu_hỏi}}"))
            return word
        close = _near(word, cell.words.names, 0.6)
        what = said("không có câu hỏi tên «{name}»", name=word[:60])
        remedy = said("ghi tên câu hỏi dạng ${{tên_câu_hỏi}}; chữ thì đặt trong dấu nháy: '…'")
        cell.note(what, said("có lẽ là ${{{close}}}", close=close) if close else remedy)
        return word

    cell.text = _WORD.sub(replaced, cell.text)
