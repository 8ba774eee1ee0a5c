"""The audit log of an inspection as a CSV text (``docs/formats/audit.md``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from inspector_app.domain.log.change import Value

STANDARD: Final = (
    "event",
    "node",
    "start",
    "end",
    "old-value",
    "new-value",
    "user",
    "change-reason",
)
"""Columns of the ODK XForms client audit log; location is never tracked."""
OWN: Final = (
    "x-side",
    "x-deed",
    "x-standing",
    "x-subject",
    "x-old-text",
    "x-new-text",
    "x-old-users",
    "x-took-over",
    "x-device",
    "x-device-id",
    "x-seq",
    "x-change",
    "x-clock-ahead-ms",
    "x-entity",
    "x-path",
    "x-kind",
)
"""Our own columns; readers of the standard look at none of them."""
COLUMNS: Final = STANDARD + OWN
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""Full-width signs too: spreadsheets of East Asian settings compute behind them."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_QUOTED: Final = re.compile(r'[",\n\r]')


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def unsafe(text: str) -> str:
    """What ``safe`` was given."""
    return text.removeprefix("'")


def raw_text(value: Value) -> str:
    """A stored value as an XForm holds it: choices separated by spaces, truth as ``true``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return " ".join(raw_text(one) for one in value)
    if isinstance(value, Mapping):
        return ""
    return str(value)


def audit_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The file: UTF-8, commas, ``\\n``, a header; missing cells are empty."""
    lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    return "".join(_line(line) for line in lines).encode()


def _line(cells: Sequence[str]) -> str:
    return ",".join(_cell(one) for one in cells) + "\n"


def _cell(text: str) -> str:
    text = safe(text.replace("\r\n", "\n"))
    if not _QUOTED.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'
