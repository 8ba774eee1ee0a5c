"""Text of an expression to tokens.

Source: XPath 1.0 section 3.7 (lexical structure), as the ODK XForms specification uses it. The rule
that makes ``*``, ``and``, ``or``, ``div`` and ``mod`` operators depends on the token before them,
so it lives here and the parser sees only finished tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.saying import said

MAX_LENGTH = 30_000
"""Longest expression read; Excel itself stops at 32,767 characters in a cell."""


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    OPERATOR = "operator"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``position`` counts characters from 0."""

    kind: TokenKind
    text: str
    position: int


_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    |(?P<operator>//|::|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])""",
    re.VERBOSE,
)
_WORD_OPERATORS = frozenset(("and", "or", "div", "mod"))
# After one of these (or at the start) a name or a star is an operand, not an operator.
_OPENERS = frozenset(
    ("(", "[", ",", "@", "::", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*")
) | {"and", "or", "div", "mod"}


def tokenize(expression: str) -> list[Token]:
    """Cut an expression into tokens; the last one is ``END``.

    Raises:
        ExpressionError: a character that no token begins with, an open quote, or too long a text.
    """
    if len(expression) > MAX_LENGTH:
        short = expression[:60] + "…"
        raise ExpressionError(expression=short, what=said("dài hơn {most} ký tự", most=MAX_LENGTH))
    tokens: list[Token] = []
    position = 0
    while position < len(expression):
        match = _PATTERN.match(expression, position)
        if match is None:
            raise ExpressionError(expression=expression, what=_why_not(expression, position))
        kind, text = str(match.lastgroup), match.group()
        if kind != "space":
            tokens.append(_token(kind, text, position, tokens[-1] if tokens else None))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", position))
    return tokens


def _token(kind: str, text: str, position: int, before: Token | None) -> Token:
    if kind == "string":
        return Token(TokenKind.STRING, text[1:-1], position)
    if kind == "name" and text in _WORD_OPERATORS and not _expects_operand(before):
        return Token(TokenKind.OPERATOR, text, position)
    if kind == "operator" and text == "*" and _expects_operand(before):
        return Token(TokenKind.NAME, "*", position)
    return Token(TokenKind(kind), text, position)


def _expects_operand(before: Token | None) -> bool:
    return before is None or (before.kind is TokenKind.OPERATOR and before.text in _OPENERS)


def _why_not(expression: str, position: int) -> str:
    character = expression[position]
    if character in "'\"":
        return said("dấu nháy ở ký tự thứ {position} không được đóng", position=position + 1)
    if character in "“”‘’":
        return said(
            "ký tự thứ {position} là dấu nháy cong «{character}»; hãy dùng nháy thẳng ' hoặc \"",
            position=position + 1,
            character=character,
        )
    return said(
        "không hiểu ký tự «{character}» ở vị trí {position}",
        character=character,
        position=position + 1,
    )
