"""The patterns of ``regex()``, read into a tree.

Source: the pattern language of Java, which JavaRosa uses, less what makes matching unbounded or
needs more than a yes or no: references to groups, atomic groups, possessive repetitions, lookbehind.
A lookahead may stand at the beginning. What is left out is refused when a form is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from inspector_app.domain.form.expression.functions.letter_classes import (
    SHORTHANDS,
    Test,
    anything,
    is_no_line_end,
    one_of,
    opposite,
    property_test,
    without_case,
)
from inspector_app.domain.form.expression.functions.pattern_tree import (
    Alternation,
    Assertion,
    Letter,
    Look,
    Part,
    Pattern,
    PatternError,
    Repetition,
    Sequence,
)
from inspector_app.domain.saying import said

MAX_DEPTH: Final = 30
"""Deepest nesting of groups."""
MAX_REPEATED: Final = 1_000
"""Largest number in ``{n,m}``."""


@dataclass(frozen=True, slots=True)
class _Flags:
    ignores_case: bool = False
    is_unicode: bool = False
    dot_is_all: bool = False


def read_pattern(text: str) -> Pattern:
    """The tree of a pattern.

    Raises:
        PatternError: it is wrong, or uses what is left out.
    """
    return _Reader(text).whole()


_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "a": "\x07", "e": "\x1b"}
_ASSERTIONS: Final = {"b": "boundary", "B": "inside", "A": "start", "z": "end", "Z": "end"}
_KNOWN_CLASSES: Final = ", ".join(
    f"\\p{{{name}}}" for name in ("L", "Lu", "Ll", "N", "Nd", "P", "S", "Z", "M", "IsLatin")
)
_UNSUPPORTED_GROUPS: Final = {
    "<=": said("phép nhìn lại «(?<=…)»"),
    "<!": said("phép nhìn lại «(?<!…)»"),
    ">": said("nhóm «(?>…)»"),
}


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = _unquoted(text)
        self.at = 0
        self.depth = 0
        self.flags = _Flags()
        self.looks: list[Look] = []

    def whole(self) -> Pattern:
        body = self.alternation()
        if self.at < len(self.text):
            raise PatternError(said("thừa dấu «)»"))
        if self.looks and isinstance(body, Alternation):
            raise PatternError(
                said("phép nhìn trước «(?=…)», «(?!…)» không dùng chung với «|» ở ngoài cùng")
            )
        return Pattern(body, tuple(self.looks))

    def peek(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def take(self, text: str) -> bool:
        if self.peek(text):
            self.at += len(text)
            return True
        return False

    def next(self, what: str) -> str:
        if self.at >= len(self.text):
            raise PatternError(said("thiếu {what} ở cuối", what=what))
        self.at += 1
        return self.text[self.at - 1]

    def alternation(self) -> Part:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PatternError(said("lồng nhau quá {most} cấp", most=MAX_DEPTH))
        options = [self.sequence()]
        while self.take("|"):
            options.append(self.sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Alternation(tuple(options))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.text) and not self.peek("|") and not self.peek(")"):
            part = self.atom(is_first=all(part == Assertion("start") for part in parts))
            if part is not None:
                parts.append(self.repeated(part))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self, part: Part) -> Part:
        mark = self.text[self.at : self.at + 1]
        if mark not in ("*", "+", "?", "{") or not mark:
            return part
        self.at += 1
        least, most = self.numbers() if mark == "{" else _TIMES[mark]
        if self.take("+"):
            raise PatternError(said("không hỗ trợ phép lặp «++», «*+», «?+»"))
        self.take("?")  # lazy or greedy is the same for a yes or no
        if self.at < len(self.text) and self.text[self.at] in "*+?{":
            raise PatternError(said("hai phép lặp liền nhau ở vị trí {at}", at=self.at + 1))
        return Repetition(part, least, most)

    def numbers(self) -> tuple[int, int | None]:
        inside, closed, _ = self.text[self.at :].partition("}")
        first, comma, last = inside.partition(",")
        if not closed or not _is_number(first) or (last and not _is_number(last)):
            raise PatternError(said("phép lặp «{{{inside}» không đúng", inside=inside[:20]))
        self.at += len(inside) + 1
        least = int(first)
        most = int(last) if last else None if comma else least
        if least > MAX_REPEATED or (most is not None and (most > MAX_REPEATED or most < least)):
            raise PatternError(
                said(
                    "số lần lặp «{{{inside}}}» không đúng (nhiều nhất {most})",
                    inside=inside,
                    most=MAX_REPEATED,
                )
            )
        return least, most

    def atom(self, *, is_first: bool) -> Part | None:
        character = self.next(said("một ký tự"))
        if character == "(":
            return self.group(is_first=is_first)
        if character == "[":
            return self.letter(self.bracket())
        if character == "\\":
            return self.escape()
        if character == ".":
            return Letter(anything if self.flags.dot_is_all else is_no_line_end)
        if character in "^$":
            return Assertion("start" if character == "^" else "end")
        if character in "*+?{":
            raise PatternError(
                said(
                    "phép lặp «{character}» ở vị trí {at} không có gì để lặp",
                    character=character,
                    at=self.at,
                )
            )
        return self.letter(frozenset(character).__contains__)

    def letter(self, test: Test) -> Letter:
        if self.flags.ignores_case:
            test = without_case(test, is_unicode=self.flags.is_unicode)
        return Letter(test)

    def group(self, *, is_first: bool) -> Part | None:
        before = self.flags
        look: bool | None = None
        if self.take("?"):
            for mark, what in _UNSUPPORTED_GROUPS.items():
                if self.peek(mark):
                    raise PatternError(said("không hỗ trợ {what}", what=what))
            if self.peek("=") or self.peek("!"):
                look = self.next(said("dấu")) == "="
                if not is_first or self.depth > 1:
                    raise PatternError(
                        said("phép nhìn trước «(?=…)», «(?!…)» chỉ được đứng ở đầu mẫu")
                    )
            elif self.take("<"):
                name, closed, _ = self.text[self.at :].partition(">")
                if not closed or not name.isalnum():
                    raise PatternError(said("tên nhóm «(?<…>» không đúng"))
                self.at += len(name) + 1
            elif self.switches(is_first=is_first):
                return None
        inner = self.alternation()
        if not self.take(")"):
            raise PatternError(said("dấu «(» không được đóng"))
        self.flags = before
        if look is not None:
            self.looks.append(Look(inner, look))
            return None
        return inner

    def switches(self, *, is_first: bool) -> bool:
        """``(?i)`` at the beginning, or ``(?i:``; whether it was the former."""
        start = self.at
        while self.text[self.at : self.at + 1] in tuple("ius"):
            self.at += 1
        letters = self.text[start : self.at]
        end = self.next(said("dấu «)»"))
        if end not in ":)":
            raise PatternError(
                said("không hỗ trợ nhóm «(?{letters}{end}…)»", letters=letters, end=end)
            )
        if end == ")" and not (letters and is_first and self.depth == 1):
            raise PatternError(said("«(?{letters})» chỉ được đứng ở đầu mẫu", letters=letters))
        self.flags = replace(
            self.flags,
            ignores_case=self.flags.ignores_case or "i" in letters,
            is_unicode=self.flags.is_unicode or "u" in letters,
            dot_is_all=self.flags.dot_is_all or "s" in letters,
        )
        return end == ")"

    def escape(self) -> Part:
        character = self.next(said("ký tự sau «\\»"))
        if character in _ASSERTIONS:
            return Assertion(_ASSERTIONS[character])
        if character.isdigit() and character != "0":
            raise PatternError(
                said("không hỗ trợ tham chiếu nhóm «\\{character}»", character=character)
            )
        found = self.escaped(character)
        return self.letter(frozenset(found).__contains__ if isinstance(found, str) else found)

    def escaped(self, character: str) -> str | Test:
        """What an escape means inside and outside brackets: a character or a class."""
        if character.lower() in SHORTHANDS:
            test = SHORTHANDS[character.lower()]
            return opposite(test) if character.isupper() else test
        if character in "pP":
            return self.property(is_opposite=character == "P")
        if character in "xu":
            return self.code(2 if character == "x" else 4)
        if character in _LETTERS:
            return _LETTERS[character]
        if character.isascii() and character.isalnum():
            raise PatternError(said("không hỗ trợ ký hiệu «\\{character}»", character=character))
        return character

    def property(self, *, is_opposite: bool) -> Test:
        name = self.next(said("tên lớp sau «\\p»"))
        if name == "{":
            name, closed, _ = self.text[self.at :].partition("}")
            if not closed:
                raise PatternError(said("«\\p{{» không được đóng"))
            self.at += len(name) + 1
        test = property_test(name)
        if test is None:
            raise PatternError(
                said(
                    "không có lớp ký tự «\\p{{{name}}}»; dùng được {known}",
                    name=name[:20],
                    known=_KNOWN_CLASSES,
                )
            )
        return opposite(test) if is_opposite else test

    def code(self, length: int) -> str:
        digits = self.text[self.at : self.at + length]
        taken = length
        if length == 2 and self.peek("{"):
            digits, _, _ = self.text[self.at + 1 :].partition("}")
            taken = len(digits) + 2
        try:
            character = chr(int(digits, 16)) if len(digits) >= length else ""
        except (ValueError, OverflowError):
            character = ""
        if not character:
            raise PatternError(said("mã ký tự «{digits}» không đúng", digits=digits[:8]))
        self.at += taken
        return character

    def bracket(self) -> Test:
        is_opposite = self.take("^")
        single: list[str] = []
        spans: list[tuple[str, str]] = []
        others: list[Test] = []
        is_empty = True
        while is_empty or not self.peek("]"):
            is_empty = False
            first = self.bracket_item()
            if not isinstance(first, str):
                others.append(first)
            elif self.peek("-") and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                last = self.bracket_item()
                if not isinstance(last, str) or last < first:
                    raise PatternError(
                        said("khoảng «{first}-…» trong «[…]» không đúng", first=first)
                    )
                spans.append((first, last))
            else:
                single.append(first)
        self.at += 1
        test = one_of(single, spans, others)
        return opposite(test) if is_opposite else test

    def bracket_item(self) -> str | Test:
        character = self.next(said("dấu «]»"))
        if character == "[":
            raise PatternError(said("trong «[…]» hãy viết «\\[» cho dấu «[»"))
        if character == "&" and self.peek("&"):
            raise PatternError(said("không hỗ trợ phép giao «&&» trong «[…]»"))
        return self.escaped(self.next(said("ký tự sau «\\»"))) if character == "\\" else character


_TIMES: Final[dict[str, tuple[int, int | None]]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _unquoted(text: str) -> str:
    """``\\Q…\\E`` spelled out, each character by itself."""
    before, mark, rest = text.partition("\\Q")
    while mark:
        quoted, _, rest = rest.partition("\\E")
        before += "".join(one if one.isalnum() or one.isspace() else "\\" + one for one in quoted)
        middle, mark, rest = rest.partition("\\Q")
        before += middle
    return before
