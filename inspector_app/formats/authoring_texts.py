"""What ``resources/authoring`` says to authors, read from its files.

``example/{survey,choices,settings}.csv`` are the sheets of the example; ``columns.csv`` explains each
column, ``lists.csv`` has the words of the drop-downs, ``steps.csv`` the way from the template to the
vault. ``patterns/*.md`` are the patterns to copy, one a file: a heading, a line ``Nhóm: …``, what
to do, the rows as tables after lines ``Trang survey:`` and ``Trang choices:``, tables that lie beside
the form in blocks ``csv NAME``, and a block ``try`` with the lines of a trial and their answers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

SHEETS: Final = ("survey", "choices", "settings")
_FENCE: Final = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHEET: Final = re.compile(r"^Trang (\w+):$")
_BORDER: Final = re.compile(r"[|\-: ]+")

Table = Sequence[Sequence[str]]
"""Rows of cells; the first row has the headings."""


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """One column of a sheet: what it is for, how wide, its drop-down list, and what to write."""

    sheet: str
    column: str
    purpose: str
    width: int
    list: str
    title: str
    note: str
    example: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One need of an author and the rows that meet it."""

    title: str
    group: str
    text: str
    sheets: Mapping[str, Table]
    files: Mapping[str, bytes]
    trial: tuple[tuple[str, tuple[str, ...]], ...]
    """Lines of the protocol, each with the answers that it gives."""


@dataclass(frozen=True, slots=True)
class AuthoringTexts:
    """All texts of the template workbook."""

    example: Mapping[str, Table]
    columns: tuple[ColumnNote, ...]
    lists: Mapping[str, tuple[str, ...]]
    steps: tuple[tuple[str, str], ...]
    patterns: tuple[Pattern, ...] = field(default=())


def read_texts(files: Mapping[str, bytes]) -> AuthoringTexts:
    """The texts from files by their path below ``resources/authoring``, with ``/``.

    Raises:
        KeyError, ValueError: a file is missing or malformed; the program is installed in part.
    """
    lists: dict[str, list[str]] = {}
    for line in _lines(files["lists.csv"]):
        lists.setdefault(line["list"], []).append(line["value"])
    patterns = sorted(name for name in files if re.fullmatch(r"patterns/.+\.md", name))
    return AuthoringTexts(
        example={sheet: _rows(files[f"example/{sheet}.csv"]) for sheet in SHEETS},
        columns=tuple(
            ColumnNote(
                sheet=line["sheet"],
                column=line["column"],
                purpose=line["purpose"],
                width=int(line["width"]),
                list=line["list"],
                title=line["title"],
                note=line["note"],
                example=line["example"],
            )
            for line in _lines(files["columns.csv"])
        ),
        lists={name: tuple(values) for name, values in lists.items()},
        steps=tuple((line["title"], line["text"]) for line in _lines(files["steps.csv"])),
        patterns=tuple(read_pattern(files[name].decode("utf-8")) for name in patterns),
    )


def read_pattern(text: str) -> Pattern:
    """One pattern from its Markdown. Raises: ValueError when a part is missing."""
    fences = _FENCE.findall(text)
    title = group = sheet = ""
    prose: list[str] = []
    sheets: dict[str, list[list[str]]] = {}
    for line in _FENCE.sub("", text).splitlines():
        heading = _SHEET.match(line)
        if heading is not None:
            sheet = heading.group(1)
            sheets[sheet] = []
        elif line.startswith("|"):
            if not _BORDER.fullmatch(line):
                sheets[sheet].append([cell.strip() for cell in line.strip("|").split("|")])
        elif line.startswith("# "):
            title = line.removeprefix("# ")
        elif line.startswith("Nhóm: "):
            group = line.removeprefix("Nhóm: ")
        elif line.strip():
            prose.append(line.strip())
    trials = [body for kind, _, body in fences if kind == "try"]
    if not (title and group and prose and sheets.get("survey") and len(trials) == 1):
        raise ValueError(f"pattern {title!r}: a part is missing")
    return Pattern(
        title=title,
        group=group,
        text=" ".join(prose),
        sheets=sheets,
        files={name: body.encode("utf-8") for kind, name, body in fences if kind == "csv"},
        trial=_trial(trials[0]),
    )


def _trial(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("> "):
            found.append((line.removeprefix("> "), []))
        elif line.strip():
            found[-1][1].append(line)
    return tuple((line, tuple(answers)) for line, answers in found)


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8"), newline=""), strict=True))


def _lines(data: bytes) -> list[dict[str, str]]:
    head, *rows = _rows(data)
    return [dict(zip(head, row, strict=True)) for row in rows]
